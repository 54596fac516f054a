import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { interfaceOwners, ownersText } from "../client/radio/interface-owners.ts";
import { type ErrorCode, isNl80211Error } from "../errors.ts";

/** How the process ends: 0 well; 1 the kernel or the air said no; 2 bad input; 4 no nl80211 here; 130 interrupted. */
export enum ExitCode {
  Ok = 0,
  Failed = 1,
  BadInput = 2,
  NoNl80211 = 4,
  Interrupted = 130,
}

const CODES: Partial<Record<ErrorCode, ExitCode>> = {
  INVALID_ARGUMENT: ExitCode.BadInput,
  BAD_FILE: ExitCode.BadInput,
  MALFORMED: ExitCode.BadInput,
  NO_NL80211: ExitCode.NoNl80211,
  NOT_LINUX: ExitCode.NoNl80211,
  NO_KOFFI: ExitCode.NoNl80211,
};

export interface Failure {
  readonly text: string;
  readonly exitCode: ExitCode;
}

const CONTESTED: readonly ErrorCode[] = ["BUSY", "NOT_PERMITTED", "INTERFACE_DOWN"];

/**
 * Who seems to hold the interface that a command failed on, as a further line for `describeFailure`; undefined where nobody does,
 * or where that cannot be why it failed.
 */
export async function contender(error: unknown, root = "/"): Promise<string | undefined> {
  if (!isNl80211Error(error) || !CONTESTED.includes(error.code) || error.target === undefined) return undefined;
  const name = error.target;
  const ifindex = Number(await readFile(join(root, "sys/class/net", name, "ifindex"), "utf8").catch(() => Number.NaN));
  if (!(ifindex > 0)) return undefined;
  const owners = await interfaceOwners({ name, ifindex }, root);
  return owners.length === 0 ? undefined : ownersText(name, owners);
}

/** What a person is told of an error: one line, and the cure in a second where it is known. A bug of ours keeps its stack. */
export function describeFailure(error: unknown, further?: string): Failure {
  if (!isNl80211Error(error)) {
    return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: ExitCode.Failed };
  }
  const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
  const more = further === undefined ? "" : `\n  ${further}`;
  return { text: `${error.message}${hint}${more}`, exitCode: CODES[error.code] ?? ExitCode.Failed };
}
