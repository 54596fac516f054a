import Table from "cli-table3";
import stringWidth from "string-width";
import { printable } from "../bytes/printable.ts";

/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** On a terminal that is too narrow it may go, those with the lowest number first. */
  readonly dispensable?: number;
}

type Row = readonly (string | number | undefined)[];

const NOTHING = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/**
 * Rows under headings, without rules, as wide as their contents; cells that are undefined stay empty. Where that is wider than the terminal,
 * which would break each line in two, it does without dispensable columns; what goes elsewhere, to a file or another program, has them all.
 */
export function table(columns: readonly Column[], rows: readonly Row[], width = terminalWidth()): string {
  let text = drawn(columns, rows);
  const dispensable = columns.filter((column) => column.dispensable !== undefined);
  dispensable.sort((a, b) => a.dispensable! - b.dispensable!);
  for (let count = 1; count <= dispensable.length && widthOf(text) > width; count++) {
    const kept = columns.map((column) => !dispensable.slice(0, count).includes(column));
    const here = (_: unknown, index: number) => kept[index];
    text = drawn(
      columns.filter(here),
      rows.map((row) => row.filter(here)),
    );
  }
  return text;
}

function terminalWidth(): number {
  return (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY;
}

function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(line)));
}

function drawn(columns: readonly Column[], rows: readonly Row[]): string {
  const cells = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: NOTHING,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) cells.push(row.map((cell) => (cell === undefined ? "" : printable(String(cell)))));
  return cells
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
