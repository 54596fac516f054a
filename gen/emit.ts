import { emitCommand, emitCommandLoader, emitCommandTypes, emitEventLoader, eventWhence } from "./emit-commands.ts";
import { emitMessageDecoder, emitSetDecoder, emitStructDecoder } from "./emit-decoders.ts";
import { emitMessageEncoder, emitSetEncoder, emitStructEncoder } from "./emit-encoders.ts";
import { emitAttributeEnum, emitConstant, emitEnum } from "./emit-enums.ts";
import { emitNames } from "./emit-names.ts";
import { emitMessageType, emitSetType, emitStructType, emitTargets } from "./emit-types.ts";
import {
  type AttributeSet,
  type Exchange,
  type Family,
  type Message,
  messagesOf,
  type Operation,
  type Topic,
} from "./model.ts";

import type { TargetWord } from "./spec.ts";
import { BANNER, enumsOf, TopicFile } from "./topic-file.ts";

/** The generated files of a family, by name. */
export function emit(family: Family): Map<string, string> {
  const files = new Map<string, string>();
  const single = family.topics.length === 1;
  for (const topic of family.topics) {
    const file = new TopicFile(family, topic.name);
    const enums = single ? file : new TopicFile(family, enumsOf(topic.name));
    emitEnums(enums, topic);
    if (!single && !enums.empty) {
      files.set(`${enums.topic}.ts`, enums.finish(BANNER));
      file.line(`export * from "./${enums.topic}.ts";`, "");
    }
    emitTopic(file, topic);
    if (single) {
      emitTargets(file, choices(family));
      emitEnum(file, family.commands);
      emitCommandTypes(file, family);
    }
    const banner = `${BANNER}${topic.doc === undefined ? "" : `\n// ${topic.doc}`}`;
    if (!file.empty) files.set(`${topic.name}.ts`, file.finish(banner));
  }
  const add = (name: string, fill: (file: TopicFile) => void): void => {
    const file = new TopicFile(family, name);
    fill(file);
    files.set(`${name}.ts`, file.finish(BANNER));
  };
  add("name-table", (file) => emitNames(file, family));
  if (single) return files;
  add("all", (file) => emitSet(file, family.root));
  add("target", (file) => emitTargets(file, choices(family)));
  add("command-map", (file) => {
    emitEnum(file, family.commands);
    emitCommandTypes(file, family);
  });
  add("command-loader", (file) => emitCommandLoader(file, family));
  add("event-loader", (file) => emitEventLoader(file, family));
  return files;
}

/** Enums have a file of their own: who names a member loads no codec by it. The topic's file hands them on. */
function emitEnums(file: TopicFile, topic: Topic): void {
  for (const definition of topic.definitions) {
    if (definition.type === "const") emitConstant(file, definition);
    else if (definition.type !== "struct") emitEnum(file, definition);
  }
}

function emitTopic(file: TopicFile, topic: Topic): void {
  for (const definition of topic.definitions) {
    if (definition.type !== "struct") continue;
    emitStructType(file, definition);
    emitStructDecoder(file, definition);
    emitStructEncoder(file, definition);
  }
  for (const set of topic.sets) {
    if (set.subsetOf === undefined) emitAttributeEnum(file, set);
    // A subset that only lists what a message may hold needs no code of its own; the root set's is in all.ts.
    if ((set.nested || set.subsetOf === undefined) && file.homeOf(set) === file.topic) emitSet(file, set);
  }
  for (const operation of topic.operations) emitOperation(file, operation);
}

function emitSet(file: TopicFile, set: AttributeSet): void {
  emitSetType(file, set);
  emitSetDecoder(file, set);
  emitSetEncoder(file, set);
}

function emitOperation(file: TopicFile, operation: Operation): void {
  const { typeName, event } = operation;
  const emitMessage = (message: Message, doc: string): void => {
    emitMessageType(file, message, doc);
    if (message.sameAs !== undefined) {
      const [whose, own] = [message.sameAs.typeName, message.typeName];
      file.list("export { ", [`decode${whose} as decode${own}`, `encode${whose} as encode${own}`], " };");
      file.line("");
      return;
    }
    emitMessageDecoder(file, message);
    emitMessageEncoder(file, message);
  };
  const emitExchange = (exchange: Exchange | undefined, dump: boolean): void => {
    if (exchange === undefined) return;
    const under = exchange.reply?.command === operation.name ? "" : `, which comes as ${exchange.reply?.command}`;
    emitMessage(exchange.request, `What ${typeName} ${dump ? "dumps by" : "is asked with"}.`);
    if (exchange.reply !== undefined) {
      emitMessage(exchange.reply, `${dump ? "One part of a dump" : "The answer"} of ${typeName}${under}.`);
    }
  };
  emitExchange(operation.do, false);
  emitExchange(operation.dump, true);
  if (event !== undefined) emitMessage(event, `The event ${operation.name}. ${eventWhence(event)}`);
  if (messagesOf(operation).length > 0) emitCommand(file, operation);
}

/** The lists of targets that some request has a choice of. */
function choices(family: Family): (readonly TargetWord[])[] {
  return family.operations
    .flatMap(messagesOf)
    .map(({ target }) => target)
    .filter((target) => target.length > 1 && !target.includes("none"));
}
