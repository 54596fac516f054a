import { need } from "../element-kind.ts";

/** The BSS Average Access Delay element: how long frames wait on an access point. */
export interface BssAverageAccessDelay {
  /** 0 below 8 µs, 253 at 8 ms and more, growing exponentially between; 254 not available, 255 cannot be measured. */
  readonly code: number;
}

export function decodeBssAverageAccessDelay(body: Uint8Array): BssAverageAccessDelay {
  need(body, 1);
  return { code: body[0]! };
}

/** The RCPI element: how strong a request was received. */
export interface Rcpi {
  /** Absent where it was not measured (255). */
  readonly rcpiDbm?: number;
}

export function decodeRcpi(body: Uint8Array): Rcpi {
  need(body, 1);
  return body[0] === 255 ? {} : { rcpiDbm: body[0]! / 2 - 110 };
}

/** The RSNI element: signal over noise. */
export interface Rsni {
  /** Absent where it was not measured (255). */
  readonly rsniDb?: number;
}

export function decodeRsni(body: Uint8Array): Rsni {
  need(body, 1);
  return body[0] === 255 ? {} : { rsniDb: body[0]! / 2 - 10 };
}

/** The Antenna element. */
export interface Antenna {
  /** 0 unknown, 1 to 254 one of them, 255 several. */
  readonly antennaId: number;
}

export function decodeAntenna(body: Uint8Array): Antenna {
  need(body, 1);
  return { antennaId: body[0]! };
}

/** The Supported Channels element. */
export interface SupportedChannels {
  readonly ranges: readonly { readonly firstChannel: number; readonly channelCount: number }[];
}

export function decodeSupportedChannels(body: Uint8Array): SupportedChannels {
  const ranges: SupportedChannels["ranges"][number][] = [];
  for (let at = 0; at + 2 <= body.length; at += 2)
    ranges.push({ firstChannel: body[at]!, channelCount: body[at + 1]! });
  return { ranges };
}

/** The Request element or Extended Request element: ids that a station wants in the answer. */
export interface RequestedElements {
  readonly ids: readonly number[];
  /** Of the extended form: the id whose extensions are asked for. */
  readonly requestedId?: number;
}

export function decodeRequestedElements(body: Uint8Array): RequestedElements {
  return { ids: [...body] };
}

export function decodeExtendedRequest(body: Uint8Array): RequestedElements {
  need(body, 1);
  return { requestedId: body[0]!, ids: [...body.subarray(1)] };
}
