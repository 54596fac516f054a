/**
 * A network manager in a page: keeps a station connected to the strongest of the open networks that it knows, whatever becomes of them: an
 * access point that goes, an interface that is unplugged and comes back, a radio that is switched off for a while.
 *
 *     sudo node examples/manager.ts wlan0 cafe library
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Bss, isNl80211Error, Nl80211 } from "nl80211";

/** Between two attempts where there is nothing to connect to. */
const PAUSE_MS = 5_000;

/** Connects, waits for the end of it, connects again; until the signal aborts. */
export async function manage(
  wifi: Nl80211,
  name: string,
  known: readonly string[],
  signal: AbortSignal,
  say = console.log,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await wifi.up(name, { signal });
      const best = strongest(await wifi.scan(name, { ssids: known, signal }), known);
      if (best === undefined) {
        say(`none of ${known.join(", ")} is in reach`);
      } else {
        const { ssid, bssid, frequencyMhz } = best;
        await using connection = await wifi.connect(name, { ssid, bssid, frequencyMhz, signal });
        say(`connected to ${ssid.text} at ${bssid}`);
        const aborted = new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
        const end = await Promise.race([connection.ended, aborted]);
        if (end === undefined) return;
        say(`ended by the ${end.by}${"reason" in end && end.reason !== undefined ? `: ${end.reason}` : ""}`);
        continue; // at once: another access point may be there
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isNl80211Error(error)) throw error;
      say(error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

function strongest(networks: readonly Bss[], known: readonly string[]): Bss | undefined {
  return networks
    .filter(({ ssid, security }) => security.name === "Open" && known.some((name) => ssid.equals(name)))
    .reduce<Bss | undefined>(
      (best, bss) => ((bss.signalDbm ?? -999) > (best?.signalDbm ?? -999) ? bss : best),
      undefined,
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...known] = process.argv.slice(2);
  if (name === undefined || known.length === 0) throw new Error("usage: manager.ts INTERFACE SSID...");
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  await using wifi = await Nl80211.open();
  await manage(wifi, name, known, interrupted.signal);
}
