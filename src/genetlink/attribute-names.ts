import type { CommandNames, MessageRole, NameTable } from "./name-table.ts";

/** What the name table says of one attribute. */
export interface NamedAttribute {
  readonly number: number;
  /** "scan-ssids". */
  readonly name: string;
  readonly type: NamedType;
  readonly unit?: string;
  /** A key or the like: its value is never shown. */
  readonly secret: boolean;
  /** It may come more than once. */
  readonly repeated: boolean;
  /** One of so many octets is something else, of the same number. */
  readonly ignoreLength?: number;
}

/** A type of the table, taken apart. `text` is how the table writes it. */
export interface NamedType {
  readonly kind:
    | "number"
    | "numbers"
    | "array"
    | "nest"
    | "struct"
    | "structs"
    | "bits"
    | "flag-set"
    | "bytes"
    | string;
  readonly text: string;
  /** Octets of a number. */
  readonly size?: number;
  readonly signed?: boolean;
  readonly bigEndian?: boolean;
  /** The one value that is big-endian, all others in host order. */
  readonly bigEndianValue?: number;
  /** The enum, set, struct, hint or table of numbers that it refers to. */
  readonly of?: string;
  /** A number is a mask of the enum's values. */
  readonly mask?: boolean;
  /** What an array's index is. */
  readonly index?: string;
  readonly element?: NamedType;
}

/** A member of a struct, as the table says it. */
export interface NamedMember {
  readonly name: string;
  readonly type: NamedType;
  /** Numbers in a C array, or octets. */
  readonly count?: number;
  readonly order: "host" | "le" | "be";
}

/** The names of a family's attributes, commands and enum members, read from its table as they are asked for. */
export class AttributeNames {
  readonly #table: NameTable;
  readonly #sets = new Map<string, ReadonlyMap<number, NamedAttribute>>();
  readonly #enums = new Map<string, ReadonlyMap<number, string>>();

  constructor(table: NameTable) {
    this.#table = table;
  }

  get family(): string {
    return this.#table.family;
  }

  command(number: number): CommandNames | undefined {
    return this.#table.commands[number];
  }

  /** The set that a message is made of. */
  setOf(command: number, role: MessageRole): string {
    return this.#table.commands[command]?.[role] ?? this.#table.family;
  }

  /** Attribute `number` of a set; undefined where the table has none. */
  attribute(set: string, number: number): NamedAttribute | undefined {
    return this.#attributes(set).get(number);
  }

  /** A member of an enum by its value, or of a mask by its bit: "station". */
  member(members: string, value: number): string | undefined {
    let names = this.#enums.get(members);
    if (names === undefined) {
      const rows = (this.#table.enums[members] ?? "").split(/[;\n]/).map((row) => row.trim().split(" "));
      names = new Map(rows.filter(([, name]) => name !== undefined).map(([number, name]) => [Number(number), name!]));
      this.#enums.set(members, names);
    }
    return names.get(value);
  }

  members(struct: string): readonly NamedMember[] {
    return rowsOf(this.#table.structs[struct]?.rows ?? "").map((row) => {
      const words = row.split(" ");
      const name = words.shift()!;
      const order = words.at(-1) === "le" || words.at(-1) === "be" ? (words.pop() as "le" | "be") : "host";
      const count = words.at(-1)?.startsWith("*") ? Number(words.pop()!.slice(1)) : undefined;
      return { name, type: typeOf(words), order, ...(count === undefined ? {} : { count }) };
    });
  }

  /**
   * The path that numbers lead to, outermost first: [45, 3] of TRIGGER_SCAN is "nl80211.scan-ssids[3]". A number that no set
   * has stays a number.
   */
  path(numbers: readonly number[], command?: number, role: MessageRole = "request"): string {
    let set: string | undefined = command === undefined ? this.family : this.setOf(command, role);
    let type: NamedType | undefined;
    let path = this.family;
    for (const number of numbers) {
      if (type?.kind === "array") {
        path += `[${this.index(type, number)}]`;
        type = type.element;
      } else if (type?.kind === "flag-set") {
        path += `.${this.member(type.of!, number) ?? number}`;
        type = undefined;
      } else {
        const attribute: NamedAttribute | undefined = set === undefined ? undefined : this.attribute(set, number);
        path += `.${attribute?.name ?? number}`;
        type = attribute?.type;
      }
      set = type?.kind === "nest" ? type.of : undefined;
    }
    return path;
  }

  /** An array's index as it reads: 0 for TID 0, which comes as 1; "5ghz" for a band. */
  index({ index }: NamedType, number: number): string {
    if (index === "tid" || index === "link-id") return String(number - 1);
    const members = index === "band" ? "band" : index?.startsWith("enum=") ? index.slice(5) : undefined;
    return (members === undefined ? undefined : this.member(members, number)) ?? String(number);
  }

  #attributes(set: string): ReadonlyMap<number, NamedAttribute> {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const { rows = "", of } = this.#table.sets[set] ?? {};
    const attributes = new Map(of === undefined ? [] : this.#attributes(of));
    for (const row of rowsOf(rows)) {
      const attribute = attributeOf(row);
      attributes.set(attribute.number, attribute);
    }
    this.#sets.set(set, attributes);
    return attributes;
  }
}

function rowsOf(text: string): string[] {
  return text.split("\n").filter((row) => row !== "");
}

function attributeOf(row: string): NamedAttribute {
  const words = row.split(" ");
  const number = Number(words.shift());
  const [, marks, name] = /^((?:[!+]|~\d+~)*)(.*)$/.exec(words.shift()!)!;
  const unitAt = words.findIndex((word) => word.startsWith("@"));
  const unit = unitAt < 0 ? undefined : words.splice(unitAt).join(" ").slice(1);
  return {
    number,
    name: name!,
    type: typeOf(words),
    secret: marks!.includes("!"),
    repeated: marks!.includes("+"),
    ...(marks!.includes("~") ? { ignoreLength: Number(/~(\d+)~/.exec(marks!)![1]) } : {}),
    ...(unit === undefined ? {} : { unit }),
  };
}

function typeOf(words: readonly string[]): NamedType {
  const text = words.join(" ");
  const [head, ...rest] = words;
  const number = /^([us])(8|16|32|64)(be)?(\d+)?(\[\])?$/.exec(head!);
  if (number !== null) {
    const [, sign, width, order, odd, list] = number;
    const meaning = rest[0];
    return {
      kind: list === undefined ? "number" : "numbers",
      text,
      size: Number(width) / 8,
      signed: sign === "s",
      bigEndian: order !== undefined && odd === undefined,
      ...(odd === undefined ? {} : { bigEndianValue: Number(odd) }),
      ...(meaning === undefined
        ? {}
        : { of: meaning.slice(meaning.startsWith("#") ? 0 : 1), mask: meaning[0] === "&" }),
    };
  }
  if (head === "array") return { kind: "array", text, index: rest[0]!, element: typeOf(rest.slice(1)) };
  return { kind: head!, text, ...(rest[0] === undefined ? {} : { of: rest[0] }) };
}
