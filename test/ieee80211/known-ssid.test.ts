import { describe, expect, it } from "vitest";
import { Network, parseElements } from "../../src/ieee80211/index.ts";
import { knownSsid } from "../../src/ieee80211/known-ssid.ts";

const octets = (text: string) => new TextEncoder().encode(text);
const ssidOf = (body: Uint8Array) =>
  new Network(parseElements(Uint8Array.of(0, body.length, ...body, 1, 1, 0x82))).ssid;

describe("names that were read before", () => {
  it("are one object for networks of one name, with octets of their own", () => {
    const body = octets("village");
    const [one, other] = [ssidOf(body), ssidOf(body)];
    expect(other).toBe(one);
    expect(one.text).toBe("village");
    expect(one.bytes.buffer.byteLength).toBe(7);
  });

  it("are never taken for others, however many there are", () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 3000; i++) {
        const body = octets(`net-${i}`.padEnd(5 + (i % 28), "x"));
        expect(Buffer.compare(ssidOf(body).bytes, body)).toBe(0);
      }
    }
  });

  it("differ by each octet and by their length", () => {
    const body = Uint8Array.from({ length: 32 }, (_, i) => i);
    knownSsid(body, 0, 32);
    for (let at = 0; at < 32; at++) {
      const changed = body.slice();
      changed[at]! ^= 0x80;
      expect(knownSsid(changed, 0, 32)?.bytes).toEqual(changed);
      expect(knownSsid(body, 0, at)?.bytes).toEqual(body.subarray(0, at));
    }
    expect(knownSsid(new Uint8Array(33), 0, 33)).toBeUndefined();
  });
});
