import { toHex } from "../../bytes/hex.ts";
import { Nl80211Error } from "../../errors.ts";
import type { PacketPattern } from "../../nl80211/generated/wowlan.ts";
import { whole } from "../argument.ts";

/**
 * What a packet must look like. As people type it: octets with "-" (or "--", "xx") where any may be, and the offset in front of a "+":
 * "18+43:34:--:12". Or as the kernel has it and `wowlan()` and `coalesce()` give it: `mask` has a bit for each octet that counts, the lowest
 * first; without it all count. Packets are matched as if they were Ethernet frames.
 */
export type PatternInput = string | PacketPattern;

/** Limits of a device's patterns. */
export interface PatternLimits {
  readonly maxPatterns: number;
  readonly minPatternLen: number;
  readonly maxPatternLen: number;
  readonly maxPktOffset: number;
}

/** The octets and the mask of "43:34:--:12". Throws INVALID_ARGUMENT for what is none. */
export function maskedOctets(what: string, text: string): { readonly octets: Uint8Array; readonly mask: Uint8Array } {
  const parts = text.split(":");
  const octets = new Uint8Array(parts.length);
  const mask = new Uint8Array(Math.ceil(parts.length / 8));
  for (const [place, part] of parts.entries()) {
    if (/^(-|--|xx)$/i.test(part)) continue;
    if (!/^[0-9a-f]{1,2}$/i.test(part)) {
      throw new Nl80211Error(
        "INVALID_ARGUMENT",
        `${what} "${text}": "${part}" is no octet; expected octets in hex with colons, "-" for any, such as 18+43:34:-:12`,
      );
    }
    octets[place] = Number.parseInt(part, 16);
    mask[place >> 3]! |= 1 << (place & 7);
  }
  return { octets, mask };
}

/** A pattern as requests carry it: mask, octets and offset, as iw sends them. Throws INVALID_ARGUMENT for what is no pattern. */
export function toPattern(input: PatternInput): Required<Pick<PacketPattern, "mask" | "pattern" | "offset">> {
  if (typeof input === "string") {
    const [, offset = "0", text = ""] = /^(?:(\d+)\+)?(.*)$/.exec(input) ?? [];
    const { octets, mask } = maskedOctets("pattern", text);
    return { mask, pattern: octets, offset: whole("offset of a pattern", Number(offset), 0, 0xffffffff) };
  }
  const { pattern = new Uint8Array(), offset = 0 } = input;
  if (pattern.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "a pattern has at least one octet");
  const length = Math.ceil(pattern.length / 8);
  const mask = input.mask ?? all(pattern.length);
  if (mask.length !== length) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `the mask of a pattern of ${pattern.length} octets has ${length}, not ${mask.length}: a bit each`,
    );
  }
  return { mask, pattern, offset: whole("offset of a pattern", offset, 0, 0xffffffff) };
}

/** Throws INVALID_ARGUMENT for patterns that a device does not take, with its limits. */
export function checkPatterns(patterns: readonly PacketPattern[], limits: PatternLimits): void {
  const { maxPatterns, minPatternLen, maxPatternLen, maxPktOffset } = limits;
  if (patterns.length > maxPatterns) {
    throw new Nl80211Error("INVALID_ARGUMENT", `${patterns.length} patterns: the device takes ${maxPatterns}`);
  }
  for (const { pattern, offset } of patterns) {
    whole(`octets of pattern ${toHex(pattern!, ":")}:`, pattern!.length, minPatternLen, maxPatternLen);
    whole(`offset of pattern ${toHex(pattern!, ":")}:`, offset!, 0, maxPktOffset);
  }
}

/** A pattern as people type it: "18+43:34:--:12". */
export function patternText({ pattern = new Uint8Array(), mask, offset = 0 }: PacketPattern): string {
  const counts = (place: number) => mask === undefined || ((mask[place >> 3] ?? 0) >> (place & 7)) % 2 === 1;
  const octets = Array.from(pattern, (octet, place) => (counts(place) ? toHex(Uint8Array.of(octet)) : "--"));
  return `${offset === 0 ? "" : `${offset}+`}${octets.join(":")}`;
}

function all(octets: number): Uint8Array {
  const mask = new Uint8Array(Math.ceil(octets / 8)).fill(0xff);
  if (octets % 8 !== 0) mask[mask.length - 1] = (1 << (octets % 8)) - 1;
  return mask;
}
