import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FAMILIES, type FamilyName, loadFamily, ROOT } from "../../../gen/families.ts";
import { type Attribute, type Message, SELECTORS } from "../../../gen/model.ts";
import { camel } from "../../../gen/names.ts";
import type { Command, Exchange } from "../../../src/genetlink/command.ts";
import type { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import type { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";

/** A generated decoder and encoder beside what the model says of them. */
export interface ModelledCodec {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly must: ReadonlySet<string>;
  readonly decode: (reader: AttributeReader) => unknown;
  readonly encode: (writer: AttributeWriter, value: unknown) => void;
}

/** Every codec of a family: of each message of each command, of each nested set, and of the whole top-level set. */
export async function allCodecs(familyName: FamilyName): Promise<ModelledCodec[]> {
  const family = loadFamily(familyName);
  const folder = join(ROOT, FAMILIES.find(({ name }) => name === familyName)!.out);
  const modules = await Promise.all(readdirSync(folder).map((file) => import(join(folder, file))));
  const exported: Record<string, unknown> = Object.assign({}, ...modules);
  const codecs: ModelledCodec[] = [];
  const add = (message: Message | undefined, decode: unknown, encode: unknown): void => {
    if (message === undefined) return;
    const must = new Set(message.required);
    if (message.target.length > 0 && !message.target.includes("none")) {
      for (const word of message.target) if (word !== "none") must.add(SELECTORS[word]);
    }
    const { typeName: name, attributes } = message;
    codecs.push({ name, attributes, must, decode: decode as never, encode: encode as never });
  };
  for (const operation of family.operations) {
    const command = exported[`${camel(operation.name)}Command`] as Command | undefined;
    const exchange = (model: typeof operation.do, code: Exchange | undefined): void => {
      add(model?.request, code?.decodeRequest, code?.encode);
      add(model?.reply, code?.decode, code?.encodeReply);
    };
    exchange(operation.do, command?.do);
    exchange(operation.dump, command?.dump);
    add(operation.event, command?.event?.decode, command?.event?.encode);
  }
  for (const set of family.sets.values()) {
    if (!set.nested && set.subsetOf !== undefined) continue;
    const { typeName: name, attributes } = set;
    const [decode, encode] = [exported[`decode${name}`], exported[`encode${name}`]];
    codecs.push({ name, attributes, must: new Set(), decode: decode as never, encode: encode as never });
  }
  return codecs;
}
