import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examine, type Finding } from "../../src/cli/doctor.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { Nl80211Error } from "../../src/errors.ts";
import { dump, fakeKernel } from "../../src/testing/index.ts";
import { openReplay } from "../../src/testing/replay-transport.ts";

// A machine of files: /proc, /sys and /lib below a directory of the test's own, written as Linux has them.

const village = join(import.meta.dirname, "../../fixtures/village.pcap.gz");
const replayed = () => Nl80211.open({ transport: openReplay(village, { at: "end" }), streams: false });
const without = () =>
  Promise.reject(new Nl80211Error("NO_NL80211", "this kernel has no nl80211", { hint: "look at a recording" }));

describe("the doctor", () => {
  let root: string;
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const about = async (topic: string, open: () => Promise<Nl80211> = replayed) =>
    (await examine(open, root)).filter((finding) => finding.topic === topic);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "doctor-"));
    write("proc/sys/kernel/osrelease", "6.12.95\n");
    write("proc/self/status", "Name:\tnode\nCapEff:\t0000000000001000\n");
    write("lib/firmware/regulatory.db", Buffer.from("5247444200000014", "hex"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("finds nothing to cure on a machine that has all", async () => {
    const findings = await examine(replayed, root);
    expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(findings.map(({ topic, found }) => `${topic}: ${found}`)).toEqual([
      "kernel: Linux 6.12.95",
      "nl80211: the kernel answers",
      "adapters: phy2: 2.4 GHz, 5 GHz, 6 GHz, S1G; wlan2",
      "adapters: phy1: 2.4 GHz, 5 GHz, 6 GHz, S1G; wlan1",
      "adapters: phy0: 2.4 GHz, 5 GHz, 6 GHz, S1G; wlan0",
      "regulation: country DE",
      "permission: CAP_NET_ADMIN: may scan, connect and change things",
      "regulatory database: /lib/firmware/regulatory.db, version 20",
      "daemons: nobody else manages Wi-Fi",
    ]);
  });

  it("tells a kernel without cfg80211 from one whose nl80211 does not answer", async () => {
    expect(await about("nl80211", without)).toEqual([
      { topic: "nl80211", state: "trouble", found: "this kernel has no nl80211", cure: "load it: modprobe cfg80211" },
    ]);
    write("sys/module/cfg80211/initstate", "live\n");
    expect(await about("nl80211", without)).toMatchObject([
      { found: "this kernel has no nl80211, though cfg80211 is loaded", cure: "look at a recording" },
    ]);
  });

  it("tells nl80211 without an adapter, and an adapter without a driver", async () => {
    const kernel = fakeKernel().on("GetWiphy", dump([])).on("GetInterface", dump([]));
    const open = () => Nl80211.open({ transport: kernel, streams: false });
    expect(await about("adapters", open)).toMatchObject([{ state: "trouble", found: "no Wi-Fi adapter" }]);
    const device = "sys/bus/pci/devices/0000:03:00.0";
    write(`${device}/class`, "0x028000\n");
    write(`${device}/vendor`, "0x8086\n");
    write(`${device}/device`, "0x2725\n");
    write("sys/bus/pci/devices/0000:00:02.0/class", "0x030000\n");
    const found = "the adapter 0x8086:0x2725 at 0000:03:00.0 has no driver";
    expect(await about("drivers")).toMatchObject([{ state: "trouble", found }]);
    write(`${device}/driver/bind`, "");
    expect(await about("drivers")).toEqual([]);
  });

  it("tells a radio that is switched off by software from one by hardware", async () => {
    const blocked = (id: number, soft: number, hard: number) => {
      for (const [name, content] of Object.entries({ name: `phy${id}`, type: "wlan", soft, hard })) {
        write(`sys/class/rfkill/rfkill${id}/${name}`, `${content}\n`);
      }
    };
    blocked(0, 1, 0);
    blocked(1, 0, 1);
    blocked(2, 0, 0);
    expect((await about("rfkill")).map(({ state, found, cure }: Finding) => [state, found, cure])).toEqual([
      ["trouble", "phy0 is switched off", "rfkill unblock wifi"],
      ["trouble", "phy1 is switched off by hardware", expect.stringContaining("switch")],
      ["ok", "phy2 is on", undefined],
    ]);
  });

  it("says who may only look, what is missing, and who else is at work", async () => {
    write("proc/self/status", "CapEff:\t0000000000000000\n");
    rmSync(join(root, "lib"), { recursive: true });
    write("proc/812/comm", "wpa_supplicant\n");
    write("proc/901/comm", "wpa_supplicant\n");
    write("proc/33/comm", "bash\n");
    expect(await about("permission")).toMatchObject([{ state: "note", cure: expect.stringContaining("setcap") }]);
    expect(await about("regulatory database")).toMatchObject([{ state: "note", cure: "install wireless-regdb" }]);
    const found = "wpa_supplicant manages Wi-Fi (process 812, 901): it scans and connects on its own";
    expect(await about("daemons")).toMatchObject([{ state: "note", found }]);
  });
});
