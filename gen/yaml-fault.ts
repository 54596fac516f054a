import type { YAMLParseError } from "yaml";

/** What is wrong with a text as YAML, and what it mostly comes from. */
export function yamlFault({ code, message }: Pick<YAMLParseError, "code" | "message">): string {
  const text = message.split("\n")[0]!.replace(/ at line \d+, column \d+:$/, "");
  const cause = CAUSES.find(([of, pattern]) => of === code && pattern.test(text))?.[2];
  return cause === undefined ? text : `${text}: ${cause}`;
}

const QUOTE = 'quote the text if it has ": " in it';

const CAUSES: readonly (readonly [code: string, message: RegExp, cause: string])[] = [
  ["BAD_INDENT", /^Flow/, "a { or [ of a line before is not closed"],
  ["BAD_INDENT", /^All/, "this line stands deeper, or less deep, than those that it belongs to"],
  ["BLOCK_AS_IMPLICIT_KEY", /^A block sequence/, "this line stands less deep than those that it belongs to"],
  ["BLOCK_AS_IMPLICIT_KEY", /^Nested/, `${QUOTE}; or the next line stands too deep`],
  ["BLOCK_IN_FLOW", /./, `${QUOTE}; or a comma is missing`],
  ["TAB_AS_INDENT", /./, "indent by spaces"],
  ["DUPLICATE_KEY", /./, "this key is there already"],
];
