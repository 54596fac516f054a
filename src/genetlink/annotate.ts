import { toHex } from "../bytes/hex.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, NESTED_FLAG } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import { bitsOf, wideBitsOf } from "../netlink/mask.ts";
import { StructReader } from "../netlink/struct-reader.ts";
import type { AttributeNames, NamedAttribute, NamedMember, NamedType } from "./attribute-names.ts";

/** One attribute of a message as a dissector shows it. */
export interface AnnotatedAttribute {
  /** Where its header starts in the bytes given. */
  readonly offset: number;
  /** Octets of header and payload, without padding. */
  readonly length: number;
  readonly number: number;
  /** NLA_F_NESTED was set. */
  readonly nestedFlag: boolean;
  /** "scan-ssids", or "[3]" in an array; absent where the table does not know the attribute. */
  readonly name?: string;
  /** Its type as the table writes it: "u32 =iftype". */
  readonly type?: string;
  /** The value as text, with the unit; absent where there are children. A secret is "(secret)". */
  readonly value?: string;
  /** Why the payload is not what its type says; `value` is then its bytes. */
  readonly problem?: string;
  readonly children?: readonly AnnotatedAttribute[];
}

/** The attributes in `bytes[start, end)`, which are of set `set`, with names, types, values and nesting. Never throws. */
export function annotate(
  names: AttributeNames,
  set: string,
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): AnnotatedAttribute[] {
  return walk(names, bytes, start, end, (number) => names.attribute(set, number));
}

type Lookup = (number: number) => (Pick<NamedAttribute, "name" | "type"> & Partial<NamedAttribute>) | undefined;

function walk(
  names: AttributeNames,
  bytes: Uint8Array,
  start: number,
  end: number,
  lookup: Lookup,
): AnnotatedAttribute[] {
  const out: AnnotatedAttribute[] = [];
  const r = new AttributeReader(bytes, start, end);
  for (let at = start, next: number; (next = r.step(at, end)) !== 0; at = next) {
    out.push(one(names, r, at, lookup(r.type)));
  }
  const trouble = r.malformed?.[0];
  if (trouble !== undefined) {
    const { offset } = trouble;
    const number = offset + ATTRIBUTE_HEADER <= end ? hostU16(bytes, offset + 2) & ATTRIBUTE_TYPE_MASK : 0;
    const value = lookup(number)?.secret ? "(secret)" : toHex(bytes.subarray(offset, end));
    out.push({ offset, length: end - offset, number, nestedFlag: false, value, problem: trouble.reason });
  }
  return out;
}

function one(names: AttributeNames, r: AttributeReader, offset: number, known: ReturnType<Lookup>): AnnotatedAttribute {
  const { bytes, start, end, type: number } = r;
  const nestedFlag = (hostU16(bytes, offset + 2) & NESTED_FLAG) !== 0;
  const base = { offset, length: end - offset, number, nestedFlag };
  if (known === undefined || known.ignoreLength === r.length) return { ...base, value: toHex(r.payload()) };
  const named = { ...base, name: known.name, type: known.type.text };
  if (known.secret) return { ...named, value: "(secret)" };
  const inner = childrenOf(names, known.type, known.unit);
  if (inner !== undefined) return { ...named, children: walk(names, bytes, start, end, inner) };
  try {
    const value = valueText(names, r, known.type);
    return { ...named, value: withUnit(value, known.unit) };
  } catch (error) {
    return { ...named, value: toHex(r.payload()), problem: (error as Error).message };
  }
}

/** "260 x 100 kbit/s", "-27 dBm". */
function withUnit(value: string, unit: string | undefined): string {
  if (unit === undefined) return value;
  return /^\d/.test(unit) ? `${value} x ${unit}` : `${value} ${unit}`;
}

/** How to look up what a value nests; undefined where it nests nothing. */
function childrenOf(names: AttributeNames, type: NamedType, unit: string | undefined): Lookup | undefined {
  if (type.kind === "nest") return (number) => names.attribute(type.of!, number);
  if (type.kind === "flag-set") {
    return (number) => ({
      name: names.member(type.of!, number) ?? String(number),
      type: { kind: "flag", text: "flag" },
    });
  }
  if (type.kind !== "array") return undefined;
  const own = unit === undefined ? {} : { unit };
  return (number) => ({ name: `[${names.index(type, number)}]`, type: type.element!, ...own });
}

function valueText(names: AttributeNames, r: AttributeReader, type: NamedType): string {
  switch (type.kind) {
    case "number":
      return numberText(names, type, readNumber(r, type));
    case "numbers":
      return elements(r, type.size!)
        .map((element) => numberText(names, type, readNumber(element, type)))
        .join(", ");
    case "string":
      return JSON.stringify(r.string());
    case "mac":
      return r.mac();
    case "ipv4":
      return r.ipv4();
    case "flag":
      return r.length === 0 ? "true" : `true (${toHex(r.payload())})`;
    case "bits":
      return memberList(names, type.of!, r.bitmap());
    case "struct":
    case "structs":
      return structText(names, r, type);
    case "bytes":
      return type.of === "ssid"
        ? `${toHex(r.payload())} ${JSON.stringify(r.string())}`.trimStart()
        : toHex(r.payload());
    default:
      return toHex(r.payload());
  }
}

function readNumber(r: AttributeReader, { size, signed, bigEndian, bigEndianValue }: NamedType): number | bigint {
  switch (size) {
    case 1:
      return signed ? r.s8() : r.u8();
    case 2:
      return bigEndian ? r.u16be() : signed ? r.s16() : r.u16();
    case 4:
      if (bigEndianValue !== undefined) return r.u32BigEndianIf(bigEndianValue);
      return bigEndian ? r.u32be() : signed ? r.s32() : r.u32();
    default:
      return bigEndian ? r.u64be() : signed ? r.s64() : r.u64();
  }
}

function elements(r: AttributeReader, size: number): AttributeReader[] {
  if (r.length % size !== 0) throw new Error(`${r.length} octets, not a multiple of ${size}`);
  return Array.from({ length: r.length / size }, (_, i) => {
    const at = r.start + i * size;
    return new AttributeReader(r.bytes, at, at + size);
  });
}

function numberText(names: AttributeNames, type: NamedType, value: number | bigint): string {
  if (type.of === undefined) return String(value);
  if (type.of.startsWith("#")) return `${value} (0x${value.toString(16)})`;
  if (type.mask) return memberList(names, type.of, typeof value === "bigint" ? wideBitsOf(value) : bitsOf(value));
  const name = names.member(type.of, Number(value));
  return name === undefined ? String(value) : `${name} (${value})`;
}

function memberList(names: AttributeNames, members: string, values: readonly number[]): string {
  return `{${values.map((value) => names.member(members, value) ?? value).join(", ")}}`;
}

function structText(names: AttributeNames, r: AttributeReader, type: NamedType): string {
  const members = names.members(type.of!);
  const s = new StructReader(r.bytes, r.start, r.end);
  const texts: string[] = [];
  do {
    const shown = members.flatMap((member) => {
      const text = memberText(names, s, member);
      return member.type.kind === "pad" ? [] : [`${member.name} ${text}`];
    });
    texts.push(`{${shown.join(", ")}}`);
  } while (type.kind === "structs" && s.remaining > 0);
  if (s.remaining > 0) texts.push(`and ${toHex(s.rest())}`);
  return texts.join(", ");
}

function memberText(names: AttributeNames, s: StructReader, { type, count, order }: NamedMember): string {
  if (type.kind === "number") {
    const one = () => numberText(names, type, readMember(s, type, order));
    return count === undefined ? one() : `[${Array.from({ length: count }, one).join(", ")}]`;
  }
  if (type.kind === "mac") return s.mac();
  if (type.kind === "struct") {
    return `{${names
      .members(type.of!)
      .map((member) => `${member.name} ${memberText(names, s, member)}`)
      .join(", ")}}`;
  }
  return toHex(type.kind === "ipv4" ? s.take(4) : count === undefined ? s.rest() : s.take(count));
}

function readMember(s: StructReader, { size, signed }: NamedType, order: NamedMember["order"]): number | bigint {
  if (size === 1) return signed ? s.s8() : s.u8();
  if (size === 2) return order === "le" ? s.u16le() : order === "be" ? s.u16be() : signed ? s.s16() : s.u16();
  if (size === 4) return order === "le" ? s.u32le() : order === "be" ? s.u32be() : signed ? s.s32() : s.u32();
  return order === "le" ? s.u64le() : order === "be" ? s.u64be() : s.u64();
}
