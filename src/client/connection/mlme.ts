import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { type AuthenticationFrame, parseFrame } from "../../ieee80211/frame.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import type { authenticateCommand } from "../../nl80211/generated/connect.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, whole } from "../argument.ts";
import { outcome, withoutTimeout } from "../awaited-event.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import { type Target, targetName } from "../target.ts";
import { Attempt, type AttemptName, refusal, silence } from "./attempt.ts";
import { explained, isRefusal } from "./connect-refusal.ts";
import { type ConnectionStreams, WifiConnection } from "./connection.ts";
import { type ExternalAuthenticationAnswer, externalAuthFields } from "./external-authentication.ts";
import {
  type Associate,
  type Authenticate,
  associatedAs,
  drivenByCaller,
  type Leave,
  leaveFields,
  toAssociate,
  toAuthenticate,
} from "./mlme-request.ts";

const TIMEOUT_MS = 10_000;

/** What an access point answered to an authentication. */
export interface AuthenticationAnswer {
  /** 0 is success. */
  readonly statusCode: number;
  /** "success". */
  readonly status: string;
  /** The frame, decoded: SAE's commit or confirm, a challenge, elements. */
  readonly frame: AuthenticationFrame;
  /** The frame's octets. */
  readonly octets: Uint8Array;
}

/**
 * A station's connection step by step, for drivers that leave it to the program (those of mac80211; NOT_SUPPORTED by full MACs): authenticate,
 * associate, and the way back. wpa_supplicant works so; an interface that it drives is not for this. All of it needs CAP_NET_ADMIN, and the
 * interface up (INTERFACE_DOWN) and of type "station" (NOT_SUPPORTED).
 */
export class Mlme {
  readonly #core: Core;
  readonly #streams: ConnectionStreams;

  constructor(core: Core, streams: ConnectionStreams) {
    this.#core = core;
    this.#streams = streams;
  }

  /**
   * Authenticates, and gives the access point's answer. Rejects with CONNECT_FAILED where there is none, or where it refuses (`statusCode`),
   * which of the exchanges that are yours (SAE, FILS ...) is yours to judge; KERNEL: ENOENT where the kernel has not heard the access point
   * (scan first), EALREADY where it is connected to it, EBUSY while an association runs. Connected to another, the kernel leaves that.
   * The authentication lasts some seconds (mac80211: 5) for the association to follow.
   */
  async authenticate(target: Target, input: Authenticate, options: CallOptions = {}): Promise<AuthenticationAnswer> {
    toAuthenticate(1, input); // a bad argument is told before anything is asked
    const { authenticateCommand } = await import("../../nl80211/generated/connect.ts");
    const { signal, timeoutMs = TIMEOUT_MS } = options;
    const [{ ifindex }, call] = await netdev(this.#core, target, withoutTimeout(options));
    const core = this.#core.separate();
    const name = { command: "Authenticate", verb: "authenticate", target: targetName(target, options) };
    const awaited = {
      ...name,
      groups: ["mlme"],
      timeoutMs,
      signal,
      heard: (message: GenericMessage) => answerIn(authenticateCommand, message, ifindex, name),
    };
    let asked = false;
    try {
      const answer = await outcome(core, awaited, async () => {
        asked = true;
        await core.request("Authenticate", toAuthenticate(ifindex, input), call).catch((error: unknown) => {
          asked = !isRefusal(error);
          throw unheard(error);
        });
      });
      if (answer.statusCode !== 0 && !drivenByCaller(input.type)) throw refusal(name, answer.statusCode);
      return answer;
    } catch (error) {
      if (asked) await abandon(core, ifindex, input.link?.mldAddress ?? input.bssid);
      throw error;
    } finally {
      core.close();
    }
  }

  /**
   * Associates with an access point that it is authenticated with; the connection is the object's, as `connect()` gives it. Without
   * `controlPort` its port is open to data at once. Rejects as `connect()` does.
   */
  async associate(target: Target, input: Associate, options: CallOptions = {}): Promise<WifiConnection> {
    toAssociate(1, input);
    const { ConnectionEvents } = await import("./connection-events.ts");
    const { Mover } = await import("./connector.ts");
    const { signal, timeoutMs = TIMEOUT_MS } = options;
    const [{ ifindex }, call] = await netdev(this.#core, target, withoutTimeout(options));
    const core = this.#core.separate();
    const name = targetName(target, options);
    const events = new ConnectionEvents(core, ifindex);
    const again = associatedAs(input);
    const mover = new Mover(core, ifindex, name, events, again);
    const attempt = new Attempt(core, { command: "Associate", verb: "associate", target: name }, timeoutMs, signal);
    let asked = false;
    try {
      await events.listen();
      if (signal?.aborted) await attempt.result;
      events.begin(attempt);
      asked = true;
      await core.request("Associate", toAssociate(ifindex, input), call).catch(async (error: unknown) => {
        asked = !isRefusal(error);
        throw await explained(core, ifindex, again, unheard(error));
      });
      await attempt.result;
    } catch (error) {
      if (asked) await abandon(core, ifindex, input.multiLink?.mldAddress ?? input.bssid!);
      core.close();
      throw error;
    } finally {
      attempt.over();
    }
    const parts = { core, ifindex, name, events, streams: this.#streams, undo: () => mover.leave() };
    return new WifiConnection({ ...parts, roam: (to, how) => mover.roam(to, how) });
  }

  /**
   * Ends an authentication and what stands on it. Resolves when the kernel has done it. NOT_PERMITTED where the connection has another owner,
   * KERNEL: ENOTCONN where there is none with this access point.
   */
  async deauthenticate(target: Target, leave: Leave, options: CallOptions = {}): Promise<void> {
    const fields = leaveFields(leave, ReasonCode.DeauthenticatedLeaving);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("Deauthenticate", { ...selector, ...fields }, call);
  }

  /** Ends an association; the authentication ends with it. Otherwise as `deauthenticate()`. */
  async disassociate(target: Target, leave: Leave, options: CallOptions = {}): Promise<void> {
    const fields = leaveFields(leave, ReasonCode.DisassociatedStaHasLeft);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("Disassociate", { ...selector, ...fields }, call);
  }

  /**
   * Tells a device that asked for external authentication how it went; the option `externalAuthentication` of `connect()` does so by itself.
   * NOT_SUPPORTED where the driver never asks, as those of mac80211.
   */
  async externalAuthResult(
    target: Target,
    answer: ExternalAuthenticationAnswer & { readonly ssid?: string | Uint8Array; readonly bssid: string },
    options: CallOptions = {},
  ): Promise<void> {
    externalAuthFields(1, answer);
    const [{ ifindex }, call] = await netdev(this.#core, target, options);
    await this.#core.request("ExternalAuth", externalAuthFields(ifindex, answer), call);
  }

  /**
   * Gives a device that does fast transition (802.11r) itself the elements of it; what it answers comes as event "ft-event". NOT_SUPPORTED by
   * drivers of mac80211, where `authenticate({ type: "ft", elements })` does it.
   */
  async updateFt(
    target: Target,
    { mobilityDomain, elements }: { readonly mobilityDomain: number; readonly elements: Uint8Array },
    options: CallOptions = {},
  ): Promise<void> {
    const fields = { mdid: whole("mobility domain", mobilityDomain, 0, 0xffff), ie: elements };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("UpdateFtIes", { ...selector, ...fields }, call);
  }
}

/** What the kernel tells of this interface's authentication; undefined for other messages. Throws CONNECT_FAILED where nobody answers. */
function answerIn(
  command: typeof authenticateCommand,
  message: GenericMessage,
  ifindex: number,
  name: AttemptName,
): AuthenticationAnswer | undefined {
  if (message.command !== command.value) return undefined;
  const event = decodeMessage(message, command.event.decode);
  if (event.ifindex !== ifindex) return undefined;
  if (event.timedOut) throw silence(name, " of auth");
  const { frame: octets = new Uint8Array() } = event;
  const frame = parseFrame(octets);
  if (frame.kind !== "authentication") return undefined;
  return { statusCode: frame.status, status: frame.statusText, frame, octets };
}

/** Ends what came to nothing, with a frame: what the access point may think to be there, it is told of. */
async function abandon(core: Core, ifindex: number, mac: string): Promise<void> {
  const fields = { ifindex, mac: checkedMac(mac), reasonCode: ReasonCode.DeauthenticatedLeaving };
  await core.request("Deauthenticate", fields).catch(() => {});
}

/** The kernel authenticates and associates with what it has heard. */
function unheard(error: unknown): unknown {
  if (!isNl80211Error(error) || error.errnoName !== "ENOENT") return error;
  const hint = "the kernel has not heard this network there: scan for it first, on its channel";
  return new Nl80211Error(error.code, error.message, { ...error, hint, cause: error });
}
