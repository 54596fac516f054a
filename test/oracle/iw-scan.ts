import { type IwElement, readElement } from "./iw-element.ts";
import { parseHundredths } from "./iw-number.ts";
import { type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** One network of `iw dev wlan0 scan` or `scan dump`. */
export interface IwNetwork {
  bssid: string;
  interface?: string;
  /** "authenticated", "associated", "joined", or "unknown status: N". */
  status?: string;
  /** Seconds since boot, with milliseconds. */
  lastSeenBoottime?: number;
  tsfUs?: bigint;
  frequencyMhz?: number;
  frequencyOffsetKhz?: number;
  beaconIntervalTu?: number;
  capability?: { value: number; words: string[] };
  signalDbm?: number;
  /** For drivers that know no dBm: 0 to 100. */
  signalPercent?: number;
  seenMsAgo?: number;
  /** `iw` says so when the elements are a probe response's and differ from the beacon's. */
  fromProbeResponse?: true;
  elements: IwElement[];
  /** With `-b`: the beacon's own, after the first set. */
  beaconElements?: IwElement[];
}

/** Parses `iw dev wlan0 scan`, `scan dump`, and their `-u` (unknown elements) and `-b` (both sets). */
export function parseIwScan(text: string): { networks: IwNetwork[]; report: LineReport } {
  const networks: IwNetwork[] = [];
  return parseText("iw scan", text, { networks }, [
    [
      /^BSS ([0-9a-f:]{17})(?:\(on (\S+)\))?(?: -- (.+))?$/,
      ([, bssid, name, status], line) => {
        const network: IwNetwork = {
          bssid: bssid!,
          ...(name !== "" && { interface: name! }),
          ...(status !== "" && { status: status! }),
          elements: [],
        };
        networks.push(network);
        readLines(line.children, networkRules(network));
      },
    ],
  ]);
}

const networkRules = (network: IwNetwork): Rule[] => {
  let elements = network.elements;
  return [
    [/^last seen: (\d+\.\d{3})s \[boottime\]$/, ([, seconds]) => void (network.lastSeenBoottime = Number(seconds))],
    [
      /^TSF: (\d+) usec \((\d+)d, (\d\d):(\d\d):(\d\d)\)$/,
      ([, us, days, hours, minutes, seconds]) => {
        network.tsfUs = BigInt(us!);
        const told = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
        if (network.tsfUs / 1_000_000n !== BigInt(told)) throw new Error(`iw scan: TSF ${us} is not ${told} s`);
      },
    ],
    [
      /^freq: (\d+)(?:\.(\d+))?$/,
      ([, mhz, khz]) => {
        network.frequencyMhz = Number(mhz);
        if (khz !== "") network.frequencyOffsetKhz = Number(khz);
      },
    ],
    [/^beacon interval: (\d+) TUs$/, ([, tu]) => void (network.beaconIntervalTu = Number(tu))],
    [
      /^capability:((?: [A-Za-z_-]+)*) \(0x([0-9a-f]{4})\)$/,
      ([, words, hex]) =>
        void (network.capability = { value: Number.parseInt(hex!, 16), words: words!.split(" ").slice(1) }),
    ],
    [/^signal: (-?\d+\.-?\d+) dBm$/, ([, dbm]) => void (network.signalDbm = parseHundredths(dbm!))],
    [/^signal: (\d+)\/100$/, ([, percent]) => void (network.signalPercent = Number(percent))],
    [/^last seen: (\d+) ms ago$/, ([, ms]) => void (network.seenMsAgo = Number(ms))],
    [/^Information elements from Probe Response frame:$/, () => void (network.fromProbeResponse = true)],
    [/^Information elements from Beacon frame:$/, () => void (elements = network.beaconElements = [])],
    // these print a number or a name where others print the colon
    [
      /^((?:MS\/WiFi|WFA) 0x[0-9a-f]+), data:(.*)$/,
      ([, name, hex]) => void elements.push({ name: name!, kind: "raw", hex: hexOf(hex!) }),
    ],
    // an RSN element of nothing but its version: iw forgets a tab before the second of the defaults
    [
      /^ \* Pairwise ciphers: (\S+)$/,
      ([, cipher], line) => {
        const last = elements.at(-1);
        if (last?.kind === "rsn" && last.rsn.pairwiseCiphers === undefined) last.rsn.pairwiseCiphers = [cipher!];
        else line.fate = undefined;
      },
    ],
    [
      /^((?:802\.11u )?[A-Z][^:]*):(.*)$/,
      ([, name, rest], line) => {
        const element = readElement(name!, rest!, line);
        if (element === undefined) line.fate = undefined;
        else elements.push(element);
      },
    ],
  ];
};

const hexOf = (text: string) => text.replaceAll(" ", "");
