import { netdev } from "../addressee.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";
import type { Target } from "../target.ts";

/**
 * A channel used outside the context of a BSS, until this is closed. The kernel knows no owner of it (JOIN_OCB takes no socket): when
 * the process dies, the interface stays on the channel until someone leaves it or takes it down.
 */
export class OcbMembership extends Lasting {}

/**
 * Frames outside the context of a BSS (OCB; 802.11p, between vehicles), of interfaces of type "ocb" that are up. All of it needs
 * CAP_NET_ADMIN, and a driver that does it (NOT_SUPPORTED).
 */
export class Ocb {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Uses a channel, most often `{ frequencyMhz: 5890, mode: "10MHz" }`. KERNEL with EINVAL where regulation or the device bars it. */
  async join(target: Target, channel: ChannelChoice, options: CallOptions = {}): Promise<OcbMembership> {
    const fields = chandefFields(toChandef(channel));
    const [selector, call] = await netdev(this.#core, target, options);
    const core = this.#core.separate();
    try {
      await core.request("JoinOcb", { ...selector, ...fields }, call);
      return new OcbMembership(core, () => core.request("LeaveOcb", selector));
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Leaves the channel, whoever uses it. KERNEL with ENOTCONN where nobody does. */
  async leave(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("LeaveOcb", selector, call);
  }
}
