import { vi } from "vitest";
import { main } from "../../src/cli/program.ts";

export const village = new URL("../../fixtures/village.pcap.gz", import.meta.url).pathname;

/** Runs the command line in this process, as `main.ts` does. */
export async function nl80211(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += text;
      return true;
    }),
  );
  process.exitCode = undefined;
  try {
    await main([process.execPath, "nl80211", ...args]);
    return { status: process.exitCode ?? 0, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}
