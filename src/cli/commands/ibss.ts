import type { Command } from "commander";
import type { JoinIbss } from "../../client/membership/ibss.ts";
import { changeCommand, changes } from "../changes.ts";
import { untilInterrupted } from "../follow.ts";
import { type SecretOptions, secret, wepKeys } from "../secret-input.ts";
import { channelOf, ratesNamed } from "../typed.ts";
import { Words } from "../words.ts";

const JOIN =
  "[NOHT, HT20, HT40+, ...] [fixed-freq] [<bssid>] [beacon-interval <TU>] [basic-rates <Mbit/s,...>] [mcast-rate <Mbit/s>]";

export function register(program: Command): void {
  const ibss = program.command("ibss").description("join and leave an ad-hoc network");
  changeCommand(
    ibss
      .command("join")
      .description(
        "join an ad-hoc network or begin it, until Ctrl-C leaves it; the interface must be of type ibss, and up",
      )
      .argument("<interface>")
      .argument("<ssid>")
      .argument("<MHz>", "or the channel's number")
      .argument("[words...]", `in iw's words: ${JOIN}`)
      .option("--key-env <variable>", "WEP: the environment variable that has the keys")
      .option("--key-file <file>", "WEP: the file that has the keys; - is standard input"),
    ["ibss join wlan0 meadow 2437", "ibss join wlan0 meadow 2437 HT20 fixed-freq 02:80:21:00:00:01 mcast-rate 6"],
    "WEP keys are written as iw does: 0:abcde d:1:6162636465, the one with d to send with.",
  ).action(
    changes<SecretOptions, [string, string, string, string[]]>(
      async ({ wifi, output, options, signal }, name, ssid, channel, words) => {
        const wep =
          options.keyEnv !== undefined || options.keyFile !== undefined ? { wep: wepKeys(secret(options)) } : {};
        const input = { ssid, ...joinWords(channel, words), ...wep };
        await using member = await wifi.ibss.join(name, input, { signal });
        output.item({ joined: member.bssid }, () => `in the cell ${member.bssid}; Ctrl-C leaves it`);
        await untilInterrupted(signal);
      },
    ),
  );
  changeCommand(ibss.command("leave").description("leave the ad-hoc network").argument("<interface>"), [
    "ibss leave wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.ibss.leave(name)));

  const ocb = program.command("ocb").description("use a channel outside the context of a BSS (802.11p)");
  changeCommand(
    ocb
      .command("join")
      .description("use a channel, until Ctrl-C leaves it; the interface must be of type ocb, and up")
      .argument("<interface>")
      .argument("<MHz>", "or the channel's number")
      .argument("[width]", "5MHz, 10MHz, NOHT, ..."),
    ["ocb join wlan0 5890 10MHz"],
  ).action(
    changes<object, [string, string, string | undefined]>(async ({ wifi, output, signal }, name, channel, mode) => {
      await using _member = await wifi.ocb.join(name, channelOf(channel, mode));
      output.note(`${name} uses the channel; Ctrl-C leaves it`);
      await untilInterrupted(signal);
    }),
  );
  changeCommand(ocb.command("leave").description("leave the channel").argument("<interface>"), [
    "ocb leave wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.ocb.leave(name)));
}

function joinWords(channel: string, words: readonly string[]): Omit<JoinIbss, "ssid"> {
  const rest = new Words(words, JOIN);
  const ibss: { -readonly [Key in keyof JoinIbss]?: JoinIbss[Key] } = {};
  const where = channelOf(channel, rest.mode().mode);
  if (rest.flag("fixed-freq")) ibss.fixedChannel = true;
  const bssid = rest.mac();
  if (bssid !== undefined) ibss.bssid = bssid;
  rest.each((word) => {
    if (word === "beacon-interval") ibss.beaconIntervalTu = rest.number(word);
    else if (word === "basic-rates") ibss.basicRatesMbps = ratesNamed(rest.next(word));
    else if (word === "mcast-rate") ibss.multicastRateMbps = rest.number(word);
    else rest.unexpected(word);
  });
  return { ...ibss, channel: where };
}
