import { GENERIC_HEADER } from "../genetlink/message.ts";
import { MESSAGE_HEADER, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessages } from "../netlink/message.ts";
import { Nl80211Command } from "../nl80211/generated/command-map.ts";
import { anonymizeEapol, anonymizeElements, anonymizeFrame } from "./anonymize-frame.ts";
import { type Leaf, visitAttributes } from "./attribute-tree.ts";
import type { CapturedPacket } from "./capture.ts";
import { Families } from "./families.ts";
import { Pseudonyms } from "./pseudonyms.ts";
import { FIRST_OWN_TYPE, readAttributes, repeatedRequest } from "./recorded-message.ts";
import { eraseSecrets } from "./secrets.ts";

/**
 * The packets of a capture without those who are in it: every MAC address, SSID and device name (other than the kernel's own: wlan0,
 * phy0) becomes a pseudonym, the same everywhere and of the same length, so that all still decodes and matches. Keys, PMKIDs, the
 * bodies of EAPOL frames and what vendors' elements say become zeros. What is not about Wi-Fi is left out: other families, rtnetlink
 * but for links.
 *
 * Countries, channels, times and signal strengths stay, and may tell a place.
 *
 *     writeFileSync("public.pcap", writePcap(anonymize(readCapture("mine.pcap.gz").packets)));
 */
export function anonymize<Packet extends CapturedPacket>(packets: readonly Packet[]): Packet[] {
  const pseudonyms = new Pseudonyms();
  const families = new Families();
  for (const { protocol, bytes } of packets) {
    for (const message of soundMessages(bytes)) families.learn(protocol, message);
  }
  const kept = packets.flatMap((packet) => {
    const messages = soundMessages(packet.bytes);
    const { protocol } = packet;
    if (messages.length === 0 || !messages.every((message) => isAboutWifi(protocol, message, families))) return [];
    const bytes = packet.bytes.slice();
    eraseSecrets(bytes, (family) => families.byId(family)?.name === "nl80211");
    for (const { start, end } of messages)
      anonymizeMessage(protocol, bytes, start - MESSAGE_HEADER, end, families, pseudonyms);
    return [{ ...packet, bytes }];
  });
  // Addresses also stand where no attribute says so: in action frames, in wake-up patterns.
  for (const { bytes } of kept) pseudonyms.macsAnywhere(bytes);
  return kept;
}

function soundMessages(bytes: Uint8Array): NetlinkMessage[] {
  try {
    return readMessages(bytes);
  } catch {
    return [];
  }
}

function isAboutWifi(protocol: number, { type, bytes, start, end }: NetlinkMessage, families: Families): boolean {
  const repeated = type === MessageType.Error ? repeatedRequest(bytes, start - MESSAGE_HEADER, end) : undefined;
  const family = repeated ? hostU16(bytes, repeated.at + 4) : type;
  if (family < FIRST_OWN_TYPE) return true;
  if (protocol === NetlinkProtocol.Route) return isLink(family);
  return protocol === NetlinkProtocol.Generic && ["nl80211", "nlctrl"].includes(families.byId(family)?.name ?? "");
}

function isLink(type: number): boolean {
  return type >> 2 === 4;
}

function anonymizeMessage(
  protocol: number,
  bytes: Uint8Array,
  at: number,
  end: number,
  families: Families,
  pseudonyms: Pseudonyms,
): void {
  const type = hostU16(bytes, at + 4);
  const start = at + MESSAGE_HEADER;
  if (type === MessageType.Error) {
    const request = repeatedRequest(bytes, at, end);
    if (request) anonymizeMessage(protocol, bytes, request.at, request.end, families, pseudonyms);
  } else if (protocol === NetlinkProtocol.Route && isLink(type)) {
    anonymizeLink(bytes, start + 16, end, pseudonyms);
  } else if (families.byId(type)?.name === "nl80211") {
    const command = bytes[start]!;
    const leaf = (found: Leaf) => anonymizeLeaf(bytes, command, found, pseudonyms);
    visitAttributes(bytes, start + GENERIC_HEADER, end, leaf, (from, to) => bytes.fill(0, from, to));
  }
}

const EAPOL: ReadonlySet<number> = new Set([Nl80211Command.ControlPortFrame, Nl80211Command.ControlPortFrameTxStatus]);
const DEVICE_NAMES: ReadonlySet<string> = new Set(["nl80211.ifname", "nl80211.wiphy-name"]);
/** Made of a passphrase or naming its owner. */
const BLANKED: ReadonlySet<string> = new Set([
  "nl80211.pmkid",
  "nl80211.fils-erp-username",
  "nl80211.fils-erp-realm",
  "nl80211.pmkr0-name",
]);

function anonymizeLeaf(bytes: Uint8Array, command: number, leaf: Leaf, pseudonyms: Pseudonyms): void {
  const { name, kind, start, end } = leaf;
  if (BLANKED.has(name)) bytes.fill(0, start, end);
  else if (kind === "mac" && end - start === 6) pseudonyms.mac(bytes, start);
  else if (kind === "ssid") pseudonyms.ssid(bytes, start, end);
  else if (kind === "elements") anonymizeElements(bytes, start, end, pseudonyms);
  else if (kind === "frame" && EAPOL.has(command)) anonymizeEapol(bytes, start, end, pseudonyms);
  else if (kind === "frame") anonymizeFrame(bytes, start, end, pseudonyms);
  else if (DEVICE_NAMES.has(name)) pseudonyms.name(bytes, start, end);
}

/** Attributes of a link (IFLA_*, linux/if_link.h). */
enum LinkAttribute {
  Address = 1,
  Broadcast = 2,
  Ifname = 3,
  Wireless = 11,
  AfSpec = 26,
  PropList = 52,
  AltIfname = 53,
  PermAddress = 54,
}

function anonymizeLink(bytes: Uint8Array, from: number, end: number, pseudonyms: Pseudonyms): void {
  for (const { type, payload } of readAttributes(bytes, from, end)) {
    const start = payload.byteOffset - bytes.byteOffset;
    switch (type) {
      case LinkAttribute.Address:
      case LinkAttribute.Broadcast:
      case LinkAttribute.PermAddress:
        if (payload.length === 6) pseudonyms.mac(bytes, start);
        break;
      case LinkAttribute.Ifname:
        pseudonyms.name(bytes, start, start + payload.length);
        break;
      // Wireless extensions repeat addresses and elements; the others hold IPv6 addresses and further names.
      case LinkAttribute.Wireless:
      case LinkAttribute.AfSpec:
      case LinkAttribute.PropList:
      case LinkAttribute.AltIfname:
        payload.fill(0);
    }
  }
}
