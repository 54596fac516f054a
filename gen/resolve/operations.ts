import type { Event, Exchange, Operation, Reply } from "../model.ts";
import { didYouMean, pascal } from "../names.ts";
import { type ExchangeSpec, type GroupSpec, type MessageSpec, type OperationSpec, placeOf } from "../spec.ts";
import { commandCName } from "./definitions.ts";
import { at, type Draft } from "./draft.ts";
import { resolveMessage } from "./message.ts";

/** All operations, in the order of their numbers. */
export function resolveOperations(draft: Draft): void {
  const byName = new Map<string, OperationSpec>();
  const byValue = new Map<number, OperationSpec>();
  const all = draft.files.flatMap((file) =>
    (file.operations ?? []).map((spec) => ({ spec, topic: spec.topic ?? file.topic })),
  );
  for (const { spec } of all) {
    const twin = byName.get(spec.name);
    if (twin !== undefined) draft.fault(spec.place, `operation "${spec.name}" is there already: ${at(twin.place)}`);
    byName.set(spec.name, spec);
  }
  checkGroups(draft);
  const written = all.filter(({ spec }) => !isAlias(draft, spec, byName));
  for (const { spec } of written) {
    if (spec.value === undefined) {
      draft.fault(spec.place, `operation "${spec.name}" has no value`);
      continue;
    }
    if (spec.value < 0 || spec.value > 255) {
      draft.fault(placeOf(spec, "value"), `value ${spec.value} of "${spec.name}" is none of a command: 0 to 255`);
    }
    const same = byValue.get(spec.value);
    if (same !== undefined) draft.fault(spec.place, `value ${spec.value} of "${spec.name}" is "${same.name}" already`);
    byValue.set(spec.value, spec);
  }
  for (const { spec, topic } of written) {
    const operation = resolveOperation(draft, spec, topic, byName);
    draft.operations.push(operation);
    draft.topic(topic).operations.push(operation);
  }
  draft.operations.sort((a, b) => a.value - b.value);
}

function checkGroups(draft: Draft): void {
  const byName = new Map<string, GroupSpec>();
  for (const group of draft.files.flatMap((file) => file["mcast-groups"]?.list ?? [])) {
    const twin = byName.get(group.name);
    if (twin !== undefined)
      draft.fault(group.place, `multicast group "${group.name}" is there already: ${at(twin.place)}`);
    byName.set(group.name, group);
  }
}

/** True where an operation is only another name of one; then it says nothing else. */
function isAlias(draft: Draft, spec: OperationSpec, byName: ReadonlyMap<string, OperationSpec>): boolean {
  const meant = spec["alias-of"];
  if (meant === undefined) return false;
  const target = byName.get(meant);
  if (target === undefined) {
    draft.fault(spec.place, `alias-of: no operation "${meant}"${didYouMean(meant, byName.keys())}`);
  } else if (target["alias-of"] !== undefined) draft.fault(spec.place, `alias-of: "${meant}" is an alias itself`);
  const more = Object.keys(spec).filter((key) => !["name", "alias-of", "c-name", "doc", "place"].includes(key));
  if (more.length > 0)
    draft.fault(spec.place, `"${spec.name}" is another name of "${meant}": it has no ${more.join(", ")}`);
  return true;
}

function resolveOperation(
  draft: Draft,
  spec: OperationSpec,
  topic: string,
  byName: ReadonlyMap<string, OperationSpec>,
): Operation {
  const typeName = pascal(spec.name);
  const target = spec.target ?? ["none"];
  if (spec.flags !== undefined && spec.flags.length !== 1)
    draft.fault(placeOf(spec, "flags"), `flags: one word says who may`);
  const exchange = (each: ExchangeSpec | undefined, name: string, doReply?: MessageSpec): Exchange | undefined => {
    if (each === undefined) return undefined;
    const whom = each.target ?? target;
    const replySpec = each.reply ?? doReply;
    const request = resolveMessage(
      draft,
      each.request ?? { place: each.place },
      "request",
      `${name}Request`,
      topic,
      whom,
    );
    if (replySpec === undefined) return { target: whom, request, reply: undefined };
    const command = replySpec.command ?? spec.name;
    const answering = byName.get(command);
    if (answering === undefined) {
      draft.fault(
        placeOf(replySpec, "command"),
        `command: no operation "${command}"${didYouMean(command, byName.keys())}`,
      );
    }
    const message = resolveMessage(draft, replySpec, "reply", `${name}Reply`, topic, []);
    const reply: Reply = { ...message, command, commandValue: answering?.value ?? 0 };
    return { target: whom, request, reply };
  };
  const both = spec.do !== undefined && spec.dump !== undefined;
  return {
    name: spec.name,
    typeName,
    value: spec.value ?? 0,
    cName: commandCName(draft, spec),
    topic,
    doc: spec.doc?.trim(),
    target,
    privilege: spec.flags?.[0] ?? "none",
    slow: spec.slow ?? false,
    dontValidate: spec["dont-validate"] ?? [],
    up: spec.up ?? false,
    do: exchange(spec.do, typeName),
    dump: exchange(spec.dump, both ? `${typeName}Dump` : typeName, spec.do?.reply),
    event: spec.event === undefined ? undefined : resolveEvent(draft, spec.event, typeName, topic),
    differs: spec.differs ?? [],
    place: spec.place,
  };
}

function resolveEvent(draft: Draft, spec: NonNullable<OperationSpec["event"]>, typeName: string, topic: string): Event {
  if (spec.mcgrp === undefined && spec.to === undefined) {
    draft.fault(spec.place, `an event says mcgrp, or to: requester, or both where an owner comes before the group`);
  }
  const groups = draft.groups().map(({ name }) => name);
  if (spec.mcgrp !== undefined && !groups.includes(spec.mcgrp)) {
    draft.fault(placeOf(spec, "mcgrp"), `mcgrp: no multicast group "${spec.mcgrp}"${didYouMean(spec.mcgrp, groups)}`);
  }
  return {
    ...resolveMessage(draft, spec, "event", `${typeName}Event`, topic, []),
    group: spec.mcgrp,
    toRequester: spec.to === "requester",
    eventDoc: spec.doc?.trim(),
  };
}
