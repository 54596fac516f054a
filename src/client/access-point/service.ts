import { Nl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { parseFrame } from "../../ieee80211/frame.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { stopApCommand } from "../../nl80211/generated/ap.ts";
import { frameCommand, unexpectedFrameCommand } from "../../nl80211/generated/frame.ts";
import { delStationCommand, newStationCommand } from "../../nl80211/generated/station.ts";
import type { GetWiphyReply } from "../../nl80211/generated/wiphy.ts";
import { FeatureFlag } from "../../nl80211/generated/wiphy-enums.ts";
import { type CallOptions, type Core, decodeMessage, FAMILY } from "../core.ts";
import { type FrameChoice, toRegistration } from "../frame/frame-choice.ts";
import { type Admission, type StationRules, toAdmission } from "./admission.ts";
import type { ApBss } from "./bss.ts";
import type { StationEvent } from "./events.ts";
import { Inactivity } from "./inactivity.ts";
import { ApKernel } from "./kernel.ts";
import { Reception } from "./reception.ts";

/** How an access point ended: by `close()`, or as the kernel told: the interface went down, or away with its driver. */
export interface ApEnd {
  readonly by: "us" | "kernel";
}

/** What the stations of an access point are served with. */
export interface ServiceOptions {
  readonly core: Core;
  readonly ifindex: number;
  readonly call: CallOptions;
  readonly wiphy: GetWiphyReply;
  /** The network as it is now. */
  readonly bss: () => ApBss;
  readonly rules: StationRules;
  readonly inactivityTimeoutS: number;
}

/** What an access point must hear. The kernel answers actions that nobody wants by itself. */
const FRAMES: readonly FrameChoice[] = [
  "authentication",
  "association-request",
  "reassociation-request",
  "disassociation",
  "deauthentication",
  { type: "action", match: Uint8Array.of(8) }, // SA query
];

/**
 * Serves the stations of one access point: hears for it on its own socket, and hands on what it hears. A device that manages stations by
 * itself (NL80211_ATTR_DEVICE_AP_SME) needs no more than that its stations are let through.
 */
export class ApService {
  readonly #options: ServiceOptions;
  readonly #kernel: ApKernel;
  readonly #handlers = new Set<(event: StationEvent) => void>();
  /** The device manages stations by itself. */
  readonly device: boolean;
  readonly reception: Reception;
  /** Resolves when the access point is over. Never rejects. */
  readonly ended: Promise<ApEnd>;
  #end!: (end: ApEnd) => void;
  #inactivity: Inactivity | undefined;

  constructor(options: ServiceOptions) {
    const { core, ifindex, call, wiphy, bss, rules } = options;
    this.#options = options;
    this.device = wiphy.deviceApSme !== undefined;
    const admission: Admission = toAdmission(rules);
    if (this.device && Object.keys(rules).length > 0) {
      throw new Nl80211Error(
        "NOT_SUPPORTED",
        `${call.target}: the device lets stations in by itself, without these rules`,
      );
    }
    this.#kernel = new ApKernel(core, ifindex, call);
    this.reception = new Reception({
      ...{ kernel: this.#kernel, bss, admission },
      keepsUnassociated: wiphy.featureFlags?.includes(FeatureFlag.FullApClientState) === true,
      now: () => core.clock.now(),
      tell: (event) => {
        for (const handler of this.#handlers) handler(event);
      },
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    core.closed.addEventListener("abort", () => this.#end({ by: "us" }));
  }

  /** Calls `handler` with what happens to stations, until the function that it returns is called. */
  listen(handler: (event: StationEvent) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** Hears from now on what stations send. Before the access point starts, so that none is missed. */
  async begin(): Promise<void> {
    const { core, ifindex, call, wiphy } = this.#options;
    const { id } = await core.family();
    await core.netlink.listen(FAMILY, ["mlme"], {
      notification: ({ message }) => this.#heard(message),
      // What messages were lost, stations send again; but nl80211 that went away took the access point with it, as a lost socket does.
      gap: (family) => {
        if (family?.id !== id || core.netlink.connection.counters.reopened > 0) this.#over();
      },
      failure: () => this.#over(),
    });
    if (this.device) return;
    // A device that answers probe requests by itself is not to be helped.
    const choices = wiphy.probeRespOffload === undefined ? [...FRAMES, "probe-request"] : FRAMES;
    for (const choice of choices) await core.request("RegisterFrame", { ifindex, ...toRegistration(choice) }, call);
    await core.request("UnexpectedFrame", { ifindex }, call);
  }

  /** The access point has started: stations of an earlier one are told that it is gone, those that fall silent looked after. */
  async serve(): Promise<void> {
    if (this.device) return;
    const { core, inactivityTimeoutS } = this.#options;
    await this.#kernel.remove();
    await this.reception.dismissAll(ReasonCode.PreviousAuthenticationNotValid);
    if (inactivityTimeoutS > 0) {
      this.#inactivity = new Inactivity(core.clock, this.#kernel, this.reception, inactivityTimeoutS * 1000);
    }
  }

  /** Before the access point stops: its stations are told. */
  async close(): Promise<void> {
    this.#inactivity?.stop();
    if (!this.device) await this.reception.dismissAll(ReasonCode.DeauthenticatedLeaving);
    this.#end({ by: "us" });
  }

  #heard(message: GenericMessage): void {
    this.#kernel.heard(message);
    const { ifindex } = this.#options;
    switch (message.command) {
      case frameCommand.value: {
        const { frame } = decodeMessage(message, frameCommand.event.decode);
        if (frame !== undefined && !this.device) this.reception.receive(parseFrame(frame));
        return;
      }
      case unexpectedFrameCommand.value: {
        const { mac } = decodeMessage(message, unexpectedFrameCommand.event.decode);
        if (mac !== undefined) this.reception.unexpected(mac);
        return;
      }
      case newStationCommand.value: {
        const event = decodeMessage(message, newStationCommand.event.decode);
        if (event.ifindex === ifindex && event.mac !== undefined && this.device) {
          void this.#kernel.authorize(event.mac).catch(() => {}); // not all such devices want to be told
        }
        return;
      }
      case delStationCommand.value: {
        const event = decodeMessage(message, delStationCommand.event.decode);
        if (event.ifindex === ifindex && event.mac !== undefined) this.reception.removed(event.mac);
        return;
      }
      case stopApCommand.value: {
        if (decodeMessage(message, stopApCommand.event.decode).ifindex === ifindex) this.#over();
      }
    }
  }

  /** The kernel has ended it. */
  #over(): void {
    this.#inactivity?.stop();
    this.reception.gone();
    this.#end({ by: "kernel" });
  }
}
