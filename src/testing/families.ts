import { AttributeWriter } from "../netlink/attribute-writer.ts";
import { NetlinkProtocol } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import { attributesOf, commandOf, find, findText, findU32, GENL_HEADER, readAttributes } from "./recorded-message.ts";

/** The controller family's own id (GENL_ID_CTRL), which is also the number of its group "notify". */
export const CONTROLLER = 16;
/** Commands of the controller (`CTRL_CMD_*`). */
export enum ControllerCommand {
  NewFamily = 1,
  DelFamily = 2,
  GetFamily = 3,
  GetPolicy = 10,
}
/** Attributes of the controller (`CTRL_ATTR_*`), and those of a group in it (`CTRL_ATTR_MCAST_GRP_*`). */
export enum ControllerAttribute {
  FamilyId = 1,
  FamilyName = 2,
  Version = 3,
  HeaderSize = 4,
  MaxAttribute = 5,
  Operations = 6,
  MulticastGroups = 7,
}
export enum GroupAttribute {
  Name = 1,
  Id = 2,
}

/** A generic netlink family as the controller tells of it. */
export interface Family {
  readonly name: string;
  readonly id: number;
  /** Its multicast groups, number by name. */
  readonly groups: ReadonlyMap<string, number>;
}

/** The families that a recording's controller messages tell of; where it lacks nl80211, that family as its messages show it. */
export class Families {
  readonly #byId = new Map<number, Family>();
  readonly #byName = new Map<string, Family>();

  constructor() {
    this.#add({ name: "nlctrl", id: CONTROLLER, groups: new Map([["notify", CONTROLLER]]) });
  }

  byId(id: number): Family | undefined {
    return this.#byId.get(id);
  }

  [Symbol.iterator](): Iterator<Family> {
    return this.#byName.values();
  }

  byName(name: string): Family | undefined {
    return this.#byName.get(name);
  }

  /** Takes in what a message tells of a family, if it is the controller's. */
  learn(protocol: number, message: NetlinkMessage): void {
    if (protocol !== NetlinkProtocol.Generic || message.type !== CONTROLLER) return;
    if (commandOf(protocol, message) !== ControllerCommand.NewFamily) return;
    const attributes = attributesOf(protocol, message);
    const id = find(attributes, ControllerAttribute.FamilyId);
    const name = findText(attributes, ControllerAttribute.FamilyName);
    if (id?.length !== 2 || name === undefined) return;
    const groups = new Map<string, number>();
    for (const group of readAttributes(find(attributes, ControllerAttribute.MulticastGroups) ?? new Uint8Array())) {
      const parts = readAttributes(group.payload);
      const groupName = findText(parts, GroupAttribute.Name);
      const number = findU32(parts, GroupAttribute.Id);
      if (groupName !== undefined && number !== undefined) groups.set(groupName, number);
    }
    this.#add({ name, id: hostU16(id, 0), groups });
  }

  /** Declares the unknown family `id` to be nl80211, with groups numbered as nowhere else in the recording. */
  assume(id: number): Family {
    const free = Math.max(CONTROLLER, ...[...this.#byId.values()].flatMap((family) => [...family.groups.values()])) + 1;
    const groups = new Map(NL80211_GROUPS.map((name, i) => [name, free + i]));
    const family = { name: "nl80211", id, groups };
    this.#add(family);
    return family;
  }

  #add(family: Family): void {
    this.#byId.set(family.id, family);
    this.#byName.set(family.name, family);
  }
}

/** The attributes by which the controller tells of a family (CTRL_CMD_NEWFAMILY), with the header before them. */
export function familyPayload({ name, id, groups }: Family): Uint8Array {
  const writer = new AttributeWriter(GENL_HEADER);
  writer.string(ControllerAttribute.FamilyName, name);
  writer.u16(ControllerAttribute.FamilyId, id);
  writer.u32(ControllerAttribute.Version, 1);
  writer.u32(ControllerAttribute.HeaderSize, 0);
  writer.u32(ControllerAttribute.MaxAttribute, 0);
  if (groups.size > 0) {
    const list = writer.open(ControllerAttribute.MulticastGroups);
    let index = 1;
    for (const [groupName, number] of groups) {
      const group = writer.open(index++);
      writer.u32(GroupAttribute.Id, number);
      writer.string(GroupAttribute.Name, groupName);
      writer.close(group);
    }
    writer.close(list);
  }
  const payload = writer.finish();
  payload[0] = ControllerCommand.NewFamily;
  payload[1] = 2; // the controller's own version
  return payload;
}

/** In the order of `nl80211_mcgrps` in net/wireless/nl80211.c, which is the order of their numbers. */
export const NL80211_GROUPS = ["config", "scan", "regulatory", "mlme", "vendor", "nan", "testmode"];
