import type { WowlanWakeupTriggers } from "../../nl80211/generated/wowlan.ts";
import type { Sentences } from "./sentence.ts";
import { counted, sentence, ssidWords } from "./words.ts";

/** What drivers tell of their own: vendors' events, tests, why the system woke. */
export const DRIVER_SENTENCES: Sentences<"vendor" | "testmode" | "set-wowlan" | "crit-protocol-stop"> = {
  vendor: ({ vendorId = 0, vendorSubcmd, vendorData }) =>
    sentence(
      `vendor ${vendorId.toString(16).padStart(6, "0")}, event ${vendorSubcmd}`,
      vendorData && `(${counted(vendorData.length, "octet")})`,
    ),
  testmode: ({ testdata }) => sentence("test data", testdata && `(${counted(testdata.length, "octet")})`),
  "crit-protocol-stop": () => "the time for a critical protocol is over",
  "set-wowlan": ({ wowlanTriggers }) => {
    const why = wowlanTriggers === undefined ? [] : wakeWords(wowlanTriggers);
    return why.length === 0 ? "the system woke, not by Wi-Fi" : `Wi-Fi woke the system: ${why.join(", ")}`;
  },
};

function wakeWords(from: WowlanWakeupTriggers): string[] {
  const words: string[] = WAKES.flatMap(([key, text]) => (from[key] === undefined ? [] : [text]));
  if (from.pktPattern !== undefined) words.push(`pattern ${from.pktPattern}`);
  for (const { ssid, scanFrequenciesMhz = [] } of from.netDetectResults ?? []) {
    const where = scanFrequenciesMhz.length === 0 ? "" : ` on ${scanFrequenciesMhz.join(" ")} MHz`;
    words.push(`network ${ssid === undefined ? "found" : ssidWords(ssid)}${where}`);
  }
  const packet = from.wakeupPkt80211 ?? from.wakeupPkt8023;
  const length = from.wakeupPkt80211Len ?? from.wakeupPkt8023Len ?? packet?.length;
  if (length !== undefined) words.push(`a packet of ${counted(length, "octet")}`);
  return words;
}

const WAKES = [
  ["disconnect", "the connection was lost"],
  ["magicPkt", "magic packet"],
  ["gtkRekeyFailure", "the group key could not be changed"],
  ["eapIdentRequest", "EAP asked who we are"],
  ["fourWayHandshake", "a four-way handshake"],
  ["rfkillRelease", "rfkill was lifted"],
  ["wakeupTcpMatch", "data on the TCP connection"],
  ["wakeupTcpConnlost", "the TCP connection was lost"],
  ["wakeupTcpNomoretokens", "the TCP connection ran out of tokens"],
  ["unprotectedDeauthDisassoc", "an unprotected deauthentication or disassociation"],
] as const satisfies readonly (readonly [keyof WowlanWakeupTriggers, string])[];
