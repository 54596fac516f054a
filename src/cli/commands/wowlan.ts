import type { Command } from "commander";
import { patternText } from "../../client/radio/packet-pattern.ts";
import type { WowlanInput } from "../../client/radio/wowlan-request.ts";
import { Nl80211Error } from "../../errors.ts";
import { Ssid } from "../../ieee80211/ssid.ts";
import type { WowlanTriggers } from "../../nl80211/generated/wowlan.ts";
import { changeCommand, changes } from "../changes.ts";
import { scheduledScanOf } from "../input/scheduled-scan-words.ts";
import { readTcpFile } from "../input/tcp-file.ts";
import { runs } from "../runner.ts";

const TRIGGERS = `
Triggers:
  any                     anything: the device stays on; not with others
  disconnect              the end of the connection
  magic-packet            a magic packet
  gtk-rekey-failure       the device failed to renew the group key
  eap-identity-request    an EAP identity request
  4way-handshake          a four-way handshake
  rfkill-release          the switch for radios is on again
  net-detect [interval ms | scan_plans s:n* s] [delay s] [freqs MHz+] [matches [ssid name]+]
             [active [ssid name]+ | passive] [randomise[=address/mask]] [coloc] [flush]
  tcp <file>              source=ip[:port], dest=ip:port@mac, data=hex, data.interval=seconds,
                          wake=pattern, data.seq=length,offset[,start], data.tok=length,offset,hex
  patterns <pattern...>   packets such as 18+43:34:--:12: offset, octets, -- for any; the last of all`;

export function register(program: Command): void {
  const group = program.command("wowlan").description("what wakes the system by a radio (Wake on WLAN)");
  changeCommand(
    group
      .command("enable")
      .description("have these triggers wake the system, instead of others")
      .argument("<radio>", "phy0, or an interface of it")
      .argument("<trigger...>", "see below")
      .addHelpText("after", TRIGGERS),
    [
      "wowlan enable phy0 disconnect magic-packet",
      "wowlan enable phy0 patterns 18+43:34:--:12",
      "wowlan enable phy0 net-detect interval 5000 freqs 2412 matches ssid home",
    ],
  ).action(changes<object, [string, string[]]>(({ wifi }, radio, words) => wifi.setWowlan(radio, triggersOf(words))));
  changeCommand(group.command("disable").description("have nothing wake the system").argument("<radio>"), [
    "wowlan disable phy0",
  ]).action(changes<object, [string]>(({ wifi }, radio) => wifi.setWowlan(radio, "off")));
  group
    .command("show")
    .description("what wakes the system now")
    .argument("<radio>")
    .action(
      runs(async ({ wifi, output }, radio: string) => {
        const triggers = await wifi.wowlan(radio);
        output.answer(triggers ?? null, () => wowlanText(triggers));
      }),
    );
}

/** Triggers in iw's words. Throws INVALID_ARGUMENT that lists them. */
export function triggersOf(words: readonly string[]): WowlanInput {
  let input: WowlanInput = {};
  for (let rest = words; rest.length > 0; ) {
    const [word = "", ...more] = rest;
    if (word === "patterns") return { ...input, patterns: more };
    if (word === "net-detect") {
      const parsed = scheduledScanOf(more);
      input = { ...input, netDetect: parsed.options };
      rest = parsed.rest;
    } else if (word === "tcp") {
      if (more[0] === undefined) throw new Nl80211Error("INVALID_ARGUMENT", "tcp: expected a file");
      input = { ...input, tcp: readTcpFile(more[0]) };
      rest = more.slice(1);
    } else {
      const key = Object.hasOwn(SIMPLE, word) ? SIMPLE[word] : undefined;
      if (key === undefined) {
        const known = [...Object.keys(SIMPLE), "net-detect", "tcp", "patterns"].join(", ");
        throw new Nl80211Error("INVALID_ARGUMENT", `there is no trigger "${word}": expected one of ${known}`);
      }
      input = { ...input, [key]: true };
      rest = more;
    }
  }
  return input;
}

const SIMPLE: Readonly<Record<string, keyof WowlanInput>> = {
  any: "any",
  disconnect: "disconnect",
  "magic-packet": "magicPacket",
  "gtk-rekey-failure": "gtkRekeyFailure",
  "eap-identity-request": "eapIdentityRequest",
  "4way-handshake": "fourWayHandshake",
  "rfkill-release": "rfkillRelease",
};

/** What wakes the system, a line each. */
export function wowlanText(triggers: WowlanTriggers | undefined): string {
  if (triggers === undefined) return "nothing wakes the system";
  const { pktPattern = [], netDetect, tcpConnection: tcp } = triggers;
  const simple = WORDS.filter(([key]) => triggers[key] === true).map(([, word]) => word);
  const networks = (netDetect?.schedScanMatch ?? []).flatMap(({ ssid, bssid }) =>
    ssid !== undefined ? [new Ssid(ssid).text] : (bssid ?? []),
  );
  return [
    "the system is woken by",
    ...simple.map((word) => `  ${word}`),
    ...pktPattern.map((pattern) => `  a packet like ${patternText(pattern)}`),
    ...(netDetect === undefined
      ? []
      : [`  a network that is found${networks.length === 0 ? "" : `: ${networks.join(", ")}`}`]),
    ...(tcp === undefined ? [] : [`  the TCP connection to ${tcp.dstIpv4}:${tcp.dstPort}`]),
  ].join("\n");
}

const WORDS = [
  ["any", "anything"],
  ["disconnect", "the end of the connection"],
  ["magicPkt", "a magic packet"],
  ["gtkRekeyFailure", "a group key that could not be renewed"],
  ["eapIdentRequest", "an EAP identity request"],
  ["fourWayHandshake", "a four-way handshake"],
  ["rfkillRelease", "the release of rfkill"],
] as const;
