import { describe, expect, it } from "vitest";
import { Core } from "../../src/client/core.ts";
import { type OwnedPlan, ownedStream } from "../../src/client/owned-stream.ts";
import { ack, event, type FakeKernel, fakeKernel, refuse, settled, tell } from "../../src/testing/index.ts";

const FRAME = 59; // NL80211_CMD_FRAME
const CONNECT = 46; // NL80211_CMD_CONNECT

/** Registers for frames; tells of the commands that it hears. */
const plan: OwnedPlan<number> = {
  name: "frames of wlan0",
  groups: ["mlme"],
  begin: (core) => core.request("RegisterFrame", { ifindex: 3, frameMatch: new Uint8Array() }),
  heard: (message, _time, subscriber) => subscriber.next(message.command),
  end: (core) => core.request("Disconnect", { ifindex: 3 }),
};

async function owning(kernel: FakeKernel, own: OwnedPlan<number> = plan) {
  const core = new Core(kernel);
  const told: unknown[] = [];
  const subscription = ownedStream(core, own).subscribe({
    next: (command) => told.push(command),
    error: (error: unknown) => told.push(error),
    complete: () => told.push("complete"),
  });
  await settled();
  return { core, told, subscription };
}

const frame = tell("frame", { ifindex: 3 });
const names = (kernel: FakeKernel) => kernel.requests.map(({ name }) => name);

describe("a stream with a socket of its own", () => {
  it("hears what comes to that socket alone, from before the answer, and its groups", async () => {
    const kernel = fakeKernel().on("RegisterFrame", [frame, event("connect", { ifindex: 3 }), ack(), frame]);
    const { told } = await owning(kernel);
    expect(told).toEqual([FRAME, CONNECT, FRAME]);
  });

  it("undoes what it has begun when it is unsubscribed", async () => {
    const kernel = fakeKernel().on("RegisterFrame", ack()).on("Disconnect", ack());
    const { subscription } = await owning(kernel);
    expect(names(kernel)).not.toContain("Disconnect");
    subscription.unsubscribe();
    await settled();
    expect(names(kernel)).toContain("Disconnect");
  });

  it("undoes it also when it is unsubscribed while the kernel still thinks", async () => {
    const kernel = fakeKernel().on("RegisterFrame", ack()).on("Disconnect", ack());
    const core = new Core(kernel);
    ownedStream(core, plan).subscribe().unsubscribe();
    await settled();
    expect(names(kernel).includes("RegisterFrame")).toBe(names(kernel).includes("Disconnect"));
  });

  it("fails with what the kernel says to its beginning, and has nothing to undo", async () => {
    const kernel = fakeKernel().on("RegisterFrame", refuse("EALREADY"));
    const { told } = await owning(kernel);
    expect(told).toEqual([expect.objectContaining({ code: "KERNEL", errnoName: "EALREADY" })]);
    await settled();
    expect(names(kernel)).not.toContain("Disconnect");
  });

  it("completes when the client closes", async () => {
    const kernel = fakeKernel().on("RegisterFrame", ack());
    const { core, told } = await owning(kernel);
    core.close();
    expect(told).toEqual(["complete"]);
  });

  it("goes on after an overrun, and tells it where the plan wants to know", async () => {
    const kernel = fakeKernel().on("RegisterFrame", ack());
    const { told } = await owning(kernel, { ...plan, overrun: (subscriber) => subscriber.next(-1) });
    kernel.overrun();
    await settled();
    expect(told).toEqual([-1]);
  });

  it("fails with LOST when nl80211 is reloaded, or its socket is lost: the kernel has ended what it owned", async () => {
    for (const away of [
      (kernel: FakeKernel) => kernel.family("nl80211", { groups: ["mlme"] }),
      (kernel: FakeKernel) => kernel.breakSockets(new Error("gone")),
    ]) {
      const kernel = fakeKernel().on("RegisterFrame", ack());
      const { told } = await owning(kernel);
      away(kernel);
      await settled();
      expect(told).toEqual([expect.objectContaining({ code: "LOST" })]);
    }
  });
});
