import { wrap } from "./code-writer.ts";
import type { Attribute, AttributeSet, EnumDefinition, Family, Message, NumberType, ValueType } from "./model.ts";
import { constant } from "./names.ts";
import type { TopicFile } from "./topic-file.ts";

/**
 * Names and types of every attribute, as text in rows: for error paths, logs and dissectors, which need them rarely. What the rows
 * mean is told where they are read: src/genetlink/name-table.ts.
 */
export function emitNames(file: TopicFile, family: Family): void {
  const table = file.use("../../genetlink/name-table.ts", "NameTable", "type");
  file.doc(`Names and types of all attributes of ${family.name}, for errors, logs and dissectors.`);
  file.block(
    `export const ${constant(family.name)}_NAMES: ${table} =`,
    () => {
      file.line(`family: "${family.name}",`);
      file.block("sets:", () => emitSets(file, family), "},");
      file.block("enums:", () => emitEnums(file, family), "},");
      file.block("structs:", () => emitStructs(file, family), "},");
      file.block("commands:", () => emitCommands(file, family), "},");
    },
    "};",
  );
  file.line("");
}

/** A set's rows; of a subset, those in which it differs. */
function emitSets(file: TopicFile, family: Family): void {
  for (const set of family.sets.values()) {
    const own = set.subsetOf === undefined ? set.attributes : set.attributes.filter(({ why }) => why !== undefined);
    if (own.length === 0) continue;
    const parent = set.subsetOf === undefined ? "" : `, of: "${differing(set.subsetOf).name}"`;
    emitRows(file, set.name, own.map(attributeRow), parent);
  }
}

function emitEnums(file: TopicFile, family: Family): void {
  for (const definition of family.definitions.values()) {
    if (definition.type !== "enum" && definition.type !== "flags") continue;
    const real = definition.entries.filter((entry) => entry.aliasOf === undefined);
    // a line may end between two members, not in one
    const text = real.map(({ value, name }) => `${value}\u00a0${name}`).join("; ");
    const lines = wrap(text, 120).map((line) => line.replaceAll("\u00a0", " "));
    file.line(`"${definition.name}": \``);
    file.raw(...lines, "`,");
  }
}

function emitStructs(file: TopicFile, family: Family): void {
  for (const struct of family.definitions.values()) {
    if (struct.type !== "struct") continue;
    const rows = struct.members.map(({ name, type, len, byteOrder }) => {
      const order = byteOrder === "host" ? "" : byteOrder === "big-endian" ? " be" : " le";
      return `${name} ${typeText(type)}${len === undefined ? "" : ` *${len}`}${order}`;
    });
    emitRows(file, struct.name, rows, "");
  }
}

/** By command: its name, and the sets of its messages where those are not the family's own. */
function emitCommands(file: TopicFile, family: Family): void {
  for (const { value, typeName, do: once, dump, event } of family.operations) {
    const sets = [
      special("request", once?.request, family),
      special("reply", once?.reply, family),
      special("dumpRequest", dump?.request, family),
      special("dumpReply", dump?.reply, family),
      special("event", event, family),
    ].filter((text) => text !== undefined);
    file.line(`${value}: { ${[`name: "${typeName}"`, ...sets].join(", ")} },`);
  }
}

function special(role: string, message: Message | undefined, family: Family): string | undefined {
  if (message === undefined) return undefined;
  const set = differing(message.set);
  return set === family.root ? undefined : `${role}: "${set.name}"`;
}

/** The set itself, or the nearest above it that is not merely a list of its parent's attributes. */
function differing(set: AttributeSet): AttributeSet {
  if (set.subsetOf === undefined || set.attributes.some(({ why }) => why !== undefined)) return set;
  return differing(set.subsetOf);
}

function emitRows(file: TopicFile, name: string, rows: readonly string[], more: string): void {
  file.block(
    `"${name}":`,
    () => {
      file.line("rows: `");
      file.raw(...rows, `\`${more},`);
    },
    "},",
  );
}

function attributeRow({ value, name, type, unit, secret, multi, ignoreLen }: Attribute): string {
  const marks = `${secret ? "!" : ""}${multi ? "+" : ""}${ignoreLen === undefined ? "" : `~${ignoreLen}~`}`;
  return `${value} ${marks}${name} ${typeText(type)}${unit === undefined ? "" : ` @${unit}`}`;
}

/** A type in the table's shorthand. */
function typeText(type: ValueType): string {
  switch (type.kind) {
    case "number":
      return `${numberText(type)}${meaning(type)}`;
    case "numbers":
      return `${numberText(type.of)}[]${meaning(type.of)}`;
    case "bytes":
      return type.hint === undefined ? "bytes" : `bytes ${type.hint}`;
    case "struct":
    case "structs":
      return `${type.kind} ${type.struct.name}`;
    case "bits":
    case "flag-set":
      return `${type.kind} ${type.enum.name}`;
    case "nest":
      return `nest ${differing(type.set).name}`;
    case "array":
      return `array ${type.index}${type.indexEnum === undefined ? "" : `=${type.indexEnum.name}`} ${typeText(type.element)}`;
    default:
      return type.kind;
  }
}

function numberText({ signed, width, bigEndian, bigEndianValue }: NumberType): string {
  return `${signed ? "s" : "u"}${width}${bigEndian || bigEndianValue !== undefined ? "be" : ""}${bigEndianValue ?? ""}`;
}

function meaning({
  enum: members,
  mask,
  hint,
}: {
  enum: EnumDefinition | undefined;
  mask: boolean;
  hint: string | undefined;
}) {
  if (members !== undefined) return ` ${mask ? "&" : "="}${members.name}`;
  return hint === undefined ? "" : ` #${hint}`;
}
