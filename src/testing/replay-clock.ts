import { after } from "../netlink/timer.ts";
import { VirtualClock } from "./virtual-clock.ts";

/**
 * The time of a recording. While it plays, only the recording moves it. While it stands, nothing would ever end a timeout or a
 * pause, so they last as long as on a real clock.
 */
export class ReplayClock extends VirtualClock {
  playing = false;

  override after(ms: number, action: () => void): () => void {
    let cancelReal = () => {};
    const cancelVirtual = super.after(ms, () => {
      cancelReal();
      action();
    });
    const wait = () => {
      cancelReal = after(ms, () => {
        if (this.playing) return wait();
        cancelVirtual();
        action();
      });
    };
    wait();
    return () => {
      cancelReal();
      cancelVirtual();
    };
  }
}
