/**
 * Generic netlink: families by name, their operations, groups and policies; requests, dumps and multicast groups of any family.
 *
 * @module nl80211/genetlink
 */
export { Apart } from "./apart.ts";
export type { Command, CommandLoader, EventCodec, EventLoader, Exchange, Privilege, TargetKind } from "./command.ts";
export type { LookupOptions } from "./controller.ts";
export type { Family, FamilyPolicies, Group, Operation } from "./family.ts";
export { type AttributePolicy, AttributeType, type Op, OpFlags, type OpPolicy } from "./generated/nlctrl.ts";
export { type GenericDumpOptions, GenericNetlink, type GenericRequestOptions } from "./generic-netlink.ts";
export { GENERIC_HEADER, GenericMessage, type WriteAttributes } from "./message.ts";
export type { GenericNotification, GroupSubscription, SubscriptionHandlers } from "./subscription.ts";
