import type { Member, StructDefinition } from "../model.ts";
import { camel } from "../names.ts";
import type { DefinitionSpec } from "../spec.ts";
import type { Draft } from "./draft.ts";
import { resolveShape } from "./shape.ts";

/** Writes the members of all structs into them, and what each takes in octets: once all names are known, for a struct may hold another. */
export function fillStructs(draft: Draft): void {
  for (const file of draft.files) {
    for (const spec of file.definitions ?? []) {
      const definition = draft.definitions.get(spec.name);
      if (spec.type === "struct" && definition?.type === "struct") fillStruct(draft, definition, spec);
    }
  }
  for (const definition of draft.definitions.values()) {
    if (definition.type === "struct") definition.size = structSize(definition, []);
  }
}

function fillStruct(draft: Draft, struct: StructDefinition, spec: DefinitionSpec): void {
  const names = new Set<string>();
  for (const member of spec.members ?? []) {
    const what = `member "${member.name}" of "${struct.name}"`;
    if (names.has(member.name) && member.type !== "pad") draft.fault(member.place, `${what} is there already`);
    names.add(member.name);
    const type = resolveShape(member, what, draft, draft.faults);
    if (type === undefined) continue;
    const { kind } = type;
    if (
      kind !== "number" &&
      kind !== "bytes" &&
      kind !== "mac" &&
      kind !== "ipv4" &&
      kind !== "struct" &&
      kind !== "pad"
    ) {
      draft.fault(member.place, `${what}: a struct's member cannot be ${member.type}`);
    }
    if (kind === "number" && type.width === 64 && !type.bigint) {
      draft.fault(member.place, `${what}: 64 bits in a struct are a bigint, say as: bigint`);
    }
    if ((kind === "bytes" || kind === "pad") && member.len === undefined) {
      if (kind === "bytes" && member === spec.members!.at(-1)) struct.open = true;
      else draft.fault(member.place, `${what} needs len: how many octets`);
    }
    struct.members.push({
      name: member.name,
      field: member.field ?? camel(member.name),
      type,
      len: member.len,
      byteOrder: member["byte-order"] ?? spec["byte-order"] ?? "host",
      unit: member.unit,
      doc: member.doc?.trim(),
    });
  }
}

function structSize(struct: StructDefinition, above: readonly StructDefinition[]): number {
  if (above.includes(struct)) return 0;
  return struct.members.reduce((size, member) => size + memberSize(member, [...above, struct]), 0);
}

function memberSize({ type, len }: Member, above: readonly StructDefinition[]): number {
  switch (type.kind) {
    case "number":
      return (type.width / 8) * (len ?? 1);
    case "mac":
      return 6;
    case "ipv4":
      return 4;
    case "struct":
      return structSize(type.struct, above);
    default:
      return len ?? 0;
  }
}
