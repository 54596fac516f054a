import {
  decodeNewFamilyEvent,
  encodeNewFamilyEvent,
  NlctrlAttribute,
  NlctrlCommand,
} from "../genetlink/generated/nlctrl.ts";
import { GENERIC_HEADER, genericBody } from "../genetlink/message.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import { NetlinkProtocol } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import { GROUPS } from "../nl80211/generated/event-loader.ts";
import { commandOf, payloadAt, textOf } from "./recorded-message.ts";

/** The controller family's own id (GENL_ID_CTRL), which is also the number of its group "notify". */
export const CONTROLLER = 16;
/** Version of the controller's messages. */
const CONTROLLER_VERSION = 2;

/** A generic netlink family as the controller tells of it. */
export interface Family {
  readonly name: string;
  readonly id: number;
  /** Its multicast groups, number by name. */
  readonly groups: ReadonlyMap<string, number>;
}

/** The families that a recording's controller messages tell of; where it lacks nl80211, that family as its messages show it. */
export class Families implements Iterable<Family> {
  readonly #byId = new Map<number, Family>();
  readonly #byName = new Map<string, Family>();

  constructor() {
    this.#add({ name: "nlctrl", id: CONTROLLER, groups: new Map([["notify", CONTROLLER]]) });
  }

  [Symbol.iterator](): Iterator<Family> {
    return this.#byName.values();
  }

  byId(id: number): Family | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Family | undefined {
    return this.#byName.get(name);
  }

  /** Takes in what a message tells of a family, if it is the controller's. */
  learn(protocol: number, message: NetlinkMessage): void {
    if (protocol !== NetlinkProtocol.Generic || message.type !== CONTROLLER) return;
    if (commandOf(protocol, message) !== NlctrlCommand.NewFamily) return;
    if (this.#knows(message)) return;
    const reader = new AttributeReader(message.bytes, message.start + GENERIC_HEADER, message.end);
    const { familyId, familyName, mcastGroups = [] } = decodeNewFamilyEvent(reader);
    if (familyId === undefined || familyName === undefined) return;
    const groups = new Map<string, number>();
    for (const { name, id } of mcastGroups) if (name !== undefined && id !== undefined) groups.set(name, id);
    this.#add({ name: familyName, id: familyId, groups });
  }

  /** True for a family that was told of before, under this number. The answer has a hundred operations, and is asked for often. */
  #knows({ bytes, start, end }: NetlinkMessage): boolean {
    const idAt = payloadAt(bytes, start + GENERIC_HEADER, end, NlctrlAttribute.FamilyId);
    const nameAt = payloadAt(bytes, start + GENERIC_HEADER, end, NlctrlAttribute.FamilyName);
    if (idAt === 0 || nameAt === 0) return false;
    const known = this.#byId.get(hostU16(bytes, idAt));
    return (
      known !== undefined &&
      known.name === textOf(bytes.subarray(nameAt, end)) &&
      this.#byName.get(known.name) === known
    );
  }

  /** Declares the unknown family `id` to be nl80211, with groups numbered as nowhere else in the recording. */
  assume(id: number): Family {
    const free = Math.max(CONTROLLER, ...[...this.#byId.values()].flatMap((family) => [...family.groups.values()])) + 1;
    const family = { name: "nl80211", id, groups: new Map(GROUPS.map((name, i) => [name, free + i])) };
    this.#add(family);
    return family;
  }

  #add(family: Family): void {
    this.#byId.set(family.id, family);
    this.#byName.set(family.name, family);
  }
}

/** What the controller says of a family (CTRL_CMD_NEWFAMILY or DELFAMILY). */
export function familyPayload({ name, id, groups }: Family, command = NlctrlCommand.NewFamily): Uint8Array {
  return genericBody(command, CONTROLLER_VERSION, (writer) =>
    encodeNewFamilyEvent(writer, {
      familyName: name,
      familyId: id,
      version: 1,
      headerSize: 0,
      maxAttribute: 0,
      mcastGroups: Array.from(groups, ([group, number]) => ({ id: number, name: group })),
    }),
  ).finish();
}
