import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { checkedTimeout } from "../../netlink/checked.ts";
import { Bss } from "../../nl80211/bss.ts";
import { netdev } from "../addressee.ts";
import type { CallOptions, Core } from "../core.ts";
import { type Target, targetName } from "../target.ts";
import { Attempt, type AttemptName } from "./attempt.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { explained, isRefusal } from "./connect-refusal.ts";
import { toConnect } from "./connect-request.ts";
import { type KeyedOptions, keyed } from "./connect-security.ts";
import { silenceExplained } from "./connect-silence.ts";
import { type ConnectionStreams, type RoamTarget, WifiConnection } from "./connection.ts";
import { ConnectionEvents } from "./connection-events.ts";
import { answerExternally } from "./external-authentication.ts";
import { doubted } from "./handshake-doubt.ts";
import { planHandshake } from "./handshake-plan.ts";
import { ProgramHandshake } from "./program-handshake.ts";

const TIMEOUT_MS = 30_000;

/**
 * Connects, on a socket that owns the connection, and waits for the kernel's word on it. The event is listened for from before the
 * request; those of other interfaces do not count. What fails leaves nothing behind.
 *
 * Rejects with CONNECT_FAILED (`statusCode` or `reasonCode` of 802.11, or what timed out), TIMEOUT, ABORTED, INTERFACE_DOWN, NOT_PERMITTED,
 * NO_SUCH_INTERFACE, RFKILL, NOT_SUPPORTED for an interface that is no station, and KERNEL: EALREADY where it is connected already, EINVAL for
 * what the device does not do, with the cure in `hint`.
 */
export async function connect(
  parent: Core,
  target: Target,
  given: ConnectOptions,
  streams: ConnectionStreams,
): Promise<WifiConnection> {
  const options = await keyed(given);
  const { signal, timeoutMs = TIMEOUT_MS, externalAuthentication } = options;
  toConnect(1, options); // a bad argument is told before anything is asked
  checkedTimeout(timeoutMs);
  const name = targetName(target, options);
  const [{ ifindex }, named] = await netdev(parent, target, { target: name, ...(signal !== undefined && { signal }) });
  const plan = await planHandshake(parent, ifindex, options, named);
  const core = parent.separate();
  const events = new ConnectionEvents(core, ifindex);
  if (externalAuthentication !== undefined) answerExternally(core, ifindex, events, externalAuthentication);
  const asked = plan?.options ?? options;
  const handshake = plan === undefined ? undefined : new ProgramHandshake(core, ifindex, name, events, plan);
  const mover = new Mover(core, ifindex, name, events, asked, handshake);
  const open = handshake?.opened() ?? (options.untilAuthorized === true ? events.authorized : undefined);
  const attempt = mover.attempt("connect", timeoutMs, signal);
  const opening = mover.opening("connect", timeoutMs, signal); // one time for both
  let begun = false;
  try {
    await events.listen();
    if (signal?.aborted) await attempt.result;
    events.begin(attempt);
    begun = true;
    await core.request("Connect", toConnect(ifindex, asked), named).catch(async (error: unknown) => {
      begun = !isRefusal(error);
      throw await explained(core, ifindex, options, error);
    });
    await attempt.result;
    if (open !== undefined) await mover.opened(open, opening);
  } catch (error) {
    if (begun) await mover.leave();
    const told = await silenceExplained(core, ifindex, options, plan === undefined ? error : doubted(error));
    core.close();
    throw told;
  } finally {
    attempt.over();
    opening.over();
  }
  const parts = { core, ifindex, name, events, streams, undo: () => mover.leave() };
  return new WifiConnection({ ...parts, roam: (to, how) => mover.roam(to, how) });
}

/** Asks the kernel to move, and to leave, a connection. */
export class Mover {
  readonly #core: Core;
  readonly #ifindex: number;
  readonly #name: string;
  readonly #events: ConnectionEvents;
  readonly #options: KeyedOptions;
  readonly #handshake: ProgramHandshake | undefined;

  constructor(
    core: Core,
    ifindex: number,
    name: string,
    events: ConnectionEvents,
    options: KeyedOptions,
    handshake?: ProgramHandshake,
  ) {
    this.#core = core;
    this.#ifindex = ifindex;
    this.#name = name;
    this.#events = events;
    this.#options = options;
    this.#handshake = handshake;
  }

  attempt(verb: string, timeoutMs: number, signal: AbortSignal | undefined): Attempt {
    return new Attempt(this.#core, this.#named(verb), timeoutMs, signal);
  }

  /** The time in which a connection must be there, and open. */
  opening(verb: string, timeoutMs: number, signal: AbortSignal | undefined): Attempt<void> {
    return new Attempt<void>(this.#core, this.#named(verb), timeoutMs, signal);
  }

  /** Waits until data may pass, as the device tells, or the handshake that we do. */
  async opened(open: Promise<boolean>, attempt: Attempt<void>): Promise<void> {
    open.then(
      (yes) => yes && attempt.accept(),
      (error: Error) => attempt.reject(error),
    );
    const forget = this.#events.ends.add((end) =>
      attempt.cut(end.by, "reasonCode" in end ? end.reasonCode : undefined),
    );
    await attempt.result.finally(forget);
  }

  async roam(to: RoamTarget, { signal, timeoutMs = TIMEOUT_MS }: CallOptions): Promise<void> {
    const core = this.#core;
    const call = { target: this.#name, ...(signal !== undefined && { signal }) };
    const previousBssid = this.#events.connected.bssid;
    const frequencyMhz = to.frequencyMhz ?? (await this.#heardAt(to.bssid, call));
    const { bssidHint: _, frequencyHintMhz: __, select: ___, ...rest } = this.#options;
    const options = {
      ...rest,
      bssid: to.bssid,
      frequencyMhz,
      ...(previousBssid !== undefined && { previousBssid }),
    };
    const open = this.#handshake?.opened(to.bssid);
    const attempt = this.attempt("roam", timeoutMs, signal);
    const opening = this.opening("roam", timeoutMs, signal);
    this.#events.begin(attempt);
    try {
      await core.request("Connect", toConnect(this.#ifindex, options), call);
      await attempt.result;
      if (open !== undefined) await this.opened(open, opening);
    } catch (error) {
      if (!isRefusal(error)) await this.#failed(previousBssid);
      throw open === undefined ? error : doubted(error);
    } finally {
      attempt.over();
      opening.over();
    }
  }

  /** Ends the connection, or the attempt at one. */
  async leave(): Promise<void> {
    await this.#core.request("Disconnect", { ifindex: this.#ifindex }).catch(() => {});
  }

  /** cfg80211 has given up the old access point with the first step to the new; mac80211 may still hold it, and asks for a farewell. */
  async #failed(previous: Mac | undefined): Promise<void> {
    await this.leave();
    if (previous !== undefined) {
      const farewell = { ifindex: this.#ifindex, mac: previous, reasonCode: ReasonCode.DeauthenticatedLeaving };
      await this.#core.request("Deauthenticate", farewell).catch(() => {});
    }
    this.#events.end({ by: "kernel" });
  }

  /** The kernel would give up the old access point before it looks for the new. */
  async #heardAt(bssid: Mac, call: CallOptions): Promise<number> {
    const replies = await (await this.#core.dump("GetScan", { ifindex: this.#ifindex }, call)).toArray();
    const found = replies.map((reply) => new Bss(reply, 0)).find((bss) => bss.bssid === bssid);
    if (found !== undefined) return found.frequencyMhz;
    throw new Nl80211Error("CONNECT_FAILED", `roam ${this.#name}: no scan of late has heard ${bssid}`, {
      command: "Connect",
      target: this.#name,
      hint: "scan first, on its channel; or give frequencyMhz",
    });
  }

  #named(verb: string): AttemptName {
    return { command: "Connect", verb, target: this.#name };
  }
}
