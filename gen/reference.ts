import type {
  Attribute,
  AttributeSet,
  Definition,
  EnumDefinition,
  Exchange,
  Family,
  Message,
  Operation,
  StructDefinition,
  ValueType,
} from "./model.ts";
import { hex } from "./names.ts";
import { SEARCH, STYLE } from "./reference-page.ts";
import { keyed } from "./topic-file.ts";

/** One page about everything of the families: each command, attribute, set, enum and struct, with links between them and a search. */
export function reference(families: readonly Family[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>nl80211 reference</title>
<style>${STYLE}</style>
<header>
  <h1>nl80211 reference</h1>
  <input id="search" type="search" placeholder="Command, attribute, C name or words: scan ssid" autofocus>
  <p id="count"></p>
</header>
<main>
${families.map(familySection).join("\n")}
</main>
<script>${SEARCH}</script>
</html>
`;
}

function familySection(family: Family): string {
  const definitions = [...family.definitions.values()].filter((definition) => definition !== family.commands);
  const part = (title: string, cards: readonly string[]): string =>
    `<section><h2>${family.name}: ${title}</h2>\n${cards.join("\n")}</section>`;
  return [
    part(
      "commands and events",
      family.operations.map((operation) => operationCard(family, operation)),
    ),
    part(
      "attribute sets",
      [...family.sets.values()].map((set) => setCard(family, set)),
    ),
    part(
      "enums, flags and structs",
      definitions.map((definition) => definitionCard(family, definition)),
    ),
  ].join("\n");
}

function operationCard(family: Family, operation: Operation): string {
  const { typeName, cName, value, doc, privilege, slow, up, do: once, dump, event } = operation;
  const facts = [
    privilege === "none"
      ? undefined
      : privilege === "admin-perm"
        ? "needs CAP_NET_ADMIN, of the host"
        : "needs CAP_NET_ADMIN",
    slow ? "slow in the kernel" : undefined,
    up ? "the interface must be up" : undefined,
  ].filter((fact) => fact !== undefined);
  const parts = [exchangeHtml(family, "Request", once), exchangeHtml(family, "Dump", dump)];
  if (event !== undefined) {
    const group = event.group === undefined ? undefined : `group ${event.group}`;
    const alone = event.toRequester ? "to the socket that asked, alone" : undefined;
    const whence = [alone, group].filter((word) => word !== undefined).join("; where none did, ");
    parts.push(`<h4>Event <q>${operation.name}</q> (${whence})</h4>${attributesHtml(family, event)}`);
  }
  return card(anchor(family, "command", operation.name), typeName, `${cName} ${value}`, doc, [
    facts.length === 0 ? "" : `<p class="facts">${facts.join(" · ")}</p>`,
    ...parts,
  ]);
}

function exchangeHtml(family: Family, title: string, exchange: Exchange | undefined): string {
  if (exchange === undefined) return "";
  const { request, reply, target } = exchange;
  const answer =
    reply === undefined
      ? "<p>Answered by an ACK.</p>"
      : `<h4>Answer, as ${link(anchor(family, "command", reply.command), reply.command)}</h4>${attributesHtml(family, reply)}`;
  return `<h4>${title} (to ${target.join(" or ")})</h4>${attributesHtml(family, request)}${answer}`;
}

function attributesHtml(family: Family, message: Message): string {
  if (message.attributes.length === 0) return "<p>No attributes.</p>";
  const items = message.attributes.map((attribute) => {
    const must = message.required.has(attribute.name) ? " <b>required</b>" : "";
    const home = attribute.why === undefined ? family.root : message.set;
    const other =
      attribute.why === undefined ? "" : ` <i>here ${typeHtml(family, attribute.type)}: ${text(attribute.why)}</i>`;
    return `<li>${link(anchor(family, `set-${home.name}`, attribute.name), attribute.field)}${must}${other}</li>`;
  });
  return `<ul class="flow">${items.join("")}</ul>`;
}

function setCard(family: Family, set: AttributeSet): string {
  const of =
    set.subsetOf === undefined ? "" : `<p>Of ${link(anchor(family, "set", set.subsetOf.name), set.subsetOf.name)}.</p>`;
  const rows = set.attributes.map((attribute) => attributeRow(family, set, attribute));
  const table = `<table><tr><th>#<th>Name<th>Field<th>Type<th>Meaning</tr>${rows.join("\n")}</table>`;
  return card(anchor(family, "set", set.name), set.name, set.cName ?? "attribute set", set.doc, [of, table]);
}

function attributeRow(family: Family, set: AttributeSet, attribute: Attribute): string {
  const { value, name, cName, field, type, multi, unit, checks, direction, secret, doc, why } = attribute;
  const notes = [
    multi ? "repeated" : undefined,
    unit === undefined ? undefined : `in ${unit}`,
    ...Object.entries(checks ?? {}).map(([word, number]) => `${word} ${number}`),
    direction === undefined ? undefined : `${direction} only`,
    secret ? "secret" : undefined,
  ].filter((note) => note !== undefined);
  const meaning = [doc, why === undefined ? undefined : `Differs: ${why}`]
    .filter((part) => part !== undefined)
    .join(" ");
  const shown = [typeHtml(family, type), ...notes.map(text)].join(", ");
  const id = anchor(family, `set-${set.name}`, name);
  return `<tr id="${id}" data-find="${text(`${name} ${field} ${cName}`)}"><td>${value}<td>${text(cName || name)}<td><code>${field}</code><td>${shown}<td>${text(meaning)}</tr>`;
}

function definitionCard(family: Family, definition: Definition): string {
  const id = anchor(family, "definition", definition.name);
  switch (definition.type) {
    case "const":
      return card(id, definition.typeName, definition.cName ?? "constant", definition.doc, [
        `<p>${definition.value}</p>`,
      ]);
    case "struct":
      return card(
        id,
        definition.typeName,
        `struct ${definition.cName ?? definition.name}, ${definition.size} octets`,
        definition.doc,
        [structTable(family, definition)],
      );
    default:
      return card(id, definition.typeName, definition.cName ?? definition.type, definition.doc, [
        enumTable(definition),
      ]);
  }
}

function structTable(family: Family, struct: StructDefinition): string {
  const rows = struct.members.map(({ field, type, len, byteOrder, doc }) => {
    const order = byteOrder === "host" ? "" : `, ${byteOrder}`;
    const count = len === undefined ? "" : ` × ${len}`;
    return `<tr><td><code>${field}</code><td>${typeHtml(family, type)}${count}${order}<td>${text(doc ?? "")}</tr>`;
  });
  return `<table><tr><th>Member<th>Type<th>Meaning</tr>${rows.join("")}</table>`;
}

function enumTable({ type, entries }: EnumDefinition): string {
  const rows = entries.map(({ member, value, cName, aliasOf, doc }) => {
    const meaning = aliasOf === undefined ? (doc ?? "") : `Another name of ${aliasOf}. ${doc ?? ""}`;
    return `<tr data-find="${text(`${member} ${cName ?? ""}`)}"><td>${value}<td><code>${member}</code><td>${text(cName ?? "")}<td>${text(meaning)}</tr>`;
  });
  return `<table><tr><th>${type === "flags" ? "Bit" : "#"}<th>Member<th>C name<th>Meaning</tr>${rows.join("")}</table>`;
}

function card(id: string, title: string, kernelName: string, doc: string | undefined, body: readonly string[]): string {
  const find = text(`${title} ${kernelName}`);
  return `<article id="${id}" data-find="${find}"><h3><a href="#${id}">${text(title)}</a> <small>${text(kernelName)}</small></h3>
<p>${text(doc ?? "")}</p>
${body.filter((part) => part !== "").join("\n")}</article>`;
}

function typeHtml(family: Family, type: ValueType): string {
  const defined = (definition: Definition) => link(anchor(family, "definition", definition.name), definition.typeName);
  switch (type.kind) {
    case "number": {
      const odd = type.bigEndianValue === undefined ? "" : `, ${hex(type.bigEndianValue)} big-endian`;
      const word = `${type.signed ? "s" : "u"}${type.width}${type.bigEndian ? " big-endian" : ""}${odd}`;
      if (type.enum === undefined) return type.hint === undefined ? word : `${word} (${type.hint})`;
      const whose = type.enum === family.commands ? "command number" : defined(type.enum);
      return `${word}${type.mask ? " mask" : ""} of ${whose}`;
    }
    case "numbers":
      return `C array of ${typeHtml(family, type.of)}`;
    case "bytes":
      return type.hint ?? "bytes";
    case "mac":
      return "MAC address";
    case "ipv4":
      return "IPv4 address";
    case "struct":
    case "structs":
      return `${type.kind} ${defined(type.struct)}`;
    case "bits":
      return `bitmap of ${defined(type.enum)}`;
    case "flag-set":
      return `flags of ${defined(type.enum)}`;
    case "nest":
      return `nest ${link(anchor(family, "set", type.set.name), type.set.name)}`;
    case "array": {
      const index = type.indexEnum === undefined ? type.index : defined(type.indexEnum);
      return `array${keyed(type.index) ? ` by ${index}` : ""} of ${typeHtml(family, type.element)}`;
    }
    default:
      return type.kind;
  }
}

function anchor(family: Family, kind: string, name: string): string {
  return `${family.name}-${kind}-${name}`;
}

function link(id: string, name: string): string {
  return `<a href="#${id}">${text(name)}</a>`;
}

function text(raw: string): string {
  return raw.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
