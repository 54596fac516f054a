import type { CapturedPacket } from "./capture.ts";
import {
  COOKED_HEADER,
  cookedHeader,
  cookedProtocol,
  cookedWay,
  LINKTYPE_NETLINK,
  otherLinkType,
} from "./cooked-header.ts";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;

/** True where the bytes start as a classic pcap file does, in either byte order. */
export function isPcap(bytes: Uint8Array): boolean {
  return order(bytes) !== undefined;
}

/**
 * Appends a pcap file's packets to `packets`. Returns what is wrong with the file, with the offset, or undefined; the packets
 * before the fault are there. The caller has checked `isPcap`.
 */
export function readPcap(bytes: Uint8Array, packets: CapturedPacket[]): string | undefined {
  const { little, perSecond } = order(bytes)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER) return `is truncated at offset ${bytes.length}: its file header has 24 octets`;
  // The upper bits of the link type tell of a frame check sequence; netlink has none.
  const link = view.getUint32(20, little) & 0x0fffffff;
  if (link !== LINKTYPE_NETLINK) return otherLinkType(link);
  for (let at = FILE_HEADER; at < bytes.length; ) {
    const number = packets.length + 1;
    if (bytes.length - at < RECORD_HEADER) return `is truncated at offset ${at}, in the header of packet ${number}`;
    const length = view.getUint32(at + 8, little);
    const original = view.getUint32(at + 12, little);
    const start = at + RECORD_HEADER;
    if (length > bytes.length - start) {
      return `is truncated at offset ${at}: packet ${number} has ${length} octets, ${bytes.length - start} are there`;
    }
    if (length < original) return cutShort(number, length, original);
    if (length < COOKED_HEADER) return `has at offset ${at} a packet of ${length} octets: its header alone has 16`;
    packets.push({
      number,
      time: view.getUint32(at, little) * 1000 + view.getUint32(at + 4, little) / (perSecond / 1000),
      protocol: cookedProtocol(bytes, start),
      way: cookedWay(bytes, start),
      bytes: bytes.subarray(start + COOKED_HEADER, start + length),
    });
    at = start + length;
  }
  return undefined;
}

/** What is wrong with a packet that was recorded with too small a snapshot length. */
export function cutShort(number: number, length: number, original: number): string {
  return `has ${length} of packet ${number}'s ${original} octets: record with a larger snapshot length (tcpdump -s 0)`;
}

/** Packets as a classic pcap file little-endian, in microseconds, LINKTYPE_NETLINK, which Wireshark opens. */
export function writePcap(packets: Iterable<Omit<CapturedPacket, "number">>): Uint8Array {
  const parts = [pcapFileHeader(), ...Array.from(packets, pcapRecord)];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** The 24 octets that a pcap file of netlink begins with. */
export function pcapFileHeader(): Uint8Array {
  const words = new DataView(new ArrayBuffer(FILE_HEADER));
  words.setUint32(0, MICROSECONDS, true);
  words.setUint16(4, 2, true);
  words.setUint16(6, 4, true);
  words.setUint32(16, 0x40000, true);
  words.setUint32(20, LINKTYPE_NETLINK, true);
  return new Uint8Array(words.buffer);
}

/** One packet as it stands in a pcap file that `pcapFileHeader` began. */
export function pcapRecord(packet: Omit<CapturedPacket, "number">): Uint8Array {
  const length = COOKED_HEADER + packet.bytes.length;
  const record = new Uint8Array(RECORD_HEADER + length);
  const view = new DataView(record.buffer);
  const microseconds = Math.round(packet.time * 1000);
  view.setUint32(0, Math.floor(microseconds / 1e6), true);
  view.setUint32(4, microseconds % 1e6, true);
  view.setUint32(8, length, true);
  view.setUint32(12, length, true);
  record.set(cookedHeader(packet.protocol, packet.way), RECORD_HEADER);
  record.set(packet.bytes, RECORD_HEADER + COOKED_HEADER);
  return record;
}

function order(bytes: Uint8Array): { little: boolean; perSecond: number } | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === MICROSECONDS) return { little, perSecond: 1e6 };
    if (magic === NANOSECONDS) return { little, perSecond: 1e9 };
  }
  return undefined;
}
