import type { Command } from "commander";
import type { Interface } from "../../nl80211/interface.ts";
import { channelText, deviceText, nameText } from "../format.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

export function register(program: Command): void {
  program
    .command("interfaces")
    .alias("dev")
    .description("Wi-Fi interfaces, and devices that have none")
    .argument("[interface]", "its name; all, where none is given")
    .action(
      runs(async ({ wifi, output }, name: string | undefined) => {
        const interfaces = name === undefined ? await wifi.interfaces() : [await wifi.interface(name)];
        output.answer(interfaces, () => (interfaces.length === 0 ? "no Wi-Fi interfaces" : interfaceTable(interfaces)));
      }),
    );
}

/** A row a device, and below it a row for each of its links. */
export function interfaceTable(interfaces: readonly Interface[]): string {
  const rows = interfaces.flatMap((device) => [
    [
      deviceText(device),
      device.ifindex,
      `phy#${device.wiphy}`,
      device.type,
      device.address,
      device.ssid && nameText(device.ssid),
      channelText(device.channel),
      device.txPowerDbm === undefined ? undefined : `${device.txPowerDbm} dBm`,
    ],
    ...device.links.map((link) => [
      `  link ${link.linkId}`,
      undefined,
      undefined,
      undefined,
      link.address,
      undefined,
      channelText(link.channel),
      link.txPowerDbm === undefined ? undefined : `${link.txPowerDbm} dBm`,
    ]),
  ]);
  return table(
    [
      { head: "INTERFACE" },
      { head: "INDEX", align: "right", dispensable: 2 },
      { head: "WIPHY", dispensable: 3 },
      { head: "TYPE" },
      { head: "ADDRESS" },
      { head: "SSID" },
      { head: "CHANNEL" },
      { head: "POWER", align: "right", dispensable: 1 },
    ],
    rows,
  );
}
