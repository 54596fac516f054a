import { describe, expect, test } from "vitest";
import { AttributeNames } from "../../src/genetlink/attribute-names.ts";
import { NL80211_NAMES } from "../../src/nl80211/generated/name-table.ts";

const names = new AttributeNames(NL80211_NAMES);

describe("a path of numbers, as the kernel points at an attribute, has names", () => {
  test.each([
    // NL80211_ATTR_SCAN_SSIDS is 45; its children count.
    [[45, 4], 33, "nl80211.scan-ssids[4]"],
    // NL80211_ATTR_WIPHY_BANDS 22, band 1 (5 GHz), NL80211_BAND_ATTR_FREQS 1, third channel, NL80211_FREQUENCY_ATTR_FREQ 1
    [[22, 1, 1, 2, 1], undefined, "nl80211.wiphy-bands[band-5ghz].freqs[2].freq"],
    // NL80211_ATTR_KEY 80, NL80211_KEY_CIPHER 3
    [[80, 3], 11, "nl80211.key.cipher"],
    // A number that no kernel has used stays one, and what is in it.
    [[16000, 7], 33, "nl80211.16000.7"],
    [[], 33, "nl80211"],
  ] as const)("%j of command %s is %s", (path, command, text) => {
    expect(names.path(path, command)).toBe(text);
  });
});

test("a TID, which comes as one more, is named by itself", () => {
  // NL80211_ATTR_STA_INFO 21, NL80211_STA_INFO_TID_STATS 31, TID 0 as 1, NL80211_TID_STATS_RX_MSDU 1
  expect(names.path([21, 31, 1, 1])).toBe("nl80211.sta-info.tid-stats[0].rx-msdu");
});

test("members of enums and bits of masks have names, numbers of newer kernels none", () => {
  expect(names.member("iftype", 2)).toBe("station"); // NL80211_IFTYPE_STATION
  expect(names.member("iftype", 200)).toBeUndefined();
  expect(names.member("no such enum", 1)).toBeUndefined();
});

test("keys are secret", () => {
  expect(names.attribute("key", 1)).toMatchObject({ name: "data", secret: true }); // NL80211_KEY_DATA
  expect(names.attribute("bss", 1)).toMatchObject({ name: "bssid", secret: false });
});

test("what comes more than once says so", () => {
  const repeated = names.attribute("wiphy-radio", 2); // NL80211_WIPHY_RADIO_ATTR_FREQ_RANGE
  expect(repeated).toMatchObject({ name: "freq-range", repeated: true });
});

test("a message whose attributes are shaped otherwise has a set of its own", () => {
  // NL80211_CMD_SET_REG 26 carries nothing special; NL80211_CMD_GET_MESH_CONFIG 28 answers with HT_OPMODE as u32.
  expect(names.setOf(26, "request")).toBe("nl80211");
  const set = names.setOf(28, "reply");
  expect(set).not.toBe("nl80211");
  const config = names.attribute(set, 35)!; // NL80211_ATTR_MESH_CONFIG
  expect(names.attribute(config.type.of!, 22)).toMatchObject({ name: "ht-opmode", type: { size: 4 } });
});

test("knows the one value of a number that is big-endian: SAE in EXTERNAL_AUTH (127)", () => {
  const { type } = names.attribute(names.setOf(127, "event"), 76)!;
  expect(type).toMatchObject({ kind: "number", size: 4, bigEndian: false, bigEndianValue: 0x000fac08, of: "#akm" });
});
