import { Nl80211Error } from "../errors.ts";
import type { NetlinkProtocol } from "./constants.ts";
import type { Channel, ChannelOptions, Datagram, Transport } from "./transport.ts";

/** What happens to a channel that is kept open. */
export interface HolderListener {
  datagram(datagram: Datagram): void;
  /** Messages were dropped for want of buffer space. */
  overrun(): void;
  /** The channel was lost, with what was under way on it. */
  lost(error: Error): void;
  /** Another channel took a lost one's place, in the same groups: what came between is missing. */
  replaced(): void;
  /** A lost channel had groups, and none could take its place. */
  dead(error: Error): void;
}

/** A channel that is lost so soon after it was opened is not replaced unasked. */
const REOPEN_INTERVAL_MS = 1_000;

/** Keeps one channel open: from its first use on, in its multicast groups, and another in its place if it is lost. */
export class ChannelHolder {
  readonly #transport: Transport;
  readonly #protocol: NetlinkProtocol;
  readonly #options: ChannelOptions;
  readonly #listener: HolderListener;
  /** Multicast groups with the number of their joins. */
  readonly #groups = new Map<number, number>();
  #channel: Channel | undefined;
  #held = false;
  #closed = false;
  #openedAt = Number.NEGATIVE_INFINITY;
  #rejectedBefore = 0;
  #reopened = 0;

  constructor(transport: Transport, protocol: NetlinkProtocol, options: ChannelOptions, listener: HolderListener) {
    this.#transport = transport;
    this.#protocol = protocol;
    this.#options = options;
    this.#listener = listener;
  }

  /** The open channel, if there is one. */
  get channel(): Channel | undefined {
    return this.#channel;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Datagrams whose sender was not allowed. */
  get rejected(): number {
    return this.#rejectedBefore + (this.#channel?.rejected ?? 0);
  }

  /** Channels that took another's place. */
  get reopened(): number {
    return this.#reopened;
  }

  /** The channel, opened if need be. */
  open(): Channel {
    if (this.#closed) throw closedError();
    return (this.#channel ??= this.#opened());
  }

  join(group: number): void {
    const joins = this.#groups.get(group) ?? 0;
    if (joins === 0) this.open().join(group);
    this.#groups.set(group, joins + 1);
  }

  leave(group: number): void {
    const joins = this.#groups.get(group);
    if (joins === undefined) return;
    if (joins > 1) this.#groups.set(group, joins - 1);
    else {
      this.#groups.delete(group);
      try {
        this.#channel?.leave(group);
      } catch {
        // a group that went with its module cannot be left, and need not be
      }
    }
  }

  /** Keep the process alive for this channel, or not. */
  hold(hold: boolean): void {
    if (hold === this.#held) return;
    this.#held = hold;
    if (hold) this.#channel?.ref();
    else this.#channel?.unref();
  }

  /** Gives the channel up, with what is under way on it, and opens another where there are groups to listen to. */
  renew(): void {
    this.#drop();
    if (this.#groups.size > 0) this.#replace();
  }

  close(): void {
    this.#closed = true;
    this.#groups.clear();
    this.#drop();
  }

  #opened(): Channel {
    const channel = this.#transport.open(
      this.#protocol,
      {
        datagram: (datagram) => this.#listener.datagram(datagram),
        overrun: () => this.#listener.overrun(),
        failure: (error) => this.#failure(error),
      },
      this.#options,
    );
    try {
      for (const group of this.#groups.keys()) channel.join(group);
    } catch (error) {
      channel.close();
      throw error;
    }
    if (this.#openedAt > Number.NEGATIVE_INFINITY) this.#reopened++;
    this.#openedAt = this.#transport.clock.now();
    if (this.#held) channel.ref();
    return channel;
  }

  #failure(error: Error): void {
    const lastedMs = this.#transport.clock.now() - this.#openedAt;
    const soon = lastedMs >= 0 && lastedMs < REOPEN_INTERVAL_MS; // less than none, where the time of day was set back
    this.#drop();
    if (this.#groups.size > 0) this.#replace(soon ? error : undefined);
    this.#listener.lost(error);
  }

  #replace(refused?: Error): void {
    try {
      if (refused) throw refused;
      this.open();
    } catch (error) {
      this.#groups.clear();
      this.#listener.dead(error as Error);
      return;
    }
    this.#listener.replaced();
  }

  #drop(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    this.#rejectedBefore += channel?.rejected ?? 0;
    channel?.close();
  }
}

export function closedError(): Nl80211Error {
  return new Nl80211Error("CLOSED", "the netlink connection is closed");
}
