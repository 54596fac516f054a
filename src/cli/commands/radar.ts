import type { Command } from "commander";
import { changeCommand, changes } from "../changes.ts";
import { Words } from "../words.ts";

const SWITCH = "freq <MHz>|channel <number> [HT20, 80MHz, ...] [beacons <count>] [block-tx]";
const CHECK = "[trigger|background] freq <MHz>|channel <number> [HT20, 80MHz, ...]";

/** Channels of networks that run: going to another, and checks for radar before that. */
export function register(program: Command): void {
  changeCommand(
    program
      .command("switch")
      .description("take an ad-hoc network or a mesh to another channel, announced in beacons; end when it is there")
      .argument("<interface>")
      .argument("<words...>", `in iw's words: ${SWITCH}`),
    ["switch mesh0 freq 2437 HT20 beacons 5", "switch mesh0 channel 36 80MHz block-tx"],
  ).action(
    changes<object, [string, string[]]>(async ({ wifi, output, signal }, name, words) => {
      const rest = new Words(words, SWITCH);
      const channel = rest.channel(rest.next("freq or channel"));
      const options: { count?: number; blockTx?: boolean } = {};
      rest.each((word) => {
        if (word === "beacons") options.count = rest.number(word);
        else if (word === "block-tx") options.blockTx = true;
        else rest.unexpected(word);
      });
      await wifi.switchChannel(name, channel, { ...options, signal });
      output.item({ switched: channel }, () => `${name} is there`);
    }),
  );
  changeCommand(
    program
      .command("cac")
      .description("check a channel for radar; end when it may be used (a minute or ten), or say why not")
      .argument("<interface>", "an access point, mesh point or ad-hoc interface that is up and idle")
      .argument("<words...>", `in iw's words: ${CHECK}`),
    ["cac wlan0 channel 52 80MHz", "cac wlan0 trigger freq 5500 HT20", "cac wlan0 background channel 100"],
    "trigger ends when the check has begun, which goes on; background listens on a receiver of its own, where the device has one.",
  ).action(
    changes<object, [string, string[]]>(async ({ wifi, output, signal }, name, words) => {
      const rest = new Words(words, CHECK);
      const how = rest.optional((word) => word === "trigger" || word === "background");
      const channel = rest.channel(rest.next("freq or channel"));
      rest.end();
      if (how === "trigger") {
        await wifi.radar.startCheck(name, channel);
        output.note("the check has begun");
        return;
      }
      await wifi.radar.check(name, channel, { background: how === "background", signal });
      output.item({ available: channel }, () => "no radar: the channel may be used");
    }),
  );
}
