import { loadFamily } from "../../gen/families.ts";
import type { AnnotatedAttribute } from "../../src/genetlink/annotate.ts";
import type { CapturedPacket } from "../../src/testing/capture.ts";
import { Dissector } from "../../src/testing/dissector.ts";
import type { DissectedAttribute, DissectedMessage, DissectedValue } from "./tshark.ts";

/** Octets of LINKTYPE_NETLINK's header before the datagram, which tshark counts. */
const COOKED_HEADER = 16;

interface Placed {
  readonly attribute: AnnotatedAttribute;
  /** Offsets of the attributes that it is in, outermost first. */
  readonly within: readonly number[];
}

/**
 * Holds what `nl80211 decode` says of a capture against tshark's nl80211 dissector. Attributes are the same where they start at the
 * same octet; then their numbers, lengths, flags, names, nesting and values must agree.
 */
export class AttributeComparison {
  /** `raw`: tshark shows octets, or ours are no number (structs, bitmaps, C arrays, flags). */
  readonly counts = {
    attributes: 0,
    named: 0,
    nested: 0,
    numbers: 0,
    enums: 0,
    texts: 0,
    raw: 0,
    secret: 0,
    excused: 0,
  };
  /** What disagrees, of the capture that was begun last. */
  differences: string[] = [];
  /** By packet, and by offset in it. */
  #places: ReadonlyMap<number, Placed>[] = [];

  /** The next capture, as it will be given to tshark. */
  begin(packets: readonly CapturedPacket[]): void {
    this.differences = [];
    const dissector = new Dissector();
    for (const { bytes } of packets) dissector.learn(bytes);
    this.#places = packets.map(({ bytes }) => {
      const places = new Map<number, Placed>();
      for (const { family, attributes } of dissector.dissect(bytes)) {
        if (family === "nl80211") place(attributes ?? [], [], places);
      }
      return places;
    });
  }

  compare(message: DissectedMessage): void {
    for (const attribute of message.attributes) this.#attribute(attribute, message, []);
  }

  report(): string {
    const counted = Object.entries(this.counts).map(([what, count]) => `${count} ${what}`);
    return `tshark: ${counted.join(", ")}`;
  }

  #attribute(theirs: DissectedAttribute, message: DissectedMessage, within: readonly number[]): void {
    const offset = theirs.position - COOKED_HEADER;
    const where = `packet ${message.packet} ${message.commandName} offset ${offset} ${theirs.name} (${theirs.type})`;
    const ours = this.#places[message.packet - 1]?.get(offset);
    const differ = (what: string): void => {
      this.differences.push(`${where}: ${what}`);
    };
    this.counts.attributes++;
    if (ours === undefined) {
      differ("no attribute of ours starts there");
      return;
    }
    const { attribute } = ours;
    if (attribute.number !== theirs.type) differ(`ours has number ${attribute.number}`);
    if (attribute.length !== theirs.length) differ(`${theirs.length} octets, ours ${attribute.length}`);
    if (!theirs.isIndex && attribute.nestedFlag !== theirs.nested) differ("the flag NLA_F_NESTED is not ours");
    if (attribute.problem !== undefined) differ(`ours: ${attribute.problem}`);
    this.#name(theirs, attribute, differ);
    if (within.length > 0) this.counts.nested++;
    if (ours.within.join() !== within.join()) differ(`within ${within.join(", ")}, ours ${ours.within.join(", ")}`);
    for (const child of theirs.attributes) this.#attribute(child, message, [...within, offset]);
    if (theirs.attributes.length === 0) this.#value(theirs, attribute, differ);
  }

  #name(theirs: DissectedAttribute, { number, name }: AnnotatedAttribute, differ: (what: string) => void): void {
    // an index has no name, and "Attribute" is what tshark calls what it does not know
    if (theirs.isIndex || !/^_*NL80211_/.test(theirs.name)) return;
    this.counts.named++;
    if (NAMES.get(`${number} ${name}`)?.has(theirs.name)) return;
    if (OTHER_NAMES[theirs.name]?.test(name ?? "")) this.counts.excused++;
    else differ(`ours is called ${name}`);
  }

  #value(theirs: DissectedAttribute, ours: AnnotatedAttribute, differ: (what: string) => void): void {
    if (ours.value === "(secret)") {
      this.counts.secret++;
      return;
    }
    const value = theirs.values.find(({ field }) => field.startsWith("nl80211."));
    if (value === undefined || ours.value === undefined) {
      this.counts.raw++;
      return;
    }
    const text = ours.value;
    const [base = "", meaning = ""] = (ours.type ?? "").split(" ");
    if (TEXTS[value.field] !== undefined || base === "mac") {
      this.counts.texts++;
      const said = base === "string" ? (JSON.parse(text) as string) : text;
      if (said !== value.show) differ(`${value.show}, ours ${text}`);
      return;
    }
    if (!/^[su](8|16|32|64)$/.test(base)) {
      this.counts.raw++;
      return;
    }
    const number = numberOf(value);
    if (number === undefined) {
      differ(`no number in ${value.showName}`);
      return;
    }
    const bits = 8 * (theirs.length - 4);
    const own = meaning.startsWith("&") ? maskOf(meaning.slice(1), text) : ownNumber(text);
    this.counts.numbers++;
    if (own === undefined || BigInt.asUintN(bits, own) !== BigInt.asUintN(bits, number))
      differ(`${value.showName}, ours ${text}`);
    const member = /: (NL80211_\w+) \(\d+\)$/.exec(value.showName)?.[1];
    if (member === undefined || !meaning.startsWith("=")) return;
    this.counts.enums++;
    if (ENUMS.get(`${meaning.slice(1)} ${number}`)?.has(member) !== true) differ(`${member}, ours ${text}`);
  }
}

/** Fields of tshark that are text. */
const TEXTS: Readonly<Record<string, true>> = {
  "nl80211.wiphy_name": true,
  "nl80211.ifname": true,
  "nl80211.alpha2": true,
  "nl80211.mac": true,
};

/** Names that tshark gives to what is called otherwise: by name, what ours is called, and why that is right. */
const OTHER_NAMES: Readonly<Record<string, RegExp>> = {
  // it gives an array's elements (access categories, limits, bands) the names of what is in them
  __NL80211_WMMR_INVALID: /^\[vo\]$/,
  NL80211_WMMR_CW_MIN: /^\[vi\]$/,
  NL80211_WMMR_CW_MAX: /^\[be\]$/,
  NL80211_WMMR_AIFSN: /^\[bk\]$/,
  NL80211_IFACE_COMB_LIMITS: /^\[\d\]$/,
  __NL80211_TXRATE_INVALID: /^\[band-2ghz\]$/,
  // the interface's index, 4 octets under the number of a u16 (nl80211_get_mesh_config): neither has a name for it
  NL80211_MESHCONF_HOLDING_TIMEOUT: /^$/,
  // iw sends the header's "invalid" where no flag of a monitor is set
  __NL80211_MNTR_FLAG_INVALID: /^0$/,
};

const model = loadFamily("nl80211");

/** C names of attributes by number and name; several sets may hold both. */
const NAMES = new Map<string, Set<string>>();
for (const set of model.sets.values()) {
  for (const { value, name, cName } of set.attributes) add(NAMES, `${value} ${name}`, cName);
}

/** C names of members by enum and number. */
const ENUMS = new Map<string, Set<string>>();
/** Numbers of members by enum and name. */
const MEMBERS = new Map<string, number>();
for (const definition of model.definitions.values()) {
  if (definition.type !== "enum" && definition.type !== "flags") continue;
  for (const { name, value, cName } of definition.entries) {
    if (cName !== undefined) add(ENUMS, `${definition.name} ${value}`, cName);
    // an attribute whose type is an enum's value is called by it
    if (cName !== undefined) add(NAMES, `${value} ${name}`, cName);
    MEMBERS.set(`${definition.name} ${name}`, value);
  }
}

function add(map: Map<string, Set<string>>, key: string, name: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(name));
}

function place(
  attributes: readonly AnnotatedAttribute[],
  within: readonly number[],
  places: Map<number, Placed>,
): void {
  for (const attribute of attributes) {
    places.set(attribute.offset, { attribute, within });
    place(attribute.children ?? [], [...within, attribute.offset], places);
  }
}

/** The number of a field: "0x0000096c" of attr_value32, "07" of attr_value, "-27" of dbm, "... (2)" of an enum. */
function numberOf({ field, show, hex }: DissectedValue): bigint | undefined {
  if (field === "nl80211.attr_value") return /^[0-9a-f]+$/.test(hex) ? littleEndian(hex) : undefined;
  return /^(-?\d+|0x[0-9a-f]+)$/.test(show) ? BigInt(show) : undefined;
}

function littleEndian(hex: string): bigint {
  return BigInt(`0x${hex.match(/../g)!.reverse().join("")}`);
}

/** Of "5180 MHz", "station (2)", "1027074 (0xfac02)". */
function ownNumber(text: string): bigint | undefined {
  const [, number] = /^(-?\d+)\b/.exec(text) ?? /\((\d+)\)/.exec(text) ?? [];
  return number === undefined ? undefined : BigInt(number);
}

/** Of "{low-priority, flush}", whose members may also be numbers of bits. */
function maskOf(members: string, text: string): bigint | undefined {
  const bits = text
    .replace(/^\{|\}.*$/g, "")
    .split(", ")
    .filter((word) => word !== "");
  const numbers = bits.map((bit) => (/^\d+$/.test(bit) ? Number(bit) : MEMBERS.get(`${members} ${bit}`)));
  return numbers.reduce<bigint | undefined>(
    (sum, bit) => (sum === undefined || bit === undefined ? undefined : sum | (1n << BigInt(bit))),
    0n,
  );
}
