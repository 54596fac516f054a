import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { badFile, type CapturedPacket } from "./capture.ts";
import { pcapFileHeader, pcapRecord } from "./pcap.ts";
import { pcapngPacket, pcapngStart } from "./pcapng-writer.ts";

/** A packet to write, with a remark that pcapng keeps beside it. */
export interface RecordedPacket extends Omit<CapturedPacket, "number"> {
  readonly remark?: string;
}

/** Octets that are packed together where the file is compressed. */
const CHUNK = 256 * 1024;

/**
 * A capture that grows: pcap, or pcapng where the name says so, and packed where it ends in ".gz". Packets are in the file as soon as
 * `add` returns; in a packed one, with the next quarter of a megabyte or the end.
 */
export class CaptureFile {
  readonly #fd: number;
  readonly #pack: boolean;
  readonly #record: (packet: RecordedPacket) => Uint8Array;
  #pending: Uint8Array[] = [];
  #size = 0;
  #open = true;

  /** Makes the file, or empties the one that is there. `remark` goes into a pcapng's header. Throws BAD_FILE. */
  constructor(path: string, remark: string) {
    try {
      this.#fd = openSync(path, "w", 0o600);
    } catch (error) {
      throw badFile(path, `cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, error);
    }
    this.#pack = path.endsWith(".gz");
    const pcapng = /\.pcapng(\.gz)?$/.test(path);
    this.#record = pcapng ? pcapngPacket : pcapRecord;
    this.#write(pcapng ? pcapngStart(remark) : pcapFileHeader());
  }

  add(packet: RecordedPacket): void {
    if (this.#open) this.#write(this.#record(packet));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#flush();
    closeSync(this.#fd);
  }

  #write(bytes: Uint8Array): void {
    if (!this.#pack) {
      writeSync(this.#fd, bytes);
      return;
    }
    this.#pending.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= CHUNK) this.#flush();
  }

  /** A gzip may be of several members, one after the other. */
  #flush(): void {
    if (this.#pending.length === 0) return;
    writeSync(this.#fd, gzipSync(Buffer.concat(this.#pending)));
    this.#pending = [];
    this.#size = 0;
  }
}
