import type { Command } from "commander";
import { Nl80211Error } from "../errors.ts";
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

/** What lasts lasts until Ctrl-C. */
export function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 2 ** 30);
    signal.addEventListener("abort", () => {
      clearInterval(alive);
      resolve();
    });
  });
}

/** A number that a person typed. Throws INVALID_ARGUMENT that names it. */
export function numberOf(what: string, text: string | undefined): number {
  const value = Number(text);
  if (text !== undefined && text.trim() !== "" && Number.isFinite(value)) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${text ?? "(not given)"}: expected a number`);
}

/** A switch that a person typed: on or off. */
export function switchOf(what: string, text: string | undefined): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${text ?? "(not given)"}: expected on or off`);
}

/** A channel as iw's words say it: "36 80MHz", "2437 HT40+"; numbers above 300 are MHz. */
export function channelOf(number: string | undefined, mode: string | undefined) {
  const value = numberOf("channel or MHz", number);
  return {
    ...(value > 300 ? { frequencyMhz: value } : { channel: value }),
    ...(mode !== undefined && { mode: mode as "HT20" }),
  };
}
