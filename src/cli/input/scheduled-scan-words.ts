import type { ScanMatch, ScanPlan, ScheduledScanOptions } from "../../client/scan/scheduled-scan.ts";
import { Nl80211Error } from "../../errors.ts";

/**
 * A scan that a radio makes by itself, in iw's words: [interval ms | scan_plans s:n* s] [delay s] [freqs MHz+] [matches [ssid name]+]
 * [active [ssid name]+ | passive] [randomise[=address/mask]] [coloc] [flush]. `rest` is what comes after them. Throws INVALID_ARGUMENT.
 */
export function scheduledScanOf(words: readonly string[]): { options: ScheduledScanOptions; rest: readonly string[] } {
  const options: { -readonly [Key in keyof ScheduledScanOptions]: ScheduledScanOptions[Key] } = {};
  const flags: string[] = [];
  let at = 0;
  /** The words from here on that fit; at least one. */
  const run = (what: string, pattern: RegExp): string[] => {
    const found: string[] = [];
    while (words[at] !== undefined && pattern.test(words[at]!)) found.push(words[at++]!);
    if (found.length === 0) throw invalid(`${what}: expected at least one, not ${words[at] ?? "the end"}`);
    return found;
  };
  const ssids = (what: string): string[] => {
    const found: string[] = [];
    while (words[at] === "ssid" && words[at + 1] !== undefined) {
      found.push(words[at + 1]!);
      at += 2;
    }
    if (found.length === 0) throw invalid(`${what}: expected ssid and a name`);
    return found;
  };
  for (; at < words.length; ) {
    const word = words[at++]!;
    if (word === "interval") {
      // The kernel counts in seconds, and rounds up.
      options.intervalS = Math.ceil(Number(run("interval in ms", /^\d+$/)[0]) / 1000);
    } else if (word === "scan_plans") options.plans = run("plans", /^\d+(:\d+)?$/).map(planOf);
    else if (word === "delay") options.delayS = Number(run("delay in s", /^\d+$/)[0]);
    else if (word === "freqs") options.frequenciesMhz = run("frequencies in MHz", /^\d+$/).map(Number);
    else if (word === "matches") options.matches = ssids("matches").map((ssid): ScanMatch => ({ ssid }));
    else if (word === "active") options.ssids = ssids("active");
    else if (word === "passive") options.passive = true;
    else if (word === "flush") options.flush = true;
    else if (word === "coloc") flags.push("colocated6ghz");
    else if (/^randomi[sz]e/.test(word)) options.randomAddress = randomOf(word);
    else {
      at -= 1;
      break;
    }
  }
  // As iw does: without frequencies those of 6 GHz networks that others tell of are asked too.
  if (options.frequenciesMhz === undefined && !flags.includes("colocated6ghz")) flags.push("colocated6ghz");
  return { options: { ...options, ...(flags.length > 0 && { flags }) }, rest: words.slice(at) };
}

/** "randomise" or "randomise=02:00:00:00:00:00/ff:ff:ff:00:00:00". */
export function randomOf(word: string): true | { readonly address: string; readonly mask: string } {
  const [, address, mask] = /^randomi[sz]e=([^/]+)\/(.+)$/.exec(word) ?? [];
  if (address !== undefined && mask !== undefined) return { address, mask };
  if (/^randomi[sz]e$/.test(word)) return true;
  throw invalid(`${word}: expected randomise or randomise=address/mask`);
}

function planOf(word: string): ScanPlan {
  const [interval, iterations] = word.split(":").map(Number);
  return { intervalS: interval!, ...(iterations !== undefined && { iterations }) };
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
