import { type IwRate, parseIwRate } from "./iw-rate.ts";
import { heading, type IwLine, type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** One station of `iw dev wlan0 station dump`. */
export interface IwStation extends IwStationInfo {
  address: string;
  interface: string;
  meshLlid?: number;
  meshPlid?: number;
  /** `LISTEN`, `OPN_SNT`, `OPN_RCVD`, `CNF_RCVD`, `ESTAB`, `HOLDING`, `BLOCKED` or `UNKNOWN`. */
  meshPlink?: string;
  meshAirtimeLinkMetric?: number;
  meshConnectedToGate?: boolean;
  meshConnectedToAuthServer?: boolean;
  /** `ACTIVE`, `LIGHT SLEEP`, `DEEP SLEEP` or `UNKNOWN`, as are the two below. */
  meshLocalPowerMode?: string;
  meshPeerPowerMode?: string;
  meshNonPeerPowerMode?: string;
  authorized?: boolean;
  authenticated?: boolean;
  associated?: boolean;
  preamble?: "short" | "long";
  wme?: boolean;
  mfp?: boolean;
  tdlsPeer?: boolean;
  links?: IwStationLink[];
}

/** One link of an MLD station, from iw 6.x on. */
export interface IwStationLink extends IwStationInfo {
  id: number;
  address?: string;
}

/** What `iw` prints of NL80211_STA_INFO_*, for a station and for each of its links. */
export interface IwStationInfo {
  inactiveMs?: number;
  rxBytes?: number;
  rxPackets?: number;
  txBytes?: number;
  txPackets?: number;
  txRetries?: number;
  txFailed?: number;
  beaconLoss?: number;
  beaconRx?: number;
  rxDropMisc?: number;
  signalDbm?: number;
  chainSignalsDbm?: number[];
  signalAverageDbm?: number;
  chainSignalAveragesDbm?: number[];
  beaconSignalAverageDbm?: number;
  /** Unsigned here, though the kernel's value is signed. */
  tOffsetUs?: bigint;
  txRate?: IwRate;
  txDurationUs?: number;
  rxRate?: IwRate;
  rxDurationUs?: number;
  ackSignalDbm?: number;
  ackSignalAverageDbm?: number;
  airtimeWeight?: number;
  /** `iw` prints thousandths without leading zeros ("9.4Mbps" is 9.004): this is the kernel's kbit/s times 1000/1024, whole. */
  expectedThroughput?: number;
  dtimPeriod?: number;
  beaconInterval?: number;
  ctsProtection?: boolean;
  shortPreamble?: boolean;
  shortSlotTime?: boolean;
  connectedSeconds?: number;
  /** Seconds since boot, with milliseconds. */
  associatedAtBoottime?: number;
  /** By TID, with `-v`. */
  tids?: IwStationTid[];
}

export interface IwStationTid {
  rxMsdu: number;
  txMsdu: number;
  txMsduRetries: number;
  txMsduFailed: number;
}

/** Parses `iw dev wlan0 station dump`, `station get` and their `-v`. */
export function parseIwStations(text: string): { stations: IwStation[]; report: LineReport } {
  const stations: IwStation[] = [];
  return parseText("iw station dump", text, { stations }, [
    [
      /^Station ([0-9a-f:]{17}) \(on (\S+)\)$/,
      ([, address, name], line) => {
        const station: IwStation = { address: address!, interface: name! };
        stations.push(station);
        readStation(station, line);
      },
    ],
  ]);
}

/** A station's own lines come first; then, for an MLD, "Link N:" with the link's lines below. */
function readStation(station: IwStation, line: IwLine): void {
  const rules: Rule[] = [
    ...meshRules(station),
    ...flagRules(station),
    [
      /^Link (\d+):$/,
      ([, id], at) => {
        const link: IwStationLink = { id: Number(id) };
        station.links = [...(station.links ?? []), link];
        readLines(at.children, [
          [/^address: ([0-9a-f:]{17})$/, ([, address]) => void (link.address = address!)],
          ...infoRules(link),
        ]);
      },
    ],
    ...infoRules(station),
  ];
  readLines(line.children, rules);
}

const yes = (word: string | undefined) => word === "yes";

const meshRules = (station: IwStation): Rule[] => [
  [/^mesh llid:\t(\d+)$/, ([, id]) => void (station.meshLlid = Number(id))],
  [/^mesh plid:\t(\d+)$/, ([, id]) => void (station.meshPlid = Number(id))],
  [/^mesh plink:\t([A-Z_]+)$/, ([, state]) => void (station.meshPlink = state!)],
  [/^mesh airtime link metric: (\d+)$/, ([, metric]) => void (station.meshAirtimeLinkMetric = Number(metric))],
  [/^mesh connected to gate:\t(yes|no)$/, ([, word]) => void (station.meshConnectedToGate = yes(word))],
  [/^mesh connected to auth server:\t(yes|no)$/, ([, word]) => void (station.meshConnectedToAuthServer = yes(word))],
  [/^mesh local PS mode:\t([A-Z ]+)$/, ([, mode]) => void (station.meshLocalPowerMode = mode!)],
  [/^mesh peer PS mode:\t([A-Z ]+)$/, ([, mode]) => void (station.meshPeerPowerMode = mode!)],
  [/^mesh non-peer PS mode:\t([A-Z ]+)$/, ([, mode]) => void (station.meshNonPeerPowerMode = mode!)],
];

const flagRules = (station: IwStation): Rule[] => [
  [/^authorized:\t(yes|no)$/, ([, word]) => void (station.authorized = yes(word))],
  [/^authenticated:\t(yes|no)$/, ([, word]) => void (station.authenticated = yes(word))],
  [/^associated:\t(yes|no)$/, ([, word]) => void (station.associated = yes(word))],
  [/^preamble:\t(short|long)$/, ([, word]) => void (station.preamble = word as "short" | "long")],
  [/^WMM\/WME:\t(yes|no)$/, ([, word]) => void (station.wme = yes(word))],
  [/^MFP:\t\t(yes|no)$/, ([, word]) => void (station.mfp = yes(word))],
  [/^TDLS peer:\t(yes|no)$/, ([, word]) => void (station.tdlsPeer = yes(word))],
];

const WALL_CLOCK = "iw's own clock, not the kernel's bytes";

const infoRules = (info: IwStationInfo): Rule[] => {
  const count = (pattern: RegExp, key: NumberKey): Rule => [pattern, ([, value]) => void (info[key] = Number(value))];
  return [
    count(/^inactive time:\t(\d+) ms$/, "inactiveMs"),
    count(/^rx bytes:\t(\d+)$/, "rxBytes"),
    count(/^rx packets:\t(\d+)$/, "rxPackets"),
    count(/^tx bytes:\t(\d+)$/, "txBytes"),
    count(/^tx packets:\t(\d+)$/, "txPackets"),
    count(/^tx retries:\t(\d+)$/, "txRetries"),
    count(/^tx failed:\t(\d+)$/, "txFailed"),
    [
      /^beacon loss:\t(\d+)$/,
      ([, value], line) => {
        info.beaconLoss = Number(value);
        // iw 6.x indents this one line by two tabs wherever it stands, so it can look like a child
        readLines(line.children, [count(/^beacon rx:\t(\d+)$/, "beaconRx")]);
      },
    ],
    count(/^beacon rx:\t(\d+)$/, "beaconRx"),
    count(/^rx drop misc:\t(\d+)$/, "rxDropMisc"),
    [
      /^signal: {2}\t(-?\d+) (?:\[(.*)\] )?dBm$/,
      ([, dbm, chains]) => {
        info.signalDbm = Number(dbm);
        if (chains !== "") info.chainSignalsDbm = chains!.split(", ").map(Number);
      },
    ],
    [
      /^signal avg:\t(-?\d+) (?:\[(.*)\] )?dBm$/,
      ([, dbm, chains]) => {
        info.signalAverageDbm = Number(dbm);
        if (chains !== "") info.chainSignalAveragesDbm = chains!.split(", ").map(Number);
      },
    ],
    count(/^beacon signal avg:\t(-?\d+) dBm$/, "beaconSignalAverageDbm"),
    [/^Toffset:\t(\d+) us$/, ([, us]) => void (info.tOffsetUs = BigInt(us!))],
    [/^tx bitrate:\t(.+)$/, ([, rate]) => void (info.txRate = parseIwRate(rate!))],
    count(/^tx duration:\t(\d+) us$/, "txDurationUs"),
    [/^rx bitrate:\t(.+)$/, ([, rate]) => void (info.rxRate = parseIwRate(rate!))],
    count(/^rx duration:\t(\d+) us$/, "rxDurationUs"),
    count(/^last ack signal:(-?\d+) dBm$/, "ackSignalDbm"),
    count(/^avg ack signal:\t(-?\d+) dBm$/, "ackSignalAverageDbm"),
    count(/^airtime weight: (\d+)$/, "airtimeWeight"),
    [
      /^expected throughput:\t(\d+)\.(\d+)Mbps$/,
      ([, mbps, thousandths]) => void (info.expectedThroughput = Number(mbps) * 1000 + Number(thousandths)),
    ],
    count(/^DTIM period:\t(\d+)$/, "dtimPeriod"),
    count(/^beacon interval:(\d+)$/, "beaconInterval"),
    [/^CTS protection:\t(yes|no)$/, ([, word]) => void (info.ctsProtection = yes(word))],
    [/^short preamble:\t(yes|no)$/, ([, word]) => void (info.shortPreamble = yes(word))],
    [/^short slot time:(yes|no)$/, ([, word]) => void (info.shortSlotTime = yes(word))],
    count(/^connected time:\t(\d+) seconds$/, "connectedSeconds"),
    count(/^associated at \[boottime\]:\t(\d+\.\d{3})s$/, "associatedAtBoottime"),
    [/^associated at:\t\d+ ms$/, (_, line) => line.excuseFor(WALL_CLOCK)],
    [/^current time:\t\d+ ms$/, (_, line) => line.excuseFor(WALL_CLOCK)],
    // iw 5.19 indents the table below its heading, 6.x does not
    [/^MSDU:$/, (_, line) => readLines(line.descendants(), tidRules(info))],
    ...tidRules(info),
    [/^TXQs:$/, (_, line) => excuseTxqs(line)],
  ];
};

type NumberKey = {
  [K in keyof IwStationInfo]-?: NonNullable<IwStationInfo[K]> extends number ? K : never;
}[keyof IwStationInfo];

const tidRules = (info: IwStationInfo): Rule[] => [
  heading(/^TID\trx\ttx\ttx retries\ttx failed$/),
  [
    /^(\d+)\t(\d+)\t(\d+)\t(\d+)\t\t(\d+)$/,
    ([, tid, ...counts]) => {
      info.tids ??= [];
      if (Number(tid) !== info.tids.length) throw new Error(`iw station dump -v: TID ${tid} out of turn`);
      const [rxMsdu, txMsdu, txMsduRetries, txMsduFailed] = counts.map(Number) as [number, number, number, number];
      info.tids.push({ rxMsdu, txMsdu, txMsduRetries, txMsduFailed });
    },
  ],
];

/** `iw` numbers the rows by their place among the TIDs that it has met, and prints them apart from the MSDU table. */
function excuseTxqs(line: IwLine): void {
  for (const row of line.descendants()) {
    if (/^(TID\tqsz-byt\t.*|[\d\t]+)$/.test(row.text)) row.excuseFor("queue counters that change between two dumps");
  }
}
