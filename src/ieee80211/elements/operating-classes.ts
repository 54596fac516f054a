import { need } from "../element-kind.ts";

/** The AP Channel Report element: channels on which to look for other access points. */
export interface ApChannelReport {
  readonly operatingClass: number;
  readonly channels: readonly number[];
}

export function decodeApChannelReport(body: Uint8Array): ApChannelReport {
  need(body, 1);
  return { operatingClass: body[0]!, channels: [...body.subarray(1)] };
}

/** The Supported Operating Classes element. */
export interface SupportedOperatingClasses {
  readonly current: number;
  readonly supported: readonly number[];
  /** The further classes that the channel in use counts to (after the delimiter 130): 80+80 MHz and wider. */
  readonly currentExtension: readonly number[];
  /** Pairs of classes that are supported together (after the delimiter 0). */
  readonly duples: readonly (readonly [number, number])[];
}

export function decodeSupportedOperatingClasses(body: Uint8Array): SupportedOperatingClasses {
  need(body, 1);
  let at = 1;
  const until = (...delimiters: number[]) => {
    const from = at;
    while (at < body.length && !delimiters.includes(body[at]!)) at++;
    return [...body.subarray(from, at++)];
  };
  const supported = until(130, 0);
  const currentExtension = body[at - 1] === 130 ? until(0) : [];
  const duples: [number, number][] = [];
  for (; at + 2 <= body.length; at += 2) duples.push([body[at]!, body[at + 1]!]);
  return { current: body[0]!, supported, currentExtension, duples };
}
