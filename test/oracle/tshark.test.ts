import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DissectedMessage, dissect, findTshark } from "./tshark.ts";

const here = findTshark();
if (here === undefined) console.log("tshark: not here, so its reading is not compared (npm run lab:setup fetches it)");

describe.skipIf(here === undefined)("tshark as an oracle", () => {
  let directory: string;
  let capture: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "tshark-"));
    capture = join(directory, "village.pcap");
    writeFileSync(capture, gunzipSync(readFileSync(new URL("../../fixtures/village.pcap.gz", import.meta.url))));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const read = async (filter: string): Promise<DissectedMessage[]> => {
    const messages: DissectedMessage[] = [];
    for await (const message of dissect(capture, filter)) messages.push(message);
    return messages;
  };

  it("reads a station of the village, down to its rate", async () => {
    const stations = await read("nl80211.cmd == 19");
    // iw-station.txt is of wlan2, which iw-dev.txt gives ifindex 4; hostapd asks for its own stations too
    const answer = stations.findLast(
      ({ sequence, attributes }) => sequence !== 0 && attributes[0]?.hex === "0800030004000000",
    )!;
    expect(answer.commandName).toBe("NL80211_CMD_NEW_STATION");
    const [ifindex] = answer.attributes;
    expect(ifindex).toMatchObject({ type: 3, name: "NL80211_ATTR_IFINDEX", length: 8, nested: false });
    expect(Number(ifindex!.values[0]!.show)).toBe(4);
    const info = answer.attributes.find(({ name }) => name === "NL80211_ATTR_STA_INFO")!;
    const txRate = info.attributes.find(({ name }) => name === "NL80211_STA_INFO_TX_BITRATE")!;
    // "tx bitrate: 26.0 MBit/s VHT-MCS 0 VHT-NSS 4"
    const rate = (wanted: string) => txRate.attributes.find(({ name }) => name === wanted)!.values[0]!.show;
    expect(Number(rate("NL80211_RATE_INFO_BITRATE32"))).toBe(260);
    expect(Number(rate("NL80211_RATE_INFO_VHT_NSS"))).toBe(4);
  });

  it("tells requests from answers by their flags", async () => {
    const scans = await read("nl80211.cmd == 32");
    expect(scans.length).toBeGreaterThan(0);
    for (const { flags } of scans) expect(flags & 0x1).toBe(0x1);
  });

  it("says what is wrong with a filter", async () => {
    await expect(read("nl80211.no_such_field == 1")).rejects.toThrow("no_such_field");
  });
});
