import type { Attribute, AttributeSet, Definition, Exchange, Family, Message, ValueType } from "./model.ts";

/** The model as plain data: every name is the thing's own, every reference a name. */
export function modelJson(family: Family): object {
  return {
    family: family.name,
    groups: family.groups,
    definitions: [...family.definitions.values()].map(definitionJson),
    attributeSets: [...family.sets.values()].map(setJson),
    operations: family.operations.map((operation) => ({
      name: operation.name,
      value: operation.value,
      cName: operation.cName,
      topic: operation.topic,
      doc: operation.doc,
      target: operation.target,
      privilege: operation.privilege,
      slow: operation.slow,
      dontValidate: operation.dontValidate,
      up: operation.up,
      do: exchangeJson(operation.do),
      dump: exchangeJson(operation.dump),
      event: operation.event && {
        ...messageJson(operation.event),
        group: operation.event.group,
        toRequester: operation.event.toRequester,
      },
    })),
  };
}

function definitionJson(definition: Definition): object {
  const { place, ...rest } = definition;
  if (definition.type !== "struct") return rest;
  return {
    ...rest,
    members: definition.members.map(({ type, ...member }) => ({ ...member, type: typeJson(type) })),
  };
}

function setJson(set: AttributeSet): object {
  return {
    name: set.name,
    topic: set.topic,
    doc: set.doc,
    cName: set.cName,
    subsetOf: set.subsetOf?.name,
    attributes: set.attributes.map(attributeJson),
  };
}

function attributeJson(attribute: Attribute): object {
  const { place, member, type, ...rest } = attribute;
  return { ...rest, type: typeJson(type) };
}

/** Where a message's attribute is not as it is in the family's own set, the message carries it whole. */
function messageJson(message: Message): object {
  return {
    set: message.set.name,
    required: [...message.required],
    attributes: message.attributes.map((attribute) =>
      attribute.why === undefined ? attribute.name : attributeJson(attribute),
    ),
  };
}

function exchangeJson(exchange: Exchange | undefined): object | undefined {
  return (
    exchange && {
      target: exchange.target,
      request: messageJson(exchange.request),
      reply: exchange.reply && { ...messageJson(exchange.reply), command: exchange.reply.command },
    }
  );
}

function typeJson(type: ValueType): object {
  switch (type.kind) {
    case "number":
      return { ...type, enum: type.enum?.name };
    case "numbers":
      return { ...type, of: typeJson(type.of) };
    case "bits":
    case "flag-set":
      return { ...type, enum: type.enum.name };
    case "struct":
    case "structs":
      return { ...type, struct: type.struct.name };
    case "nest":
      return { ...type, set: type.set.name };
    case "array":
      return { ...type, indexEnum: type.indexEnum?.name, element: typeJson(type.element) };
    default:
      return type;
  }
}
