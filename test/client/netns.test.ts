import { expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { fakeKernel } from "../../src/testing/index.ts";

it("a client takes a network namespace or a transport, not both", async () => {
  const both = Nl80211.open({ transport: fakeKernel(), netns: "blue" });
  await expect(both).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

it("a client that speaks to elsewhere does not tell of this machine's switches", async () => {
  const wifi = await Nl80211.open({
    transport: Object.assign(fakeKernel(), { elsewhere: "the network namespace blue", sysfs: undefined }),
  });
  const told: unknown[] = [];
  wifi.watchRfkill().subscribe({ next: (state) => told.push(state), error: (error: unknown) => told.push(error) });
  expect(told).toEqual([expect.objectContaining({ code: "NOT_SUPPORTED", message: expect.stringContaining("blue") })]);
  await wifi.close();
});

it.runIf(process.platform === "linux")("a namespace that is not there is named", async () => {
  const nowhere = Nl80211.open({ netns: "no-such-namespace" });
  await expect(nowhere).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining("/run/netns/no-such-namespace"),
  });
});
