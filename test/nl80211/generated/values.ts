import fc, { type Arbitrary } from "fast-check";
import type { Attribute, Member, NumberType, StructDefinition, ValueType } from "../../../gen/model.ts";

/** Values that an attribute can have, by its type in the model: a repeated one is a list. */
export function attributeValue(attribute: Attribute, depth = 0): Arbitrary<unknown> {
  const one = value(attribute.type, depth);
  return attribute.multi ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

/** An object with some of these attributes, and always with those in `must`. */
export function attributesOf(
  attributes: readonly Attribute[],
  must: ReadonlySet<string> = new Set(),
  depth = 0,
): Arbitrary<Record<string, unknown>> {
  const real = attributes.filter(({ type }) => type.kind !== "pad" && type.kind !== "unused");
  const [required, optional] = [real.filter(({ name }) => must.has(name)), real.filter(({ name }) => !must.has(name))];
  return fc.subarray(optional, { maxLength: Math.min(optional.length, 6) }).chain((some) =>
    fc.record(Object.fromEntries([...required, ...some].map((each) => [each.field, attributeValue(each, depth)]))),
  );
}

function value(type: ValueType, depth: number): Arbitrary<unknown> {
  const maxLength = depth > 2 ? 1 : 3;
  switch (type.kind) {
    case "number":
      return numberValue(type);
    case "flag":
      return fc.constant(true);
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0"));
    case "bytes":
      return fc.uint8Array({ maxLength: 40 });
    case "mac":
      return fc.uint8Array({ minLength: 6, maxLength: 6 }).map((octets) => Buffer.from(octets).toString("hex").match(/../g)!.join(":"));
    case "ipv4":
      return fc.ipV4();
    case "numbers":
      return fc.array(numberValue(type.of), { maxLength: 5 });
    case "struct":
      return structValue(type.struct);
    case "structs":
      return fc.array(structValue(type.struct), { maxLength });
    case "bits":
      return numberSet(0, 120);
    case "flag-set":
      return fc.uniqueArray(fc.integer({ min: 0, max: 0x3fff }), { maxLength: 5 });
    case "nest":
      return attributesOf(type.set.attributes, new Set(), depth + 1);
    case "array": {
      const element = value(type.element, depth + 1);
      if (["from-0", "from-1", "none"].includes(type.index)) return fc.array(element, { maxLength });
      return fc.dictionary(fc.integer({ min: 0, max: 0x3ffe }).map(String), element, { maxKeys: maxLength, noNullPrototype: true });
    }
    default:
      throw new Error(`no values of ${type.kind}`);
  }
}

function numberValue({ width, signed, bigint, mask }: NumberType): Arbitrary<unknown> {
  if (mask) return numberSet(0, width - 1);
  if (width === 64 && bigint) {
    return signed ? fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) : fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  }
  if (width === 64) return fc.maxSafeInteger().map((number) => (signed ? number : Math.abs(number)));
  return signed
    ? fc.integer({ min: -(2 ** (width - 1)), max: 2 ** (width - 1) - 1 })
    : fc.integer({ min: 0, max: 2 ** width - 1 });
}

function numberSet(min: number, max: number): Arbitrary<number[]> {
  return fc.uniqueArray(fc.integer({ min, max }), { maxLength: 6 }).map((bits) => bits.sort((a, b) => a - b));
}

function structValue(struct: StructDefinition): Arbitrary<Record<string, unknown>> {
  const members = struct.members.filter(({ type }) => type.kind !== "pad");
  return fc.record(Object.fromEntries(members.map((member) => [member.field, memberValue(member)])));
}

function memberValue({ type, len }: Member): Arbitrary<unknown> {
  if (type.kind === "struct") return structValue(type.struct);
  if (type.kind === "bytes") return fc.uint8Array(len === undefined ? { maxLength: 20 } : { minLength: len, maxLength: len });
  const one = value(type, 0);
  return len === undefined || type.kind !== "number" ? one : fc.array(one, { minLength: len, maxLength: len });
}
