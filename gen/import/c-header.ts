import { evaluate, type Lookup } from "./c-expression.ts";

/** What a C header defines. */
export interface Header {
  readonly enums: readonly HeaderEnum[];
  readonly structs: readonly HeaderStruct[];
  /** `#define NAME value` that comes to a number, and is no other name of an enumerator. */
  readonly constants: ReadonlyMap<string, number>;
  /** `#define NAME "text"`. */
  readonly texts: ReadonlyMap<string, string>;
  /** `#define OLD NEW`: another name of an enumerator. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The number of any name. */
  readonly value: Lookup;
}

export interface HeaderEnum {
  readonly name: string;
  readonly entries: readonly Enumerator[];
}

export interface Enumerator {
  readonly name: string;
  readonly value: number;
  /** Not a value of its own: the reserved zero of attributes, the count, the highest. */
  readonly bookkeeping: boolean;
  /** The enumerator of the same enum that it is another name of: `A = B`. */
  readonly aliasOf: string | undefined;
  /** What the kernel-doc comment says of it. */
  readonly comment: string;
}

export interface HeaderStruct {
  readonly name: string;
  /** Members that are structs are taken apart. */
  readonly members: readonly { readonly name: string; readonly type: string; readonly count: number | undefined }[];
  /** Without the array of unknown length that may end it; undefined where a member's type is not known. */
  readonly size: number | undefined;
}

/** Reads a header as the C compiler does, as far as enums, structs and constants go. */
export function parseHeader(text: string, outside: Lookup = () => undefined): Header {
  const comments = kernelDoc(text);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, " ").replace(/\\\n/g, " ");
  const values = new Map<string, number>();
  const defines = new Map<string, string>();
  for (const [, name, body] of code.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(\S.*)$/gm)) {
    if (!defines.has(name!)) defines.set(name!, body!.trim());
  }
  const structs = parseStructs(code, (name) => value(name));
  const sizes = new Map(structs.map(({ name, size }) => [name, size]));

  const enums: HeaderEnum[] = [];
  for (const [, name, body] of code.matchAll(/^enum\s+(\w+)\s*\{([^}]*)\}/gm)) {
    const entries: Enumerator[] = [];
    let next = 0;
    for (const part of body!.split(",")) {
      const [, own, expression] = /^\s*(\w+)\s*(?:=\s*([\s\S]+?))?\s*$/.exec(part) ?? [];
      if (own === undefined) continue;
      const number = expression === undefined ? next : evaluate(expression, value);
      if (number === undefined) throw new Error(`enum ${name}: what is ${own} = ${expression}?`);
      values.set(own, number);
      next = number + 1;
      const aliasOf = entries.find((entry) => entry.name === expression)?.name;
      entries.push({
        name: own,
        value: number,
        bookkeeping: isBookkeeping(own, number, expression, name!),
        aliasOf,
        comment: comments.get(own) ?? "",
      });
    }
    enums.push({ name: name!, entries });
  }

  const bookkeeping = new Set(
    enums.flatMap(({ entries }) => entries.filter((entry) => entry.bookkeeping).map(({ name }) => name)),
  );
  const constants = new Map<string, number>();
  const texts = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const [name, body] of defines) {
    if (values.has(name) || name === body || bookkeeping.has(body)) continue;
    const quoted = /^"(.*)"$/.exec(body)?.[1];
    const number = evaluate(body, value);
    if (quoted !== undefined) texts.set(name, quoted);
    else if (values.has(body)) aliases.set(name, body);
    else if (number !== undefined) constants.set(name, number);
  }
  return { enums, structs, constants, texts, aliases, value };

  function value(name: string): number | undefined {
    const known = values.get(name);
    if (known !== undefined) return known;
    const sized = /^sizeof\((?:struct)?(\w+)\)$/.exec(name)?.[1];
    if (sized !== undefined) return SIZES[sized] ?? sizes.get(sized) ?? outside(name);
    const body = defines.get(name);
    return body === undefined || body === name ? outside(name) : evaluate(body, value);
  }
}

/** The reserved zero, the counts and the highest numbers, by which C code sizes its arrays. */
function isBookkeeping(name: string, value: number, expression: string | undefined, of: string): boolean {
  if (/^(__|NUM_|MAX_|NL80211_NUM_)/.test(name)) return true;
  if (expression !== undefined && /^\w+\s*-\s*1$/.test(expression)) return true;
  return value === 0 && name.endsWith("_UNSPEC") && !of.endsWith("_proto_id");
}

const SIZES: Readonly<Record<string, number>> = {
  u8: 1,
  s8: 1,
  u16: 2,
  s16: 2,
  le16: 2,
  be16: 2,
  u32: 4,
  s32: 4,
  le32: 4,
  be32: 4,
  u64: 8,
  s64: 8,
  le64: 8,
};

function parseStructs(code: string, value: Lookup): HeaderStruct[] {
  const structs = new Map<string, HeaderStruct>();
  for (const [, name, body] of code.matchAll(/^struct\s+(\w+)\s*\{([^{}]*)\}/gm)) {
    const members: { name: string; type: string; count: number | undefined }[] = [];
    let size: number | undefined = 0;
    for (const declaration of body!.split(";")) {
      const [, nested, type, names] = /^\s*(struct\s+)?(\w+)\s+([\s\S]+)$/.exec(declaration) ?? [];
      if (type === undefined) continue;
      const inner = nested === undefined ? undefined : structs.get(type);
      for (const one of names!.split(",")) {
        const [, own, bracket, length] = /^\s*(\w+)\s*(\[\s*([^\]]*)\])?/.exec(one) ?? [];
        if (own === undefined) continue;
        const word = type.replace(/^__/, "");
        const count = bracket === undefined ? 1 : length === "" ? undefined : evaluate(length!, value);
        if (inner !== undefined) members.push(...inner.members);
        else members.push({ name: own, type: word, count });
        const each: number | undefined = inner === undefined ? SIZES[word] : inner.size;
        size = size === undefined || each === undefined ? undefined : size + each * (count ?? 0);
      }
    }
    structs.set(name!, { name: name!, members, size });
  }
  return [...structs.values()];
}

/** What kernel-doc says of each enumerator, on one line. */
function kernelDoc(text: string): Map<string, string> {
  const said = new Map<string, string>();
  for (const [, body] of text.matchAll(/\/\*\*?\s*\n?([\s\S]*?)\*\//g)) {
    let name: string | undefined;
    for (const line of body!.split("\n")) {
      const plain = line.replace(/^\s*\*? ?/, "");
      const [, own, rest] = /^@(\w+):\s*(.*)$/.exec(plain) ?? [];
      if (own !== undefined) said.set((name = own), rest!);
      else if (/^\s*$/.test(plain)) name = undefined;
      else if (name !== undefined) said.set(name, `${said.get(name)} ${plain.trim()}`);
    }
  }
  return said;
}
