import type { AttributeReader } from "./attribute-reader.ts";

/** What an attribute's payload is, as the kernel's policies tell it (`NL_ATTR_TYPE_*`). */
export enum PolicyType {
  Invalid = 0,
  Flag = 1,
  U8 = 2,
  U16 = 3,
  U32 = 4,
  U64 = 5,
  S8 = 6,
  S16 = 7,
  S32 = 8,
  S64 = 9,
  Binary = 10,
  String = 11,
  NulString = 12,
  Nested = 13,
  NestedArray = 14,
  Bitfield32 = 15,
  Sint = 16,
  Uint = 17,
}

/** The kernel's rule for one attribute. Limits are absent where the type alone limits it. */
export interface AttributeRule {
  readonly type: PolicyType;
  readonly min?: bigint;
  readonly max?: bigint;
  /** Octets, without a string's NUL. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Index of the policy for what is nested in it. */
  readonly policy?: number;
  /** Highest attribute number of that policy. */
  readonly maxType?: number;
  /** Bits that may be set. */
  readonly mask?: bigint;
}

/** `NL_POLICY_TYPE_ATTR_*`. */
enum PolicyAttribute {
  Type = 1,
  MinSigned = 2,
  MaxSigned = 3,
  MinUnsigned = 4,
  MaxUnsigned = 5,
  MinLength = 6,
  MaxLength = 7,
  PolicyIndex = 8,
  PolicyMaxType = 9,
  Bitfield32Mask = 10,
  Mask = 12,
}

/** Reads the policy of one attribute: the nested set that `r` stands on. */
export function readAttributeRule(r: AttributeReader): AttributeRule {
  const policy: { -readonly [K in keyof AttributeRule]: AttributeRule[K] } = { type: PolicyType.Invalid };
  for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
    switch (r.type) {
      case PolicyAttribute.Type:
        policy.type = r.u32();
        break;
      case PolicyAttribute.MinSigned:
        policy.min = r.s64();
        break;
      case PolicyAttribute.MaxSigned:
        policy.max = r.s64();
        break;
      case PolicyAttribute.MinUnsigned:
        policy.min = r.u64();
        break;
      case PolicyAttribute.MaxUnsigned:
        policy.max = r.u64();
        break;
      case PolicyAttribute.MinLength:
        policy.minLength = r.u32();
        break;
      case PolicyAttribute.MaxLength:
        policy.maxLength = r.u32();
        break;
      case PolicyAttribute.PolicyIndex:
        policy.policy = r.u32();
        break;
      case PolicyAttribute.PolicyMaxType:
        policy.maxType = r.u32();
        break;
      case PolicyAttribute.Bitfield32Mask:
        policy.mask = BigInt(r.u32());
        break;
      case PolicyAttribute.Mask:
        policy.mask = r.u64();
        break;
    }
  }
  return policy;
}

/** A policy in words, for an error: "u8, 0 to 3", "32 octets at most". */
export function describeRule(policy: AttributeRule): string {
  const { type, min, max, minLength, maxLength, mask } = policy;
  const words = [TYPE_WORDS[type] ?? `type ${type}`];
  const limited = min !== 0n || max !== GREATEST[type];
  if (limited && min !== undefined && max !== undefined) words.push(`${min} to ${max}`);
  else if (limited && min !== undefined) words.push(`${min} at least`);
  else if (limited && max !== undefined) words.push(`${max} at most`);
  if (minLength !== undefined && minLength === maxLength) words.push(`${minLength} octets`);
  else if (minLength !== undefined && maxLength !== undefined) words.push(`${minLength} to ${maxLength} octets`);
  else if (minLength !== undefined) words.push(`${minLength} octets at least`);
  else if (maxLength !== undefined) words.push(`${maxLength} octets at most`);
  if (mask !== undefined) words.push(`bits 0x${mask.toString(16)}`);
  return words.join(", ");
}

/** A maximum that limits no more than the type does. */
const GREATEST: Partial<Record<PolicyType, bigint>> = {
  [PolicyType.U8]: 0xffn,
  [PolicyType.U16]: 0xffffn,
  [PolicyType.U32]: 0xffff_ffffn,
  [PolicyType.U64]: 0xffff_ffff_ffff_ffffn,
  [PolicyType.Uint]: 0xffff_ffff_ffff_ffffn,
};

const TYPE_WORDS: Partial<Record<PolicyType, string>> = {
  [PolicyType.Invalid]: "not allowed",
  [PolicyType.Flag]: "a flag",
  [PolicyType.U8]: "u8",
  [PolicyType.U16]: "u16",
  [PolicyType.U32]: "u32",
  [PolicyType.U64]: "u64",
  [PolicyType.S8]: "s8",
  [PolicyType.S16]: "s16",
  [PolicyType.S32]: "s32",
  [PolicyType.S64]: "s64",
  [PolicyType.Binary]: "bytes",
  [PolicyType.String]: "text",
  [PolicyType.NulString]: "text ending in NUL",
  [PolicyType.Nested]: "a nested set",
  [PolicyType.NestedArray]: "an array of nested sets",
  [PolicyType.Bitfield32]: "bitfield32",
  [PolicyType.Sint]: "s32 or s64",
  [PolicyType.Uint]: "u32 or u64",
};
