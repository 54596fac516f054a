/**
 * Names and types of a family's attributes as generated code carries them: text, read when it is needed.
 *
 * A set's rows are `value name type @unit`; before a name stands `!` where the attribute is secret, `+` where it is repeated,
 * `~4~` where one of 4 octets is something else. A
 * struct's rows are `name type *count order`. Types: `u8 u16 u32 u64 s8 ...` (`be`: big-endian, `be5`: 5 alone is; `[]`: a C array), followed by
 * `=enum`, `&enum` (a mask) or `#table`; `flag string mac ipv4 pad unused`; `bytes hint`; `struct name`, `structs name`;
 * `bits enum`, `flag-set enum`; `nest set`; `array index type`, whose index may be `enum=name`.
 */
export interface NameTable {
  readonly family: string;
  readonly sets: Readonly<Record<string, { readonly rows: string; readonly of?: string }>>;
  /** `value name; value name`. A mask's values are bit numbers. */
  readonly enums: Readonly<Record<string, string>>;
  readonly structs: Readonly<Record<string, { readonly rows: string }>>;
  /** By number: the command's name, and the sets of its messages where they are not the one called like the family. */
  readonly commands: Readonly<Record<number, CommandNames>>;
}

export interface CommandNames {
  readonly name: string;
  readonly request?: string;
  readonly reply?: string;
  readonly dumpRequest?: string;
  readonly dumpReply?: string;
  readonly event?: string;
}

/** Which of a command's messages. */
export type MessageRole = "request" | "reply" | "dumpRequest" | "dumpReply" | "event";
