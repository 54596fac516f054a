import type {
  ChecksSpec,
  DifferenceSpec,
  Hint,
  IndexWord,
  Place,
  PrivilegeWord,
  TargetWord,
  UncheckedWord,
} from "./spec.ts";

/** A family with every name resolved to the thing. */
export interface Family {
  readonly name: string;
  readonly topics: readonly Topic[];
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly sets: ReadonlyMap<string, AttributeSet>;
  readonly operations: readonly Operation[];
  readonly groups: readonly Group[];
  /** The enum made of the operations. */
  readonly commands: EnumDefinition;
  /** The set that messages are made of: the one called like the family. */
  readonly root: AttributeSet;
}

/** What goes into one generated file. */
export interface Topic {
  readonly name: string;
  doc: string | undefined;
  readonly definitions: Definition[];
  readonly sets: AttributeSet[];
  readonly operations: Operation[];
}

export type Definition = EnumDefinition | StructDefinition | ConstDefinition;

interface Defined {
  readonly name: string;
  readonly typeName: string;
  readonly topic: string;
  readonly doc: string | undefined;
  readonly place: Place;
}

export interface EnumDefinition extends Defined {
  /** A flags entry's value is its bit number. */
  readonly type: "enum" | "flags";
  readonly cName: string | undefined;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly name: string;
  readonly member: string;
  readonly value: number;
  readonly cName: string | undefined;
  /** Name of the entry that this is another name of. */
  readonly aliasOf: string | undefined;
  readonly doc: string | undefined;
  readonly differs: readonly DifferenceSpec[];
}

export interface StructDefinition extends Defined {
  readonly type: "struct";
  readonly cName: string | undefined;
  readonly members: Member[];
  /** Octets of its fixed part. */
  size: number;
  /** Its last member is whatever octets are left. */
  open: boolean;
}

export interface Member {
  readonly name: string;
  readonly field: string;
  readonly type: ValueType;
  /** Numbers in a C array, or octets of bytes and padding; bytes without it are all that is left. */
  readonly len: number | undefined;
  readonly byteOrder: "host" | "little-endian" | "big-endian";
  readonly unit: string | undefined;
  readonly doc: string | undefined;
}

export interface ConstDefinition extends Defined {
  readonly type: "const";
  readonly value: number | string;
  readonly cName: string | undefined;
}

/** What a value is on the wire. */
export type ValueType =
  | NumberType
  | { readonly kind: "flag" }
  | { readonly kind: "string"; readonly nul: boolean }
  | { readonly kind: "bytes"; readonly hint: Hint | undefined }
  | { readonly kind: "mac" }
  | { readonly kind: "ipv4" }
  | { readonly kind: "numbers"; readonly of: NumberType }
  | { readonly kind: "struct"; readonly struct: StructDefinition }
  | { readonly kind: "structs"; readonly struct: StructDefinition }
  | { readonly kind: "bits"; readonly enum: EnumDefinition; readonly least: number }
  | { readonly kind: "flag-set"; readonly enum: EnumDefinition }
  /** `bare`: in requests it has no NLA_F_NESTED, because the kernel's policy takes it for something else. */
  | { readonly kind: "nest"; readonly set: AttributeSet; readonly bare: boolean }
  | ArrayType
  | { readonly kind: "pad" }
  | { readonly kind: "unused" };

export interface NumberType {
  readonly kind: "number";
  readonly width: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly bigEndian: boolean;
  /** The one value that comes big-endian, all others in host order. */
  readonly bigEndianValue: number | undefined;
  readonly bigint: boolean;
  readonly enum: EnumDefinition | undefined;
  /** The bits of the number are the enum's values. */
  readonly mask: boolean;
  /** A table outside the family that the number is from: ciphers, reason codes. */
  readonly hint: Hint | undefined;
}

export interface ArrayType {
  readonly kind: "array";
  readonly index: IndexWord;
  readonly indexEnum: EnumDefinition | undefined;
  readonly element: ValueType;
}

export interface AttributeSet {
  readonly name: string;
  readonly typeName: string;
  readonly topic: string;
  readonly doc: string | undefined;
  readonly cName: string | undefined;
  readonly place: Place;
  readonly subsetOf: AttributeSet | undefined;
  /** Itself, or the set that it is a subset of a subset of. */
  readonly base: AttributeSet;
  readonly attributes: Attribute[];
  /** Some attribute nests it. */
  nested: boolean;
  /** Reached from a request, so that its values are also written by users. */
  inRequests: boolean;
}

export interface Attribute {
  readonly name: string;
  readonly value: number;
  readonly cName: string;
  readonly field: string;
  readonly member: string;
  readonly type: ValueType;
  /** The type in the spec's words, for comments and lists: "u32", "nest of bss". */
  readonly wire: string;
  readonly multi: boolean;
  readonly doc: string | undefined;
  readonly unit: string | undefined;
  readonly checks: ChecksSpec | undefined;
  readonly direction: "request" | "reply" | undefined;
  readonly secret: boolean;
  /** A child of so many octets under this number is something else: the decoder passes over it. */
  readonly ignoreLen: number | undefined;
  /** Why it differs from the base set's, in a subset. */
  readonly why: string | undefined;
  readonly differs: readonly DifferenceSpec[];
  readonly place: Place;
}

export interface Operation {
  readonly name: string;
  readonly typeName: string;
  readonly value: number;
  readonly cName: string;
  readonly topic: string;
  readonly doc: string | undefined;
  readonly target: readonly TargetWord[];
  readonly privilege: PrivilegeWord;
  readonly slow: boolean;
  /** What the kernel leaves unchecked: attributes that it does not know ("strict"), a dump's request ("dump"). */
  readonly dontValidate: readonly UncheckedWord[];
  readonly up: boolean;
  readonly do: Exchange | undefined;
  readonly dump: Exchange | undefined;
  readonly event: Event | undefined;
  readonly differs: readonly DifferenceSpec[];
  readonly place: Place;
}

export interface Exchange {
  readonly target: readonly TargetWord[];
  readonly request: Message;
  readonly reply: Reply | undefined;
}

export interface Reply extends Message {
  /** Name and number of the command that replies come under. */
  readonly command: string;
  readonly commandValue: number;
}

export interface Event extends Message {
  readonly group: string | undefined;
  readonly toRequester: boolean;
  readonly eventDoc: string | undefined;
}

/** The attributes of one kind of message. */
export interface Message {
  readonly typeName: string;
  readonly role: "request" | "reply" | "event";
  readonly set: AttributeSet;
  readonly attributes: readonly Attribute[];
  readonly required: ReadonlySet<string>;
  readonly target: readonly TargetWord[];
  /** An earlier message of the same topic with the same attributes: this one is that one under another name. */
  readonly sameAs: Message | undefined;
}

export interface Group {
  readonly name: string;
  readonly doc: string | undefined;
}

/** The attribute that a target is given in. */
export const SELECTORS: Readonly<Record<"wiphy" | "netdev" | "wdev", string>> = {
  wiphy: "wiphy",
  netdev: "ifindex",
  wdev: "wdev",
};

/** Every message of an operation. */
export function messagesOf(operation: Operation): Message[] {
  const { do: once, dump, event } = operation;
  return [once?.request, once?.reply, dump?.request, dump?.reply, event].filter((message) => message !== undefined);
}
