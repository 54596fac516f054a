import type { Observable } from "rxjs";
import { isNl80211Error } from "../errors.ts";
import type { Dump } from "../netlink/dump.ts";
import type { Transport } from "../netlink/transport.ts";
import type { Bss } from "../nl80211/bss.ts";
import type { Commands } from "../nl80211/generated/command-map.ts";
import { type Interface, toInterface } from "../nl80211/interface.ts";
import { type RegulatoryDomain, toRegulatoryDomain } from "../nl80211/regulatory.ts";
import { type Station, toStation } from "../nl80211/station.ts";
import { type Survey, toSurvey } from "../nl80211/survey.ts";
import { toWiphy, type Wiphy } from "../nl80211/wiphy.ts";
import { mergeWiphyParts } from "../nl80211/wiphy-parts.ts";
import { type CallOptions, type CommandName, Core, type Decoded } from "./core.ts";
import type { EventOptions, WifiEvent } from "./events.ts";
import type { RfkillSwitch } from "./rfkill.ts";
import type { ScanOptions } from "./scan-request.ts";
import { Scanner } from "./scanner.ts";
import type { Streams } from "./streams.ts";
import { type Target, targetName } from "./target.ts";
import type { WatchOptions } from "./watch.ts";

export interface OpenOptions {
  /** Where messages go: the kernel (the default), a recording, a scripted kernel. */
  readonly transport?: Transport;
  /** How long the kernel may take over a request. Default: 10 s. */
  readonly timeoutMs?: number;
  /** Receive buffer that is asked for, in octets. */
  readonly receiveBufferSize?: number;
  /** Open in a worker thread too, where ending the worker with an open client takes the whole process down. */
  readonly allowWorker?: boolean;
  /** Load rxjs, for `events()` and `watch*()`. Default: true. */
  readonly streams?: boolean;
}

/**
 * A client of nl80211: this machine's Wi-Fi, or a recording's. Everything that it returns is a snapshot; what goes on comes as
 * observables. Close it, or let `await using` do that; an idle client does not keep the process alive.
 */
export class Nl80211 {
  readonly #core: Core;
  readonly #scanner: Scanner;
  #streams: Streams | undefined;

  private constructor(core: Core) {
    this.#core = core;
    this.#scanner = new Scanner(core);
  }

  /**
   * Opens a client. Nothing is asked of the kernel yet, so that it also opens where nl80211 comes later. Rejects with NOT_LINUX,
   * NO_KOFFI or WORKER where there can be no socket.
   */
  static async open(options: OpenOptions = {}): Promise<Nl80211> {
    const transport = options.transport ?? (await openSocket(options));
    const core = new Core(transport, options);
    const client = new Nl80211(core);
    if (options.streams !== false) {
      const { Streams } = await import("./streams.ts");
      client.#streams = new Streams(core, client);
    }
    return client;
  }

  /** All radios. */
  async wiphys(options: CallOptions = {}): Promise<Wiphy[]> {
    const parts = await (await this.#core.dump("GetWiphy", { splitWiphyDump: true }, options)).toArray();
    return mergeWiphyParts(parts).map(toWiphy);
  }

  /** All Wi-Fi interfaces, and devices without one. */
  async interfaces(options: CallOptions = {}): Promise<Interface[]> {
    return (await (await this.#core.dump("GetInterface", {}, options)).toArray()).map(toInterface);
  }

  /** The stations that an interface talks to, or those of all interfaces. */
  async stations(target?: Target, options: CallOptions = {}): Promise<Station[]> {
    const stations: Station[] = [];
    for (const [selector, name] of await this.#devices(target, options)) {
      const dump = await this.#core.dump("GetStation", selector, { ...options, target: name });
      stations.push(...(await dump.toArray().catch(noneOf(target))).map(toStation));
    }
    return stations;
  }

  /** What the radio of an interface (or those of all) has measured on its channels. */
  async surveys(target?: Target, options: CallOptions = {}): Promise<Survey[]> {
    const surveys: Survey[] = [];
    for (const [selector, name] of await this.#devices(target, options)) {
      const dump = await this.#core.dump("GetSurvey", selector, { ...options, target: name });
      surveys.push(...(await dump.toArray().catch(noneOf(target))).map(toSurvey));
    }
    return surveys;
  }

  /** The regulatory domains in force: the global one, and those of wiphys that have their own. */
  async regulatory(options: CallOptions = {}): Promise<RegulatoryDomain[]> {
    return (await (await this.#core.dump("GetReg", {}, options)).toArray()).map(toRegulatoryDomain);
  }

  /** The networks that the kernel remembers of scans (of all interfaces, where no target is given); no scan is made. */
  async scanResults(target?: Target, options: CallOptions = {}): Promise<Bss[]> {
    const networks: Bss[] = [];
    for (const [selector, name] of await this.#devices(target, options)) {
      networks.push(...(await this.#scanner.results(selector, { ...options, target: name }).catch(noneOf(target))));
    }
    return networks;
  }

  /** Scans, and gives the networks found. Needs CAP_NET_ADMIN. */
  scan(target?: Target, options: ScanOptions = {}): Promise<Bss[]> {
    return this.#scanner.scan(target, options);
  }

  /** What happens to Wi-Fi, as it happens. Groups are joined with the first subscriber and left after the last. */
  events(options: EventOptions = {}): Observable<WifiEvent> {
    return this.#needStreams().events(options);
  }

  /** A scan that begins with the subscription and gives its results once; unsubscribed before, it is aborted. */
  scan$(target?: Target, options: ScanOptions = {}): Observable<Bss[]> {
    return this.#needStreams().scan(target, options);
  }

  /**
   * All radios, at once and again at each change. This and the other watchers read the state again whenever an event hints at a
   * change, go on through hotplug, lost events and reloaded modules, share their readings, and complete when the client closes.
   */
  watchWiphys(options: WatchOptions = {}): Observable<Wiphy[]> {
    return this.#needStreams().wiphys(options);
  }

  /** All interfaces, at once and again at each change. The kernel never announces tx power: `every` reads it. */
  watchInterfaces(options: WatchOptions = {}): Observable<Interface[]> {
    return this.#needStreams().interfaces(options);
  }

  /** The stations of an interface, or of all. Counters and signal change without an event: `every` reads them. */
  watchStations(target?: Target, options: WatchOptions = {}): Observable<Station[]> {
    return this.#needStreams().stations(target, options);
  }

  /** The networks that the kernel remembers, whoever scans. It never scans by itself. */
  watchNetworks(target?: Target, options: WatchOptions = {}): Observable<Bss[]> {
    return this.#needStreams().networks(target, options);
  }

  /** The regulatory domains in force. */
  watchRegulatory(options: WatchOptions = {}): Observable<RegulatoryDomain[]> {
    return this.#needStreams().regulatory(options);
  }

  /** The switches of Wi-Fi radios on this machine, whatever the transport. */
  watchRfkill(options: WatchOptions = {}): Observable<RfkillSwitch[]> {
    return this.#needStreams().rfkill(options);
  }

  /** Any command of nl80211: one request, its reply (undefined where the kernel only acknowledges). */
  request<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["request"],
    options: CallOptions = {},
  ): Promise<(Commands[Name]["reply"] & Decoded) | undefined> {
    return this.#core.request(name, request, options);
  }

  /** Any dump of nl80211, with backpressure: `for await (const station of wifi.dump("GetStation", { ifindex: 3 }))`. */
  dump<Name extends CommandName>(
    name: Name,
    request: Commands[Name]["dumpRequest"],
    options: CallOptions = {},
  ): LazyDump<Commands[Name]["dumpReply"] & Decoded> {
    return new LazyDump(() => this.#core.dump(name, request, options));
  }

  /** Closes the client's sockets. What is pending rejects with CLOSED; observables complete. */
  async close(): Promise<void> {
    this.#streams?.close();
    this.#core.close();
    this.#core.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The target's selector with its name for errors; of all interfaces that have one, where there is no target. */
  async #devices(target: Target | undefined, options: CallOptions): Promise<[{ ifindex: number }, string][]> {
    if (target !== undefined) {
      return [[(await this.#core.resolve(target, options)) as { ifindex: number }, targetName(target)]];
    }
    const devices = await this.interfaces(options);
    return devices.flatMap(({ ifindex, name }) => (ifindex === undefined ? [] : [[{ ifindex }, name ?? `${ifindex}`]]));
  }

  #needStreams(): Streams {
    if (this.#streams === undefined) throw new TypeError("this client was opened with streams: false");
    return this.#streams;
  }
}

/** A dump that is asked for when it is read. */
export class LazyDump<T> implements AsyncIterable<T> {
  readonly #open: () => Promise<Dump<T>>;

  constructor(open: () => Promise<Dump<T>>) {
    this.#open = open;
  }

  /** All of it; `interrupted` where it changed while it was read, to the last attempt. */
  async toArray(): ReturnType<Dump<T>["toArray"]> {
    return (await this.#open()).toArray();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this.#open();
  }
}

/** What an interface of all cannot tell, or a recording does not hold, is nothing; of one that was named it is an error. */
function noneOf(target: Target | undefined): (error: unknown) => never[] {
  return (error) => {
    if (target === undefined && NOTHING_HERE.some((code) => isNl80211Error(error, code))) return [];
    throw error;
  };
}

const NOTHING_HERE = ["NOT_SUPPORTED", "INTERFACE_DOWN", "NO_SUCH_INTERFACE", "NO_MATCH"] as const;

async function openSocket(options: OpenOptions): Promise<Transport> {
  const { socketTransport } = await import("../socket/transport.ts");
  return socketTransport(options);
}
