import { fromHex } from "../bytes/hex.ts";
import type { FrameKind } from "../client/frame/frame-choice.ts";
import { Nl80211Error } from "../errors.ts";
import { numberOf } from "./typed.ts";

/** Which frames to print, and how many. */
export interface FrameArguments {
  readonly frames: readonly FrameKind[];
  /** Without it: for ever. */
  readonly count?: number;
}

/**
 * iw's words for frames: "frame 40 00 frame d0 04:09 count 10". A type is the first octet of a frame in hex, as in iw, or a name, and the pattern
 * after it may be left out. Throws INVALID_ARGUMENT.
 */
export function frameArguments(words: readonly string[]): FrameArguments {
  const frames: FrameKind[] = [];
  let count: number | undefined;
  for (let at = 0; at < words.length; ) {
    const word = words[at++];
    const value = words[at++];
    if (word === "count") {
      count = numberOf("count", value);
    } else if (word === "frame" && value !== undefined) {
      const next = words[at];
      const pattern = next === undefined || next === "frame" || next === "count" ? undefined : words[at++];
      frames.push({ type: typeOf(value), ...(pattern !== undefined && { match: fromHex(pattern) }) });
    } else {
      throw usage(word === "frame" ? "frame without a type" : `"${word}"`);
    }
  }
  if (frames.length === 0) throw usage("no frame");
  return { frames, ...(count !== undefined && { count }) };
}

/** A management frame's first octet has its subtype in the upper half, and zeros for the type and version below. */
function typeOf(word: string): string | number {
  if (!/^(0x)?[0-9a-f]{1,2}$/i.test(word)) return word;
  const octet = Number.parseInt(word, 16);
  if ((octet & 15) === 0) return octet >>> 4;
  throw new Nl80211Error("INVALID_ARGUMENT", `frame ${word}: expected a management frame, 00 to f0 in steps of 10`);
}

function usage(got: string): Nl80211Error {
  const expected = "frame <type> [pattern], several of them, and count <number>: frame 40 frame d0 04:09 count 10";
  return new Nl80211Error("INVALID_ARGUMENT", `${got}: expected ${expected}`);
}
