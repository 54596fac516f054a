import { type IwLine, readHeaded } from "./iw-text.ts";

/** RSN, WPA or OSEN, in iw's words: "CCMP", "PSK", "00-0f-ac:26" for what it has no name for. */
export interface IwRsn {
  version?: number;
  groupCipher?: string;
  pairwiseCiphers?: string[];
  akms?: string[];
  capabilities?: { value: number; words: string[] };
  pmkids?: number;
  groupManagementCipher?: string;
  /** What is left behind the last field that fits. */
  bogusTailHex?: string;
}

/** Names with a blank inside; every other name is one word. */
const TWO_WORDS = [
  "Use group cipher suite",
  "FT/IEEE 802.1X/SHA-384",
  "FT/IEEE 802.1X",
  "IEEE 802.1X/SUITE-B-192",
  "IEEE 802.1X/SUITE-B",
  "IEEE 802.1X/SHA-256",
  "IEEE 802.1X",
];

export function readRsn(rest: string, line: IwLine): IwRsn | undefined {
  const rsn: IwRsn = {};
  const known = readHeaded(rest, line, [
    [/^ \* Version: (\d+)$/, ([, version]) => void (rsn.version = Number(version))],
    [/^ \* Group cipher: (.+)$/, ([, cipher]) => void (rsn.groupCipher = cipher!)],
    [/^ \* Pairwise ciphers:(.*)$/, ([, names]) => void (rsn.pairwiseCiphers = namesOf(names!))],
    [/^ \* Authentication suites:(.*)$/, ([, names]) => void (rsn.akms = namesOf(names!))],
    [
      /^ \* Capabilities:((?: [A-Za-z0-9-]+)*) \(0x([0-9a-f]{4})\)$/,
      ([, words, hex]) =>
        void (rsn.capabilities = { value: Number.parseInt(hex!, 16), words: words!.split(" ").slice(1) }),
    ],
    [/^ \* (\d+) PMKIDs$/, ([, count]) => void (rsn.pmkids = Number(count))],
    [/^ \* Group mgmt cipher suite: (.+)$/, ([, cipher]) => void (rsn.groupManagementCipher = cipher!)],
    [
      /^ \* bogus tail data \(\d+\):((?: [0-9a-f]{2})+)$/,
      ([, hex]) => void (rsn.bogusTailHex = hex!.replaceAll(" ", "")),
    ],
  ]);
  return known ? rsn : undefined;
}

function namesOf(text: string): string[] {
  const names: string[] = [];
  for (let rest = text.trim(); rest !== ""; ) {
    const name = TWO_WORDS.find((words) => rest === words || rest.startsWith(`${words} `)) ?? rest.split(" ")[0]!;
    names.push(name);
    rest = rest.slice(name.length + 1);
  }
  return names;
}
