import type { Attribute, AttributeSet, Message, NumberType, StructDefinition, ValueType } from "./model.ts";
import { hex } from "./names.ts";
import { attributeEnumName, keyed, oneBased, type TopicFile } from "./topic-file.ts";

/** The decoder of a nested set. */
export function emitSetDecoder(file: TopicFile, set: AttributeSet): void {
  file.doc(`Reads the attributes of ${set.name} that the reader stands on.`);
  emitDecoder(file, set.typeName, set.attributes, set);
}

/** The decoder of a message's attributes. */
export function emitMessageDecoder(file: TopicFile, message: Message): void {
  emitDecoder(file, message.typeName, message.attributes, message.set);
}

function emitDecoder(file: TopicFile, typeName: string, attributes: readonly Attribute[], set: AttributeSet): void {
  const building = `${file.netlink("attribute-reader", "Building")}<${typeName}>`;
  file.block(`export function decode${typeName}(r: ${file.reader()}): ${typeName}`, () => {
    file.line(`const out = {} as ${building};`);
    file.block("for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; )", () => {
      const known = attributes.filter(({ type }) => type.kind !== "unused");
      if (known.length === 0) return file.line("r.unknown(out);");
      file.line("const { type, start } = r;");
      file.line("try {");
      file.indented(() =>
        file.block("switch (type)", () => {
          for (const attribute of known) emitCase(file, attribute);
          file.line("default:");
          file.indented(() => file.line("r.unknown(out);"));
        }),
      );
      file.line("} catch (error) {");
      file.indented(() => {
        file.attributeEnum(set);
        file.line(`r.bad(error, "${set.base.name}", ${attributeEnumName(set)}[type]!, start);`);
      });
      file.line("}");
    });
    file.line("return out;");
  });
  file.line("");
}

function emitCase(file: TopicFile, attribute: Attribute): void {
  const { type, field, multi } = attribute;
  const label = `case ${attribute.value} /* ${attribute.name} */:`;
  if (type.kind === "pad") {
    file.line(label);
    file.indented(() => file.line("break;"));
    return;
  }
  const simple = readExpression(file, type);
  if (simple !== undefined) {
    file.line(label);
    file.indented(() => {
      if (attribute.ignoreLen !== undefined) file.line(`if (r.length === ${attribute.ignoreLen}) break;`);
      file.line(multi ? `(out.${field} ??= []).push(${simple});` : `out.${field} = ${simple};`, "break;");
    });
    return;
  }
  file.block(label, () => {
    emitList(file, type, "list", 0);
    file.line(multi ? `(out.${field} ??= []).push(list);` : `out.${field} = list;`, "break;");
  });
}

/** Statements that read what no single expression can: the elements of an array. */
function emitList(file: TopicFile, type: ValueType, name: string, depth: number): void {
  if (type.kind === "structs") {
    file.line(`const ${name}: ${file.definition(type.struct)}[] = [];`);
    file.line(
      `for (const s = r.structs(${type.struct.size}); s.remaining > 0; ) ${name}.push(${structDecoder(file, type.struct)}(s));`,
    );
    return;
  }
  if (type.kind !== "array") throw new Error(`no list: ${type.kind}`);
  const { element } = type;
  const record = keyed(type.index);
  const one = file.tsType(element, false);
  const items = one.includes(" ") ? `(${one})[]` : `${one}[]`;
  if (record) file.line(`const ${name} = ${file.netlink("numbered", "numbered", "value")}<${one}>();`);
  else file.line(`const ${name}: ${items} = [];`);
  const [at, limit] = depth === 0 ? ["at", "limit"] : [`at${depth}`, `limit${depth}`];
  const head = `for (let ${at} = r.start, ${limit} = r.end; (${at} = r.step(${at}, ${limit})) !== 0; )`;
  const key = oneBased(type.index) ? "r.type - 1" : "r.type";
  const simple = readExpression(file, element);
  if (simple !== undefined) {
    file.line(`${head} ${record ? `${name}[${key}] = ${simple}` : `${name}.push(${simple})`};`);
    return;
  }
  file.block(head, () => {
    if (record) file.line(`const key${depth} = ${key};`);
    emitList(file, element, `${name}${depth + 1}`, depth + 1);
    file.line(record ? `${name}[key${depth}] = ${name}${depth + 1};` : `${name}.push(${name}${depth + 1});`);
  });
}

/** What reads a value in one expression, where one does. */
function readExpression(file: TopicFile, type: ValueType): string | undefined {
  switch (type.kind) {
    case "number":
      return readNumber(file, type);
    case "flag":
      return "true";
    case "string":
      return "r.string()";
    case "bytes":
      return "r.payload()";
    case "mac":
      return "r.mac()";
    case "ipv4":
      return "r.ipv4()";
    case "numbers": {
      const { signed, width, enum: members } = type.of;
      const read = `r.${signed ? "s" : "u"}${width}array()`;
      return members === undefined ? read : `${read} as ${file.tsType(type.of, false)}[]`;
    }
    case "struct":
      return `${structDecoder(file, type.struct)}(r.${type.struct.open ? "openStruct" : "struct"}(${type.struct.size}))`;
    case "bits":
      return `r.bitmap() as ${openOf(file, type)}[]`;
    case "flag-set":
      return `r.flagSet() as ${openOf(file, type)}[]`;
    case "nest":
      return `${file.codec(type.set, "decode")}(r)`;
    default:
      return undefined;
  }
}

function readNumber(file: TopicFile, type: NumberType): string {
  const { width, signed, bigEndian, bigEndianValue, bigint, enum: members, mask } = type;
  if (mask) return `r.mask${width}() as ${openOf(file, { enum: members! })}[]`;
  if (bigEndianValue !== undefined) return `r.u32BigEndianIf(${hex(bigEndianValue)})`;
  const order = bigEndian && width > 8 ? "be" : "";
  const read = `r.${signed ? "s" : "u"}${width}${order}${width === 64 && !bigint ? "number" : ""}()`;
  return members === undefined ? read : `${read} as ${openOf(file, { enum: members })}`;
}

function openOf(file: TopicFile, { enum: members }: { enum: NonNullable<NumberType["enum"]> }): string {
  return `${file.netlink("open-enum", "Open")}<${file.definition(members)}>`;
}

function structDecoder(file: TopicFile, struct: StructDefinition): string {
  return file.of(struct.topic, `decode${struct.typeName}`, "value");
}

/** The decoder of a C struct. */
export function emitStructDecoder(file: TopicFile, struct: StructDefinition): void {
  const reader = file.netlink("struct-reader", "StructReader");
  file.doc(`Reads a struct ${struct.cName ?? struct.name}.`);
  file.block(`export function decode${struct.typeName}(s: ${reader}): ${struct.typeName}`, () => {
    const shown = struct.members.filter(({ type }) => type.kind !== "pad");
    for (const { type, field, len, byteOrder } of struct.members) {
      if (type.kind === "pad") file.line(`s.skip(${len ?? 0});`);
      else file.line(`const ${field} = ${readMember(file, type, len, byteOrder)};`);
    }
    file.list(
      "return { ",
      shown.map(({ field }) => field),
      " };",
    );
  });
  file.line("");
}

function readMember(file: TopicFile, type: ValueType, len: number | undefined, byteOrder: string): string {
  switch (type.kind) {
    case "number": {
      const method = memberMethod(type, byteOrder);
      if (type.mask)
        return `${file.netlink("mask", "bitsOf", "value")}(s.${method}()) as ${openOf(file, { enum: type.enum! })}[]`;
      const open = type.enum === undefined ? "" : ` as ${openOf(file, { enum: type.enum })}`;
      if (len !== undefined) return `s.array(${len}, (each) => each.${method}())${open && `${open}[]`}`;
      return `s.${method}()${open}`;
    }
    case "mac":
      return "s.mac()";
    case "ipv4":
      return "s.ipv4()";
    case "struct":
      return `${structDecoder(file, type.struct)}(s)`;
    default:
      return len === undefined ? "s.rest()" : `s.take(${len})`;
  }
}

/** The method of StructReader and StructWriter for a number. */
export function memberMethod(type: NumberType, byteOrder: string): string {
  const order = type.width === 8 || byteOrder === "host" ? "" : byteOrder === "big-endian" ? "be" : "le";
  return `${type.signed && order === "" && type.width < 64 ? "s" : "u"}${type.width}${order}`;
}
