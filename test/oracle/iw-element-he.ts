import { ehtRules, heRules, type IwEht, type IwHe, type IwStreams, readStreams } from "./iw-capabilities.ts";
import type { IwElement } from "./iw-element.ts";
import { type IwLine, readLines } from "./iw-text.ts";

/** HE capabilities. */
export type IwHeElement = IwHe;
/** EHT capabilities. */
export type IwEhtElement = IwEht;

type Reader = (name: string, rest: string, line: IwLine) => IwElement | undefined;

export const readHe: Reader = (name, _, line) => {
  const he: IwHe = { mcs: {} };
  readLines(line.children, heRules(he));
  return { name, kind: "he", he };
};

export const readEht: Reader = (name, _, line) => {
  const eht: IwEht = { maps: [] };
  readLines(line.children, ehtRules(eht));
  return { name, kind: "eht", eht };
};

/** Lines of "name: value" and sentences, each known by name. */
const facts =
  (names: readonly string[], sentences: readonly string[]): Reader =>
  (name, _, line) => {
    const found: Record<string, string> = {};
    const bullets: string[] = [];
    let streams: IwStreams | undefined;
    readLines(line.descendants(), [
      [
        /^Basic HE-MCS NSS Set: (0x[0-9a-f]{4})$/,
        ([, set], at) => {
          found["Basic HE-MCS NSS Set"] = set!;
          streams = readStreams(at);
        },
      ],
      [new RegExp(`^(${names.join("|")}): ?(.*)$`), ([, key, value]) => void (found[key!] = value!)],
      [new RegExp(`^(${sentences.join("|")})$`), ([, sentence]) => void bullets.push(sentence!)],
    ]);
    for (const [index, mcs] of (streams ?? []).entries()) found[`${index + 1} streams`] = mcs;
    return { name, kind: "facts", facts: found, bullets };
  };

export const readHeOperation = facts(
  [
    ...[
      "HE Operation Parameters",
      "Default PE Duration",
      "TXOP Duration RTS Threshold",
      "BSS Color",
      "VHT Operation Info",
    ],
    ...[
      "Max Co-Hosted BSSID",
      "6 GHz Operation Info",
      "6 GHz Operation Information",
      "Primary Channel",
      "Channel Width",
    ],
    ...[
      "Duplicate Beacon",
      "Regulatory Info",
      "Center Frequency Segment 0",
      "Center Frequency Segment 1",
      "Minimum Rate",
    ],
  ],
  [
    ...["TWT Required", "VHT Operation Information Present", "Co-Hosted BSS", "ER SU Disable"],
    ...["6 GHz Operation Information Present", "Partial BSS Color", "BSS Color Disabled"],
  ],
);

export const readEhtOperation = facts(
  [
    ...["EHT Operation Parameters", "Group Addressed BU Indication Exponent", "Basic EHT-MCS And Nss Set"],
    ...["EHT Operation Info", "Channel Width", "Center Frequency Segment 0", "Center Frequency Segment 1"],
    "Disabled Subchannel Bitmap",
  ],
  ["EHT Default PE Duration", "Group Addressed BU Indication Limit"],
);

export const readMultiLink = facts(
  [
    ...["MLD MAC", "Link ID", "EML Capabilities", "MLD Capabilities and Operations"],
    "Maximum Number of Simultaneous Links",
  ],
  ["EMLSR Support", "EMLMR Support"],
);
