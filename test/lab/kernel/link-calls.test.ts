import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { CqmNotification } from "../../../src/client/station/cqm.ts";
import { CqmRssiThresholdEvent } from "../../../src/nl80211/generated/cqm.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { accessPoint, freshRadios, iw, KERNEL, run, until } from "../guest.ts";

const AP = "02:00:00:00:00:00";
const CLIENT = "02:00:00:00:01:00";
const OTHER = "02:00:00:00:02:00";
const CAFE = ["ssid=cafe", "hw_mode=g", "channel=1", "ieee80211n=1"];
const UNSUPPORTED = { code: "NOT_SUPPORTED" };

describe("a connected client", () => {
  it("sends at the rates that it may, and with the priorities that it was told", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await using _connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    await run("ip", "addr", "add", "10.80.21.2/24", "dev", "wlan1");
    await run("ip", "neigh", "replace", "10.80.21.99", "lladdr", AP, "dev", "wlan1");
    await run("ip", "link", "set", "hwsim0", "up");

    await wifi.setBitrates("wlan1", { "2.4 GHz": { legacyMbps: [5.5], htMcs: [] } });
    await until("the client sends at 5.5 Mbit/s", async () => {
      await packetWithTos(0);
      return /tx bitrate:\s+5\.5 MBit\/s/.test(await iw("dev", "wlan1", "station", "dump"));
    });
    saw("SetTxBitrateMask", "took-effect", "iw station dump: tx bitrate");
    await wifi.setBitrates("wlan1", {});
    const nothing = wifi.setBitrates("wlan1", { "60 GHz": { legacyMbps: [1] } });
    await expect(nothing).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });

    // DSCP 8 (CS1) is priority 1: by its upper three bits, and by RFC 8325
    expect(await tidsOnAir(() => packetWithTos(8 << 2))).toContain(1);
    const none = [undefined, undefined, undefined, undefined, undefined, undefined, undefined] as const;
    await wifi.setQosMap("wlan1", { exceptions: [{ dscp: 8, priority: 6 }], ranges: [[0, 63], ...none] });
    expect(await tidsOnAir(() => packetWithTos(8 << 2))).toContain(6);
    saw("SetQosMap", "took-effect", "the TID of packets in the air");
    await wifi.setQosMap("wlan1", undefined);
  });

  it("is told when its signal crosses a threshold, as long as it listens", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", [...CAFE, "beacon_int=50"]);
    await wifi.up("wlan1");
    await using _connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    const told: CqmNotification[] = [];
    const errors: unknown[] = [];
    const watching = wifi.cqm$("wlan1", { signalDbm: -36, hysteresisDb: 2 }).subscribe({
      next: (notification) => told.push(notification),
      error: (error) => errors.push(error),
    });
    const power = (mbm: string) => iw("dev", "wlan0", "set", "txpower", "fixed", mbm);
    await power("600");
    await until("the signal is told to be low", () => told.some(({ type }) => type === "signal-low"));
    expect(errors).toEqual([]);
    expect(told.at(-1)).toMatchObject({ type: "signal-low", signalDbm: expect.any(Number) });
    saw("SetCqm", "took-effect", "a notification");
    watching.unsubscribe();

    // that it fell may still be told before the threshold is off; that it rises again must not be
    const high: unknown[] = [];
    const all = wifi.events({ groups: ["mlme"] }).subscribe((event) => {
      if (event.type !== "notify-cqm") return;
      if (event.attributes.cqm?.rssiThresholdEvent === CqmRssiThresholdEvent.ThresholdEventHigh) high.push(event);
    });
    await power("2000");
    await until("iw sees a strong signal", async () => {
      const average = /beacon signal avg:\s+(-\d+)/.exec(await iw("dev", "wlan1", "station", "dump"));
      return Number(average?.[1] ?? -100) >= -32;
    });
    expect(high).toEqual([]);
    all.unsubscribe();

    // neither is counted by mac80211; one threshold a time is all that old kernels take
    const transmitErrors = { percent: 10, packets: 10, intervalS: 10 };
    await expect(wifi.setCqm("wlan1", { transmitErrors })).rejects.toMatchObject(UNSUPPORTED);
    await expect(wifi.setCqm("wlan0", { signalDbm: -60 })).rejects.toMatchObject(UNSUPPORTED);
  });

  it("makes a direct link to another that iw sees", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await wifi.up("wlan2");
    await using _one = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    await using _two = await wifi.connect("wlan2", { ssid: "cafe", frequencyMhz: 2412 });
    await expect(wifi.tdls.enable("wlan1", OTHER)).rejects.toMatchObject({ errnoName: "ENOLINK" });
    await wifi.tdls.send("wlan1", OTHER, { action: "discovery-request" });
    const peer = { aid: 2, peerAid: 2, supportedRatesMbps: [], flags: { "tdls-peer": true } } as const;
    await wifi.addStation("wlan1", OTHER, peer);
    await wifi.tdls.send("wlan1", OTHER, { action: "setup-request", initiator: true });
    saw("TdlsMgmt", "took-effect", "the kernel keeps the peer that enabling needs");
    const flags = { "tdls-peer": true, authorized: true, wme: true } as const;
    await wifi.setStation("wlan1", OTHER, { flags, peerAid: 2, supportedRatesMbps: [1, 2, 5.5, 11] });
    await wifi.tdls.enable("wlan1", OTHER);
    expect(await iw("dev", "wlan1", "station", "get", OTHER)).toMatch(/authorized:\s+yes[\s\S]*TDLS peer:\s+yes/);
    expect(await wifi.tdls.peers("wlan1")).toMatchObject([{ address: OTHER }]);
    await expect(wifi.tdls.switchChannel("wlan1", OTHER, { channel: 6 })).rejects.toMatchObject(UNSUPPORTED);
    saw("TdlsChannelSwitch", "refused:EOPNOTSUPP", "hwsim's driver cannot");
    await expect(wifi.tdls.cancelChannelSwitch("wlan1", OTHER)).rejects.toMatchObject(UNSUPPORTED);
    saw("TdlsCancelChannelSwitch", "refused:EOPNOTSUPP", "hwsim's driver cannot");
    await expect(wifi.tdls.setUp("wlan1", OTHER)).rejects.toMatchObject(UNSUPPORTED);
    await wifi.tdls.disable("wlan1", OTHER);
    expect(await iw("dev", "wlan1", "station", "dump")).not.toContain(OTHER);
    saw("TdlsOper", "took-effect", "iw station get");
  });

  it("hears from a driver of mac80211 what it does not do", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await expect(wifi.setTidToLinkMapping("wlan1", LINKS)).rejects.toMatchObject(later("6.9", "ENOLINK"));
    await using _connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    const ifindex = (await wifi.interface("wlan1")).ifindex!;
    const refusals = {
      SetTidConfig: () => wifi.setTidConfig("wlan1", { tids: [0], ampdu: false }),
      CritProtocolStart: () => wifi.criticalProtocol("wlan1", { protocol: "dhcp", maxDurationMs: 1000 }),
      UpdateFtIes: () => wifi.updateFastTransition("wlan1", { mobilityDomain: 1, elements: new Uint8Array() }),
      UpdateConnectParams: () => wifi.updateConnection("wlan1", { elements: new Uint8Array() }),
      AddTxTs: () => wifi.addTrafficStream("wlan1", AP, { tid: 6, userPriority: 6 }),
      DelTxTs: () => wifi.deleteTrafficStream("wlan1", AP, 6),
      CritProtocolStop: () => wifi.request("CritProtocolStop", { ifindex }),
      SetMacAcl: () => wifi.ap.setMacAcl("wlan0", { denied: [CLIENT] }),
      UpdateOweInfo: () => wifi.ap.updateOwe("wlan0", { peer: CLIENT }),
      SetTidToLinkMapping: () => wifi.setTidToLinkMapping("wlan1", LINKS),
      EpcsCfg: () => wifi.setEpcs("wlan1", true),
    } as const;
    // the kernel's policy lets these rates pass, so that it comes to ask the driver; it takes no others
    const vht = { limit: { "5 GHz": { vhtMcs: { 1: [9] }, gi: "short" } } } as const;
    await expect(wifi.setTidConfig("wlan1", { tids: [1], rates: vht })).rejects.toMatchObject(UNSUPPORTED);
    const others = wifi.setTidConfig("wlan1", { tids: [1], rates: { limit: { "2.4 GHz": { htMcs: [7] } } } });
    await expect(others).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
    for (const [command, call] of Object.entries(refusals)) {
      const error = await call().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(error, command).toMatchObject({ errnoName: expect.any(String), command });
      const { errnoName } = error as { errnoName: `E${string}` };
      saw(command as keyof typeof refusals, `refused:${errnoName}`, "a driver of mac80211 on one link");
    }
  });
});

describe("an access point of hostapd's", () => {
  it("takes settings of its BSS, and sends multicasts to each station", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await using _connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    const bss = () => iw("dev", "wlan0", "station", "get", CLIENT);
    expect(await bss()).toMatch(/short slot time:\s*yes/);
    await wifi.ap.setBss("wlan0", { shortSlotTime: false });
    expect(await bss()).not.toMatch(/short slot time:\s*yes/);
    saw("SetBss", "took-effect", "iw station get: short slot time");
    await expect(wifi.ap.setBss("wlan1", { isolate: true })).rejects.toMatchObject(UNSUPPORTED);

    await run("ip", "link", "set", "hwsim0", "up");
    await run("ip", "addr", "add", "10.80.21.1/24", "dev", "wlan0");
    const call = () => run("busybox", "arping", "-c", "2", "-I", "wlan0", "10.80.21.99").catch(() => "");
    const toClient = `wlan addr1 ${CLIENT} and wlan type data subtype qos-data`;
    expect(await countOnAir(call, toClient)).toBe(0);
    await wifi.ap.setMulticastToUnicast("wlan0", true);
    expect(await countOnAir(call, toClient)).toBeGreaterThan(0);
    saw("SetMulticastToUnicast", "took-effect", "requests of ARP go to the station's address");
  });
});

const ALL = Array.from({ length: 8 }, () => [0]);
const LINKS = { down: ALL, up: ALL };

/** Kernels older than that do not know the command. */
function later(since: string, errnoName: string) {
  const [major, minor] = since.split(".").map(Number) as [number, number];
  const [runs, minorRuns] = KERNEL!.split(".").map(Number) as [number, number];
  return runs > major || (runs === major && minorRuns >= minor) ? { errnoName } : { errnoName: "EOPNOTSUPP" };
}

/** A UDP packet of the client with a Type of Service, to a neighbour that is the access point. */
async function packetWithTos(tos: number): Promise<void> {
  const words = ["traceroute", "-n", "-m", "1", "-q", "3", "-w", "1", "-t", String(tos), "10.80.21.99"];
  await run("busybox", ...words).catch(() => {});
}

/** The traffic ids of data frames from the client to the access point, while something goes on. */
async function tidsOnAir(action: () => Promise<unknown>): Promise<number[]> {
  const tids: number[] = [];
  await onAir(action, (count) => {
    for (let tid = 0; tid < 8; tid++) {
      const frames = `wlan addr2 ${CLIENT} and wlan type data subtype qos-data and wlan[24] & 0x0f = ${tid}`;
      if (count(frames) > 0) tids.push(tid);
    }
  });
  return tids;
}

async function countOnAir(action: () => Promise<unknown>, filter: string): Promise<number> {
  let frames = 0;
  await onAir(action, (count) => {
    frames = count(filter);
  });
  return frames;
}

async function onAir(action: () => Promise<unknown>, read: (count: (filter: string) => number) => void): Promise<void> {
  const file = "/tmp/air.pcap";
  const capture = spawn("tcpdump", ["-i", "hwsim0", "-U", "-w", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  capture.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until("tcpdump listens", () => said.includes("listening"));
  await action();
  capture.kill("SIGINT");
  await once(capture, "exit");
  read((filter) => {
    const lines = execFileSync("tcpdump", ["-n", "-r", file, filter], { encoding: "utf8", stdio: "pipe" });
    return lines.split("\n").length - 1;
  });
}
