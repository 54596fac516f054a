/**
 * A test of a program that uses nl80211, on any machine: a recording answers as the kernel did, and its events come by its own clock.
 *
 *     node --test examples/recording.test.ts
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Nl80211 } from "nl80211";
import { ofType } from "nl80211/operators";
import { openReplay } from "nl80211/testing";

/** What is tested: a line for each network that a scan finds. */
async function report(wifi: Nl80211): Promise<string[]> {
  const networks = await wifi.scan("wlan2");
  return networks.map(({ ssid, security }) => `${ssid.text} (${security.name})`).sort();
}

test("reports the village's networks", async () => {
  await using wifi = await Nl80211.open({ transport: openReplay("fixtures/village.pcap.gz", { at: "start" }) });
  assert.deepEqual(await report(wifi), ["village-green (Open)", "village-inn (WPA2-Personal)"]);
});

test("hears the connection that was made", async () => {
  const replay = openReplay("fixtures/village.pcap.gz", { at: "start" });
  await using wifi = await Nl80211.open({ transport: replay });
  const connected: (string | undefined)[] = [];
  // what happens is told from when the kernel's groups are joined
  await new Promise<void>((onListening) => {
    wifi
      .events({ onListening })
      .pipe(ofType("connect"))
      .subscribe(({ attributes }) => connected.push(attributes.mac));
  });
  await replay.play(); // to the end, at once
  assert.deepEqual(connected, ["02:00:00:00:01:00"]);
});
