import type { Observable } from "rxjs";
import { fromHex } from "../../bytes/hex.ts";
import { Nl80211Error } from "../../errors.ts";
import { NESTED_FLAG } from "../../netlink/constants.ts";
import { Nl80211Attribute } from "../../nl80211/generated/attributes.ts";
import type { VendorFields } from "../../nl80211/generated/vendor.ts";
import { radio } from "../addressee.ts";
import { whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { LazyDump } from "../lazy-dump.ts";
import type { Streams } from "../streams.ts";
import { type Target, targetName } from "../target.ts";

/** A command or an event in a vendor's own list. */
export interface VendorNumber {
  /** OUI of the vendor: 0x001374 or "00:13:74". */
  readonly vendorId: number | string;
  readonly subcommand: number;
}

/** A command of a vendor, as it is sent. */
export interface VendorCommandInput extends VendorNumber {
  /** What the vendor says of its command. Attributes can be written by `AttributeWriter` of `nl80211/netlink`. */
  readonly data?: Uint8Array;
  /** The data are attributes, and marked as such (NLA_F_NESTED): drivers whose command has a policy want that, others refuse it. */
  readonly nested?: boolean;
}

/** Something that a vendor's driver tells. */
export interface VendorNews<Decoded = unknown> {
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly wiphy?: number;
  readonly ifindex?: number;
  readonly wdev?: number;
  readonly vendorId: number;
  readonly subcommand: number;
  readonly data: Uint8Array;
  /** What the decoder that is registered for it made of the data; absent without one. */
  readonly decoded?: Decoded;
  /** What the decoder threw instead. */
  readonly decodeError?: unknown;
}

/** Which news of vendors to hear. */
export interface VendorNewsOptions {
  /** OUI of one vendor. Default: all. */
  readonly vendorId?: number | string;
  /** One event of its list. */
  readonly subcommand?: number;
  /** Sent on the stream's own socket at its beginning, for drivers that tell the asking socket alone; told once the kernel took it. */
  readonly command?: VendorCommandInput & { readonly target: Target };
  /** Called once the stream listens (and the command, if any, was taken). */
  readonly onListening?: () => void;
  /** Called where news were lost, because they came faster than they were read. */
  readonly onOverrun?: () => void;
}

/** Makes something of a vendor event's data. */
export type VendorDecoder<Decoded = unknown> = (data: Uint8Array) => Decoded;

/**
 * What a vendor's driver takes and tells beside nl80211: an application that knows the vendor's list can use it. `wiphy.vendorCommands` and
 * `wiphy.vendorEvents` say what there is. All of it needs CAP_NET_ADMIN, but for the events, which come to anyone.
 */
export class Vendor {
  readonly #core: Core;
  readonly #streams: () => Streams;
  readonly #decoders = new Map<string, VendorDecoder>();

  constructor(core: Core, streams: () => Streams) {
    this.#core = core;
    this.#streams = streams;
  }

  /**
   * Sends a command to an interface or a radio, and gives the data of its first answer; undefined where there is none. What the driver does not
   * know is NOT_SUPPORTED; every other refusal is the vendor's (KERNEL).
   */
  async send(target: Target, command: VendorCommandInput, options: CallOptions = {}): Promise<Uint8Array | undefined> {
    return (await this.sendAll(target, command, options))[0];
  }

  /** Sends a command, and gives the data of all its answers. */
  async sendAll(target: Target, command: VendorCommandInput, options: CallOptions = {}): Promise<Uint8Array[]> {
    const fields = vendorFields(command);
    const [selector, call] = await radio(this.#core, target, options);
    const replies = await this.#core.requestAll("Vendor", { ...selector, ...fields }, call);
    return replies.map(({ vendorData }) => vendorData ?? new Uint8Array());
  }

  /** The data of a command's answers, where the driver gives them as a dump. */
  dump(target: Target, command: VendorCommandInput, options: CallOptions = {}): LazyDump<Uint8Array> {
    const fields = vendorFields(command);
    return new LazyDump(async () => {
      const [selector, call] = await radio(this.#core, target, options);
      const dump = await this.#core.dump("Vendor", { ...selector, ...fields }, call);
      return dump.map(({ vendorData }) => vendorData ?? new Uint8Array());
    });
  }

  /**
   * Has this client's streams decode an event: `decoded` of its news is what `decode` gives. One decoder an event; a new one takes its place.
   * Returns what takes it away again.
   */
  registerDecoder(number: VendorNumber, decode: VendorDecoder): () => void {
    const key = keyOf(vendorNumber(number.vendorId), subcommandOf(number.subcommand));
    this.#decoders.set(key, decode);
    return () => {
      if (this.#decoders.get(key) === decode) this.#decoders.delete(key);
    };
  }

  /** The decoder of an event; undefined where none is registered. */
  decoder(vendorId: number, subcommand: number): VendorDecoder | undefined {
    return this.#decoders.get(keyOf(vendorId, subcommand));
  }

  /**
   * What vendors' drivers tell, to all or to this stream's socket. Of events without a decoder there are the data. With a `command` it fails
   * with what the kernel says to that.
   */
  events$<Decoded = unknown>(options: VendorNewsOptions = {}): Observable<VendorNews<Decoded>> {
    return this.#streams().vendorNews(this, options) as Observable<VendorNews<Decoded>>;
  }
}

/** A vendor's number from its OUI. Throws INVALID_ARGUMENT for what is none. */
export function vendorNumber(oui: number | string): number {
  if (typeof oui === "number") return whole("vendor id", oui, 0, 0xffffffff);
  const digits = oui.replace(/^0x/i, "");
  const octets = /^([0-9a-f]{1,2}([:-][0-9a-f]{2}){2}|[0-9a-f]{1,8})$/i.test(digits);
  if (!octets) throw new Nl80211Error("INVALID_ARGUMENT", `vendor "${oui}": expected an OUI, such as 00:13:74`);
  const hex = digits.replace(/[:-]/g, "");
  return fromHex(hex.padStart(8, "0")).reduce((number, octet) => number * 256 + octet, 0);
}

/** The attributes of a vendor command, the addressee left out. */
export function vendorFields({ vendorId, subcommand, data, nested }: VendorCommandInput): VendorFields {
  return {
    vendorId: vendorNumber(vendorId),
    vendorSubcmd: subcommandOf(subcommand),
    ...(data !== undefined &&
      (nested
        ? { unknown: [{ type: Nl80211Attribute.VendorData | NESTED_FLAG, bytes: data }] }
        : { vendorData: data })),
  };
}

function subcommandOf(number: number): number {
  return whole("vendor's subcommand", number, 0, 0xffffffff);
}

function keyOf(vendorId: number, subcommand: number): string {
  return `${vendorId} ${subcommand}`;
}

/** What errors call the news of vendors. */
export function newsName({ command }: VendorNewsOptions): string {
  return command === undefined ? "vendor events" : `vendor events of ${targetName(command.target)}`;
}
