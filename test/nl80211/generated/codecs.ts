import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadFamily } from "../../../gen/families.ts";
import { type Attribute, type Message, SELECTORS } from "../../../gen/model.ts";
import type { Exchange } from "../../../src/genetlink/command.ts";
import type { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import type { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { allCommands } from "./captured.ts";

const GENERATED = join(import.meta.dirname, "../../../src/nl80211/generated");

/** A generated decoder and encoder beside what the model says of them. */
export interface ModelledCodec {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly must: ReadonlySet<string>;
  readonly decode: (reader: AttributeReader) => unknown;
  readonly encode: (writer: AttributeWriter, value: unknown) => void;
}

/** Every codec of nl80211: of each message of each command, of each nested set, and of the whole top-level set. */
export async function allCodecs(): Promise<ModelledCodec[]> {
  const family = loadFamily("nl80211");
  const commands = await allCommands();
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
    const command = commands.get(operation.value);
    const exchange = (model: typeof operation.do, code: Exchange | undefined): void => {
      add(model?.request, code?.decodeRequest, code?.encode);
      add(model?.reply, code?.decode, code?.encodeReply);
    };
    exchange(operation.do, command?.do);
    exchange(operation.dump, command?.dump);
    add(operation.event, command?.event?.decode, command?.event?.encode);
  }
  const modules = await Promise.all(readdirSync(GENERATED).map((file) => import(join(GENERATED, file))));
  const exported: Record<string, unknown> = Object.assign({}, ...modules);
  for (const set of family.sets.values()) {
    if (!set.nested && set.subsetOf !== undefined) continue;
    const { typeName: name, attributes } = set;
    const [decode, encode] = [exported[`decode${name}`], exported[`encode${name}`]];
    codecs.push({ name, attributes, must: new Set(), decode: decode as never, encode: encode as never });
  }
  return codecs;
}
