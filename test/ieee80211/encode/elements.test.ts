import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../src/bytes/hex.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { type Chandef, createChandef, primaryPart } from "../../../src/ieee80211/chandef.ts";
import { type ChannelMode, legalModes } from "../../../src/ieee80211/channel-plan.ts";
import { CipherSuite } from "../../../src/ieee80211/cipher.ts";
import { ElementId } from "../../../src/ieee80211/element-id.ts";
import { parseElements } from "../../../src/ieee80211/element-list.ts";
import { encodeHeCapabilities, encodeHtCapabilities } from "../../../src/ieee80211/encode/capabilities.ts";
import { encodeChannelSwitch, encodeExtendedChannelSwitch } from "../../../src/ieee80211/encode/channel-switch.ts";
import { encodeCountry } from "../../../src/ieee80211/encode/country.ts";
import { encodeElement, encodeVendorElement, inBeaconOrder, keyOf } from "../../../src/ieee80211/encode/element.ts";
import {
  encodeEhtOperation,
  encodeHeOperation,
  encodeHtOperation,
  encodeVhtOperation,
} from "../../../src/ieee80211/encode/operation.ts";
import { encodeErp, encodeTim } from "../../../src/ieee80211/encode/parameters.ts";
import { encodeRsn, encodeRsnExtension } from "../../../src/ieee80211/encode/rsn.ts";
import { encodeSsid } from "../../../src/ieee80211/encode/ssid.ts";
import { encodeSupportedRates } from "../../../src/ieee80211/encode/supported-rates.ts";
import { encodeWmmInformation } from "../../../src/ieee80211/encode/wmm.ts";

const bytes = (hex: string) => fromHex(hex);

describe("one element", () => {
  it("has id, length, extension or vendor, and body", () => {
    expect(toHex(encodeElement(ElementId.Ssid, bytes("6162")))).toBe("00026162");
    expect(toHex(encodeElement(ElementId.HeOperation, bytes("01")))).toBe("ff022401");
    expect(toHex(encodeVendorElement(0x506f9a, 28, bytes("ff")))).toBe("dd05506f9a1cff");
    expect(toHex(encodeVendorElement(0xfffffe, 255))).toBe("dd04fffffeff");
    expect(keyOf(bytes("dd05506f9a1cff"))).toBe(0x506f9a1c);
    expect(keyOf(bytes("ff022401"))).toBe(ElementId.HeOperation);
  });

  it("holds 255 octets and no more", () => {
    expect(encodeElement(ElementId.ChallengeText, new Uint8Array(255))).toHaveLength(257);
    expect(() => encodeElement(ElementId.HeOperation, new Uint8Array(255))).toThrow(/an element holds 255/);
  });

  it("any key and body come back from the decoder's walk", () => {
    const key = fc.oneof(
      fc.integer({ min: 0, max: 254 }).filter((id) => id !== 221 && id !== ElementId.Fragment),
      fc.integer({ min: 0xff00, max: 0xffff }),
      fc.integer({ min: 0x1_0000, max: 0xffff_ffff }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.uint8Array({ maxLength: 200 })), { maxLength: 6 }), (wanted) => {
        const octets = Uint8Array.from(wanted.flatMap(([id, body]) => [...encodeElement(id, body)]));
        const found = [...parseElements(octets)].map((element) => [element.key, [...element.body]]);
        expect(found).toEqual(wanted.map(([id, body]) => [id, [...body]]));
      }),
    );
  });

  it("stands where a beacon has it; vendors come last", () => {
    const sorted = inBeaconOrder(["dd0400112201", "2d00", "3000", "0100", "0000", "e100", "0000"].map(bytes));
    expect(sorted.map((element) => element[0])).toEqual([0, 0, 1, 48, 45, 0xe1, 221]);
  });
});

/** The one element in `octets`, decoded. */
const decoded = (octets: Uint8Array) => {
  const [element] = [...parseElements(octets)];
  expect(element?.state).toBe("decoded");
  return element?.value as never;
};

describe("round trips through the decoders", () => {
  it("SSID and rates", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 32 }), (ssid) => {
        expect(parseElements(encodeSsid(ssid)).get(ElementId.Ssid)?.bytes).toEqual(ssid);
      }),
    );
    const { rates, extended } = encodeSupportedRates(
      [{ mbps: 5.5, basic: true }, ...[6, 9, 12, 18, 24, 36, 48, 54].map((mbps) => ({ mbps }))],
      [127],
    );
    expect(decoded(rates)).toMatchObject({ rates: [{ mbps: 5.5, basic: true }, ...Array(7).fill({ basic: false })] });
    expect(decoded(extended!)).toMatchObject({ rates: [{ mbps: 54, basic: false }], selectors: [{ feature: "HT" }] });
  });

  it("TIM, with any stations waiting", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 2007 }), { maxLength: 20 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 255 }),
        (aids, groupTraffic, dtimPeriod) => {
          const tim = parseElements(encodeTim({ dtimCount: 0, dtimPeriod, groupTraffic, aids })).get(ElementId.Tim);
          expect(tim).toMatchObject({ dtimPeriod, groupTraffic });
          expect([...tim!.aids]).toEqual([...aids].sort((a, b) => a - b));
        },
      ),
    );
    // hostapd's empty TIM in the village recording.
    expect(toHex(encodeTim({ dtimCount: 1, dtimPeriod: 2 }))).toBe("050401020000");
  });

  it("RSN, with everything in it", () => {
    const suites = fc.array(fc.constantFrom(0x000fac02, 0x000fac04, 0x000fac08, 0xffffff01), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        suites,
        suites,
        fc.option(fc.constantFrom("capable" as const, "required" as const), { nil: undefined }),
        fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 2 }),
        fc.constantFrom(1 as const, 2 as const, 4 as const, 16 as const),
        (akmSuites, pairwiseCiphers, mfp, pmkids, replay) => {
          const rsn = parseElements(
            encodeRsn({ akmSuites, pairwiseCiphers, pmkids, ptksaReplayCounters: replay, ...(mfp && { mfp }) }),
          ).get(ElementId.Rsn);
          expect(rsn).toMatchObject({
            version: 1,
            akmSuites,
            pairwiseCiphers,
            pmkids,
            groupCipher: pairwiseCiphers[0],
          });
          expect(rsn?.capabilities).toMatchObject({
            mfpCapable: mfp !== undefined,
            mfpRequired: mfp === "required",
            ptksaReplayCounters: replay,
          });
          expect(rsn?.groupManagementCipher).toBe(mfp === undefined ? undefined : CipherSuite.BipCmac128);
        },
      ),
    );
  });

  // hostapd's RSN element in the village recording; wpa_supplicant's of its association request.
  it("RSN, octet for octet", () => {
    expect(toHex(encodeRsn({ akmSuites: [AkmSuite.Psk], ptksaReplayCounters: 16 }))).toBe(
      "30140100000fac040100000fac040100000fac020c00",
    );
    expect(toHex(encodeRsn({ akmSuites: [AkmSuite.Psk] }))).toBe("30140100000fac040100000fac040100000fac020000");
  });

  it("RSN extension, as short as can be", () => {
    expect(toHex(encodeRsnExtension({ saeHashToElement: true }))).toBe("f40120");
    expect(toHex(encodeRsnExtension({}))).toBe("f40100");
    expect(decoded(encodeRsnExtension({ ssidProtection: true, saePk: true }))).toMatchObject({
      ssidProtection: true,
      saePk: true,
      saeHashToElement: false,
    });
  });

  it("country, ERP, WMM, channel switches", () => {
    const channels = [{ firstChannel: 1, channelCount: 13, maxTxPowerDbm: 20 }];
    const country = encodeCountry({ alpha2: "de", environment: "indoor", channels });
    expect(toHex(country)).toBe("0706444549010d14");
    expect(decoded(country)).toMatchObject({ alpha2: "DE", environment: "indoor", channels });
    expect(encodeCountry({ alpha2: "DE", channels: [...channels, ...channels] })).toHaveLength(2 + 10);
    expect(decoded(encodeErp({ useProtection: true }))).toMatchObject({ useProtection: true, nonErpPresent: false });
    expect(toHex(encodeWmmInformation())).toBe("dd070050f202000100"); // wpa_supplicant's, village recording
    expect(decoded(encodeChannelSwitch({ channel: 44, count: 5, blockTx: true }))).toEqual({
      stopTransmitting: true,
      newChannel: 44,
      beaconsUntilSwitch: 5,
    });
    expect(decoded(encodeExtendedChannelSwitch({ channel: 44, count: 5, operatingClass: 115 }))).toMatchObject({
      newOperatingClass: 115,
      newChannel: 44,
    });
  });

  it("HT and HE capabilities, of HE only what the widths have", () => {
    const ht = encodeHtCapabilities({
      info: 0x01ef,
      ampduFactor: 3,
      ampduDensity: 5,
      mcsSet: bytes("ff".repeat(2) + "00".repeat(14)),
    });
    expect(toHex(ht)).toBe(`2d1aef0117ffff${"00".repeat(21)}`);
    const he = (widths: string, ppe = "") =>
      encodeHeCapabilities({
        mac: new Uint8Array(6),
        phy: bytes(`${widths}0000000000${ppe === "" ? "00" : "80"}00000000`),
        mcsSet: bytes("faff faff fbff fbff fcff fcff"),
        ppe: bytes(`${ppe}0000`),
      });
    expect(toHex(he("04")).slice(-8)).toBe("fafffaff");
    expect(toHex(he("0c")).slice(-16)).toBe("fafffafffbfffbff");
    expect(toHex(he("14")).slice(-16)).toBe("fafffafffcfffcff");
    // Two streams, 242 and 484 tones: 7 + 2 x 2 x 6 bits are 4 octets; what the kernel gives beyond them stays out.
    expect(toHex(he("04", "191cc771")).slice(-8)).toBe("191cc771");
    expect(decoded(he("04", "191cc771"))).toHaveProperty("ppe");
  });
});

describe("operation elements of a chandef", () => {
  const all: [number, ChannelMode][] = [2412, 2437, 5180, 5320, 5720, 5745, 5955, 6115, 7115].flatMap((frequencyMhz) =>
    legalModes(frequencyMhz)
      .filter(({ mode }) => !["NOHT", "5MHz", "10MHz", "80+80MHz"].includes(mode))
      .map(({ mode }): [number, ChannelMode] => [frequencyMhz, mode]),
  );

  it("never come out malformed", () => {
    for (const [frequencyMhz, mode] of all) {
      const chandef = createChandef(frequencyMhz, mode);
      const octets = [encodeHtOperation, encodeVhtOperation, encodeHeOperation, encodeEhtOperation].flatMap(
        (encode) => [...encode(chandef)],
      );
      expect(parseElements(Uint8Array.from(octets)).malformed, `${frequencyMhz} ${mode}`).toEqual([]);
    }
  });

  // IEEE 802.11-2020 tables 9-188, 9-273 and 9-274: segment 0 is the primary 80 MHz, segment 1 the centre of all.
  it.each<[Chandef, string, string]>([
    [createChandef(5180, "HT40+"), "2405", "000000"],
    [createChandef(5200, "HT40-"), "2807", "000000"],
    [createChandef(5180, "80MHz"), "2405", "012a00"],
    [createChandef(5300, "160MHz"), "3c05", "013a32"],
    [createChandef(5180, "80+80MHz", { center2Mhz: 5775 }), "2405", "012a9b"],
  ])("HT and VHT say the channel (%#)", (chandef, ht, vht) => {
    expect(toHex(encodeHtOperation(chandef)).slice(4, 8)).toBe(ht);
    expect(toHex(encodeVhtOperation(chandef)).slice(4, 10)).toBe(vht);
  });

  it("stations without EHT are told of the part that has no holes", () => {
    const chandef = createChandef(5180, "160MHz", { punctured: 0b0100_0000 });
    expect(toHex(encodeVhtOperation(chandef)).slice(4, 10)).toBe("012a00");
    expect(decoded(encodeEhtOperation(chandef))).toMatchObject({
      info: { widthMhz: 160, centerSegment0: 42, centerSegment1: 50, disabledSubchannels: 0x40 },
    });
  });

  it("BSS color 0 is off", () => {
    const chandef = createChandef(5180, "80MHz");
    expect(decoded(encodeHeOperation(chandef))).toMatchObject({ bssColorDisabled: true });
    expect(decoded(encodeHeOperation(chandef, { bssColor: 37 }))).toMatchObject({
      bssColor: 37,
      bssColorDisabled: false,
    });
  });
});

describe("primaryPart", () => {
  it("keeps the half with the primary channel, and its punctured bits", () => {
    const wide = createChandef(5300, "160MHz", { punctured: 0b1100 });
    expect(primaryPart(wide, 80)).toEqual({ frequencyMhz: 5300, widthMhz: 80, center1Mhz: 5290 });
    expect(primaryPart(wide, 40)).toEqual({ frequencyMhz: 5300, widthMhz: 40, center1Mhz: 5310 });
    const low = createChandef(5180, "160MHz", { punctured: 0b1100 });
    expect(primaryPart(low, 80)).toEqual({ frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5210, punctured: 0b1100 });
    expect(primaryPart(createChandef(5180, "80+80MHz", { center2Mhz: 5775 }), 80)).toEqual(
      createChandef(5180, "80MHz"),
    );
  });
});
