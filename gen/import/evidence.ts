/** What one source says of the type of one attribute. */
export interface Evidence {
  /** C name of the attribute. */
  readonly attribute: string;
  /** policy and put are code that runs; get is how a request is read; comment and yaml are words. */
  readonly source: Source;
  /** A type in the spec's words (`u32`, `flag`, `nest` ...), or `data` (octets of whatever kind), `reject`, or `none`. */
  readonly says: string;
  readonly limits?: Limits;
  /** The policy table that it stands in. */
  readonly table?: string;
  /** File and line. */
  readonly where: string;
}

export type Source = "policy" | "put" | "get" | "comment" | "yaml";

/** What a policy lets through. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The policy table that its children follow. */
  readonly nested?: string;
  /** A function of the kernel looks at the octets too. */
  readonly checkedByCode?: true;
}

/** A line of a source file after its macros were expanded. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** The line of the file that an offset into the text came from. */
  lineAt(offset: number): number;
}

/** The arguments of a call whose opening parenthesis is at `open`; undefined where it does not end. */
export function callArguments(text: string, open: number): { args: string[]; end: number } | undefined {
  const args: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    const char = text[at]!;
    if (char === "(" || char === "[" || char === "{") depth++;
    else if (char === ")" || char === "]" || char === "}") {
      if (--depth === 0) {
        args.push(text.slice(from, at).trim());
        return { args, end: at + 1 };
      }
    } else if (char === "," && depth === 1) {
      args.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return undefined;
}
