import type { Mac } from "../../bytes/mac.ts";
import { isNl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import type { NewStationFields, SetStationFields } from "../../nl80211/generated/station.ts";
import { StaFlag } from "../../nl80211/generated/station-enums.ts";
import type { CallOptions, Core } from "../core.ts";
import { FrameSender, type SentFrame } from "../frame/frame-sender.ts";
import { PeerProber } from "../frame/peer-probe.ts";

/** How long the device may take over an answer before it counts as unheard. */
const STATUS_MS = 2000;

/** What an access point asks of the kernel about its stations. */
export class ApKernel {
  readonly #core: Core;
  readonly #ifindex: number;
  readonly #sender: FrameSender;
  readonly #prober: PeerProber;
  readonly #call: CallOptions;

  constructor(core: Core, ifindex: number, call: CallOptions) {
    this.#core = core;
    this.#ifindex = ifindex;
    this.#sender = new FrameSender(core);
    this.#prober = new PeerProber(core);
    this.#call = call;
  }

  /** Hand it every notification of the group "mlme". */
  heard(message: GenericMessage): void {
    this.#sender.heard(message);
    this.#prober.heard(message);
  }

  /** Adds a station; one that was left over there makes room. */
  async add(station: NewStationFields): Promise<void> {
    const request = { ifindex: this.#ifindex, ...station };
    try {
      await this.#core.request("NewStation", request, this.#call);
    } catch (error) {
      if (!isNl80211Error(error) || error.errnoName !== "EEXIST") throw error;
      await this.remove(station.mac);
      await this.#core.request("NewStation", request, this.#call);
    }
  }

  /** Changes a station that is not associated yet. */
  async change(station: SetStationFields): Promise<void> {
    await this.#core.request("SetStation", { ifindex: this.#ifindex, ...station }, this.#call);
  }

  /** Lets a station's data pass. */
  async authorize(address: Mac): Promise<void> {
    const flags = [StaFlag.Authorized];
    await this.change({ mac: address, staFlags2: { mask: flags, set: flags } });
  }

  /** Removes a station, or all; one that is not there is no error. */
  async remove(address?: Mac): Promise<void> {
    const request = { ifindex: this.#ifindex, ...(address !== undefined && { mac: address }) };
    await this.#core.request("DelStation", request, this.#call).catch(passOver("ENOENT"));
  }

  /** How long nothing was heard of a station, in ms; undefined where the driver does not count. */
  async silenceMs(address: Mac): Promise<number | undefined> {
    const request = { ifindex: this.#ifindex, mac: address };
    return (await this.#core.request("GetStation", request, this.#call))?.staInfo?.inactiveTimeMs;
  }

  /** Whether a station acknowledges an empty frame. */
  async answers(address: Mac): Promise<boolean> {
    return (await this.#prober.probe(this.#ifindex, address, { ...this.#call, timeoutMs: STATUS_MS })).acked;
  }

  /** Sends an answer on the network's channel. */
  send(frame: Uint8Array, frequencyMhz: number, dontWaitForAck = false): Promise<SentFrame> {
    const request = { ifindex: this.#ifindex, wiphyFreqMhz: frequencyMhz, frame };
    return this.#sender.send(
      { ...request, ...(dontWaitForAck && { dontWaitForAck }) },
      { ...this.#call, timeoutMs: STATUS_MS },
    );
  }
}

function passOver(errnoName: string) {
  return (error: unknown) => {
    if (!isNl80211Error(error) || error.errnoName !== errnoName) throw error;
  };
}
