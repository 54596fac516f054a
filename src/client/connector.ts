import type { Mac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { reasonText } from "../ieee80211/reason.ts";
import { statusText } from "../ieee80211/status.ts";
import {
  type ConnectEvent,
  connectCommand,
  type DisconnectEvent,
  disconnectCommand,
  TimeoutReason,
} from "../nl80211/generated/connect.ts";
import { wordOf } from "../nl80211/words.ts";
import { netdev } from "./addressee.ts";
import { type ConnectOptions, toConnect } from "./connect-request.ts";
import { type Core, decodeMessage, FAMILY } from "./core.ts";
import { Lasting } from "./lasting.ts";
import { type Target, targetName } from "./target.ts";

/** How a connection ended: by `close()`, or as the kernel told. */
export type ConnectionEnd =
  | { readonly by: "us" }
  | { readonly by: "access-point" | "kernel"; readonly reasonCode?: number; readonly reason?: string };

/** A connection that lasts until it is closed, the access point or another program ends it, or the process does. */
export class WifiConnection extends Lasting {
  /** Of the access point; of a multi-link connection the address of the access point's device, or absent. */
  readonly bssid: Mac | undefined;
  /** Resolves when it has ended, and says how. Never rejects. */
  readonly ended: Promise<ConnectionEnd>;

  constructor(core: Core, bssid: Mac | undefined, ended: Promise<ConnectionEnd>, undo: () => Promise<unknown>) {
    super(core, undo);
    this.bssid = bssid;
    this.ended = ended;
  }
}

const TIMEOUT_MS = 30_000;

/**
 * Connects, on a socket that owns the connection, and waits for the kernel's word on it. The event is listened for from before the
 * request; those of other interfaces do not count. What fails leaves nothing behind.
 *
 * Rejects with CONNECT_FAILED (`statusCode` or `reasonCode` of 802.11, or what timed out), TIMEOUT, ABORTED, INTERFACE_DOWN, NOT_PERMITTED,
 * NO_SUCH_INTERFACE, RFKILL, and KERNEL: EALREADY where it is connected already.
 */
export async function connect(parent: Core, target: Target, options: ConnectOptions): Promise<WifiConnection> {
  toConnect(1, options); // a bad argument is told before anything is asked
  const { signal, timeoutMs = TIMEOUT_MS } = options;
  const call = signal === undefined ? {} : { signal };
  const [{ ifindex }, named] = await netdev(parent, target, call);
  const core = parent.separate();
  const name = targetName(target);
  const waiting = new Outcome(core, ifindex, name, timeoutMs, signal);
  const undo = async () => {
    waiting.end({ by: "us" });
    await core.request("Disconnect", { ifindex });
  };
  let asked = false;
  try {
    await waiting.listen();
    await core.request("Connect", toConnect(ifindex, options), named);
    asked = true;
    const bssid = await waiting.connected;
    return new WifiConnection(core, bssid, waiting.ended, undo);
  } catch (error) {
    if (asked) await core.request("Disconnect", { ifindex }).catch(() => {});
    core.close();
    throw error;
  } finally {
    waiting.decided();
  }
}

/** What the kernel says of one interface's connection: first whether it came to be, then how it ended. */
class Outcome {
  readonly connected: Promise<Mac | undefined>;
  readonly ended: Promise<ConnectionEnd>;
  readonly #core: Core;
  readonly #ifindex: number;
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;
  readonly #cancel: () => void;
  readonly #abort = () => this.#fail("ABORTED", "aborted by the caller");
  #accept!: (bssid: Mac | undefined) => void;
  #refuse!: (error: Error) => void;
  #end!: (end: ConnectionEnd) => void;
  #decided = false;

  constructor(core: Core, ifindex: number, name: string, timeoutMs: number, signal: AbortSignal | undefined) {
    this.#core = core;
    this.#ifindex = ifindex;
    this.#name = name;
    this.#signal = signal;
    this.connected = new Promise((resolve, reject) => {
      this.#accept = resolve;
      this.#refuse = reject;
    });
    this.connected.catch(() => {}); // the request itself may fail before anybody waits
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#cancel = core.clock.after(timeoutMs, () => this.#fail("TIMEOUT", `no answer after ${timeoutMs} ms`));
    signal?.addEventListener("abort", this.#abort);
    core.closed.addEventListener("abort", () => {
      this.#fail("CLOSED", "the client was closed");
      this.end({ by: "us" });
    });
  }

  async listen(): Promise<void> {
    if (this.#signal?.aborted) this.#abort();
    await this.#core.family();
    await this.#core.netlink.subscribe(FAMILY, ["mlme"], {
      notification: ({ message }) => {
        if (message.command === connectCommand.value) {
          this.#connect(decodeMessage(message, connectCommand.event.decode));
        } else if (message.command === disconnectCommand.value) {
          this.#disconnect(decodeMessage(message, disconnectCommand.event.decode));
        }
      },
      failure: (error) => {
        this.#refuse(error);
        this.end({ by: "kernel" });
      },
    });
  }

  end(how: ConnectionEnd): void {
    this.#end(how);
  }

  /** It is known whether it came to be: neither time nor signal matter any more. */
  decided(): void {
    this.#decided = true;
    this.#cancel();
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  #connect(event: ConnectEvent): void {
    if (event.ifindex !== this.#ifindex || this.#decided) return;
    if (event.timedOut) {
      const step = event.timeoutReason === undefined ? "" : ` of ${wordOf(TimeoutReason, event.timeoutReason)}`;
      this.#fail("CONNECT_FAILED", `timeout${step}: is the network there, and on this channel?`);
    } else if (event.statusCode) {
      const { statusCode } = event;
      this.#fail("CONNECT_FAILED", `refused: ${statusText(statusCode)} (status ${statusCode})`, { statusCode });
    } else {
      this.#accept(event.mac);
    }
  }

  #disconnect({ ifindex, reasonCode, disconnectedByAp }: DisconnectEvent): void {
    if (ifindex !== this.#ifindex) return;
    const by = disconnectedByAp ? "access-point" : "kernel";
    const why = reasonCode === undefined ? {} : { reasonCode, reason: reasonText(reasonCode) };
    if (!this.#decided) {
      const text = reasonCode === undefined ? "" : `: ${reasonText(reasonCode)} (reason ${reasonCode})`;
      this.#fail("CONNECT_FAILED", `ended by the ${by}${text}`, reasonCode === undefined ? {} : { reasonCode });
    }
    this.end({ by, ...why });
  }

  #fail(
    code: "ABORTED" | "CLOSED" | "CONNECT_FAILED" | "TIMEOUT",
    text: string,
    codes: { readonly statusCode?: number; readonly reasonCode?: number } = {},
  ): void {
    const about = { command: "Connect", target: this.#name, ...codes };
    this.#refuse(new Nl80211Error(code, `connect ${this.#name}: ${text}`, about));
  }
}
