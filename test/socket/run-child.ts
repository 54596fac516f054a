import { spawn } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** A program of this project in a process of its own, from the sources. */
export function runChild(file: string, ...args: (string | number)[]) {
  const child = spawn(process.execPath, ["--import", "tsx", resolve(root, file), ...args.map(String)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  const waiting: { lines: number; resolve: () => void }[] = [];
  child.stderr.on("data", (data) => (err += data));
  child.stdout.on("data", (data) => {
    out += data;
    for (const each of waiting) if (out.split("\n").length > each.lines) each.resolve();
  });
  const ended = new Promise<{ code: number | null; signal: string | null; out: string; err: string }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return {
    /** Its first `count` lines, once they are there; what there is, where it ends before. */
    lines: async (count: number): Promise<string[]> => {
      await Promise.race([new Promise<void>((resolve) => waiting.push({ lines: count, resolve })), ended]);
      return out.trim().split("\n").slice(0, count);
    },
    ended,
    stop: () => child.kill(),
  };
}
