import type { Observable } from "rxjs";
import { Nl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import type { radarDetectCommand } from "../../nl80211/generated/channel.ts";
import { RadarEvent as Told } from "../../nl80211/generated/regulatory-enums.ts";
import { netdev } from "../addressee.ts";
import { type AwaitedEvent, outcome, withoutTimeout } from "../awaited-event.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import type { Streams } from "../streams.ts";
import { type Target, targetName } from "../target.ts";
import { type ChannelChoice, chandefFields, toChandef } from "./channel-choice.ts";
import type { RadarEvent } from "./radar-events.ts";

/** How a channel is checked for radar. */
export interface RadarCheckOptions extends CallOptions {
  /** On a receiver of its own, while the interface serves another channel: a device with the feature "radar-background" (NOT_SUPPORTED). */
  readonly background?: boolean;
  /** Gives up waiting. The kernel has no command that ends a check: it goes on until the interface goes down. */
  readonly signal?: AbortSignal;
  /** How long to wait at most. Default: as long as it takes, which is 60 s in most countries, and 10 min for weather radar (5600 to 5650 MHz). */
  readonly timeoutMs?: number;
}

/** After "cac-aborted" the kernel tells at once whether it was radar. */
const REASON_MS = 500;

/**
 * Radar, and the channels that must be shared with it (DFS). Needs CAP_NET_ADMIN, a country whose rules are known (`setRegulatory`), and
 * a device that detects radar. What is known of a channel `wiphy()` tells: "usable" wants a check, "available" has had it, "unavailable"
 * has radar, for 30 minutes.
 */
export class Radar {
  readonly #core: Core;
  readonly #streams: () => Streams;

  constructor(core: Core, streams: () => Streams) {
    this.#core = core;
    this.#streams = streams;
  }

  /**
   * Listens for radar on a channel (the channel availability check, CAC), with an interface of type "ap", "mesh-point" or "adhoc" that is up
   * and idle; resolves when the channel may be used.
   *
   * Rejects with RADAR_DETECTED, LOST where the kernel broke the check off (the interface went down), BUSY while one runs or the interface
   * beacons, TIMEOUT, ABORTED, and KERNEL with EINVAL for a channel that needs no check, had it, or that regulation bars.
   */
  async check(target: Target, channel: ChannelChoice, options: RadarCheckOptions = {}): Promise<void> {
    const chandef = toChandef(channel);
    const request = { ...chandefFields(chandef), ...(options.background && { radarBackground: true }) };
    const [selector, call] = await netdev(this.#core, target, withoutTimeout(options));
    const wiphy = (await this.#core.request("GetInterface", selector, call))?.wiphy;
    const core = this.#core.separate();
    try {
      const { radarDetectCommand } = await import("../../nl80211/generated/channel.ts");
      const awaited = checking(
        radarDetectCommand,
        core,
        { ...selector, wiphy },
        targetName(target, options),
        chandef,
        options,
      );
      await outcome(core, awaited, () => core.request("RadarDetect", { ...selector, ...request }, call));
    } finally {
      core.close();
    }
  }

  /** Begins a check and does not wait for its end, which `events$` and `wiphy()` tell. Rejects as `check` does, but for what ends a check. */
  async startCheck(target: Target, channel: ChannelChoice, options: RadarCheckOptions = {}): Promise<void> {
    const { background, ...rest } = options;
    const fields = { ...chandefFields(toChandef(channel)), ...(background && { radarBackground: true }) };
    const [selector, call] = await netdev(this.#core, target, rest);
    await this.#core.request("RadarDetect", { ...selector, ...fields }, call);
  }

  /**
   * Tells the kernel of radar that a detector of its own heard on a channel: it is "unavailable" from then on, on all radios. KERNEL with
   * EINVAL for a channel that is not shared with radar.
   */
  async notify(target: Target, channel: ChannelChoice, options: CallOptions = {}): Promise<void> {
    const fields = chandefFields(toChandef(channel));
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("NotifyRadar", { ...selector, ...fields }, call);
  }

  /** What happens to channels that are shared with radar: of the radio of a target, or of all. */
  events$(target?: Target): Observable<RadarEvent> {
    return this.#streams().radarEvents(target);
  }
}

/** What ends a check, as the kernel tells it: of our interface, or, as radar itself, of our radio. */
function checking(
  { value, event }: typeof radarDetectCommand,
  core: Core,
  own: { readonly ifindex: number; readonly wiphy: number | undefined },
  target: string,
  { frequencyMhz }: Chandef,
  { signal, timeoutMs }: RadarCheckOptions,
): AwaitedEvent<true> {
  const about = { command: "RadarDetect", target };
  const failure = (code: "LOST" | "RADAR_DETECTED", text: string) =>
    new Nl80211Error(code, `RadarDetect ${target}: ${frequencyMhz} MHz: ${text}`, about);
  return {
    ...{ ...about, groups: ["mlme"], signal, timeoutMs },
    heard: (message: GenericMessage, fail) => {
      if (message.command !== value) return undefined;
      const { wiphy, ifindex, wiphyFreqMhz, radarEvent } = decodeMessage(message, event.decode);
      if (wiphy !== own.wiphy || (ifindex ?? own.ifindex) !== own.ifindex) return undefined;
      if (wiphyFreqMhz !== Math.floor(frequencyMhz)) return undefined;
      if (radarEvent === Told.CacFinished) return true;
      if (radarEvent === Told.Detected) throw failure("RADAR_DETECTED", "radar was heard");
      if (radarEvent === Told.CacAborted) {
        core.clock.after(REASON_MS, () => fail(failure("LOST", "the kernel broke the check off")));
      }
      return undefined;
    },
  };
}
