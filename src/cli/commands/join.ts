import type { Command } from "commander";
import type { ConnectSecurity } from "../../client/connect-options.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes, channelOf, numberOf, untilInterrupted } from "../changes.ts";

interface ConnectOptions {
  readonly bssid?: string;
  readonly freq?: string;
  readonly wep?: string;
}

export function register(program: Command): void {
  changeCommand(
    program
      .command("connect")
      .description(
        "connect a station, until Ctrl-C ends the connection; networks with WPA are wpa_supplicant's business",
      )
      .argument("<interface>")
      .argument("<ssid>")
      .option("--bssid <address>", "only this access point")
      .option("--freq <MHz>", "only this channel")
      .option("--wep <variable>", "a WEP network: the environment variable that has the key"),
    ["connect wlan0 cafe", "connect wlan0 cafe --bssid 02:00:00:00:00:00"],
  ).action(
    changes<ConnectOptions, [string, string]>(async ({ wifi, output, options, signal }, name, ssid) => {
      const { bssid, freq, wep } = options;
      await using connection = await wifi.connect(name, {
        ssid,
        signal,
        ...(bssid !== undefined && { bssid }),
        ...(freq !== undefined && { frequencyMhz: numberOf("--freq", freq) }),
        ...(wep !== undefined && { security: wepOf(wep) }),
      });
      output.item({ connected: connection.bssid }, () => `connected to ${connection.bssid ?? ssid}; Ctrl-C ends it`);
      const interrupted = untilInterrupted(signal).then(() => ({ by: "us" as const }));
      const end = await Promise.race([connection.ended, interrupted]);
      if (end.by !== "us")
        output.item({ ended: end }, () => `ended by the ${end.by}: ${end.reason ?? "no reason given"}`);
    }),
  );
  changeCommand(program.command("disconnect").description("end a station's connection").argument("<interface>"), [
    "disconnect wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.disconnect(name)));

  const mesh = program.command("mesh").description("join and leave a mesh");
  changeCommand(
    mesh
      .command("join")
      .description("join a mesh, until Ctrl-C leaves it; the interface must be a mesh point, and up")
      .argument("<interface>")
      .argument("<mesh id>")
      .argument("[channel]", "its number, or MHz")
      .argument("[width]", "HT20, HT40+, 80MHz, ..."),
    ["mesh join mesh0 village", "mesh join mesh0 village 2412 HT20"],
  ).action(
    changes<object, [string, string, string | undefined, string | undefined]>(
      async ({ wifi, output, signal }, name, meshId, channel, mode) => {
        await using _member = await wifi.mesh.join(name, {
          meshId,
          ...(channel !== undefined && { channel: channelOf(channel, mode) }),
        });
        output.note(`${name} is in the mesh; Ctrl-C leaves it`);
        await untilInterrupted(signal);
      },
    ),
  );
  changeCommand(mesh.command("leave").description("leave the mesh").argument("<interface>"), [
    "mesh leave mesh0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.mesh.leave(name)));

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

/** A key by the name of its variable: the command line is for all to see. */
function wepOf(variable: string): ConnectSecurity {
  const key = process.env[variable];
  if (key !== undefined) return { wep: [{ index: 0, key }] };
  throw new Nl80211Error("INVALID_ARGUMENT", `--wep: there is no environment variable ${variable}`);
}
