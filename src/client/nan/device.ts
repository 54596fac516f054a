import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { type CallOptions, type Core, FAMILY } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { Streams } from "../streams.ts";
import { type NanConfig, nanConfigFields } from "./config.ts";
import { type NanEvent, type NanMatch, nanEvent } from "./events.ts";
import type { NanFunctionInput } from "./function.ts";
import { toNanFunc } from "./function.ts";
import { localScheduleFields, type NanPeerSchedule, type NanSchedule, peerScheduleFields } from "./schedule.ts";

/** A function that was added. */
export interface NanFunctionIds {
  readonly cookie: bigint;
  /** Its number in the air. */
  readonly instanceId: number;
}

/** Who hears what a NAN device tells; `over` when it will tell no more, with an error where that was not asked for. */
export interface NanListener {
  event(event: NanEvent): void;
  over(error?: Error): void;
}

/** A NAN device that runs (Wi-Fi Aware), until this is closed. */
export class NanDevice extends Lasting {
  /** Its wdev: it has no network interface. */
  readonly wdev: number;
  /** What errors call it. */
  readonly name: string;
  readonly #core: Core;
  readonly #streams: () => Streams;
  readonly #listeners = new Set<NanListener>();
  /** It tells no more; with an error where that was not asked for. */
  #ended: { readonly error: Error | undefined } | undefined;

  constructor(core: Core, wdev: number, name: string, streams: () => Streams, undo: () => Promise<unknown>) {
    super(core, undo);
    this.#core = core;
    this.wdev = wdev;
    this.name = name;
    this.#streams = streams;
    core.closed.addEventListener("abort", () => this.#over());
  }

  /** What the device tells, from now on; it completes when the device is closed, and fails with LOST where that went with nl80211 or its socket. */
  get events$(): Observable<NanEvent> {
    return this.#streams().nanEvents(this);
  }

  /**
   * Publishes a service or looks for one, from the subscription on until its end, and gives what matches: functions of peers, and their messages
   * ("follow-up"). It completes when the function's time to live is over. Fails with NOT_SUPPORTED where discovery is not the device's
   * ("userspace-de" of its NAN capabilities).
   */
  function$(input: NanFunctionInput): Observable<NanMatch> {
    return this.#streams().nanFunction(this, input);
  }

  /** Adds a function that stays until it is deleted, its time is over, or the device is closed. What matches comes by `events$`. */
  async addFunction(input: NanFunctionInput, options: CallOptions = {}): Promise<NanFunctionIds> {
    return addNanFunction(this.#core, { wdev: this.wdev }, input, { target: this.name, ...options });
  }

  /** Takes a function away. The kernel tells nothing of a cookie that it does not know. */
  async deleteFunction(cookie: bigint, options: CallOptions = {}): Promise<void> {
    await this.#core.request("DelNanFunction", { wdev: this.wdev, cookie }, { target: this.name, ...options });
  }

  /** Changes how it works; the kernel takes a configuration as a whole, so that what is not given of `perBand` and so on is the default. */
  async configure(config: NanConfig, options: CallOptions = {}): Promise<void> {
    await configureNan(this.#core, { wdev: this.wdev }, config, { target: this.name, ...options });
  }

  /** Sets when it is on which channel, for data. Linux 7.3 knows it, 6.12 does not (NOT_SUPPORTED). */
  async setSchedule(schedule: NanSchedule, options: CallOptions = {}): Promise<void> {
    const fields = localScheduleFields(schedule);
    await this.#core.request("NanSetLocalSched", { wdev: this.wdev, ...fields }, { target: this.name, ...options });
  }

  /** Sets when a peer, which must be a station of it, is on which channel. Linux 7.3 knows it, 6.12 does not (NOT_SUPPORTED). */
  async setPeerSchedule(peer: Mac, schedule: NanPeerSchedule, options: CallOptions = {}): Promise<void> {
    const fields = peerScheduleFields(peer, schedule);
    await this.#core.request("NanSetPeerSched", { wdev: this.wdev, ...fields }, { target: this.name, ...options });
  }

  /** Calls a listener until the function that it returns is called. For streams. */
  hear(listener: NanListener): () => void {
    this.#listeners.add(listener);
    if (this.#ended !== undefined) listener.over(this.#ended.error);
    return () => this.#listeners.delete(listener);
  }

  /** Listens on the socket that the device tells, which is its owner's, and in the group of devices without one. What is `owned` goes with it. */
  async listen(owned: boolean): Promise<void> {
    const { id } = await this.#core.family();
    const { connection } = this.#core.netlink;
    await this.#core.netlink.listen(FAMILY, ["nan"], {
      notification: ({ message }) => {
        const event = nanEvent(message, this.wdev);
        if (event !== undefined) for (const listener of [...this.#listeners]) listener.event(event);
      },
      gap: (family) => {
        if (family?.id !== id || (owned && connection.counters.reopened > 0)) this.#over(lost(this.name));
      },
      failure: (error) => this.#over(error),
    });
  }

  #over(error?: Error): void {
    this.#ended ??= { error };
    for (const listener of [...this.#listeners]) listener.over(error);
    this.#listeners.clear();
  }
}

function lost(name: string): Nl80211Error {
  return new Nl80211Error("LOST", `${name}: over, because nl80211 or the socket went away`, { target: name });
}

/** Adds a function to a NAN device, and gives its cookie and number. */
export async function addNanFunction(
  core: Core,
  selector: { readonly wdev: number } | { readonly ifindex: number },
  input: NanFunctionInput,
  options: CallOptions,
): Promise<NanFunctionIds> {
  const nanFunc = toNanFunc(input);
  const reply = await core.request("AddNanFunction", { ...selector, nanFunc }, options);
  if (reply?.cookie === undefined) throw new Nl80211Error("MALFORMED", "a NAN function without a cookie");
  return { cookie: reply.cookie, instanceId: reply.nanFunc?.instanceId ?? 0 };
}

/** Changes how a NAN device works. */
export async function configureNan(
  core: Core,
  selector: { readonly wdev: number } | { readonly ifindex: number },
  config: NanConfig,
  options: CallOptions,
): Promise<void> {
  const fields = nanConfigFields(config);
  if (Object.keys(fields).length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "nothing to configure is given");
  await core.request("ChangeNanConfig", { ...selector, ...fields }, options);
}
