import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { child, hears } from "../child.ts";
import { accessPoint, freshRadios, iw, until } from "../guest.ts";

const info = (dev: string) => iw("dev", dev, "info");

describe("a process that is killed", { timeout: 300_000 }, () => {
  it("leaves nothing of its own behind", async () => {
    await freshRadios(5);
    await using _other = await accessPoint("wlan4", ["ssid=other", "hw_mode=g", "channel=11"]);
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.setType("wlan1", "ap");
    await wifi.setType("wlan2", "mesh");
    for (const dev of ["wlan1", "wlan2", "wlan3"]) await wifi.up(dev);

    const owner = child("owner");
    await hears(owner, "owning");
    expect(await iw("dev")).toContain("own0");
    expect(await info("wlan1")).toContain("ssid owned");
    expect(await info("wlan2")).toContain("channel 6");
    expect(await iw("dev", "wlan3", "link")).toContain("Connected to");

    owner.process.kill("SIGKILL");
    await owner.ended;
    await until("the interface is gone", async () => !(await iw("dev")).includes("own0"));
    await until("the access point is gone", async () => !(await info("wlan1")).includes("ssid"));
    await until("the mesh is left", async () => !(await info("wlan2")).includes("channel 6"));
    await until("the connection is gone", async () => (await iw("dev", "wlan3", "link")).includes("Not connected"));
    // What was there before is as it was.
    expect(await info("wlan1")).toContain("type AP");
    expect(await info("wlan2")).toContain("type mesh point");
    expect(await info("wlan4")).toContain("ssid other");
  });
});
