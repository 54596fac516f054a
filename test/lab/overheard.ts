import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FakeRequest } from "../../src/testing/fake-request.ts";
import { messagesOf } from "../client/captured.ts";
import { run, until } from "./guest.ts";

/** The requests of nl80211 that anyone makes while `action` runs, as an nlmon device sees them, refused ones too. */
export async function overheard(action: () => Promise<unknown>): Promise<FakeRequest[]> {
  const file = join(mkdtempSync(join(tmpdir(), "overheard-")), "netlink.pcap");
  await run("ip", "link", "add", "nlmon7", "type", "nlmon");
  await run("ip", "link", "set", "nlmon7", "up");
  const tcpdump = spawn("tcpdump", ["-i", "nlmon7", "--immediate-mode", "-U", "-w", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  tcpdump.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => tcpdump.once("exit", () => resolve()));
  try {
    await until("tcpdump listens", () => said.includes("listening on"));
    await action();
    await sleep(500); // what tcpdump has not written yet
  } finally {
    tcpdump.kill("SIGINT");
    await ended;
    await run("ip", "link", "del", "nlmon7");
  }
  return messagesOf(file);
}
