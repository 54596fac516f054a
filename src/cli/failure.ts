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

/** What a person is told of an error: one line, and the cure in a second where it is known. A bug of ours keeps its stack. */
export function describeFailure(error: unknown): Failure {
  if (!isNl80211Error(error)) {
    return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: ExitCode.Failed };
  }
  const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
  return { text: `${error.message}${hint}`, exitCode: CODES[error.code] ?? ExitCode.Failed };
}
