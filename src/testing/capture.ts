import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { Nl80211Error } from "../errors.ts";
import type { PacketWay } from "./cooked-header.ts";
import { isPcap, readPcap } from "./pcap.ts";
import { isPcapng, readPcapng } from "./pcapng.ts";

/** One datagram as a capture of netlink holds it. */
export interface CapturedPacket {
  /** Its place in the file, from 1: Wireshark's frame number. */
  readonly number: number;
  /** When it passed, in ms since the epoch, microseconds as the fraction. */
  readonly time: number;
  /** Netlink protocol (`NetlinkProtocol`), from the cooked header: 16 is generic netlink, 0 is rtnetlink. */
  readonly protocol: number;
  /** Whether its recorder heard it, or saw it pass (an nlmon device, which sees copies) or sent it. */
  readonly way: PacketWay;
  /** What the socket carried: one or more netlink messages, in the recording machine's byte order. */
  readonly bytes: Uint8Array;
}

/** A capture of netlink traffic, read whole. */
export interface Capture {
  /** The file's name without its folders, for messages; "capture" where it came as bytes. */
  readonly name: string;
  readonly packets: readonly CapturedPacket[];
}

/**
 * Reads a capture of netlink: pcap or pcapng, either byte order, micro- or nanoseconds, plain or gzip, LINKTYPE_NETLINK (253).
 * Throws BAD_FILE, naming file and place, where it is not there, empty, no capture, of another link type, or ends early.
 */
export function readCapture(file: string | Uint8Array): Capture {
  const name = typeof file === "string" ? basename(file) : "capture";
  const raw = typeof file === "string" ? load(file) : file;
  if (raw.length === 0) throw badFile(name, "is empty");
  const { bytes, cut } = isGzip(raw) ? unpack(raw, name) : { bytes: raw, cut: undefined };
  if (bytes.length === 0) throw badFile(name, cut ?? "is empty (the gzip holds nothing)");
  const read = isPcapng(bytes) ? readPcapng : isPcap(bytes) ? readPcap : undefined;
  if (read === undefined) throw badFile(name, `is not a capture: ${startOf(bytes)} starts neither pcap nor pcapng`);
  const packets: CapturedPacket[] = [];
  const problem = read(bytes, packets) ?? cut;
  if (problem !== undefined) throw badFile(name, `${problem} (${sound(packets.length)})`);
  return { name, packets };
}

/** The one error for a capture that cannot be used. */
export function badFile(name: string, problem: string, cause?: unknown): Nl80211Error {
  return new Nl80211Error("BAD_FILE", `${name} ${problem}`, cause === undefined ? {} : { cause });
}

function load(path: string): Uint8Array {
  try {
    return plain(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === "ENOENT"
        ? "is not there"
        : code === "EISDIR"
          ? "is a folder, not a capture"
          : `cannot be read: ${code ?? String(error)}`;
    throw badFile(path, why, error);
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks what can be unpacked, so that a cut file still tells how much of it was sound. */
function unpack(raw: Uint8Array, name: string): { bytes: Uint8Array; cut: string | undefined } {
  try {
    return { bytes: plain(gunzipSync(raw)), cut: undefined };
  } catch (error) {
    try {
      const bytes = plain(gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH }));
      return { bytes, cut: `is truncated: its gzip ends early, after ${raw.length} octets (${bytes.length} unpacked)` };
    } catch {
      throw badFile(name, `is damaged: ${error instanceof Error ? error.message : String(error)}`, error);
    }
  }
}

/** The same octets without Buffer's own ideas of slice() and toString(). */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function startOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), (octet) => octet.toString(16).padStart(2, "0")).join(" ");
}

function sound(count: number): string {
  return count === 0 ? "no packet was sound" : `${count} packet${count === 1 ? " was" : "s were"} sound before it`;
}
