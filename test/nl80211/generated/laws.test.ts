import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { align, NESTED_FLAG } from "../../../src/netlink/constants.ts";
import { hostU16, setHostU16 } from "../../../src/netlink/host-order.ts";
import { allCodecs, type ModelledCodec } from "./codecs.ts";
import { attributesOf, attributeValue } from "./values.ts";

const codecs = [...(await allCodecs("nl80211")), ...(await allCodecs("nlctrl"))];

/** Deepest nesting that the spec has (BSS in a message is 2), with room. */
const DEEPEST = 12;

function encoded(codec: ModelledCodec, value: unknown): Uint8Array {
  const writer = new AttributeWriter();
  codec.encode(writer, value);
  return writer.finish();
}

function decoded(codec: ModelledCodec, bytes: Uint8Array): unknown {
  const reader = new AttributeReader(bytes);
  const value = codec.decode(reader);
  expect(reader.malformed, codec.name).toBeUndefined();
  return value;
}

describe("for every message of every command, and every nested set", () => {
  test("there is a decoder and an encoder", () => {
    expect(codecs.length).toBeGreaterThan(300);
    const lacking = codecs.filter(({ decode, encode }) => typeof decode !== "function" || typeof encode !== "function");
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  test("decoding what was encoded gives the same, attribute by attribute", { timeout: 120_000 }, () => {
    for (const codec of codecs) {
      const real = codec.attributes.filter(({ type }) => type.kind !== "pad" && type.kind !== "unused");
      const required = attributesOf(real, codec.must).map((all) =>
        Object.fromEntries(real.filter(({ name }) => codec.must.has(name)).map(({ field }) => [field, all[field]])),
      );
      for (const attribute of real) {
        const values = fc.tuple(required, attributeValue(attribute));
        fc.assert(
          fc.property(values, ([others, value]) => {
            const object = { ...others, [attribute.field]: value };
            expect(decoded(codec, encoded(codec, object)), `${codec.name}.${attribute.name}`).toEqual(object);
          }),
          { numRuns: 3 },
        );
      }
    }
  });

  test("and for several attributes at once, with or without NLA_F_NESTED, beside attributes of a newer kernel", () => {
    for (const codec of codecs) {
      const newer = { type: 0x3fff, bytes: Uint8Array.of(1, 2, 3) };
      fc.assert(
        fc.property(attributesOf(codec.attributes, codec.must), (object) => {
          const future = { ...object, unknown: [newer] };
          const bytes = encoded(codec, future);
          expect(decoded(codec, bytes), codec.name).toEqual(future);
          expect(decoded(codec, withoutNestedFlag(bytes)), codec.name).toEqual(future);
        }),
        { numRuns: 5 },
      );
    }
  }, 120_000);

  test("any bytes are decoded without an exception, in steps that grow with their number", { timeout: 120_000 }, () => {
    for (const codec of codecs) {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...codec.attributes, undefined), (noise, victim) => {
          const bytes = victim === undefined ? noise : framed(victim.value, noise);
          const reader = new CountingReader(bytes);
          codec.decode(reader);
          expect(reader.steps).toBeLessThan(DEEPEST * (bytes.length / 4 + 2) + 4);
        }),
        { numRuns: 10 },
      );
    }
  });

  test("a damaged attribute costs itself, and what comes before and after it is there", { timeout: 120_000 }, () => {
    for (const codec of codecs) {
      const numbers = codec.attributes.filter(({ type, multi }) => !multi && type.kind === "number");
      if (numbers.length === 0) continue;
      fc.assert(
        fc.property(attributesOf(codec.attributes, codec.must), fc.constantFrom(...numbers), (object, victim) => {
          // No number has 3 octets.
          const damaged = framed(victim.value, Uint8Array.of(1, 2, 3));
          const reader = new AttributeReader(Uint8Array.from(Buffer.concat([damaged, encoded(codec, object), damaged])));
          expect(codec.decode(reader), codec.name).toEqual(object);
          const names = reader.malformed?.map(({ attribute }) => attribute.split(".").at(-1));
          expect(names, codec.name).toEqual([victim.name, victim.name]);
        }),
        { numRuns: 5 },
      );
    }
  });
});

/** The bytes with NLA_F_NESTED taken off every nest. Flags stand only where our encoder opened one. */
function withoutNestedFlag(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const strip = (start: number, end: number): void => {
    for (let at = start; at + 4 <= end; at += align(hostU16(out, at))) {
      const type = hostU16(out, at + 2);
      if ((type & NESTED_FLAG) === 0) continue;
      setHostU16(out, at + 2, type & ~NESTED_FLAG);
      strip(at + 4, at + hostU16(out, at));
    }
  };
  strip(0, out.length);
  return out;
}

function framed(type: number, payload: Uint8Array): Uint8Array {
  const writer = new AttributeWriter();
  writer.bytes(type, payload);
  return writer.finish();
}

class CountingReader extends AttributeReader {
  steps = 0;
  override step(at: number, limit: number): number {
    this.steps++;
    return super.step(at, limit);
  }
}
