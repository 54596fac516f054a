import type { Datagram } from "../netlink/transport.ts";

/** A datagram in memory that it shares with others. A view of its own is made when somebody asks for one. */
export class ReceivedDatagram implements Datagram {
  readonly memory: Uint8Array;
  readonly at: number;
  readonly length: number;
  readonly sender: number;
  readonly group: number;
  readonly time: number;
  #bytes: Uint8Array | undefined;

  constructor(memory: Uint8Array, at: number, length: number, sender: number, group: number, time: number) {
    this.memory = memory;
    this.at = at;
    this.length = length;
    this.sender = sender;
    this.group = group;
    this.time = time;
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= new Uint8Array(this.memory.buffer, this.at, this.length)); // subarray() takes three times as long
  }
}
