import type { Command } from "commander";
import { DryRunEnd, DryRunTransport, heldText } from "./dry-run.ts";
import { type Context, type RunOptions, runs } from "./runner.ts";

/** Options of every command that changes something. */
export interface ChangeOptions {
  readonly dryRun?: boolean;
}

/** Gives a command `--dry-run`, and examples in its help, with remarks after them. */
export function changeCommand(command: Command, examples: readonly string[], remarks?: string): Command {
  const shown = examples.map((example) => `  nl80211 ${example}`).join("\n");
  return command
    .option("--dry-run", "print the first request that would change something, and send none")
    .addHelpText("after", `\nExamples:\n${shown}${remarks === undefined ? "" : `\n\n${remarks}`}`);
}

/** The action of a command that changes something. With `--dry-run` it looks up what it needs, and ends where it would change. */
export function changes<Options, Arguments extends unknown[]>(
  body: (context: Context<Options & ChangeOptions>, ...args: Arguments) => Promise<void>,
  { streams = false }: Pick<RunOptions, "streams"> = {},
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function (this: Command, ...given: unknown[]) {
    const dryRun = this.opts<ChangeOptions>().dryRun === true;
    const action = runs<Options & ChangeOptions, Arguments>(
      async (context, ...args) => {
        try {
          await body(context, ...args);
        } catch (error) {
          if (!(error instanceof DryRunEnd)) throw error;
          context.output.answer(error.request, () => heldText(error.request));
        }
      },
      { streams, ...(dryRun && { wrap: async (transport) => new DryRunTransport(transport) }) },
    );
    await action.call(this, ...given);
  };
}
