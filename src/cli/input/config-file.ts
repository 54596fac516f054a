import { readFileSync } from "node:fs";
import { Nl80211Error } from "../../errors.ts";
import { unreadable } from "./unreadable.ts";

/** A line of a file that a person wrote, with its number for messages. */
export interface ConfigLine {
  readonly number: number;
  readonly text: string;
}

/** A configuration file's lines, without comments (#) and empty ones. Throws BAD_FILE where it cannot be read. */
export function configLines(file: string): ConfigLine[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new Nl80211Error("BAD_FILE", `${file} ${unreadable(cause)}`, { cause });
  }
  return text
    .split(/\r?\n/)
    .map((line, place) => ({ number: place + 1, text: line.trim() }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));
}

/** The error of a line that is not what its file has. */
export function badLine(file: string, line: ConfigLine, expected: string): Nl80211Error {
  return new Nl80211Error("BAD_FILE", `${file}, line ${line.number}: "${line.text}": expected ${expected}`);
}

/** Key and value of a line such as "delay=100"; the value is "" where there is no "=". */
export function keyValue(text: string): [key: string, value: string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
