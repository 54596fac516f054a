import type { Command } from "commander";
import { nearest } from "../../netlink/nearest.ts";

/** `help`, which knows the commands of commands too: `help scan sched_start`. */
export function register(program: Command): void {
  program
    .command("help")
    .description("what a command does and takes: its --help")
    .argument("[command...]", "station, or scan sched_start")
    .action((words: string[]) => {
      let command = program;
      let said = program.name();
      for (const word of words) {
        const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
        if (next === undefined) refuseUnknown(command, word, said);
        command = next;
        said += ` ${word}`;
      }
      command.help();
    });
}

/** Ends a command line whose word is no command of `command`: says what was probably meant, and what lists those that there are. */
export function refuseUnknown(command: Command, word: string, said: string): never {
  if (command.commands.length === 0)
    command.error(`error: ${said} has no commands: ${said} --help tells what it takes`);
  const meant = nearest(
    word,
    command.commands.flatMap((each) => [each.name(), ...each.aliases()]),
  );
  const guess = meant === undefined ? "" : `; was ${meant} meant?`;
  command.error(`error: unknown command ${word}: ${said} --help lists them${guess}`);
}
