import type { Command } from "commander";
import { type NanBand, type NanConfig, nanConfigFields } from "../../client/nan/config.ts";
import type { NanEvent } from "../../client/nan/events.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes } from "../changes.ts";
import { follow, untilInterrupted } from "../follow.ts";
import { FUNCTION_WORDS, functionOf } from "../nan-words.ts";
import { refuseRecording } from "../session.ts";
import { deviceNamed } from "../typed.ts";
import { Words } from "../words.ts";

const CONFIG = "[pref <1 to 255>] [bands [2GHz] [5GHz]]";
const BANDS: Readonly<Record<string, NanBand>> = { "2ghz": "2.4 GHz", "5ghz": "5 GHz" };

/** Devices without a network interface: they are named by their wdev. */
export function register(program: Command): void {
  const p2p = program.command("p2p").description("start and stop P2P devices (Wi-Fi Direct)");
  changeCommand(
    p2p.command("start").description("start a P2P device, until Ctrl-C stops it").argument("<wdev>", "0x2"),
    ["p2p start 0x2"],
  ).action(
    changes<object, [string]>(async ({ wifi, output, signal }, wdev) => {
      await using _running = await wifi.p2p.start(deviceNamed(wdev));
      output.note(`${wdev} runs; Ctrl-C stops it`);
      await untilInterrupted(signal);
    }),
  );
  changeCommand(p2p.command("stop").description("stop a P2P device").argument("<wdev>"), ["p2p stop 0x2"]).action(
    changes<object, [string]>(({ wifi }, wdev) => wifi.p2p.stop(deviceNamed(wdev))),
  );

  const nan = program.command("nan").description("NAN devices (Wi-Fi Aware): start, configure, functions");
  changeCommand(
    nan
      .command("start")
      .description("start a NAN device and print what it tells, until Ctrl-C stops it")
      .argument("<wdev>", "0x2")
      .argument("[words...]", `in iw's words: ${CONFIG}`),
    ["nan start 0x2 pref 10", "nan start 0x2 pref 10 bands 2GHz 5GHz"],
  ).action(
    changes<object, [string, string[]]>(async (context, wdev, words) => {
      const { wifi, output, options, signal } = context;
      const config = configWords(words);
      if (!options.dryRun) refuseRecording(context, "nan start");
      await using device = await wifi.nan.start(deviceNamed(wdev), config);
      output.note(`${wdev} runs; Ctrl-C stops it`);
      const next = (event: NanEvent) => output.item(event, () => JSON.stringify(event, bigintText));
      await follow(signal, () => device.events$, next);
    }),
  );
  changeCommand(nan.command("stop").description("stop a NAN device").argument("<wdev>"), ["nan stop 0x2"]).action(
    changes<object, [string]>(({ wifi }, wdev) => wifi.nan.stop(deviceNamed(wdev))),
  );
  changeCommand(
    nan
      .command("config")
      .description("change how a NAN device works")
      .argument("<wdev>")
      .argument("<words...>", `in iw's words: ${CONFIG}`),
    ["nan config 0x2 pref 20"],
  ).action(
    changes<object, [string, string[]]>(({ wifi }, wdev, words) =>
      wifi.nan.configure(deviceNamed(wdev), configWords(words)),
    ),
  );
  changeCommand(
    nan
      .command("add_func")
      .description("add a function, which stays; it prints its cookie")
      .argument("<wdev>")
      .argument("<words...>", `in iw's words: ${FUNCTION_WORDS}`),
    [
      "nan add_func 0x2 type publish unsolicited name org.example.printer info here",
      "nan add_func 0x2 type subscribe active name org.example.printer ttl 20",
    ],
  ).action(
    changes<object, [string, string[]]>(async ({ wifi, output }, wdev, words) => {
      const added = await wifi.nan.addFunction(deviceNamed(wdev), functionOf(words));
      output.answer(added, () => `instance_id: ${added.instanceId}, cookie: ${added.cookie}`);
    }),
  );
  changeCommand(
    nan
      .command("rm_func")
      .description("take a function away")
      .argument("<wdev>")
      .argument("<words...>", "cookie <cookie>"),
    ["nan rm_func 0x2 cookie 7"],
  ).action(
    changes<object, [string, string[]]>(async ({ wifi }, wdev, words) => {
      const rest = new Words(words, "cookie <cookie>");
      if (!rest.flag("cookie")) rest.unexpected(words[0] ?? "");
      const cookie = cookieOf(rest.next("cookie"));
      rest.end();
      await wifi.nan.deleteFunction(deviceNamed(wdev), cookie);
    }),
  );
}

function configWords(words: readonly string[]): NanConfig {
  const rest = new Words(words, CONFIG);
  const config: { masterPreference?: number; bands?: NanBand[] } = {};
  rest.each((word) => {
    const band = BANDS[word.toLowerCase()];
    if (word === "pref") config.masterPreference = rest.number(word);
    else if (word === "bands") config.bands = [];
    else if (band !== undefined && config.bands !== undefined) config.bands.push(band);
    else rest.unexpected(word);
  });
  nanConfigFields(config); // throws for what the kernel would not take, before a recording is refused
  return config;
}

function cookieOf(text: string): bigint {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return BigInt(text);
  throw new Nl80211Error("INVALID_ARGUMENT", `cookie ${text}: expected a number`);
}

function bigintText(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "bigint" ? String(value) : value;
}
