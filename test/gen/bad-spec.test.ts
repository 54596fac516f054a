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
  [
    "a colon without a space",
    "name: age,",
    "      - { name:age, value: 7, type: u32 }",
    'an attribute: "name:age" needs a space after the colon',
  ],
  [
    "an attribute in capital letters",
    "name: age,",
    "      - { name: TheAge, value: 7, type: u32 }",
    'attribute "TheAge" of "toy" is not in kebab-case: "the-age"',
  ],
  [
    "an entry with the underscores of C",
    "name: blue",
    "      - { name: DARK_BLUE, value: 2 }",
    'entry "DARK_BLUE" of "color" is not in kebab-case: "dark-blue"',
  ],
  [
    "a set in capital letters",
    "  - name: inner",
    "  - name: Inner",
    'attribute set "Inner" is not in kebab-case: "inner"',
  ],
  [
    "an operation with an underscore",
    "  - name: new-toy",
    "  - name: new_toy",
    'operation "new_toy" is not in kebab-case: "new-toy"',
  ],
  [
    "an enum by its C name",
    "name: color, value: 2",
    "      - { name: color, value: 2, type: u32, enum: toy_color }",
    'attribute "color": enum: no definition "toy_color", did you mean "color"?',
  ],
  [
    "a type by its C name",
    "name: age,",
    "      - { name: age, value: 7, type: NLA_U32 }",
    'type: no such word "NLA_U32", did you mean "u32"?',
  ],
  [
    "a hint as a type",
    "name: age,",
    "      - { name: age, value: 7, type: mac }",
    'type: no such word "mac": it is binary with display-hint: mac',
  ],
  ["a group given twice", "list: [news]", "  list: [news, news]", 'multicast group "news" is there already: toy.yaml:'],
  [
    "an attribute by its C name",
    "request: { required",
    "      request: { required: [color], attributes: [color, TOY_ATTR_MODE] }",
    '"toy" has no attribute "TOY_ATTR_MODE", did you mean "mode"?',
  ],
  [
    "an attribute's number that is none",
    "name: age,",
    "      - { name: age, value: 16384, type: u32 }",
    'value 16384 of "age" is none of an attribute: 0 to 16383',
  ],
  [
    "a flag given as its mask",
    "name: loud",
    "      - { name: loud, value: 256 }",
    'value 256 of "loud" is no number of a bit, 0 to 63',
  ],
  [
    "an enum's value beyond 32 bits",
    "name: blue",
    "      - { name: blue, value: 4294967296 }",
    'value 4294967296 of "blue" does not fit into 32 bits',
  ],
  [
    "a length of a number",
    "name: age,",
    "      - { name: age, value: 7, type: u32, checks: { exact-len: 4 } }",
    'attribute "age": checks: exact-len does not go with type u32, which has a fixed length',
  ],
  [
    "a MAC address of eight octets",
    "name: age,",
    "      - { name: age, value: 7, type: binary, display-hint: mac, checks: { exact-len: 8 } }",
    'attribute "age": checks: mac has 6 octets, not 8',
  ],
  [
    "a least value above the greatest",
    "name: age,",
    "      - { name: age, value: 7, type: u8, checks: { min: 8, max: 2 } }",
    'attribute "age": checks: min 8 is above max 2',
  ],
  [
    "a greatest value that the type does not have",
    "name: age,",
    "      - { name: age, value: 7, type: u8, checks: { max: 256 } }",
    'attribute "age": checks: max 256 does not fit into u8',
  ],
  [
    "a message of what is only nested",
    "reply: { command",
    "      reply: { command: new-toy, attribute-set: inner }",
    'attribute-set: "inner" is nested in attributes: messages are of "toy", or of a subset of it',
  ],
  [
    "an attribute that is forgotten in the operations",
    "value: 10, type: binary",
    "      - { name: forgotten, value: 10, type: u8 }\n      - { name: key, value: 11, type: binary }",
    'attribute "forgotten" is in no message: list it in a request, a reply or an event',
  ],
  [
    "a set that is forgotten everywhere",
    "  - name: toy-reply",
    "  - name: lost\n    attributes: [{ name: word, value: 1, type: u8 }]\n  - name: toy-reply",
    'attribute set "lost" is in no attribute and no message',
  ],
  [
    "an item that stands too deep",
    "name: age,",
    "        - { name: age, value: 7, type: u32 }",
    "All sequence items must start at the same column: this line stands deeper, or less deep, than",
  ],
  [
    "an item that does not stand deep enough",
    "name: age,",
    "    - { name: age, value: 7, type: u32 }",
    "A block sequence may not be used as an implicit map key: this line stands less deep than",
  ],
  [
    "a tab",
    "name: age,",
    "\t- { name: age, value: 7, type: u32 }",
    "Tabs are not allowed as indentation: indent by spaces",
  ],
  [
    "a colon in a text",
    "name: age,",
    "      - { name: age, value: 7, type: u32, doc: Note: old }",
    'Block collections are not allowed within flow collections: quote the text if it has ": " in it',
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

  test("a flag that the number it stands in does not have", () => {
    expect(faultsOf(SMALL.replace("{ name: loud, value: 0 }", "{ name: loud, value: 32 }"))).toEqual([
      'toy.yaml:28: attribute "mode": enum: bit 32 ("loud" of "mode") is not in u32',
    ]);
  });

  test("two entries with one name in TypeScript", () => {
    const text = SMALL.replace("name: red, value: 1", "name: 5ghz, value: 1").replace(
      "alias-of: red",
      "alias-of: 5ghz",
    );
    expect(faultsOf(text.replace("name: blue", "name: color-5ghz"))).toEqual([
      'toy.yaml:11: entries "color-5ghz" and "5ghz" (toy.yaml:9) are both Color5ghz in TypeScript',
    ]);
  });

  test("only the first of what YAML finds, since the others follow from it", () => {
    const { text, line } = broken("name: age,", "\t- { name: age, value: 7, type: u32 }");
    expect(faultsOf(text)).toEqual([`toy.yaml:${line}: Tabs are not allowed as indentation: indent by spaces`]);
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
