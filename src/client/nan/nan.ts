import { Nl80211Error } from "../../errors.ts";
import { Iftype } from "../../nl80211/generated/interface-enums.ts";
import { device, radio } from "../addressee.ts";
import { whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import type { Streams } from "../streams.ts";
import type { Target } from "../target.ts";
import { type NanConfig, nanConfigFields } from "./config.ts";
import type { NanDevice, NanFunctionIds } from "./device.ts";
import type { NanFunctionInput } from "./function.ts";

/** How a NAN device starts. */
export interface NanStart extends NanConfig {
  /** How much it wants to be the cluster's master: 1 to 255, of which 1 and 255 are for certification. Default: 2. */
  readonly masterPreference?: number;
}

/**
 * Wi-Fi Aware (NAN): devices that find each other's services without an access point. Needs CAP_NET_ADMIN in the machine's first user
 * namespace, and a radio with interfaces of type "nan". Such a device has no network interface: its target is `{ wdev }`.
 */
export class Nan {
  readonly #core: Core;
  readonly #streams: () => Streams;

  constructor(core: Core, streams: () => Streams) {
    this.#core = core;
    this.#streams = streams;
  }

  /**
   * Makes a NAN device on a radio and starts it: the kernel removes it when the object that this resolves to is closed, or the process ends. It
   * alone hears of matches, clusters and windows. Rejects with NOT_SUPPORTED where the radio has none, and RFKILL.
   */
  async create(on: Target, start: NanStart = {}, options: CallOptions = {}): Promise<NanDevice> {
    const fields = startFields(start);
    const [selector, call] = await radio(this.#core, on, options);
    const core = this.#core.separate();
    try {
      const made = await core.request(
        "NewInterface",
        { ...selector, ifname: "nan", iftype: Iftype.Nan, socketOwner: true },
        call,
      );
      if (made?.wdev === undefined) throw new Nl80211Error("MALFORMED", "a NAN device without a wdev");
      const wdev = made.wdev;
      const name = `nan of ${call.target}`;
      return await this.#start(core, wdev, name, fields, call, true, () => core.request("DelInterface", { wdev }));
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /**
   * Starts a NAN device that is there, until the object that this resolves to is closed. The kernel knows no owner of that: when the process
   * dies, the device goes on; and what it tells comes here only if no other socket owns it. KERNEL with EEXIST where it runs.
   */
  async start(target: Target, start: NanStart = {}, options: CallOptions = {}): Promise<NanDevice> {
    const fields = startFields(start);
    const [selector, call] = await device(this.#core, target, options);
    const wdev = "wdev" in selector ? selector.wdev : (await this.#core.request("GetInterface", selector, call))?.wdev;
    if (wdev === undefined) throw new Nl80211Error("MALFORMED", `${call.target} is told without a wdev`);
    const core = this.#core.separate();
    try {
      const undo = () => core.request("StopNan", { wdev });
      return await this.#start(core, wdev, call.target ?? "", fields, call, false, undo);
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Stops a NAN device, whoever started it. */
  async stop(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("StopNan", selector, call);
  }

  /** Changes how a NAN device works, whoever started it. One that does not run is KERNEL with ENOTCONN, or INTERFACE_DOWN. */
  async configure(target: Target, config: NanConfig, options: CallOptions = {}): Promise<void> {
    nanConfigFields(config); // a bad argument is told before anything is asked
    const [selector, call] = await device(this.#core, target, options);
    const { configureNan } = await import("./device.ts");
    await configureNan(this.#core, selector, config, call);
  }

  /** Adds a function to a NAN device, whoever started it: it stays until it is deleted, its time is over, or the device stops. */
  async addFunction(target: Target, input: NanFunctionInput, options: CallOptions = {}): Promise<NanFunctionIds> {
    const [selector, call] = await device(this.#core, target, options);
    const { addNanFunction } = await import("./device.ts");
    return addNanFunction(this.#core, selector, input, call);
  }

  /** Takes a function of a NAN device away. */
  async deleteFunction(target: Target, cookie: bigint, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("DelNanFunction", { ...selector, cookie }, call);
  }

  async #start(
    core: Core,
    wdev: number,
    name: string,
    fields: ReturnType<typeof startFields>,
    call: CallOptions,
    owned: boolean,
    undo: () => Promise<unknown>,
  ): Promise<NanDevice> {
    const { NanDevice } = await import("./device.ts"); // with the codecs of NAN, when it is asked for
    const started = new NanDevice(core, wdev, name, this.#streams, undo);
    await started.listen(owned);
    await core.request("StartNan", { wdev, ...fields }, { ...call, target: name });
    return started;
  }
}

function startFields(start: NanStart) {
  const { masterPreference = 2, ...rest } = start;
  return { ...nanConfigFields(rest), nanMasterPref: whole("masterPreference", masterPreference, 1, 255) };
}
