import { isNl80211Error, Nl80211Error } from "../errors.ts";
import { Apart } from "../genetlink/apart.ts";
import type { Command } from "../genetlink/command.ts";
import type { Family } from "../genetlink/family.ts";
import { GenericNetlink } from "../genetlink/generic-netlink.ts";
import type { GenericMessage } from "../genetlink/message.ts";
import type { AttributeReader, MalformedAttribute } from "../netlink/attribute-reader.ts";
import type { AttributeWriter } from "../netlink/attribute-writer.ts";
import type { Dump } from "../netlink/dump.ts";
import { LITTLE_ENDIAN } from "../netlink/host-order.ts";
import type { Clock, Sysfs, Transport } from "../netlink/transport.ts";
import { COMMANDS } from "../nl80211/generated/command-loader.ts";
import type { Commands } from "../nl80211/generated/command-map.ts";
import { Naming } from "./attribute-path.ts";
import { machineSysfs } from "./radio/machine-sysfs.ts";
import { type Selector, selectorOf, type Target, targetName } from "./target.ts";

export const FAMILY = "nl80211";

/** The name of a command: "TriggerScan". */
export type CommandName = keyof Commands;

/** What a decoded message carries beside its attributes: those that were not what their type says. */
export interface Decoded {
  readonly malformed?: readonly MalformedAttribute[];
}

export interface CallOptions {
  /** Gives up when it aborts; what the kernel has begun it may still do. */
  readonly signal?: AbortSignal;
  /** How long the kernel may take. Default: the client's. */
  readonly timeoutMs?: number;
  /** Called with the cookie that some commands (ControlPortFrame, PeerMeasurementStart) get with their ACK, before it resolves. */
  readonly onCookie?: (cookie: bigint) => void;
  /** What errors call the target: "wlan0", of one that is addressed by its index. Default: the name or the index, as it was given. */
  readonly target?: string;
}

export interface CoreOptions {
  readonly timeoutMs?: number;
  readonly receiveBufferSize?: number;
}

/** Requests and dumps of nl80211 by the names of its commands: what everything in the client stands on. No streams in it. */
export class Core {
  readonly transport: Transport;
  readonly netlink: GenericNetlink;
  readonly #options: CoreOptions;
  readonly #separated = new Set<Core>();
  readonly #onClose: (() => void) | undefined;
  readonly #closing = new AbortController();

  constructor(transport: Transport, options: CoreOptions = {}, onClose?: () => void) {
    this.transport = transport;
    this.#options = options;
    this.#onClose = onClose;
    this.netlink = new GenericNetlink(transport, options);
  }

  get clock(): Clock {
    return this.transport.clock;
  }

  /** The /sys of where messages go; undefined where nothing is known of it. */
  get sysfs(): Sysfs | undefined {
    const { sysfs, elsewhere } = this.transport;
    return sysfs ?? (elsewhere === undefined ? machineSysfs() : undefined);
  }

  /** Aborts when this is closed, for those who wait for more than an answer. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Another pair of sockets, for what has a lifetime of its own: closing it is the undo. It closes with this one at the latest. */
  separate(): Core {
    const core = new Core(this.transport, this.#options, () => this.#separated.delete(core));
    this.#separated.add(core);
    return core;
  }

  /** One command, one reply: the first that the kernel gives; undefined where it only acknowledges. */
  async request<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["request"],
    options: CallOptions = {},
  ): Promise<(Commands[Name]["reply"] & Decoded) | undefined> {
    const replies = await this.requestAll(name, request, options);
    return replies[0];
  }

  /** One command, all its replies: some answer a single request in parts. */
  async requestAll<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["request"],
    options: CallOptions = {},
  ): Promise<(Commands[Name]["reply"] & Decoded)[]> {
    const command = await loadCommand(name);
    const exchange = command.do;
    if (exchange === undefined) {
      throw new Nl80211Error(
        "INVALID_ARGUMENT",
        `${name} is no request of its own${command.dump ? ": use dump()" : ""}`,
      );
    }
    const write = (writer: AttributeWriter) => exchange.encode(writer, request as never);
    const { onCookie, ...rest } = options;
    const naming = new Naming(command.value, describing(name, request, options));
    const messages = await this.netlink
      .request(FAMILY, command.value, write, {
        ...rest,
        ...(onCookie !== undefined && { onCookie: (cookie) => onCookie(hostU64(cookie)) }),
        slow: command.slow,
        describe: naming.describe,
      })
      .catch(async (error: unknown) => translate(await naming.name(error)));
    const { decode } = exchange;
    return decode === undefined ? [] : messages.map((message) => decodeMessage(message, decode) as never);
  }

  /** One command, many replies. */
  async dump<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["dumpRequest"],
    options: CallOptions = {},
  ): Promise<Dump<Commands[Name]["dumpReply"] & Decoded>> {
    const { messages, decode } = await this.#dumped(name, request, options);
    return messages.map((message) => decodeMessage(message, decode));
  }

  /** As `dump`, for who decodes the replies later, or only some: each as octets that it shares with one other at most. */
  async dumpUnread<Name extends CommandName, T>(
    name: Name,
    request: Commands[Name]["dumpRequest"],
    options: CallOptions,
    read: (reader: AttributeReader, decode: (reader: AttributeReader) => Commands[Name]["dumpReply"]) => T,
  ): Promise<Dump<T>> {
    const { messages, decode } = await this.#dumped(name, request, options);
    const copies = new Apart();
    return messages.map((message) => read(copies.attributes(message), decode));
  }

  async #dumped<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["dumpRequest"],
    options: CallOptions,
  ): Promise<{
    readonly messages: Dump<GenericMessage>;
    readonly decode: (reader: AttributeReader) => Commands[Name]["dumpReply"];
  }> {
    const command = await loadCommand(name);
    const exchange = command.dump;
    if (exchange?.decode === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", `${name} cannot be dumped${command.do ? ": use request()" : ""}`);
    }
    // Encoded now, so that a bad argument is told before anything is read.
    const write = (writer: AttributeWriter) => exchange.encode(writer, request as never);
    await this.family(options);
    const naming = new Naming(command.value, describing(name, request, options));
    const { onCookie: _, ...rest } = options;
    const messages = this.netlink
      .dump(FAMILY, command.value, write, { ...rest, describe: naming.describe })
      .explained((error) => naming.name(error));
    return { messages, decode: exchange.decode as never };
  }

  /** nl80211 as the kernel has it now. Rejects with NO_NL80211. */
  family(options: CallOptions = {}): Promise<Family> {
    const lookup = options.signal === undefined ? {} : { signal: options.signal };
    return this.netlink.family(FAMILY, lookup).catch(translate);
  }

  /** The selector that a target's requests carry; a name is looked up by netlink. Rejects with NO_SUCH_INTERFACE, NO_ADAPTER, or ABORTED. */
  async resolve(target: Target, options: CallOptions = {}): Promise<Selector> {
    const selector = selectorOf(target);
    if (selector !== undefined) {
      // Not all that follows can be given up before it is begun.
      if (options.signal?.aborted) throw aborted(targetName(target, options), options.signal);
      return selector;
    }
    const devices = await (await this.dump("GetInterface", {}, options)).toArray();
    const found = devices.find((device) => device.ifname === target);
    if (found?.ifindex !== undefined) return { ifindex: found.ifindex };
    const names = devices.flatMap(({ ifname }) => ifname ?? []);
    if (devices.length === 0 && (await this.#hasNoWiphy(options))) throw noAdapter();
    const hint = names.length === 0 ? "there are no Wi-Fi interfaces" : `Wi-Fi interfaces: ${names.join(", ")}`;
    throw new Nl80211Error("NO_SUCH_INTERFACE", `no Wi-Fi interface is called ${targetName(target)}`, {
      target: targetName(target),
      hint,
    });
  }

  async #hasNoWiphy(options: CallOptions): Promise<boolean> {
    try {
      return (await (await this.dump("GetWiphy", { splitWiphyDump: true }, options)).toArray()).length === 0;
    } catch (error) {
      // A recording may hold the interfaces alone.
      if (isNl80211Error(error, "NO_MATCH")) return false;
      throw error;
    }
  }

  close(): void {
    for (const core of this.#separated) core.close();
    this.netlink.close();
    this.#closing.abort();
    this.#onClose?.();
  }
}

function aborted(target: string, { reason: cause }: AbortSignal): Nl80211Error {
  return new Nl80211Error("ABORTED", `${target}: aborted by the caller`, { target, cause });
}

/** nl80211 is there, a radio is not. */
export function noAdapter(): Nl80211Error {
  return new Nl80211Error("NO_ADAPTER", "there is no Wi-Fi adapter", {
    hint: "plug one in, or load its driver: nl80211 doctor shows what is missing",
  });
}

/** A command's generated descriptor. Throws INVALID_ARGUMENT for what is no command. */
export async function loadCommand(name: string): Promise<Command> {
  const loader = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined;
  if (loader === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `nl80211 has no command ${name}`);
  return loader.load();
}

/** Decodes a message's attributes; those that were malformed are named in `malformed`, the others are there. */
export function decodeMessage<T>(message: GenericMessage, decode: (reader: AttributeReader) => T): T & Decoded {
  const reader = message.attributes();
  const decoded = decode(reader) as T & { malformed?: readonly MalformedAttribute[] };
  if (reader.malformed !== undefined) decoded.malformed = reader.malformed;
  return decoded;
}

/** A number of up to 8 octets in host order. */
function hostU64(cookie: Uint8Array): bigint {
  const octets = LITTLE_ENDIAN ? [...cookie].reverse() : [...cookie];
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function describing(name: string, request: unknown, options: CallOptions) {
  const target = options.target ?? addressOf(Object(request));
  return () => ({ command: name, ...(target !== undefined && { target }) });
}

function addressOf(request: Partial<Record<"ifindex" | "wdev" | "wiphy", number>>): string | undefined {
  if (request.ifindex !== undefined) return targetName({ ifindex: request.ifindex });
  if (request.wdev !== undefined) return targetName({ wdev: request.wdev });
  return request.wiphy === undefined ? undefined : targetName({ wiphy: request.wiphy });
}

/** The controller knows no family nl80211: the kernel has no cfg80211, or its module is not loaded. */
function translate(error: unknown): never {
  if (!isNl80211Error(error, "NO_FAMILY")) throw error;
  throw new Nl80211Error("NO_NL80211", "this kernel has no nl80211", {
    hint: "load the Wi-Fi driver (modprobe cfg80211 for the core alone); or look at a recording: --demo, --replay FILE",
    cause: error,
  });
}
