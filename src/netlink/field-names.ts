import { Nl80211Error } from "../errors.ts";
import { nearest } from "./nearest.ts";

/**
 * The fields that an object may have which becomes attributes or a C struct. TypeScript refuses others; plain JavaScript would
 * have a misspelt one ignored, and the kernel do something else than was asked.
 */
export class FieldNames {
  readonly #names: readonly string[];
  #set: Set<string> | undefined;

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /**
   * Throws INVALID_ARGUMENT for what is no object, and for a field that is not among these, naming the nearest. One that is
   * undefined counts as absent; `unknown` and `malformed`, which decoders add, may be there.
   */
  check(fields: object, owner: string): void {
    if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
      const given = fields === null ? "null" : Array.isArray(fields) ? "an array" : typeof fields;
      throw new Nl80211Error("INVALID_ARGUMENT", `an object with fields of ${owner} expected, ${given} given`);
    }
    this.#set ??= new Set(this.#names);
    for (const field in fields) {
      if (this.#set.has(field) || field === "unknown" || field === "malformed") continue;
      if ((fields as Record<string, unknown>)[field] !== undefined) throw this.#misspelt(field, owner);
    }
  }

  /** The same for a C struct, all of whose members must be there. */
  checkWhole(fields: object, owner: string): void {
    this.check(fields, owner);
    const missing = this.#names.find((name) => (fields as Record<string, unknown>)[name] === undefined);
    if (missing !== undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${owner} needs ${missing}`);
  }

  #misspelt(field: string, owner: string): Nl80211Error {
    const meant = nearest(field, this.#names);
    const cure =
      meant !== undefined ? `did you mean ${meant}?` : `its fields: ${[...this.#names].sort().join(", ") || "none"}`;
    return new Nl80211Error("INVALID_ARGUMENT", `${owner} has no field ${field}: ${cure}`);
  }
}
