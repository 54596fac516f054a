import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { parseEapol } from "../../src/ieee80211/eapol.ts";
import type { EapolKeyFrame } from "../../src/ieee80211/eapol-key.ts";

// The 4-way handshake of station and access point in the village recording (Linux 6.12, hostapd and wpa_supplicant over
// CONTROL_PORT_FRAME).
const M1 =
  "0203005f02008a001000000000000000019a3089671646757d151d2d17698911bc722e33aef2d7f211e0ee9dedb12e3a010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";
const M2 =
  "0103007502010a00000000000000000001d8f81d9c82ed4680e4b685e5771e28b022389d9e365f05374e6bc3783ca08c2300000000000000000000000000000000000000000000000000000000000000006f65003417b17d6be7d43c495f387f1e001630140100000fac040100000fac040100000fac020000";
const M3 =
  "020300970213ca001000000000000000029a3089671646757d151d2d17698911bc722e33aef2d7f211e0ee9dedb12e3a0100000000000000000000000000000000000000000000000000000000000000006b5517aa9905b705472d8195f93cf1650038455e644495b9563caabdb161bb665c5c0e9425224a9d422e08b9eeff2b49d11ea4898e52b1d63a921187c3a2d322c2053c566633cc9412eb";
const M4 =
  "0103005f02030a0000000000000000000200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000436036b2b41668f3dbf160bd638dbf730000";

const key = (hex: string) => parseEapol(fromHex(hex)) as EapolKeyFrame;

describe("the four messages of a recorded handshake", () => {
  it("are told apart", () => {
    expect([M1, M2, M3, M4].map((hex) => key(hex).message)).toEqual([
      "4-way 1/4",
      "4-way 2/4",
      "4-way 3/4",
      "4-way 4/4",
    ]);
  });

  it("carry the access point's nonce and counter, and the station's answer", () => {
    const [first, second, third, fourth] = [M1, M2, M3, M4].map(key) as [
      EapolKeyFrame,
      EapolKeyFrame,
      EapolKeyFrame,
      EapolKeyFrame,
    ];
    expect([first, second, third, fourth].map((frame) => frame.replayCounter)).toEqual([1n, 1n, 2n, 2n]);
    expect(toHex(first.nonce)).toBe("9a3089671646757d151d2d17698911bc722e33aef2d7f211e0ee9dedb12e3a01");
    expect(third.nonce).toEqual(first.nonce);
    expect(first.keyLength).toBe(16);
    expect(toHex(fourth.mic)).toBe("436036b2b41668f3dbf160bd638dbf73");
    expect(third.information).toEqual({
      descriptorVersion: 2,
      pairwise: true,
      install: true,
      ack: true,
      mic: true,
      secure: true,
      error: false,
      request: false,
      encryptedKeyData: true,
    });
    // Message 2 repeats the station's RSN element.
    expect(toHex(second.keyData.reveal())).toBe("30140100000fac040100000fac040100000fac020000");
  });

  it("never show their key data by themselves", () => {
    const third = key(M3);
    const shown = `${JSON.stringify(third, (_, value) => (typeof value === "bigint" ? `${value}` : value))}${inspect(third, { depth: 9, showHidden: true })}${third.keyData}`;
    expect(shown).toContain("(56 secret octets)");
    expect(shown).not.toContain("455e64");
    expect(third.keyData.length).toBe(56);
    expect(toHex(third.keyData.reveal()).startsWith("455e6444")).toBe(true);
  });
});

// IEEE 802.11-2020, 12.7.2: hand-made key frames of 95 octets and more; only key information, MIC and key data length
// differ.
const keyFrame = (information: number, micLength = 16, keyData = "", nonce = "00") => {
  const data = fromHex(keyData);
  const body = `02${information.toString(16).padStart(4, "0")}0010${"00".repeat(8)}${nonce.repeat(32)}${"00".repeat(32)}${"11".repeat(micLength)}${data.length.toString(16).padStart(4, "0")}${keyData}`;
  return key(`0203${(body.length / 2).toString(16).padStart(4, "0")}${body}`);
};

describe("key frames", () => {
  it("tells the group handshake and requests apart", () => {
    expect(keyFrame(0x1382, 16, "aabb").message).toBe("group 1/2");
    expect(keyFrame(0x0302).message).toBe("group 2/2");
    expect(keyFrame(0x0d08).message).toBe("request");
  });

  it("finds the MIC of the 192-bit mode by the frame's length", () => {
    const frame = keyFrame(0x0108, 24, "3000", "22");
    expect(frame.mic).toHaveLength(24);
    expect(frame.message).toBe("4-way 2/4");
  });

  it("reads FILS frames, which have no MIC field", () => {
    expect(keyFrame(0x1308, 0, "aa".repeat(16)).mic).toHaveLength(0);
    expect(keyFrame(0x1208, 0, "aa".repeat(16)).message).toBe("4-way 4/4");
    expect(keyFrame(0x1088, 0, "aa".repeat(20), "22").message).toBe("4-way 3/4");
  });
});

describe("other EAPOL frames", () => {
  it("reads EAP's header and start", () => {
    expect(parseEapol(fromHex("0100000a0201000a01616c696365"))).toEqual({
      version: 1,
      type: 0,
      kind: "EAP",
      code: "response",
      identifier: 1,
      method: 1,
    });
    expect(parseEapol(fromHex("02010000"))).toMatchObject({ kind: "other", type: 1 });
  });

  it("ignores what Ethernet pads", () => {
    expect(key(`${M4}0000000000`).message).toBe("4-way 4/4");
  });

  it("says where a frame ends too early, and keeps what was sound", () => {
    const cut = parseEapol(fromHex(`0203005f${M1.slice(8, 60)}`));
    expect(cut).toMatchObject({ kind: "malformed", offset: 17, partial: { version: 2, type: 3, replayCounter: 1n } });
    expect(parseEapol(fromHex("02010005"))).toMatchObject({ kind: "malformed", partial: { type: 1 } });
    expect(parseEapol(new Uint8Array())).toMatchObject({ kind: "malformed", offset: 0 });
    const short = parseEapol(fromHex("02030005 02008a0010"));
    expect(short).toMatchObject({ kind: "malformed", offset: 9, partial: { descriptor: "RSN", keyLength: 16 } });
  });

  it("says what it wants", () => {
    expect(() => parseEapol("888e" as unknown as Uint8Array)).toThrow(/read from a Uint8Array, not from string/);
  });

  it("takes any octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, asKey) => {
        if (asKey && bytes.length > 5) bytes.set([2, 3, 0, bytes.length - 4, 2]);
        expect(parseEapol(bytes).kind).toMatch(/key|EAP|other|malformed/);
      }),
      { numRuns: 2000 },
    );
  });
});
