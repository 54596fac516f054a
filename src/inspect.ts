/**
 * The method by which Node's `console.log` and `util.inspect` ask an object how to show it. Things whose answers are getters have it, so that a
 * person who prints one sees what it says, not where it keeps it.
 */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** What Node hands to {@link INSPECT} beside the depth that is left. */
export interface InspectOptions {
  readonly depth?: number | null;
}
export type InspectFunction = (value: unknown, options: InspectOptions) => string;

/** `Bss { bssid: "...", ... }`: a class's name, and the fields worth seeing; absent ones are left out. Deep below, the name alone. */
export function inspected(
  name: string,
  fields: object,
  depth: number,
  options: InspectOptions,
  inspect: InspectFunction,
): string {
  if (depth < 0) return `[${name}]`;
  const present = Array.isArray(fields)
    ? fields
    : Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return `${name} ${inspect(present, options)}`;
}
