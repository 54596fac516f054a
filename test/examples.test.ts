import { expect, it } from "vitest";
import { runChild } from "./socket/run-child.ts";

// What fixtures/village's iw-scan.txt says of the two networks.
it("the scanner lists the village's networks, the strongest first", async () => {
  const { code, out } = await runChild("examples/scanner.ts", "--recording", "fixtures/village.pcap.gz").ended;
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toEqual([
    "-27 dBm  village-inn: WPA2-Personal, 5 GHz channel 36, 20 MHz, Wi-Fi 5; access points: 1",
    "-30 dBm  village-green: Open, 2.4 GHz channel 11, 20 MHz, Wi-Fi 4; access points: 1",
  ]);
});

it("the tests on a recording pass", async () => {
  const { code, out } = await runChild("examples/recording.test.ts").ended;
  expect(out).toMatch(/^# pass 2$/m);
  expect(code).toBe(0);
});
