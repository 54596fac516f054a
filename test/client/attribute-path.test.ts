import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { fakeKernel, refuse } from "../../src/testing/index.ts";

const IFINDEX = 3; // NL80211_ATTR_IFINDEX
const SCAN_SSIDS = 45; // NL80211_ATTR_SCAN_SSIDS

describe("an error that points at an attribute names it", () => {
  const kernel = fakeKernel()
    .on("TriggerScan", refuse("EINVAL", { text: "too long", attribute: [SCAN_SSIDS, 1] }))
    .on("GetSurvey", refuse("EINVAL", { text: "no survey of this", attribute: [IFINDEX] }));
  const named = { code: "KERNEL", attribute: "nl80211.ifindex", message: expect.stringContaining("nl80211.ifindex") };

  it("of a request", async () => {
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const ssids = [Uint8Array.of(65), Uint8Array.of(66)];
    const attribute = "nl80211.scan-ssids[1]";
    await expect(wifi.request("TriggerScan", { ifindex: 3, scanSsids: ssids })).rejects.toMatchObject({
      attribute,
      message: expect.stringContaining(attribute),
    });
  });

  it("of a dump, read at once or one by one", async () => {
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const dump = () => wifi.dump("GetSurvey", { ifindex: 3 });
    await expect(dump().toArray()).rejects.toMatchObject(named);
    const oneByOne = async () => {
      for await (const survey of dump()) throw new Error(`not expected: ${JSON.stringify(survey)}`);
    };
    await expect(oneByOne()).rejects.toMatchObject(named);
  });
});
