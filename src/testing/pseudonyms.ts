import { HEX } from "../bytes/hex.ts";

/** Names that the kernel itself gives say nothing about anybody. */
const KERNEL_NAME = /^(wlan|phy|mon|mesh|ap|ibss|lo|eth)\d{0,3}$/;
/** An address with fewer different octets than this may stand in other data by chance. */
const DISTINCT_OCTETS = 4;

/** What stands for whom: each address, SSID and name gets one pseudonym of its own length, the same wherever it occurs. */
export class Pseudonyms {
  readonly #macs = new Map<string, Uint8Array>();
  readonly #ssids = new Map<string, Uint8Array>();
  readonly #names = new Map<string, Uint8Array>();

  /** Replaces the address at `at`. Broadcast, multicast and zero stay. */
  mac(bytes: Uint8Array, at: number): void {
    if (at + 6 > bytes.length) return;
    const mac = bytes.subarray(at, at + 6);
    if ((mac[0]! & 1) === 1 || mac.every((octet) => octet === 0)) return;
    const key = keyOf(mac);
    let pseudonym = this.#macs.get(key);
    if (pseudonym === undefined) {
      const number = this.#macs.size + 1;
      pseudonym = Uint8Array.of(0x02, 0, 0, number >>> 16, number >>> 8, number);
      this.#macs.set(key, pseudonym);
    }
    bytes.set(pseudonym, at);
  }

  /** Replaces an SSID. One of zeros, which hides a name, stays. */
  ssid(bytes: Uint8Array, start: number, end: number): void {
    const ssid = bytes.subarray(start, end);
    if (ssid.every((octet) => octet === 0)) return;
    bytes.set(pseudonymOf(this.#ssids, ssid, "ssid-"), start);
  }

  /** Replaces the name of a device, up to its NUL. */
  name(bytes: Uint8Array, start: number, end: number): void {
    const nul = bytes.subarray(start, end).indexOf(0);
    const name = bytes.subarray(start, nul < 0 ? end : start + nul);
    if (name.length === 0 || KERNEL_NAME.test(new TextDecoder().decode(name))) return;
    bytes.set(pseudonymOf(this.#names, name, "dev"), start);
  }

  /** Replaces the addresses that were met so far wherever else they stand in `bytes`. */
  macsAnywhere(bytes: Uint8Array): void {
    for (let at = 0; at + 6 <= bytes.length; at++) {
      const mac = bytes.subarray(at, at + 6);
      const pseudonym = this.#macs.size === 0 ? undefined : this.#macs.get(keyOf(mac));
      if (pseudonym !== undefined && new Set(mac).size >= DISTINCT_OCTETS) bytes.set(pseudonym, at);
    }
  }
}

function keyOf(bytes: Uint8Array): string {
  let key = "";
  for (const octet of bytes) key += HEX[octet];
  return key;
}

/** Printable, as long as the original; the number is at the end, where it stays when it is cut. */
function pseudonymOf(known: Map<string, Uint8Array>, original: Uint8Array, prefix: string): Uint8Array {
  const key = keyOf(original);
  let pseudonym = known.get(key);
  if (pseudonym === undefined) {
    const number = (known.size + 1).toString(36);
    const { length } = original;
    const text = number.length >= length ? number.slice(-length) : prefix.slice(0, length - number.length);
    const padded = number.length >= length ? text : text.padEnd(length - number.length, "-") + number;
    pseudonym = new TextEncoder().encode(padded);
    known.set(key, pseudonym);
  }
  return pseudonym;
}
