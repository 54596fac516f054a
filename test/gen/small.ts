import { load } from "../../gen/load.ts";
import type { Family } from "../../gen/model.ts";
import { resolve } from "../../gen/resolve.ts";
import { SpecError } from "../../gen/spec.ts";
import { checkUse } from "../../gen/unused.ts";

/** The smallest spec that has one of everything that tests break: a line of it is replaced, and the fault shown. */
export const SMALL = `family: toy
topic: toy
definitions:
  - name: color
    type: enum
    enum-name: toy_color
    prefix: TOY_COLOR_
    entries:
      - { name: red, value: 1, doc: As a rose. }
      - { name: crimson, alias-of: red }
      - { name: blue, value: 2 }
  - name: mode
    type: flags
    entries:
      - { name: loud, value: 0 }
  - name: pair
    type: struct
    members:
      - { name: first, type: u16 }
      - { name: second, type: u8 }
      - { name: gap, type: pad, len: 1 }
attribute-sets:
  - name: toy
    prefix: TOY_ATTR_
    attributes:
      - { name: ifindex, value: 1, type: u32 }
      - { name: color, value: 2, type: u32, enum: color }
      - { name: mode, value: 3, type: u32, enum: mode }
      - { name: pair, value: 4, type: binary, struct: pair }
      - { name: inner, value: 5, type: nest, nested-attributes: inner }
      - { name: inners, value: 6, type: indexed-array, index: from-1, sub-type: nest, nested-attributes: inner }
      - { name: age, value: 7, type: u32, field: ageMs, unit: ms, doc: How old. }
      - { name: answer, value: 8, type: u8, direction: reply }
      - { name: by-tid, value: 9, type: indexed-array, index: tid, sub-type: u16 }
      - { name: key, value: 10, type: binary, secret: true }
  - name: inner
    attributes:
      - { name: word, value: 1, type: string }
  - name: toy-reply
    subset-of: toy
    attributes:
      - ifindex
      - { name: color, type: u16, why: It is shorter there. }
operations:
  - name: get-toy
    value: 1
    target: [netdev]
    flags: [admin-perm]
    do:
      request: { required: [color], attributes: [color, mode, inner, by-tid] }
      reply: { command: new-toy, attribute-set: toy-reply }
    dump:
      target: [none]
      request: {}
  - name: new-toy
    value: 2
    event: { mcgrp: news, attributes: [ifindex, answer] }
  - name: set-toy
    value: 3
    do:
      request: { attributes: [pair, inners, age, key] }
mcast-groups:
  list: [news]
`;

/** The spec with `line` in place of the one that holds `mark`, and that line's number. */
export function broken(mark: string, line: string): { text: string; line: number } {
  const lines = SMALL.split("\n");
  const at = lines.findIndex((each) => each.includes(mark));
  if (at < 0) throw new Error(`no line of the small spec holds ${mark}`);
  lines[at] = line;
  return { text: lines.join("\n"), line: at + 1 };
}

export function familyOf(text: string): Family {
  const family = resolve([load("toy.yaml", text)]);
  checkUse(family);
  return family;
}

/** The faults that a spec has. */
export function faultsOf(text: string): readonly string[] {
  try {
    familyOf(text);
    return [];
  } catch (error) {
    if (error instanceof SpecError) return error.faults;
    throw error;
  }
}
