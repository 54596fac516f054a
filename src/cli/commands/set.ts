import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes } from "../changes.ts";
import { MESH_PARAMETER_WORDS, meshParametersOf } from "../mesh-words.ts";
import {
  bitsOf,
  CHANNEL_WORDS,
  limit,
  queueLimit,
  retries,
  sarLimits,
  setMonitor,
  tunedTo,
  txPower,
} from "../radio-words.ts";
import { RATE_WORDS, ratesOf } from "../rate-words.ts";
import { namespaceNamed } from "../session.ts";
import { TID_WORDS, tidConfigsOf } from "../tid-words.ts";
import { numberOf, switchOf } from "../typed.ts";

/** What can be set: iw's words, the values as a person types them. */
interface Setting {
  readonly values: string;
  readonly set: (wifi: Nl80211, target: string, values: readonly string[]) => Promise<void>;
}

const channel: Setting = {
  values: CHANNEL_WORDS,
  set: (wifi, target, words) => wifi.setChannel(target, tunedTo(words)),
};

const SETTINGS: Readonly<Record<string, Setting>> = {
  type: { values: "<type>", set: (wifi, target, [type = ""]) => wifi.setType(target, type) },
  channel,
  freq: channel,
  freq_khz: {
    values: "<kHz> [1MHz | 2MHz | 4MHz | 8MHz | 16MHz]",
    set: (wifi, target, words) => wifi.setChannel(target, tunedTo(words, "kHz")),
  },
  txpower: {
    values: "<auto | fixed | limit> [dBm]",
    set: (wifi, target, [how, dbm]) => wifi.setTxPower(target, txPower(how, dbm)),
  },
  power_save: {
    values: "<on | off>",
    set: (wifi, target, [on]) => wifi.setPowerSave(target, switchOf("power_save", on)),
  },
  "4addr": { values: "<on | off>", set: (wifi, target, [on]) => wifi.set4addr(target, switchOf("4addr", on)) },
  monitor: {
    values: "<none | flag...> | mumimo-follow-mac <address> | mumimo-groupid <hex>",
    set: (wifi, target, words) => setMonitor(wifi, target, words),
  },
  mesh_param: {
    values: MESH_PARAMETER_WORDS,
    set: (wifi, target, words) => wifi.mesh.setParameters(target, meshParametersOf(words)),
  },
  meshid: { values: "<mesh id>", set: (wifi, target, [id = ""]) => wifi.setMeshId(target, id) },
  mcast_rate: {
    values: "<Mbit/s>",
    set: (wifi, target, [rate]) => wifi.setMulticastRate(target, numberOf("rate", rate)),
  },
  noack: {
    values: "[TID...]",
    set: (wifi, target, tids) =>
      wifi.setNoAck(
        target,
        tids.map((tid) => numberOf("TID", tid)),
      ),
  },
  noack_map: {
    values: "<bits>: TID 0 is bit 0",
    set: (wifi, target, [map]) => wifi.setNoAck(target, bitsOf(numberOf("map", map))),
  },
  rts: {
    values: "<octets | off> [radio <index>]",
    set: (wifi, target, [octets, word, radio]) =>
      wifi.setRtsThreshold(target, limit(octets), word === "radio" ? { radio: numberOf("radio", radio) } : {}),
  },
  frag: {
    values: "<octets | off>",
    set: (wifi, target, [octets]) => wifi.setFragmentationThreshold(target, limit(octets)),
  },
  retry: {
    values: "<short> <long> | [short <n>] [long <n>]",
    set: (wifi, target, words) => wifi.setRetries(target, retries(words)),
  },
  antenna: {
    values: "<all | tx mask> [rx mask]",
    set: (wifi, target, [tx, rx = tx]) =>
      wifi.setAntennas(target, tx === "all" ? "all" : { tx: numberOf("mask", tx), rx: numberOf("mask", rx) }),
  },
  coverage: {
    values: "<class>",
    set: (wifi, target, [value]) => wifi.setCoverageClass(target, numberOf("class", value)),
  },
  distance: {
    values: "<auto | metres>",
    set: (wifi, target, [metres]) => wifi.setDistance(target, metres === "auto" ? metres : numberOf("metres", metres)),
  },
  bitrates: { values: RATE_WORDS, set: (wifi, target, words) => wifi.setBitrates(target, ratesOf(words)) },
  tidconf: {
    values: TID_WORDS,
    set: (wifi, target, words) => {
      const { configs, peer } = tidConfigsOf(words);
      return wifi.setTidConfig(target, configs, peer === undefined ? {} : { peer });
    },
  },
  epcs: { values: "<enable | disable>", set: (wifi, target, [how]) => wifi.setEpcs(target, enabled("epcs", how)) },
  txq: {
    values: "limit <packets> | memory_limit <octets> | quantum <octets>",
    set: (wifi, target, [what = "", value]) => wifi.setQueueLimits(target, queueLimit(what, value)),
  },
  sar_specs: {
    values: "0 <range:quarters of a dBm>...",
    set: (wifi, target, words) => wifi.setSar(target, sarLimits(words)),
  },
  name: { values: "<name>", set: (wifi, target, [name = ""]) => wifi.renameWiphy(target, name) },
  netns: {
    values: "<pid | name | file | name <name>>",
    set: (wifi, target, [to = "", name]) => wifi.moveWiphy(target, namespaceNamed(to === "name" ? (name ?? to) : to)),
  },
};

export function register(program: Command): void {
  const settings = Object.entries(SETTINGS).map(([word, { values }]) => `  ${word} ${values}`);
  changeCommand(
    program
      .command("set")
      .description("change a setting of an interface or a radio, in iw's words")
      .argument("<target>", "interface or radio: wlan0, phy0")
      .argument("<setting>", "see below")
      .argument("[values...]")
      .addHelpText("after", `\nSettings:\n${settings.join("\n")}`),
    [
      "set wlan0 type monitor",
      "set mon0 channel 36 80MHz",
      "set mon0 freq 5180 80 5210",
      "set phy0 rts off",
      "set wlan0 txpower limit 12",
    ],
  ).action(
    changes<object, [string, string, string[]]>(async ({ wifi }, target, word, values) => {
      const setting = Object.hasOwn(SETTINGS, word) ? SETTINGS[word] : undefined;
      if (setting === undefined) {
        const known = Object.keys(SETTINGS).join(", ");
        throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}": expected one of ${known}`);
      }
      await setting.set(wifi, target, values);
    }),
  );
}

function enabled(what: string, how: string | undefined): boolean {
  if (how === "enable" || how === "disable") return how === "enable";
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${how ?? "(not given)"}: expected enable or disable`);
}
