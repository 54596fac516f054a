import type { AttributeSet, ConstDefinition, EnumDefinition } from "./model.ts";
import { attributeEnumName, type TopicFile } from "./topic-file.ts";

/** An enum with a comment on each member. Aliases come first: TypeScript's reverse mapping takes the last. */
export function emitEnum(file: TopicFile, definition: EnumDefinition): void {
  const flags = definition.type === "flags";
  file.doc(
    sentence(definition.doc),
    flags ? "Members are bit numbers." : undefined,
    definition.cName && `enum ${definition.cName}.`,
  );
  file.block(`export enum ${definition.typeName}`, () => {
    const aliases = definition.entries.filter((entry) => entry.aliasOf !== undefined);
    const real = definition.entries.filter((entry) => entry.aliasOf === undefined);
    for (const entry of [...aliases, ...real]) {
      const number = `${flags ? "bit " : ""}${entry.value}`;
      const same = entry.aliasOf === undefined ? undefined : `Another name of ${entry.aliasOf}.`;
      file.doc(sentence(entry.doc) ?? same, entry.cName === undefined ? `${number}.` : `${entry.cName} (${number}).`);
      file.line(`${entry.member} = ${entry.value},`);
    }
  });
  file.line("");
}

export function emitConstant(file: TopicFile, definition: ConstDefinition): void {
  file.doc(sentence(definition.doc), definition.cName && `${definition.cName}.`);
  file.line(`export const ${definition.typeName} = ${JSON.stringify(definition.value)};`, "");
}

/** The numbers of a set's attributes. */
export function emitAttributeEnum(file: TopicFile, set: AttributeSet): void {
  file.doc(`Numbers of the attributes of ${set.name}.`, set.cName && `enum ${set.cName}.`);
  file.block(`export enum ${attributeEnumName(set)}`, () => {
    for (const attribute of set.attributes) {
      file.doc(attribute.cName && `${attribute.cName}: ${attribute.wire}.`);
      file.line(`${attribute.member} = ${attribute.value},`);
    }
  });
  file.line("");
}

/** Text as a sentence: with its full stop. */
export function sentence(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}
