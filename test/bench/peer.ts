import { type ExecFileSyncOptionsWithStringEncoding, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A C program beside this file, compiled. */
export class Peer {
  readonly #folder: string;
  readonly #program: string;

  /** Undefined, with the reason on stderr, where a C compiler or libnl is missing. */
  static build(source = "peer.c"): Peer | undefined {
    try {
      return new Peer(source);
    } catch (error) {
      const reason = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
      console.error(
        `no comparison with C: ${reason.split("\n")[0]} (Debian: apt-get install gcc pkg-config libnl-genl-3-dev)`,
      );
      return undefined;
    }
  }

  private constructor(source: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "nl80211-peer-"));
    this.#program = join(this.#folder, "peer");
    const options: ExecFileSyncOptionsWithStringEncoding = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
    const flags = execFileSync("pkg-config", ["--cflags", "--libs", "libnl-genl-3.0"], options).trim().split(/\s+/);
    execFileSync("cc", ["-O2", join(process.cwd(), "test/bench", source), "-o", this.#program, ...flags], options);
  }

  /** Runs it to its end and gives what it printed. */
  run(...args: (string | number)[]): string {
    return execFileSync(this.#program, args.map(String), { encoding: "utf8" }).trim();
  }

  /** Runs it beside this process. `line()` is what it prints next; `go()` is what its reader waits for. */
  start(...args: (string | number)[]) {
    const child = spawn(this.#program, args.map(String), { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    return {
      line: async () => String((await lines.next()).value),
      go: () => child.stdin.end("\n"),
      ended,
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
