import type { ChecksSpec, ShapeSpec } from "../spec.ts";

const VALUES = ["min", "max"] as const satisfies readonly (keyof ChecksSpec)[];
const LENGTHS = ["min-len", "max-len", "exact-len"] as const satisfies readonly (keyof ChecksSpec)[];

/** What is wrong with the checks of a value, if anything is: numbers have a least and a greatest one, octets a length. */
export function checksFault({ type, checks = {}, ...shape }: ShapeSpec): string | undefined {
  const [name] = VALUES.filter((word) => checks[word] !== undefined);
  const [length] = LENGTHS.filter((word) => checks[word] !== undefined);
  const isNumber = /^[us]\d+$/.test(type ?? "");
  // of an array, they are its elements'
  const isEither = type === "indexed-array" || shape["sub-type"] !== undefined;
  if (isNumber && length !== undefined)
    return `checks: ${length} does not go with type ${type}, which has a fixed length`;
  if (!isNumber && !isEither && name !== undefined) return `checks: ${name} does not go with type ${type}`;
  if ((type === "flag" || type === "pad") && length !== undefined)
    return `checks: ${length} does not go with type ${type}`;
  if ((checks.min ?? 0) > (checks.max ?? Number.POSITIVE_INFINITY))
    return `checks: min ${checks.min} is above max ${checks.max}`;
  const [least, most] = [checks["min-len"] ?? 0, checks["max-len"] ?? Number.POSITIVE_INFINITY];
  if (least > most) return `checks: min-len ${least} is above max-len ${most}`;
  const size = SIZES[shape["display-hint"] ?? ""];
  const exact = checks["exact-len"];
  if (type === "binary" && size !== undefined && !isEither && exact !== undefined && exact !== size)
    return `checks: ${shape["display-hint"]} has ${size} octets, not ${exact}`;
  const bits = isNumber ? Number(type!.slice(1)) - (type!.startsWith("s") ? 1 : 0) : undefined;
  if (bits !== undefined && (checks.max ?? 0) >= 2 ** bits)
    return `checks: max ${checks.max} does not fit into ${type}`;
  return undefined;
}

const SIZES: Readonly<Record<string, number>> = { mac: 6, ipv4: 4 };
