import type { Command } from "commander";
import type { Nl80211 } from "../client/nl80211.ts";
import type { Replay } from "../testing/replay-transport.ts";
import { contender, describeFailure } from "./failure.ts";
import { type Output, processOutput } from "./output.ts";
import { type GlobalOptions, openSession, type Wrap } from "./session.ts";

/** What a command's action works with. */
export interface Context<Options = object> {
  readonly wifi: Nl80211;
  /** The recording that answers instead of this machine. */
  readonly replay: Replay | undefined;
  readonly output: Output;
  readonly options: Options & GlobalOptions;
  /** Aborted by Ctrl-C and SIGTERM: what we started is undone, then the process ends. */
  readonly signal: AbortSignal;
}

export interface RunOptions {
  /** The command uses observables. */
  readonly streams?: boolean;
  /** Stands between the client and what it talks to: a recorder. */
  readonly wrap?: Wrap;
}

/**
 * The action of a command: opens the client that the options name, runs `body`, closes the client, and turns an error into one line
 * and an exit code.
 */
export function runs<Options, Arguments extends unknown[]>(
  body: (context: Context<Options>, ...args: Arguments) => Promise<void>,
  { streams = false, wrap }: RunOptions = {},
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function (this: Command, ...given: unknown[]) {
    const options = this.optsWithGlobals<Options & GlobalOptions>();
    const output = processOutput(options.json === true);
    const interrupt = new AbortController();
    const stop = () => interrupt.abort();
    process.once("SIGINT", stop).once("SIGTERM", stop);
    try {
      const { wifi, replay } = await openSession(options, output, streams, wrap);
      await using _closed = wifi;
      // Commander passes the arguments, then the options, then the command.
      await body({ wifi, replay, output, options, signal: interrupt.signal }, ...(given.slice(0, -2) as Arguments));
    } catch (error) {
      // a recording is of another machine
      const here = options.demo !== true && options.replay === undefined;
      const further = here ? await contender(error) : undefined;
      fail(error, output, interrupt.signal, further);
    } finally {
      process.off("SIGINT", stop).off("SIGTERM", stop);
    }
  };
}

/** Says what went wrong and sets the exit code; an interruption that was asked for is no failure to explain. */
export function fail(error: unknown, output: Output, signal?: AbortSignal, further?: string): void {
  if (signal?.aborted) {
    process.exitCode = 130;
    return;
  }
  const { text, exitCode } = describeFailure(error, further);
  output.note(text);
  process.exitCode = exitCode;
}
