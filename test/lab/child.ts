import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { until } from "./guest.ts";

/** A program of the lab's own in a process of its own: what it has said so far, and its end. */
export interface Child {
  readonly process: ChildProcess;
  said(): string;
  readonly ended: Promise<number | null>;
}

/** Where bundle.ts puts these programs. */
const BUNDLED = join(import.meta.dirname, "../../node_modules/.cache/nl80211-lab/children");

/** Starts `test/lab/children/NAME.ts`, behind the words of another program (setpriv ...) where some are given. */
export function child(name: string, before: readonly string[] = []): Child {
  const words = [...before, "node", join(BUNDLED, `${name}.mjs`)];
  const process = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [process.stdout, process.stderr]) {
    stream!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => process.once("exit", resolve));
  return { process, said: () => text, ended };
}

/** Waits until a child says a word; fails with what it said where it ends before. */
export async function hears(running: Child, word: string): Promise<void> {
  await until(`the child says ${word}`, () => {
    if (running.process.exitCode !== null) throw new Error(`the child ended:\n${running.said()}`);
    return running.said().includes(word);
  });
}
