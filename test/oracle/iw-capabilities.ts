import * as words from "./iw-capability-text.ts";
import { type IwLine, type Rule, readLines } from "./iw-text.ts";

/** A capability field: its bytes as `iw` prints them, and the sentences below, each a set bit or a number. */
export interface IwCapabilityField {
  /** Without "0x". How `iw` orders the bytes differs by field. */
  hex: string;
  flags: string[];
  values: Record<string, number>;
}

/** HT as `iw phy` and `iw scan` print it. */
export interface IwHt {
  capabilities?: IwCapabilityField;
  ampduLengthExponent?: number;
  ampduSpacing?: number;
  maxRxRateMbps?: number;
  /** The MCS indexes, spelt out from `iw`'s ranges. */
  rxMcs?: number[];
  txMcs?: "as rx" | "may differ" | "undefined";
  txUnequalModulation?: boolean;
  txMaxStreams?: number;
}

export interface IwVht {
  capabilities?: IwCapabilityField;
  /** "3895", "7991", "11454" or "(reserved)". */
  maxMpduLength?: string;
  /** `iw`'s words: "neither 160 nor 80+80", "160 MHz, 80+80 MHz", "160MHz (1/2 NSS)". */
  channelWidths?: string;
  rxMcs?: IwStreams;
  rxHighestMbps?: number;
  txMcs?: IwStreams;
  txHighestMbps?: number;
  extendedNss?: boolean;
}

/** Eight entries, one a number of streams: "MCS 0-9" or "not supported". */
export type IwStreams = string[];

export interface IwHe {
  mac?: IwCapabilityField;
  phy?: IwCapabilityField;
  /** Keyed by `iw`'s heading: "RX <= 80", "TX 160", "RX 80+80". */
  mcs: Record<string, IwStreams>;
  /** The bytes of the PPE thresholds that are not zero: `iw` leaves out the zeros. */
  ppeNonZero?: string[];
}

export interface IwEht {
  mac?: IwCapabilityField;
  phy?: IwCapabilityField;
  /** The whole set, which iw 5.19 prints once. */
  mcsHex?: string;
  maps: IwEhtMap[];
  ppeNonZero?: string[];
}

/** A table of streams: "EHT-MCS Map (BW <= 80) (0x444444)", or 5.19's lines of "EHT bw=160 MHz". */
export interface IwEhtMap {
  width: string;
  hex?: string;
  /** Keyed by the range of MCS: "0-9". 5.19 words three ranges wrongly (8-9 for 0-9); its numbers are right. */
  rx: Record<string, number>;
  tx: Record<string, number>;
}

/** The sentences below a field's heading. */
export function readField(
  hex: string,
  line: IwLine,
  flags: readonly string[],
  values: readonly string[] = [],
): IwCapabilityField {
  const field: IwCapabilityField = { hex, flags: [], values: {} };
  for (const child of line.children) {
    const [, name, value] = /^(.*): (\d+)$/.exec(child.text) ?? [];
    if (flags.includes(child.text)) field.flags.push(child.text);
    else if (name !== undefined && values.includes(name)) field.values[name] = Number(value);
    else continue;
    child.consume();
  }
  return field;
}

/** Lines of HT, at the depth where a band or an element has them. */
export const htRules = (ht: IwHt): Rule[] => [
  [
    /^Capabilities: 0x([0-9a-f]+)$/,
    ([, hex], line) => void (ht.capabilities = readField(hex!, line, words.HT_CAPABILITY_FLAGS)),
  ],
  [
    /^Maximum RX AMPDU length (\d+) bytes \(exponent: 0x0([0-9a-f]+)\)$/,
    ([, bytes, exponent]) => {
      ht.ampduLengthExponent = Number.parseInt(exponent!, 16);
      // 2^(13 + exponent) - 1
      if (Number(bytes) !== 2 ** (13 + ht.ampduLengthExponent) - 1) throw new Error(`iw: A-MPDU of ${bytes} bytes`);
    },
  ],
  [
    /^Minimum RX AMPDU time spacing: [^(]+ \(0x([0-9a-f]+)\)$/,
    ([, spacing]) => void (ht.ampduSpacing = Number.parseInt(spacing!, 16)),
  ],
  [/^HT Max RX data rate: (\d+) Mbps$/, ([, mbps]) => void (ht.maxRxRateMbps = Number(mbps))],
  [
    /^HT (TX\/RX|RX) MCS rate indexes supported:(.*)$/,
    ([, both, ranges]) => {
      ht.rxMcs = mcsIndexes(ranges!);
      if (both === "TX/RX") ht.txMcs = "as rx";
    },
  ],
  [/^TX unequal modulation (not )?supported$/, ([, not]) => void (ht.txUnequalModulation = not === "")],
  [/^HT TX Max spatial streams: (\d+)$/, ([, streams]) => void (ht.txMaxStreams = Number(streams))],
  [/^HT TX MCS rate indexes supported may differ$/, () => void (ht.txMcs = "may differ")],
  [/^HT TX MCS rate indexes are undefined$/, () => void (ht.txMcs = "undefined")],
];

/** "0-15, 32": a range joins neighbours. */
function mcsIndexes(ranges: string): number[] {
  if (ranges.trim() === "") return [];
  return ranges.split(",").flatMap((range) => {
    const [first, last = first] = range.trim().split("-").map(Number);
    return Array.from({ length: last! - first! + 1 }, (_, index) => first! + index);
  });
}

export const vhtRules = (vht: IwVht): Rule[] => [
  [
    /^VHT Capabilities \(0x([0-9a-f]{8})\):$/,
    ([, hex], line) => {
      vht.capabilities = readField(hex!, line, words.VHT_CAPABILITY_FLAGS);
      readLines(line.children, [
        [/^Max MPDU length: (\d+|\(reserved\))$/, ([, length]) => void (vht.maxMpduLength = length!)],
        [/^Supported Channel Width: (.+?) ?$/, ([, widths]) => void (vht.channelWidths = widths!)],
      ]);
    },
  ],
  [/^VHT RX MCS set:$/, (_, line) => void (vht.rxMcs = readStreams(line))],
  [/^VHT RX highest supported: (\d+) Mbps$/, ([, mbps]) => void (vht.rxHighestMbps = Number(mbps))],
  [/^VHT TX MCS set:$/, (_, line) => void (vht.txMcs = readStreams(line))],
  [/^VHT TX highest supported: (\d+) Mbps$/, ([, mbps]) => void (vht.txHighestMbps = Number(mbps))],
  [/^VHT extended NSS: (not )?supported$/, ([, not]) => void (vht.extendedNss = not === "")],
];

/** "1 streams: MCS 0-9", eight of them, in order. */
export function readStreams(line: IwLine): IwStreams {
  const streams: IwStreams = [];
  readLines(line.children, [
    [
      /^(\d) streams: (MCS 0-\d+|not supported)$/,
      ([, count, mcs]) => {
        streams.push(mcs!);
        if (Number(count) !== streams.length) throw new Error(`iw: ${count} streams out of turn`);
      },
    ],
  ]);
  return streams;
}

export const heRules = (he: IwHe): Rule[] => [
  [
    /^HE MAC Capabilities \(0x([0-9a-f]+)\):$/,
    ([, hex], line) => void (he.mac = readField(hex!, line, words.HE_MAC_FLAGS, words.HE_MAC_VALUES)),
  ],
  [
    /^HE PHY Capabilities: \(0x([0-9a-f]+)\):$/,
    ([, hex], line) => void (he.phy = readField(hex!, line, words.HE_PHY_FLAGS, words.HE_PHY_VALUES)),
  ],
  [
    /^HE (RX|TX) MCS and NSS set (<= 80|160|80\+80) MHz$/,
    ([, way, width], line) => void (he.mcs[`${way} ${width}`] = readStreams(line)),
  ],
  [/^PPE Threshold ((?:0x[0-9a-f]{2} )*)$/, ([, bytes]) => void (he.ppeNonZero = hexWords(bytes!))],
];

export const ehtRules = (eht: IwEht): Rule[] => [
  [
    /^EHT MAC Capabilities \(0x([0-9a-f]+)\):$/,
    ([, hex], line) => void (eht.mac = readField(hex!, line, words.EHT_MAC_FLAGS, words.EHT_MAC_VALUES)),
  ],
  [
    /^EHT PHY Capabilities:? \(0x([0-9a-f]+)\):$/,
    ([, hex], line) => void (eht.phy = readField(hex!, line, words.EHT_PHY_FLAGS, words.EHT_PHY_VALUES)),
  ],
  [/^EHT MCS\/NSS: \(0x([0-9a-f]*)\):$/, ([, hex]) => void (eht.mcsHex = hex!)],
  [
    /^EHT bw ?(<= ?80|=20|=160|=320) MHz, max NSS for MCS (\d+-\d+): Rx=(\d+), Tx=(\d+)$/,
    ([, width, range, rx, tx]) => {
      const map = mapOf(eht, width!.replace("=20", "20").replace(/^=/, ""));
      map.rx[range!] = Number(rx);
      map.tx[range!] = Number(tx);
    },
  ],
  [
    /^EHT-MCS Map \((20 MHz Non-AP STA|BW <= 80|BW = 160|BW = 320)\) \(0x([0-9a-f]+)\):$/,
    ([, width, hex], line) => {
      const map = mapOf(eht, width!.replace(" MHz Non-AP STA", "").replace(/^BW (= )?/, ""));
      map.hex = hex!;
      readLines(line.children, [
        [/^Rx Max NSS for MCS (\d+-\d+): (\d+)$/, ([, range, streams]) => void (map.rx[range!] = Number(streams))],
        [/^Tx Max NSS for MCS (\d+-\d+): (\d+)$/, ([, range, streams]) => void (map.tx[range!] = Number(streams))],
      ]);
    },
  ],
  [/^EHT PPE Thresholds ((?:0x[0-9a-f]{2} )*)$/, ([, bytes]) => void (eht.ppeNonZero = hexWords(bytes!))],
];

function mapOf(eht: IwEht, width: string): IwEhtMap {
  const found = eht.maps.find((map) => map.width === width);
  if (found !== undefined) return found;
  const map: IwEhtMap = { width, rx: {}, tx: {} };
  eht.maps.push(map);
  return map;
}

const hexWords = (text: string) => text.split(" ").flatMap((word) => (word === "" ? [] : [word.slice(2)]));
