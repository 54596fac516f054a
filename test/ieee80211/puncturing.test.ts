import { expect, it } from "vitest";
import { legalPuncturings, puncturingProblem } from "../../src/ieee80211/puncturing.ts";

// puncturing_values_80mhz, _160mhz and _320mhz of Linux 7.3 (net/wireless/chan.c), from IEEE 802.11be table 36-30.
it.each([
  [80, [0x8, 0x4, 0x2, 0x1]],
  [160, [0x80, 0x40, 0x20, 0x10, 0x8, 0x4, 0x2, 0x1, 0xc0, 0x30, 0xc, 0x3]],
  [
    320,
    [
      0xc000, 0x3000, 0xc00, 0x300, 0xc0, 0x30, 0xc, 0x3, 0xf000, 0xf00, 0xf0, 0xf, 0xfc00, 0xf300, 0xf0c0, 0xf030,
      0xf00c, 0xf003, 0xc00f, 0x300f, 0xc0f, 0x30f, 0xcf, 0x3f,
    ],
  ],
  [40, []],
])("%d MHz has the kernel's patterns", (widthMhz, patterns) => {
  expect(new Set(legalPuncturings(widthMhz))).toEqual(new Set(patterns));
  expect(legalPuncturings(widthMhz)).toHaveLength(patterns.length);
});

it("an empty bitmap is legal anywhere", () => {
  expect(puncturingProblem(0, 20, 0)).toBeUndefined();
  expect(puncturingProblem(0, undefined, 0)).toBeUndefined();
});
