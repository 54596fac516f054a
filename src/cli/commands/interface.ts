import type { Command } from "commander";
import { changeCommand, changes } from "../changes.ts";
import { interfaceTable } from "./interfaces.ts";

interface AddOptions {
  readonly type: string;
  readonly address?: string;
  readonly flags?: string[];
  readonly meshid?: string;
  readonly "4addr"?: boolean;
  readonly mumimoFollow?: string;
}

export function register(program: Command): void {
  const group = program.command("interface").description("add and delete interfaces, switch them on and off");
  changeCommand(
    group
      .command("add")
      .description("a new interface of a radio; it is down")
      .argument("<radio>", "phy0, or an interface of that radio")
      .argument("<name>")
      .option("--type <type>", "managed, ap, monitor, mesh, ibss, ...", "managed")
      .option("--address <address>")
      .option("--flags <flag...>", "of a monitor: fcsfail, plcpfail, control, other-bss, active, skip-tx")
      .option("--meshid <id>", "of a mesh point")
      .option("--4addr", "frames with four addresses")
      .option("--mumimo-follow <address>", "of a monitor: hear this station's MU-MIMO frames too"),
    ["interface add phy0 mon0 --type monitor", "interface add phy0 sta1 --address 02:00:00:00:00:01"],
  ).action(
    changes<AddOptions, [string, string]>(async ({ wifi, output, options }, radio, name) => {
      const { type, address, flags, meshid, mumimoFollow } = options;
      const made = await wifi.createInterface(radio, {
        name,
        type,
        ...(address !== undefined && { address }),
        ...(flags !== undefined && { monitorFlags: flags }),
        ...(meshid !== undefined && { meshId: meshid }),
        ...(options["4addr"] && { use4addr: true }),
        ...(mumimoFollow !== undefined && { muMimo: { follow: mumimoFollow } }),
      });
      output.answer(made, () => interfaceTable([made]));
    }),
  );
  changeCommand(group.command("del").description("remove an interface").argument("<interface>"), [
    "interface del mon0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.deleteInterface(name)));
  for (const way of ["up", "down"] as const) {
    changeCommand(group.command(way).description(`switch an interface ${way}`).argument("<interface>"), [
      `interface ${way} wlan0`,
    ]).action(changes<object, [string]>(({ wifi }, name) => wifi[way](name)));
  }
}
