import { memberMethod } from "./emit-decoders.ts";
import type { Attribute, AttributeSet, Message, NumberType, StructDefinition, ValueType } from "./model.ts";
import { SELECTORS } from "./model.ts";
import { constant, hex, kebab } from "./names.ts";
import { attributeEnumName, keyed, oneBased, type TopicFile } from "./topic-file.ts";

/** The encoder of a nested set: its decoder's mirror. */
export function emitSetEncoder(file: TopicFile, set: AttributeSet): void {
  const names = set.inRequests ? emitFieldNames(file, set.typeName, fieldsOf(set.attributes)) : undefined;
  file.doc(`Writes the attributes of ${set.name}.`);
  emitEncoder(file, set.typeName, set.attributes, set, () => {
    if (names !== undefined) file.line(`${names}.check(x, "${set.name}");`);
  });
}

/** The encoder of a message's attributes. A request that lacks what is mandatory is refused. */
export function emitMessageEncoder(file: TopicFile, message: Message): void {
  const request = message.role === "request";
  const names = request ? emitFieldNames(file, message.typeName, fieldsOf(message.attributes)) : undefined;
  emitEncoder(file, message.typeName, message.attributes, message.set, () => {
    if (names === undefined) return;
    const command = `"${message.typeName.replace(/(Dump)?Request$/, "")}"`;
    file.line(`${names}.check(x, ${command});`);
    if (message.target.length > 0 && !message.target.includes("none")) {
      const selectors = message.target.flatMap((word) => (word === "none" ? [] : [SELECTORS[word]]));
      // The kernel finds a netdev by its wdev, too.
      const byWdev =
        message.target.includes("netdev") && message.attributes.some(({ name }) => name === SELECTORS.wdev);
      if (byWdev && !selectors.includes(SELECTORS.wdev)) selectors.push(SELECTORS.wdev);
      const absent = selectors.map((name) => `x.${name} === undefined`).join(" && ");
      file.line(`if (${absent}) w.missing(${command}, "${selectors.join(" or ")}");`);
    }
    for (const { name, field } of message.attributes) {
      if (message.required.has(name)) file.line(`if (x.${field} === undefined) w.missing(${command}, "${field}");`);
    }
  });
}

/** The list that an object's fields are held against. Replies and events, which the kernel makes, need none. */
function emitFieldNames(file: TopicFile, typeName: string, fields: readonly string[]): string {
  const name = `${constant(kebab(typeName))}_FIELDS`;
  const type = file.netlink("field-names", "FieldNames", "value");
  const items = fields.map((field) => `"${field}"`);
  file.list(`const ${name} = /* @__PURE__ */ new ${type}([`, items, "]);");
  file.line("");
  return name;
}

function fieldsOf(attributes: readonly Attribute[]): string[] {
  return attributes.filter(written).map(({ field }) => field);
}

function written({ type }: Attribute): boolean {
  return type.kind !== "unused" && type.kind !== "pad";
}

function emitEncoder(
  file: TopicFile,
  typeName: string,
  attributes: readonly Attribute[],
  set: AttributeSet,
  check: () => void,
): void {
  file.block(`export function encode${typeName}(w: ${file.writer()}, x: ${typeName}): void`, () => {
    check();
    const known = attributes.filter(written);
    if (known.length > 0) {
      file.line("let type = 0;", "try {");
      file.indented(() => {
        for (const attribute of known) emitField(file, attribute);
      });
      file.line("} catch (error) {");
      file.indented(() => {
        file.attributeEnum(set);
        file.line(`w.bad(error, "${set.base.name}", ${attributeEnumName(set)}[type]!);`);
      });
      file.line("}");
    }
    file.line("if (x.unknown !== undefined) w.unknown(x.unknown);");
  });
  file.line("");
}

function emitField(file: TopicFile, { type, field, value, multi }: Attribute): void {
  const number = `(type = ${value})`;
  if (multi) {
    file.block(`if (x.${field} !== undefined)`, () => {
      const simple = writeStatement(file, type, number, "each");
      if (simple !== undefined) file.line(`for (const each of x.${field}) ${simple}`);
      else file.block(`for (const each of x.${field})`, () => emitWrite(file, type, number, "each", 0));
    });
    return;
  }
  // A flag is sent where it is true: false is as good as absent.
  const present = type.kind === "flag" ? `if (x.${field})` : `if (x.${field} !== undefined)`;
  const simple = writeStatement(file, type, number, `x.${field}`);
  if (simple !== undefined) file.line(`${present} ${simple}`);
  else file.block(present, () => emitWrite(file, type, number, `x.${field}`, 0));
}

/** Statements that write what no single one can: nested sets, arrays, structs in a row. */
function emitWrite(file: TopicFile, type: ValueType, number: string, value: string, depth: number): void {
  const suffix = depth === 0 ? "" : String(depth);
  if (type.kind === "nest") {
    file.line(`const mark${suffix} = w.${type.bare ? "openBare" : "open"}(${number});`);
    file.line(`${file.codec(type.set, "encode")}(w, ${value});`, `w.close(mark${suffix});`);
    return;
  }
  if (type.kind === "structs") {
    file.line(`const s = w.struct(${number}, ${type.struct.size} * ${value}.length);`);
    file.line(`for (const each of ${value}) ${structEncoder(file, type.struct)}(s, each);`);
    return;
  }
  if (type.kind !== "array") throw new Error(`no list: ${type.kind}`);
  file.line(`const mark${suffix} = w.open(${number});`);
  const record = keyed(type.index);
  const key = `${record ? "key" : "i"}${suffix}`;
  const index = record
    ? `Number(${key})${oneBased(type.index) ? " + 1" : ""}`
    : type.index === "from-1"
      ? `${key} + 1`
      : key;
  const head = record ? `for (const ${key} in ${value})` : `for (let ${key} = 0; ${key} < ${value}.length; ${key}++)`;
  const item = `${value}[${key}]!`;
  const simple = writeStatement(file, type.element, index, item);
  if (simple !== undefined) file.line(`${head} ${simple}`);
  else file.block(head, () => emitWrite(file, type.element, index, item, depth + 1));
  file.line(`w.close(mark${suffix});`);
}

/** The one statement that writes a value, where there is one. */
function writeStatement(file: TopicFile, type: ValueType, number: string, value: string): string | undefined {
  switch (type.kind) {
    case "number":
      if (type.bigEndianValue !== undefined) {
        return `w.u32BigEndianIf(${number}, ${value}, ${hex(type.bigEndianValue)});`;
      }
      return `w.${numberMethod(type)}(${number}, ${value});`;
    case "flag":
      return `w.flag(${number});`;
    case "string":
      return `w.${type.nul ? "string" : "bareString"}(${number}, ${value});`;
    case "bytes":
      return `w.bytes(${number}, ${value});`;
    case "mac":
      return `w.mac(${number}, ${value});`;
    case "ipv4":
      return `w.ipv4(${number}, ${value});`;
    case "numbers":
      return `w.${type.of.signed ? "s" : "u"}${type.of.width}array(${number}, ${value});`;
    case "struct":
      return `${structEncoder(file, type.struct)}(w.struct(${number}, ${structSize(type.struct, value)}), ${value});`;
    case "bits":
      return `w.bitmap(${number}, ${value}${type.least > 0 ? `, ${type.least}` : ""});`;
    case "flag-set":
      return `w.flagSet(${number}, ${value});`;
    default:
      return undefined;
  }
}

function numberMethod({ width, signed, bigEndian, mask }: NumberType): string {
  if (mask) return `mask${width}`;
  return `${signed ? "s" : "u"}${width}${bigEndian && width > 8 ? "be" : ""}`;
}

/** Octets of a struct; those of a last member without length are counted when it is written. */
function structSize(struct: StructDefinition, value: string): string {
  return struct.open ? `${struct.size} + ${value}.${struct.members.at(-1)!.field}.length` : String(struct.size);
}

function structEncoder(file: TopicFile, struct: StructDefinition): string {
  return file.of(struct.topic, `encode${struct.typeName}`, "value");
}

/** The encoder of a C struct. */
export function emitStructEncoder(file: TopicFile, struct: StructDefinition): void {
  const writer = file.netlink("struct-writer", "StructWriter");
  const members = struct.members.filter(({ type }) => type.kind !== "pad");
  const names = emitFieldNames(
    file,
    struct.typeName,
    members.map(({ field }) => field),
  );
  file.doc(`Writes a struct ${struct.cName ?? struct.name}.`);
  file.block(`export function encode${struct.typeName}(s: ${writer}, x: ${struct.typeName}): void`, () => {
    file.line(`${names}.checkWhole(x, "${struct.name}");`);
    for (const { type, field, len, byteOrder } of struct.members) {
      file.line(writeMember(file, type, `x.${field}`, len, byteOrder));
    }
  });
  file.line("");
}

function writeMember(file: TopicFile, type: ValueType, value: string, len: number | undefined, order: string): string {
  switch (type.kind) {
    case "number": {
      const method = memberMethod(type, order);
      if (type.mask) return `s.${method}(${file.netlink("mask", "maskOf", "value")}(${value}, ${type.width}));`;
      if (len !== undefined) return `s.array(${value}, ${len}, (writer, each) => writer.${method}(each));`;
      return `s.${method}(${value});`;
    }
    case "pad":
      return `s.skip(${len ?? 0});`;
    case "mac":
      return `s.mac(${value});`;
    case "ipv4":
      return `s.ipv4(${value});`;
    case "struct":
      return `${structEncoder(file, type.struct)}(s, ${value});`;
    default:
      return `s.put(${value}, ${len ?? `${value}.length`});`;
  }
}
