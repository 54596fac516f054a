import type { Command } from "commander";
import { fromHex } from "../../bytes/hex.ts";
import type { JoinMesh } from "../../client/membership/mesh.ts";
import type { MeshPath } from "../../nl80211/mesh.ts";
import { changeCommand, changes } from "../changes.ts";
import { untilInterrupted } from "../follow.ts";
import { meshParametersOf, meshParameterText } from "../mesh-words.ts";
import { runs } from "../runner.ts";
import { type Column, table } from "../table.ts";
import { channelOf, ratesNamed, switchOf } from "../typed.ts";
import { Words } from "../words.ts";

const JOIN =
  "[[freq] <MHz or channel> [HT20, HT40+, ...]] [basic-rates <Mbit/s,...>] [mcast-rate <Mbit/s>] [beacon-interval <TU>] " +
  "[dtim-period <n>] [vendor_sync on|off] [<parameter>=<value>...]";

export function register(program: Command): void {
  const mesh = program.command("mesh").description("join and leave a mesh");
  changeCommand(
    mesh
      .command("join")
      .description("join a mesh, until Ctrl-C leaves it; the interface must be a mesh point, and up")
      .argument("<interface>")
      .argument("<mesh id>")
      .argument("[words...]", `in iw's words: ${JOIN}`),
    [
      "mesh join mesh0 village",
      "mesh join mesh0 village 2412 HT20",
      "mesh join mesh0 village freq 5180 80MHz mcast-rate 12 mesh_fwding=0",
    ],
  ).action(
    changes<object, [string, string, string[]]>(async ({ wifi, output, signal }, name, meshId, words) => {
      await using _member = await wifi.mesh.join(name, { meshId, ...joinWords(words) });
      output.note(`${name} is in the mesh; Ctrl-C leaves it`);
      await untilInterrupted(signal);
    }),
  );
  changeCommand(mesh.command("leave").description("leave the mesh").argument("<interface>"), [
    "mesh leave mesh0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.mesh.leave(name)));

  program
    .command("mesh_param")
    .description("the parameters of a mesh: dump; `get` and `set` do one, by mesh_param")
    .command("dump")
    .description("all parameters")
    .argument("<interface>")
    .addHelpText("after", "\nExamples:\n  nl80211 mesh_param dump mesh0\n  nl80211 set mesh0 mesh_param mesh_ttl=31")
    .action(
      runs(async ({ wifi, output }, name: string) => {
        const parameters = await wifi.meshParameters(name);
        output.answer(parameters, () => meshParameterText(parameters));
      }),
    );
  registerPaths(program);
}

function registerPaths(program: Command): void {
  const mpath = program.command("mpath").description("paths through a mesh (needs root)");
  const example = "02:00:00:00:00:09";
  reading(mpath, "dump", "all paths", "mpath dump mesh0").action(
    runs(async ({ wifi, output }, name: string) => {
      const paths = await wifi.meshPaths(name);
      output.answer(paths, () => pathTable(paths));
    }),
  );
  reading(mpath, "get", "one path", `mpath get mesh0 ${example}`)
    .argument("<destination>")
    .action(
      runs(async ({ wifi, output }, name: string, destination: string) => {
        const path = await wifi.mesh.path(name, destination);
        output.answer(path, () => pathTable([path]));
      }),
    );
  for (const [verb, call, does] of [
    ["new", "addPath", "add a fixed path"],
    ["set", "setPath", "fix the next hop of a path"],
  ] as const) {
    changeCommand(
      mpath
        .command(verb)
        .description(does)
        .argument("<interface>")
        .argument("<destination>")
        .argument("<words...>", "next_hop <address>"),
      [`mpath ${verb} mesh0 ${example} next_hop 02:00:00:00:00:01`],
    ).action(
      changes<object, [string, string, string[]]>(async ({ wifi }, name, destination, words) => {
        await wifi.mesh[call](name, destination, wordAfter("next_hop", words, "next_hop <address>"));
      }),
    );
  }
  changeCommand(
    mpath.command("del").description("forget a path, or all").argument("<interface>").argument("[destination]"),
    [`mpath del mesh0 ${example}`],
  ).action(
    changes<object, [string, string | undefined]>(({ wifi }, name, destination) =>
      wifi.mesh.deletePath(name, destination),
    ),
  );
  changeCommand(
    mpath
      .command("probe")
      .description("send an Ethernet frame straight to a peer")
      .argument("<interface>")
      .argument("<peer>")
      .argument("<words...>", "frame <hexadecimal digits, in pairs with colons or without>"),
    [`mpath probe mesh0 ${example} frame 02:00:00:00:00:09:02:00:00:00:00:01:88:b5:00`],
  ).action(
    changes<object, [string, string, string[]]>(async ({ wifi }, name, peer, words) => {
      const frame = fromHex(wordAfter("frame", words, "frame <hexadecimal digits>").replaceAll(":", ""));
      await wifi.mesh.probeLink(name, peer, frame);
    }),
  );

  const mpp = program.command("mpp").description("devices behind other mesh points (needs root)");
  reading(mpp, "dump", "all of them", "mpp dump mesh0").action(
    runs(async ({ wifi, output }, name: string) => {
      const proxies = await wifi.meshProxies(name);
      output.answer(proxies, () => proxyTable(proxies));
    }),
  );
  reading(mpp, "get", "one of them", `mpp get mesh0 ${example}`)
    .argument("<destination>")
    .action(
      runs(async ({ wifi, output }, name: string, destination: string) => {
        const proxy = await wifi.mesh.proxy(name, destination);
        output.answer(proxy, () => proxyTable([proxy]));
      }),
    );
}

function reading(group: Command, verb: string, does: string, example: string): Command {
  const help = `\nExamples:\n  nl80211 ${example}`;
  return group.command(verb).description(does).argument("<interface>").addHelpText("after", help);
}

function wordAfter(word: string, words: readonly string[], usage: string): string {
  const rest = new Words(words, usage);
  if (!rest.flag(word)) rest.unexpected(words[0] ?? "");
  const value = rest.next(word);
  rest.end();
  return value;
}

/** iw's words behind the mesh id, and the channel alone as a person might write it. */
function joinWords(words: readonly string[]): Omit<JoinMesh, "meshId"> {
  const rest = new Words(words, JOIN);
  const mesh: { -readonly [Key in keyof JoinMesh]?: JoinMesh[Key] } = {};
  const parameters: string[] = [];
  const bare = rest.optional((word) => /^\d+(\.\d+)?$/.test(word));
  if (bare !== undefined) mesh.channel = channelOf(bare, rest.mode().mode);
  else if (rest.flag("freq")) mesh.channel = channelOf(rest.next("MHz"), rest.mode().mode);
  rest.each((word) => {
    if (word === "basic-rates") mesh.basicRatesMbps = ratesNamed(rest.next(word));
    else if (word === "mcast-rate") mesh.multicastRateMbps = rest.number(word);
    else if (word === "beacon-interval") mesh.beaconIntervalTu = rest.number(word);
    else if (word === "dtim-period") mesh.dtimPeriod = rest.number(word);
    else if (word === "vendor_sync") mesh.vendorSync = switchOf(word, rest.next(word));
    else if (word.includes("=")) parameters.push(word);
    else rest.unexpected(word);
  });
  return { ...mesh, ...(parameters.length > 0 && { parameters: meshParametersOf(parameters) }) };
}

const PATHS: readonly Column[] = [
  ...[
    { head: "DESTINATION" },
    { head: "NEXT HOP" },
    { head: "METRIC", align: "right" },
    { head: "HOPS", align: "right" },
  ],
  ...[{ head: "EXPIRES", align: "right" }, { head: "QUEUED", align: "right" }, { head: "STATE" }],
] as Column[];

function pathTable(paths: readonly MeshPath[]): string {
  const row = (path: MeshPath) => [
    ...[path.destination, path.nextHop, path.metric, path.hops],
    ...[
      path.expiresInMs === undefined ? undefined : `${path.expiresInMs} ms`,
      path.queuedFrames,
      path.flags.join(", "),
    ],
  ];
  return paths.length === 0 ? "no paths" : table(PATHS, paths.map(row));
}

function proxyTable(proxies: readonly MeshPath[]): string {
  if (proxies.length === 0) return "no devices behind other mesh points";
  return table(
    [{ head: "DEVICE" }, { head: "BEHIND" }],
    proxies.map(({ destination, nextHop }) => [destination, nextHop]),
  );
}
