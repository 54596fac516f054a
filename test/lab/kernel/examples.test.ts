import { expect, it } from "vitest";
import { manage } from "../../../examples/manager.ts";
import { Nl80211 } from "../../../src/open.ts";
import { accessPoint, freshRadios, iw, until } from "../guest.ts";

it("the network manager of the examples connects, and again when its access point was away", async () => {
  await freshRadios(2);
  await using wifi = await Nl80211.open();
  const stop = new AbortController();
  const said: string[] = [];
  const linked = async () => (await iw("dev", "wlan1", "link")).includes("Connected to 02:00:00:00:00:00");
  const cafe = () => accessPoint("wlan0", ["ssid=cafe", "hw_mode=g", "channel=1"]);

  const first = await cafe();
  const managing = manage(
    wifi,
    "wlan1",
    new Map([
      ["library", undefined],
      ["cafe", undefined],
    ]),
    stop.signal,
    (line) => said.push(line),
  );
  await until("it is connected", linked);
  await first[Symbol.asyncDispose]();
  await until("it has heard of the end", () => said.some((line) => line.startsWith("ended by")));
  await using _second = await cafe();
  await until("it is connected again", linked);
  stop.abort();
  await managing;
  expect(await iw("dev", "wlan1", "link")).toContain("Not connected");
  expect(said.filter((line) => line === "connected to cafe at 02:00:00:00:00:00")).toHaveLength(2);
});
