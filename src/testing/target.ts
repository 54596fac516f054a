import { formatMac } from "../bytes/mac.ts";
import { NlctrlAttribute } from "../genetlink/generated/nlctrl.ts";
import { GENERIC_HEADER } from "../genetlink/message.ts";
import { ATTRIBUTE_HEADER } from "../netlink/constants.ts";
import { hostU16, hostU32, LITTLE_ENDIAN } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import { Nl80211Attribute as A } from "../nl80211/generated/attributes.ts";
import { Nl80211Command as C } from "../nl80211/generated/command-map.ts";
import type { Families } from "./families.ts";
import { find, findText, findU32, payloadAt, type RawAttribute, textOf } from "./recorded-message.ts";

/** Whom a message is about, in one spelling: what it left out is told from the rest of the recording. */
export interface Target {
  readonly wiphy?: number;
  /** The wdev in hex; "ifindex 4" where the recording does not tell that interface's wdev. */
  readonly wdev?: string;
  readonly mac?: string;
  /** A family's name, for the controller; a link's index or name, for rtnetlink. */
  readonly name?: string;
}

/** The attribute that names a link (rtnetlink, linux/if_link.h). */
const IFLA_IFNAME = 3;

/** These are asked of a wiphy, whichever way it is named. */
const ABOUT_WIPHYS: ReadonlySet<number> = new Set([C.GetWiphy, C.GetReg]);
/** In these MAC is no selector but a value: the address to scan from, the address of the new interface. */
const MAC_IS_A_VALUE: ReadonlySet<number> = new Set([
  C.TriggerScan,
  C.StartSchedScan,
  C.NewInterface,
  C.SetInterface,
  C.GetInterface,
  C.GetWiphy,
]);

/** Attributes that say whom a message is about; the others only break ties. */
export const SELECTORS: ReadonlySet<number> = new Set([A.Wiphy, A.Ifindex, A.Wdev, A.Mac]);

/** The interfaces and wiphys that a recording tells of, by all the ways in which a message may name them. */
export class Devices {
  readonly #wdevs = new Map<number, string>();
  readonly #names = new Map<string, string>();
  readonly #linkIndexes = new Map<string, number>();

  /** Takes in what a message of nl80211 tells of its device. A recording has thousands, so that nothing is made in vain. */
  learn({ bytes, start, end }: NetlinkMessage): void {
    const from = start + GENERIC_HEADER;
    const ifindexAt = payloadAt(bytes, from, end, A.Ifindex);
    if (ifindexAt !== 0) {
      const wdevAt = payloadAt(bytes, from, end, A.Wdev);
      const nameAt = payloadAt(bytes, from, end, A.Ifname);
      const ifindex = hostU32(bytes, ifindexAt);
      if (wdevAt !== 0) this.#wdevs.set(ifindex, wdevAtOffset(bytes, wdevAt));
      if (nameAt !== 0) this.#rename(ifindex, textAt(bytes, nameAt));
      return;
    }
    const wiphyAt = payloadAt(bytes, from, end, A.Wiphy);
    const key = wiphyAt === 0 ? "" : `wiphy ${hostU32(bytes, wiphyAt)}`;
    const nameAt = wiphyAt === 0 || this.#names.has(key) ? 0 : payloadAt(bytes, from, end, A.WiphyName);
    if (nameAt !== 0) this.#names.set(key, textAt(bytes, nameAt));
  }

  /** Takes in the name of an rtnetlink link. */
  learnLink(message: NetlinkMessage, attributes: readonly RawAttribute[]): void {
    const name = findText(attributes, IFLA_IFNAME);
    if (name !== undefined && message.end - message.start >= 16) {
      this.#linkIndexes.set(name, hostU32(message.bytes, message.start + 4));
    }
  }

  #rename(ifindex: number, name: string): void {
    this.#linkIndexes.set(name, ifindex);
    this.#names.set(this.#wdevs.get(ifindex) ?? `ifindex ${ifindex}`, name);
  }

  /** Whom a message of nl80211 is about. */
  nl80211Target(command: number, attributes: readonly RawAttribute[]): Target {
    const ifindex = findU32(attributes, A.Ifindex);
    const wdev =
      wdevOf(attributes) ?? (ifindex === undefined ? undefined : (this.#wdevs.get(ifindex) ?? `ifindex ${ifindex}`));
    // cfg80211 puts the wiphy in the upper half of a wdev's id.
    const wiphy = findU32(attributes, A.Wiphy) ?? (wdev?.startsWith("0x") ? wiphyOf(wdev) : undefined);
    const mac = find(attributes, A.Mac);
    return {
      ...(wiphy !== undefined && { wiphy }),
      ...(wdev !== undefined && !ABOUT_WIPHYS.has(command) && { wdev }),
      ...(mac?.length === 6 && !MAC_IS_A_VALUE.has(command) && { mac: formatMac(mac) }),
    };
  }

  /** Whom an rtnetlink message is about. */
  routeTarget(message: NetlinkMessage, attributes: readonly RawAttribute[]): Target {
    const size = message.end - message.start;
    const isLink = message.type >> 2 === 4;
    const indexed = isLink ? size >= 16 : message.type >> 2 === 5 && size >= 8;
    const index = indexed ? hostU32(message.bytes, message.start + 4) : 0;
    if (index !== 0) return { name: `link ${index}` };
    const name = isLink ? findText(attributes, IFLA_IFNAME) : undefined;
    if (name === undefined) return {};
    const known = this.#linkIndexes.get(name);
    return { name: known === undefined ? name : `link ${known}` };
  }

  /** A target as a person would name it: "wlan2 02:00:00:00:01:00". Empty for everything. */
  describe({ wiphy, wdev, mac, name }: Target): string {
    const device =
      wdev !== undefined
        ? (this.#names.get(wdev) ?? (wdev.startsWith("0x") ? `wdev ${wdev}` : wdev))
        : wiphy !== undefined
          ? (this.#names.get(`wiphy ${wiphy}`) ?? `wiphy ${wiphy}`)
          : undefined;
    return [device, mac, name].filter((part) => part !== undefined).join(" ");
  }
}

/** Whom a message of the controller is about: a family by its name, where it names or numbers one. */
export function controllerTarget(attributes: readonly RawAttribute[], families: Families): Target {
  const name = findText(attributes, NlctrlAttribute.FamilyName);
  if (name !== undefined) return { name };
  const id = find(attributes, NlctrlAttribute.FamilyId);
  if (id?.length !== 2) return {};
  return { name: families.byId(hostU16(id, 0))?.name ?? `family ${hostU16(id, 0)}` };
}

/** True where both are about the same. */
export function sameTarget(a: Target, b: Target): boolean {
  // A wdev or a MAC implies its wiphy, which one side may have left out.
  const wiphy = a.wiphy === b.wiphy || (a.wdev !== undefined && b.wdev !== undefined);
  return wiphy && a.wdev === b.wdev && a.mac === b.mac && a.name === b.name;
}

/** True where `part` is about one of the things that `whole` is about. */
export function isPartOf(part: Target, whole: Target): boolean {
  return (["wiphy", "wdev", "mac", "name"] as const).every(
    (key) => whole[key] === undefined || whole[key] === part[key],
  );
}

function wdevOf(attributes: readonly RawAttribute[]): string | undefined {
  const payload = find(attributes, A.Wdev);
  return payload?.length === 8 ? wdevAtOffset(payload, 0) : undefined;
}

function wdevAtOffset(bytes: Uint8Array, at: number): string {
  const [low, high] = LITTLE_ENDIAN ? [at, at + 4] : [at + 4, at];
  return `0x${(hostU32(bytes, high) * 0x1_0000_0000 + hostU32(bytes, low)).toString(16)}`;
}

/** The text of the attribute whose payload starts at `at`. */
function textAt(bytes: Uint8Array, at: number): string {
  const payload = bytes.subarray(at, at - ATTRIBUTE_HEADER + hostU16(bytes, at - ATTRIBUTE_HEADER));
  return textOf(payload);
}

function wiphyOf(wdev: string): number {
  return Number(BigInt(wdev) >> 32n);
}
