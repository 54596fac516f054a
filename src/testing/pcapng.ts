import type { CapturedPacket } from "./capture.ts";
import { COOKED_HEADER, cookedProtocol, cookedWay, LINKTYPE_NETLINK, otherLinkType } from "./cooked-header.ts";
import { cutShort } from "./pcap.ts";

/** Block types of draft-ietf-opsawg-pcapng. */
enum Block {
  SectionHeader = 0x0a0d0d0a,
  Interface = 1,
  ObsoletePacket = 2,
  SimplePacket = 3,
  EnhancedPacket = 6,
}

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Options of an interface description. */
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;

/** A device that packets of a section belong to. */
interface Interface {
  readonly link: number;
  readonly snapLength: number;
  readonly ticksPerSecond: number;
  readonly offsetSeconds: number;
}

/** True where the bytes start with a section header block. */
export function isPcapng(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) === Block.SectionHeader;
}

/**
 * Appends a pcapng file's netlink packets to `packets`; packets of other devices in it are passed over. Returns what is wrong with
 * the file, with the offset, or undefined; the packets before the fault are there.
 */
export function readPcapng(bytes: Uint8Array, packets: CapturedPacket[]): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let little = true;
  let interfaces: Interface[] = [];
  let number = 0;
  const links = new Set<number>();
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < 12) return `is truncated at offset ${at}, in the header of a block`;
    const type = view.getUint32(at, little);
    if (type === Block.SectionHeader) {
      little = view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC;
      if (view.getUint32(at + 8, little) !== BYTE_ORDER_MAGIC) return `has no byte-order mark at offset ${at + 8}`;
      interfaces = [];
    }
    const length = view.getUint32(at + 4, little);
    if (length < 12 || length % 4 !== 0) return `has at offset ${at} a block of ${length} octets`;
    if (length > bytes.length - at) {
      return `is truncated at offset ${at}: a block has ${length} octets, ${bytes.length - at} are there`;
    }
    const block = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length - 12);
    if (type === Block.Interface) {
      if (block.byteLength < 8) return `has at offset ${at} an interface description of ${length} octets`;
      const description = readInterface(block, little);
      links.add(description.link);
      interfaces.push(description);
    } else if (type === Block.EnhancedPacket || type === Block.ObsoletePacket || type === Block.SimplePacket) {
      number++;
      const packet = readPacket(block, type, little, interfaces);
      if (typeof packet === "string") return `has at offset ${at} ${packet}`;
      if (packet.link === LINKTYPE_NETLINK) {
        if (packet.bytes.length < packet.original) return cutShort(number, packet.bytes.length, packet.original);
        if (packet.bytes.length < COOKED_HEADER) return `has at offset ${at} a packet shorter than its header`;
        packets.push({
          number,
          time: packet.time,
          protocol: cookedProtocol(packet.bytes, 0),
          way: cookedWay(packet.bytes, 0),
          bytes: packet.bytes.subarray(COOKED_HEADER),
        });
      }
    }
    at += length;
  }
  const [other] = links;
  return other === undefined || links.has(LINKTYPE_NETLINK) ? undefined : otherLinkType(other);
}

function readInterface(block: DataView, little: boolean): Interface {
  let ticksPerSecond = 1e6;
  let offsetSeconds = 0;
  for (let at = 8; at + 4 <= block.byteLength; ) {
    const code = block.getUint16(at, little);
    const length = block.getUint16(at + 2, little);
    if (code === 0 || at + 4 + length > block.byteLength) break;
    if (code === TIME_RESOLUTION && length === 1) {
      const resolution = block.getUint8(at + 4);
      ticksPerSecond = (resolution & 0x80 ? 2 : 10) ** (resolution & 0x7f);
    } else if (code === TIME_OFFSET && length === 8) {
      offsetSeconds = Number(block.getBigInt64(at + 4, little));
    }
    at += 4 + ((length + 3) & ~3);
  }
  return { link: block.getUint16(0, little), snapLength: block.getUint32(4, little), ticksPerSecond, offsetSeconds };
}

interface Packet {
  readonly link: number;
  readonly time: number;
  readonly original: number;
  readonly bytes: Uint8Array;
}

/** The packet in a block, or what is wrong with it. */
function readPacket(block: DataView, type: Block, little: boolean, interfaces: readonly Interface[]): Packet | string {
  const simple = type === Block.SimplePacket;
  const header = simple ? 4 : 20;
  if (block.byteLength < header) return `a packet block of ${block.byteLength + 12} octets`;
  const id = simple ? 0 : type === Block.ObsoletePacket ? block.getUint16(0, little) : block.getUint32(0, little);
  const device = interfaces[id];
  if (device === undefined) return `a packet of interface ${id}, which the file does not describe`;
  const original = block.getUint32(simple ? 0 : 16, little);
  const snapped = device.snapLength === 0 ? original : Math.min(original, device.snapLength);
  const length = simple ? snapped : block.getUint32(12, little);
  if (length > block.byteLength - header) return `a packet of ${length} octets in a smaller block`;
  // Seconds and fraction apart: together they exceed what a double holds to the microsecond. A simple packet has no time.
  const ticks = simple ? 0n : (BigInt(block.getUint32(4, little)) << 32n) | BigInt(block.getUint32(8, little));
  const perSecond = BigInt(device.ticksPerSecond);
  const seconds = Number(ticks / perSecond) + device.offsetSeconds;
  return {
    link: device.link,
    time: seconds * 1000 + Number(ticks % perSecond) / (device.ticksPerSecond / 1000),
    original,
    bytes: new Uint8Array(block.buffer, block.byteOffset + header, length),
  };
}
