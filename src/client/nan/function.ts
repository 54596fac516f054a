import { createHash } from "node:crypto";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { NanFunc, NanSrf } from "../../nl80211/generated/nan.ts";
import { NanFunctionType, NanPublishType } from "../../nl80211/generated/nan-enums.ts";
import { checkedMac, whole } from "../argument.ts";
import { bloomFilter } from "./bloom-filter.ts";

/** A service by its name, whose hash is sent, or by the hash: 6 octets. */
export type NanService = string | Uint8Array;

/** What publishing and subscribing have in common. */
interface Discovery {
  readonly service: NanService;
  /** Information for whoever finds it: text, or up to 255 octets. */
  readonly info?: string | Uint8Array;
  /** Only peers that are near. */
  readonly closeRange?: boolean;
  /** Discovery windows (524 ms each) that it lives. Default: until it is taken away; once, where it finds something. */
  readonly ttl?: number;
  readonly responders?: ResponseFilter;
  /** What received frames must match, part by part; an empty part matches all. */
  readonly receiveFilter?: readonly (string | Uint8Array)[];
  /** What is sent to match, part by part. */
  readonly transmitFilter?: readonly (string | Uint8Array)[];
}

/** Who may answer: the addresses listed, or all but them; as a list, or as a Bloom filter of so many octets. */
export interface ResponseFilter {
  readonly include: boolean;
  readonly addresses: readonly Mac[];
  /** `index` of the set of hash functions: 0 to 3. */
  readonly bloom?: { readonly index: number; readonly octets: number };
}

/** A service that is published: when peers ask (solicited), unasked, or both. */
export interface NanPublish extends Discovery {
  readonly type: "publish";
  readonly solicited?: boolean;
  readonly unsolicited?: boolean;
  /** Answers to those who ask go to all. Of what is solicited. */
  readonly broadcast?: boolean;
}

/** A service that is looked for: by listening, or by asking too (active). */
export interface NanSubscribe extends Discovery {
  readonly type: "subscribe";
  readonly active?: boolean;
}

/** A message to a peer with which a function of ours has matched. */
export interface NanFollowUp {
  readonly type: "follow-up";
  readonly service: NanService;
  readonly info?: string | Uint8Array;
  readonly closeRange?: boolean;
  readonly destination: Mac;
  /** Instance of the peer's function: `peer.instanceId` of the match. */
  readonly peerInstanceId: number;
  /** Instance of ours that it is from. */
  readonly instanceId: number;
}

/** A function of a NAN device. */
export type NanFunctionInput = NanPublish | NanSubscribe | NanFollowUp;

/** The id of a service: the first 6 octets of SHA-256 of its name in small letters. */
export function nanServiceId(name: string): Uint8Array {
  if (name === "") throw new Nl80211Error("INVALID_ARGUMENT", "a NAN service needs a name");
  return new Uint8Array(createHash("sha256").update(name.toLowerCase()).digest().subarray(0, 6));
}

/** A function as requests carry it. Throws INVALID_ARGUMENT for what no function can be. */
export function toNanFunc(input: NanFunctionInput): NanFunc {
  const { info, closeRange } = input;
  const common = {
    serviceId: typeof input.service === "string" ? nanServiceId(input.service) : serviceHash(input.service),
    ...(closeRange && { closeRange: true }),
    ...(info !== undefined && { serviceInfo: upTo255("NAN service information", info) }),
  };
  switch (input.type) {
    case "publish":
      return { type: NanFunctionType.Publish, ...common, ...discovery(input), ...publishing(input) };
    case "subscribe":
      return {
        ...{ type: NanFunctionType.Subscribe, ...common, ...discovery(input) },
        ...(input.active && { subscribeActive: true }),
      };
    case "follow-up":
      return {
        ...{ type: NanFunctionType.FollowUp, ...common, followUpDest: checkedMac(input.destination) },
        followUpId: whole("peerInstanceId", input.peerInstanceId, 1, 255),
        followUpReqId: whole("instanceId", input.instanceId, 1, 255),
      };
    default: {
      const { type } = input as { readonly type: unknown };
      throw invalid(`NAN function of type ${String(type)}: expected publish, subscribe or follow-up`);
    }
  }
}

function publishing({ solicited = false, unsolicited = !solicited, broadcast }: NanPublish): Partial<NanFunc> {
  if (!solicited && !unsolicited) throw invalid("a NAN service is published solicited, unsolicited, or both");
  if (broadcast && !solicited) throw invalid("broadcast answers are those of a solicited service");
  return {
    publishType: [
      ...(solicited ? [NanPublishType.SolicitedPublish] : []),
      ...(unsolicited ? [NanPublishType.UnsolicitedPublish] : []),
    ],
    ...(broadcast && { publishBcast: true }),
  };
}

function discovery({ ttl, responders, receiveFilter, transmitFilter }: Discovery): Partial<NanFunc> {
  return {
    ...(ttl !== undefined && { ttl: whole("ttl", ttl, 1, 0xffffffff) }),
    ...(responders !== undefined && { srf: toSrf(responders) }),
    ...(receiveFilter !== undefined && { rxMatchFilter: filterOf("receiveFilter", receiveFilter) }),
    ...(transmitFilter !== undefined && { txMatchFilter: filterOf("transmitFilter", transmitFilter) }),
  };
}

function toSrf({ include, addresses, bloom }: ResponseFilter): NanSrf {
  if (addresses.length === 0) throw invalid("a response filter lists an address at least");
  const which = include ? { include: true } : {};
  if (bloom === undefined) return { ...which, macAddrs: addresses.map(checkedMac) };
  return { ...which, bf: bloomFilter(addresses, bloom.index, bloom.octets), bfIdx: bloom.index };
}

/** The kernel takes fewer than 255 octets in all. */
function filterOf(what: string, parts: readonly (string | Uint8Array)[]): Uint8Array[] {
  const octets = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const length = octets.reduce((sum, part) => sum + part.length + 4, 0);
  whole(`${what}: octets with 4 for each part`, length, 0, 254);
  return octets;
}

function serviceHash(id: Uint8Array): Uint8Array {
  whole("octets of a NAN service id", id.length, 6, 6);
  return id;
}

function upTo255(what: string, value: string | Uint8Array): Uint8Array {
  const octets = typeof value === "string" ? new TextEncoder().encode(value) : value;
  whole(`octets of ${what}`, octets.length, 0, 255);
  return octets;
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
