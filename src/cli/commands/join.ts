import type { Command } from "commander";
import { fromHex } from "../../bytes/hex.ts";
import { changeCommand, changes, channelOf, untilInterrupted } from "../changes.ts";

interface ApOptions {
  readonly ftmResponder?: boolean;
  readonly lci?: string;
  readonly civic?: string;
}

export function register(program: Command): void {
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
      .argument("[width]", "NOHT, HT20, ...")
      .option("--ftm-responder", "answer fine timing measurements")
      .option(
        "--lci <hex>",
        "of the responder: the Measurement Report of its place (LCI), from the measurement token on",
      )
      .option("--civic <hex>", "of the responder: that of its civic location"),
    ["ap start wlan0 test 1", "ap start wlan0 test 1 HT20 --ftm-responder"],
  ).action(
    changes<ApOptions, [string, string, string, string | undefined]>(
      async ({ wifi, output, options, signal }, name, ssid, channel, mode) => {
        const { ftmResponder, lci, civic } = options;
        const responder = ftmResponder || lci !== undefined || civic !== undefined;
        await using _ap = await wifi.ap.start(name, {
          ssid,
          channel: channelOf(channel, mode),
          ...(responder && {
            ftmResponder: {
              ...(lci !== undefined && { lci: fromHex(lci) }),
              ...(civic !== undefined && { civicLocation: fromHex(civic) }),
            },
          }),
        });
        output.note(`${name} beacons; Ctrl-C ends it`);
        await untilInterrupted(signal);
      },
    ),
  );
  changeCommand(ap.command("stop").description("stop an access point").argument("<interface>"), [
    "ap stop wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.ap.stop(name)));
}
