import type { ElementList } from "../element-list.ts";
import { statusText } from "../status.ts";
import { type BodyReader, restElements } from "./body.ts";

/**
 * How a station authenticates, before association; 8 and 9 are of 802.11bi (WLAN_AUTH_* of
 * Linux).
 */
export enum AuthenticationAlgorithm {
  Open = 0,
  SharedKey = 1,
  Ft = 2,
  Sae = 3,
  Fils = 4,
  FilsPfs = 5,
  FilsPublicKey = 6,
  Pasn = 7,
  Ieee8021x = 8,
  /** Enhanced privacy protection key exchange. */
  Eppke = 9,
  /** Cisco's LEAP. */
  NetworkEap = 128,
}

const NAMES: Readonly<Record<AuthenticationAlgorithm, string>> = {
  0: "open system",
  1: "shared key",
  2: "fast BSS transition",
  3: "SAE",
  4: "FILS shared key without PFS",
  5: "FILS shared key with PFS",
  6: "FILS public key",
  7: "PASN",
  8: "IEEE 802.1X",
  9: "EPPKE",
  128: "network EAP (LEAP)",
};

/** "SAE"; "algorithm 99" for one without a name. */
export function authenticationAlgorithmName(algorithm: number): string {
  return NAMES[algorithm as AuthenticationAlgorithm] ?? `algorithm ${algorithm}`;
}

/** Body of an authentication frame. */
export interface AuthenticationBody {
  readonly algorithm: number;
  readonly algorithmName: string;
  /** Which frame of the exchange, from 1. For SAE: 1 commit, 2 confirm. */
  readonly transaction: number;
  readonly status: number;
  readonly statusText: string;
  /** SAE's own fields, which are not elements. */
  readonly sae?: SaeFields;
  /** Absent in SAE frames. */
  readonly elements?: ElementList;
}

/** What an SAE commit or confirm carries. */
export interface SaeFields {
  /** Commit: the finite cyclic group, 19 for the 256-bit elliptic curve. */
  readonly group?: number;
  /** Confirm: counts the confirms sent. */
  readonly sendConfirm?: number;
  /**
   * What follows: token, scalar and element of a commit, the confirm value; their lengths depend on the group. Elements
   * may end it.
   */
  readonly payload: Uint8Array;
}

export const readAuthentication: BodyReader<AuthenticationBody> = (reader, out, from) => {
  out.algorithm = reader.u16();
  out.algorithmName = authenticationAlgorithmName(out.algorithm);
  out.transaction = reader.u16();
  out.status = reader.u16();
  out.statusText = statusText(out.status);
  if (out.algorithm !== AuthenticationAlgorithm.Sae) {
    out.elements = restElements(reader, from);
    return;
  }
  if (reader.remaining === 0) return; // a refusal may end with the status
  const first = reader.u16();
  out.sae = { ...(out.transaction === 1 ? { group: first } : { sendConfirm: first }), payload: reader.rest() };
};
