import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { NetDetect, WowlanTcp, WowlanTriggers, WowlanTriggersSupported } from "../../nl80211/generated/wowlan.ts";
import { checkedMac, whole } from "../argument.ts";
import { type ScheduledScanOptions, toStartSchedScan } from "../scan/scheduled-scan.ts";
import { checkPatterns, maskedOctets, type PatternInput, toPattern } from "./packet-pattern.ts";

/** What shall wake the system: at least one of these. `wiphy.wowlan` says what the device can. */
export interface WowlanInput {
  /** Anything: the device goes on as if the system were awake. Not with others. */
  readonly any?: boolean;
  /** The end of the connection. */
  readonly disconnect?: boolean;
  readonly magicPacket?: boolean;
  /** The device, which renews group keys by itself, failed to. */
  readonly gtkRekeyFailure?: boolean;
  readonly eapIdentityRequest?: boolean;
  readonly fourWayHandshake?: boolean;
  /** The switch for radios is on again. */
  readonly rfkillRelease?: boolean;
  /** A packet like one of these: "18+43:34:--:12". */
  readonly patterns?: readonly PatternInput[];
  /** A network that a scan finds, of those that `matches` says. */
  readonly netDetect?: ScheduledScanOptions;
  /** Data on a TCP connection that the device keeps while the system sleeps, or the connection's end. */
  readonly tcp?: WowlanTcpInput;
}

/** A TCP connection that a device keeps by itself: it sends `data` again and again, and wakes the system when `wake` comes. */
export interface WowlanTcpInput {
  readonly sourceAddress: string;
  /** Default: one that the kernel takes. */
  readonly sourcePort?: number;
  readonly destinationAddress: string;
  readonly destinationPort: number;
  /** MAC address of the next hop. */
  readonly destinationMac: Mac;
  readonly data: Uint8Array;
  /** From one sending to the next. */
  readonly intervalS: number;
  /** What wakes: octets as in a pattern, "53:54:--:50", or such with a mask. */
  readonly wake: string | { readonly octets: Uint8Array; readonly mask?: Uint8Array };
  /** A number in the data that counts up: `length` octets (1 to 4) at `offset`, little-endian. */
  readonly sequence?: { readonly length: number; readonly offset: number; readonly start?: number };
  /** Parts of the data that are another each time, `length` octets at `offset`, taken from `stream` until that is used up. */
  readonly tokens?: { readonly length: number; readonly offset: number; readonly stream: Uint8Array };
}

/** The attributes of triggers. Throws INVALID_ARGUMENT for what no device could do. */
export function toWowlanTriggers(input: WowlanInput): WowlanTriggers {
  const { patterns, netDetect, tcp } = input;
  const triggers: WowlanTriggers = {
    ...(input.any && { any: true }),
    ...(input.disconnect && { disconnect: true }),
    ...(input.magicPacket && { magicPkt: true }),
    ...(patterns !== undefined && patterns.length > 0 && { pktPattern: patterns.map(toPattern) }),
    ...(input.gtkRekeyFailure && { gtkRekeyFailure: true }),
    ...(input.eapIdentityRequest && { eapIdentRequest: true }),
    ...(input.fourWayHandshake && { fourWayHandshake: true }),
    ...(input.rfkillRelease && { rfkillRelease: true }),
    ...(tcp !== undefined && { tcpConnection: toTcp(tcp) }),
    ...(netDetect !== undefined && { netDetect: toNetDetect(netDetect) }),
  };
  const given = Object.keys(triggers).length;
  if (given === 0) throw invalid(`no trigger is given: expected one of ${TRIGGERS.join(", ")}, or "off"`);
  if (triggers.any && given > 1) throw invalid('the trigger "any" goes with no other');
  return triggers;
}

const TRIGGERS = [
  ...["any", "disconnect", "magicPacket", "gtkRekeyFailure", "eapIdentityRequest", "fourWayHandshake"],
  ...["rfkillRelease", "patterns", "netDetect", "tcp"],
];

/** Throws INVALID_ARGUMENT for triggers that the device does not have, with those that it has. */
export function checkTriggers(triggers: WowlanTriggers, support: WowlanTriggersSupported, radio: string): void {
  for (const [key, name] of NAMES) {
    if (triggers[key] === undefined || support[key] !== undefined) continue;
    const known = NAMES.filter(([supported]) => support[supported] !== undefined).map(([, word]) => word);
    throw invalid(`${radio} cannot be woken by ${name}: expected of ${known.join(", ") || "nothing"}`);
  }
  const { pktPattern, tcpConnection, netDetect } = triggers;
  if (pktPattern !== undefined) checkPatterns(pktPattern, support.pktPattern!);
  const matches = netDetect?.schedScanMatch?.length ?? 0;
  if (matches > (support.netDetect ?? 0)) throw invalid(`${matches} matches: ${radio} takes ${support.netDetect}`);
  if (tcpConnection !== undefined) checkTcp(tcpConnection, support.tcpConnection!);
}

const NAMES = [
  ["any", "any"],
  ["disconnect", "disconnect"],
  ["magicPkt", "magicPacket"],
  ["pktPattern", "patterns"],
  ["gtkRekeyFailure", "gtkRekeyFailure"],
  ["eapIdentRequest", "eapIdentityRequest"],
  ["fourWayHandshake", "fourWayHandshake"],
  ["rfkillRelease", "rfkillRelease"],
  ["tcpConnection", "tcp"],
  ["netDetect", "netDetect"],
] as const;

/** The kernel's limits: nl80211_parse_wowlan_tcp. */
function checkTcp(tcp: WowlanTcp, support: NonNullable<WowlanTriggersSupported["tcpConnection"]>): void {
  whole("octets of TCP data:", tcp.dataPayload!.length, 1, support.dataPayload ?? 0);
  whole("interval in s:", tcp.dataIntervalS!, 1, support.dataIntervalS ?? 0);
  whole("octets that wake:", tcp.wakePayload!.length, 1, support.wakePayload ?? 0);
  if (tcp.dataPayloadSeq !== undefined && !support.dataPayloadSeq)
    throw invalid("the device counts nothing in TCP data");
  const tokens = tcp.dataPayloadToken;
  if (tokens === undefined) return;
  if (support.dataPayloadToken === undefined) throw invalid("the device puts no tokens into TCP data");
  whole("octets of a token:", tokens.len, support.dataPayloadToken.minLen, support.dataPayloadToken.maxLen);
  whole("octets of all tokens:", tokens.tokenStream.length, 0, support.dataPayloadToken.bufsize);
}

/** The attributes of a scheduled scan that the kernel takes here too. */
function toNetDetect(options: ScheduledScanOptions): NetDetect {
  const {
    ifindex: _,
    socketOwner: __,
    ...fields
  } = toStartSchedScan(1, options) as { ifindex: number } & Record<string, unknown>;
  return fields;
}

function toTcp(tcp: WowlanTcpInput): WowlanTcp {
  const { data, sequence, tokens } = tcp;
  if (data.length === 0) throw invalid("TCP data: expected at least one octet");
  const wake = typeof tcp.wake === "string" ? maskedOctets("wake", tcp.wake) : tcp.wake;
  const { pattern: octets, mask } = toPattern({ pattern: wake.octets, mask: wake.mask });
  return {
    srcIpv4: tcp.sourceAddress,
    dstIpv4: tcp.destinationAddress,
    dstMac: checkedMac(tcp.destinationMac),
    ...(tcp.sourcePort !== undefined && { srcPort: whole("source port", tcp.sourcePort, 0, 65_535) }),
    dstPort: whole("destination port", tcp.destinationPort, 1, 65_535),
    dataPayload: data,
    ...(sequence !== undefined && { dataPayloadSeq: toSequence(sequence, data.length) }),
    ...(tokens !== undefined && { dataPayloadToken: toTokens(tokens, data.length) }),
    dataIntervalS: whole("interval in s", tcp.intervalS, 1, 0xffffffff),
    wakePayload: octets,
    wakeMask: mask,
  };
}

function toSequence({ length, offset, start = 0 }: NonNullable<WowlanTcpInput["sequence"]>, octets: number) {
  whole("octets of the sequence number", length, 1, 4);
  whole("offset of the sequence number", offset, 0, octets - length);
  return { start: whole("start of the sequence number", start, 0, 0xffffffff), offset, len: length };
}

function toTokens({ length, offset, stream }: NonNullable<WowlanTcpInput["tokens"]>, octets: number) {
  whole("octets of a token", length, 1, octets);
  whole("offset of a token", offset, 0, octets - length);
  if (stream.length % length !== 0) throw invalid(`${stream.length} octets are no whole number of tokens of ${length}`);
  return { offset, len: length, tokenStream: stream };
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
