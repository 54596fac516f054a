import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { machineSysfs } from "../../../src/client/radio/machine-sysfs.ts";
import { rfkillOf } from "../../../src/client/radio/rfkill.ts";
import type { Sysfs } from "../../../src/netlink/transport.ts";

/** A tree as in /sys: the wiphy's number is in a file, its name may be another. */
function tree(soft: string, hard: string): Sysfs {
  const sys = mkdtempSync(join(tmpdir(), "sys-"));
  const root = join(sys, "class/ieee80211");
  for (const [phy, index] of [
    ["roof", "3"],
    ["phy0", "0"],
  ] as const) {
    mkdirSync(join(root, phy, "rfkill7"), { recursive: true });
    writeFileSync(join(root, phy, "index"), `${index}\n`);
    const files = { name: phy, type: "wlan", soft: phy === "roof" ? soft : "0", hard: phy === "roof" ? hard : "0" };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, phy, "rfkill7", name), `${text}\n`);
  }
  return machineSysfs(sys);
}

describe("rfkillOf", () => {
  it.each([
    ["0", "0", undefined],
    ["1", "0", "soft"],
    ["1", "1", "hard"],
  ])("soft %s, hard %s is %s", async (soft, hard, expected) => {
    expect(await rfkillOf(3, tree(soft, hard))).toBe(expected);
    expect(await rfkillOf(0, tree(soft, hard))).toBeUndefined();
  });

  it("tells nothing where there is no such radio, or no sysfs", async () => {
    expect(await rfkillOf(9, tree("1", "1"))).toBeUndefined();
    expect(await rfkillOf(0, machineSysfs("/nowhere"))).toBeUndefined();
  });
});
