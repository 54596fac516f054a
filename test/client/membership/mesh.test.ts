import { describe, expect, it } from "vitest";
import type { Mac } from "../../../src/bytes/mac.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { MeshParameters } from "../../../src/nl80211/mesh.ts";
import { ack, type FakeKernel, fakeKernel, reply } from "../../../src/testing/index.ts";

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const machine = () => fakeKernel().on("JoinMesh", ack()).on("LeaveMesh", ack()).on("SetMeshConfig", ack());

/** iw's 29 (mesh.c) and the two that it lacks, each with the least and the most that nl80211_meshconf_params_policy takes. */
const ALL: readonly (readonly [keyof MeshParameters, number, number])[] = [
  ["retryTimeoutMs", 1, 255],
  ["confirmTimeoutMs", 1, 255],
  ["holdingTimeoutMs", 1, 255],
  ["maxPeerLinks", 0, 255],
  ["maxRetries", 0, 16],
  ["ttl", 1, 255],
  ["elementTtl", 1, 255],
  ["hwmpMaxPreqRetries", 0, 255],
  ["pathRefreshTimeMs", 1, 65_535],
  ["minDiscoveryTimeoutMs", 1, 65_535],
  ["hwmpActivePathTimeoutTu", 1, 65_535],
  ["hwmpPreqMinIntervalTu", 1, 65_535],
  ["hwmpPerrMinIntervalTu", 1, 65_535],
  ["hwmpNetDiamTrvsTimeTu", 1, 65_535],
  ["hwmpRootmode", 0, 4],
  ["hwmpRannIntervalTu", 1, 65_535],
  ["syncOffsetMaxNeighbor", 1, 255],
  ["rssiThresholdDbm", -255, 0],
  ["htOpmode", 0, 0x17],
  ["hwmpPathToRootTimeoutTu", 1, 65_535],
  ["hwmpRootIntervalTu", 1, 65_535],
  ["hwmpConfirmationIntervalTu", 1, 65_535],
  ["awakeWindowTu", 0, 65_535],
  ["plinkTimeoutS", 0, 0xffffffff],
];

describe("mesh parameters", () => {
  it("are 31: 24 numbers within the kernel's limits, 6 switches and the power mode", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    for (const edge of [1, 2] as const) {
      const numbers = Object.fromEntries(ALL.map((row) => [row[0], row[edge]]));
      const switches = { autoOpenPlinks: true, gateAnnouncements: true, forwarding: false, connectedToGate: true };
      const all = { ...numbers, ...switches, nolearn: false, connectedToAs: true, powerMode: "deep" };
      await wifi.mesh.setParameters(19, all);
      const ones = {
        autoOpenPlinks: 1,
        gateAnnouncements: 1,
        forwarding: 0,
        connectedToGate: 1,
        nolearn: 0,
        connectedToAs: 1,
      };
      expect(last(kernel).fields).toEqual({ ifindex: 19, meshConfig: { ...numbers, ...ones, powerMode: 3 } });
    }
  });

  it.each(ALL)("refuse %s beyond %i and %i", async (name, least, most) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    for (const value of [least - 1, most + 1, (least + most) / 2 + 0.25]) {
      await expect(wifi.mesh.setParameters(19, { [name]: value })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
        message: expect.stringContaining(
          `mesh parameter ${name} ${value}: expected a whole number from ${least} to ${most}`,
        ),
      });
    }
    expect(kernel.requests).toEqual([]);
  });

  it("refuse a name that is none, a switch that is a number, a power mode that is none", async () => {
    await using wifi = await open(machine());
    const wrong = [{ colour: 1 }, { forwarding: 1 }, { powerMode: "asleep" }] as unknown as MeshParameters[];
    for (const parameters of wrong)
      await expect(wifi.mesh.setParameters(19, parameters)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("joining a mesh", () => {
  it("settles who links with peers, and how the mesh works", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const elements = new Uint8Array([48, 2, 1, 0]);
    await wifi.mesh.join(19, {
      ...{ meshId: "m", channel: { channel: 1 }, dtimPeriod: 3, basicRatesMbps: [6], handleDfs: true },
      beaconRate: { "2.4 GHz": { legacyMbps: [6] } },
      ...{ secure: true, userAuthentication: true, userPeering: true, authenticationProtocol: 1, elements },
      ...{ vendorSync: true, vendorMetric: false, vendorPathSelection: true, parameters: { ttl: 7 } },
    });
    expect(last(kernel).fields).toMatchObject({
      ...{ dtimPeriod: 3, bssBasicRates: new Uint8Array([12]), handleDfs: true, meshConfig: { ttl: 7 } },
      txRates: { 0: { legacy: new Uint8Array([12]) } },
      meshSetup: {
        ...{ userspaceAmpe: true, userspaceAuth: true, userspaceMpm: true, authProtocol: 1, ie: elements },
        ...{ enableVendorSync: 1, enableVendorMetric: 0, enableVendorPathSel: 1 },
      },
    });
  });

  it("is refused with basic rates of no channel, which the kernel could not read", async () => {
    await using wifi = await open(machine());
    const rates = [{ basicRatesMbps: [6] }, { beaconRate: { "2.4 GHz": { legacyMbps: [6] } } }];
    for (const mesh of rates)
      await expect(wifi.mesh.join(19, { meshId: "m", ...mesh })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("a mesh's neighbours", () => {
  const [FAR, NEAR] = ["02:00:00:00:00:09", "02:00:00:00:00:01"] as const;

  it("a path and a proxy are told of one destination", async () => {
    const kernel = machine()
      .on("GetMpath", reply({ ifindex: 19, mac: FAR, mpathNextHop: NEAR, mpathInfo: { hopCount: 2 } }))
      .on("GetMpp", reply({ ifindex: 19, mac: FAR, mpathNextHop: NEAR }));
    await using wifi = await open(kernel);
    expect(await wifi.mesh.path(19, FAR)).toMatchObject({ destination: FAR, nextHop: NEAR, hops: 2 });
    expect(last(kernel).fields).toEqual({ ifindex: 19, mac: FAR });
    expect(await wifi.mesh.proxy(19, FAR)).toMatchObject({ destination: FAR, nextHop: NEAR });
  });

  it("a link is probed with a whole Ethernet frame to that peer", async () => {
    const kernel = machine().on("ProbeMeshLink", ack());
    await using wifi = await open(kernel);
    const frame = new Uint8Array([2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, 1, 2, 3]);
    await wifi.mesh.probeLink(19, FAR, frame);
    expect(last(kernel).fields).toEqual({ ifindex: 19, mac: FAR, frame });
    for (const wrong of [frame.subarray(0, 13), frame.subarray(6)])
      await expect(wifi.mesh.probeLink(19, FAR, wrong)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("candidates are those that this interface hears, with their elements and signal", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const heard: [Mac, number | undefined, number][] = [];
    const listening = wifi.mesh.candidates$(19).subscribe(({ address, signalDbm, elements }) => {
      heard.push([address, signalDbm, elements.length]);
    });
    await kernel.clock.advanceAsync(0);
    const ie = new Uint8Array([114, 1, 109, 113, 7, 1, 1, 0, 1, 0, 0, 9]);
    kernel.event("new-peer-candidate", { ifindex: 20, mac: NEAR, ie });
    kernel.event("new-peer-candidate", { ifindex: 19, mac: FAR, ie, rxSignalDbm: -40 });
    kernel.event("new-peer-candidate", { ifindex: 19, mac: NEAR });
    await kernel.clock.advanceAsync(0);
    expect(heard).toEqual([
      [FAR, -40, 2],
      [NEAR, undefined, 0],
    ]);
    listening.unsubscribe();
  });
});
