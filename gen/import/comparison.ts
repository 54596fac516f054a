import type { Mention } from "./mentions.ts";

/** Something that the spec lacks, or that a source says otherwise. */
export interface Difference {
  readonly kind: "missing" | "number" | "type" | "limits" | "direction" | "command";
  /** C name. */
  readonly what: string;
  readonly spec: string | undefined;
  readonly source: string;
  readonly says: string;
  readonly where: string;
}

/** An attribute whose type no put, get or policy shows, what the spec says of it, and how the code uses it. */
export interface Unseen extends Mention {
  readonly name: string;
  readonly spec: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Differences that the spec gives a reason for. */
  readonly accepted: readonly Difference[];
  /** Reasons in the spec for differences that no source shows any more. */
  readonly idle: readonly string[];
  /** Attributes whose type no line of code shows: words alone, or a reader of the code, vouch for them. */
  readonly unseen?: readonly Unseen[];
  /** What was found in the header, and in the spec of it. */
  readonly counts: Readonly<Record<string, { readonly header: number; readonly spec: number }>>;
}

/** Counts what there is, and how much of it the spec has. */
export function counter() {
  const all: Record<string, { header: number; spec: number }> = {};
  const count = (what: string, there: boolean): void => {
    const both = (all[what] ??= { header: 0, spec: 0 });
    both.header++;
    if (there) both.spec++;
  };
  return Object.assign(count, { all });
}
