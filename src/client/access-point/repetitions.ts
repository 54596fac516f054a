import type { Mac } from "../../bytes/mac.ts";
import type { Frame } from "../../ieee80211/frame.ts";

/** As many senders are remembered; the one not heard for longest makes room. */
const SENDERS = 256;

/**
 * Frames that came before: a sender that heard no ACK sends again, with the retry bit and the number of the first. The kernel sorts them out
 * of what stations that it knows send, and hands on those of others. IEEE 802.11-2020, 10.3.2.14.
 */
export class Repetitions {
  readonly #last = new Map<Mac, string>();

  /** Whether a frame is the one that its sender sent last; remembers it. */
  has(frame: Frame): boolean {
    if (!("source" in frame) || frame.source === undefined) return false;
    const { source, control, sequence, fragment } = frame;
    const number = `${control.subtype} ${sequence} ${fragment}`;
    const before = this.#last.get(source);
    this.#last.delete(source);
    this.#last.set(source, number);
    if (this.#last.size > SENDERS) this.#last.delete(this.#last.keys().next().value!);
    return control.retry && before === number;
  }
}
