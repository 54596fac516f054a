import { Nl80211Error } from "../errors.ts";
import { GENERIC_HEADER } from "../genetlink/message.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import type { NetlinkProtocol } from "../netlink/constants.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import { CODECS } from "./codecs.ts";
import { commandName } from "./command-name.ts";
import { attributesOf, commandOf, find, findText, findU32, isDump, type RawAttribute } from "./recorded-message.ts";

/** What a scripted kernel was asked. */
export class FakeRequest<Fields = unknown> {
  /** "nl80211", "nlctrl", "rtnetlink" or another family's name. */
  readonly family: string;
  /** Number of the command; for rtnetlink the message's type. */
  readonly command: number;
  readonly dump: boolean;
  /** Port id of the socket that asks. */
  readonly portId: number;
  readonly message: NetlinkMessage;
  /** Its top-level attributes, raw, in their order. */
  readonly attributes: readonly RawAttribute[];

  constructor(protocol: NetlinkProtocol, family: string, message: NetlinkMessage, portId: number) {
    this.family = family;
    this.message = message;
    this.portId = portId;
    this.command = commandOf(protocol, message);
    this.dump = isDump(message);
    this.attributes = attributesOf(protocol, message);
  }

  /** Its attributes decoded, as the caller of `request()` or `dump()` wrote them. Throws for another family than nl80211. */
  get fields(): Fields {
    const codec = this.family === "nl80211" ? CODECS.get(this.command) : undefined;
    const exchange = this.dump ? codec?.dump : codec?.do;
    if (exchange === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `no decoder is known for ${this.name}`);
    const { bytes, start, end } = this.message;
    return exchange.decodeRequest(new AttributeReader(bytes, start + GENERIC_HEADER, end)) as Fields;
  }

  /** "GetStation", "nlctrl GetFamily", "RTM_GETLINK". */
  get name(): string {
    return commandName(this);
  }

  /** The payload of its first attribute of that number. */
  bytes(attribute: number): Uint8Array | undefined {
    return find(this.attributes, attribute);
  }

  /** Its first attribute of that number as u32. */
  u32(attribute: number): number | undefined {
    return findU32(this.attributes, attribute);
  }

  /** Its first attribute of that number as text. */
  text(attribute: number): string | undefined {
    return findText(this.attributes, attribute);
  }

  /** True where it has the attribute: for flags. */
  has(attribute: number): boolean {
    return this.bytes(attribute) !== undefined;
  }
}
