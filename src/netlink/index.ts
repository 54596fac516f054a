/**
 * Netlink itself, without Wi-Fi: messages and attributes both ways, requests and dumps over a socket (or what stands for it),
 * notifications, errors in the kernel's words.
 *
 * @module nl80211/netlink
 */
export { attributePath } from "./attribute-path.ts";
export { AttributeReader, type Building, type MalformedAttribute, type UnknownAttribute } from "./attribute-reader.ts";
export { type AttributeRule, describeRule, PolicyType } from "./attribute-rule.ts";
export { AttributeWriter } from "./attribute-writer.ts";
export {
  Connection,
  type ConnectionCounters,
  type ConnectionOptions,
  type DumpOptions,
  type PostOptions,
} from "./connection.ts";
export { ATTRIBUTE_HEADER, align, MESSAGE_HEADER, MessageFlag, MessageType, NetlinkProtocol } from "./constants.ts";
export type { DropTrace, OverrunTrace, RequestTrace } from "./diagnostics.ts";
export { Dump, type DumpControl, type DumpResult, type DumpSource } from "./dump.ts";
export { Errno, errnoName, errnoNumber, errnoText } from "./errno.ts";
export type { ExchangeSink, RequestOptions } from "./exchange.ts";
export { type KernelAnswer, readDone, readError } from "./extended-ack.ts";
export { kernelError, type RequestDescription, type SentRequest } from "./kernel-error.ts";
export { type MessageBody, type MessageParts, type NetlinkMessage, readMessages, writeMessage } from "./message.ts";
export type { NetworkNamespace } from "./network-namespace.ts";
export type { Notification } from "./notification.ts";
export type { NumericEnum, Open, UnknownMember } from "./open-enum.ts";
export { StructReader } from "./struct-reader.ts";
export { StructWriter } from "./struct-writer.ts";
export type {
  Channel,
  ChannelListener,
  ChannelOptions,
  Clock,
  Datagram,
  SendOptions,
  Sysfs,
  Transport,
} from "./transport.ts";
