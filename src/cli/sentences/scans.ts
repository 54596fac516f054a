import type { Events } from "../../nl80211/generated/command-map.ts";
import { ScanFlag } from "../../nl80211/generated/scan-enums.ts";
import { wordsOf } from "../../nl80211/words.ts";
import type { Sentences } from "./sentence.ts";
import { counted, sentence, ssidWords } from "./words.ts";

/** Scans, ours and others'. */
export const SCAN_SENTENCES: Sentences<
  | ("trigger-scan" | "new-scan-results" | "scan-aborted")
  | ("start-sched-scan" | "sched-scan-results" | "sched-scan-stopped")
> = {
  "trigger-scan": (scan) => sentence("scan started:", scanWords(scan)),
  "new-scan-results": (scan) => sentence("scan finished:", scanWords(scan)),
  "scan-aborted": (scan) => sentence("scan aborted:", scanWords(scan)),
  "start-sched-scan": () => "scheduled scan started",
  "sched-scan-results": () => "scheduled scan found something",
  "sched-scan-stopped": () => "scheduled scan stopped",
};

/** `2 channels (2412 5180 MHz), asking for any network`. Beyond a dozen channels their number and ends are enough. */
function scanWords(scan: Events["trigger-scan"]): string {
  const { scanFrequenciesMhz, scanFreqKhz, scanSsids = [], scanFlags } = scan;
  const mhz = scanFreqKhz?.map((khz) => khz / 1000) ?? scanFrequenciesMhz ?? [];
  const list = mhz.length > 12 ? `${mhz[0]} to ${mhz.at(-1)}` : mhz.join(" ");
  const asking = scanSsids.length === 0 ? "passively" : `asking for ${scanSsids.map(askedFor).join(", ")}`;
  const how = wordsOf(ScanFlag, scanFlags).join(", ");
  return sentence(
    `${counted(mhz.length, "channel")}${list === "" ? "" : ` (${list} MHz)`},`,
    asking,
    how && `[${how}]`,
  );
}

/** A scan asks for any network by a name without octets. */
function askedFor(ssid: Uint8Array): string {
  return ssid.length === 0 ? "any network" : ssidWords(ssid);
}
