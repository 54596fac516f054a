import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { ScanOptions } from "../../../src/client/scan/scan-request.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ExtFeature, FeatureFlag } from "../../../src/nl80211/generated/wiphy.ts";
import { ack, dump, event, fakeKernel, refuse, reply, settled } from "../../../src/testing/index.ts";

// What cfg80211 refuses with EINVAL or EOPNOTSUPP (Linux 7.3, nl80211_trigger_scan and nl80211_check_scan_flags), by name.

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const OWN = { wiphy: 0, ifindex: 3, wdev: 1 };

const radio = (can: { featureFlags?: FeatureFlag[]; extFeatures?: ExtFeature[] } = {}) =>
  fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)))
    .on("GetScan", dump([]))
    .on(
      "GetWiphy",
      dump([
        {
          ...{ wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4, maxScanIeLen: 100, supportedCommands: [75] },
          ...{ maxNumSchedScanSsids: 1, maxSchedScanIeLen: 10, maxMatchSets: 2, maxNumSchedScanPlans: 1, ...can },
          wiphyBands: { 0: { freqs: [{ frequencyMhz: 2412 }, { frequencyMhz: 2437 }] } },
        },
      ]),
    )
    .on("TriggerScan", event("new-scan-results", OWN), ack())
    .on("StartSchedScan", ack())
    .on("StopSchedScan", ack());

const asked = (kernel: ReturnType<typeof radio>) => kernel.requests.map(({ name }) => name);

describe("what a radio cannot scan for", () => {
  it.each<[ScanOptions, string, string]>([
    [{ ssids: ["a", "b", "c", "d", "e"] }, "INVALID_ARGUMENT", "5 SSIDs, 4 are the most for phy0"],
    [{ elements: new Uint8Array(101) }, "INVALID_ARGUMENT", "101 octets of elements, 100 are the most for phy0"],
    [{ frequenciesMhz: [2412, 5180] }, "INVALID_ARGUMENT", "no channel at 5180 MHz; it has 2.4 GHz (2412 to 2437 MHz)"],
    [{ frequenciesMhz: [902.5] }, "NOT_SUPPORTED", "a frequency in kHz (it lacks scan-freq-khz)"],
    [{ dwellTu: 20 }, "NOT_SUPPORTED", "a dwell time (it lacks set-scan-dwell)"],
    [{ randomAddress: true }, "NOT_SUPPORTED", "random addresses (it lacks scan-random-mac-addr)"],
    [{ flags: ["low-priority"] }, "NOT_SUPPORTED", "the flag low-priority (it lacks low-priority-scan)"],
    [{ flags: ["low-power"] }, "NOT_SUPPORTED", "the flag low-power (it lacks low-power-scan)"],
    [{ flags: ["random-sn"] }, "NOT_SUPPORTED", "the flag random-sn (it lacks scan-random-sn)"],
  ])("%j is told as %s before it is asked", async (options, code, message) => {
    const kernel = radio();
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const refused = { code, message: expect.stringContaining(message), target: "wlan0" };
    await expect(wifi.scan("wlan0", options)).rejects.toMatchObject(refused);
    expect(asked(kernel)).not.toContain("TriggerScan");
  });

  it("is asked for where it says that it can", async () => {
    const kernel = radio({
      featureFlags: [FeatureFlag.LowPriorityScan, FeatureFlag.ScanRandomMacAddr],
      extFeatures: [ExtFeature.SetScanDwell, ExtFeature.LowPowerScan],
    });
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const options = { ssids: ["a", "b"], frequenciesMhz: [2412], dwellTu: 20, randomAddress: true };
    // ap, flush and colocated-6ghz take no feature.
    const flags = ["low-priority", "low-power", "ap", "flush", "colocated6ghz"];
    expect(await wifi.scan("wlan0", { ...options, flags })).toEqual([]);
    expect(asked(kernel)).toContain("TriggerScan");
  });

  it("is left to the kernel where the radio cannot be read, and a plain scan reads none", async () => {
    const kernel = radio().on("GetWiphy", refuse("EIO"));
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    await wifi.scan("wlan0", { flags: ["low-power"] });
    expect(asked(kernel).filter((name) => name === "GetWiphy")).toHaveLength(1);
    await wifi.scan("wlan0", { flush: true });
    expect(asked(kernel).filter((name) => name === "GetWiphy")).toHaveLength(1);
  });

  it.each([
    [{ ssids: ["a", "b"] }, "INVALID_ARGUMENT", "2 SSIDs, 1 are the most"],
    [{ matches: [{ ssid: "a" }, { ssid: "b" }, { ssid: "c" }] }, "INVALID_ARGUMENT", "3 matches, 2 are the most"],
    [{ plans: [{ intervalS: 9, iterations: 1 }, { intervalS: 9 }] }, "INVALID_ARGUMENT", "2 plans, 1 are the most"],
    [{ randomAddress: true }, "NOT_SUPPORTED", "it lacks sched-scan-random-mac-addr"],
  ])("%j of a scheduled scan is told as %s", async (options, code, message) => {
    const kernel = radio();
    await using wifi = await Nl80211.open({ transport: kernel });
    const errors: unknown[] = [];
    wifi.scheduledScan$("wlan0", options).subscribe({ error: (error) => errors.push(error) });
    for (let turn = 0; turn < 5; turn++) await settled();
    expect(errors).toMatchObject([{ code, message: expect.stringContaining(message) }]);
    expect(asked(kernel)).not.toContain("StartSchedScan");
  });
});
