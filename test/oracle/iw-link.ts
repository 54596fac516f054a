import { type IwRate, parseIwRate } from "./iw-rate.ts";
import { type LineReport, parseText, type Rule, readLines } from "./iw-text.ts";

/** What `iw dev wlan0 link` says. Everything is absent for "Not connected." */
export interface IwLink {
  state?: "associated" | "authenticated" | "ibss";
  /** The AP's BSSID, or an AP MLD's address. */
  address?: string;
  interface?: string;
  ssidEscaped?: string;
  meshIdEscaped?: string;
  frequencyMhz?: number;
  /** In kHz: `iw` 6.x prints it behind the point of the frequency ("5180.0"). */
  frequencyOffsetKhz?: number;
  links?: IwMloLink[];
  /** The address in "MLD 02:... stats:". */
  statsAddress?: string;
  rxBytes?: number;
  rxPackets?: number;
  txBytes?: number;
  txPackets?: number;
  signalDbm?: number;
  rxRate?: IwRate;
  txRate?: IwRate;
  /** `CTS-protection`, `short-preamble`, `short-slot-time`. */
  bssFlags?: string[];
  dtimPeriod?: number;
  beaconInterval?: number;
}

export interface IwMloLink {
  id: number;
  bssid: string;
  frequencyMhz?: number;
  frequencyOffsetKhz?: number;
}

/** Parses `iw dev wlan0 link`. */
export function parseIwLink(text: string): { link: IwLink; report: LineReport } {
  const link: IwLink = {};
  const lines = linkRules(link);
  return parseText("iw link", text, { link }, [
    [/^Not connected\.$/, () => {}],
    [
      /^(Connected to|Authenticated with|Joined IBSS) ([0-9a-f:]{17}) \(on (\S+)\)$/,
      ([, words, address, name], line) => {
        link.state = words === "Connected to" ? "associated" : words === "Joined IBSS" ? "ibss" : "authenticated";
        link.address = address!;
        link.interface = name!;
        readLines(line.children, lines);
      },
    ],
    [
      /^MLD ([0-9a-f:]{17}) stats:$/,
      ([, address], line) => {
        link.statsAddress = address!;
        readLines(line.children, lines);
      },
    ],
  ]);
}

const frequencyRule = (into: IwLink | IwMloLink): Rule => [
  /^freq: (\d+)(?:\.(\d+))?$/,
  ([, mhz, khz]) => {
    into.frequencyMhz = Number(mhz);
    if (khz !== "") into.frequencyOffsetKhz = Number(khz);
  },
];

const linkRules = (link: IwLink): Rule[] => [
  [/^SSID: (.*)$/, ([, ssid]) => void (link.ssidEscaped = ssid!)],
  [/^MESH ID: (.*)$/, ([, id]) => void (link.meshIdEscaped = id!)],
  frequencyRule(link),
  [
    /^Link (\d+) BSSID ([0-9a-f:]{17})$/,
    ([, id, bssid], line) => {
      const part: IwMloLink = { id: Number(id), bssid: bssid! };
      link.links = [...(link.links ?? []), part];
      readLines(line.children, [frequencyRule(part)]);
    },
  ],
  [
    /^RX: (\d+) bytes \((\d+) packets\)$/,
    ([, bytes, packets]) => {
      link.rxBytes = Number(bytes);
      link.rxPackets = Number(packets);
    },
  ],
  [
    /^TX: (\d+) bytes \((\d+) packets\)$/,
    ([, bytes, packets]) => {
      link.txBytes = Number(bytes);
      link.txPackets = Number(packets);
    },
  ],
  [/^signal: (-?\d+) dBm$/, ([, dbm]) => void (link.signalDbm = Number(dbm))],
  [/^rx bitrate: (.+)$/, ([, rate]) => void (link.rxRate = parseIwRate(rate!))],
  [/^tx bitrate: (.+)$/, ([, rate]) => void (link.txRate = parseIwRate(rate!))],
  // iw 5.19 sets a tab behind the colon, 6.x a blank
  [
    /^bss flags:[\t ]((?:(?:CTS-protection|short-preamble|short-slot-time) ?)*)$/,
    ([, flags]) => void (link.bssFlags = flags!.split(" ").filter((flag) => flag !== "")),
  ],
  [/^dtim period:[\t ](\d+)$/, ([, period]) => void (link.dtimPeriod = Number(period))],
  [/^beacon int:[\t ](\d+)$/, ([, interval]) => void (link.beaconInterval = Number(interval))],
];
