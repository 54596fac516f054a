import { callArguments } from "./evidence.ts";

/** A function of a C file, without its comments. */
export interface CFunction {
  readonly name: string;
  readonly file: string;
  readonly body: string;
  /** What it calls, with the text of the arguments, in order. */
  readonly calls: readonly Call[];
}

export interface Call {
  readonly name: string;
  readonly args: readonly string[];
}

/** Source without comments; every line stays where it is. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]+/g, " ")).replace(/\/\/.*$/gm, "");
}

/** The functions of a file in the kernel's style: the body's braces stand alone at the start of a line. */
export function functionsOf(file: string, source: string): CFunction[] {
  const lines = withoutComments(source).split("\n");
  const functions: CFunction[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (lines[at]!.trimEnd() !== "{") continue;
    const name = /(\w+)\s*\(/.exec(headAbove(lines, at))?.[1];
    const end = lines.findIndex((line, index) => index > at && line.trimEnd() === "}");
    if (name === undefined || end < 0) continue;
    const body = lines.slice(at, end + 1).join("\n");
    functions.push({ name, file, body, calls: callsOf(body) });
    at = end;
  }
  return functions;
}

/** The lines over an opening brace that belong to its function: back to a blank line, a statement's end or another body. */
function headAbove(lines: readonly string[], brace: number): string {
  let from = brace;
  while (from > 0 && !/^(\s*|[}#].*|.*[;\\])\s*$/.test(lines[from - 1]!)) from--;
  return lines.slice(from, brace).join(" ");
}

function callsOf(body: string): Call[] {
  const calls: Call[] = [];
  for (const match of body.matchAll(/\b([a-z_]\w*)\s*(?=\()/gi)) {
    if (/^(if|for|while|switch|return|sizeof)$/.test(match[1]!)) continue;
    const args = callArguments(body, match.index + match[0].length)?.args;
    if (args !== undefined) calls.push({ name: match[1]!, args });
  }
  return calls;
}
