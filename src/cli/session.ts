import { fileURLToPath } from "node:url";
import type { Nl80211 } from "../client/nl80211.ts";
import { type ErrorCode, isNl80211Error, Nl80211Error } from "../errors.ts";
import type { NetworkNamespace } from "../netlink/network-namespace.ts";
import type { Transport } from "../netlink/transport.ts";
import type { Replay } from "../testing/replay-transport.ts";
import type { Output } from "./output.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly replay?: string;
  readonly demo?: boolean;
  readonly netns?: string;
  readonly at?: string;
  /** Where this machine has no nl80211, the recording: what `npm start` shows. */
  readonly orDemo?: boolean;
}

/** The recording that the package carries: a minute of a small town on Linux 6.12. */
const DEMO = fileURLToPath(new URL("../../fixtures/village.pcap.gz", import.meta.url));

/** What may stand between the client and its transport. */
export type Wrap = (transport: Transport) => Promise<Transport>;

/** An open client, and the recording that it answers from, if it does. */
export interface Session {
  readonly wifi: Nl80211;
  readonly replay: Replay | undefined;
}

/**
 * Opens what the options name: this machine's nl80211, or a recording of one. The recording that the package carries is announced on
 * stderr, so that it is never taken for the air. `streams` loads rxjs too.
 */
export async function openSession(
  options: GlobalOptions,
  output: Output,
  streams = false,
  wrap?: Wrap,
): Promise<Session> {
  const { Nl80211 } = await import("../client/nl80211.ts");
  const file = recordingOf(options);
  if (file === undefined && options.orDemo && !(await hasNl80211(output))) {
    return openSession({ ...options, demo: true }, output, streams, wrap);
  }
  if (file === undefined) {
    const { socketTransport } = await import("../socket/transport.ts");
    const transport = await socketTransport(
      options.netns === undefined ? {} : { netns: namespaceNamed(options.netns) },
    );
    return {
      wifi: await Nl80211.open({ transport: (await wrap?.(transport)) ?? transport, streams }),
      replay: undefined,
    };
  }
  const { openReplay } = await import("../testing/replay-transport.ts");
  const replay = openReplay(file, { at: replayTime(options.at) });
  for (const problem of replay.problems) output.note(`${replay.name}: ${problem}`);
  if (options.demo) output.note("a recording (Linux 6.12, three simulated radios), not the air");
  return { wifi: await Nl80211.open({ transport: (await wrap?.(replay)) ?? replay, streams }), replay };
}

/** The capture that the options name; undefined for this machine. */
export function recordingOf(options: GlobalOptions): string | undefined {
  if (options.replay !== undefined && options.demo) {
    throw new Nl80211Error("INVALID_ARGUMENT", "--demo and --replay exclude each other");
  }
  if (options.replay === "") throw new Nl80211Error("INVALID_ARGUMENT", "--replay needs the name of a recording");
  const file = options.demo ? DEMO : options.replay;
  if (file === undefined || options.netns === undefined) return file;
  throw new Nl80211Error("INVALID_ARGUMENT", "--netns is for this machine, not for a recording: leave out one of them");
}

/** Refuses a recording for what listens to what happens now: nothing more would ever come of it. */
export function refuseRecording({ replay }: Pick<Session, "replay">, what: string): void {
  if (replay === undefined) return;
  const text = `${what} listens to this machine: what a recording has of it is told by events --replay`;
  throw new Nl80211Error("INVALID_ARGUMENT", text);
}

/** A network namespace as people name one: a process's number, a name of `ip netns`, a file. */
export function namespaceNamed(word: string): NetworkNamespace {
  return /^\d+$/.test(word) ? { pid: Number(word) } : word;
}

/** Whether this kernel has nl80211; says why not. */
async function hasNl80211(output: Output): Promise<boolean> {
  const { Nl80211 } = await import("../client/nl80211.ts");
  try {
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.request("GetProtocolFeatures", {});
    return true;
  } catch (error) {
    if (!isNl80211Error(error) || !WITHOUT_NL80211.includes(error.code)) throw error;
    output.note(error.message);
    return false;
  }
}

const WITHOUT_NL80211: readonly ErrorCode[] = ["NO_NL80211", "NOT_LINUX", "NO_KOFFI"];

function replayTime(at: string | undefined): "start" | "end" | number {
  if (at === undefined || at === "end") return "end";
  if (at === "start") return "start";
  const seconds = Number(at);
  if (at.trim() !== "" && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new Nl80211Error(
    "INVALID_ARGUMENT",
    `--at ${at}: expected start, end, or seconds from the start of the recording`,
  );
}
