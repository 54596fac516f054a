import type { AttributePolicy, McastGroup, NewFamilyEvent, Op, OpPolicy } from "./generated/nlctrl.ts";

/** An operation of a family: a command number, and what it can (`OpFlags`). */
export interface Operation {
  readonly id: number;
  readonly flags: Op["flags"];
}

/** A multicast group of a family. */
export interface Group {
  readonly name: string;
  /** Number to join it by. Another one each time that the family's module is loaded. */
  readonly id: number;
}

/** A family of generic netlink as the kernel registered it: nl80211, ethtool, nlctrl itself. */
export interface Family {
  readonly name: string;
  /** Type of its netlink messages. Another one each time that its module is loaded. */
  readonly id: number;
  readonly version: number;
  /** Octets of the family's own header after the generic one. */
  readonly headerSize: number;
  /** Highest attribute number that its policy knows; 0 where its commands have policies of their own. */
  readonly maxAttribute: number;
  readonly operations: readonly Operation[];
  readonly groups: readonly Group[];
}

/** What a family's commands demand of their attributes, as the kernel itself checks them. */
export interface FamilyPolicies {
  /** By policy number, then by attribute number. */
  readonly policies: Readonly<Record<number, Readonly<Record<number, AttributePolicy>>>>;
  /** By command number, the policies that it goes by. Empty on kernels before 5.10. */
  readonly operations: Readonly<Record<number, OpPolicy>>;
}

/** A family out of what the controller says of it. */
export function toFamily(reply: NewFamilyEvent): Family {
  return {
    name: reply.familyName ?? "",
    id: reply.familyId ?? 0,
    version: reply.version ?? 0,
    headerSize: reply.headerSize ?? 0,
    maxAttribute: reply.maxAttribute ?? 0,
    operations: (reply.ops ?? []).map(({ id = 0, flags }) => ({ id, flags })),
    groups: toGroups(reply.mcastGroups),
  };
}

function toGroups(groups: readonly McastGroup[] = []): Group[] {
  return groups.map(({ name = "", id = 0 }) => ({ name, id }));
}
