import { device } from "../addressee.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { Target } from "../target.ts";

/** A P2P device that runs, until this is closed. The kernel knows no owner of that: when the process dies, it runs on until it is stopped or removed. */
export class RunningP2pDevice extends Lasting {}

/**
 * P2P devices (Wi-Fi Direct): what a radio sends and receives P2P's frames by. Such a device has no network interface: make one with
 * `ownInterface(radio, { name, type: "p2p-device" })`, and name it by `{ wdev }`. Needs CAP_NET_ADMIN.
 */
export class P2p {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Starts a P2P device; one that runs already is no error. RFKILL where the radio is blocked, NOT_SUPPORTED for what is no P2P device. */
  async start(target: Target, options: CallOptions = {}): Promise<RunningP2pDevice> {
    const [selector, call] = await device(this.#core, target, options);
    const core = this.#core.separate();
    try {
      await core.request("StartP2pDevice", selector, call);
      return new RunningP2pDevice(core, () => core.request("StopP2pDevice", selector));
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Stops a P2P device, whoever started it. INTERFACE_DOWN where it does not run. */
  async stop(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("StopP2pDevice", selector, call);
  }
}
