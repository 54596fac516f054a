import { Nl80211Error } from "../errors.ts";
import type { NetlinkProtocol } from "../netlink/constants.ts";
import type {
  Channel,
  ChannelListener,
  ChannelOptions,
  Clock,
  Datagram,
  SendOptions,
  Transport,
} from "../netlink/transport.ts";
import { MemorySysfs } from "./memory-sysfs.ts";

/** What a channel sends to the kernel. May throw (or reject) what the sending itself meets. */
export type KernelSide = (channel: MemoryChannel, bytes: Uint8Array) => void | Promise<void>;

/** Where a datagram in memory comes from. */
export interface Origin {
  /** Port id of the sender; the kernel, 0, unless told otherwise. */
  readonly sender?: number;
  /** Group that it came by; 0, to this channel alone, unless told otherwise. */
  readonly group?: number;
}

/** The ends of netlink without a kernel: channels with port ids, groups and a queue each. What the kernel would say is `kernel`. */
export class MemoryTransport implements Transport {
  /** Nothing of this machine. */
  readonly elsewhere = "memory";
  /** Empty, until somebody writes there. */
  readonly sysfs = new MemorySysfs();
  readonly clock: Clock;
  readonly #kernel: KernelSide;
  readonly #channels = new Set<MemoryChannel>();
  #nextPort = 0x4e4c0001;

  constructor(clock: Clock, kernel: KernelSide) {
    this.clock = clock;
    this.#kernel = kernel;
  }

  get channels(): readonly MemoryChannel[] {
    return [...this.#channels];
  }

  open(protocol: NetlinkProtocol, listener: ChannelListener, options: ChannelOptions = {}): Channel {
    const channel = new MemoryChannel(this, protocol, this.#nextPort++, listener, options);
    this.#channels.add(channel);
    return channel;
  }

  close(): void {
    for (const channel of this.channels) channel.close();
  }

  /** Gives a datagram to every channel that joined the group, except the sender's. */
  multicast(protocol: number, group: number, bytes: Uint8Array, sender = 0): void {
    for (const channel of this.#channels) {
      if (channel.protocol === protocol && channel.groups.has(group) && channel.portId !== sender) {
        channel.deliver(bytes, { group, sender });
      }
    }
  }

  /** Carries what a channel sends: to the kernel, to another channel of its protocol, to a group. */
  route(from: MemoryChannel, bytes: Uint8Array, { to = 0, group = 0 }: SendOptions): void | Promise<void> {
    if (group !== 0) this.multicast(from.protocol, group, bytes, from.portId);
    if (to !== 0) {
      const peer = this.channels.find((channel) => channel.protocol === from.protocol && channel.portId === to);
      if (peer === undefined) {
        throw new Nl80211Error("KERNEL", `ECONNREFUSED: nothing listens at port ${to}`, {
          errno: 111,
          errnoName: "ECONNREFUSED",
        });
      }
      peer.deliver(bytes, { sender: from.portId });
    } else if (group === 0) {
      return this.#kernel(from, bytes);
    }
  }

  forget(channel: MemoryChannel): void {
    this.#channels.delete(channel);
  }
}

type Arrival = { readonly datagram: Datagram } | { readonly overrun: true } | { readonly failure: Error };

/** One end. What arrives waits until the owner drains it, or until the running code has ended. */
export class MemoryChannel implements Channel {
  readonly protocol: NetlinkProtocol;
  readonly portId: number;
  readonly receiveBufferSize = undefined;
  readonly groups = new Set<number>();
  readonly #transport: MemoryTransport;
  readonly #listener: ChannelListener;
  readonly #kernelOnly: boolean;
  #arrivals: Arrival[] = [];
  #scheduled = false;
  #paused = false;
  #closed = false;
  #rejected = 0;

  constructor(
    transport: MemoryTransport,
    protocol: NetlinkProtocol,
    portId: number,
    listener: ChannelListener,
    options: ChannelOptions,
  ) {
    this.#transport = transport;
    this.protocol = protocol;
    this.portId = portId;
    this.#listener = listener;
    this.#kernelOnly = options.senders !== "any";
  }

  get rejected(): number {
    return this.#rejected;
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(bytes: Uint8Array, options: SendOptions = {}): void | Promise<void> {
    this.#mustBeOpen();
    return this.#transport.route(this, bytes.slice(), options);
  }

  /** Puts a datagram of its own copy in this channel's queue, or drops and counts it where its sender is not allowed. */
  deliver(bytes: Uint8Array, { sender = 0, group = 0 }: Origin = {}): void {
    if (sender !== 0 && this.#kernelOnly) {
      if (!this.#closed) this.#rejected++;
      return;
    }
    this.#arrive({ datagram: { bytes: bytes.slice(), sender, group, time: this.#transport.clock.now() } });
  }

  /** Tells the owner that messages were lost, in order with the datagrams around it. */
  overrun(): void {
    this.#arrive({ overrun: true });
  }

  /** Kills the channel, after what is queued. */
  fail(failure: Error): void {
    this.#arrive({ failure });
  }

  drain(): void {
    while (!this.#paused) {
      const arrival = this.#arrivals.shift();
      if (arrival === undefined) return;
      if ("datagram" in arrival) {
        this.#listener.datagram(arrival.datagram);
      } else if ("overrun" in arrival) {
        this.#listener.overrun();
      } else {
        this.close();
        this.#listener.failure(arrival.failure);
      }
    }
  }

  join(group: number): void {
    this.#mustBeOpen();
    this.groups.add(group);
  }

  leave(group: number): void {
    this.#mustBeOpen();
    this.groups.delete(group);
  }

  /** Nothing comes from outside the process, so there is nothing to stay alive for. */
  ref(): void {}
  unref(): void {}

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#arrivals = [];
    this.groups.clear();
    this.#transport.forget(this);
  }

  #arrive(arrival: Arrival): void {
    if (this.#closed) return;
    this.#arrivals.push(arrival);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.drain();
    });
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Nl80211Error("CLOSED", "the channel is closed");
  }
}
