import { MESSAGE_HEADER, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { hostU16, hostU32, setHostU32 } from "../netlink/host-order.ts";
import { readMessages } from "../netlink/message.ts";
import type {
  Channel,
  ChannelListener,
  ChannelOptions,
  Clock,
  Datagram,
  SendOptions,
  Sysfs,
  Transport,
} from "../netlink/transport.ts";
import { anonymize } from "./anonymize.ts";
import type { CapturedPacket } from "./capture.ts";
import { CaptureFile, type RecordedPacket } from "./capture-file.ts";
import { PacketWay } from "./cooked-header.ts";
import { Families } from "./families.ts";
import { FIRST_OWN_TYPE, sameBytes } from "./recorded-message.ts";
import { eraseSecrets } from "./secrets.ts";

export interface RecordOptions {
  /**
   * Write pseudonyms for addresses, SSIDs and names, as `anonymize` does. They are made when the recording ends: until then it is in
   * memory alone, and a process that is killed leaves an empty file.
   */
  readonly anonymize?: boolean;
}

/** A transport that writes down what passes. */
export interface RecordingTransport extends Transport {
  /** Datagrams written so far; when pseudonyms are asked for, held so far, and written once the recording ended. */
  readonly packets: number;
  /** How many keys and passphrases were overwritten with zeros, by the attribute that held them. */
  readonly erased: ReadonlyMap<string, number>;
  /** Ends the recording; the transport goes on. `close()` does it too. */
  stop(): void;
}

/** What is written into a recording's header, where the format has room for it. */
const REMARK = "Recorded by nl80211. Keys and passphrases are overwritten with zeros.";
const ANONYMOUS = "Addresses, SSIDs and names are pseudonyms.";

/** Whose messages are written: other families may carry secrets that nobody here knows of. */
const FAMILIES: ReadonlySet<string> = new Set(["nl80211", "nlctrl", "mac80211_hwsim"]);

/** How long the sockets of one process may take to read the same multicast, in ms. */
const SAME_MULTICAST = 10_000;

/**
 * Wraps a transport so that what is sent and heard through it goes into a file as well: pcap (or pcapng, where the name ends so;
 * packed, where it ends in ".gz"), which Wireshark opens and `openReplay` answers from. Begin with dumps of wiphys and interfaces,
 * so that the recording stands alone.
 *
 * Keys, passphrases and what vendors' drivers exchange never reach the file: they are zeros in it, in their length. Other families'
 * messages than those of Wi-Fi, and rtnetlink's other than links, are left out.
 */
export function recordTransport(transport: Transport, file: string, options: RecordOptions = {}): RecordingTransport {
  const remark = options.anonymize ? `${REMARK} ${ANONYMOUS}` : REMARK;
  return new Recorder(transport, new CaptureFile(file, remark), options.anonymize ?? false);
}

class Recorder implements RecordingTransport {
  readonly clock: Clock;
  readonly elsewhere: string | undefined;
  readonly sysfs: Sysfs | undefined;
  readonly erased = new Map<string, number>();
  #packets = 0;
  /** What waits for its pseudonyms; undefined where it is written as it comes. */
  #held: (CapturedPacket & RecordedPacket)[] | undefined;
  readonly #transport: Transport;
  readonly #file: CaptureFile;
  readonly #families = new Families();
  #stopped = false;
  /** Multicasts of late, and which channels had them: each is written once. */
  #multicasts: { readonly datagram: Datagram; readonly channels: Set<object> }[] = [];

  constructor(transport: Transport, file: CaptureFile, holdsBack: boolean) {
    this.clock = transport.clock;
    this.elsewhere = transport.elsewhere;
    this.sysfs = transport.sysfs;
    this.#held = holdsBack ? [] : undefined;
    this.#transport = transport;
    this.#file = file;
  }

  get packets(): number {
    return this.#packets;
  }

  open(protocol: NetlinkProtocol, listener: ChannelListener, options?: ChannelOptions): Channel {
    const key = {};
    const heard: ChannelListener = {
      datagram: (datagram) => {
        if (datagram.group === 0 || this.#isNew(datagram, key)) this.#write(protocol, datagram.bytes, datagram.time);
        listener.datagram(datagram);
      },
      overrun: () => listener.overrun(),
      failure: (error) => listener.failure(error),
    };
    const channel = this.#transport.open(protocol, heard, options);
    return new RecordedChannel(channel, (bytes) => this.#write(protocol, bytes, this.clock.now(), channel.portId));
  }

  stop(): void {
    if (this.#held !== undefined) {
      const packets = anonymize(this.#held);
      this.#held = undefined;
      this.#packets = packets.length;
      for (const packet of packets) this.#file.add(packet);
    }
    this.#stopped = true;
    this.#file.close();
  }

  close(): void {
    this.#transport.close();
    this.stop();
  }

  /** True for a multicast that no other channel had yet. */
  #isNew(datagram: Datagram, channel: object): boolean {
    this.#multicasts = this.#multicasts.filter((one) => datagram.time - one.datagram.time < SAME_MULTICAST);
    const known = this.#multicasts.find(
      (one) =>
        one.datagram.group === datagram.group &&
        !one.channels.has(channel) &&
        sameBytes(one.datagram.bytes, datagram.bytes),
    );
    if (known === undefined) this.#multicasts.push({ datagram, channels: new Set([channel]) });
    else known.channels.add(channel);
    return known === undefined;
  }

  #write(protocol: NetlinkProtocol, datagram: Uint8Array, time: number, portId?: number): void {
    if (this.#stopped) return;
    const bytes = datagram.slice();
    if (!this.#mayBeWritten(protocol, bytes)) return;
    // A request's own port id may be left out, and is what its answers are told by.
    if (portId !== undefined && bytes.length >= MESSAGE_HEADER && hostU32(bytes, 12) === 0)
      setHostU32(bytes, 12, portId);
    const erased = protocol === NetlinkProtocol.Generic ? eraseSecrets(bytes, (family) => this.#isNl80211(family)) : [];
    for (const name of erased) this.erased.set(name, (this.erased.get(name) ?? 0) + 1);
    const remark = erased.length === 0 ? {} : { remark: `Overwritten with zeros: ${erased.join(", ")}` };
    const way = portId === undefined ? PacketWay.Heard : PacketWay.Outgoing;
    this.#packets++;
    const packet = { number: this.#packets, time, protocol, way, bytes, ...remark };
    if (this.#held === undefined) this.#file.add(packet);
    else this.#held.push(packet);
  }

  /** Learns the families on the way. What is no netlink message is not written: nobody knows what it holds. */
  #mayBeWritten(protocol: NetlinkProtocol, bytes: Uint8Array): boolean {
    try {
      return readMessages(bytes).every((message) => {
        this.#families.learn(protocol, message);
        // An error repeats the request that it refuses.
        const { type, start, end } = message;
        const repeats = type === MessageType.Error && end - start >= 4 + MESSAGE_HEADER;
        return this.#isAboutWifi(protocol, repeats ? hostU16(bytes, start + 8) : type);
      });
    } catch {
      return false;
    }
  }

  #isAboutWifi(protocol: NetlinkProtocol, type: number): boolean {
    if (type < FIRST_OWN_TYPE) return true;
    if (protocol === NetlinkProtocol.Route) return type >> 2 === 4;
    return protocol === NetlinkProtocol.Generic && FAMILIES.has(this.#families.byId(type)?.name ?? "");
  }

  #isNl80211(family: number): boolean {
    return this.#families.byId(family)?.name === "nl80211";
  }
}

/** A channel whose sends are written down. */
class RecordedChannel implements Channel {
  readonly #channel: Channel;
  readonly #sent: (bytes: Uint8Array) => void;

  constructor(channel: Channel, sent: (bytes: Uint8Array) => void) {
    this.#channel = channel;
    this.#sent = sent;
  }

  get portId(): number {
    return this.#channel.portId;
  }
  get receiveBufferSize(): number | undefined {
    return this.#channel.receiveBufferSize;
  }
  get rejected(): number {
    return this.#channel.rejected;
  }
  send(bytes: Uint8Array, options?: SendOptions): void | Promise<void> {
    this.#sent(bytes);
    return this.#channel.send(bytes, options);
  }
  drain(enough?: number): void {
    this.#channel.drain(enough);
  }
  join(group: number): void {
    this.#channel.join(group);
  }
  leave(group: number): void {
    this.#channel.leave(group);
  }
  ref(): void {
    this.#channel.ref();
  }
  unref(): void {
    this.#channel.unref();
  }
  pause(): void {
    this.#channel.pause?.();
  }
  resume(): void {
    this.#channel.resume?.();
  }
  close(): void {
    this.#channel.close();
  }
}
