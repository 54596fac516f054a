import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { isNl80211Error } from "../../src/errors.ts";
import { COMMANDS } from "../../src/nl80211/generated/command-loader.ts";
import { dump, fakeKernel, refuse } from "../../src/testing/index.ts";

/** A kernel that says no to whatever is sent. */
function machine() {
  const kernel = fakeKernel();
  for (const name of Object.keys(COMMANDS)) kernel.on(name as "Connect", refuse("ENETDOWN"));
  return kernel
    .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: 3, mac: MAC }]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4, maxScanIeLen: 256, extFeatures: [26] }]))
    .on("rtnetlink:RTM_SETLINK", refuse("ENETDOWN"));
}

const MAC = "02:00:00:00:00:01";
const KEY = new Uint8Array(16).fill(7);
const SIX = new Uint8Array(6);

interface Called {
  readonly call: (wifi: Nl80211, args: readonly unknown[]) => Promise<unknown>;
  readonly args: readonly unknown[];
}

/** A method with arguments that are all right. */
function call<Args extends readonly unknown[]>(
  method: (wifi: Nl80211) => (...args: Args) => unknown,
  ...args: Args
): Called {
  return { call: async (wifi, given) => method(wifi)(...(given as unknown as Args)), args };
}

const CALLS: Readonly<Record<string, Called>> = {
  scan: call((wifi) => wifi.scan.bind(wifi), "wlan0", {
    ...{ ssids: ["cafe"], frequenciesMhz: [2412], timeoutMs: 1000, priority: 1, elements: KEY },
  }),
  connect: call((wifi) => wifi.connect.bind(wifi), "wlan0", {
    ...{ ssid: "cafe", bssid: MAC, bssidHint: MAC, frequencyMhz: 2412, frequencyHintMhz: 2412 },
    ...{ security: { pmk: new Uint8Array(32), akmSuites: [0x000fac02], pairwiseCiphers: [0x000fac04] } },
    ...{ elements: KEY, backgroundScanS: 30, edmg: { channels: 1 }, timeoutMs: 1000, mfp: "required" as const },
    ...{ htOverride: { value: new Uint8Array(26), mask: new Uint8Array(26) }, disable: ["ht" as const] },
  }),
  passphrase: call((wifi) => wifi.connect.bind(wifi), "wlan0", {
    ...{ ssid: "cafe", security: { passphrase: "twelve-sheep", groupCipher: 0x000fac04, pmkids: [KEY] } },
  }),
  password: call((wifi) => wifi.connect.bind(wifi), "wlan0", {
    ...{ ssid: "cafe", security: { saePassword: "twelve-sheep", pwe: "both" as const } },
  }),
  wep: call((wifi) => wifi.connect.bind(wifi), "wlan0", {
    ...{ ssid: "cafe", security: { wep: [{ index: 0 as const, key: "abcde" }] } },
  }),
  fils: call((wifi) => wifi.connect.bind(wifi), "wlan0", {
    ...{ ssid: "cafe", security: { fils: { username: "me", realm: "x", nextSequence: 1, rrk: KEY } } },
  }),
  authenticate: call((wifi) => wifi.mlme.authenticate.bind(wifi.mlme), "wlan0", {
    ...{ ssid: "cafe", bssid: MAC, frequencyMhz: 2412, type: "open" },
  }),
  associate: call((wifi) => wifi.mlme.associate.bind(wifi.mlme), "wlan0", {
    ...{ ssid: "cafe", bssid: MAC, frequencyMhz: 2412, rsn: { akmSuites: [0x000fac02] } },
  }),
  deauthenticate: call((wifi) => wifi.mlme.deauthenticate.bind(wifi.mlme), "wlan0", { bssid: MAC, reasonCode: 3 }),
  ap: call((wifi) => wifi.ap.start.bind(wifi.ap), "wlan0", {
    ...{ ssid: "cafe", channel: { channel: 1 }, beaconIntervalTu: 100, dtimPeriod: 2, inactivityTimeoutS: 300 },
    ...{ stations: { maxStations: 5, allow: [MAC], deny: [MAC] } },
  }),
  ibss: call((wifi) => wifi.ibss.join.bind(wifi.ibss), "wlan0", {
    ...{ ssid: "cafe", channel: { frequencyMhz: 2412 }, bssid: MAC, beaconIntervalTu: 100, basicRatesMbps: [1] },
    ...{ multicastRateMbps: 6, wep: [{ index: 0 as const, key: "abcde" }] },
  }),
  ocb: call((wifi) => wifi.ocb.join.bind(wifi.ocb), "wlan0", { frequencyMhz: 5900, mode: "10MHz" as const }),
  mesh: call((wifi) => wifi.mesh.join.bind(wifi.mesh), "wlan0", {
    ...{ meshId: "village", channel: { channel: 36, mode: "80MHz" as const }, multicastRateMbps: 6, dtimPeriod: 2 },
    ...{ beaconIntervalTu: 100, basicRatesMbps: [6], parameters: { ttl: 31, hwmpRannIntervalTu: 5000 } },
  }),
  meshParameters: call((wifi) => wifi.mesh.setParameters.bind(wifi.mesh), "wlan0", { ttl: 31, rssiThresholdDbm: -80 }),
  meshPath: call((wifi) => wifi.mesh.addPath.bind(wifi.mesh), "wlan0", MAC, MAC),
  switchChannel: call(
    (wifi) => wifi.switchChannel.bind(wifi),
    "wlan0",
    { channel: 36, mode: "160MHz" as const },
    { count: 5, timeoutMs: 500 },
  ),
  setChannel: call(
    (wifi) => wifi.setChannel.bind(wifi),
    "wlan0",
    { frequencyMhz: 5180, mode: "80MHz" },
    { checked: false },
  ),
  radar: call((wifi) => wifi.radar.startCheck.bind(wifi.radar), "wlan0", { channel: 52 }),
  nan: call(
    (wifi) => wifi.nan.start.bind(wifi.nan),
    { wdev: 2 },
    {
      ...{ masterPreference: 2, bands: ["2.4 GHz" as const], clusterId: "50:6f:9a:01:00:01", scanPeriodS: 5 },
      ...{ discoveryBeaconIntervalTu: 100, scanDwellTimeTu: 60, extraAttributes: KEY },
      ...{ perBand: { "2.4 GHz": { rssiCloseDbm: -50, rssiMiddleDbm: -65, awakeWindows: 1 } } },
    },
  ),
  nanFunction: call(
    (wifi) => wifi.nan.addFunction.bind(wifi.nan),
    { wdev: 2 },
    {
      ...{ type: "publish" as const, service: "org.example.printer", solicited: true, info: KEY },
    },
  ),
  send: call(
    (wifi) => wifi.frames.send.bind(wifi.frames),
    "wlan0",
    Uint8Array.of(0xc0, 0, 0, 0, ...SIX, ...SIX, ...SIX, 0, 0, 3, 0),
    { frequencyMhz: 2412, durationMs: 50, offchannel: true, linkId: 1, csaOffsets: [24], timeoutMs: 100 },
  ),
  stay: call((wifi) => wifi.frames.remainOnChannel.bind(wifi.frames), "wlan0", { channel: 6 }, 90),
  probe: call((wifi) => wifi.frames.probe.bind(wifi.frames), "wlan0", MAC),
  measure: call(
    (wifi) =>
      (...args: Parameters<typeof wifi.measurement.ftm$>) =>
        wifi.measurement.ftm$(...args).forEach(() => {}),
    "wlan0",
    {
      timeoutMs: 100,
      peers: [{ address: MAC, channel: { channel: 36, mode: "80MHz" as const }, framesPerBurst: 8, burstsExponent: 2 }],
    },
  ),
  vendor: call((wifi) => wifi.vendor.send.bind(wifi.vendor), "wlan0", {
    vendorId: "00:13:74",
    subcommand: 1,
    data: KEY,
  }),
  addStation: call((wifi) => wifi.addStation.bind(wifi), "wlan0", MAC, {
    ...{ aid: 1, listenInterval: 10, supportedRatesMbps: [1, 2], airtimeWeight: 256 },
  }),
  setStation: call((wifi) => wifi.setStation.bind(wifi), "wlan0", MAC, { airtimeWeight: 512, aid: 3 }),
  deleteStation: call((wifi) => wifi.deleteStation.bind(wifi), "wlan0", MAC, { reasonCode: 2, linkId: 1 }),
  addKey: call((wifi) => wifi.keys.add.bind(wifi.keys), "wlan0", {
    ...{ index: 1, cipher: "CCMP-128", key: KEY, sequence: SIX, peer: MAC, vlanId: 7 },
  }),
  defaultKey: call((wifi) => wifi.keys.setDefault.bind(wifi.keys), "wlan0", { index: 1, use: "both", linkId: 1 }),
  rekey: call((wifi) => wifi.keys.setRekeyOffload.bind(wifi.keys), "wlan0", { kek: KEY, kck: KEY, replayCounter: 2 }),
  pmksa: call((wifi) => wifi.pmksa.set.bind(wifi.pmksa), "wlan0", {
    ...{ bssid: MAC, pmkid: KEY, pmk: new Uint8Array(32), lifetimeS: 3600, reauthPercent: 70 },
  }),
  bitrates: call((wifi) => wifi.setBitrates.bind(wifi), "wlan0", { "2.4 GHz": { legacyMbps: [1, 5.5] } }),
  tidConfig: call((wifi) => wifi.setTidConfig.bind(wifi), "wlan0", { tids: [0, 1], retryShort: 3 }),
  cqm: call((wifi) => wifi.setCqm.bind(wifi), "wlan0", { signalDbm: [-70, -50], hysteresisDb: 4 }),
  noAck: call((wifi) => wifi.setNoAck.bind(wifi), "wlan0", [1, 2]),
  multicastRate: call((wifi) => wifi.setMulticastRate.bind(wifi), "wlan0", 6),
  txPower: call((wifi) => wifi.setTxPower.bind(wifi), "wlan0", { limitDbm: 20 }),
  rts: call((wifi) => wifi.setRtsThreshold.bind(wifi), "wlan0", 500, { radio: 0 }),
  fragmentation: call((wifi) => wifi.setFragmentationThreshold.bind(wifi), "wlan0", 512),
  retries: call((wifi) => wifi.setRetries.bind(wifi), "wlan0", { short: 7, long: 4 }),
  antennas: call((wifi) => wifi.setAntennas.bind(wifi), "wlan0", { tx: 3, rx: 3 }),
  coverage: call((wifi) => wifi.setCoverageClass.bind(wifi), "wlan0", 3),
  distance: call((wifi) => wifi.setDistance.bind(wifi), "wlan0", 300),
  queueLimits: call((wifi) => wifi.setQueueLimits.bind(wifi), "wlan0", {
    packets: 10,
    memoryBytes: 5,
    quantumBytes: 1,
  }),
  queues: call((wifi) => wifi.setTransmitQueues.bind(wifi), "wlan0", [
    { category: "be", burst32Us: 0, cwMin: 15, cwMax: 1023, aifs: 2 },
  ]),
  wowlan: call((wifi) => wifi.setWowlan.bind(wifi), "wlan0", {
    disconnect: true,
    patterns: ["12+43:34:--:12"],
    netDetect: { intervalS: 10, matches: [{ ssid: "x", minSignalDbm: -70 }] },
    tcp: {
      ...{ sourceAddress: "192.0.2.1", sourcePort: 5, destinationAddress: "192.0.2.2", destinationPort: 7 },
      ...{ destinationMac: MAC, data: KEY, intervalS: 60, wake: "53:54:--:50", sequence: { length: 4, offset: 2 } },
    },
  }),
  coalesce: call((wifi) => wifi.setCoalesce.bind(wifi), "wlan0", [
    { delayMs: 10, condition: "match", patterns: ["18+43:34:--:12"] },
  ]),
  sar: call((wifi) => wifi.setSar.bind(wifi), "wlan0", [{ range: 0, powerDbm: 10 }]),
  createInterface: call((wifi) => wifi.createInterface.bind(wifi), "phy0", {
    name: "wlan7",
    type: "station",
    address: MAC,
  }),
  setType: call((wifi) => wifi.setType.bind(wifi), "wlan0", "monitor"),
  setMeshId: call((wifi) => wifi.setMeshId.bind(wifi), "wlan0", "village"),
  rename: call((wifi) => wifi.rename.bind(wifi), "wlan0", "wlan7"),
  renameWiphy: call((wifi) => wifi.renameWiphy.bind(wifi), "wlan0", "phy7"),
  setAddress: call((wifi) => wifi.setAddress.bind(wifi), "wlan0", MAC),
  moveWiphy: call((wifi) => wifi.moveWiphy.bind(wifi), "wlan0", { pid: 1 }),
  regulatory: call((wifi) => wifi.setRegulatory.bind(wifi), "AT"),
  criticalProtocol: call((wifi) => wifi.criticalProtocol.bind(wifi), "wlan0", { protocol: "dhcp", maxDurationMs: 500 }),
};

const BAD_NUMBERS = [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY, 2 ** 40, -(2 ** 31) - 1];
const BAD_TEXTS = ["", "\0", "a\0b", "é".repeat(300), "\ud800"];
const BAD_OCTETS = [new Uint8Array(), new Uint8Array(70_000)];

/** The arguments, and as often as there is something to make wrong in them, with that wrong. */
function* spoilt(value: unknown): Generator<unknown> {
  if (typeof value === "number") yield* BAD_NUMBERS;
  else if (typeof value === "string") yield* BAD_TEXTS;
  else if (value instanceof Uint8Array) yield* BAD_OCTETS;
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) for (const bad of spoilt(item)) yield value.with(i, bad);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value))
      for (const bad of spoilt(member)) yield { ...value, [name]: bad };
  }
}

describe.each(Object.entries(CALLS))("%s", (_, { call, args }) => {
  it("is taken as it is: the kernel refuses it, and nobody before", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const error = await call(wifi, args).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(isNl80211Error(error) ? `${error.code} ${error.message}` : error).toMatch(/^INTERFACE_DOWN /);
  });

  it("tells what is wrong with an argument, whichever it is, in an error of this library", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const strange: string[] = [];
    let tried = 0;
    for (const bad of spoilt(args)) {
      tried++;
      const error = await call(wifi, bad as readonly unknown[]).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (error !== undefined && !isNl80211Error(error)) strange.push(`${show(bad)}: ${String(error)}`);
      else if (isNoNumber(bad) && !isNl80211Error(error, "INVALID_ARGUMENT")) strange.push(`${show(bad)}: is taken`);
    }
    expect(tried).toBeGreaterThan(3);
    expect(strange).toEqual([]);
  });
});

/** NaN fits nowhere. */
const isNoNumber = (bad: unknown) => show(bad).includes('"NaN"');

const show = (value: unknown) =>
  JSON.stringify(value, (_, member) =>
    member instanceof Uint8Array ? `${member.length} octets` : typeof member === "number" ? String(member) : member,
  );
