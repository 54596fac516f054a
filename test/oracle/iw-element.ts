import { htRules, type IwHt, type IwVht, vhtRules } from "./iw-capabilities.ts";
import {
  type IwEhtElement,
  type IwHeElement,
  readEht,
  readEhtOperation,
  readHe,
  readHeOperation,
  readMultiLink,
} from "./iw-element-he.ts";
import { type IwRsn, readRsn } from "./iw-element-rsn.ts";
import { type IwWmm, readP2p, readWmm, readWps } from "./iw-element-vendor.ts";
import { type IwLine, type Rule, readLines } from "./iw-text.ts";

/**
 * One element as `iw scan` prints it. `name` is iw's heading; `kind` says which shape the rest has.
 *
 * `facts` holds the lines of simple elements, keyed by iw's own words; `bullets` those that are sentences.
 */
export type IwElement = { name: string } & (
  | { kind: "text"; text: string }
  | { kind: "invalid"; hex: string }
  | { kind: "raw"; hex: string }
  | { kind: "ssid"; escaped: string }
  | { kind: "rates"; rates: { rate: string; basic: boolean }[] }
  | { kind: "tim"; dtimCount: number; dtimPeriod: number; bitmapControl: number; bitmap0: number; moreOctets: number }
  | { kind: "country"; alpha2: string; environment: string; triplets: IwCountryTriplet[] }
  | { kind: "facts"; facts: Record<string, string>; bullets: string[] }
  | { kind: "rsn"; rsn: IwRsn }
  | { kind: "ht"; ht: IwHt }
  | { kind: "vht"; vht: IwVht }
  | { kind: "he"; he: IwHeElement }
  | { kind: "eht"; eht: IwEhtElement }
  | { kind: "wmm"; wmm: IwWmm }
);

export type IwCountryTriplet =
  | { firstChannel: number; lastChannel: number; maxPowerDbm: number }
  | { extensionId: number; regulatoryClass: number; coverageClass: number };

/** Reads the element whose heading stands in `line`; `rest` is what follows the colon. Undefined for a name unknown here. */
export function readElement(name: string, rest: string, line: IwLine): IwElement | undefined {
  const invalid = /^ <invalid: (?:no data|1 byte: ([0-9a-f]{2})|\d+ bytes:((?: [0-9a-f]{2})+))>$/.exec(rest);
  if (invalid !== null) return { name, kind: "invalid", hex: (invalid[1] ?? invalid[2] ?? "").replaceAll(" ", "") };
  return READERS[name]?.(name, rest, line) ?? readRaw(name, rest);
}

type Reader = (name: string, rest: string, line: IwLine) => IwElement | undefined;

/** "Unknown IE (255):", "Vendor specific: OUI 00:50:f2, data:", "Unknown Extension ID (59):", which `-u` adds. */
function readRaw(name: string, rest: string): IwElement | undefined {
  const hex = /^(?:Unknown IE|Unknown Extension ID) \(\d+\)$/.test(name)
    ? /^((?: [0-9a-f]{2})*)$/.exec(rest)?.[1]
    : undefined;
  if (hex !== undefined) return { name, kind: "raw", hex: hex.replaceAll(" ", "") };
  const short = name === "Vendor specific" ? /^ <too short> data:((?: [0-9a-f]{2})*)$/.exec(rest) : null;
  if (short !== null) return { name, kind: "raw", hex: short[1]!.replaceAll(" ", "") };
  const vendor = name === "Vendor specific" ? /^ OUI ([0-9a-f:]{8}), data:((?: [0-9a-f]{2})*)$/.exec(rest) : null;
  if (vendor !== null) return { name: `${name} ${vendor[1]}`, kind: "raw", hex: vendor[2]!.replaceAll(" ", "") };
  return undefined;
}

const text =
  (pattern: RegExp): Reader =>
  (name, rest) => {
    const match = pattern.exec(rest);
    return match === null ? undefined : { name, kind: "text", text: match[1]! };
  };

const ssid: Reader = (name, rest) => ({ name, kind: "ssid", escaped: rest.slice(1) });

const rates: Reader = (name, rest) => {
  const words = rest.split(" ").filter((word) => word !== "");
  if (words.some((word) => !/^(\d+\.\d|HT|VHT)\*?$/.test(word))) return undefined;
  return {
    name,
    kind: "rates",
    rates: words.map((word) => ({ rate: word.replace("*", ""), basic: word.endsWith("*") })),
  };
};

const tim: Reader = (name, rest) => {
  const match =
    /^ DTIM Count (\d+) DTIM Period (\d+) Bitmap Control (0x[0-9a-f]+) Bitmap\[0\] (0x[0-9a-f]+)(?: \(\+ (\d+) octets?\))?$/.exec(
      rest,
    );
  if (match === null) return undefined;
  const [dtimCount, dtimPeriod, bitmapControl, bitmap0, moreOctets] = match.slice(1).map((word) => Number(word ?? 0));
  return {
    name,
    kind: "tim",
    dtimCount: dtimCount!,
    dtimPeriod: dtimPeriod!,
    bitmapControl: bitmapControl!,
    bitmap0: bitmap0!,
    moreOctets: moreOctets!,
  };
};

const country: Reader = (name, rest, line) => {
  const match = /^ (.{1,2})\tEnvironment: (Indoor only|Outdoor only|Indoor\/Outdoor|bogus)$/.exec(rest);
  if (match === null) return undefined;
  const triplets: IwCountryTriplet[] = [];
  readLines(line.children, [
    [/^No country IE triplets present$/, () => {}],
    [
      /^Channels \[(\d+) - (\d+)\] @ (\d+) dBm$/,
      ([, first, last, dbm]) =>
        void triplets.push({ firstChannel: Number(first), lastChannel: Number(last), maxPowerDbm: Number(dbm) }),
    ],
    [
      /^Extension ID: (\d+) Regulatory Class: (\d+) Coverage class: (\d+) \(up to \d+m\)$/,
      ([, id, regulatory, coverage]) =>
        void triplets.push({
          extensionId: Number(id),
          regulatoryClass: Number(regulatory),
          coverageClass: Number(coverage),
        }),
    ],
  ]);
  return { name, kind: "country", alpha2: match[1]!, environment: match[2]!, triplets };
};

/** Lines of "name: value", by the names given; with `bullets`, also lines that are sentences, by their pattern. */
const facts =
  (names: readonly string[], bullets?: RegExp): Reader =>
  (name, rest, line) => {
    if (rest.trim() !== "") return undefined;
    const found: Record<string, string> = {};
    const sentences: string[] = [];
    const add = (key: string, value: string) => {
      // the same line again (operating classes) joins the first
      found[key] = found[key] === undefined ? value : `${found[key]}, ${value}`;
    };
    const escaped = names.map((word) => word.replace(/[.()[\]*/+]/g, "\\$&")).join("|");
    const rules: Rule[] =
      names.length === 0
        ? []
        : [[new RegExp(`^ ?(?:\\* |)(${escaped}): ?(.*)$`), ([, key, value]) => add(key!, value!)]];
    if (bullets !== undefined) rules.push([bullets, ([, sentence]) => void sentences.push(sentence!)]);
    readLines(line.descendants(), rules);
    return { name, kind: "facts", facts: found, bullets: sentences };
  };

const BULLET = /^ \* (.+)$/;
const SENTENCE = /^ ?([A-Z][^:]*)$/;

const ht: Reader = (name, _, line) => {
  const parsed: IwHt = {};
  readLines(line.children, htRules(parsed));
  return { name, kind: "ht", ht: parsed };
};

const vht: Reader = (name, _, line) => {
  const parsed: IwVht = {};
  readLines(line.children, vhtRules(parsed));
  return { name, kind: "vht", vht: parsed };
};

const rsn: Reader = (name, rest, line) => {
  const parsed = readRsn(rest, line);
  return parsed === undefined ? undefined : { name, kind: "rsn", rsn: parsed };
};

const HT_OPERATION = [
  ...["primary channel", "secondary channel offset", "STA channel width", "RIFS", "HT protection", "non-GF present"],
  ...[
    "OBSS non-GF present",
    "dual beacon",
    "dual CTS protection",
    "STBC beacon",
    "L-SIG TXOP Prot",
    "PCO active",
    "PCO phase",
  ],
];
const POWER = "Local Maximum Transmit Power For ";

const READERS: Record<string, Reader> = {
  SSID: ssid,
  "MESH ID": ssid,
  "Supported rates": rates,
  "Extended supported rates": rates,
  "DS Parameter set": text(/^ channel (\d+)$/),
  TIM: tim,
  "IBSS ATIM window": text(/^ (\d+) TUs$/),
  Country: country,
  "BSS Load": facts(["station count", "channel utilisation", "available admission capacity"]),
  "Power constraint": text(/^ (\d+) dB$/),
  "TPC report": text(/^ TX power: (\d+) dBm$/),
  ERP: text(/^ (<no flags>|(?:NonERP_Present|Use_Protection|Barker_Preamble_Mode| )*)$/),
  "ERP D4.0": text(/^ (<no flags>|(?:NonERP_Present|Use_Protection|Barker_Preamble_Mode| )*)$/),
  "HT capabilities": ht,
  "AP Channel Report": facts(["operating class", "channel(s)"]),
  "Supported operating classes": facts([
    ...["current operating class", "operating class", "current operating class extension", "operating class tuple"],
  ]),
  "Measurement Pilot Transmission": facts(["interval", "vendor specific"]),
  "Overlapping BSS scan params": facts([
    ...["passive dwell", "active dwell", "channel width trigger scan interval", "scan passive total per channel"],
    ...["scan active total per channel", "BSS width channel transition delay factor", "OBSS Scan Activity Threshold"],
  ]),
  "HT operation": facts(HT_OPERATION),
  "Secondary Channel Offset": text(/^ ([^:]+)$/),
  "VHT capabilities": vht,
  "VHT operation": facts(["channel width", "center freq segment 1", "center freq segment 2", "VHT basic MCS set"]),
  RSN: rsn,
  WPA: rsn,
  "HotSpot 2.0 OSEN": rsn,
  "RM enabled capabilities": facts(
    ["Capabilities", "Nonoperating Channel Max Measurement Duration", "Measurement Pilot Capability"],
    SENTENCE,
  ),
  "MESH Configuration": facts(
    [
      ...["Active Path Selection Protocol ID", "Active Path Selection Metric ID", "Congestion Control Mode ID"],
      ...["Synchronization Method ID", "Authentication Protocol ID", "Mesh Formation Info", "Number of Peerings"],
    ],
    /^ (?:\* )?(Connected to .*|Mesh Capability|Accepting .*|MCCA .*|Forwarding|MBCA Supported|TBTT Adjusting|Mesh Power Save Level)$/,
  ),
  "Extended capabilities": facts([], BULLET),
  "802.11u Interworking": facts(["Network Options", "Network Type", "Venue Group", "Venue Type", "HESSID"], SENTENCE),
  "802.11u Advertisement": facts(["Query Response Info", "Query Response Length Limit", "Reserved"], SENTENCE),
  "802.11u Roaming Consortium": facts(["ANQP OIs", "OI 1", "OI 2", "OI 3"]),
  "Transmit Power Envelope": facts(["20 MHz", "40 MHz", "80 MHz", "160/80+80 MHz"].map((width) => POWER + width)),
  "Short beacon interval": text(/^ (\d+)$/),
  "S1G capabilities": facts(
    [
      ...["Byte[0]", "Byte[1]", "Byte[2]", "Byte[3]", "Byte[4]", "Byte[5]", "Byte[6]", "Byte[7]", "Byte[8]", "Byte[9]"],
      ...[
        "S1G PHY",
        "SGI support",
        "Channel width",
        "Beamformee STS",
        "Sounding dimensions",
        "Max MPDU length",
        "Color",
      ],
      ...["Maximum AMPDU length", "Minimum MPDU time spacing", "Max Rx S1G MCS Map", "Max Tx S1G MCS Map"],
      ...[
        "Rx Highest Long GI Data Rate",
        "Tx Highest Long GI Data Rate",
        "Rx single SS for 1 MHz",
        "Tx single SS for 1 MHz",
      ],
      ...["For 1 SS", "For 2 SS", "For 3 SS", "For 4 SS"],
    ],
    /^([+A-Za-z0-9][^:]*)$/,
  ),
  "S1G operation": facts(
    [
      ...["Channel width", "BSS primary channel width", "BSS operating channel width", "operating class"],
      ...["primary channel number", "channel index", "Max S1G MCS Map", "Min S1G MCS Map"],
      ...["For 1 SS", "For 2 SS", "For 3 SS", "For 4 SS"],
    ],
    /^(1 MHz primary channel .*|MCS 10 not recommended)$/,
  ),
  WMM: (name, rest, line) => {
    const wmm = readWmm(rest, line);
    return wmm === undefined ? undefined : { name, kind: "wmm", wmm };
  },
  WPS: (name, rest, line) => readWps(name, rest, line),
  P2P: (name, rest, line) => readP2p(name, rest, line),
  "HotSpot 2.0 Indication": facts(["DGAF", "Unexpected length"]),
  "OWE Transition Mode": facts(["BSSID", "SSID", "Band Info", "Channel Info"]),
  "HE capabilities": readHe,
  "HE Operation": readHeOperation,
  "EHT capabilities": readEht,
  "EHT Operation": readEhtOperation,
  "Multi-Link": readMultiLink,
};
