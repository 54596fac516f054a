import type { Command } from "commander";
import { changeCommand, changes, channelOf, untilInterrupted } from "../changes.ts";

export function register(program: Command): void {
  const ap = program.command("ap").description("beacon as an access point");
  changeCommand(
    ap
      .command("start")
      .description("beacon an open network, until Ctrl-C; the interface must be an access point, and up")
      .argument("<interface>")
      .argument("<ssid>")
      .argument("<channel>", "its number, or MHz")
      .argument("[width]", "NOHT, HT20, ..."),
    ["ap start wlan0 test 1"],
  ).action(
    changes<object, [string, string, string, string | undefined]>(
      async ({ wifi, output, signal }, name, ssid, channel, mode) => {
        await using _ap = await wifi.ap.start(name, { ssid, channel: channelOf(channel, mode) });
        output.note(`${name} beacons; Ctrl-C ends it`);
        await untilInterrupted(signal);
      },
    ),
  );
  changeCommand(ap.command("stop").description("stop an access point").argument("<interface>"), [
    "ap stop wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.ap.stop(name)));
}
