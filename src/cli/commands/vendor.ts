import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { toHex } from "../../bytes/hex.ts";
import type { VendorCommandInput } from "../../client/vendor/vendor.ts";
import { Nl80211Error } from "../../errors.ts";
import { changeCommand, changes } from "../changes.ts";

interface VendorOptions {
  readonly nested?: boolean;
}

const WAYS = [
  ["send", "send a command"],
  ["recv", "send a command, and show its answer in hex"],
  ["recvbin", "send a command, and write its answer as it is"],
] as const;

export function register(program: Command): void {
  const group = program.command("vendor").description("commands of a driver's vendor");
  for (const [way, description] of WAYS) {
    changeCommand(
      group
        .command(way)
        .description(description)
        .argument("<target>", "interface or radio")
        .argument("<oui>", "0x001374 or 00:13:74")
        .argument("<subcommand>", "0x1")
        .argument("<data...>", "octets such as 0x08 0xff; a file; - for standard input")
        .option("--nested", "the data are attributes, and marked so (NLA_F_NESTED)"),
      [`vendor ${way} wlan0 0x001374 0x1 0x08 0x00 0x08 0x00 0x2a 0x00 0x00 0x00 --nested`],
    ).action(
      changes<VendorOptions, [string, string, string, string[]]>(
        async ({ wifi, output, options }, target, oui, number, words) => {
          const command: VendorCommandInput = {
            vendorId: oui,
            subcommand: subcommandOf(number),
            data: dataOf(words),
            ...(options.nested && { nested: true }),
          };
          const answers = await wifi.vendor.sendAll(target, command);
          if (way === "send") return;
          for (const answer of answers) {
            if (way === "recvbin" && !output.json) process.stdout.write(answer);
            else output.item({ data: answer }, () => toHex(answer, " "));
          }
        },
      ),
    );
  }
}

function subcommandOf(text: string): number {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text);
  throw new Nl80211Error("INVALID_ARGUMENT", `subcommand ${text}: expected a number, such as 0x1`);
}

/** Octets as they were typed, or what a file holds. */
function dataOf(words: readonly string[]): Uint8Array {
  if (words.every((word) => /^0x[0-9a-f]{1,2}$/i.test(word))) return Uint8Array.from(words, Number);
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    const bad = words.find((word) => !/^0x[0-9a-f]{1,2}$/i.test(word));
    throw new Nl80211Error("INVALID_ARGUMENT", `${bad}: expected octets such as 0x08, one file, or -`);
  }
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (cause) {
    throw new Nl80211Error("BAD_FILE", `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
