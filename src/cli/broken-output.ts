import { ExitCode } from "./failure.ts";

/** A stream that is written to, as far as it fails. */
interface Writable {
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string): unknown;
}

/**
 * Says what becomes of output that cannot be written: a reader of stdout that has seen enough (`| head`) is no error, a full disk is one. A
 * remark that cannot be written to stderr is lost, and changes nothing.
 */
export function endAtBrokenOutput(stdout: Writable, stderr: Writable, exit: (code: ExitCode) => void): void {
  stdout.on("error", (error) => {
    if (error.code === "EPIPE") return exit(ExitCode.Ok);
    stderr.write(`nl80211: stdout cannot be written: ${error.message}\n`);
    exit(ExitCode.Failed);
  });
  stderr.on("error", () => {});
}
