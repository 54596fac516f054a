import { Argument, type Command, InvalidArgumentError } from "commander";
import type { Observable } from "rxjs";
import type { Nl80211 } from "../../client/nl80211.ts";
import type { WatchOptions } from "../../client/watch/watch.ts";
import { Nl80211Error } from "../../errors.ts";
import { follow } from "../follow.ts";
import { timeText } from "../format.ts";
import { ListChanges } from "../list-changes.ts";
import { type Context, runs } from "../runner.ts";
import { linkLine, WATCHABLES, type Watchable } from "../watchable.ts";

interface Options {
  readonly every?: number;
  readonly scanEvery?: number;
}

const MARKS = { added: "+", removed: "-", changed: "~" } as const;

export function register(program: Command): void {
  program
    .command("watch")
    .description("what there is now, then a line a change: + came, - went, ~ changed; Ctrl-C ends it")
    .addArgument(new Argument("<what>", "what to watch").choices([...Object.keys(WATCHABLES), "link"]))
    .argument("[interface]", "of networks, stations and link (the first station interface, where none is named)")
    .option("--every <ms>", "read again so often too: signal and counters change without an event", milliseconds)
    .option("--scan-every <seconds>", "of networks: scan so often too, from 10 s on; by itself it never scans", seconds)
    .action(
      runs<Options, [string, string | undefined]>(
        async (context, what, name) => {
          const { every, scanEvery } = context.options;
          if (scanEvery !== undefined && what !== "networks") {
            throw new Nl80211Error("INVALID_ARGUMENT", `--scan-every is for networks: nothing scans for ${what}`);
          }
          const watchable = what === "link" ? await linkOf(context.wifi, name) : WATCHABLES[what]!;
          const states = watchable.states(context.wifi, name, {
            ...(every !== undefined && { every }),
            ...(scanEvery !== undefined && { scanEvery }),
          });
          await write(context, states, new ListChanges(watchable.keyOf, watchable.lineOf));
        },
        { streams: true },
      ),
    );
}

/** A link as a list: of one, or of none while its interface is away. */
async function linkOf(wifi: Nl80211, name: string | undefined): Promise<Watchable<unknown>> {
  const target = name ?? (await wifi.interfaces()).find(({ type }) => type === "station")?.name;
  if (target === undefined) throw new Nl80211Error("NO_ADAPTER", "there is no station interface whose link to watch");
  const { map } = await import("rxjs");
  const states = (client: Nl80211, _: string | undefined, options: WatchOptions) =>
    client.watchLink(target, options).pipe(map((link) => (link === undefined ? [] : [link])));
  return { states, keyOf: () => target, lineOf: linkLine } as Watchable<unknown>;
}

/** Writes changes until Ctrl-C, or until the recording is over. */
function write<T>(context: Context, states: Observable<readonly T[]>, changes: ListChanges<T>): Promise<void> {
  const { output, replay, signal } = context;
  replay?.seek("start");
  let playing = false;
  return follow(
    signal,
    () => states,
    (state, { end, fail }) => {
      const time = replay?.clock.now() ?? Date.now();
      for (const { change, item, line } of changes.next(state)) {
        output.item({ time, change, item }, () => `${timeText(time)}  ${MARKS[change]} ${line}`);
      }
      if (replay === undefined || playing) return;
      playing = true;
      replay.play({ signal }).then(end, fail);
    },
  );
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 100 && value <= 86_400_000) return value;
  throw new InvalidArgumentError("Expected whole milliseconds, from 100 to a day.");
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 10 && value <= 86_400) return value * 1000;
  throw new InvalidArgumentError("Expected whole seconds, from 10 to a day.");
}
