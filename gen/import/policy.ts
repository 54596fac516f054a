import type { Attribute, AttributeSet, Family, ValueType } from "../model.ts";
import { highestOf, sizeOf } from "./limits.ts";

/** What a kernel says of its own policy (CTRL_CMD_GETPOLICY): by policy number, then by attribute number. */
export interface KernelPolicy {
  readonly policies: Readonly<Record<number, Readonly<Record<number, PolicyEntry>>>>;
  /** By command number, the policies that it goes by. */
  readonly operations: Readonly<Record<number, { readonly do?: number; readonly dump?: number }>>;
}

/** What the policy demands of one attribute. */
export interface PolicyEntry {
  /** NL_ATTR_TYPE_*. */
  readonly type?: number;
  readonly minSigned?: bigint;
  readonly maxSigned?: bigint;
  readonly minUnsigned?: bigint;
  readonly maxUnsigned?: bigint;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly policyIndex?: number;
}

export interface PolicyComparison {
  /** A line each: the attribute, what the spec says, what the kernel says. */
  readonly differences: readonly string[];
  readonly accepted: readonly string[];
  /** Attributes compared, and policies that they stood in. */
  readonly attributes: number;
  readonly policies: number;
}

/** The words of NL_ATTR_TYPE_*, by number, as a spec says them. */
const WORDS = [
  "invalid",
  "flag",
  "u8",
  "u16",
  "u32",
  "u64",
  "s8",
  "s16",
  "s32",
  "s64",
  "binary",
  "string",
  "string",
  "nest",
  "nested-array",
  "bitfield32",
  "sint",
  "uint",
];

/**
 * Compares a kernel's own policy with the spec: each attribute that the policy knows must be in the spec under its number, with its type, its
 * limits and what it nests. An older kernel may know fewer values of an enum; everything else must be the same, or the spec gives a reason
 * (`differs`, with `policy` as its source, where needed with the release: `policy 6.1`).
 */
export function comparePolicy(family: Family, kernel: KernelPolicy, release: string): PolicyComparison {
  const differences: string[] = [];
  const accepted: string[] = [];
  const seen = new Set<string>();
  let attributes = 0;
  const roots = new Set(Object.values(kernel.operations).flatMap(({ do: one, dump }) => [one, dump]));
  roots.delete(undefined);
  if (roots.size === 0) roots.add(0);
  for (const root of roots) visit(root!, family.root);
  return { differences, accepted, attributes, policies: seen.size };

  function visit(index: number, set: AttributeSet): void {
    const key = `${index} ${set.base.name}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const [number, entry] of Object.entries(kernel.policies[index] ?? {})) {
      attributes++;
      const attribute = set.base.attributes.find(({ value }) => value === Number(number));
      if (attribute === undefined) {
        differences.push(`${set.base.name}: the spec has no attribute ${number}; the kernel has ${textOf(entry)}`);
      } else compareOne(set.base, attribute, entry);
    }
  }

  function compareOne(set: AttributeSet, attribute: Attribute, entry: PolicyEntry): void {
    const { type, name, wire } = attribute;
    const word = WORDS[entry.type ?? 0] ?? `type ${entry.type}`;
    const what = `${set.name}.${name}`;
    if (!fits(type, word)) {
      note(`${what}: spec ${wire}, kernel ${word}`, word);
      return;
    }
    if (word === "nest" || word === "nested-array") {
      const inner = nestedSet(type);
      if (inner !== undefined && entry.policyIndex !== undefined) visit(entry.policyIndex, inner);
      return;
    }
    for (const [limit, ours, theirs] of limitsOf(attribute, entry)) {
      if (ours !== theirs)
        note(
          `${what}: ${limit} ${ours ?? "none"} in the spec, ${theirs ?? "none"} in the kernel`,
          `${limit} ${theirs ?? "none"}`,
        );
    }

    function note(text: string, says: string): void {
      const reasons = attribute.differs.filter((one) => one.source === "policy" || one.source === `policy ${release}`);
      const reason = reasons.some((one) => one.says === says || one.says.split(", ").includes(says));
      (reason ? accepted : differences).push(text);
    }
  }
}

function fits(type: ValueType, word: string): boolean {
  switch (type.kind) {
    case "number":
      return word === `${type.signed ? "s" : "u"}${type.width}`;
    case "flag":
    case "string":
      return word === type.kind;
    case "nest":
    case "flag-set":
      return word === "nest";
    case "array":
      return word === "nest" || word === "nested-array";
    case "pad":
    case "unused":
      return false;
    default:
      return word === "binary";
  }
}

function nestedSet(type: ValueType): AttributeSet | undefined {
  if (type.kind === "nest") return type.set;
  return type.kind === "array" ? nestedSet(type.element) : undefined;
}

type Limit = readonly [name: string, ours: bigint | number | undefined, theirs: bigint | number | undefined];

function limitsOf({ type, checks }: Attribute, entry: PolicyEntry): Limit[] {
  if (type.kind === "number") {
    const whole = 2n ** BigInt(type.width);
    const least = type.signed ? -whole / 2n : 0n;
    const greatest = type.signed ? whole / 2n - 1n : whole - 1n;
    const [min, max] = type.signed ? [entry.minSigned, entry.maxSigned] : [entry.minUnsigned, entry.maxUnsigned];
    const ours = checks?.max === undefined ? greatest : BigInt(checks.max);
    const top = max ?? greatest;
    // a kernel that limits an enum knows the values up to there
    const known = type.enum === undefined ? undefined : BigInt(highestOf(type.enum, type.mask));
    return [
      ["min", checks?.min === undefined ? least : BigInt(checks.min), min ?? least],
      ["max", known !== undefined && top <= known ? top : ours, top],
    ];
  }
  if (type.kind === "flag") return [];
  const fixed = checks?.["exact-len"] ?? sizeOf(type);
  const min = checks?.["min-len"] ?? fixed;
  const max = checks?.["max-len"] ?? fixed;
  // a policy without an upper end checks the lower one; the kernel's code checks the rest
  return [
    ["from", entry.minLength === undefined ? undefined : min, entry.minLength],
    ["to", entry.maxLength === undefined && min === max ? undefined : max, entry.maxLength],
  ];
}

function textOf(entry: PolicyEntry): string {
  const { type, ...limits } = entry;
  const rest = Object.entries(limits).map(([key, value]) => `${key} ${value}`);
  return [WORDS[type ?? 0] ?? `type ${type}`, ...rest].join(", ");
}
