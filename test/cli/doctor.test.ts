import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examine, type Finding } from "../../src/cli/doctor.ts";
import { contender, describeFailure } from "../../src/cli/failure.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { interfaceOwners } from "../../src/client/radio/interface-owners.ts";
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
      "daemons: nobody else seems to manage Wi-Fi",
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
    const found = "wpa_supplicant runs (process 812, 901): it may manage Wi-Fi, though nothing shows which interface";
    expect(await about("daemons")).toMatchObject([{ state: "note", found }]);
  });

  it("a busy interface's error names who seems to hold it", async () => {
    write("sys/class/net/wlan0/ifindex", "3\n");
    write("proc/33/comm", "hostapd\n");
    write("proc/33/cmdline", "hostapd\0-B\0-i\0wlan0\0/etc/hostapd.conf\0");
    const busy = new Nl80211Error("BUSY", "EBUSY: SetInterface wlan0", { target: "wlan0" });
    const further = await contender(busy, root);
    expect(further).toBe("wlan0 seems to be managed by hostapd (process 33): its command line");
    expect(describeFailure(busy, further).text).toBe(`EBUSY: SetInterface wlan0\n  ${further}`);
    expect(await contender(new Nl80211Error("BUSY", "EBUSY", { target: "wlan1" }), root)).toBeUndefined();
    expect(await contender(new Nl80211Error("TIMEOUT", "late", { target: "wlan0" }), root)).toBeUndefined();
  });

  it("an EAPOL socket shows that somebody authenticates, not who where several could", async () => {
    const packet = "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n";
    write("proc/net/packet", `${packet}00000000a1b2c3d4 3      3    888e   3     1 0      0      31337\n`);
    const evidence = "an EAPOL socket is open on it";
    expect(await interfaceOwners({ name: "wlan0", ifindex: 3 }, root)).toEqual([{ pids: [], evidence }]);
    write("proc/812/comm", "wpa_supplicant\n");
    const only = { program: "wpa_supplicant", pids: [812], evidence };
    expect(await interfaceOwners({ name: "wlan0", ifindex: 3 }, root)).toEqual([only]);
    expect(await interfaceOwners({ name: "wlan1", ifindex: 4 }, root)).toEqual([]);
  });

  it("says which interface seems to be managed by whom, and what shows it", async () => {
    // the village's wlan2 has ifindex 4, wlan0 2; the lines are as unix_seq_show() and packet_seq_show() print them
    write("proc/812/comm", "wpa_supplicant\n");
    write("proc/812/cmdline", "wpa_supplicant\0-u\0-s\0-O\0/run/wpa_supplicant\0");
    write(
      "proc/net/unix",
      [
        "Num       RefCount Protocol Flags    Type St Inode Path",
        "00000000f76b1d3a: 00000003 00000000 00000000 0001 03 198685",
        "0000000012ab4510: 00000002 00000000 00000000 0002 01 21877 /run/wpa_supplicant/wlan2",
        "",
      ].join("\n"),
    );
    write("proc/77/comm", "NetworkManager\n");
    write("run/NetworkManager/devices/4", "[device]\nmanaged=true\n");
    write("run/NetworkManager/devices/2", "[device]\nmanaged=false\n");
    expect((await about("daemons")).map(({ found, cure }) => [found, cure])).toEqual([
      [
        "wlan2 seems to be managed by wpa_supplicant (process 812): its control socket /run/wpa_supplicant/wlan2",
        "stop it for an interface that you want for yourself",
      ],
      [
        "wlan2 seems to be managed by NetworkManager (process 77): its note /run/NetworkManager/devices/4",
        "nmcli device set wlan2 managed no",
      ],
    ]);
  });
});
