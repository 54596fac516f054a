/** Control characters, line breaks among them, and those that turn the writing direction. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of one line, with U+FFFD for what would move a terminal's cursor: names come from the air, from files and from other people. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** JSON that a terminal shows as it is: `\uNNNN` for what `JSON.stringify` leaves, such as U+009B, which begins a control sequence. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
