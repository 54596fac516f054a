import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import {
  ElementId,
  type ElementKind,
  elementName,
  malformed,
  Network,
  nontransmittedBsss,
  parseElements,
  vendorElement,
} from "../../src/ieee80211/index.ts";
import { toJson } from "../../src/json.ts";

describe("a list of elements", () => {
  it("decodes an element when it is looked at, and once", () => {
    let calls = 0;
    const counting: ElementKind<number> = { key: 0x00101802, name: "counting", decode: () => ++calls };
    const list = parseElements(fromHex("000161 dd0400101802 dd0400101802"), { kinds: [counting] });
    expect([list.length, list.has(0x00101802), [...list].length, calls]).toEqual([3, true, 3, 0]);
    expect([list.get(counting), list.get(counting), calls]).toEqual([1, 1, 1]);
    expect([list.all(counting), calls]).toEqual([[1, 2], 2]);
    expect([...list].map((element) => element.value).slice(1)).toEqual([1, 2]);
  });

  it("hands out the same element each time", () => {
    const list = parseElements(fromHex("000161030106"));
    expect([...list][1]).toBe(list.element(ElementId.DsssParameterSet));
    expect(list.get(ElementId.DsssParameterSet)).toBe(list.get(ElementId.DsssParameterSet));
  });

  it("tells decoded, unknown and malformed elements apart, with offset and reason", () => {
    const list = parseElements(fromHex("000161 9900 0300 30020100 dd0200aa 0504010203"));
    expect([...list].map(({ offset, name, state, reason }) => [offset, name, state, reason])).toEqual([
      [0, "SSID", "decoded", undefined],
      [3, "DMG Beam Refinement", "unknown", undefined],
      [5, "DSSS Parameter Set", "malformed", "1 octets expected, 0 there"],
      [7, "RSN", "decoded", undefined],
      [11, "Vendor", "malformed", "no OUI"],
      [15, "TIM", "malformed", "length 4 exceeds the 3 octets left"],
    ]);
    expect(list.malformed.map(({ offset }) => offset)).toEqual([5, 11, 15]);
  });

  it("gives the first element of a kind that can be decoded", () => {
    const list = parseElements(fromHex("0300 030106 03010b"));
    expect(list.get(ElementId.DsssParameterSet)).toEqual({ channel: 6 });
    expect(list.all(ElementId.DsssParameterSet)).toEqual([{ channel: 6 }, { channel: 11 }]);
    expect(list.element(ElementId.DsssParameterSet)?.state).toBe("malformed");
  });

  it("ends with a lone octet as a malformed element", () => {
    expect([...parseElements(fromHex("00016103"))].map(({ reason }) => reason)).toEqual([
      undefined,
      "ends after its id",
    ]);
    expect(parseElements(new Uint8Array())).toHaveLength(0);
  });

  it("puts fragments together, and calls one that follows nothing malformed", () => {
    // 10.28.11: an element of 255 octets goes on in Fragment elements (242), of 255 octets but the last.
    const part = (id: number, length: number, fill: number) => [id, length, ...new Array<number>(length).fill(fill)];
    const bytes = Uint8Array.from([
      ...part(153, 255, 1),
      ...part(242, 255, 2),
      ...part(242, 3, 3),
      ...part(242, 1, 4),
      3,
      1,
      6,
    ]);
    const [whole, stray, last] = [...parseElements(bytes)];
    expect(whole!.body).toEqual(Uint8Array.from([...part(0, 255, 1).slice(2), ...part(0, 255, 2).slice(2), 3, 3, 3]));
    expect(whole!.bytes.length).toBe(257 + 257 + 5);
    expect(stray!.reason).toBe("a fragment that continues nothing");
    expect(last!.value).toEqual({ channel: 6 });
  });

  it("lists a fragment that is cut off by itself", () => {
    const bytes = Uint8Array.from([153, 255, ...new Array<number>(255).fill(1), 242, 9, 1]);
    expect([...parseElements(bytes)].map(({ state, reason }) => reason ?? state)).toEqual([
      "unknown",
      "length 9 exceeds the 1 octets left",
    ]);
  });

  it("reads vendors' elements with the decoders of a list, and other lists do not know them", () => {
    const Load = vendorElement(0x00101a, 7, "Load", (body) => ({ percent: body[0] ?? 0 }));
    const bytes = fromHex("dd0500101a0763");
    expect([...parseElements(bytes, { kinds: [Load] })].map(({ name, value }) => [name, value])).toEqual([
      ["Load", { percent: 99 }],
    ]);
    const plain = parseElements(bytes);
    expect([...plain].map(({ name, state }) => [name, state])).toEqual([["Vendor 00:10:1a type 7", "unknown"]]);
    expect(plain.get(Load)?.percent).toBe(99); // asked for by the kind itself
  });

  it("replaces a decoder of its own", () => {
    const ssid: ElementKind<string> = { key: ElementId.Ssid, name: "name", decode: (body) => String(body.length) };
    expect(parseElements(fromHex("000161"), { kinds: [ssid] }).get(ssid)).toBe("1");
  });

  it("keeps what a decoder throws to its element", () => {
    const bad = (error: unknown) =>
      vendorElement(0x00101a, 7, "Bad", () => {
        throw error;
      });
    const reasonOf = (error: unknown) =>
      [...parseElements(fromHex("dd0500101a0763"), { kinds: [bad(error)] })][0]!.reason;
    expect(reasonOf(malformed("odd"))).toBe("odd");
    expect(reasonOf(new TypeError("undefined is not a function"))).toBe("decoder failed: undefined is not a function");
    expect(reasonOf("no")).toBe("decoder failed: no");
  });

  it("refuses what is not bytes, and says so", () => {
    for (const [value, what] of [
      ["0003", "string"],
      [null, "null"],
      [[0, 1], "an array"],
      [undefined, "undefined"],
    ] as const) {
      expect(() => parseElements(value as never)).toThrow(`elements are read from a Uint8Array, not from ${what}`);
    }
    expect(() => vendorElement(0x1000000, 1, "x", () => 0)).toThrow("no vendor element");
  });

  it("knows the names of the standard", () => {
    expect([48, 201, 0xff23, 0xff6b, 0x506f9a1c, 249, 0xfff0, 0x0a0b0c0d].map(elementName)).toEqual([
      "RSN",
      "Reduced Neighbor Report",
      "HE Capabilities",
      "Multi-Link",
      "OWE Transition",
      "Element 249",
      "Element 255 extension 240",
      "Vendor 0a:0b:0c type 13",
    ]);
  });

  it("becomes JSON, big numbers and octets too", () => {
    const list = parseElements(fromHex("ff15270c141416010203040506070811121314151617189900"));
    expect(JSON.parse(JSON.stringify(list))).toMatchObject([
      { name: "Spatial Reuse Parameter Set", value: { srg: { bssColorBitmap: "578437695752307201" } } },
      { name: "DMG Beam Refinement", unknown: true, body: "" },
    ]);
  });

  it("stops where elements nest deeper than frames do", () => {
    // A Channel Switch Wrapper (196) in another, eight times.
    let bytes: number[] = [3, 1, 6];
    for (let i = 0; i < 8; i++) bytes = [196, bytes.length, ...bytes];
    expect(JSON.stringify(parseElements(Uint8Array.from(bytes)))).toContain("elements nested deeper than 4");
  });
});

/** Everything that can be asked of any bytes: nothing of it may throw. */
function lookAtAll(bytes: Uint8Array): void {
  for (const from of ["ap", "station"] as const) {
    const list = parseElements(bytes, { from, associationResponse: from === "ap" });
    let octets = 0;
    for (const element of list) {
      expect(["decoded", "unknown", "malformed"]).toContain(element.state);
      expect(element.reason !== undefined).toBe(element.state === "malformed");
      expect(element.reason ?? "").not.toContain("decoder failed"); // ours throw nothing but what they mean to
      expect(element.offset).toBe(octets);
      octets = element.end;
    }
    expect(octets).toBe(bytes.length);
    toJson(list);
    toJson(new Network(list));
    toJson(new Network(list, { frequencyMhz: 5955, capability: 0x10 }));
    toJson(nontransmittedBsss(list, "02:00:00:00:00:00"));
  }
}

const KEYS = [
  ...Object.values(ElementId),
  ...[0x0050f2, 0x506f9a].flatMap((oui) => Array.from({ length: 48 }, (_, type) => oui * 256 + type)),
].filter((key): key is number => typeof key === "number");

/** An element of a kind that there is a decoder for, with random contents: pure noise seldom gets past the ids. */
const element = fc.tuple(fc.constantFrom(...KEYS), fc.uint8Array({ maxLength: 255 })).map(([key, body]) => {
  const head =
    key > 0xffff ? [key >>> 24, (key >> 16) & 255, (key >> 8) & 255, key & 255] : key >= 0xff00 ? [key & 255] : [];
  const payload = [...head, ...body].slice(0, 255);
  return [key > 0xffff ? 221 : key >= 0xff00 ? 255 : key, payload.length, ...payload];
});

/** FUZZ_RUNS=100 looks a hundred times as long. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 1);

describe("any bytes", { timeout: 30_000 * RUNS }, () => {
  it("of noise give a list", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), lookAtAll), { numRuns: 100 * RUNS });
  });

  it("of elements with random contents give a list", () => {
    const lists = fc.array(element, { maxLength: 6 }).map((elements) => Uint8Array.from(elements.flat()));
    fc.assert(fc.property(lists, lookAtAll), { numRuns: 250 * RUNS });
  });

  it("of real beacons with octets changed give a list", () => {
    const beacons = corpus("captured.hex");
    const changed = fc
      .tuple(
        fc.constantFrom(...beacons),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(2000),
      )
      .map(([bytes, changes, cut]) => {
        const copy = bytes.slice(0, bytes.length - (cut % 4 === 0 ? cut % bytes.length : 0));
        for (const [at, octet] of changes) if (copy.length > 0) copy[at % copy.length] = octet;
        return copy;
      });
    fc.assert(fc.property(changed, lookAtAll), { numRuns: 60 * RUNS });
  });

  it.each(corpus("elements.hex").map((bytes, i) => [i, bytes] as const))(
    "kept for a reason, number %i, give a list",
    (_, bytes) => {
      lookAtAll(bytes);
    },
  );

  it("take linear time", () => {
    // Twice the elements are looked at in twice the steps: each octet is read by a bounded number of elements, which is counted, not timed.
    let read = 0;
    const counting = (size: number) => {
      read = 0;
      const bytes = new Uint8Array(size).fill(0); // SSIDs of no octets
      const watched = new Proxy(bytes, {
        get: (target, key) => {
          if (typeof key === "string" && /^\d+$/.test(key)) read++;
          const value = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
        getPrototypeOf: () => Uint8Array.prototype,
      });
      for (const each of parseElements(watched)) void each.state;
      return read;
    };
    const [small, large] = [counting(2000), counting(8000)];
    expect(large / small).toBeCloseTo(4, 1);
  });
});

/** One input a line; a line with # says why it is kept. */
function corpus(name: string): Uint8Array[] {
  const text = readFileSync(new URL(`../../fixtures/malformed/${name}`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => fromHex(line));
}
