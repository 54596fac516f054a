import { printable, printableJson } from "../bytes/printable.ts";
import { toJson } from "../json.ts";

/** Where a command writes. Data goes to stdout, everything said about it to stderr; with `--json` stdout is JSON and nothing else. */
export interface Output {
  readonly json: boolean;
  /** The answer: `value` as JSON, or as `text()` draws it. */
  answer(value: unknown, text: () => string): void;
  /** One of many answers, as they come: a line of JSON (NDJSON), or of text. */
  item(value: unknown, text: () => string): void;
  /** A remark that is no data. */
  note(text: string): void;
}

/** Output to this process's stdout and stderr. */
export function processOutput(json: boolean): Output {
  return {
    json,
    answer(value, text) {
      process.stdout.write(json ? jsonText(value, 2) : withNewline(text()));
    },
    item(value, text) {
      process.stdout.write(json ? jsonText(value) : withNewline(text()));
    },
    note(text) {
      process.stderr.write(`nl80211: ${printableLines(text)}\n`);
    },
  };
}

/** Lines of which no name moves the terminal's cursor. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function jsonText(value: unknown, indent?: number): string {
  return `${printableJson(JSON.stringify(toJson(value) ?? null, null, indent))}\n`;
}

function withNewline(text: string): string {
  const lines = printableLines(text);
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
}
