import { describe, expect, test } from "vitest";
import { broken, faultsOf, SMALL } from "./small.ts";

test("the small spec is sound", () => {
  expect(faultsOf(SMALL)).toEqual([]);
});

/** What is wrong, the line that is replaced, what replaces it, and what the fault says. */
const CASES: readonly (readonly [string, string, string, string])[] = [
  [
    "an unknown key",
    "name: age,",
    "      - { name: age, valeu: 7, value: 7, type: u32 }",
    'an attribute has no key "valeu", did you mean "value"?',
  ],
  [
    "a key far from any other",
    "name: age,",
    "      - { name: age, value: 7, type: u32, zzzzzzzzzz: 1 }",
    'an attribute has no key "zzzzzzzzzz": it has name, value, type,',
  ],
  [
    "a misspelt type word",
    "name: age,",
    "      - { name: age, value: 7, type: u23 }",
    'type: no such word "u23", did you mean "u32"?',
  ],
  [
    "a misspelt index word",
    "name: inners,",
    "      - { name: inners, value: 6, type: indexed-array, index: form-1, sub-type: u8 }",
    'index: no such word "form-1", did you mean "from-1"?',
  ],
  [
    "a number given twice",
    "name: age,",
    "      - { name: age, value: 6, type: u32 }",
    'value 6 of "age" in "toy" is "inners" already',
  ],
  ["a number left out", "name: age,", "      - { name: age, type: u32 }", 'attribute "age" of "toy" has no value'],
  ["a type left out", "name: age,", "      - { name: age, value: 7 }", 'attribute "age": has no type'],
  ["a name left out", "name: age,", "      - { value: 7, type: u32 }", "an attribute has no name"],
  [
    "a name given twice",
    "name: age,",
    "      - { name: mode, value: 7, type: u32 }",
    'attribute "mode" of "toy" is there already: toy.yaml:28',
  ],
  [
    "a nest of a set that is not there",
    "name: inner, value: 5",
    "      - { name: inner, value: 5, type: nest, nested-attributes: iner }",
    'attribute "inner": nested-attributes: no set "iner", did you mean "inner"?',
  ],
  [
    "an enum that is not there",
    "name: color, value: 2",
    "      - { name: color, value: 2, type: u32, enum: colour }",
    'attribute "color": enum: no definition "colour", did you mean "color"?',
  ],
  [
    "a struct where an enum should be",
    "name: color, value: 2",
    "      - { name: color, value: 2, type: u32, enum: pair }",
    'attribute "color": enum: "pair" is a struct',
  ],
  [
    "words that do not go together",
    "name: age,",
    "      - { name: age, value: 7, type: string, enum: color }",
    'attribute "age": enum does not go with type string',
  ],
  [
    "an array that does not say what its index is",
    "name: inners,",
    "      - { name: inners, value: 6, type: indexed-array, sub-type: u8 }",
    'attribute "inners": an indexed-array says what its index is',
  ],
  [
    "an alias of nothing",
    "name: crimson",
    "      - { name: crimson, alias-of: reed }",
    'alias-of: no entry "reed" in "color", did you mean "red"?',
  ],
  [
    "an enum value given twice",
    "name: blue",
    "      - { name: blue, value: 1 }",
    'value 1 of "blue" is "red" already (say alias-of where it is another name)',
  ],
  [
    "a subset of what is not there",
    "subset-of: toy",
    "    subset-of: tay",
    'subset-of: no attribute set "tay", did you mean "toy"?',
  ],
  [
    "an override without a reason",
    "why: It is shorter",
    "      - { name: color, type: u16 }",
    'attribute "color" differs from its parent (type) and has no why',
  ],
  [
    "a subset's attribute that the parent lacks",
    "      - ifindex",
    "      - ifindexx",
    '"toy" has no attribute "ifindexx", did you mean "ifindex"?',
  ],
  [
    "a request of an attribute that is not there",
    "request: { required",
    "      request: { required: [color], attributes: [color, mood] }",
    '"toy" has no attribute "mood", did you mean "mode"?',
  ],
  [
    "a request of an attribute that only replies have",
    "request: { required",
    "      request: { required: [color], attributes: [color, answer] }",
    'attribute "answer" goes only in a reply',
  ],
  [
    "a mandatory attribute that is not in the request",
    "request: { required",
    "      request: { required: [color], attributes: [mode] }",
    'required: "color" is not among the attributes',
  ],
  [
    "a reply under a command that is not there",
    "reply: { command",
    "      reply: { command: neu-toy, attribute-set: toy-reply }",
    'command: no operation "neu-toy", did you mean "new-toy"?',
  ],
  [
    "a multicast group that is not there",
    "event: { mcgrp",
    "    event: { mcgrp: new, attributes: [ifindex] }",
    'mcgrp: no multicast group "new", did you mean "news"?',
  ],
  [
    "a misspelt target",
    "target: [netdev]",
    "    target: [netdv]",
    'target: no such word "netdv", did you mean "netdev"?',
  ],
  [
    "text cut off by a comma",
    "name: age,",
    "      - { name: age, value: 7, type: u32, doc: How old, in ms }",
    'an attribute "age": "in ms" stands after a comma, which ends a text in { }: quote the text',
  ],
];

describe("a fault is told with file, line and what was meant:", () => {
  test.each(CASES)("%s", (_, mark, replacement, expected) => {
    const { text, line } = broken(mark, replacement);
    const faults = faultsOf(text);
    expect(
      faults.some((fault) => fault.startsWith(`toy.yaml:${line}: ${expected}`)),
      faults.join("\n"),
    ).toBe(true);
  });

  test("bytes that are not YAML", () => {
    expect(faultsOf("family: toy\ntopic: [")[0]).toMatch(/^toy\.yaml:\d+: /);
  });

  test("an operation's number given twice", () => {
    const faults = faultsOf(SMALL.replace("  - name: new-toy\n    value: 2", "  - name: new-toy\n    value: 1"));
    expect(faults).toContainEqual(expect.stringContaining('value 1 of "new-toy" is "get-toy" already'));
  });

  test("two things with one TypeScript name", () => {
    const faults = faultsOf(
      SMALL.replace("  - name: pair", "  - name: inner").replace("struct: pair", "struct: inner"),
    );
    expect(faults).toContainEqual(expect.stringContaining("are both Inner in TypeScript"));
  });

  test("a set that nests itself", () => {
    const faults = faultsOf(
      SMALL.replace(
        "{ name: color, type: u16, why: It is shorter there. }",
        "{ name: inner, nested-attributes: toy-reply, why: To go round. }",
      ),
    );
    expect(faults).toContainEqual(expect.stringContaining('attribute set "toy-reply" contains itself'));
  });
});

test("one run tells every fault, in the order of their lines", () => {
  const text = SMALL.replace("type: u32, enum: color }", "type: u33, enum: color }").replace(
    "name: word, value: 1",
    "name: word, val: 1",
  );
  expect(faultsOf(text).map((fault) => fault.split(":")[1])).toEqual(["27", "38"]);
});
