import type { NetlinkProtocol } from "./constants.ts";

/** One datagram as a socket hands it over. Its bytes belong to the receiver. A copy by spread (`{ ...datagram }`) may lack `bytes`, which can be made on demand. */
export interface Datagram {
  readonly bytes: Uint8Array;
  /** Netlink port id of the sender; the kernel is 0. */
  readonly sender: number;
  /** Multicast group that it came by; 0 where it was sent to this channel alone. */
  readonly group: number;
  /** When it was received, in ms since the epoch, by the transport's clock. */
  readonly time: number;
  /**
   * Memory that its octets share with others, `length` of them at `at`, where a transport has them so: who reads only the header saves the
   * view that `bytes` makes. Absent where `bytes` is all there is.
   */
  readonly memory?: Uint8Array;
  readonly at?: number;
  readonly length?: number;
}

/** What a channel tells its owner. No call may throw; none comes after `close()` has returned. */
export interface ChannelListener {
  datagram(datagram: Datagram): void;
  /** The kernel dropped messages for want of buffer space (ENOBUFS): once for each gap. Reading goes on. */
  overrun(): void;
  /** The channel is dead and closed; no other call follows. */
  failure(error: Error): void;
}

export interface ChannelOptions {
  /** Who may send to this channel: the kernel alone (what others send is dropped and counted), or anybody (NETLINK_USERSOCK). */
  readonly senders?: "kernel" | "any";
  /** Receive buffer that is asked for, in octets. What the kernel granted is `receiveBufferSize`. */
  readonly receiveBufferSize?: number;
}

export interface SendOptions {
  /** The kernel takes long over this command: keep the event loop free while it runs. */
  readonly slow?: boolean;
  /** Another process's port id (default: the kernel, 0). */
  readonly to?: number;
  /** A multicast group, by number, that hears it too. */
  readonly group?: number;
}

/** One open netlink socket, or what stands for it. */
export interface Channel {
  /** This end's address, as it stands in the messages' headers. Never 0. */
  readonly portId: number;
  /** Octets that the kernel granted for messages not yet read; undefined where there is no such buffer. */
  readonly receiveBufferSize: number | undefined;
  /** Datagrams dropped because their sender was not allowed. */
  readonly rejected: number;
  /** Sends one datagram. Rejects with what the kernel said of the sending itself (ENOBUFS, EMSGSIZE, ECONNREFUSED ...). */
  send(bytes: Uint8Array, options?: SendOptions): void | Promise<void>;
  /**
   * Hands over, before it returns, whatever has arrived by now: after a `send` the kernel has usually answered. It may stop after `enough`
   * datagrams, where asking whether there are more costs time; others come by themselves then, or by the next call.
   */
  drain(enough?: number): void;
  join(group: number): void;
  leave(group: number): void;
  /** Keep the process alive for this channel, or not. A new channel does not. */
  ref(): void;
  unref(): void;
  /** Hands nothing over until `resume()`, so that what arrives waits where it is. Absent where nothing can wait. */
  pause?(): void;
  resume?(): void;
  close(): void;
}

/** Time as a transport lives it: the machine's for a socket, a virtual one for a recording or a scripted kernel. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once after `ms`; the function that it returns prevents it. Does not keep the process alive by itself. */
  after(ms: number, action: () => void): () => void;
}

/** What /sys tells of a machine. Paths are below it: "class/rfkill". Both reject for what is not there. */
export interface Sysfs {
  /** The names in a directory. */
  list(path: string): Promise<readonly string[]>;
  read(path: string): Promise<string>;
}

/** A source of channels: the kernel's sockets, a recording, a scripted kernel. Any number of channels see one state. */
export interface Transport {
  /** Where it speaks to, if that is not where this process is: files of this machine (/sys, /dev) tell nothing of it then. */
  readonly elsewhere?: string | undefined;
  /** The /sys of where it speaks to, where that is not this machine's own. */
  readonly sysfs?: Sysfs | undefined;
  readonly clock: Clock;
  open(protocol: NetlinkProtocol, listener: ChannelListener, options?: ChannelOptions): Channel;
  /** Closes every channel that is still open. */
  close(): void;
}
