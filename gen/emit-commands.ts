import { sentence } from "./emit-enums.ts";
import type { Event, Exchange, Family, Operation } from "./model.ts";
import { camel, pascal } from "./names.ts";
import { original, type TopicFile } from "./topic-file.ts";

/** The descriptor of a command: what it is called, whom it is addressed to, and the codecs of its messages. */
export function emitCommand(file: TopicFile, operation: Operation): void {
  const { typeName, value, cName, privilege, slow, up, event } = operation;
  file.doc(sentence(operation.doc), `${cName} (${value}).`);
  file.block(
    `export const ${commandName(operation)} =`,
    () => {
      file.line(
        `name: "${typeName}",`,
        `value: ${value},`,
        `privilege: "${privilege}",`,
        `slow: ${slow},`,
        `up: ${up},`,
      );
      emitExchange(file, "do", operation.do);
      emitExchange(file, "dump", operation.dump);
      if (event === undefined) return file.line("event: undefined,");
      file.block(
        "event:",
        () => {
          const name = original(event).typeName;
          file.line(`type: "${operation.name}",`);
          file.line(`group: ${event.group === undefined ? "undefined" : `"${event.group}"`},`);
          file.line(`toRequester: ${event.toRequester},`);
          file.line(`decode: decode${name},`, `encode: encode${name},`);
        },
        "},",
      );
    },
    `} satisfies ${file.use("../../genetlink/command.ts", "Command", "type")};`,
  );
  file.line("");
}

function emitExchange(file: TopicFile, key: "do" | "dump", exchange: Exchange | undefined): void {
  if (exchange === undefined) {
    file.line(`${key}: undefined,`);
    return;
  }
  file.block(
    `${key}:`,
    () => {
      const request = original(exchange.request).typeName;
      file.line(`target: [${exchange.target.map((word) => `"${word}"`).join(", ")}],`);
      file.line(`encode: encode${request},`, `decodeRequest: decode${request},`);
      if (exchange.reply === undefined) {
        return file.line("replyCommand: undefined,", "decode: undefined,", "encodeReply: undefined,");
      }
      const reply = original(exchange.reply).typeName;
      file.line(`replyCommand: ${exchange.reply.commandValue},`);
      file.line(`decode: decode${reply},`, `encodeReply: encode${reply},`);
    },
    "},",
  );
}

/** "triggerScanCommand". */
export function commandName(operation: Operation): string {
  return `${camel(operation.name)}Command`;
}

/** What each command is asked with and answers, by its name: the types of `request` and `dump`. */
export function emitCommandTypes(file: TopicFile, family: Family): void {
  const type = (topic: string, name: string | undefined) => (name === undefined ? "never" : file.of(topic, name));
  file.doc(
    "What each command is asked with and what it answers, by its name.",
    "`never` where there is no such request, `undefined` where the kernel answers with an ACK alone.",
  );
  file.block(`export interface ${commandsName(file)}`, () => {
    for (const { typeName, topic, doc, cName, do: once, dump } of family.operations) {
      if (once === undefined && dump === undefined) continue;
      file.doc(sentence(doc), `${cName}.`);
      file.block(
        `readonly ${typeName}:`,
        () => {
          file.line(`readonly request: ${type(topic, once?.request.typeName)};`);
          const ack = once !== undefined && once.reply === undefined;
          file.line(`readonly reply: ${ack ? "undefined" : type(topic, once?.reply?.typeName)};`);
          file.line(`readonly dumpRequest: ${type(topic, dump?.request.typeName)};`);
          file.line(`readonly dumpReply: ${type(topic, dump?.reply?.typeName)};`);
        },
        "};",
      );
    }
  });
  file.line("");
  file.doc("What each event carries, by its type.");
  file.block(`export interface ${file.single ? `${pascal(family.name)}Events` : "Events"}`, () => {
    for (const { name, topic, event } of family.operations) {
      if (event === undefined) continue;
      file.doc(sentence(event.eventDoc), eventWhence(event));
      file.line(`readonly "${name}": ${type(topic, event.typeName)};`);
    }
  });
  file.line("");
}

/** Who hears an event, as a sentence. */
export function eventWhence({ group, toRequester }: Event): string {
  if (!toRequester) return `Multicast group ${group}.`;
  const alone = "Sent to one socket alone, the one that asked for it";
  return group === undefined ? `${alone}.` : `${alone}; where none did, to multicast group ${group}.`;
}

function commandsName(file: TopicFile): string {
  return file.single ? `${pascal(file.family.name)}Commands` : "Commands";
}

/** Where each command's code is, by name: a module is loaded when one of its commands is first used. */
export function emitCommandLoader(file: TopicFile, family: Family): void {
  const entry = file.use("../../genetlink/command.ts", "CommandLoader", "type");
  const commands = file.use("./command-map.ts", "Commands", "type");
  const operations = family.operations.filter(
    (operation) => operation.do !== undefined || operation.dump !== undefined,
  );
  emitImports(file, operations);
  file.doc("Each command's number, and what loads its codecs.");
  file.block(
    `export const COMMANDS: { readonly [Name in keyof ${commands}]: ${entry} } =`,
    () => {
      for (const operation of operations) {
        file.line(`${operation.typeName}: { value: ${operation.value}, load: ${loadText(operation)} },`);
      }
    },
    "};",
  );
  file.line("");
}

/** Each event's type and group by command number, and what loads its decoder. */
export function emitEventLoader(file: TopicFile, family: Family): void {
  const entry = file.use("../../genetlink/command.ts", "EventLoader", "type");
  emitImports(
    file,
    family.operations.filter((operation) => operation.event !== undefined),
  );
  file.doc("Each event by its command's number: its type, its multicast group, and what loads its decoder.");
  file.block(
    `export const EVENTS: Readonly<Record<number, ${entry}>> =`,
    () => {
      for (const operation of family.operations) {
        if (operation.event === undefined) continue;
        const { group } = operation.event;
        const where = group === undefined ? "undefined" : `"${group}"`;
        const head = `${operation.value}: { type: "${operation.name}", name: "${operation.typeName}", group: ${where},`;
        file.line(`${head} load: ${loadText(operation)} },`);
      }
    },
    "};",
  );
  file.line("");
  const groups = family.groups.map(({ name }) => `"${name}"`);
  file.doc(`The multicast groups of ${family.name}.`);
  file.list("export const GROUPS = [", groups, "] as const;");
  file.line("");
}

function loadText(operation: Operation): string {
  return `async () => (await load${pascal(operation.topic)}()).${commandName(operation)}`;
}

/** A function for each topic that imports its module. */
function emitImports(file: TopicFile, operations: readonly Operation[]): void {
  for (const topic of [...new Set(operations.map((operation) => operation.topic))].sort()) {
    file.line(`const load${pascal(topic)} = () => import("./${topic}.ts");`);
  }
  file.line("");
}
