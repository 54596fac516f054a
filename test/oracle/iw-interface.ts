import { parseHundredths } from "./iw-number.ts";
import { type IwLine, type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** One interface of `iw dev` or `iw dev wlan0 info`. */
export interface IwInterface {
  /** Absent for a P2P device or NAN, which `iw` calls "Unnamed/non-netdev interface". */
  name?: string;
  wiphy?: number;
  ifindex?: number;
  /** Above 2^32 from the second wiphy on. */
  wdev?: number;
  address?: string;
  /** As `iw` escapes it: what is not printable ASCII, a backslash, and blanks at either end are `\xNN`. */
  ssidEscaped?: string;
  type?: string;
  channel?: IwChannel;
  txPowerDbm?: number;
  txq?: IwTxqStats;
  fourAddress?: true;
  links?: IwInterfaceLink[];
}

/** "channel 36 (5180 MHz), width: 20 MHz, center1: 5180 MHz". */
export interface IwChannel {
  number: number;
  frequencyMhz: number;
  /** `iw`'s words: "20 MHz (no HT)", "80+80 MHz", or the channel type of old kernels ("HT20"). */
  width?: string;
  center1Mhz?: number;
  center2Mhz?: number;
  puncturedBitmap?: number;
}

export interface IwInterfaceLink {
  id?: number;
  address?: string;
  channel?: IwChannel;
  txPowerDbm?: number;
}

/** The row below "multicast TXQ:". A column that the kernel leaves out is absent. */
export interface IwTxqStats {
  backlogBytes?: number;
  backlogPackets?: number;
  flows?: number;
  drops?: number;
  ecnMarks?: number;
  overlimit?: number;
  collisions?: number;
  txBytes?: number;
  txPackets?: number;
}

/** Parses `iw dev` (interfaces below their wiphys) and `iw dev wlan0 info` (one, with its wiphy inside). */
export function parseIwInterfaces(text: string): { interfaces: IwInterface[]; report: LineReport } {
  const interfaces: IwInterface[] = [];
  const interfaceRule = (wiphy?: number): Rule => [
    /^(?:Interface (.+)|Unnamed\/non-netdev interface)$/,
    ([, name], line) => {
      const dev: IwInterface = { ...(name !== "" && { name: name! }), ...(wiphy !== undefined && { wiphy }) };
      interfaces.push(dev);
      readLines(line.children, interfaceRules(dev));
    },
  ];
  return parseText("iw dev", text, { interfaces }, [
    [/^phy#(\d+)$/, ([, wiphy], line) => readLines(line.children, [interfaceRule(Number(wiphy))])],
    interfaceRule(),
  ]);
}

const CHANNEL =
  "channel (-?\\d+) \\((\\d+) MHz\\)(?:, width: ([^,]+)(?:, center1: (\\d+) MHz)?(?:, center2: (\\d+) MHz)?(?:, punctured: 0x([0-9a-f]+))?| (NO HT|HT20|HT40[+-]))?";

const interfaceRules = (dev: IwInterface): Rule[] => [
  [/^ifindex (\d+)$/, ([, index]) => void (dev.ifindex = Number(index))],
  [/^wdev 0x([0-9a-f]+)$/, ([, id]) => void (dev.wdev = Number.parseInt(id!, 16))],
  [/^addr ([0-9a-f:]{17})$/, ([, address]) => void (dev.address = address!)],
  [/^ssid (.*)$/, ([, ssid]) => void (dev.ssidEscaped = ssid!)],
  [/^type (.+)$/, ([, type]) => void (dev.type = type!)],
  [/^wiphy (\d+)$/, ([, wiphy]) => void (dev.wiphy = Number(wiphy))],
  [new RegExp(`^${CHANNEL}$`), (match) => void (dev.channel = channelOf(match.slice(1)))],
  [/^txpower (-?\d+\.-?\d+) dBm$/, ([, dbm]) => void (dev.txPowerDbm = parseHundredths(dbm!))],
  [/^multicast TXQ:$/, (_, line) => void (dev.txq = readTxq(line))],
  [/^4addr: on$/, () => void (dev.fourAddress = true)],
  [/^MLD with links:$/, (_, line) => void (dev.links = readLinks(line.children))],
];

function channelOf(groups: readonly string[]): IwChannel {
  const [number, mhz, width, center1, center2, punctured, type] = groups;
  return {
    number: Number(number),
    frequencyMhz: Number(mhz),
    ...(width !== "" && { width: width! }),
    ...(type !== "" && { width: type! }),
    ...(center1 !== "" && { center1Mhz: Number(center1) }),
    ...(center2 !== "" && { center2Mhz: Number(center2) }),
    ...(punctured !== "" && { puncturedBitmap: Number.parseInt(punctured!, 16) }),
  };
}

/** A link is a line of its own, and two more at the same depth that begin with three blanks. */
function readLinks(lines: readonly IwLine[]): IwInterfaceLink[] {
  const links: IwInterfaceLink[] = [];
  readLines(lines, [
    [
      /^ - link(?: ID +(\d+))?(?: link addr ([0-9a-f:]{17}))?$/,
      ([, id, address]) =>
        void links.push({ ...(id !== "" && { id: Number(id) }), ...(address !== "" && { address: address! }) }),
    ],
    [new RegExp(`^ {3}${CHANNEL}$`), (match) => void (links.at(-1)!.channel = channelOf(match.slice(1)))],
    [/^ {3}txpower (-?\d+\.-?\d+) dBm$/, ([, dbm]) => void (links.at(-1)!.txPowerDbm = parseHundredths(dbm!))],
  ]);
  return links;
}

const TXQ_COLUMNS = [
  ["qsz-byt", "backlogBytes"],
  ["qsz-pkt", "backlogPackets"],
  ["flows", "flows"],
  ["drops", "drops"],
  ["marks", "ecnMarks"],
  ["overlmt", "overlimit"],
  ["hashcol", "collisions"],
  ["tx-bytes", "txBytes"],
  ["tx-packets", "txPackets"],
] as const;

function readTxq(line: IwLine): IwTxqStats {
  const stats: IwTxqStats = {};
  // the last column stands behind two tabs, the others behind one
  readLines(line.children, [
    [new RegExp(`^${TXQ_COLUMNS.map(([title]) => title).join("\t")}$`), () => {}],
    [
      /^((?:\d*\t){8}\t?\d*)$/,
      ([, row]) => {
        const cells = row!.split("\t");
        cells.splice(8, 1);
        for (const [index, [, key]] of TXQ_COLUMNS.entries()) if (cells[index]) stats[key] = Number(cells[index]);
      },
    ],
  ]);
  return stats;
}
