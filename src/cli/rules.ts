import type { Nl80211 } from "../client/nl80211.ts";
import { isNl80211Error } from "../errors.ts";
import type { RegulatoryDomain } from "../nl80211/regulatory.ts";

/** The rules in force, for reasons; none where a recording does not hold them. */
export async function rulesOf(wifi: Nl80211): Promise<readonly RegulatoryDomain[]> {
  try {
    return await wifi.regulatory();
  } catch (error) {
    if (isNl80211Error(error, "NO_MATCH")) return [];
    throw error;
  }
}
