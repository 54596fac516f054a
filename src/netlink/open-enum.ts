declare const unknownMemberOf: unique symbol;

/** A number of enum `E` that this library does not know: a newer kernel's. */
export type UnknownMember<E> = number & { readonly [unknownMemberOf]: E };

/**
 * A member of enum `E`, or a number that a newer kernel gave it. A `switch` over it needs a `default`; members of other enums do
 * not pass for it.
 */
export type Open<E> = E | UnknownMember<E>;

/** What TypeScript makes of a numeric enum. */
export type NumericEnum = Readonly<Record<string, string | number>>;

/** The member's name, "Station"; the number as text where the enum does not know it. Aliases of the header never win. */
export function nameOf(members: NumericEnum, value: number): string {
  return isMember(members, value) ? (members[value] as string) : String(value);
}

/** True where the enum has this number; the rest are newer than this library. */
export function isMember(members: NumericEnum, value: number): boolean {
  return typeof members[value] === "string";
}

/** `value` as one of enum `E`, known or not: to send what a newer kernel understands. */
export function openMember<E extends number>(value: number): Open<E> {
  return value as Open<E>;
}
