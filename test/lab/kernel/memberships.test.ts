import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { socketTransport } from "../../../src/socket/transport.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, run, until } from "../guest.ts";

const INFO = async (dev: string) => iw("dev", dev, "info");

/** A network namespace with a radio in it, and a client there. */
async function elsewhere(wifi: Nl80211, phy: string): Promise<{ readonly wifi: Nl80211 } & AsyncDisposable> {
  await run("ip", "netns", "add", "lab");
  await wifi.moveWiphy(phy, "/run/netns/lab");
  const there = await Nl80211.open({ transport: await socketTransport({ netns: "lab" }) });
  return {
    wifi: there,
    async [Symbol.asyncDispose]() {
      await there.close();
      await run("ip", "netns", "del", "lab");
    },
  };
}

describe("a mesh of two radios in two namespaces", () => {
  it("carries traffic both ways, along paths that we read, set and delete", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using other = await elsewhere(wifi, "phy1");
    saw("SetWiphyNetns", "took-effect", "the interface is in the other namespace");
    const mesh = { meshId: "village-mesh", channel: { channel: 1, mode: "HT20" } } as const;
    await wifi.setType("wlan0", "mesh");
    await wifi.up("wlan0");
    await other.wifi.setType("wlan1", "mesh");
    await other.wifi.up("wlan1");
    await using _here = await wifi.mesh.join("wlan0", { ...mesh, parameters: { hwmpMaxPreqRetries: 7 } });
    await using _there = await other.wifi.mesh.join("wlan1", mesh);
    expect(await iw("dev", "wlan0", "get", "mesh_param", "mesh_hwmp_max_preq_retries")).toMatch(/^7/);
    await run("ip", "addr", "add", "10.80.21.1/24", "dev", "wlan0");
    await run("ip", "-n", "lab", "addr", "add", "10.80.21.2/24", "dev", "wlan1");
    const peer = (await other.wifi.interface("wlan1")).address!;

    await until("the peers are linked", async () => /ESTAB/.test(await iw("dev", "wlan0", "station", "dump")));
    await until("the mesh carries a packet", () =>
      run("busybox", "ping", "-c", "1", "-W", "2", "10.80.21.2").then(
        () => true,
        () => false,
      ),
    );
    expect(await run("busybox", "ping", "-c", "3", "-W", "2", "10.80.21.2")).toContain("3 packets received");
    const back = await run("ip", "netns", "exec", "lab", "busybox", "ping", "-c", "3", "-W", "2", "10.80.21.1");
    expect(back).toContain("3 packets received");
    saw("JoinMesh", "took-effect", "pings between two namespaces");

    expect(await wifi.mesh.path("wlan0", peer)).toMatchObject({ destination: peer, nextHop: peer });
    saw("GetMpath", "took-effect", "the path that the pings took");
    const far = "02:00:00:00:77:01";
    await wifi.mesh.addPath("wlan0", far, peer);
    expect(await iw("dev", "wlan0", "mpath", "get", far)).toContain(`${far} ${peer}`);
    saw("NewMpath", "took-effect", "iw mpath get");
    await wifi.mesh.setPath("wlan0", far, peer);
    expect((await wifi.mesh.path("wlan0", far)).flags).toContain("fixed");
    saw("SetMpath", "took-effect", "its flags: fixed");
    await wifi.mesh.deletePath("wlan0", far);
    await expect(wifi.mesh.path("wlan0", far)).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
    saw("DelMpath", "took-effect", "ENOENT after it");
    await expect(wifi.mesh.proxy("wlan0", far)).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
    saw("GetMpp", "refused:ENOENT", "no device is behind a mesh point");

    const { address } = await wifi.interface("wlan0");
    const octets = (mac: string) => mac.split(":").map((hex) => Number.parseInt(hex, 16));
    const frame = new Uint8Array([...octets(peer), ...octets(address!), 0x88, 0xb5, ...new Uint8Array(46)]);
    await wifi.mesh.probeLink("wlan0", peer, frame);
    await expect(
      wifi.mesh.probeLink("wlan0", far, new Uint8Array([...octets(far), ...frame.subarray(6)])),
    ).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
    saw("ProbeMeshLink", "took-effect", "taken for a peer, ENOENT for a stranger");
  });

  it("tells of candidates where the user links with peers", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    for (const dev of ["wlan0", "wlan1"]) {
      await wifi.setType(dev, "mesh");
      await wifi.up(dev);
    }
    const mesh = { meshId: "village-mesh", channel: { channel: 1 } } as const;
    const { address } = await wifi.interface("wlan1");
    const heard: string[] = [];
    const listening = wifi.mesh.candidates$("wlan0").subscribe((candidate) => heard.push(candidate.address));
    {
      await using _here = await wifi.mesh.join("wlan0", { ...mesh, userPeering: true });
      await using _there = await wifi.mesh.join("wlan1", { ...mesh, userPeering: true });
      await until("wlan0 hears wlan1", () => heard.includes(address!));
    }
    expect(heard.every((candidate) => candidate === address)).toBe(true);
    listening.unsubscribe();
  });
});

describe("an ad-hoc network", () => {
  it("is begun, found by another radio, and left; one whose owner goes away, too", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    for (const dev of ["wlan0", "wlan1"]) {
      await wifi.setType(dev, "ibss");
      await wifi.up(dev);
    }
    const meadow = {
      ssid: "village-meadow",
      channel: { frequencyMhz: 2437, mode: "HT20" },
      fixedChannel: true,
    } as const;
    const bssid = "02:80:21:00:00:01";
    {
      await using first = await wifi.ibss.join("wlan0", { ...meadow, bssid, beaconIntervalTu: 50 });
      expect(first.bssid).toBe(bssid);
      expect(await INFO("wlan0")).toMatch(/ssid village-meadow[\s\S]*channel 6 \(2437 MHz\), width: 20 MHz/);
      await expect(wifi.ibss.join("wlan0", meadow)).rejects.toMatchObject({ code: "KERNEL", errnoName: "EALREADY" });
      await using second = await wifi.ibss.join("wlan1", meadow);
      expect(second.bssid).toBe(bssid);
      await until("they hear each other", async () => /Station/.test(await iw("dev", "wlan0", "station", "dump")));
      saw("JoinIbss", "took-effect", "iw station dump: the other");
    }
    expect(await INFO("wlan0")).not.toContain("ssid village-meadow");
    saw("LeaveIbss", "took-effect", "iw dev info");
    {
      await using gone = await Nl80211.open();
      await gone.ibss.join("wlan0", { ...meadow, bssid });
    }
    await until("the kernel has left it", async () => !(await INFO("wlan0")).includes("ssid village-meadow"));
    await expect(wifi.ibss.leave("wlan0")).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOLINK" });
    await wifi.setType("wlan1", "managed").catch(() => {});
    await wifi.down("wlan1");
    await wifi.setType("wlan1", "managed");
    await wifi.up("wlan1");
    await expect(wifi.ibss.join("wlan1", meadow)).rejects.toMatchObject({ code: "NOT_SUPPORTED", target: "wlan1" });
    await wifi.down("wlan0");
    await expect(wifi.ibss.join("wlan0", meadow)).rejects.toMatchObject({ code: "INTERFACE_DOWN", target: "wlan0" });
  });
});

describe("outside the context of a BSS", () => {
  it("a channel is joined and left", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "ocb");
    await wifi.up("wlan0");
    {
      await using _channel = await wifi.ocb.join("wlan0", { channel: 1 });
      expect(await INFO("wlan0")).toContain("channel 1 (2412 MHz)");
      saw("JoinOcb", "took-effect", "iw dev info");
    }
    expect(await INFO("wlan0")).not.toContain("channel 1 ");
    saw("LeaveOcb", "took-effect", "iw dev info");
    await expect(wifi.ocb.leave("wlan0")).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOTCONN" });
  });
});
