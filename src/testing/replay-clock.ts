import { VirtualClock } from "./virtual-clock.ts";

/**
 * The time of a recording. While it plays, only the recording moves it. While it stands, nothing would ever end a timeout or a
 * pause, so they last as long as on a real clock.
 */
export class ReplayClock extends VirtualClock {
  playing = false;

  override after(ms: number, action: () => void): () => void {
    const cancelVirtual = super.after(ms, () => {
      clearTimeout(timer);
      action();
    });
    const timer = setTimeout(() => {
      if (this.playing) {
        timer.refresh();
      } else {
        cancelVirtual();
        action();
      }
    }, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
      cancelVirtual();
    };
  }
}
