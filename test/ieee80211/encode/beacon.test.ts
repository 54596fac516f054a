import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../src/bytes/hex.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { bssChannel } from "../../../src/ieee80211/bss-channel.ts";
import { createChandef } from "../../../src/ieee80211/chandef.ts";
import { legalModes, secondSegments } from "../../../src/ieee80211/channel-plan.ts";
import { ElementId } from "../../../src/ieee80211/element-id.ts";
import { type BeaconInput, buildBeacon } from "../../../src/ieee80211/encode/beacon.ts";
import { parseFrame } from "../../../src/ieee80211/frame.ts";

// hostapd's own beacons and probe responses in the village recording (Linux 6.12): the whole of the elements, as scan
// results have them.
const GREEN_PROBE_RESPONSE =
  "500000000000000000000200000000000200000000000000000000000000000064000104000d76696c6c6167652d677265656e010882848b960c12182403010b2a010432043048606c3b0251002d1a0c001bffff0000000000000000000001000000000000000000003d160b0000000000000000000000000000000000000000007f080400400200000040dd180050f2020101010003a4000027a4000042435e0062322f00";
const INN_BEACON_BEFORE_TIM = "000b76696c6c6167652d696e6e01088c129824b048606c030124";
const INN_BEACON_AFTER_TIM =
  "30140100000fac040100000fac040100000fac020c003b0273002d1a0c001bffff0000000000000000000001000000000000000000003d16240000000000000000000000000000000000000000007f080400400200000040bf0c00000000aaaa0000aaaa0000c005000000fcffc302002edd180050f2020101010003a4000027a4000042435e0062322f00";

const HT = {
  info: 0x000c,
  ampduFactor: 3,
  ampduDensity: 6,
  mcsSet: fromHex("ffff0000000000000000000001000000"),
};
const EXTENDED_CAPABILITIES = fromHex("7f080400400200000040");

const GREEN: BeaconInput = {
  bssid: "02:00:00:00:00:00",
  ssid: "village-green",
  chandef: createChandef(2462, "HT20"),
  ht: HT,
  elements: [EXTENDED_CAPABILITIES, fromHex("3b025100")],
};

const INN: BeaconInput = {
  bssid: "02:00:00:00:01:00",
  ssid: "village-inn",
  chandef: createChandef(5180, "HT20"),
  rsn: { akmSuites: [AkmSuite.Psk], ptksaReplayCounters: 16 },
  ht: HT,
  vht: { info: 0, mcsSet: fromHex("aaaa0000aaaa0000") },
  elements: [fromHex("c302002e"), EXTENDED_CAPABILITIES, fromHex("3b027300")],
};

describe("a beacon made from a description", () => {
  it("is octet for octet what hostapd sends at 2.4 GHz", () => {
    expect(toHex(buildBeacon(GREEN).probeResponse)).toBe(GREEN_PROBE_RESPONSE);
  });

  it("is octet for octet what hostapd sends at 5 GHz with WPA2 and VHT", () => {
    const { head, tail } = buildBeacon(INN);
    expect(toHex(head.subarray(36))).toBe(INN_BEACON_BEFORE_TIM);
    expect(toHex(tail)).toBe(INN_BEACON_AFTER_TIM);
    expect(toHex(head.subarray(0, 36))).toBe(
      "80000000ffffffffffff0200000001000200000001000000000000000000000064001100",
    );
  });

  it("is a beacon, with the TIM to come between head and tail", () => {
    const { head, tail } = buildBeacon(INN);
    const frame = parseFrame(Uint8Array.from([...head, ...fromHex("050400020000"), ...tail]));
    if (frame.kind !== "beacon") throw new Error(frame.kind);
    expect(frame.capability).toMatchObject({ ess: true, privacy: true, shortSlotTime: false });
    expect(frame.elements.malformed).toEqual([]);
    expect(frame.elements.get(ElementId.Rsn)?.akmSuites).toEqual([AkmSuite.Psk]);
  });

  it("hides its name in beacons, not in probe responses", () => {
    expect(toHex(buildBeacon({ ...GREEN, hidden: "empty" }).head.subarray(36, 40))).toBe("00000108");
    expect(toHex(buildBeacon({ ...GREEN, hidden: "zeros" }).head.subarray(36, 52))).toBe(`000d${"00".repeat(13)}01`);
    expect(toHex(buildBeacon({ ...GREEN, hidden: "empty" }).probeResponse)).toBe(GREEN_PROBE_RESPONSE);
  });

  it("says HE and EHT alone in 6 GHz", () => {
    const { head, tail } = buildBeacon({
      bssid: "02:00:00:00:02:00",
      ssid: "six",
      chandef: createChandef(5975, "320MHz-1", { punctured: 0xc000 }),
      rsn: { akmSuites: [AkmSuite.Sae], mfp: "required" },
      rsnExtension: { saeHashToElement: true },
      ht: HT,
      he: { mac: new Uint8Array(6), phy: fromHex("0c00000000000000000000"), mcsSet: fromHex("faff".repeat(6)) },
      he6Ghz: 0x38bd,
      eht: { mac: new Uint8Array(2), phy: fromHex("020000000000000000"), mcsSet: fromHex("444444222222111111") },
    });
    const frame = parseFrame(Uint8Array.from([...head, ...tail]));
    if (frame.kind !== "beacon") throw new Error(frame.kind);
    const keys = [...frame.elements].map((element) => element.key);
    expect(keys).toEqual([
      ElementId.Ssid,
      ElementId.SupportedRates,
      ElementId.Rsn,
      ElementId.RsnExtension,
      ElementId.HeCapabilities,
      ElementId.HeOperation,
      ElementId.He6GhzBandCapabilities,
      ElementId.EhtCapabilities,
      ElementId.EhtOperation,
      0x0050f202,
    ]);
    expect(frame.elements.malformed).toEqual([]);
    expect(frame.elements.get(ElementId.EhtOperation)?.info).toEqual({
      widthMhz: 320,
      centerSegment0: 15,
      centerSegment1: 31,
      disabledSubchannels: 0xc000,
    });
    expect(frame.elements.get(ElementId.HeOperation)?.sixGhz).toMatchObject({
      primaryChannel: 5,
      widthMhz: 160,
      centerSegment0: 7,
      centerSegment1: 15,
    });
  });

  it("says every channel of the plan so that it is read back, by each generation", () => {
    const he = { mac: new Uint8Array(6), phy: fromHex("0e00000000000000000000"), mcsSet: fromHex("faff".repeat(6)) };
    const eht = { mac: new Uint8Array(2), phy: fromHex("020000000000000000"), mcsSet: fromHex("444444222222111111") };
    let seen = 0;
    for (let frequencyMhz = 2412; frequencyMhz <= 7115; frequencyMhz++) {
      for (const { mode } of legalModes(frequencyMhz)) {
        if (["NOHT", "5MHz", "10MHz"].includes(mode) || frequencyMhz < 2400 || frequencyMhz === 5935) continue;
        const [center2Mhz] = mode === "80+80MHz" ? secondSegments(frequencyMhz) : [];
        const chandef = createChandef(frequencyMhz, mode, center2Mhz === undefined ? {} : { center2Mhz });
        const sixGhz = frequencyMhz > 5950;
        const generations: Partial<BeaconInput>[] = [
          ...(sixGhz ? [] : [{ ht: HT, ...(frequencyMhz > 5000 && { vht: INN.vht! }) }]),
          { ht: HT, vht: INN.vht!, he },
          ...(mode === "80+80MHz" ? [] : [{ ht: HT, vht: INN.vht!, he, eht }]),
        ];
        for (const generation of generations) {
          // 320 MHz is EHT's alone, and what is wider than 40 MHz at 2.4 GHz is nobody's.
          if (mode.startsWith("320") && generation.eht === undefined) continue;
          const { head, tail } = buildBeacon({ bssid: "02:00:00:00:00:00", ssid: "x", chandef, ...generation });
          const frame = parseFrame(Uint8Array.from([...head, ...tail]));
          if (frame.kind !== "beacon") throw new Error(frame.kind);
          expect(bssChannel(frame.elements, frequencyMhz), `${frequencyMhz} ${mode}`).toMatchObject(chandef);
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(800);
  });

  it.each([
    [{ ...GREEN, ssid: "x".repeat(33) }, "an SSID has at most 32 octets, this one 33"],
    [{ ...GREEN, rates: [{ mbps: 5.3 }] }, "no supported rate: 5.3 Mbit/s (they are multiples of 0.5 to 63.5)"],
    [{ ...GREEN, rates: [] }, "a list of supported rates needs one rate"],
    [{ ...INN, rsn: { akmSuites: [] } }, "an RSN element needs an AKM suite"],
    [{ ...GREEN, country: { alpha2: "D", channels: [] } }, 'not a country code of two letters: "D"'],
    [{ ...GREEN, ht: { ...HT, mcsSet: new Uint8Array(10) } }, "HT MCS set of 10 octets, not 16"],
  ])("refuses what cannot be said (%#)", (input, message) => {
    expect(() => buildBeacon(input as BeaconInput)).toThrow(message);
  });
});
