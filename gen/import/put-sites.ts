import { callArguments, type Evidence, type SourceText } from "./evidence.ts";

/** The functions that put an attribute: which argument names it, and what type they give it. */
const PUTS: Readonly<Record<string, string>> = {
  nla_put: "data",
  nla_put_nohdr: "data",
  nla_reserve: "data",
  nla_put_string: "string",
  nla_put_flag: "flag",
  nla_put_u8: "u8",
  nla_put_u16: "u16",
  nla_put_u32: "u32",
  nla_put_s8: "s8",
  nla_put_s16: "s16",
  nla_put_s32: "s32",
  nla_put_be16: "u16",
  nla_put_be32: "u32 big-endian",
  nla_put_u64_64bit: "u64",
  nla_put_s64: "s64",
  nla_put_in_addr: "ipv4",
  nla_nest_start: "nest",
  nla_nest_start_noflag: "nest",
};

/** How a request's attribute is read: the type that each function expects. */
const GETS: Readonly<Record<string, string>> = {
  nla_get_u8: "u8",
  nla_get_u16: "u16",
  nla_get_u32: "u32",
  nla_get_u64: "u64",
  nla_get_s8: "s8",
  nla_get_s16: "s16",
  nla_get_s32: "s32",
  nla_get_u8_default: "u8",
  nla_get_u16_default: "u16",
  nla_get_u32_default: "u32",
  nla_get_s32_default: "s32",
  nla_get_flag: "flag",
  nla_get_in_addr: "ipv4",
  nla_data: "data",
  nla_len: "data",
  nla_parse_nested: "nest",
  nla_parse_nested_deprecated: "nest",
  nla_for_each_nested: "nest",
};

/** What the code that fills messages says of attributes; also through functions that are handed the attribute's number. */
export function putEvidence(source: SourceText, isAttribute: (name: string) => boolean, helpers: Helpers): Evidence[] {
  const found: Evidence[] = [];
  const puts = [...Object.keys(PUTS), ...helpers.keys()].join("|");
  for (const match of source.text.matchAll(new RegExp(`\\b(${puts})\\s*(?=\\()`, "g"))) {
    const [, called] = match as unknown as [string, string];
    const args = callArguments(source.text, match.index + match[0].length)?.args;
    const where = `${source.file}:${source.lineAt(match.index)}`;
    const direct = PUTS[called];
    if (direct !== undefined) note(args?.[1], direct);
    for (const { position, says } of helpers.get(called) ?? []) note(args?.[position], says);

    function note(argument: string | undefined, says: string): void {
      const name = argument === undefined ? undefined : /^(\w+)(\s*\|[\s\S]*)?$/.exec(argument)?.[1];
      if (name !== undefined && isAttribute(name)) found.push({ attribute: name, source: "put", says, where });
    }
  }
  return found;
}

/** What a function puts under the number that is handed to it, by the argument's position. */
export type Helpers = ReadonlyMap<string, readonly { readonly position: number; readonly says: string }[]>;

/** Functions with a parameter that they use as an attribute's number. */
export function helpersOf(text: string): Helpers {
  const helpers = new Map<string, { position: number; says: string }[]>();
  for (const match of text.matchAll(/^(?:[a-zA-Z_][\w \t*\n]*?[\s*])?(\w+)\s*(?=\([^;{}]*\)\s*\{)/gm)) {
    const open = text.indexOf("(", match.index + match[0].length);
    const head = callArguments(text, open);
    if (head === undefined) continue;
    const body = callArguments(text, text.indexOf("{", head.end));
    if (body === undefined) continue;
    const inside = text.slice(head.end, body.end);
    const names = head.args.map((parameter) => /(\w+)\s*(\[\s*\])?$/.exec(parameter)?.[1]);
    for (const [position, name] of names.entries()) {
      if (name === undefined) continue;
      for (const [put, says] of Object.entries(PUTS)) {
        if (!new RegExp(`\\b${put}\\s*\\(\\s*\\w+\\s*,\\s*${name}\\s*[,)|]`).test(inside)) continue;
        const known = helpers.get(match[1]!) ?? [];
        helpers.set(match[1]!, [...known, { position, says }]);
      }
    }
  }
  for (const put of Object.keys(PUTS)) helpers.delete(put);
  return helpers;
}

/** What the code that reads requests says of attributes: `nla_get_u32(info->attrs[NL80211_ATTR_X])`. */
export function getEvidence(source: SourceText, isAttribute: (name: string) => boolean): Evidence[] {
  const found: Evidence[] = [];
  for (const match of source.text.matchAll(new RegExp(`\\b(${Object.keys(GETS).join("|")})\\s*(?=\\()`, "g"))) {
    const called = match[1]!;
    const args = callArguments(source.text, match.index + match[0].length)?.args ?? [];
    const argument = args[called.startsWith("nla_parse") ? 2 : called.startsWith("nla_for_each") ? 1 : 0];
    const name = argument === undefined ? undefined : /\[\s*(\w+)\s*\]$/.exec(argument)?.[1];
    if (name === undefined || !isAttribute(name)) continue;
    const where = `${source.file}:${source.lineAt(match.index)}`;
    found.push({ attribute: name, source: "get", says: GETS[called]!, where });
  }
  return found;
}
