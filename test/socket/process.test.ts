import { describe, expect, it } from "vitest";
import { runChild } from "./run-child.ts";

const linux = process.platform === "linux";
if (!linux) console.log("skipped: processes with netlink sockets, for want of Linux");

describe.skipIf(!linux)("a process", { timeout: 60_000 }, () => {
  const run = (scene: string) => runChild("test/socket/process.child.ts", scene).ended;

  it("ends while a client is open that does nothing", async () => {
    expect(await run("idle")).toMatchObject({ code: 0, out: "asked\n" });
  });

  it("lives as long as a subscription", async () => {
    expect(await run("subscribed")).toMatchObject({ code: 0, out: "alive\n" });
  });

  it("lives as long as a request waits for its answer", async () => {
    expect(await run("pending")).toMatchObject({ code: 0, out: "TIMEOUT\n" });
  });

  it("refuses sockets in a worker thread", async () => {
    expect(await run("worker")).toMatchObject({ code: 0, signal: null, out: "WORKER\n" });
  });

  it("gives sockets to a worker thread that asks for them, and survives its end", async () => {
    expect(await run("allowed-worker")).toMatchObject({ code: 0, signal: null, out: "nlctrl\n" });
  });
});

describe.skipIf(!linux)("two processes over NETLINK_USERSOCK", { timeout: 60_000 }, () => {
  it("ask each other by port id, and hear each other by group", async () => {
    const server = runChild("examples/usersock.ts", "serve");
    const [port] = await server.lines(1);
    const answers = await Promise.all([
      runChild("examples/usersock.ts", "ask", port!, "grüß dich").ended,
      runChild("examples/usersock.ts", "listen", 2).ended,
    ]);
    server.stop();
    expect(answers[0]).toMatchObject({ code: 0, out: "GRÜSS DICH\n", err: "" });
    expect(answers[1]).toMatchObject({ code: 0, out: expect.stringMatching(/^(\d{4}-\S+Z\n){2}$/) });
  });

  it("say ECONNREFUSED where nobody has the port id", async () => {
    const { code, err } = await runChild("examples/usersock.ts", "ask", 0x7fff_fff0, "hello").ended;
    expect(code).toBe(1);
    expect(err).toContain("ECONNREFUSED");
  });
});

describe.skipIf(!linux)("the ethtool example", { timeout: 60_000 }, () => {
  it("tells the family, a policy, and each interface's link", async () => {
    const { code, out, err } = await runChild("examples/ethtool.ts").ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^ethtool is family \d+: \d+ operations, \d+ of them dumps\nmulticast groups: monitor\n/);
    expect(out).toMatch(/^LINKSTATE_GET takes attribute 1: Nested$/m);
    expect(out).toMatch(/^lo: link$/m);
  });
});
