import type { Command } from "commander";
import type { TdlsFrame } from "../../client/station/tdls.ts";
import { changeCommand, changes } from "../changes.ts";
import { runs } from "../runner.ts";
import { stationTable } from "./stations.ts";

/** What can be done with a link, and what that is. */
const OPERATIONS = {
  discover: "look for a peer, where the driver does TDLS by itself",
  setup: "set a link up, where the driver does TDLS by itself",
  teardown: "tear a link down, where the driver does TDLS by itself",
  enable: "use a link that both ends have agreed on",
  disable: "stop using a link, and forget the peer",
} as const;

const METHODS = {
  discover: "discover",
  setup: "setUp",
  teardown: "tearDown",
  enable: "enable",
  disable: "disable",
} as const;

export function register(program: Command): void {
  const tdls = program.command("tdls").description("direct links between two clients of an access point");
  tdls
    .command("peers")
    .description("the peers that an interface has")
    .argument("<interface>")
    .action(
      runs(async ({ wifi, output }, name: string) => {
        const peers = await wifi.tdls.peers(name);
        output.answer(peers, () => (peers.length === 0 ? "no peers" : stationTable(peers, () => name)));
      }),
    );
  for (const word of ["discover", "setup", "teardown", "enable", "disable"] as const) {
    changeCommand(
      tdls.command(word).description(OPERATIONS[word]).argument("<interface>").argument("<address>", "the peer's"),
      [`tdls ${word} wlan0 02:00:00:00:02:00`],
    ).action(changes<object, [string, string]>(({ wifi }, name, address) => wifi.tdls[METHODS[word]](name, address)));
  }
  changeCommand(
    tdls
      .command("send")
      .description("send a frame of TDLS")
      .argument("<interface>")
      .argument("<address>", "the peer's")
      .argument(
        "<action>",
        "setup-request, setup-response, setup-confirm, teardown, discovery-request, discovery-response",
      ),
    ["tdls send wlan0 02:00:00:00:02:00 discovery-request"],
  ).action(
    changes<object, [string, string, TdlsFrame["action"]]>(({ wifi }, name, address, action) =>
      wifi.tdls.send(name, address, { action }),
    ),
  );
}
