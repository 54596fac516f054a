import { describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const dry = (...words: string[]) => nl80211("--replay", village, ...words, "--dry-run");
const PEER = "02:00:00:00:02:00";

describe("iw's words for stations, keys and links", () => {
  // Attributes and values of iw's station.c, cqm.c, bitrate.c and interface.c for the same words.
  it.each([
    [["station", "set", "wlan1", PEER, "plink_action", "block"], /^SetStation\n[\s\S]*sta-plink-action: block/],
    [["station", "set", "wlan1", PEER, "vlan", "7"], /sta-vlan: 7/],
    [["station", "set", "wlan1", PEER, "mesh_power_mode", "light"], /local-mesh-power-mode: light-sleep/],
    [["station", "set", "wlan1", PEER, "airtime_weight", "512"], /airtime-weight: 512/],
    [["station", "set", "wlan1", PEER, "txpwr", "limit", "12"], /sta-tx-power-setting: limited[\s\S]*sta-tx-power: 12/],
    [["station", "set", "wlan1", PEER, "flag", "authorized", "off"], /sta-flags2/],
    [
      ["station", "del", "wlan1", PEER, "subtype", "0xA", "reason-code", "5"],
      /^DelStation\n[\s\S]*reason-code: .*\b5\b[\s\S]*mgmt-subtype: 10|mgmt-subtype: 10[\s\S]*reason-code: .*5/,
    ],
    [["cqm", "rssi", "wlan1", "-36", "2"], /^SetCqm\n[\s\S]*rssi-thold: -36[\s\S]*rssi-hyst: 2/],
    [["cqm", "rssi", "wlan1", "off"], /rssi-thold: 0[\s\S]*rssi-hyst: 0/],
    [["cqm", "watch", "wlan1", "-80", "-60", "--hysteresis", "3"], /rssi-thold: -80,? ?-60[\s\S]*rssi-hyst: 3/],
    [["set", "wlan1", "bitrates", "legacy-5", "6", "9", "vht-mcs-5", "1:0-9", "2:7,8", "sgi-5"], /^SetTxBitrateMask\n/],
    [["set", "wlan1", "tidconf", "peer", PEER, "tids", "0x5", "ampdu", "off"], /^SetTidConfig\n[\s\S]*tids: 5/],
    [["set", "wlan1", "epcs", "enable"], /^EpcsCfg\n[\s\S]*epcs/],
    [["tdls", "enable", "wlan1", PEER], /^TdlsOper\n[\s\S]*tdls-operation: enable-link/],
    [["tdls", "send", "wlan1", PEER, "discovery-request"], /^TdlsMgmt\n[\s\S]*tdls-action: 10/],
  ])("%j", async (words, printed) => {
    const { stdout, stderr } = await dry(...words);
    expect(stderr).toBe("");
    expect(stdout).toMatch(printed);
  });

  it.each([
    [
      ["station", "set", "wlan1", PEER, "speed", "1"],
      /there is no setting "speed": expected one of plink_action, vlan/,
    ],
    [["station", "set", "wlan1", PEER, "txpwr", "fixed"], /txpwr fixed: expected auto or limit/],
    [["station", "del", "wlan1", PEER, "subtype", "3"], /"subtype 3": expected subtype 0xA or 0xC/],
    [["cqm", "rssi", "wlan1", "weak"], /dBm weak: expected a number/],
    [["set", "wlan1", "bitrates", "fast"], /rates: "fast": expected \[legacy-<2.4\|5>/],
    [["set", "wlan1", "bitrates", "vht-mcs-5", "9"], /MCS "9": expected such as 1:0-9 or 2:7,8/],
    [["set", "wlan1", "tidconf", "ampdu", "off"], /tidconf "ampdu": expected \[peer/],
    [["set", "wlan1", "epcs", "on"], /epcs on: expected enable or disable/],
    [["get", "wlan1", "weather"], /there is no setting "weather" to get: expected one of power_save/],
  ])("refuse %j with exit code 2", async (words, message) => {
    const { status, stderr } = await nl80211("--replay", village, ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it.each(["station set", "station del", "key get", "cqm rssi", "cqm watch", "tdls send", "get"])(
    "%s shows examples in its help",
    async (words) => {
      expect((await nl80211(...words.split(" "), "--help")).stdout).toContain(`nl80211 ${words}`);
    },
  );
});
