import type { Command } from "commander";
import type { StationChange, StationFlag } from "../../client/station/station-settings.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes } from "../changes.ts";
import { runs } from "../runner.ts";
import { numberOf, switchOf } from "../typed.ts";
import { stationTable } from "./stations.ts";

/** What can be set of a station: iw's words, the values as a person types them. */
const SETTINGS: Readonly<Record<string, { readonly values: string; of(values: readonly string[]): StationChange }>> = {
  plink_action: { values: "<open | block>", of: ([plinkAction = ""]) => ({ plinkAction }) },
  vlan: { values: "<AP_VLAN interface, or its index>", of: ([vlan = ""]) => ({ vlan: indexOrName(vlan) }) },
  mesh_power_mode: { values: "<active | light | deep>", of: ([meshPowerMode = ""]) => ({ meshPowerMode }) },
  airtime_weight: {
    values: "<weight>",
    of: ([weight]) => ({ airtimeWeight: numberOf("airtime_weight", weight) }),
  },
  txpwr: { values: "<auto | limit> [dBm]", of: ([how, dbm]) => ({ txPower: txPower(how, dbm) }) },
  flag: {
    values: "<authorized | mfp | wme | ...> <on | off>",
    of: ([flag = "", on]) => ({ flags: { [flag as StationFlag]: switchOf(flag, on) } }),
  },
};

export function register(program: Command): void {
  const station = program.command("station").description("one station: what is known of it, set it, remove it");
  station
    .command("get")
    .description("what is known of a station; all of it with --json")
    .argument("<interface>")
    .argument("<address>")
    .action(
      runs(async ({ wifi, output }, name: string, address: string) => {
        const found = await wifi.station(name, address);
        output.answer(found, () => stationTable([found], () => name));
      }),
    );

  const settings = Object.entries(SETTINGS).map(([word, { values }]) => `  ${word} ${values}`);
  changeCommand(
    station
      .command("set")
      .description("change a station of an access point or a mesh, in iw's words")
      .argument("<interface>")
      .argument("<address>")
      .argument("<setting>", "see below")
      .argument("[values...]")
      .addHelpText("after", `\nSettings:\n${settings.join("\n")}`),
    [
      "station set wlan0 02:00:00:00:01:00 airtime_weight 512",
      "station set wlan0 02:00:00:00:01:00 vlan wlan0.7",
      "station set mesh0 02:00:00:00:01:00 plink_action block",
    ],
  ).action(
    changes<object, [string, string, string, string[]]>(async ({ wifi }, name, address, word, values) => {
      const setting = Object.hasOwn(SETTINGS, word) ? SETTINGS[word] : undefined;
      if (setting === undefined) {
        const known = Object.keys(SETTINGS).join(", ");
        throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}": expected one of ${known}`);
      }
      await wifi.setStation(name, address, setting.of(values));
    }),
  );

  changeCommand(
    station
      .command("del")
      .description("remove a station from an access point, a mesh or an IBSS")
      .argument("<interface>")
      .argument("<address>")
      .argument("[words...]", "subtype <0xA: disassociation | 0xC: deauthentication>, reason-code <code>"),
    ["station del wlan0 02:00:00:00:01:00", "station del wlan0 02:00:00:00:01:00 subtype 0xA reason-code 5"],
  ).action(
    changes<object, [string, string, string[]]>(({ wifi }, name, address, words) =>
      wifi.deleteStation(name, address, removalOf(words)),
    ),
  );
}

function indexOrName(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function txPower(how: string | undefined, dbm: string | undefined) {
  if (how === "auto") return how;
  if (how === "limit") return { limitDbm: numberOf("dBm", dbm) };
  throw new Nl80211Error("INVALID_ARGUMENT", `txpwr ${how ?? "(not given)"}: expected auto or limit`);
}

const FRAMES: Readonly<Record<number, "deauthentication" | "disassociation">> = {
  10: "disassociation",
  12: "deauthentication",
};

function removalOf(words: readonly string[]) {
  const rest = [...words];
  const subtype = rest[0] === "subtype" ? numberOf("subtype", rest.splice(0, 2)[1]) : undefined;
  const reasonCode = rest[0] === "reason-code" ? numberOf("reason-code", rest.splice(0, 2)[1]) : undefined;
  const frame = subtype === undefined ? undefined : FRAMES[subtype];
  if (rest.length > 0 || (subtype !== undefined && frame === undefined)) {
    const wrong = rest[0] ?? `subtype ${subtype}`;
    throw new Nl80211Error("INVALID_ARGUMENT", `"${wrong}": expected subtype 0xA or 0xC, then reason-code <code>`);
  }
  return { ...(frame !== undefined && { frame }), ...(reasonCode !== undefined && { reasonCode }) };
}
