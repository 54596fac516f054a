/**
 * The text of `iw`, line by line, with a book kept of what became of each: consumed, excused by a reason, or neither.
 *
 * A parser that quietly steps over what it does not know compares less than it seems to. Here a line that no rule takes is an error.
 */
export class IwText {
  readonly lines: readonly IwLine[];
  /** Lines that are nobody's child. */
  readonly roots: readonly IwLine[];

  /** `what` names the command, for errors and reports. Blank lines are no lines. */
  constructor(
    readonly what: string,
    text: string,
  ) {
    const lines: IwLine[] = [];
    const roots: IwLine[] = [];
    const open: IwLine[] = [];
    for (const [index, raw] of text.split("\n").entries()) {
      if (raw.trim() === "") continue;
      const line = new IwLine(index + 1, raw);
      lines.push(line);
      while (open.length > 0 && open.at(-1)!.depth >= line.depth) open.pop();
      (open.at(-1)?.children ?? roots).push(line);
      open.push(line);
    }
    this.lines = lines;
    this.roots = roots;
  }

  /** Closes the book: throws if a line was neither consumed nor excused, and names the first few. */
  report(): LineReport {
    const unread = this.lines.filter((line) => line.fate === undefined);
    if (unread.length > 0) throw new UnreadLinesError(this.what, unread);
    const excused = this.lines.filter((line) => line.excuse !== undefined);
    return {
      what: this.what,
      read: this.lines.length,
      consumed: this.lines.length - excused.length,
      excused: excused.map((line) => ({ line: line.number, text: line.text, reason: line.excuse! })),
    };
  }
}

/** One line: its depth in leading tabs, its text without them, and the deeper lines that follow it. */
export class IwLine {
  readonly depth: number;
  /** Without the leading tabs and the newline; leading blanks stay, since some lines are told apart by them. */
  readonly text: string;
  readonly children: IwLine[] = [];
  fate: "consumed" | "excused" | undefined;
  excuse: string | undefined;

  constructor(
    readonly number: number,
    raw: string,
  ) {
    this.depth = raw.length - raw.replace(/^\t+/, "").length;
    this.text = raw.slice(this.depth);
  }

  /** Marks the line as one whose facts are in the result, or as a heading that holds none. */
  consume(): void {
    this.fate = "consumed";
  }

  /** Marks the line as one that cannot be compared with the kernel's bytes, and says why. */
  excuseFor(reason: string): void {
    this.fate = "excused";
    this.excuse = reason;
  }

  /** The lines below, all depths, in the order of the text. */
  descendants(): IwLine[] {
    return this.children.flatMap((child) => [child, ...child.descendants()]);
  }
}

/** What became of the lines of one text. `consumed + excused.length === read`. */
export interface LineReport {
  readonly what: string;
  readonly read: number;
  /** Lines whose facts are in the parsed result: a test that compares the whole result compares all of them. */
  readonly consumed: number;
  readonly excused: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

/** Several reports as one, for a bound over a whole session. */
export function sumReports(what: string, reports: readonly LineReport[]): LineReport {
  return {
    what,
    read: reports.reduce((sum, report) => sum + report.read, 0),
    consumed: reports.reduce((sum, report) => sum + report.consumed, 0),
    excused: reports.flatMap((report) => report.excused),
  };
}

/** For a test that has compared the whole result. "iw scan: 136 lines read, 136 compared, 0 excused (0.0 %)", then each reason once with its count. */
export function describeReport(report: LineReport): string {
  const reasons = new Map<string, number>();
  for (const { reason } of report.excused) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const { read, consumed, excused } = report;
  const share = read === 0 ? 0 : (100 * excused.length) / read;
  return [
    `${report.what}: ${read} lines read, ${consumed} compared, ${excused.length} excused (${share.toFixed(1)} %)`,
    ...[...reasons].map(([reason, count]) => `  ${count} x ${reason}`),
  ].join("\n");
}

/** Lines that no rule of the parser knows. */
export class UnreadLinesError extends Error {
  constructor(
    what: string,
    readonly lines: readonly IwLine[],
  ) {
    const shown = lines.slice(0, 8).map((line) => `  line ${line.number}: ${JSON.stringify(line.text)}`);
    if (lines.length > shown.length) shown.push(`  and ${lines.length - shown.length} more`);
    super(`${what}: ${lines.length} lines neither consumed nor excused:\n${shown.join("\n")}`);
    this.name = "UnreadLinesError";
  }
}

/** A pattern, and what to do with the line that it matches. The action sees to the line's children itself. */
export type Rule = readonly [RegExp, (match: readonly string[], line: IwLine) => void];

/** A line that says no more than its pattern: a heading, or a sentence that stands for a flag. */
export const heading = (pattern: RegExp): Rule => [pattern, () => {}];

/** Gives each line to the first rule that matches, which consumes it; a line that none matches stays unread. */
export function readLines(lines: readonly IwLine[], rules: readonly Rule[]): void {
  for (const line of lines) {
    for (const [pattern, act] of rules) {
      const match = pattern.exec(line.text);
      if (match === null) continue;
      line.consume();
      // an unmatched group is undefined at run time; the rules read it as the empty string
      act(
        Array.from(match, (group) => group ?? ""),
        line,
      );
      break;
    }
  }
}

/** Parses a whole text by the rules of its roots. */
export function parseText<T extends object>(
  what: string,
  text: string,
  result: T,
  rules: readonly Rule[],
): T & { report: LineReport } {
  const parsed = new IwText(what, text);
  readLines(parsed.roots, rules);
  return { ...result, report: parsed.report() };
}

/**
 * Reads an element whose first line stands behind its heading ("RSN:\t * Version: 1") and whose others follow below.
 * False where no rule knows that first line: the heading is unread then.
 */
export function readHeaded(rest: string, line: IwLine, rules: readonly Rule[]): boolean {
  const first = rest.trim() === "" ? [] : [new IwLine(line.number, rest)];
  readLines([...first, ...line.descendants()], rules);
  return first.every(({ fate }) => fate === "consumed");
}
