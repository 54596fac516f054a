import { execFileSync } from "node:child_process";
import { channel } from "node:diagnostics_channel";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RequestTrace } from "../../src/netlink/diagnostics.ts";
import { acknowledge, answer, HandPlayedKernel, rejection, settled } from "./scripted.ts";

const SECRET = new TextEncoder().encode("twelve-sheep");
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function listen(name: string): unknown[] {
  const heard: unknown[] = [];
  const hear = (message: unknown): void => void heard.push(message);
  channel(name).subscribe(hear);
  stops.push(() => channel(name).unsubscribe(hear));
  return heard;
}

describe("the diagnostics channels", () => {
  it("tell each request's outcome, and nothing of its attributes", async () => {
    const heard = listen("nl80211:request") as RequestTrace[];
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const describe = () => ({ command: "NewKey", target: "wlan0" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    await connection.request(0x1c, SECRET, { describe });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request, 22));
    await rejection(connection.request(0x1c, SECRET, { describe }));
    expect(heard).toMatchObject([
      { protocol: 16, type: 0x1c, sequence: 1, dump: false, command: "NewKey", target: "wlan0", error: undefined },
      { sequence: 2, error: { errnoName: "EINVAL" } },
    ]);
    expect(heard[0]!.durationMs).toBeGreaterThanOrEqual(0);
    const told = JSON.stringify(heard);
    expect(told).not.toContain("twelve-sheep");
    expect(told).not.toContain([...SECRET].join(","));
  });

  it("tell requests that waited, and those that were given up", async () => {
    const heard = listen("nl80211:request") as RequestTrace[];
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 100 });
    const both = [connection.request(1, SECRET), connection.request(2, SECRET)].map(rejection);
    await kernel.clock.advanceAsync(300);
    await Promise.all(both);
    expect(heard).toMatchObject([
      { type: 1, error: { code: "TIMEOUT" } },
      { type: 2, error: { code: "TIMEOUT" } },
    ]);
  });

  it("tell what was dropped, and overruns", async () => {
    const [drops, overruns] = [listen("nl80211:drop"), listen("nl80211:overrun")];
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const request = connection.request(1, SECRET);
    const one = kernel.request(0);
    one.channel.deliver(acknowledge(one));
    one.channel.deliver(answer(one, 0x10, SECRET));
    one.channel.deliver(Uint8Array.of(1, 2, 3));
    one.channel.overrun();
    await request;
    await settled();
    const { portId } = connection;
    expect(drops).toEqual([
      { protocol: 16, portId, reason: "late", octets: 12 },
      { protocol: 16, portId, reason: "malformed", octets: 3 },
    ]);
    expect(overruns).toEqual([{ protocol: 16, portId }]);
  });
});

describe("NODE_DEBUG=nl80211", () => {
  it.skipIf(process.platform !== "linux")("prints a line for each request on stderr, without its attributes", () => {
    const root = resolve(import.meta.dirname, "../..");
    const script = `
      import { GenericNetlink } from "./src/genetlink/index.ts";
      import { socketTransport } from "./src/socket/index.ts";
      const netlink = new GenericNetlink(await socketTransport());
      await netlink.family("ethtool");
      await netlink.request("ethtool", 2, (w) => w.string(9, "twelve-sheep")).catch(() => {});
    `;
    const words = ["--import", "tsx", "--input-type=module", "--eval", script];
    const text = execFileSync("sh", ["-c", '"$0" "$@" 2>&1', process.execPath, ...words], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NODE_DEBUG: "nl80211" },
    });
    expect(text).toMatch(/^NL80211 \d+: #1 GetFamily ethtool: ok in [\d.]+ ms$/m);
    expect(text).toMatch(/^NL80211 \d+: #2 ethtool command 2: EINVAL: /m);
    expect(text).not.toContain("sheep");
  });
});
