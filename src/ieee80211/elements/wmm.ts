import { bit } from "../../bytes/bits.ts";
import { malformed, need } from "../element-kind.ts";
import { type EdcaParameters, edcaParameters } from "./edca.ts";

/** The WMM element (00:50:f2:2; WMM Specification 1.2), in its three forms. */
export type Wmm = WmmInformation | WmmParameters | WmmTspec | WmmUnknown;

/** In requests, and in beacons of access points whose parameters stand elsewhere. */
export interface WmmInformation {
  readonly kind: "information";
  readonly version: number;
  readonly qosInfo: number;
  readonly uapsd: boolean;
}

export interface WmmParameters {
  readonly kind: "parameters";
  readonly version: number;
  readonly qosInfo: number;
  /** Unscheduled automatic power save delivery. */
  readonly uapsd: boolean;
  /** BE, BK, VI, VO. */
  readonly categories: readonly EdcaParameters[];
}

export interface WmmTspec {
  readonly kind: "tspec";
  readonly version: number;
  readonly tspec: Uint8Array;
}

export interface WmmUnknown {
  readonly kind: "unknown";
  readonly subtype: number;
  readonly octets: Uint8Array;
}

export function decodeWmm(body: Uint8Array): Wmm {
  need(body, 1);
  const [subtype, version] = [body[0]!, body[1] ?? 0];
  if (subtype > 2) return { kind: "unknown", subtype, octets: body.subarray(1) };
  need(body, 2);
  if (subtype === 2) return { kind: "tspec", version, tspec: body.subarray(2) };
  need(body, 3);
  const qosInfo = body[2]!;
  if (subtype === 0) return { kind: "information", version, qosInfo, uapsd: bit(qosInfo, 7) };
  if (version !== 1) throw malformed(`WMM parameters of version ${version}`);
  need(body, 20);
  return {
    kind: "parameters",
    version,
    qosInfo,
    uapsd: bit(qosInfo, 7),
    categories: edcaParameters(body.subarray(4, 20)),
  };
}
