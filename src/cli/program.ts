import { Command, CommanderError, Option } from "commander";
import { register as registerAp } from "./commands/ap.ts";
import { register as registerCapabilities } from "./commands/capabilities.ts";
import { register as registerCoalesce } from "./commands/coalesce.ts";
import { register as registerConnect } from "./commands/connect.ts";
import { register as registerCqm } from "./commands/cqm.ts";
import { register as registerDecode } from "./commands/decode.ts";
import { register as registerDoctor } from "./commands/doctor.ts";
import { register as registerEvents } from "./commands/events.ts";
import { register as registerGet } from "./commands/get.ts";
import { refuseUnknown, register as registerHelp } from "./commands/help.ts";
import { register as registerIbss } from "./commands/ibss.ts";
import { register as registerInterface } from "./commands/interface.ts";
import { register as registerInterfaces } from "./commands/interfaces.ts";
import { register as registerKey } from "./commands/key.ts";
import { register as registerLink } from "./commands/link.ts";
import { register as registerMeasurement } from "./commands/measurement.ts";
import { register as registerMesh } from "./commands/mesh.ts";
import { register as registerMgmt } from "./commands/mgmt.ts";
import { register as registerNan } from "./commands/nan.ts";
import { register as registerOverview } from "./commands/overview.ts";
import { register as registerRadar } from "./commands/radar.ts";
import { register as registerRecord } from "./commands/record.ts";
import { register as registerReg } from "./commands/reg.ts";
import { register as registerScan } from "./commands/scan.ts";
import { register as registerSet } from "./commands/set.ts";
import { register as registerStation } from "./commands/station.ts";
import { register as registerStations } from "./commands/stations.ts";
import { register as registerSurvey } from "./commands/survey.ts";
import { register as registerTdls } from "./commands/tdls.ts";
import { register as registerVendor } from "./commands/vendor.ts";
import { register as registerWatch } from "./commands/watch.ts";
import { register as registerWiphys } from "./commands/wiphys.ts";
import { register as registerWowlan } from "./commands/wowlan.ts";
import { ExitCode } from "./failure.ts";
import { HELP } from "./help-layout.ts";
import { printableLines } from "./output.ts";
import { VERSION } from "./version.ts";

/** Adds its commands to the program. */
export type Register = (program: Command) => void;

/** The commands as `--help` shows them: under a heading each that says what they are for. */
const GROUPS: readonly (readonly [heading: string, commands: readonly Register[]])[] = [
  [
    "See what there is:",
    [
      ...[registerOverview, registerWiphys, registerInterfaces, registerLink, registerStations, registerScan],
      ...[registerSurvey, registerCapabilities, registerGet, registerReg],
    ],
  ],
  ["See what happens:", [registerEvents, registerWatch]],
  ["Change interfaces and radios:", [registerSet, registerInterface, registerWowlan, registerCoalesce]],
  ["Change stations and keys:", [registerStation, registerKey, registerCqm, registerTdls]],
  [
    "Be in a network, or be one:",
    [registerConnect, registerAp, registerIbss, registerMesh, registerRadar, registerNan],
  ],
  ["Send and receive frames:", [registerMgmt]],
  ["Measure distances, speak to drivers:", [registerMeasurement, registerVendor]],
  ["Record, explain, examine:", [registerRecord, registerDecode, registerDoctor, registerHelp]],
];

/** What the help of a command does not repeat of the program's. */
const EVERYWHERE = "\n--json, --replay, --demo and --netns go with every command: see nl80211 --help";

/** The whole command line, ready to parse. */
export function createProgram(): Command {
  const program = new Command("nl80211")
    .description("Know and manage Wi-Fi on Linux.")
    .version(VERSION)
    .option("--json", "print JSON")
    .option("--replay <file>", "answer from a recording (pcap or pcapng of an nlmon interface) instead of this machine")
    .option("--at <when>", "moment of the recording: start, end, or seconds from its start", "end")
    .option("--netns <namespace>", "ask in another network namespace: its name, its file, or a process in it (as root)")
    .option("--demo", "answer from the recording that the package carries")
    .addOption(new Option("--or-demo", "the recording, where this machine has no nl80211").hideHelp())
    .showSuggestionAfterError()
    .configureHelp(HELP)
    .addHelpText("afterAll", ({ command }) => (command.parent === null ? "" : EVERYWHERE))
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printableLines(text.replace(/^error: /, "nl80211: "))) });
  for (const [heading, commands] of GROUPS) {
    program.commandsGroup(heading);
    for (const register of commands) register(program);
  }
  nameTheHelp(program, program.name());
  // The overview is the program's own action, so that a word which is no command would be taken for its argument.
  program.allowExcessArguments().hook("preAction", (_, action) => {
    const [word] = action === program ? program.args : [];
    if (word !== undefined) refuseUnknown(program, word, program.name());
  });
  return program;
}

/** Where an argument is missing, or a command of a command is none, the error says which command's help tells what it can be. */
function nameTheHelp(command: Command, words: string): void {
  for (const each of command.commands) nameTheHelp(each, `${words} ${each.name()}`);
  const { outputError } = command.configureOutput() as { outputError: (text: string, write: Write) => void };
  command.configureOutput({
    outputError: (text, write) =>
      outputError(
        text.replace(/^(error: (?:missing required argument|unknown command) '.*)$/m, `$1: ${words} --help tells more`),
        write,
      ),
  });
}

type Write = (text: string) => void;

/** Runs the command line; never throws. The exit code is left in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv as string[]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? ExitCode.Ok : ExitCode.BadInput;
  }
}
