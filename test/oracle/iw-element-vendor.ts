import type { IwElement } from "./iw-element.ts";
import { type IwLine, readHeaded } from "./iw-text.ts";

/** WMM: a parameter set, or the bytes of an information element. */
export interface IwWmm {
  version?: number;
  uapsd?: true;
  /** In the order of the element: BE, BK, VI, VO as a rule. */
  queues: { name: string; acm?: true; cwMin: number; cwMax: number; aifsn: number; txopUs?: number }[];
  /** For "information:" and for what `iw` cannot read. */
  otherHex?: string;
}

export function readWmm(rest: string, line: IwLine): IwWmm | undefined {
  const wmm: IwWmm = { queues: [] };
  const known = readHeaded(rest, line, [
    [/^ \* Parameter version (\d+)$/, ([, version]) => void (wmm.version = Number(version))],
    [/^ \* u-APSD$/, () => void (wmm.uapsd = true)],
    [
      /^ \* (BE|BK|VI|VO):( acm)? CW (\d+)-(\d+), AIFSN (\d+)(?:, TXOP (\d+) usec)?$/,
      ([, name, acm, cwMin, cwMax, aifsn, txop]) =>
        void wmm.queues.push({
          name: name!,
          ...(acm !== "" && { acm: true }),
          cwMin: Number(cwMin),
          cwMax: Number(cwMax),
          aifsn: Number(aifsn),
          ...(txop !== "" && { txopUs: Number(txop) }),
        }),
    ],
    [
      /^(?: information:| type \d+:|Parameter: not version 1: |invalid: )((?: ?[0-9a-f]{2})*)$/,
      ([, hex]) => void (wmm.otherHex = hex!.replaceAll(" ", "")),
    ],
  ]);
  return known ? wmm : undefined;
}

/** Lines of "* name: value", with names that `iw` is known to print. */
function readNamed(name: string, rest: string, line: IwLine, names: string): IwElement | undefined {
  const facts: Record<string, string> = {};
  const bullets: string[] = [];
  const known = readHeaded(rest, line, [
    [new RegExp(`^ \\* (${names}): ?(.*)$`), ([, key, value]) => void (facts[key!] = value!)],
    [
      /^ \* (Unknown TLV .*|Unknown vendor extension\. .*|bogus tail data .*|malformed .*)$/,
      ([, text]) => void bullets.push(text!),
    ],
  ]);
  return known ? { name, kind: "facts", facts, bullets } : undefined;
}

const WPS = [
  ...[
    "Version",
    "Device name",
    "Device Password ID",
    "Manufacturer",
    "Model",
    "Model Number",
    "Response Type",
    "RF Bands",
  ],
  ...["Selected Registrar", "Serial Number", "Wi-Fi Protected Setup State", "UUID", "Version2", "Primary Device Type"],
  ...["AP setup locked", "Config methods", "Selected Registrar Config methods"],
].join("|");

export const readWps = (name: string, rest: string, line: IwLine) => readNamed(name, rest, line, WPS);

/** "* Group capa: 0x00, Device capa: 0x25" is one line of two facts; the rest are TLVs as hex. */
export const readP2p = (name: string, rest: string, line: IwLine) => readNamed(name, rest, line, "Group capa");
