import type { Definition, EnumDefinition } from "../model.ts";
import { constant, pascal } from "../names.ts";
import type { DefinitionSpec, OperationSpec } from "../spec.ts";
import { at, type Draft } from "./draft.ts";
import { resolveEntries } from "./entries.ts";

/** All definitions by name. Returns the one that the spec does not write out: the enum of the operations. */
export function resolveDefinitions(draft: Draft): EnumDefinition {
  for (const file of draft.files) {
    for (const spec of file.definitions ?? []) {
      const known = draft.definitions.get(spec.name);
      if (known !== undefined) {
        draft.fault(spec.place, `definition "${spec.name}" is there already: ${at(known.place)}`);
        continue;
      }
      const topic = spec.topic ?? file.topic;
      const definition = resolveDefinition(draft, spec, topic);
      if (definition === undefined) continue;
      draft.definitions.set(spec.name, definition);
      draft.topic(topic).definitions.push(definition);
    }
  }
  const commands = enumOfCommands(draft);
  const known = draft.definitions.get(commands.name);
  if (known !== undefined) draft.fault(known.place, `the enum "${commands.name}" is made of the operations`);
  draft.definitions.set(commands.name, commands);
  return commands;
}

function enumOfCommands(draft: Draft): EnumDefinition {
  const all = draft.files.flatMap((file) => file.operations ?? []);
  const values = new Map(all.map(({ name, value }) => [name, value]));
  const specs = all
    .map((spec) => ({ spec, value: spec.value ?? values.get(spec["alias-of"] ?? "") }))
    .filter((each): each is { spec: OperationSpec; value: number } => each.value !== undefined);
  return {
    name: "command",
    typeName: `${pascal(draft.familyName)}Command`,
    topic: draft.topics.size === 1 ? draft.files[0]!.topic : "command-map",
    doc: `Numbers of the commands of ${draft.familyName}.`,
    place: draft.files[0]!.place,
    type: "enum",
    cName: undefined,
    entries: specs
      .sort((a, b) => a.value - b.value || Number("alias-of" in a.spec) - Number("alias-of" in b.spec))
      .map(({ spec, value }) => ({
        name: spec.name,
        member: pascal(spec.name),
        value,
        cName: commandCName(draft, spec),
        aliasOf: spec["alias-of"],
        doc: spec.doc?.trim(),
        differs: [],
      })),
  };
}

/** The name of a command in the header. */
export function commandCName(draft: Draft, spec: OperationSpec): string {
  return spec["c-name"] ?? `${constant(draft.familyName)}_CMD_${constant(spec.name)}`;
}

function resolveDefinition(draft: Draft, spec: DefinitionSpec, topic: string): Definition | undefined {
  const { name, place } = spec;
  const common = { name, topic, doc: spec.doc?.trim(), place };
  if (spec.type === "const") {
    if (spec.value === undefined) draft.fault(place, `constant "${name}" has no value`);
    return { ...common, type: "const", typeName: constant(name), value: spec.value ?? 0, cName: spec["c-name"] };
  }
  if (spec.type === "struct") {
    if (spec.members === undefined) draft.fault(place, `struct "${name}" has no members`);
    return {
      ...common,
      type: "struct",
      typeName: pascal(name),
      cName: spec["c-name"],
      members: [],
      size: 0,
      open: false,
    };
  }
  if (spec.entries === undefined) {
    draft.fault(place, `${spec.type} "${name}" has no entries`);
    return undefined;
  }
  return {
    ...common,
    type: spec.type,
    typeName: pascal(name),
    cName: spec["enum-name"],
    entries: resolveEntries(draft, spec, spec.entries),
  };
}
