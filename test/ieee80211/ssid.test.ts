import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ssid } from "../../src/ieee80211/index.ts";

const of = (...octets: number[]) => new Ssid(Uint8Array.from(octets));

describe("an SSID", () => {
  it("is text where it is UTF-8", () => {
    expect(Ssid.from("Käse 🧀").text).toBe("Käse 🧀");
    expect(String(Ssid.from("home"))).toBe("home");
  });

  it("shows what is no text as U+FFFD, and moves no cursor", () => {
    expect(of(0x61, 0xff, 0x62).text).toBe("a\ufffdb");
    expect(of(0x1b, 0x5b, 0x32, 0x4a).text).toBe("\ufffd[2J"); // clears a terminal
    expect(of(0x61, 0x0a, 0x00).text).toBe("a\ufffd\ufffd");
    expect(Ssid.from("abc\u202egnp.exe").text).toBe("abc\ufffdgnp.exe"); // turns the writing direction
  });

  it("is escaped as iw does it", () => {
    // iw 6.17, print_ssid_escaped, for these octets: \x20x\x20, a\x5cb, caf\xc3\xa9, \x00\x01\xff, a b
    expect(Ssid.from(" x ").escaped).toBe("\\x20x\\x20");
    expect(Ssid.from("a\\b").escaped).toBe("a\\x5cb");
    expect(Ssid.from("café").escaped).toBe("caf\\xc3\\xa9");
    expect(of(0, 1, 255).escaped).toBe("\\x00\\x01\\xff");
    expect(Ssid.from("a b").escaped).toBe("a b");
  });

  it("comes back from its escaped form", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 32 }), (bytes) => {
        const octets = [...new Ssid(bytes).escaped.matchAll(/\\x([0-9a-f]{2})|(.)/gs)].map(([, hex, character]) =>
          hex === undefined ? character!.charCodeAt(0) : Number.parseInt(hex, 16),
        );
        expect(octets).toEqual([...bytes]);
      }),
    );
  });

  it("is hidden without octets or with NULs alone", () => {
    expect([of(), of(0, 0), of(0, 97)].map(({ hidden }) => hidden)).toEqual([true, true, false]);
  });

  it("equals by its octets", () => {
    expect(of(104, 105).equals("hi")).toBe(true);
    expect(of(104, 105).equals(Ssid.from("hi"))).toBe(true);
    expect(of(104, 105).equals(Uint8Array.of(104))).toBe(false);
    expect(of(0xff).equals("\ufffd")).toBe(false); // looks the same, is not
  });

  it("has all that it is in JSON, reversibly", () => {
    expect(JSON.parse(JSON.stringify(of(97, 255)))).toEqual({ text: "a\ufffd", escaped: "a\\xff", hidden: false });
  });
});
