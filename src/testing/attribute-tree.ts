import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, align } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import { NL80211_NAMES } from "../nl80211/generated/name-table.ts";

/** What an attribute's payload is, as far as it matters to who looks for secrets and identities. */
export type LeafKind = "mac" | "ssid" | "frame" | "elements" | "string" | "other";

/** An attribute of nl80211 that is no set of others, or a secret whatever it is. */
export interface Leaf {
  /** Set and attribute: "key.data". */
  readonly name: string;
  readonly kind: LeafKind;
  readonly secret: boolean;
  /** Where its payload lies in the datagram. */
  readonly start: number;
  readonly end: number;
}

/** Visits the attributes of nl80211 in `bytes[start, end)`; `trailing` is told of what cannot be read as an attribute. */
export function visitAttributes(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (leaf: Leaf) => void,
  trailing: (start: number, end: number) => void,
): void {
  walk(bytes, start, end, "nl80211", undefined, visit, trailing);
}

type Shape = { readonly set: string } | { readonly element: Shape } | { readonly kind: LeafKind };

interface Row {
  readonly name: string;
  readonly secret: boolean;
  readonly shape: Shape;
}

/** Members of an array are all like `member`; in a set, the rows tell them apart. */
function walk(
  bytes: Uint8Array,
  start: number,
  end: number,
  set: string,
  member: Row | undefined,
  visit: (leaf: Leaf) => void,
  trailing: (start: number, end: number) => void,
): void {
  let at = start;
  while (at + ATTRIBUTE_HEADER <= end) {
    const length = hostU16(bytes, at);
    if (length < ATTRIBUTE_HEADER || at + length > end) break;
    const type = hostU16(bytes, at + 2) & ATTRIBUTE_TYPE_MASK;
    const row = member ?? SETS.get(set)?.get(type) ?? { name: `${set}.${type}`, secret: false, shape: OTHER };
    const payload = at + ATTRIBUTE_HEADER;
    const { shape } = row;
    if (row.secret || "kind" in shape) {
      const kind = "kind" in shape ? shape.kind : "other";
      visit({ name: row.name, kind, secret: row.secret, start: payload, end: at + length });
    } else if ("set" in shape) {
      walk(bytes, payload, at + length, shape.set, undefined, visit, trailing);
    } else {
      walk(bytes, payload, at + length, set, { ...row, shape: shape.element }, visit, trailing);
    }
    at += align(length);
  }
  if (at < end) trailing(at, end);
}

const OTHER: Shape = { kind: "other" };
const KINDS: readonly string[] = ["ssid", "frame", "elements"];

/** The generated table's rows ("80 key nest key", "45 scan-ssids array from-0 bytes ssid"), by set and number. */
const SETS: ReadonlyMap<string, ReadonlyMap<number, Row>> = new Map(
  Object.entries(NL80211_NAMES.sets).map(([set, { rows }]) => [set, new Map(readRows(set, rows))]),
);

function readRows(set: string, rows: string): (readonly [number, Row])[] {
  const lines = rows.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [value = "", marked = "", ...type] = line.split(" ");
    const name = `${set}.${marked.replace(/^[!+]+/, "")}`;
    return [Number(value), { name, secret: /^\+?!/.test(marked), shape: shapeOf(type) }] as const;
  });
}

function shapeOf([word, ...rest]: readonly string[]): Shape {
  switch (word) {
    case "nest":
      return { set: rest[0]! };
    case "array":
      return { element: shapeOf(rest.slice(1)) };
    case "mac":
    case "string":
      return { kind: word };
    case "bytes":
      return KINDS.includes(rest[0]!) ? { kind: rest[0] as LeafKind } : OTHER;
    default:
      return OTHER;
  }
}
