import { sentence } from "./emit-enums.ts";
import type { Attribute, AttributeSet, Message, StructDefinition } from "./model.ts";
import { SELECTORS } from "./model.ts";
import type { TargetWord } from "./spec.ts";
import type { TopicFile } from "./topic-file.ts";

/** The interface of a nested set. */
export function emitSetType(file: TopicFile, set: AttributeSet): void {
  const whose =
    set.subsetOf === undefined ? `Attribute set ${set.name}` : `Attribute set ${set.name}, of ${set.base.name}`;
  file.doc(sentence(set.doc), `${whose}${set.cName === undefined ? "" : `, enum ${set.cName}`}.`);
  file.block(`export interface ${set.typeName}`, () => emitFields(file, set.attributes, set.inRequests, () => false));
  file.line("");
}

/** The interface of a C struct. Each member is there. */
export function emitStructType(file: TopicFile, struct: StructDefinition): void {
  file.doc(
    sentence(struct.doc),
    `${struct.size} octets${struct.cName === undefined ? "" : `, struct ${struct.cName}`}.`,
  );
  file.block(`export interface ${struct.typeName}`, () => {
    for (const { type, len, doc, unit, field } of struct.members) {
      if (type.kind === "pad") continue;
      file.doc(sentence(doc), unit && `In ${unit}.`);
      const one = file.tsType(type, false);
      file.line(`readonly ${field}: ${len !== undefined && type.kind === "number" ? `readonly ${one}[]` : one};`);
    }
  });
  file.line("");
}

/** The interface of a request, a reply or an event; another's under this one's name where they are the same. */
export function emitMessageType(file: TopicFile, message: Message, doc: string): void {
  file.doc(doc);
  if (message.sameAs !== undefined) {
    file.line(`export type ${message.typeName} = ${message.sameAs.typeName};`, "");
    return;
  }
  const request = message.role === "request";
  const targets = message.target.filter((word) => word !== "none");
  const choice = targets.length > 1 && !message.target.includes("none");
  const selectors = new Set(message.target.includes("none") ? [] : targets.map((word) => SELECTORS[word]));
  const own = choice ? message.attributes.filter(({ name }) => !selectors.has(name)) : message.attributes;
  const required = ({ name }: Attribute) => message.required.has(name) || selectors.has(name);
  const name = choice ? message.typeName.replace(/Request$/, "Fields") : message.typeName;
  if (choice) {
    const target = file.single
      ? targetName(message.target)
      : file.use("./target.ts", targetName(message.target), "type");
    file.line(`export type ${message.typeName} = ${target} & ${name};`, "");
    file.doc(`What a ${message.typeName} says besides its target.`);
  }
  file.block(`export interface ${name}`, () => emitFields(file, own, request, required));
  file.line("");
}

function emitFields(
  file: TopicFile,
  attributes: readonly Attribute[],
  written: boolean,
  required: (attribute: Attribute) => boolean,
): void {
  for (const attribute of attributes) {
    const { type } = attribute;
    if (type.kind === "pad" || type.kind === "unused") continue;
    file.doc(...fieldDoc(attribute));
    const one = file.tsType(type, written);
    const whole = attribute.multi ? `readonly ${one.includes(" ") ? `(${one})` : one}[]` : one;
    const must = required(attribute);
    file.line(`readonly ${attribute.field}${must ? "" : "?"}: ${whole}${must || !written ? "" : " | undefined"};`);
  }
  file.doc("Attributes that this version does not know.");
  const unknown = file.netlink("attribute-reader", "UnknownAttribute");
  file.line(`readonly unknown?: readonly ${unknown}[]${written ? " | undefined" : ""};`);
}

/** What a field's comment says: meaning, unit, then the wire. */
export function fieldDoc(attribute: Attribute): (string | undefined)[] {
  const { doc, cName, value, wire, multi, checks } = attribute;
  const bounds = checks === undefined ? [] : Object.entries(checks).map(([word, number]) => `${word} ${number}`);
  const wired = [multi ? `${wire}, repeated` : wire, ...bounds].join(", ");
  return [
    sentence(doc),
    unitDoc(attribute),
    `${cName === "" ? attribute.name : cName} (${value}), ${wired}.`,
    attribute.secret ? "Secret." : undefined,
  ];
}

/** The unit, where neither the field's name nor its text tells. */
function unitDoc({ doc, unit, field }: Attribute): string | undefined {
  if (unit === undefined || field.toLowerCase().endsWith(unit.toLowerCase())) return undefined;
  return doc?.split(/[\s,.;:()]+/).includes(unit) ? undefined : `In ${unit}.`;
}

const TARGETS: Readonly<Record<Exclude<TargetWord, "none">, string>> = {
  wiphy: "Wiphy",
  netdev: "Netdev",
  wdev: "Wdev",
};

/** "NetdevOrWdev", the type of requests to either. */
export function targetName(target: readonly TargetWord[]): string {
  return target
    .filter((word) => word !== "none")
    .map((word) => TARGETS[word])
    .join("Or");
}

/** The types of requests that may be addressed in more than one way: a union, of which each part demands one selector. */
export function emitTargets(file: TopicFile, targets: readonly (readonly TargetWord[])[]): void {
  const names = new Map(targets.map((target) => [targetName(target), target]));
  for (const [name, target] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const selectors = target.filter((word) => word !== "none").map((word) => SELECTORS[word]);
    file.doc(`Whom a request is addressed to: one of ${selectors.join(", ")}.`);
    file.line(`export type ${name} =`);
    file.indented(() => {
      selectors.forEach((must, i) => {
        const fields = selectors.map(
          (each) => `readonly ${each}${each === must ? ": number" : "?: number | undefined"}`,
        );
        file.line(`| { ${fields.join("; ")} }${i === selectors.length - 1 ? ";" : ""}`);
      });
    });
    file.line("");
  }
}
