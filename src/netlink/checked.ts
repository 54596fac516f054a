import { Nl80211Error } from "../errors.ts";

/** `value` where it is an integer within the bounds; throws INVALID_ARGUMENT that names the type and its bounds. */
export function checkedNumber(value: number, least: number, most: number, type: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${String(value)} is not a ${type} (${least} to ${most})`);
}

/** How long something may take: more than 0, without end too. Throws INVALID_ARGUMENT. */
export function checkedTimeout(timeoutMs: number): number {
  if (timeoutMs > 0) return timeoutMs;
  throw new Nl80211Error("INVALID_ARGUMENT", `timeoutMs ${timeoutMs}: expected more than 0`);
}

/** A bigint or a safe integer within the bounds, as bigint. */
export function checkedWide(value: bigint | number, least: bigint, most: bigint, type: string): bigint {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) {
    const wide = BigInt(value);
    if (wide >= least && wide <= most) return wide;
  }
  throw new Nl80211Error("INVALID_ARGUMENT", `${String(value)} is not a ${type}`);
}
