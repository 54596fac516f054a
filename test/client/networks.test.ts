import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { Iftype } from "../../src/nl80211/generated/interface.ts";
import { ack, dump, type FakeKernel, fakeKernel, refuse, reply } from "../../src/testing/index.ts";
import { captured } from "./captured.ts";

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;

describe("meshes", () => {
  const machine = () => fakeKernel().on("JoinMesh", ack()).on("LeaveMesh", ack()).on("SetMeshConfig", ack());
  const VILLAGE = { meshId: "village-mesh", channel: { channel: 1, mode: "HT20" } } as const;

  it("are joined and left as by iw, with an owner", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using _mesh = await wifi.mesh.join(19, { ...VILLAGE, multicastRateMbps: 6, beaconIntervalTu: 100 });
      expect(last(kernel).fields).toEqual({ ...captured("6.12-mesh", "JoinMesh")[0], socketOwner: true });
    }
    expect(last(kernel).fields).toEqual(captured("6.12-mesh", "LeaveMesh")[0]);
    await wifi.mesh.leave(20);
    expect(last(kernel).fields).toEqual(captured("6.12-mesh", "LeaveMesh")[1]);
  });

  it("get parameters as from iw, switches and words in the kernel's numbers", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.mesh.setParameters(19, { hwmpRootmode: 4 });
    expect(last(kernel).fields).toEqual(captured("6.12-mesh", "SetMeshConfig")[0]);
    await wifi.mesh.setParameters(19, { forwarding: false, gateAnnouncements: true, powerMode: "light-sleep" });
    expect(last(kernel).fields).toMatchObject({ meshConfig: { forwarding: 0, gateAnnouncements: 1, powerMode: 2 } });
  });

  it("have paths that are set by hand", async () => {
    const kernel = machine().on("NewMpath", ack()).on("SetMpath", ack()).on("DelMpath", ack());
    await using wifi = await open(kernel);
    const [far, near] = ["02:00:00:00:00:09", "02:00:00:00:00:01"];
    await wifi.mesh.addPath(19, far!, near!);
    expect(last(kernel).fields).toEqual({ ifindex: 19, mac: far, mpathNextHop: near });
    await wifi.mesh.setPath(19, far!, near!);
    expect(last(kernel).name).toBe("SetMpath");
    await wifi.mesh.deletePath(19, far);
    expect(last(kernel).fields).toEqual({ ifindex: 19, mac: far });
  });

  it("refuse what is no mesh before anything is sent, and close the socket of what the kernel refuses", async () => {
    const kernel = machine().on("JoinMesh", refuse("EOPNOTSUPP"));
    await using wifi = await open(kernel);
    await expect(wifi.mesh.join(19, { meshId: "" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(wifi.mesh.setParameters(19, {})).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests).toEqual([]);
    await expect(wifi.mesh.join(19, VILLAGE)).rejects.toMatchObject({ code: "NOT_SUPPORTED", target: "ifindex 19" });
  });
});

describe("access points", () => {
  const AP = { ifindex: 11, ifname: "ap0", wdev: 1, wiphy: 0, iftype: Iftype.Ap, mac: "02:00:00:00:00:00" } as const;
  const machine = () =>
    fakeKernel()
      .on("GetInterface", ({ dump: all }) => (all ? dump([AP]) : reply(AP)))
      .on("StartAp", ack())
      .on("SetBeacon", ack())
      .on("StopAp", ack());

  it("beacon with the head that hostapd makes of the same network", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const rates = [1, 2, 5.5, 11].map((mbps) => ({ mbps, basic: true }));
    await using _ap = await wifi.ap.start("ap0", {
      ssid: "open-2g",
      channel: { channel: 1 },
      rates: [...rates, { mbps: 6 }, { mbps: 9 }, { mbps: 12 }, { mbps: 18 }],
      stations: false,
    });
    const theirs = captured("6.12-networks", "StartAp")[0]!;
    const { ssid, beaconHead, beaconIntervalTu, dtimPeriod, hiddenSsid, wiphyFreqMhz, socketOwner, ifindex } = theirs;
    expect(last(kernel).fields).toMatchObject({
      ...{ ssid, beaconHead, beaconIntervalTu, dtimPeriod, hiddenSsid, wiphyFreqMhz, socketOwner, ifindex },
    });
  });

  it("change their beacon, and stop at the end, on the socket that started them", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const ap = await wifi.ap.start("ap0", { ssid: "x", channel: { channel: 1 }, hidden: "zeros", stations: false });
    const start = last(kernel);
    expect(start.fields).toMatchObject({ hiddenSsid: 2 });
    const element = new Uint8Array([221, 4, 2, 0, 0, 7]);
    await ap.change({ elements: [element] });
    expect(last(kernel)).toMatchObject({ name: "SetBeacon", portId: start.portId });
    const { beaconTail } = last(kernel).fields as { beaconTail: Uint8Array };
    expect([...beaconTail.subarray(-6)]).toEqual([...element]);
    await ap.close();
    expect(last(kernel)).toMatchObject({ name: "StopAp", portId: start.portId });
  });

  it("refuse what no access point can be before anything is asked", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const channel = { channel: 1 } as const;
    const wrong = [
      { ssid: "x", channel, dtimPeriod: 0 },
      { ssid: "x", channel, beaconIntervalTu: 5 },
      { ssid: "x".repeat(33), channel },
    ];
    for (const input of wrong)
      await expect(wifi.ap.start("ap0", input)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests).toEqual([]);
  });
});
