import type { Command } from "commander";
import type { WifiConnection } from "../../client/connection/connection.ts";
import { changeCommand, changes } from "../changes.ts";
import { connectWords, isShared } from "../connect-words.ts";
import { untilInterrupted } from "../follow.ts";
import type { Output } from "../output.ts";
import { type SecretOptions, secret, securityOf, wepKeys } from "../secret-input.ts";
import { numberOf } from "../typed.ts";

interface ConnectOptions extends SecretOptions {
  readonly wait?: boolean;
}

interface LeaveOptions {
  readonly local?: boolean;
}

export function register(program: Command): void {
  changeCommand(
    withKey(
      program
        .command("connect")
        .description("connect a station, until Ctrl-C ends the connection")
        .argument("<interface>")
        .argument("<ssid>")
        .argument("[words...]", "in iw's words: [<MHz>] [<bssid>] [auth open|shared] [mfp:req|opt|no]"),
    )
      .option("--security <kind>", "open, owe, wep, wpa2, sae (default: open; wep where a key is given)")
      .option("-w, --wait", "end when it is connected, and leave it so"),
    [
      "connect wlan0 cafe",
      "connect -w wlan0 cafe 2412 02:00:00:00:00:00",
      "connect wlan0 old 2412 auth shared --key-env WEP_KEY",
      "connect wlan0 home mfp:req --security wpa2 --key-file /etc/home.key",
    ],
    "A key comes from a variable or a file. WEP keys are written as iw does: 0:abcde d:1:6162636465, the one with d to send with.\n" +
      "wpa2 works with drivers of mac80211, and with devices that do the handshake themselves; sae with the latter alone.",
  ).action(
    changes<ConnectOptions, [string, string, string[]]>(
      async ({ wifi, output, options, signal }, name, ssid, words) => {
        const { sharedKey, ...where } = connectWords(words);
        const security = securityOf(options, sharedKey);
        const owned = options.wait !== true;
        await held(output, ssid, signal, owned, await wifi.connect(name, { ssid, signal, security, ...where, owned }));
      },
    ),
  );
  changeCommand(program.command("disconnect").description("end a station's connection").argument("<interface>"), [
    "disconnect wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.disconnect(name)));

  changeCommand(
    withKey(
      program
        .command("auth")
        .description("authenticate a station, which an association must follow within seconds; scan before")
        .argument("<interface>")
        .argument("<ssid>")
        .argument("<bssid>")
        .argument("<type>", "open or shared")
        .argument("<MHz>"),
    ),
    ["auth wlan0 cafe 02:00:00:00:00:00 open 2412"],
  ).action(
    changes<SecretOptions, [string, string, string, string, string]>(
      async ({ wifi, output, options, signal }, name, ssid, bssid, type, mhz) => {
        const shared = isShared(type);
        const key = shared ? { wepKey: wepKeys(secret(options))[0]! } : {};
        const input = { ssid, bssid, frequencyMhz: numberOf("MHz", mhz), type: shared ? "shared" : "open", ...key };
        const { statusCode, status } = await wifi.mlme.authenticate(name, input, { signal });
        output.item({ authenticated: bssid, statusCode }, () => `authenticated with ${bssid}: ${status}`);
      },
    ),
  );
  changeCommand(
    program
      .command("assoc")
      .description("associate a station that is authenticated, until Ctrl-C ends it")
      .argument("<interface>")
      .argument("<ssid>")
      .argument("<bssid>")
      .argument("<MHz>")
      .option("-w, --wait", "end when it is associated, and leave it so"),
    ["assoc wlan0 cafe 02:00:00:00:00:00 2412"],
  ).action(
    changes<ConnectOptions, [string, string, string, string]>(
      async ({ wifi, output, options, signal }, name, ssid, bssid, mhz) => {
        const owned = options.wait !== true;
        const input = { ssid, bssid, frequencyMhz: numberOf("MHz", mhz), owned };
        await held(output, ssid, signal, owned, await wifi.mlme.associate(name, input, { signal }));
      },
    ),
  );
  for (const verb of ["deauth", "disassoc"] as const) {
    const what = verb === "deauth" ? "an authentication and what stands on it" : "an association";
    changeCommand(
      program
        .command(verb)
        .description(`end ${what}`)
        .argument("<interface>")
        .argument("<bssid>")
        .argument("[reason]", "reason code of 802.11")
        .option("--local", "send no frame"),
      [`${verb} wlan0 02:00:00:00:00:00`],
    ).action(
      changes<LeaveOptions, [string, string, string | undefined]>(async ({ wifi, options }, name, bssid, reason) => {
        const leave = {
          bssid,
          ...(reason !== undefined && { reasonCode: numberOf("reason", reason) }),
          ...(options.local === true && { localOnly: true }),
        };
        await (verb === "deauth" ? wifi.mlme.deauthenticate(name, leave) : wifi.mlme.disassociate(name, leave));
      }),
    );
  }
}

function withKey(command: Command): Command {
  return command
    .option("--key-env <variable>", "the environment variable that has the key")
    .option("--key-file <file>", "the file that has the key; - is stdin");
}

/** Tells of a connection; one that we own lasts until Ctrl-C, or until it ends by itself. */
async function held(
  output: Output,
  ssid: string,
  signal: AbortSignal,
  owned: boolean,
  connection: WifiConnection,
): Promise<void> {
  const to = connection.bssid ?? ssid;
  output.item({ connected: connection.bssid }, () => `connected to ${to}${owned ? "; Ctrl-C ends it" : ""}`);
  if (!owned) return;
  await using _ours = connection;
  const interrupted = untilInterrupted(signal).then(() => ({ by: "us" as const }));
  const end = await Promise.race([connection.ended, interrupted]);
  if (end.by !== "us") output.item({ ended: end }, () => `ended by the ${end.by}: ${end.reason ?? "no reason given"}`);
}
