/** One difference between a list and the same list before. */
export interface ListChange<T> {
  readonly change: "added" | "removed" | "changed";
  /** As it is now; of a removed one, as it was. */
  readonly item: T;
  /** How a person reads it. */
  readonly line: string;
}

/** Remembers a list, and says what is different in the next: nothing is where an item's line is the same. */
export class ListChanges<T> {
  readonly #keyOf: (item: T) => unknown;
  readonly #lineOf: (item: T) => string;
  #before = new Map<unknown, { readonly item: T; readonly line: string }>();

  constructor(keyOf: (item: T) => unknown, lineOf: (item: T) => string) {
    this.#keyOf = keyOf;
    this.#lineOf = lineOf;
  }

  /** What went, then what came or changed in the list's order. */
  next(items: readonly T[]): ListChange<T>[] {
    const now = new Map(items.map((item) => [this.#keyOf(item), { item, line: this.#lineOf(item) }]));
    const changes: ListChange<T>[] = [];
    for (const [key, was] of this.#before) if (!now.has(key)) changes.push({ change: "removed", ...was });
    for (const [key, is] of now) {
      const was = this.#before.get(key);
      if (was?.line !== is.line) changes.push({ change: was === undefined ? "added" : "changed", ...is });
    }
    this.#before = now;
    return changes;
  }
}
