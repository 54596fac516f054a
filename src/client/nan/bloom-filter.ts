import { parseMac } from "../../bytes/mac.ts";
import { whole } from "../argument.ts";

/**
 * A Bloom filter of addresses, as a NAN service response filter carries it: four bits for each address, by CRC-32 of the number of the hash
 * function and the address. `index` chooses one of four sets of hash functions. Wi-Fi Aware specification, service response filter.
 */
export function bloomFilter(addresses: readonly string[], index: number, octets: number): Uint8Array {
  const filter = new Uint8Array(whole("octets of the Bloom filter", octets, 1, 255));
  whole("index of the Bloom filter", index, 0, 3);
  for (const address of addresses) {
    const mac = parseMac(address);
    for (let hash = 4 * index; hash < 4 * index + 4; hash++) {
      const bit = (crc([hash, ...mac]) & 0xffff) % (8 * octets);
      filter[bit >> 3]! |= 1 << (bit & 7);
    }
  }
  return filter;
}

/** CRC-32 without the inversion at its end. */
function crc(octets: readonly number[]): number {
  let value = 0xffffffff;
  for (const octet of octets) {
    value ^= octet;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return value >>> 0;
}
