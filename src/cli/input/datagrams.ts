import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { fromHex } from "../../bytes/hex.ts";
import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { NetlinkProtocol } from "../../netlink/constants.ts";
import { readCapture } from "../../testing/capture.ts";
import { isPcap } from "../../testing/pcap.ts";
import { isPcapng } from "../../testing/pcapng.ts";
import { isStrace, readStrace } from "./strace.ts";

/** A datagram of generic netlink that somebody wants explained. */
export interface InputDatagram {
  /** Its place in the input, from 1; in a capture, Wireshark's frame number. */
  readonly number: number;
  /** When it passed, in ms since the epoch, where a capture says so. */
  readonly time?: number;
  readonly bytes: Uint8Array;
}

/**
 * The generic netlink of a file, of stdin ("-" or nothing), or of hex given in place of a file's name: hex, a capture or the output
 * of strace, told apart by what is in it. Throws BAD_FILE, or INVALID_ARGUMENT for hex that is none.
 */
export function readDatagrams(source: string | undefined): InputDatagram[] {
  if (source === undefined || source === "-") return datagramsOf(new Uint8Array(readFileSync(0)), "stdin");
  if (!existsSync(source)) {
    if (/^[\s:0-9a-fA-F-]{16,}$/.test(source)) return hexDatagram(source, "the argument");
    throw new Nl80211Error("BAD_FILE", `${source} is not there, and is no hex`);
  }
  if (statSync(source).isDirectory()) throw new Nl80211Error("BAD_FILE", `${source} is a folder`);
  return datagramsOf(new Uint8Array(readFileSync(source)), basename(source));
}

function datagramsOf(bytes: Uint8Array, name: string): InputDatagram[] {
  if (bytes.length === 0) throw new Nl80211Error("BAD_FILE", `${name} is empty`);
  if ((bytes[0] === 0x1f && bytes[1] === 0x8b) || isPcap(bytes) || isPcapng(bytes)) return captured(bytes, name);
  const text = new TextDecoder().decode(bytes);
  if (!isStrace(text)) return hexDatagram(text, name);
  return readStrace(text, name).map((datagram, index) => ({ number: index + 1, bytes: datagram }));
}

function captured(bytes: Uint8Array, name: string): InputDatagram[] {
  try {
    return readCapture(bytes).packets.filter(({ protocol }) => protocol === NetlinkProtocol.Generic);
  } catch (error) {
    if (!isNl80211Error(error, "BAD_FILE")) throw error;
    throw new Nl80211Error("BAD_FILE", error.message.replace(/^capture/, name), { cause: error });
  }
}

/** Hex in any grouping; lines that begin with # are remarks. */
function hexDatagram(text: string, name: string): InputDatagram[] {
  const digits = text.replace(/^\s*#.*$/gm, "").replace(/\\x|0x|,/g, " ");
  try {
    const bytes = fromHex(digits);
    if (bytes.length > 0) return [{ number: 1, bytes }];
  } catch (error) {
    const hint = "decode takes hex, a capture (pcap, pcapng) or the output of strace";
    throw new Nl80211Error("BAD_FILE", `${name}: ${(error as Error).message}`, { cause: error, hint });
  }
  throw new Nl80211Error("BAD_FILE", `${name} is empty`);
}
