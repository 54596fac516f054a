import { ReasonCode } from "../../ieee80211/reason.ts";
import type { Clock } from "../../netlink/transport.ts";
import type { ApKernel } from "./kernel.ts";
import type { Reception } from "./reception.ts";

/** Looks after stations that have gone without a word: those silent for too long are asked, and sent away where they do not answer. */
export class Inactivity {
  readonly #clock: Clock;
  readonly #kernel: ApKernel;
  readonly #reception: Reception;
  readonly #timeoutMs: number;
  #stop: () => void = () => {};
  #stopped = false;

  constructor(clock: Clock, kernel: ApKernel, reception: Reception, timeoutMs: number) {
    this.#clock = clock;
    this.#kernel = kernel;
    this.#reception = reception;
    this.#timeoutMs = timeoutMs;
    this.#sleep();
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }

  /** A fourth of the time, so that nobody stays longer than a fourth too long; not more often than once a second. */
  #sleep(): void {
    if (this.#stopped) return;
    this.#stop = this.#clock.after(
      Math.max(1000, this.#timeoutMs / 4),
      () => void this.#look().then(() => this.#sleep()),
    );
  }

  async #look(): Promise<void> {
    for (const { address } of this.#reception.stations) {
      const silenceMs = await this.#kernel.silenceMs(address).catch(() => undefined);
      if (silenceMs === undefined || silenceMs < this.#timeoutMs || this.#stopped) continue;
      // One that the driver cannot ask has had its time.
      if (await this.#kernel.answers(address).catch(() => false)) continue;
      await this.#reception.dismiss(address, "inactivity", ReasonCode.DisassociatedInactivity);
    }
  }
}
