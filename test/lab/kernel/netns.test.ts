import { expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, run } from "../guest.ts";

it("moves a radio to a network namespace, and a client there finds it and changes it", async () => {
  await freshRadios(2);
  await run("ip", "netns", "add", "blue");
  try {
    await using here = await Nl80211.open();
    await here.moveWiphy("phy1", "blue");
    expect((await here.wiphys()).map(({ name }) => name)).toEqual(["phy0"]);
    expect(await iw("dev")).not.toContain("wlan1");
    saw("SetWiphyNetns", "took-effect", "iw dev");

    await using there = await Nl80211.open({ netns: "blue" });
    expect((await there.wiphys()).map(({ name }) => name)).toEqual(["phy1"]);
    await there.up("wlan1");
    expect(await run("ip", "netns", "exec", "blue", "iw", "dev", "wlan1", "info")).toContain("type managed");
    expect(await run("ip", "netns", "exec", "blue", "ip", "link", "show", "wlan1")).toMatch(/<[^>]*\bUP\b/);
    // what is opened in the one does not lead the thread astray for the other
    expect((await here.interfaces()).map(({ name }) => name)).toEqual(["wlan0"]);
    expect(JSON.parse(await run("nl80211", "--json", "--netns", "blue", "interfaces"))).toMatchObject([
      { name: "wlan1" },
    ]);
  } finally {
    await run("ip", "netns", "del", "blue");
  }
});
