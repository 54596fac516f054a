import { Observable, Subject, shareReplay, takeUntil, throwError } from "rxjs";
import { Nl80211Error } from "../errors.ts";
import type { Bss } from "../nl80211/bss.ts";
import type { FtmResult } from "../nl80211/ftm-result.ts";
import type { Interface } from "../nl80211/interface.ts";
import type { RegulatoryDomain } from "../nl80211/regulatory.ts";
import type { Station } from "../nl80211/station.ts";
import type { Wiphy } from "../nl80211/wiphy.ts";
import { stationEvents } from "./access-point/streams.ts";
import { heard } from "./connection/connection-streams.ts";
import type { CallOptions, Core } from "./core.ts";
import { FrameStreams } from "./frame/frame-streams.ts";
import type { Listeners } from "./listeners.ts";
import { ftm } from "./measurement/ftm.ts";
import type { MeasureOptions } from "./measurement/ftm-request.ts";
import { meshCandidates, type PeerCandidate } from "./membership/mesh-candidates.ts";
import type { NanDevice } from "./nan/device.ts";
import type { NanEvent, NanMatch } from "./nan/events.ts";
import type { NanFunctionInput } from "./nan/function.ts";
import { nanEvents, nanFunction } from "./nan/streams.ts";
import { type RadarEvent, radarEvents } from "./radio/radar-events.ts";
import { type RfkillSwitch, readRfkill } from "./radio/rfkill.ts";
import { checkInterval, repeatedScans, SCAN_EVERY_FLOOR_MS, type WatchNetworksOptions } from "./scan/network-watch.ts";
import type { ScanOptions } from "./scan/scan-request.ts";
import { type ScheduledScanOptions, scheduledScan } from "./scan/scheduled-scan.ts";
import type { CqmNotification, CqmThresholds } from "./station/cqm.ts";
import { cqmStream } from "./station/cqm-stream.ts";
import type { Link } from "./station/link.ts";
import { type TdlsRequest, tdlsRequests } from "./station/tdls-requests.ts";
import { type Target, targetName } from "./target.ts";
import type { Vendor, VendorNews, VendorNewsOptions } from "./vendor/vendor.ts";
import { vendorNews } from "./vendor/vendor-news.ts";
import { EventStream } from "./watch/event-stream.ts";
import type { EventOptions, WifiEvent } from "./watch/events.ts";
import { anyOf, eventHints, linkHints, rfkillHints } from "./watch/hints.ts";
import { SharedStreams } from "./watch/shared-streams.ts";
import { untilForgotten, untilSettled } from "./watch/unannounced.ts";
import { type Watched, type WatchOptions, watch } from "./watch/watch.ts";

/** What the watchers read: the client itself. */
export interface Readers {
  wiphys(): Promise<Wiphy[]>;
  interfaces(): Promise<Interface[]>;
  stations(target?: Target): Promise<Station[]>;
  scanResults(target?: Target): Promise<Bss[]>;
  regulatory(): Promise<RegulatoryDomain[]>;
  link(target: Target): Promise<Link>;
  scan(target: Target | undefined, options: ScanOptions): Promise<Bss[]>;
}

/** The client's observables. This file and those that it alone imports are where rxjs is loaded. */
export class Streams {
  readonly frames: FrameStreams;
  readonly stationEvents = stationEvents;
  readonly #core: Core;
  readonly #readers: Readers;
  readonly #closed = new Subject<void>();
  /** By the names of their groups: subscribers to the same groups share one membership. */
  readonly #events = new SharedStreams<EventStream>();
  /** By what is watched and how often: subscribers to the same share its readings. */
  readonly #watched = new SharedStreams<Observable<unknown>>();

  constructor(core: Core, readers: Readers) {
    this.#core = core;
    this.#readers = readers;
    this.frames = new FrameStreams(core);
  }

  /** What happens, of some multicast groups or all. */
  events({ groups, onListening }: EventOptions = {}, named = true): Observable<WifiEvent> {
    const name = `${named} ${groups === undefined ? "*" : groups.toSorted().join(" ")}`;
    const make = () => new EventStream(this.#core, groups, named);
    const events = this.#events.observe(name, make, (stream) => {
      if (onListening === undefined) return stream.events;
      return new Observable<WifiEvent>((subscriber) => {
        const listening = () => {
          try {
            onListening();
          } catch (error) {
            subscriber.error(error); // its own stream alone: others share what it listens to
          }
        };
        subscriber.add(stream.events.subscribe(subscriber));
        subscriber.add(stream.whenListening(listening));
      });
    });
    return events.pipe(takeUntil(this.#closed));
  }

  wiphys(options: WatchOptions): Observable<Wiphy[]> {
    const hints = this.#hints(["config", "regulatory", "mlme"], ({ type }) => WIPHY_EVENTS.has(type));
    return this.#watch("wiphys", { read: () => this.#readers.wiphys(), hints, gone: [] }, options);
  }

  interfaces(options: WatchOptions): Observable<Interface[]> {
    const hints = anyOf(
      this.#hints(["config", "mlme"], ({ type }) => !NO_STATE.has(type)),
      linkHints(this.#core),
    );
    return this.#watch("interfaces", { read: () => this.#readers.interfaces(), hints, gone: [] }, options);
  }

  stations(target: Target | undefined, options: WatchOptions): Observable<Station[]> {
    const hints = anyOf(
      this.#hints(["config", "mlme"], ({ type }) => !NO_STATE.has(type)),
      linkHints(this.#core),
    );
    const read = () => this.#readers.stations(target);
    return this.#watch(`stations ${nameOf(target)}`, { read, hints, gone: [], lasts: untilSettled }, options);
  }

  networks(target: Target | undefined, { scanEvery, ...options }: WatchNetworksOptions): Observable<Bss[]> {
    checkInterval("scanEvery", scanEvery, SCAN_EVERY_FLOOR_MS);
    const events = this.#hints(["scan", "mlme", "config"], ({ type }) => NETWORK_EVENTS.has(type));
    // Whoever waits for a scan of this client goes first.
    const scan = (signal: AbortSignal) => this.#readers.scan(target, { signal, priority: -1 });
    const hints = scanEvery === undefined ? events : anyOf(events, repeatedScans(this.#core.clock, scanEvery, scan));
    const read = () => this.#readers.scanResults(target);
    const what = `networks ${nameOf(target)} ${scanEvery ?? ""}`;
    return this.#watch(what, { read, hints, gone: [], lasts: untilForgotten }, options);
  }

  link(target: Target, options: WatchOptions): Observable<Link | undefined> {
    const hints = anyOf(
      this.#hints(["config", "mlme"], ({ type }) => !NO_STATE.has(type)),
      linkHints(this.#core),
    );
    const read = () => this.#readers.link(target);
    const lasts = (link: Link | undefined) => untilSettled(link?.station === undefined ? [] : [link.station]);
    return this.#watch<Link | undefined>(
      `link ${targetName(target)}`,
      { read, hints, gone: undefined, lasts },
      options,
    );
  }

  regulatory(options: WatchOptions): Observable<RegulatoryDomain[]> {
    const hints = this.#hints(["regulatory", "config"], ({ type }) => REGULATORY_EVENTS.has(type));
    return this.#watch("regulatory", { read: () => this.#readers.regulatory(), hints, gone: [] }, options);
  }

  rfkill(options: WatchOptions): Observable<RfkillSwitch[]> {
    const { sysfs, transport } = this.#core;
    if (sysfs === undefined) {
      const text = `the radios' switches are told to this machine's own namespace, not to ${transport.elsewhere}`;
      return throwError(() => new Nl80211Error("NOT_SUPPORTED", text));
    }
    return this.#watch("rfkill", { read: () => readRfkill(sysfs), hints: rfkillHints(this.#core), gone: [] }, options);
  }

  /** A scan with the subscription, its results, and the end; unsubscribed before that, it is aborted. */
  scan(target: Target | undefined, options: ScanOptions): Observable<Bss[]> {
    return new Observable<Bss[]>((subscriber) => {
      const unsubscribed = new AbortController();
      const { signal } = options;
      // AbortSignal.any() would leave something of each scan with a signal that outlives them
      const abort = () => unsubscribed.abort(signal?.reason);
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort);
      this.#readers.scan(target, { ...options, signal: unsubscribed.signal }).then(
        (networks) => {
          subscriber.next(networks);
          subscriber.complete();
        },
        (error: unknown) => subscriber.error(error),
      );
      return () => {
        signal?.removeEventListener("abort", abort);
        unsubscribed.abort();
      };
    }).pipe(takeUntil(this.#closed));
  }

  /** What scans that the radio makes by itself find. */
  scheduledScan(target: Target, options: ScheduledScanOptions): Observable<Bss[]> {
    const results = (ifindex: number) => this.#readers.scanResults({ ifindex });
    return scheduledScan(this.#core, results, target, options).pipe(takeUntil(this.#closed));
  }

  /** What happens to channels that are shared with radar. */
  radarEvents(target: Target | undefined): Observable<RadarEvent> {
    return radarEvents(this.#core, target);
  }

  /** What a NAN device tells. */
  nanEvents(device: NanDevice): Observable<NanEvent> {
    return nanEvents(device);
  }

  /** What matches a NAN function. */
  nanFunction(device: NanDevice, input: NanFunctionInput): Observable<NanMatch> {
    return nanFunction(device, input);
  }

  /** Mesh stations that no link is with. */
  meshCandidates(target: Target): Observable<PeerCandidate> {
    return meshCandidates(this.#core, target);
  }

  /** What vendors' drivers tell. */
  vendorNews(vendor: Vendor, options: VendorNewsOptions): Observable<VendorNews> {
    return vendorNews(this.#core, vendor, options);
  }

  /** Fine timing measurements with peers. */
  ftm(target: Target, options: MeasureOptions): Observable<FtmResult> {
    return ftm(this.#core, target, options);
  }

  /** What a connection's listeners hear. */
  heard<T>(from: Listeners<T>, ended: Promise<unknown>): Observable<T> {
    return heard(from, ended).pipe(takeUntil(this.#closed));
  }

  /** What crosses the thresholds of a connection. */
  cqm(target: Target, thresholds: CqmThresholds, options: CallOptions): Observable<CqmNotification> {
    return cqmStream(this.#core, target, thresholds, options);
  }

  /** What a driver asks of direct links. */
  tdlsRequests(target: Target): Observable<TdlsRequest> {
    return tdlsRequests(this.#core, target);
  }

  /** Completes every observable. */
  close(): void {
    this.#closed.next();
    this.#closed.complete();
  }

  #hints(groups: readonly string[], relevant: (event: WifiEvent) => boolean) {
    return eventHints((options) => this.events(options, false), groups, relevant);
  }

  #watch<T>(what: string, watched: Watched<T>, options: WatchOptions): Observable<T> {
    checkInterval("every", options.every, EVERY_FLOOR_MS);
    const make = () =>
      watch(this.#core.clock, watched, options).pipe(
        takeUntil(this.#closed),
        shareReplay({ bufferSize: 1, refCount: true }),
      );
    return this.#watched.observe(`${what} ${options.every ?? ""}`, make, (states) => states as Observable<T>);
  }
}

/** Readings that follow one another more closely keep a processor busy, and tell nothing more. */
const EVERY_FLOOR_MS = 10;

/** Events after which a wiphy may be another: itself, its channels' rules, what is known about radar. */
const WIPHY_EVENTS: ReadonlySet<string> = new Set<WifiEvent["type"]>([
  ...(["new-wiphy", "del-wiphy", "reg-change", "wiphy-reg-change", "reg-beacon-hint", "radar-detect"] as const),
]);

/** Events of the mlme group that change nothing of an interface or a station. */
const NO_STATE: ReadonlySet<string> = new Set<WifiEvent["type"]>([
  ...(["frame", "frame-tx-status", "control-port-frame", "control-port-frame-tx-status", "unprot-beacon"] as const),
  ...(["frame-wait-cancel", "new-peer-candidate", "probe-peer", "michael-mic-failure"] as const),
]);

/** Events after which there may be other networks, or another of them is ours. */
const NETWORK_EVENTS: ReadonlySet<string> = new Set<WifiEvent["type"]>([
  ...(["new-scan-results", "sched-scan-results", "scan-aborted", "connect", "roam", "disconnect"] as const),
  ...(["join-ibss", "del-interface", "new-interface", "del-wiphy"] as const),
]);

const REGULATORY_EVENTS: ReadonlySet<string> = new Set<WifiEvent["type"]>([
  ...(["reg-change", "wiphy-reg-change", "reg-beacon-hint", "new-wiphy", "del-wiphy"] as const),
]);

function nameOf(target: Target | undefined): string {
  return target === undefined ? "*" : targetName(target);
}
