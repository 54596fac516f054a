import { describe, expect, it } from "vitest";
import { withoutSecrets } from "../../src/cli/event-secrets.ts";
import { toJson } from "../../src/json.ts";
import { nl80211 } from "./command-line.ts";

describe("events", () => {
  it("show no keys", () => {
    const pmk = Uint8Array.of(0xde, 0xad, 0xbe, 0xef);
    const event = withoutSecrets({ type: "roam", time: 0, ifindex: 3, attributes: { pmk, filsKek: pmk } });
    expect(JSON.stringify(toJson(event))).not.toContain("deadbeef");
    expect(event).toMatchObject({ attributes: { pmk: "(secret, 4 octets)", filsKek: "(secret, 4 octets)" } });
  });

  it.each([
    [[], "acknowledged: EAPOL"],
    [["--json"], "control-port-frame-tx-status"],
  ])("show no EAPOL frame, which carries keys (%j)", async (flags, told) => {
    const { stdout } = await nl80211("events", "--demo", ...flags);
    expect(stdout).toContain(told);
    // EtherType 888e: the frames of the village's 4-way handshake
    expect(stdout).not.toContain("888e");
  });
});
