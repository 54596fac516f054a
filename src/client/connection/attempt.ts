import { Nl80211Error } from "../../errors.ts";
import { reasonText } from "../../ieee80211/reason.ts";
import { statusText } from "../../ieee80211/status.ts";
import { checkedTimeout } from "../../netlink/checked.ts";
import type { Core } from "../core.ts";
import type { Connected } from "./connected.ts";

/** What errors call an attempt: "connect wlan0". */
export interface AttemptName {
  /** The command: "Connect". */
  readonly command: string;
  /** What is attempted, in a person's words: "connect". */
  readonly verb: string;
  readonly target: string;
}

interface FailureCodes {
  readonly statusCode?: number;
  readonly reasonCode?: number;
}

type FailureCode = "ABORTED" | "CLOSED" | "CONNECT_FAILED" | "LOST" | "TIMEOUT";

/** One try to connect, associate, authenticate or roam: it ends as the kernel tells, when its time is over, or when the caller aborts. */
export class Attempt<T = Connected> {
  readonly result: Promise<T>;
  readonly #name: AttemptName;
  readonly #cancel: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #core: Core;
  readonly #abort = () => this.fail("ABORTED", "aborted by the caller");
  readonly #closed = () => this.fail("CLOSED", "the client was closed");
  #accept!: (value: T) => void;
  #refuse!: (error: Error) => void;

  constructor(core: Core, name: AttemptName, timeoutMs: number, signal: AbortSignal | undefined) {
    checkedTimeout(timeoutMs);
    this.#core = core;
    this.#name = name;
    this.#signal = signal;
    this.result = new Promise((resolve, reject) => {
      this.#accept = resolve;
      this.#refuse = reject;
    });
    this.result.catch(() => {}); // the request itself may fail before anybody waits
    this.#cancel = core.clock.after(timeoutMs, () => this.fail("TIMEOUT", `no answer after ${timeoutMs} ms`));
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted) this.#abort();
    core.closed.addEventListener("abort", this.#closed);
  }

  accept(value: T): void {
    this.#accept(value);
  }

  reject(error: Error): void {
    this.#refuse(error);
  }

  fail(code: FailureCode, text: string, codes: FailureCodes = {}): void {
    this.#refuse(failure(this.#name, code, text, codes));
  }

  /** The other end said no. */
  refused(statusCode: number): void {
    this.#refuse(refusal(this.#name, statusCode));
  }

  /** It was ended before it came to be. */
  cut(by: string, reasonCode: number | undefined): void {
    const why = reasonCode === undefined ? "" : `: ${reasonText(reasonCode)} (reason ${reasonCode})`;
    this.fail("CONNECT_FAILED", `ended by the ${by}${why}`, reasonCode === undefined ? {} : { reasonCode });
  }

  timedOut(step: string): void {
    this.#refuse(silence(this.#name, step));
  }

  /** Neither time nor signals matter any more: a connection that roams for days makes many attempts. */
  over(): void {
    this.#cancel();
    this.#core.closed.removeEventListener("abort", this.#closed);
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}

/** The other end said no, with a status code of 802.11. */
export function refusal(name: AttemptName, statusCode: number): Nl80211Error {
  const text = `refused: ${statusText(statusCode)} (status ${statusCode})`;
  return failure(name, "CONNECT_FAILED", text, { statusCode });
}

/** Nobody answered. */
export function silence(name: AttemptName, step: string): Nl80211Error {
  return failure(name, "CONNECT_FAILED", `timeout${step}: is the network there, and on this channel?`, {});
}

function failure({ command, verb, target }: AttemptName, code: FailureCode, text: string, codes: FailureCodes) {
  return new Nl80211Error(code, `${verb} ${target}: ${text}`, { command, target, ...codes });
}
