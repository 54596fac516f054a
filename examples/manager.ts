/**
 * A network manager in a page: keeps a station connected to the strongest of the networks that it knows, whatever becomes of them: an access
 * point that goes, an interface that is unplugged and comes back, a radio that is switched off for a while. While the signal is weak it moves to a
 * better access point of the network. WPA3 it leaves to radios that do it themselves.
 *
 *     echo '{ "cafe": null, "library": "twelve-sheep" }' > known.json
 *     sudo node examples/manager.ts wlan0 known.json
 */
import { addAbortListener } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Bss, type ConnectOptions, isNl80211Error, joining, Nl80211, type WifiConnection } from "nl80211";

/** Between two attempts where there is nothing to connect to, and after the first failure: twice as long after each one more. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 80_000;
/** What is weak, and how much stronger another access point must be. */
const WEAK_DBM = -70;
const BETTER_DB = 8;

/** Names, with passwords where there are. */
export type Known = ReadonlyMap<string, string | undefined>;

/** Connects, waits for the end of it, connects again; until the signal aborts. */
export async function manage(
  wifi: Nl80211,
  name: string,
  known: Known,
  signal: AbortSignal,
  say = console.log,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await wifi.up(name, { signal });
      const best = await choose(wifi, name, known, signal, say);
      if (best === undefined) say(`none of ${[...known.keys()].join(", ")} is in reach`);
      else {
        await using connection = await wifi.connect(name, best);
        say(`connected to ${best.ssid} at ${connection.bssid}`);
        failures = 0;
        using _ = addAbortListener(signal, () => void connection.close());
        const quality = wifi.cqm$(name, { signalDbm: WEAK_DBM, hysteresisDb: 2 }).subscribe({
          next: ({ type }) => type === "signal-low" && roam(wifi, name, connection, best, say).catch(tell),
          error: tell, // few drivers cannot
        });
        const end = await connection.ended.finally(() => quality.unsubscribe());
        if (end.by !== "us") say(`ended by the ${end.by}${end.reason === undefined ? "" : `: ${end.reason}`}`);
        continue; // at once: another access point may be there
      }
    } catch (error) {
      if (!signal.aborted) tell(error);
      failures++;
    }
    const pause = Math.min(PAUSE_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);
    await sleep(pause, undefined, { signal }).catch(() => {});
  }

  function tell(error: unknown): void {
    if (!isNl80211Error(error)) throw error;
    say(error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
  }
}

/** The strongest of those that are known and can be joined. */
async function choose(wifi: Nl80211, name: string, known: Known, signal: AbortSignal, say: typeof console.log) {
  const wiphy = await wifi.wiphy(name, { signal });
  const ssids = [...known.keys()].slice(0, wiphy.scan.maxSsids); // by name, so that hidden ones answer
  const heard = (await wifi.scan(name, { ssids, signal })).filter(({ ssid }) => known.has(ssid.text)).sort(strongest);
  for (const bss of heard) {
    const how = joining(bss, wiphy, known.get(bss.ssid.text));
    if ("problem" in how) say(`${bss.ssid.text} ${how.problem}`);
    else {
      const { ssid, bssid, frequencyMhz } = bss;
      return { ssid, bssid, frequencyMhz, ...how.options, signal } satisfies ConnectOptions;
    }
  }
  return undefined;
}

/** Moves to an access point of the same network that is heard better, if there is one. */
async function roam(
  wifi: Nl80211,
  name: string,
  connection: WifiConnection,
  { ssid }: { readonly ssid: Bss["ssid"] },
  say: typeof console.log,
): Promise<void> {
  const heard = (await wifi.scan(name, { ssids: [ssid] })).filter((bss) => bss.ssid.equals(ssid)).sort(strongest);
  const here = heard.find(({ bssid }) => bssid === connection.bssid);
  const [best] = heard;
  if (best === undefined || here === undefined || strongest(here, best) < BETTER_DB) return;
  await connection.roam({ bssid: best.bssid, frequencyMhz: best.frequencyMhz });
  say(`moved to ${best.bssid}`);
}

function strongest(a: Bss, b: Bss): number {
  return (b.signalDbm ?? -999) - (a.signalDbm ?? -999);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, file] = process.argv.slice(2);
  if (name === undefined || file === undefined) throw new Error("usage: manager.ts INTERFACE FILE");
  const passwords = JSON.parse(readFileSync(file, "utf8")) as Record<string, string | null>; // on a command line, everybody would see them
  const known = new Map(Object.entries(passwords).map(([ssid, password]) => [ssid, password ?? undefined]));
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  await using wifi = await Nl80211.open();
  await manage(wifi, name, known, interrupted.signal);
}
