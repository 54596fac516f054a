import { describe, expect, it } from "vitest";
import { table } from "../../src/cli/table.ts";

const COLUMNS = [
  { head: "SSID" },
  { head: "BAND", dispensable: 2 },
  { head: "WIDTH", align: "right", dispensable: 1 },
  { head: "SIGNAL", align: "right" },
] as const;
const ROWS = [
  ["café 東京", "5 GHz", "80 MHz", "-40 dBm"],
  ["inn", "2.4 GHz", undefined, "-7 dBm"],
];

describe("a table", () => {
  it("has every column where there is room, and cells of wide characters stand under their headings", () => {
    const text = [
      "SSID       BAND      WIDTH   SIGNAL",
      "café 東京  5 GHz    80 MHz  -40 dBm",
      "inn        2.4 GHz           -7 dBm",
    ].join("\n");
    expect(table(COLUMNS, ROWS, 35)).toBe(text);
    expect(table(COLUMNS, ROWS, Number.POSITIVE_INFINITY)).toBe(text);
  });

  it("does without the most dispensable columns on a narrow terminal, and never without the others", () => {
    const head = (width: number) => table(COLUMNS, ROWS, width).split("\n")[0]!.split(/\s+/);
    expect(head(34)).toEqual(["SSID", "BAND", "SIGNAL"]);
    expect(head(26)).toEqual(["SSID", "SIGNAL"]);
    expect(head(5)).toEqual(["SSID", "SIGNAL"]);
  });
});
