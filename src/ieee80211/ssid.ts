import { HEX } from "../bytes/hex.ts";
import { printable } from "../bytes/printable.ts";
import { INSPECT, type InspectFunction, type InspectOptions } from "../inspect.ts";

/**
 * A network's name. It is up to 32 octets of anything: mostly UTF-8, but NULs, newlines and invalid UTF-8 are seen too, so the octets
 * are the identity, and the texts are made of them.
 */
export class Ssid {
  /** Not to be written to: networks with the same name may share one Ssid. */
  readonly bytes: Uint8Array;
  #text: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** An SSID of UTF-8 text, for requests. */
  static from(text: string): Ssid {
    return new Ssid(new TextEncoder().encode(text));
  }

  /**
   * For display: the octets as UTF-8, with U+FFFD for what is not UTF-8. Control characters (and those that turn the writing
   * direction) are shown as U+FFFD too, so that a network cannot move a terminal's cursor by its name.
   */
  get text(): string {
    return (this.#text ??= decodeText(this.bytes));
  }

  /**
   * Reversible ASCII, as `iw` prints it: printable ASCII stays, every other octet, the backslash, and a space at either end
   * become `\xNN`.
   */
  get escaped(): string {
    const { bytes } = this;
    let text = "";
    for (let i = 0; i < bytes.length; i++) {
      const octet = bytes[i]!;
      const inner = octet !== 0x20 || (i !== 0 && i !== bytes.length - 1);
      text +=
        octet >= 0x20 && octet < 0x7f && octet !== 0x5c && inner ? String.fromCharCode(octet) : `\\x${HEX[octet]}`;
    }
    return text;
  }

  /** True where an access point hides its name: no octets, or only NULs. */
  get hidden(): boolean {
    const { bytes } = this;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
    return true;
  }

  /** Whether the octets are the same; a string is compared as UTF-8. */
  equals(other: Ssid | Uint8Array | string): boolean {
    const bytes =
      typeof other === "string" ? new TextEncoder().encode(other) : other instanceof Ssid ? other.bytes : other;
    return bytes.length === this.bytes.length && bytes.every((octet, i) => octet === this.bytes[i]);
  }

  toString(): string {
    return this.text;
  }

  [INSPECT](_depth: number, options: InspectOptions, inspect: InspectFunction): string {
    return `Ssid ${inspect(this.text, options)}`;
  }

  toJSON(): object {
    const { text, escaped, hidden } = this;
    return { text, escaped, hidden };
  }
}

function decodeText(bytes: Uint8Array): string {
  const { length } = bytes;
  for (let i = 0; i < length; i++) {
    const octet = bytes[i]!;
    if (octet < 0x20 || octet > 0x7e) return printable(new TextDecoder().decode(bytes));
  }
  // ASCII, four at once: each joining copies what is there so far.
  let text = "";
  let i = 0;
  for (; i + 4 <= length; i += 4) text += String.fromCharCode(bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!);
  for (; i < length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
