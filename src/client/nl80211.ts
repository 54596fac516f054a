import type { Observable } from "rxjs";
import { Nl80211Error } from "../errors.ts";
import type { NetworkNamespace } from "../netlink/network-namespace.ts";
import type { Transport } from "../netlink/transport.ts";
import type { Bss } from "../nl80211/bss.ts";
import type { Commands } from "../nl80211/generated/command-map.ts";
import type { FtmResponderStats } from "../nl80211/generated/ftm.ts";
import type { WowlanTriggers } from "../nl80211/generated/wowlan.ts";
import type { Interface } from "../nl80211/interface.ts";
import type { KeyInfo } from "../nl80211/key.ts";
import type { MeshParameters, MeshPath } from "../nl80211/mesh.ts";
import type { RegulatoryDomain } from "../nl80211/regulatory.ts";
import type { Station } from "../nl80211/station.ts";
import type { Survey } from "../nl80211/survey.ts";
import type { Wiphy } from "../nl80211/wiphy.ts";
import type { CoalesceRule } from "../nl80211/wowlan.ts";
import { AccessPoints } from "./access-point/access-points.ts";
import type { ChannelSwitchOptions } from "./access-point/channel-switch.ts";
import { netdev } from "./addressee.ts";
import type { ConnectOptions } from "./connection/connect-options.ts";
import type { WifiConnection } from "./connection/connection.ts";
import { Mlme } from "./connection/mlme.ts";
import { type CallOptions, type CommandName, Core, type Decoded } from "./core.ts";
import { Devices, noneOf, type SurveyOptions } from "./devices.ts";
import { Frames } from "./frame/frames.ts";
import { LazyDump } from "./lazy-dump.ts";
import { Measurement } from "./measurement/measurement.ts";
import { Ibss } from "./membership/ibss.ts";
import { Mesh } from "./membership/mesh.ts";
import { Ocb } from "./membership/ocb.ts";
import { Nan } from "./nan/nan.ts";
import type { ChannelChoice } from "./radio/channel-choice.ts";
import { P2p } from "./radio/p2p.ts";
import { Radar } from "./radio/radar.ts";
import type { RfkillSwitch } from "./radio/rfkill.ts";
import { Heard } from "./scan/heard.ts";
import type { WatchNetworksOptions } from "./scan/network-watch.ts";
import { ScanCalls } from "./scan/scan-calls.ts";
import type { ScanOptions } from "./scan/scan-request.ts";
import { Scanner } from "./scan/scanner.ts";
import type { ScheduledScanOptions } from "./scan/scheduled-scan.ts";
import { type KeyQuery, Settings } from "./settings.ts";
import type { CqmNotification, CqmThresholds } from "./station/cqm.ts";
import { type CriticalProtocol, type CriticalProtocolOptions, criticalProtocol } from "./station/critical-protocol.ts";
import { Keys } from "./station/keys.ts";
import { type Link, readLink } from "./station/link.ts";
import { Pmksa } from "./station/pmksa.ts";
import { Tdls } from "./station/tdls.ts";
import type { Streams } from "./streams.ts";
import type { Target } from "./target.ts";
import { Vendor } from "./vendor/vendor.ts";
import type { EventOptions, WifiEvent } from "./watch/events.ts";
import type { WatchOptions } from "./watch/watch.ts";

export interface OpenOptions {
  /** Where messages go: the kernel (the default), a recording, a scripted kernel. It closes with the client. */
  readonly transport?: Transport;
  /** How long the kernel may take over a request. Default: 10 s. */
  readonly timeoutMs?: number;
  /** Receive buffer that is asked for, in octets. */
  readonly receiveBufferSize?: number;
  /**
   * Talk to the radios of this network namespace: a name of `ip netns`, a path, `{ pid }` or `{ fd }`. Needs CAP_SYS_ADMIN. Every socket is
   * opened there, and the thread is back before anything else runs. Not with a `transport`, which says by itself where it talks to.
   */
  readonly netns?: NetworkNamespace;
  /** Open in a worker thread too, where ending the worker with an open client takes the whole process down. */
  readonly allowWorker?: boolean;
  /** Load rxjs, for `events()` and `watch*()`. Default: true. */
  readonly streams?: boolean;
}

/**
 * A client of nl80211: this machine's Wi-Fi, or a recording's. Everything that it returns is a snapshot; what goes on comes as
 * observables. Close it, or let `await using` do that; an idle client does not keep the process alive.
 */
export class Nl80211 extends ScanCalls {
  readonly #core: Core;
  readonly #devices: Devices;
  readonly #settings: Settings;
  readonly #scanner: Scanner;
  readonly #vendor: Vendor;
  #streams: Streams | undefined;

  private constructor(core: Core) {
    super(core);
    this.#core = core;
    this.#devices = new Devices(core);
    this.#settings = new Settings(core);
    this.#scanner = new Scanner(core);
    this.#vendor = new Vendor(core, () => this.#needStreams());
  }

  /**
   * Opens a client. Nothing is asked of the kernel yet, so that it also opens where nl80211 comes later. Rejects with NOT_LINUX,
   * NO_KOFFI or WORKER where there can be no socket.
   */
  static async open(options: OpenOptions = {}): Promise<Nl80211> {
    if (options.transport !== undefined && options.netns !== undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", "netns is for the kernel's sockets: leave out transport, or netns");
    }
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
  wiphys(options: CallOptions = {}): Promise<Wiphy[]> {
    return this.#devices.wiphys(options);
  }

  /** One radio, by its name ("phy0") or number, or by one of its interfaces. Rejects with NO_ADAPTER where there is none at all. */
  wiphy(target: Target, options: CallOptions = {}): Promise<Wiphy> {
    return this.#devices.wiphy(target, options);
  }

  /** All Wi-Fi interfaces, and devices without one. */
  interfaces(options: CallOptions = {}): Promise<Interface[]> {
    return this.#devices.interfaces(options);
  }

  /** One interface, or device without one. */
  interface(target: Target, options: CallOptions = {}): Promise<Interface> {
    return this.#devices.interface(target, options);
  }

  /** The stations that an interface talks to, or those of all interfaces. */
  stations(target?: Target, options: CallOptions = {}): Promise<Station[]> {
    return this.#devices.stations(target, options);
  }

  /** One station of an interface, by its address. */
  station(target: Target, address: string, options: CallOptions = {}): Promise<Station> {
    return this.#devices.station(target, address, options);
  }

  /** What an interface is connected to, and how well: the network, its links, the station at the other end. */
  link(target: Target, options: CallOptions = {}): Promise<Link> {
    return readLink(
      { devices: this.#devices, scanResults: (device, call) => this.scanResults(device, call) },
      target,
      options,
    );
  }

  /** What the radio of an interface (or those of all) has measured on its channels. */
  surveys(target?: Target, options: SurveyOptions = {}): Promise<Survey[]> {
    return this.#devices.surveys(target, options);
  }

  /** The regulatory domains in force: the global one, and those of wiphys that have their own. */
  regulatory(options: CallOptions = {}): Promise<RegulatoryDomain[]> {
    return this.#devices.regulatory(options);
  }

  /** The regulatory domain that a radio keeps to, by its name or that of an interface: its own (with `wiphy`), or the global one. */
  regulatoryOf(target: Target, options: CallOptions = {}): Promise<RegulatoryDomain> {
    return this.#devices.regulatoryOf(target, options);
  }

  /** Whether the interface saves power by sleeping between beacons. */
  powerSave(target: Target, options: CallOptions = {}): Promise<boolean> {
    return this.#settings.powerSave(target, options);
  }

  /** What wakes the system; undefined where nothing is set. */
  wowlan(target: Target, options: CallOptions = {}): Promise<WowlanTriggers | undefined> {
    return this.#settings.wowlan(target, options);
  }

  /** The rules by which received packets are held back. */
  coalesce(target: Target, options: CallOptions = {}): Promise<CoalesceRule[]> {
    return this.#settings.coalesce(target, options);
  }

  /** The settings of a mesh interface. */
  meshParameters(target: Target, options: CallOptions = {}): Promise<MeshParameters> {
    return this.#settings.meshParameters(target, options);
  }

  /** Paths through the mesh. Needs CAP_NET_ADMIN. */
  meshPaths(target: Target, options: CallOptions = {}): Promise<MeshPath[]> {
    return this.#settings.meshPaths(target, options);
  }

  /** Devices behind other mesh points. Needs CAP_NET_ADMIN. */
  meshProxies(target: Target, options: CallOptions = {}): Promise<MeshPath[]> {
    return this.#settings.meshProxies(target, options);
  }

  /** The cipher and the packet number of a key in use; never the key. Needs CAP_NET_ADMIN. */
  key(target: Target, query: KeyQuery, options: CallOptions = {}): Promise<KeyInfo> {
    return this.#settings.key(target, query, options);
  }

  /** Counters of an access point that answers fine timing measurements. */
  ftmResponderStats(target: Target, options: CallOptions = {}): Promise<FtmResponderStats> {
    return this.#settings.ftmResponderStats(target, options);
  }

  /** What this kernel's nl80211 can do besides: "split-wiphy-dump". */
  protocolFeatures(options: CallOptions = {}): Promise<string[]> {
    return this.#settings.protocolFeatures(options);
  }

  /**
   * The networks that the kernel remembers of scans; no scan is made. Where no target is given, those of all radios: a network that several
   * interfaces of a radio know is told once, by the one that is connected to it if one is.
   */
  async scanResults(target?: Target, options: CallOptions = {}): Promise<Bss[]> {
    if (target !== undefined) {
      const [device] = await this.#devices.selectors(target, options);
      const [selector, name] = device!;
      return this.#scanner.results(selector, { ...options, target: name });
    }
    const heard = new Heard();
    for (const { ifindex, wiphy, name } of await this.#devices.interfaces(options)) {
      if (ifindex === undefined) continue; // a device without a network interface has no list
      const call = { ...options, target: name ?? `${ifindex}` };
      heard.add(wiphy, await this.#scanner.results({ ifindex }, call).catch(noneOf(undefined)));
    }
    return heard.networks;
  }

  /** Scans, and gives the networks found. Needs CAP_NET_ADMIN. */
  scan(target?: Target, options: ScanOptions = {}): Promise<Bss[]> {
    return this.#scanner.scan(target, options);
  }

  /**
   * Connects a station, and resolves when it is connected; rejects with CONNECT_FAILED and why where that does not come to be. The
   * connection lasts as long as the object. Needs CAP_NET_ADMIN, and the interface up.
   */
  async connect(target: Target, options: ConnectOptions): Promise<WifiConnection> {
    const { connect } = await import("./connection/connector.ts"); // what has large codecs is loaded when it is asked for
    return connect(this.#core, target, options, () => this.#needStreams());
  }

  /** Ends a station's connection, whoever made it. Needs CAP_NET_ADMIN. */
  async disconnect(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("Disconnect", selector, call);
  }

  /** Meshes: join, leave, parameters, paths, peers. */
  get mesh(): Mesh {
    return new Mesh(this.#core, () => this.#needStreams());
  }

  /**
   * An ad-hoc network or a mesh goes to another channel: the kernel announces it in `count` beacons; resolves when it is there. An access
   * point goes by its own `switchChannel`, which knows its beacon. Needs CAP_NET_ADMIN. Rejects as that does, and with KERNEL: ENOTCONN for
   * an interface in no network.
   */
  async switchChannel(target: Target, channel: ChannelChoice, options: ChannelSwitchOptions = {}): Promise<void> {
    const { switchChannel } = await import("./access-point/channel-switch.ts");
    return switchChannel(this.#core, target, channel, options);
  }

  /** Radar: check a channel for it, tell of it, hear of it. */
  get radar(): Radar {
    return new Radar(this.#core, () => this.#needStreams());
  }

  /** P2P devices (Wi-Fi Direct): start, stop. */
  get p2p(): P2p {
    return new P2p(this.#core);
  }

  /** NAN devices (Wi-Fi Aware): start, configure, functions, matches. */
  get nan(): Nan {
    return new Nan(this.#core, () => this.#needStreams());
  }

  /** Ad-hoc networks: join, leave. */
  get ibss(): Ibss {
    return new Ibss(this.#core);
  }

  /** Outside the context of a BSS: join a channel, leave it. */
  get ocb(): Ocb {
    return new Ocb(this.#core);
  }

  /** Keys: add, delete, choose the one to send with. */
  get keys(): Keys {
    return new Keys(this.#core);
  }

  /** Master keys that the device remembers (PMKSA). */
  get pmksa(): Pmksa {
    return new Pmksa(this.#core);
  }

  /** Direct links between clients (TDLS): frames, links, peers. */
  get tdls(): Tdls {
    return new Tdls(this.#core, () => this.#needStreams());
  }

  /**
   * Asks the device to let no frame get lost for a moment, such as while DHCP runs; one at a time a radio (BUSY). Needs CAP_NET_ADMIN; few
   * drivers do it, and those of mac80211 do not (NOT_SUPPORTED).
   */
  criticalProtocol(
    target: Target,
    what: CriticalProtocolOptions,
    options: CallOptions = {},
  ): Promise<CriticalProtocol> {
    return criticalProtocol(this.#core, target, what, options);
  }

  /** Access points: start, serve stations, change, stop. */
  get ap(): AccessPoints {
    return new AccessPoints(this.#core, (service) => this.#needStreams().stationEvents(service));
  }

  /** Management frames: receive, send, stay on a channel. */
  get frames(): Frames {
    return new Frames(this.#core, () => this.#needStreams().frames);
  }

  /** Distances to other stations, by the time of flight. */
  get measurement(): Measurement {
    return new Measurement(() => this.#needStreams());
  }

  /** Commands and events of drivers' vendors. */
  get vendor(): Vendor {
    return this.#vendor;
  }

  /** Connections step by step: authenticate, associate, deauthenticate, external authentication, fast transition. */
  get mlme(): Mlme {
    return new Mlme(this.#core, () => this.#needStreams());
  }

  /** What happens to Wi-Fi, as it happens. Groups are joined with the first subscriber and left after the last. */
  events(options: EventOptions = {}): Observable<WifiEvent> {
    return this.#needStreams().events(options);
  }

  /** A scan that begins with the subscription and gives its results once; unsubscribed before, it is aborted. */
  scan$(target?: Target, options: ScanOptions = {}): Observable<Bss[]> {
    return this.#needStreams().scan(target, options);
  }

  /** The networks known, each time that a scan which the radio makes by itself finds some; ended by unsubscribing. Needs CAP_NET_ADMIN. */
  scheduledScan$(target: Target, options: ScheduledScanOptions = {}): Observable<Bss[]> {
    return this.#needStreams().scheduledScan(target, options);
  }

  /**
   * How a client's connection fares: its signal crosses thresholds, packets or beacons are lost. Sets the thresholds with the
   * subscription, and takes them back at its end. An interface has one set of them: the last one set counts, and the kernel keeps it
   * where the client closes or the process dies first. Needs CAP_NET_ADMIN; an interface that is no client is NOT_SUPPORTED.
   */
  cqm$(target: Target, thresholds: CqmThresholds = {}, options: CallOptions = {}): Observable<CqmNotification> {
    return this.#needStreams().cqm(target, thresholds, options);
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

  /**
   * The networks that the kernel remembers, whoever scans. It never scans by itself, unless `scanEvery` asks for that. What an interface hears on its channel beside scans
   * (an access point, a mesh point, a connected station) no event announces: `every` reads it.
   */
  watchNetworks(target?: Target, options: WatchNetworksOptions = {}): Observable<Bss[]> {
    return this.#needStreams().networks(target, options);
  }

  /**
   * What an interface is connected to; undefined while there is no such interface. Signal, rates and counters change without an
   * event: `every` reads them.
   */
  watchLink(target: Target, options: WatchOptions = {}): Observable<Link | undefined> {
    return this.#needStreams().link(target, options);
  }

  /** The regulatory domains in force. */
  watchRegulatory(options: WatchOptions = {}): Observable<RegulatoryDomain[]> {
    return this.#needStreams().regulatory(options);
  }

  /** The switches of Wi-Fi radios on this machine. Fails with NOT_SUPPORTED for a client in another network namespace. */
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

  #needStreams(): Streams {
    if (this.#streams !== undefined) return this.#streams;
    throw new Nl80211Error("INVALID_ARGUMENT", "this client was opened with streams: false, and has no observables", {
      hint: "leave that out: rxjs is loaded then",
    });
  }
}

async function openSocket(options: OpenOptions): Promise<Transport> {
  const { socketTransport } = await import("../socket/transport.ts");
  return socketTransport(options);
}
