import { type LineReport, parseText, readLines } from "./iw-text.ts";

/** One domain of `iw reg get`: the global one, or a wiphy's own. */
export interface IwRegulatoryDomain {
  /** Absent for the global domain. */
  wiphy?: number;
  selfManaged?: true;
  alpha2: string;
  /** `UNSET`, `FCC`, `ETSI`, `JP` or `invalid`. */
  dfsRegion: string;
  rules: IwRegulatoryRule[];
}

/** One rule: "(5150 - 5250 @ 80), (N/A, 23), (N/A), NO-OUTDOOR, AUTO-BW". `iw` cuts frequencies to whole MHz. */
export interface IwRegulatoryRule {
  startMhz: number;
  endMhz: number;
  maxBandwidthMhz: number;
  /** Absent for N/A, which `iw` prints for 0 too. */
  maxAntennaGainDbi?: number;
  maxEirpDbm: number;
  /** Only where the rule asks for DFS. */
  cacMs?: number;
  flags: string[];
}

const FLAGS = new Set([
  ...["NO-OFDM", "NO-CCK", "NO-INDOOR", "NO-OUTDOOR", "DFS", "PTP-ONLY", "AUTO-BW", "IR-CONCURRENT", "NO-HT40MINUS"],
  ...["NO-HT40PLUS", "NO-80MHZ", "NO-160MHZ", "NO-HE", "NO-320MHZ", "NO-EHT", "NO-IR", "PASSIVE-SCAN", "NO-IBSS"],
]);

/** Parses `iw reg get`. */
export function parseIwRegulatory(text: string): { domains: IwRegulatoryDomain[]; report: LineReport } {
  const domains: IwRegulatoryDomain[] = [];
  let place: Pick<IwRegulatoryDomain, "wiphy" | "selfManaged"> | undefined;
  return parseText("iw reg get", text, { domains }, [
    [/^global$/, () => void (place = {})],
    [
      /^phy#(\d+)( \(self-managed\))?$/,
      ([, wiphy, own]) => void (place = { wiphy: Number(wiphy), ...(own !== "" && { selfManaged: true }) }),
    ],
    [
      /^country (..): DFS-(\w+)$/,
      ([, alpha2, dfsRegion], line) => {
        if (place === undefined) throw new Error(`iw reg get: a country without a place in line ${line.number}`);
        const domain: IwRegulatoryDomain = { ...place, alpha2: alpha2!, dfsRegion: dfsRegion!, rules: [] };
        place = undefined;
        domains.push(domain);
        readLines(line.children, [
          [
            /^\((\d+) - (\d+) @ (\d+)\), \((N\/A|\d+), (-?\d+)\), \((N\/A|\d+ ms)\)(.*)$/,
            (m) => void domain.rules.push(ruleOf(m)),
          ],
        ]);
      },
    ],
  ]);
}

function ruleOf([, start, end, width, gain, eirp, cac, flagText]: readonly string[]): IwRegulatoryRule {
  const flags = flagText === "" ? [] : flagText!.replace(/^, /, "").split(", ");
  const unknown = flags.filter((flag) => !FLAGS.has(flag));
  if (unknown.length > 0) throw new Error(`iw reg get: unknown flags ${unknown.join(", ")}`);
  return {
    startMhz: Number(start),
    endMhz: Number(end),
    maxBandwidthMhz: Number(width),
    ...(gain !== "N/A" && { maxAntennaGainDbi: Number(gain) }),
    maxEirpDbm: Number(eirp),
    ...(cac !== "N/A" && { cacMs: Number.parseInt(cac!, 10) }),
    flags,
  };
}
