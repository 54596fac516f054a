import type { Command } from "commander";
import { fromHex } from "../../bytes/hex.ts";
import type { AccessPointInput } from "../../client/access-point/access-point.ts";
import type { ApGeneration } from "../../client/access-point/capabilities.ts";
import type { StationEvent } from "../../client/access-point/events.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes } from "../changes.ts";
import { timeText } from "../format.ts";
import { channelOf, numberOf } from "../typed.ts";

interface StartOptions {
  readonly generation?: string;
  readonly hidden?: boolean;
  readonly isolate?: boolean;
  readonly max?: string;
  readonly allow?: string[];
  readonly deny?: string[];
  readonly ftmResponder?: boolean;
  readonly lci?: string;
  readonly civic?: string;
  readonly dryRun?: boolean;
}

export function register(program: Command): void {
  const ap = program.command("ap").description("serve a network as an access point");
  changeCommand(
    ap
      .command("start")
      .description(
        "serve an open network, until Ctrl-C, and print who joins and leaves; the interface must be an access point, and up",
      )
      .argument("<interface>")
      .argument("<ssid>")
      .argument("<channel>", "its number, or MHz")
      .argument("[width]", "NOHT, HT20, HT40+, 80MHz, ...")
      .option("--generation <number>", "4 is 802.11n, 5 ac, 6 ax, 7 be; default: what the width needs")
      .option("--hidden", "the beacons do not name it")
      .option("--isolate", "stations cannot reach one another")
      .option("--max <stations>", "not more at once")
      .option("--allow <addresses...>", "these stations alone")
      .option("--deny <addresses...>", "all but these stations")
      .option("--ftm-responder", "answer fine timing measurements")
      .option(
        "--lci <hex>",
        "of the responder: the Measurement Report of its place (LCI), from the measurement token on",
      )
      .option("--civic <hex>", "of the responder: that of its civic location"),
    ["ap start wlan0 test 1", "ap start wlan0 test 36 80MHz --generation 6", "ap start wlan0 test 1 --max 5 --isolate"],
    "Networks with WPA are hostapd's business.",
  ).action(
    changes<StartOptions, [string, string, string, string | undefined]>(
      async ({ wifi, output, options, signal }, name, ssid, channel, mode) => {
        const { max, allow, deny, generation, hidden, isolate, dryRun } = options;
        const rules = {
          ...(max !== undefined && { maxStations: numberOf("--max", max) }),
          ...(allow !== undefined && { allow }),
          ...(deny !== undefined && { deny }),
        };
        await using served = await wifi.ap.start(name, {
          ssid,
          channel: channelOf(channel, mode),
          ...(generation !== undefined && { generation: generationOf(generation) }),
          ...(hidden && { hidden: "empty" }),
          ...(isolate && { isolate }),
          ...responderOf(options),
          // What begins it is the request that matters; who is heard before that does not.
          stations: dryRun ? false : rules,
        });
        const subscription = served.events$().subscribe((event) => output.item(event, () => stationLine(event)));
        output.note(`${name} serves ${ssid}; Ctrl-C ends it`);
        signal.addEventListener("abort", () => void served.close());
        if (signal.aborted) await served.close();
        const { by } = await served.ended;
        await served.close();
        subscription.unsubscribe();
        if (by === "kernel") output.note(`${name} serves no longer: the kernel has ended it`);
      },
      { streams: true },
    ),
  );
  changeCommand(ap.command("stop").description("stop an access point").argument("<interface>"), [
    "ap stop wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.ap.stop(name)));
}

/** An access point that tells of its place answers measurements. */
function responderOf({ ftmResponder, lci, civic }: StartOptions): Pick<AccessPointInput, "ftmResponder"> {
  if (!ftmResponder && lci === undefined && civic === undefined) return {};
  return {
    ftmResponder: {
      ...(lci !== undefined && { lci: fromHex(lci) }),
      ...(civic !== undefined && { civicLocation: fromHex(civic) }),
    },
  };
}

function generationOf(text: string): ApGeneration {
  const number = Number(text);
  if (number === 4 || number === 5 || number === 6 || number === 7) return number;
  throw new Nl80211Error("INVALID_ARGUMENT", `--generation ${text}: expected 4, 5, 6 or 7`);
}

/** "12:00:01.123  02:00:00:00:01:00 joined as 1, Wi-Fi 6". */
export function stationLine(event: StationEvent): string {
  return `${timeText(event.time)}  ${event.address} ${whatOf(event)}`;
}

function whatOf(event: StationEvent): string {
  switch (event.type) {
    case "joined": {
      const { aid, generation, from } = event.station;
      const kind = generation === undefined ? "" : `, Wi-Fi ${generation}`;
      return `joined as ${aid}${kind}${from === undefined ? "" : `, from ${from}`}`;
    }
    case "left": {
      const why = event.reason === undefined ? "" : `: ${event.reason} (reason ${event.reasonCode})`;
      return `left${BY[event.by]}${why}`;
    }
    case "refused": {
      const error = event.error === undefined ? "" : `; ${event.error.message}`;
      return `refused at ${event.step}: ${event.status} (status ${event.statusCode})${error}`;
    }
  }
}

const BY = {
  station: "",
  us: ", sent away",
  kernel: ", removed by the kernel",
  inactivity: ", silent for too long",
} as const;
