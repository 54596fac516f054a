import { ByteWriter } from "../bytes/writer.ts";
import type { RecordedPacket } from "./capture-file.ts";
import { COOKED_HEADER, cookedHeader, LINKTYPE_NETLINK } from "./cooked-header.ts";

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** The option that holds a remark, and the one that ends a list of them. */
const COMMENT = 1;
const END_OF_OPTIONS = 0;

/** What a pcapng file of netlink begins with: a section with a remark, and its one interface, in microseconds. */
export function pcapngStart(remark: string): Uint8Array {
  const section = new ByteWriter().u32(BYTE_ORDER_MAGIC).u16(1).u16(0).u64(0xffff_ffff_ffff_ffffn);
  const device = new ByteWriter().u16(LINKTYPE_NETLINK).u16(0).u32(0);
  const parts = [block(SECTION_HEADER, withRemark(section, remark)), block(INTERFACE_DESCRIPTION, device)];
  return new ByteWriter().put(parts[0]!).put(parts[1]!).finish();
}

/** A packet as it stands in a pcapng file that `pcapngStart` began. */
export function pcapngPacket({ time, protocol, way, bytes, remark }: RecordedPacket): Uint8Array {
  const length = COOKED_HEADER + bytes.length;
  const ticks = BigInt(Math.round(time * 1000));
  const body = new ByteWriter(32 + length)
    .u32(0)
    .u32(Number(ticks >> 32n))
    .u32(Number(ticks & 0xffff_ffffn))
    .u32(length)
    .u32(length)
    .put(cookedHeader(protocol, way))
    .put(bytes)
    .zeros(padding(length));
  return block(ENHANCED_PACKET, remark === undefined ? body : withRemark(body, remark));
}

function withRemark(body: ByteWriter, remark: string): ByteWriter {
  const text = new TextEncoder().encode(remark);
  return body.u16(COMMENT).u16(text.length).put(text).zeros(padding(text.length)).u16(END_OF_OPTIONS).u16(0);
}

function block(type: number, body: ByteWriter): Uint8Array {
  const length = 12 + body.length;
  return new ByteWriter(length).u32(type).u32(length).put(body.finish()).u32(length).finish();
}

function padding(length: number): number {
  return -length & 3;
}
