import Table from "cli-table3";

/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
}

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

/** Rows under headings, without rules, as wide as their contents; cells that are undefined stay empty. */
export function table(columns: readonly Column[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  const drawn = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: NOTHING,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) drawn.push(row.map((cell) => (cell === undefined ? "" : String(cell))));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
