import { Nl80211Error } from "../../errors.ts";
import type { FtmResponder } from "../../nl80211/generated/ftm.ts";

/** What an access point that answers fine timing measurements tells of its place. */
export interface FtmResponderInput {
  /** Measurement Report of type LCI, from the measurement token on: 255 octets at most. */
  readonly lci?: Uint8Array;
  /** Measurement Report of type civic location, from the measurement token on: 255 octets at most. */
  readonly civicLocation?: Uint8Array;
}

/** The attributes of a responder. Throws INVALID_ARGUMENT for a report that does not fit. */
export function toFtmResponder({ lci, civicLocation }: FtmResponderInput): FtmResponder {
  return {
    enabled: true,
    ...(lci !== undefined && { lci: report("lci", lci) }),
    ...(civicLocation !== undefined && { civicloc: report("civicLocation", civicLocation) }),
  };
}

function report(what: string, octets: Uint8Array): Uint8Array {
  if (octets.length >= 1 && octets.length <= 255) return octets;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what}: ${octets.length} octets, expected 1 to 255`);
}
