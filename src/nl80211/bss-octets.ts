import { formatMac, type Mac } from "../bytes/mac.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import type { Bss as BssAttributes, GetScanReply } from "./generated/scan.ts";

// Written out, because the enums come with all that can be decoded of scans, which is loaded when it is needed.
/** NL80211_ATTR_IFINDEX, NL80211_ATTR_BSS, NL80211_ATTR_WDEV. */
const [IFINDEX, BSS, WDEV] = [3, 47, 153];
/** NL80211_BSS_BSSID, _FREQUENCY, _CAPABILITY, _INFORMATION_ELEMENTS, _SIGNAL_MBM, _STATUS, _SEEN_MS_AGO. */
const [BSSID, FREQUENCY, CAPABILITY, ELEMENTS, SIGNAL, STATUS, SEEN] = [1, 2, 5, 6, 7, 9, 10];
/** NL80211_BSS_BEACON_IES, _FREQUENCY_OFFSET. */
const [BEACON_ELEMENTS, FREQUENCY_OFFSET] = [11, 20];

/** Decodes all of a reply. */
export type DecodeScanReply = (reader: AttributeReader) => GetScanReply;

/**
 * One reply of a scan dump as octets. What most look at who list networks is read at once: numbers, and where the address and the elements
 * lie. All else is decoded when it is asked for. An attribute whose length is not its type's is left out, as a decoder leaves it out.
 */
export class BssOctets {
  readonly ifindex: number | undefined;
  readonly wdev: number | undefined;
  readonly frequencyMhz: number | undefined;
  readonly frequencyOffsetKhz: number | undefined;
  readonly capability: number | undefined;
  readonly signalMbm: number | undefined;
  readonly seenMsAgo: number | undefined;
  readonly status: number | undefined;
  readonly #decode: DecodeScanReply;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  // Where they lie; 0 where there are none.
  readonly #bssidAt: number = 0;
  readonly #elements: number = 0;
  readonly #elementsEnd: number = 0;
  readonly #beaconElements: number = 0;
  readonly #beaconElementsEnd: number = 0;
  #bssid: Mac | undefined;

  /** `r` stands at the attributes of a reply that `decode` decodes. Nobody writes to its octets any more. */
  constructor(r: AttributeReader, decode: DecodeScanReply) {
    this.#decode = decode;
    this.#bytes = r.bytes;
    this.#start = r.start;
    this.#end = r.end;
    let bss = 0;
    let bssEnd = 0;
    for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
      const { type, length } = r;
      if (type === BSS) {
        bss = r.start;
        bssEnd = r.end;
      } else if (type === IFINDEX && length === 4) this.ifindex = r.u32();
      else if (type === WDEV && length === 8) this.wdev = wdevOf(r);
    }
    if (bss === 0) return;
    for (let at = bss; (at = r.step(at, bssEnd)) !== 0; ) {
      const { length } = r;
      switch (r.type) {
        case BSSID:
          if (length === 6) this.#bssidAt = r.start;
          break;
        case FREQUENCY:
          if (length === 4) this.frequencyMhz = r.u32();
          break;
        case CAPABILITY:
          if (length === 2) this.capability = r.u16();
          break;
        case ELEMENTS:
          this.#elements = r.start;
          this.#elementsEnd = r.end;
          break;
        case SIGNAL:
          if (length === 4) this.signalMbm = r.s32();
          break;
        case STATUS:
          if (length === 4) this.status = r.u32();
          break;
        case SEEN:
          if (length === 4) this.seenMsAgo = r.u32();
          break;
        case BEACON_ELEMENTS:
          this.#beaconElements = r.start;
          this.#beaconElementsEnd = r.end;
          break;
        case FREQUENCY_OFFSET:
          if (length === 4) this.frequencyOffsetKhz = r.u32();
          break;
      }
    }
  }

  get bssid(): Mac | undefined {
    if (this.#bssid === undefined && this.#bssidAt !== 0) this.#bssid = formatMac(this.#bytes, this.#bssidAt);
    return this.#bssid;
  }

  get informationElements(): Uint8Array | undefined {
    return this.#elements === 0 ? undefined : this.#bytes.subarray(this.#elements, this.#elementsEnd);
  }

  get beaconIes(): Uint8Array | undefined {
    return this.#beaconElements === 0 ? undefined : this.#bytes.subarray(this.#beaconElements, this.#beaconElementsEnd);
  }

  /** All attributes of the network, decoded. */
  attributes(): BssAttributes {
    return this.#decode(new AttributeReader(this.#bytes, this.#start, this.#end)).bss ?? {};
  }
}

function wdevOf(r: AttributeReader): number | undefined {
  try {
    return r.u64number();
  } catch {
    return undefined; // beyond 2^53
  }
}
