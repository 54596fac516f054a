import { join } from "node:path";
import { NetlinkProtocol } from "../../src/netlink/constants.ts";
import { readMessages } from "../../src/netlink/message.ts";
import type { Commands } from "../../src/nl80211/generated/command-map.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { FakeRequest } from "../../src/testing/fake-request.ts";
import { findText, isRequest } from "../../src/testing/recorded-message.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
/** GENL_ID_CTRL, CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME. */
const NLCTRL = 16;
const FAMILY_ID = 1;
const FAMILY_NAME = 2;

/** What iw, hostapd and wpa_supplicant asked of a command in a fixture, in their order: the oracle of our requests. */
export function captured<Name extends keyof Commands>(fixture: string, name: Name): Commands[Name]["request"][] {
  return requestsIn(join(FIXTURES, `${fixture}.pcap.gz`), name);
}

/** The same of any capture in which nl80211's number is asked for. */
export function requestsIn<Name extends keyof Commands>(file: string, name: Name): Commands[Name]["request"][] {
  const requests = messagesOf(file).filter((request) => request.name === name && !request.dump);
  return requests.map((request) => request.fields as Commands[Name]["request"]);
}

/** The requests of nl80211 in a capture, whoever made them; it must begin before one of them asks for the family. */
export function messagesOf(file: string): FakeRequest[] {
  const messages = readCapture(file)
    .packets.filter(({ protocol }) => protocol === NetlinkProtocol.Generic)
    .flatMap(({ bytes }) => readMessages(bytes));
  const generic = NetlinkProtocol.Generic;
  const asked = (family: string, type: number) =>
    messages
      .filter((message) => message.type === type)
      .map((message) => new FakeRequest(generic, family, message, message.portId));
  const bytes = asked("nlctrl", NLCTRL)
    .filter(({ attributes }) => findText(attributes, FAMILY_NAME) === "nl80211")
    .flatMap((request) => request.bytes(FAMILY_ID) ?? [])[0];
  if (bytes === undefined) throw new Error(`${file}: it does not name nl80211`);
  const id = new DataView(bytes.buffer, bytes.byteOffset).getUint16(0, true);
  return asked("nl80211", id).filter(({ message }) => isRequest(message));
}
