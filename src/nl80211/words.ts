import { isMember, type NumericEnum } from "../netlink/open-enum.ts";

/**
 * An enum member as the kernel's specs write it: "mesh-point" for Iftype.MeshPoint; what this library does not know as "#" and its
 * number. The things that the client returns say it in these words.
 */
export function wordOf(members: NumericEnum, value: number): string {
  let words = WORDS.get(members);
  if (words === undefined) {
    words = new Map();
    WORDS.set(members, words);
  }
  let word = words.get(value);
  if (word === undefined) {
    if (!isMember(members, value)) return `#${value}`;
    word = kebab(members[value] as string);
    words.set(value, word);
  }
  return word;
}

/** The words that were asked for, of each enum: they never change, and a station has ten of them. */
const WORDS = new WeakMap<NumericEnum, Map<number, string>>();

/** The words of several members. */
export function wordsOf(members: NumericEnum, values: readonly number[] | undefined): string[] {
  const words: string[] = [];
  for (const value of values ?? []) words.push(wordOf(members, value));
  return words;
}

/** The member that a word names, in these words or by its number; undefined where there is none. */
export function memberOf(members: NumericEnum, word: string): number | undefined {
  const wanted = word.toLowerCase();
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === "number" && kebab(name) === wanted) return value;
  }
  return undefined;
}

/** Every word that an enum has, for messages that name the choices. */
export function allWords(members: NumericEnum): string[] {
  return Object.values(members)
    .filter((name) => typeof name === "string")
    .map(kebab);
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
