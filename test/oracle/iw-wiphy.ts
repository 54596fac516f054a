import { type IwBand, readBand } from "./iw-band.ts";
import { type IwInterfaceCombination, type IwRadio, readCombinations, readRadios } from "./iw-combination.ts";
import { type IwPeerMeasurement, readPeerMeasurement } from "./iw-peer-measurement.ts";
import { type IwLine, type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** One wiphy of `iw phy`. */
export interface IwWiphy {
  name: string;
  index?: number;
  bands: IwBand[];
  maxScanSsids?: number;
  maxScanIeBytes?: number;
  maxSchedScanSsids?: number;
  maxMatchSets?: number;
  maxSchedScanPlans?: number;
  /** Printed as signed: -1 is the kernel's U32_MAX. */
  maxSchedScanPlanIntervalS?: number;
  maxSchedScanPlanIterations?: number;
  fragmentationThreshold?: number;
  rtsThreshold?: number;
  retryShort?: number;
  retryLong?: number;
  coverageClass?: number;
  ciphers?: IwCipher[];
  antennasAvailable?: { tx: number; rx: number };
  antennasConfigured?: { tx: number; rx: number };
  interfaceModes?: string[];
  softwareInterfaceModes?: string[];
  interfaceCombinations?: IwInterfaceCombination[];
  /** `iw`'s names: "new_interface". */
  commands?: string[];
  /** Frame control values (type and subtype), by interface mode. */
  txFrameTypes?: Record<string, number[]>;
  rxFrameTypes?: Record<string, number[]>;
  wowlan?: string[];
  /** The sentences of NL80211_FEATURE_* and of the other support flags, whole: "Device supports HT-IBSS." */
  features: string[];
  htOverrides?: { mcs: string; fields: string[] };
  /** Names of NL80211_EXT_FEATURE_*, without the prefix. */
  extFeatures?: string[];
  coalesce?: {
    maxRules: number;
    maxPatterns: number;
    minPatternBytes: number;
    maxPatternBytes: number;
    maxOffsetBytes: number;
    maxDelayMs: number;
  };
  peerMeasurement?: IwPeerMeasurement;
  maxAssociatedStations?: number;
  radios?: IwRadio[];
  globalCombinations?: IwInterfaceCombination[];
}

export interface IwCipher {
  /** Absent where `iw` has no name. */
  name?: string;
  suite: string;
}

/** Parses `iw phy` (alias `iw list`) and `iw phy phy0 info`. */
export function parseIwWiphys(text: string): { wiphys: IwWiphy[]; report: LineReport } {
  const wiphys: IwWiphy[] = [];
  return parseText("iw phy", text, { wiphys }, [
    [
      /^Wiphy (.+)$/,
      ([, name], line) => {
        const wiphy: IwWiphy = { name: name!, bands: [], features: [] };
        wiphys.push(wiphy);
        readLines(line.children, wiphyRules(wiphy));
      },
    ],
  ]);
}

/** Sentences that stand for a flag, and for nothing more. */
const FEATURES = new Set([
  "Device supports RSN-IBSS.",
  "Device supports roaming.",
  "Device supports AP-side u-APSD.",
  "Device supports T-DLS.",
  "Device supports TX status socket option.",
  "Device supports HT-IBSS.",
  "Device has client inactivity timer.",
  "Device accepts cell base station regulatory hints.",
  "P2P Device uses a channel (of the concurrent ones)",
  "Device supports SAE with AUTHENTICATE command",
  "Device supports low priority scan.",
  "Device supports scan flush.",
  "Device supports AP scan.",
  "Device supports per-vif TX power setting",
  "Userspace should do OBSS scan and generate 20/40 coex reports",
  "P2P GO supports CT window setting",
  "P2P GO supports opportunistic powersave setting",
  "Driver supports full state transitions for AP/GO clients",
  "Driver supports a userspace MPM",
  "Device supports active monitor (which will ACK incoming frames)",
  "Driver/device bandwidth changes during BSS lifetime (AP/GO mode)",
  "Device adds DS IE to probe requests",
  "Device adds WFA TPC Report IE to probe requests",
  "Device supports quiet requests from AP",
  "Device can update TPC Report IE",
  "Device supports ACK timeout estimation.",
  "Device supports static SMPS",
  "Device supports dynamic SMPS",
  "Device supports WMM-AC admission (TSPECs)",
  "Device supports configuring vdev MAC-addr on create.",
  "Device supports TDLS channel switching",
  "Device supports randomizing MAC-addr in scans.",
  "Device supports randomizing MAC-addr in sched scans.",
  "Device supports randomizing MAC-addr in net-detect scans.",
  "interface combinations are not supported",
  "Global interface combinations are not supported",
]);

const wiphyRules = (wiphy: IwWiphy): Rule[] => {
  const count = (pattern: RegExp, key: NumberKey): Rule => [pattern, ([, value]) => void (wiphy[key] = Number(value))];
  return [
    count(/^wiphy index: (\d+)$/, "index"),
    [/^Band (\d+):$/, ([, number], line) => readBand(bandOf(wiphy, Number(number)), line)],
    count(/^max # scan SSIDs: (\d+)$/, "maxScanSsids"),
    count(/^max scan IEs length: (\d+) bytes$/, "maxScanIeBytes"),
    count(/^max # sched scan SSIDs: (\d+)$/, "maxSchedScanSsids"),
    count(/^max # match sets: (\d+)$/, "maxMatchSets"),
    count(/^max # scan plans: (\d+)$/, "maxSchedScanPlans"),
    count(/^max scan plan interval: (-?\d+)$/, "maxSchedScanPlanIntervalS"),
    count(/^max scan plan iterations: (-?\d+)$/, "maxSchedScanPlanIterations"),
    count(/^Fragmentation threshold: (\d+)$/, "fragmentationThreshold"),
    count(/^RTS threshold: (\d+)$/, "rtsThreshold"),
    [/^Retry short long limit: (\d+)$/, ([, limit]) => void (wiphy.retryShort = wiphy.retryLong = Number(limit))],
    count(/^Retry short limit: (\d+)$/, "retryShort"),
    count(/^Retry long limit: (\d+)$/, "retryLong"),
    count(/^Coverage class: (\d+) \(up to \d+m\)$/, "coverageClass"),
    [/^Supported Ciphers:$/, (_, line) => void (wiphy.ciphers = readCiphers(line))],
    [
      /^Available Antennas: TX (\S+) RX (\S+)$/,
      ([, tx, rx]) => void (wiphy.antennasAvailable = { tx: Number(tx), rx: Number(rx) }),
    ],
    [
      /^Configured Antennas: TX (\S+) RX (\S+)$/,
      ([, tx, rx]) => void (wiphy.antennasConfigured = { tx: Number(tx), rx: Number(rx) }),
    ],
    [/^Supported interface modes:$/, (_, line) => void (wiphy.interfaceModes = readBullets(line))],
    [
      /^software interface modes \(can always be added\):$/,
      (_, line) => void (wiphy.softwareInterfaceModes = readBullets(line)),
    ],
    [
      /^valid interface combinations:$/,
      (_, line) => void (wiphy.interfaceCombinations = readCombinations(line.children)),
    ],
    [
      /^Globally valid interface combinations:$/,
      (_, line) => void (wiphy.globalCombinations = readCombinations(line.children)),
    ],
    [/^Supported commands:$/, (_, line) => void (wiphy.commands = readBullets(line))],
    [/^Supported TX frame types:$/, (_, line) => void (wiphy.txFrameTypes = readFrameTypes(line))],
    [/^Supported RX frame types:$/, (_, line) => void (wiphy.rxFrameTypes = readFrameTypes(line))],
    [/^WoWLAN support:$/, (_, line) => void (wiphy.wowlan = readBullets(line))],
    [/^HT Capability overrides:$/, (_, line) => void (wiphy.htOverrides = readOverrides(line))],
    [/^Supported extended features:$/, (_, line) => void (wiphy.extFeatures = readExtFeatures(line))],
    [/^Coalesce support:$/, (_, line) => void (wiphy.coalesce = readCoalesce(line))],
    [/^Peer measurement \(PMSR\)$/, (_, line) => void (wiphy.peerMeasurement = readPeerMeasurement(line))],
    count(/^Maximum associated stations in AP mode: (\d+)$/, "maxAssociatedStations"),
    [/^Supported wiphy radios:$/, (_, line) => void (wiphy.radios = readRadios(line))],
    [
      new RegExp(`^(?:${[...FEATURES].map((text) => text.replace(/[.()#/]/g, "\\$&")).join("|")})$`),
      ([text]) => void wiphy.features.push(text!),
    ],
  ];
};

type NumberKey = { [K in keyof IwWiphy]-?: NonNullable<IwWiphy[K]> extends number ? K : never }[keyof IwWiphy];

/** Split dumps of several wiphys can name a band twice. */
function bandOf(wiphy: IwWiphy, number: number): IwBand {
  const found = wiphy.bands.find((band) => band.number === number);
  if (found !== undefined) return found;
  const band: IwBand = { number, ht: {}, vht: {}, iftypeData: [], rates: [], frequencies: [] };
  wiphy.bands.push(band);
  return band;
}

function readBullets(line: IwLine): string[] {
  const bullets: string[] = [];
  readLines(line.children, [
    [/^ ?\* (.*)$/, ([, text]) => void bullets.push(text!)],
    // a sentence that goes on: three blanks, no star
    [/^ {3}(\S.*)$/, ([, text]) => void (bullets[bullets.length - 1] += ` ${text}`)],
  ]);
  return bullets;
}

function readCiphers(line: IwLine): IwCipher[] {
  const ciphers: IwCipher[] = [];
  readLines(line.children, [
    [/^\* ([A-Z0-9-]+) \(([0-9a-f-]+:\d+)\)$/, ([, name, suite]) => void ciphers.push({ name: name!, suite: suite! })],
    [/^\* ([0-9a-f-]+:\d+)$/, ([, suite]) => void ciphers.push({ suite: suite! })],
  ]);
  return ciphers;
}

function readFrameTypes(line: IwLine): Record<string, number[]> {
  const types: Record<string, number[]> = {};
  readLines(line.children, [
    [
      /^ \* ([^:]+):((?: 0x[0-9a-f]{2})+)$/,
      ([, mode, values]) => void (types[mode!] = values!.trim().split(" ").map(Number)),
    ],
  ]);
  return types;
}

function readOverrides(line: IwLine): { mcs: string; fields: string[] } {
  const overrides = { mcs: "", fields: [] as string[] };
  readLines(line.children, [
    [/^ \* MCS: ([0-9a-f ]+)$/, ([, mcs]) => void (overrides.mcs = mcs!)],
    [
      /^ \* (maximum A-MSDU length|supported channel width|short GI for 40 MHz|max A-MPDU length exponent|min MPDU start spacing)$/,
      ([, field]) => void overrides.fields.push(field!),
    ],
  ]);
  return overrides;
}

function readExtFeatures(line: IwLine): string[] {
  const names: string[] = [];
  readLines(line.children, [[/^\* \[ ([A-Z0-9_]+) \]: .+$/, ([, name]) => void names.push(name!)]]);
  return names;
}

function readCoalesce(line: IwLine): NonNullable<IwWiphy["coalesce"]> {
  const coalesce = {
    maxRules: 0,
    maxPatterns: 0,
    minPatternBytes: 0,
    maxPatternBytes: 0,
    maxOffsetBytes: 0,
    maxDelayMs: 0,
  };
  readLines(line.children, [
    [/^ \* Maximum (\d+) coalesce rules supported$/, ([, rules]) => void (coalesce.maxRules = Number(rules))],
    [
      /^ \* Each rule contains up to (\d+) patterns of (\d+)-(\d+) bytes,$/,
      ([, patterns, min, max]) => {
        coalesce.maxPatterns = Number(patterns);
        coalesce.minPatternBytes = Number(min);
        coalesce.maxPatternBytes = Number(max);
      },
    ],
    [/^ {3}maximum packet offset (\d+) bytes$/, ([, bytes]) => void (coalesce.maxOffsetBytes = Number(bytes))],
    [/^ \* Maximum supported coalescing delay (\d+) msecs$/, ([, ms]) => void (coalesce.maxDelayMs = Number(ms))],
  ]);
  return coalesce;
}
