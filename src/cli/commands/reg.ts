import type { Command } from "commander";
import type { RegulatoryDomain, RegulatoryRule } from "../../nl80211/regulatory.ts";
import { changeCommand, changes } from "../changes.ts";
import { spanText } from "../format.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

export function register(program: Command): void {
  const reg = program
    .command("reg")
    .description("the rules for transmitting that are in force: global, and of radios that have their own")
    .action(
      runs(async ({ wifi, output }) => {
        const domains = await wifi.regulatory();
        output.answer(domains, () => domains.map(domainText).join("\n"));
      }),
    );
  reg
    .command("get")
    .description("the rules in force, or those that one radio keeps to")
    .argument("[radio]", "phy0, or an interface of it")
    .action(
      runs(async ({ wifi, output }, radio: string | undefined) => {
        const domains = radio === undefined ? await wifi.regulatory() : [await wifi.regulatoryOf(radio)];
        output.answer(domains, () => domains.map(domainText).join("\n"));
      }),
    );
  changeCommand(
    reg.command("set").description("ask for the rules of a country").argument("<country>", "DE; 00: the world"),
    ["reg set DE"],
  ).action(changes<object, [string]>(({ wifi }, country) => wifi.setRegulatory(country)));
  changeCommand(reg.command("reload").description("have the kernel read its regulatory database again"), [
    "reg reload",
  ]).action(changes(({ wifi }) => wifi.reloadRegulatory()));
}

const PLACES: Readonly<Record<string, string>> = {
  "00": "the world: what is allowed everywhere",
  "98": "the intersection of two domains",
  "99": "made by the driver",
};

/** A domain with a row for each of its rules. */
export function domainText(domain: RegulatoryDomain): string {
  const whose = domain.wiphy === undefined ? "global" : `phy#${domain.wiphy}`;
  const own = domain.selfManaged ? ", kept by the driver itself" : "";
  const place = PLACES[domain.alpha2] === undefined ? "" : ` (${PLACES[domain.alpha2]})`;
  const radar = domain.dfsRegion === "unset" ? "" : `, radar as ${domain.dfsRegion.toUpperCase()}`;
  return `${whose}${own}: ${domain.alpha2}${place}${radar}\n${rulesTable(domain.rules)}\n`;
}

function rulesTable(rules: readonly RegulatoryRule[]): string {
  return table(
    [
      { head: "  FROM", align: "right" },
      { head: "TO", align: "right" },
      { head: "WIDTH", align: "right" },
      { head: "POWER", align: "right" },
      { head: "" },
    ],
    rules.map((rule) => [
      `${rule.startMhz} MHz`,
      `${rule.endMhz} MHz`,
      `${rule.maxWidthMhz} MHz`,
      rule.maxEirpDbm === undefined ? "" : `${rule.maxEirpDbm} dBm`,
      [
        ...rule.flags.map((flag) => flag.replaceAll("-", " ")),
        ...(rule.psdDbmPerMhz === undefined ? [] : [`${rule.psdDbmPerMhz} dBm/MHz`]),
        ...(rule.dfsCacMs ? [`check of ${spanText(rule.dfsCacMs)}`] : []),
        ...(rule.maxAntennaGainDbi ? [`antenna ${rule.maxAntennaGainDbi} dBi`] : []),
      ].join(", "),
    ]),
  );
}
