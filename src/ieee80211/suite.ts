import { HEX } from "../bytes/hex.ts";

/**
 * A suite selector as the standard writes it: OUI and type, "00-0f-ac:4". Selectors are numbers here, OUI in the upper
 * three octets: 0x000fac04.
 */
export function formatSuite(suite: number): string {
  return `${HEX[(suite >>> 24) & 0xff]}-${HEX[(suite >>> 16) & 0xff]}-${HEX[(suite >>> 8) & 0xff]}:${suite & 0xff}`;
}
