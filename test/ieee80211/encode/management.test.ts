import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../src/bytes/hex.ts";
import {
  encodeAction,
  encodeAssociationResponse,
  encodeAuthentication,
  encodeDeauthentication,
  encodeDisassociation,
  encodeProbeRequest,
} from "../../../src/ieee80211/encode/management.ts";

const addresses = { destination: "02:00:00:00:02:00", source: "02:00:00:00:01:00", bssid: "02:00:00:00:01:00" };
const HEADER = "0000020000000200020000000100020000000100" + "0000"; // duration, addresses, sequence
const ELEMENTS = fromHex("01088c129824b048606c");

// Frames that hostapd sent in the village recording (Linux 6.12), but for the elements.
describe("management frames", () => {
  it("authenticate as hostapd does", () => {
    expect(toHex(encodeAuthentication(addresses, { transaction: 2 }))).toBe(`b000${HEADER}000002000000`);
  });

  it("answer an association as hostapd does: the highest two bits of its number are set", () => {
    const answer = { capability: 0x0011, aid: 1, elements: ELEMENTS };
    expect(toHex(encodeAssociationResponse(addresses, answer))).toBe(`1000${HEADER}1100000001c0${toHex(ELEMENTS)}`);
    expect(toHex(encodeAssociationResponse(addresses, { ...answer, reassociation: true }))).toMatch(/^3000/);
  });

  it("refuse an association without a number", () => {
    const refusal = encodeAssociationResponse(addresses, { capability: 0x0011, status: 17 });
    expect(toHex(refusal)).toBe(`1000${HEADER}110011000000`);
  });

  it("say goodbye with a reason", () => {
    expect(toHex(encodeDeauthentication(addresses, 2))).toBe(`c000${HEADER}0200`);
    expect(toHex(encodeDisassociation(addresses, 8))).toBe(`a000${HEADER}0800`);
  });

  // By hand, of IEEE 802.11-2020, 9.3.3.9 and 9.3.3.13.
  it("ask and act", () => {
    expect(toHex(encodeProbeRequest(addresses, Uint8Array.of(0, 0)))).toBe(`4000${HEADER}0000`);
    expect(toHex(encodeAction(addresses, 8, Uint8Array.of(0, 0xca, 0xfe)))).toBe(`d000${HEADER}0800cafe`);
  });

  it("are not made of what cannot be said", () => {
    for (const aid of [2008, -1, 1.5]) {
      expect(() => encodeAssociationResponse(addresses, { capability: 0, aid })).toThrow(/association id/);
    }
    for (const reason of [0, 65_536]) expect(() => encodeDeauthentication(addresses, reason)).toThrow(/reason/);
    expect(() => encodeDeauthentication({ ...addresses, source: "wlan0" }, 2)).toThrow();
  });
});
