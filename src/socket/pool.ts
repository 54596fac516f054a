import type { Clock } from "../netlink/transport.ts";
import type { Libc } from "./libc.ts";
import type { ReceiveBuffer } from "./receive-buffer.ts";

/** A socket, as far as others of its transport must know it. */
export interface PooledSocket {
  close(): void;
  /** Somebody else has closed the descriptor: its number may be another's by now. */
  descriptorLost(): void;
}

/** What the sockets of one transport share. */
export interface SocketPool {
  readonly libc: Libc;
  readonly clock: Clock;
  readonly buffer: ReceiveBuffer;
  /** Where short messages are sent from: memory outside V8's heap, which a foreign call would otherwise have to move them to. */
  readonly outbox: Uint8Array;
  /** All that are open, by their descriptors. */
  readonly sockets: Map<number, PooledSocket>;
  /** Slow commands in flight, on any socket: they hold the kernel's locks, on which a synchronous send would wait. */
  slow: number;
}
