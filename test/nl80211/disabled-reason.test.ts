import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { isNl80211Error } from "../../src/errors.ts";
import { disabledReason, domainOf } from "../../src/nl80211/disabled-reason.ts";
import type { Frequency } from "../../src/nl80211/frequency.ts";
import type { RegulatoryDomain } from "../../src/nl80211/regulatory.ts";
import { openReplay } from "../../src/testing/replay-transport.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const captures = readdirSync(FIXTURES).filter((name) => /-(radio|regulatory)\.pcap\.gz$|^village\.pcap/.test(name));

describe("why a channel is disabled", () => {
  // the kernel's own flags as the judge: hwsim's driver bars nothing, so that a channel is disabled where no rule covers it
  it.each(captures)("is that no rule covers it, of every channel of %s", async (name) => {
    await using wifi = await Nl80211.open({
      transport: openReplay(join(FIXTURES, name), { at: "end" }),
      streams: false,
    });
    const domains = await wifi.regulatory().catch((error: unknown) => {
      if (isNl80211Error(error, "NO_MATCH")) return [];
      throw error;
    });
    const counted = { disabled: 0, enabled: 0 };
    for (const wiphy of await wifi.wiphys()) {
      const domain = domainOf(wiphy.index, domains);
      if (domain === undefined) continue;
      for (const frequency of wiphy.bands.flatMap((band) => band.frequencies)) {
        const reason = disabledReason({ ...frequency, disabled: true }, domain);
        const where = `${wiphy.name} ${frequency.frequencyMhz} MHz: ${reason?.text}`;
        // kernels before 7.3 disable channels of S1G that a rule covers, but none is enabled that no rule does
        if (frequency.band === "S1G" && frequency.disabled) continue;
        expect(reason?.by, where).toBe(frequency.disabled ? "regulation" : "other");
        counted[frequency.disabled ? "disabled" : "enabled"]++;
      }
    }
    console.log(`${name}: ${counted.disabled} disabled, ${counted.enabled} not`);
  });

  const channel = (frequencyMhz: number, disabled = true) =>
    ({ frequencyMhz, disabled, band: "5 GHz", flags: [], attributes: {} }) as unknown as Frequency;
  const rule = (startMhz: number, endMhz: number) => ({ startMhz, endMhz, maxWidthMhz: 80, flags: [] });
  const domain: RegulatoryDomain = {
    alpha2: "QM",
    dfsRegion: "unset",
    selfManaged: false,
    rules: [rule(5150, 5250), rule(5250, 5350)],
  };

  it("is something else where a rule covers it, or two that meet", () => {
    const text = "the rule of QM for 5150 to 5250 MHz allows it: the driver, its firmware or the kernel bars it";
    expect(disabledReason(channel(5180), domain)).toMatchObject({
      by: "other",
      alpha2: "QM",
      rule: rule(5150, 5250),
      text,
    });
    expect(disabledReason(channel(5250), domain)?.by).toBe("other"); // 5240 to 5260
  });

  it("is the rules where they end in it; a channel that is not disabled has no reason", () => {
    expect(disabledReason(channel(5345), domain)).toEqual({
      by: "regulation",
      alpha2: "QM",
      text: "no rule of QM covers 5335 to 5355 MHz",
    });
    expect(disabledReason(channel(5180, false), domain)).toBeUndefined();
  });

  it("is looked up in the wiphy's own domain before the global", () => {
    const own = { ...domain, wiphy: 1, alpha2: "99", selfManaged: true };
    expect(domainOf(1, [domain, own])).toBe(own);
    expect(domainOf(0, [domain, own])).toBe(domain);
  });
});
