import type { Nl80211 as Client, OpenOptions } from "./client/nl80211.ts";

/** A client of nl80211; see {@link Nl80211.open}. */
export type Nl80211 = Client;

/** Where a program begins: `await using wifi = await Nl80211.open()`. Importing this loads nothing; opening does. */
export const Nl80211 = {
  /**
   * Opens a client. Nothing is asked of the kernel yet, so that it also opens where nl80211 comes later. Rejects with NOT_LINUX,
   * NO_KOFFI or WORKER where there can be no socket.
   */
  async open(options: OpenOptions = {}): Promise<Client> {
    const { Nl80211 } = await import("./client/nl80211.ts");
    return Nl80211.open(options);
  },
};
