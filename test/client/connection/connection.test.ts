import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import type { ConnectOptions } from "../../../src/client/connection/connect-options.ts";
import { toConnect } from "../../../src/client/connection/connect-request.ts";
import type { KeyedOptions } from "../../../src/client/connection/connect-security.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { CipherSuite } from "../../../src/ieee80211/cipher.ts";
import { parseEapol } from "../../../src/ieee80211/eapol.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  refuse,
  reply,
  settled,
  tell,
} from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const AP = "02:00:00:00:00:01";
const OTHER = "02:00:00:00:00:02";
const connected = (mac: string) => event("connect", { ifindex: 3, mac, statusCode: 0 });
const refusedBy = (statusCode: number) => event("connect", { ifindex: 3, mac: AP, statusCode });

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0]))
    .on("Connect", ack(), connected(AP))
    .on("Disconnect", ack());

async function connection(kernel: FakeKernel, options: Partial<ConnectOptions> = {}) {
  const wifi = await Nl80211.open({ transport: kernel });
  return { wifi, connection: await wifi.connect("wlan0", { ssid: "cafe", ...options }) };
}

const asked = (kernel: FakeKernel, name: string) => kernel.requests.filter((request) => request.name === name);

describe("a connection's request", () => {
  it("says suites twice: for drivers of full MACs, and as the element that others send", () => {
    const security = {
      pmk: new Uint8Array(32),
      akmSuites: [AkmSuite.PskSha256],
      pairwiseCiphers: [CipherSuite.Gcmp256],
      groupManagementCipher: CipherSuite.BipGmac256,
    };
    const { akmSuites, cipherSuitesPairwise, cipherSuiteGroup, useMfp, ie } = toConnect(3, {
      ssid: "x",
      security,
      mfp: "required",
    });
    expect({ akmSuites, cipherSuitesPairwise, cipherSuiteGroup, useMfp }).toEqual({
      akmSuites: [0x000fac06],
      cipherSuitesPairwise: [0x000fac09],
      cipherSuiteGroup: 0x000fac09,
      useMfp: 1,
    });
    // IEEE 802.11-2020, 9.4.2.24: version 1, group, pairwise, AKM, capabilities (MFPR and MFPC: 0xc0), no PMKID, group management
    expect(Buffer.from(ie!).toString("hex")).toBe("301a0100000fac090100000fac090100000fac06c0000000000fac0c");
  });

  it("asks for the control port as wpa_supplicant does, which the kernel gives to an owner alone", () => {
    const { controlPort, controlPortEthertype, controlPortOverNl80211, controlPortNoPreauth, socketOwner } = captured(
      "7.3-connect",
      "Associate",
    )[0]!;
    const ours = toConnect(3, { ssid: "x", controlPort: { noPreauthentication: true } });
    expect(ours).toMatchObject({
      controlPort,
      controlPortEthertype,
      controlPortOverNl80211,
      controlPortNoPreauth,
      socketOwner,
    });
    expect(() => toConnect(3, { ssid: "x", controlPort: true, owned: false })).toThrow(/owner/);
  });

  // NL80211_ATTR_* of nl80211_connect() in net/wireless/nl80211.c
  it.each<[Partial<KeyedOptions>, object]>([
    [
      { bssidHint: AP, frequencyHintMhz: 2412 },
      { macHint: AP, wiphyFreqHintMhz: 2412 },
    ],
    [
      { disable: ["ht", "vht", "he", "eht", "uhr"] },
      { disableHt: true, disableVht: true, disableHe: true, disableEht: true, disableUhr: true },
    ],
    [
      { radioMeasurement: true, multiLink: true, pbss: true },
      { useRrm: true, mloSupport: true, pbss: true },
    ],
    [{ select: "signal" }, { bssSelect: { rssi: true } }],
    [{ select: { prefer: "5 GHz" } }, { bssSelect: { bandPref: 1 } }],
    [{ select: { adjust: "6 GHz", byDb: -10 } }, { bssSelect: { rssiAdjust: { band: 3, deltaDb: -10 } } }],
    [{ security: { ieee8021x: true } }, { want1x4wayHs: true, akmSuites: [0x000fac01], privacy: true }],
    [{ edmg: { channels: 3, bandwidthConfiguration: 4 } }, { wiphyEdmgChannels: 3, wiphyEdmgBwConfig: 4 }],
    [
      { security: { saePassword: "x", pwe: "hash-to-element" } },
      { authType: 4, saePwe: 2, useMfp: 1, wpaVersions: [2] },
    ],
    [{ owned: false }, { socketOwner: undefined }],
    [{ frequencyMhz: 902.5 }, { wiphyFreqMhz: 902, wiphyFreqOffsetKhz: 500 }],
  ])("%j", (options, fields) => {
    expect(toConnect(3, { ssid: "x", ...options })).toMatchObject(
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(fields))
      if (value === undefined) expect(toConnect(3, { ssid: "x", ...options })).not.toHaveProperty(name);
  });

  it("gives FILS all its four, or names what is wrong without showing the key", () => {
    const fils = { username: "me", realm: "example.org", nextSequence: 7, rrk: new Uint8Array(48).fill(0x5a) };
    expect(toConnect(3, { ssid: "x", security: { fils } })).toMatchObject({
      authType: 5,
      filsErpUsername: new TextEncoder().encode("me"),
      filsErpRealm: new TextEncoder().encode("example.org"),
      filsErpNextSeqNum: 7,
      filsErpRrk: fils.rrk,
      akmSuites: [0x000fac0e],
    });
    const long = { ...fils, rrk: new Uint8Array(65).fill(0x5a) };
    try {
      toConnect(3, { ssid: "x", security: { fils: long } });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining("FILS root key") });
      expect(inspect(error)).not.toMatch(/5a5a|90, 90|ZZ/);
    }
  });

  it.each<[string, Partial<KeyedOptions>]>([
    ["select", { bssid: AP, select: "signal" }],
    [
      "one index",
      {
        security: {
          wep: [
            { index: 0, key: "abcde" },
            { index: 0, key: "fghij" },
          ],
        },
      },
    ],
    ["uhr", { disable: ["n" as "ht"] }],
    ["HT capability", { htOverride: { value: new Uint8Array(2), mask: new Uint8Array(26) } }],
    ["no, optional, required", { mfp: "yes" as "no" }],
    ["AKM", { security: { supplicant: { akmSuites: [] } } }],
    ["2.4 GHz", { select: { prefer: "7 GHz" as "5 GHz" } }],
  ])("names %s where that is wrong, before anything is sent", (named, options) => {
    expect(() => toConnect(3, { ssid: "x", ...options })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining(named) }),
    );
  });
});

describe("a live connection", () => {
  it("follows the driver's roams", async () => {
    const kernel = machine();
    const { connection: live } = await connection(kernel);
    const roams: unknown[] = [];
    live.roams$().subscribe({ next: ({ bssid }) => roams.push(bssid), complete: () => roams.push("over") });
    kernel.event("roam", { ifindex: 3, mac: OTHER });
    kernel.event("roam", { ifindex: 4, mac: AP });
    await settled();
    expect(live.bssid).toBe(OTHER);
    expect(roams).toEqual([OTHER]);
    kernel.event("disconnect", { ifindex: 3, reasonCode: 3 });
    await settled();
    expect(roams).toEqual([OTHER, "over"]);
  });

  it("asks for a reassociation with what it was made with, and knows the links of a multi-link access point", async () => {
    const links = [{ mloLinkId: 1, bssid: AP, mac: "02:00:00:00:00:03", statusCode: 0 }];
    const kernel = machine().on("GetScan", dump([{ ifindex: 3, bss: { bssid: OTHER, frequencyMhz: 5180 } }]));
    const wep = [{ index: 0, key: "abcde" }] as const;
    const { connection: live } = await connection(kernel, { security: { wep }, bssidHint: AP });
    kernel.on("Connect", ack(), event("connect", { ifindex: 3, mac: OTHER, statusCode: 0, mloLinks: links }));
    await live.roam({ bssid: OTHER.replaceAll(":", "-") });
    const [first, second] = asked(kernel, "Connect").map(({ fields }) => fields as Record<string, unknown>);
    expect(second).toEqual({ ...first, macHint: undefined, mac: OTHER, wiphyFreqMhz: 5180, prevBssid: AP });
    expect(live.bssid).toBe(OTHER);
    expect(live.links).toEqual([{ linkId: 1, bssid: AP, address: "02:00:00:00:00:03", statusCode: 0 }]);
  });

  it("is over when a roam fails, and says farewell to the access point that mac80211 still holds", async () => {
    const kernel = machine().on("Deauthenticate", ack());
    const { connection: live } = await connection(kernel);
    kernel.on("Connect", ack(), event("connect", { ifindex: 3, mac: OTHER, statusCode: 17 }));
    await expect(live.roam({ bssid: OTHER, frequencyMhz: 2412 })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      statusCode: 17,
    });
    expect(await live.ended).toEqual({ by: "kernel" });
    expect(asked(kernel, "Deauthenticate")[0]!.fields).toMatchObject({ mac: AP });
  });

  it("stays where it is when the kernel refuses to roam, or has not heard the other", async () => {
    const kernel = machine().on("GetScan", dump([]));
    const { connection: live } = await connection(kernel);
    await expect(live.roam({ bssid: OTHER })).rejects.toMatchObject({ code: "CONNECT_FAILED" });
    kernel.on("Connect", refuse("EOPNOTSUPP"));
    await expect(live.roam({ bssid: OTHER, frequencyMhz: 2412 })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    expect(live.bssid).toBe(AP);
    expect(asked(kernel, "Disconnect")).toEqual([]);
  });

  it("changes the links of a multi-link connection, which its owner alone may, and follows what becomes of them", async () => {
    const link = (linkId: number) => ({ mloLinkId: linkId, bssid: AP, mac: AP, statusCode: 0 });
    const kernel = machine()
      .on("Connect", ack(), event("connect", { ifindex: 3, mac: AP, statusCode: 0, mloLinks: [link(0), link(1)] }))
      .on("AssocMloReconf", ack());
    const { connection: live } = await connection(kernel, { multiLink: true });
    await live.changeLinks({ add: [{ linkId: 2, bssid: OTHER, frequencyMhz: 5955 }], remove: [0, 1] });
    const request = asked(kernel, "AssocMloReconf")[0]!;
    expect(request.portId).toBe(asked(kernel, "Connect")[0]!.portId);
    expect(request.fields).toEqual({
      ...{ ifindex: 3, mloReconfRemLinks: 0b11 },
      mloLinks: [{ mloLinkId: 2, mac: OTHER, wiphyFreqMhz: 5955 }],
    });
    kernel.event("links-removed", { ifindex: 3, mloLinks: [{ mloLinkId: 0 }] });
    await settled();
    expect(live.links.map(({ linkId }) => linkId)).toEqual([1]);
    const interfaceLinks = [
      { mloLinkId: 1, mac: AP },
      { mloLinkId: 2, mac: OTHER },
    ];
    kernel.on("GetInterface", reply({ ...WLAN0, mloLinks: interfaceLinks }));
    kernel.event("assoc-mlo-reconf", { ifindex: 3 });
    await settled();
    expect(live.links).toEqual([
      { linkId: 1, bssid: AP, address: AP, statusCode: 0 },
      { linkId: 2, address: OTHER },
    ]);
    await expect(live.changeLinks({})).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("looks again when events were lost", async () => {
    const kernel = machine().on("GetStation", dump([{ ifindex: 3, mac: OTHER }]));
    const { connection: live } = await connection(kernel);
    kernel.overrun();
    await settled();
    expect(live.bssid).toBe(OTHER);
    kernel.on("GetStation", dump([]));
    kernel.overrun();
    expect(await live.ended).toEqual({ by: "kernel" });
  });

  it("stays where the driver tells of no stations after events were lost, and ends where the interface went", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const kernel = machine().on("GetStation", refuse("EOPNOTSUPP"));
    const { connection: live } = await connection(kernel);
    kernel.overrun();
    await settled();
    await settled();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(live.bssid).toBe(AP);
    kernel.on("GetStation", refuse("ENODEV"));
    kernel.overrun();
    expect(await live.ended).toEqual({ by: "kernel" });
  });

  it("tells when a device that does the handshake has opened the port, and waits for it if asked to", async () => {
    const kernel = machine();
    const { connection: live } = await connection(kernel);
    kernel.event("port-authorized", { ifindex: 3, mac: AP });
    expect(await live.authorized).toBe(true);

    const waiting = machine();
    const wifi = await Nl80211.open({ transport: waiting, streams: false });
    const outcome = wifi.connect("wlan0", { ssid: "cafe", untilAuthorized: true });
    let done = false;
    outcome.then(() => (done = true)).catch(() => {});
    await settled();
    expect(done).toBe(false);
    waiting.event("port-authorized", { ifindex: 3, mac: AP });
    expect((await outcome).bssid).toBe(AP);

    const refused = wifi.connect("wlan0", { ssid: "cafe", untilAuthorized: true });
    refused.catch(() => {});
    await settled();
    waiting.event("disconnect", { ifindex: 3, reasonCode: 15, disconnectedByAp: true });
    await expect(refused).rejects.toMatchObject({ code: "CONNECT_FAILED", reasonCode: 15 });
  });

  it("has all its time to open where the time of day is set forward while it connects", async () => {
    const kernel = machine().on("Connect", ack());
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const outcome = wifi.connect("wlan0", { ssid: "cafe", untilAuthorized: true, timeoutMs: 10_000 });
    await kernel.asked("Connect");
    kernel.clock.skip(3_600_000);
    kernel.event("connect", { ifindex: 3, mac: AP, statusCode: 0 });
    await kernel.clock.advanceAsync(9_999);
    kernel.event("port-authorized", { ifindex: 3, mac: AP });
    expect((await outcome).bssid).toBe(AP);

    const late = wifi.connect("wlan0", { ssid: "cafe", untilAuthorized: true, timeoutMs: 10_000 });
    late.catch(() => {});
    await kernel.asked("Connect", 2);
    await kernel.clock.advanceAsync(9_000);
    kernel.event("connect", { ifindex: 3, mac: AP, statusCode: 0 });
    await kernel.clock.advanceAsync(1_000);
    await expect(late).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("keeps a handshake's first frames for who subscribes later, and sends with the acknowledgement", async () => {
    const key = tell("control-port-frame", {
      ifindex: 3,
      mac: AP,
      frame: new Uint8Array([2, 3, 0, 0]),
      controlPortEthertype: 0x888e,
      controlPortNoEncrypt: true,
    });
    const kernel = machine().on("Connect", connected(AP), key, ack());
    const { connection: live } = await connection(kernel, { controlPort: true });
    const frames: unknown[] = [];
    live.controlPort$().subscribe((frame) => frames.push(frame));
    expect(frames).toEqual([
      {
        from: AP,
        ethertype: 0x888e,
        octets: new Uint8Array([2, 3, 0, 0]),
        unencrypted: true,
        time: expect.any(Number),
      },
    ]);
    // The driver tells no cookie: nothing to wait for.
    kernel.on("ControlPortFrame", ack());
    expect(await live.sendControlPort(new Uint8Array([1, 1, 0, 0]), { noEncrypt: true })).toBeUndefined();
    // wpa_supplicant's message 2 of the fixture, but for the octets
    const { frame: _, ifindex: __, mac: ___, ...theirs } = captured("7.3-connect", "ControlPortFrame")[1]!;
    expect(asked(kernel, "ControlPortFrame")[0]!.fields).toMatchObject({ ...theirs, mac: AP, ifindex: 3 });
  });

  it("gives the device what it asks for from outside, and its answer back", async () => {
    const request = {
      ifindex: 3,
      ssid: new TextEncoder().encode("cafe"),
      bssid: AP,
      akmSuites: AkmSuite.Sae,
      externalAuthAction: 0,
    };
    const kernel = machine()
      .on("Connect", ack(), tell("external-auth", request), connected(AP))
      .on("ExternalAuth", ack());
    const seen: unknown[] = [];
    await connection(kernel, {
      externalAuthentication: (external) => {
        seen.push({ ...external, ssid: external.ssid.text });
        return { statusCode: 0, pmkid: new Uint8Array(16) };
      },
    });
    await settled();
    expect(seen).toEqual([{ action: "start", ssid: "cafe", bssid: AP, akmSuite: 0x000fac08, akm: "SAE" }]);
    expect(asked(kernel, "Connect")[0]!.fields).toMatchObject({ externalAuthSupport: true, socketOwner: true });
    expect(asked(kernel, "ExternalAuth")[0]!.fields).toEqual({
      ...{ ifindex: 3, bssid: AP, statusCode: 0 },
      ...{ ssid: new TextEncoder().encode("cafe"), pmkid: new Uint8Array(16) },
    });
  });

  it("says no for a program that throws", async () => {
    const request = {
      ifindex: 3,
      ssid: new Uint8Array([97]),
      bssid: AP,
      akmSuites: AkmSuite.Sae,
      externalAuthAction: 0,
    };
    const kernel = machine()
      .on("Connect", ack(), tell("external-auth", request), connected(AP))
      .on("ExternalAuth", ack());
    await connection(kernel, { externalAuthentication: () => Promise.reject(new Error("no password")) });
    await settled();
    expect(asked(kernel, "ExternalAuth")[0]!.fields).toMatchObject({ statusCode: 1 });
  });

  it("hears that the access point cut the association short, which the kernel tells by nothing else", async () => {
    // IEEE 802.11-2020, 9.3.3.12: deauthentication to 02:...:03 from the access point, reason 2
    const frame = Buffer.from(`c0000000020000000003${AP.replaceAll(":", "").repeat(2)}00000200`, "hex");
    const kernel = machine().on("Connect", ack(), event("deauthenticate", { ifindex: 3, frame }));
    await expect(connection(kernel)).rejects.toMatchObject({ code: "CONNECT_FAILED", reasonCode: 2 });
  });

  it("ends as LOST when nl80211 goes away meanwhile", async () => {
    const kernel = machine().on("Connect", ack());
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const outcome = wifi.connect("wlan0", { ssid: "cafe" });
    outcome.catch(() => {});
    await settled();
    kernel.family("nl80211", { groups: ["mlme"] });
    await expect(outcome).rejects.toMatchObject({ code: "LOST" });
  });

  it("opens the port, gives keys and elements, for the access point that it is with", async () => {
    const kernel = machine().on("SetStation", ack()).on("SetPmk", ack()).on("UpdateConnectParams", ack());
    const { connection: live } = await connection(kernel);
    await live.authorize();
    expect(asked(kernel, "SetStation")[0]!.fields).toEqual({ ifindex: 3, mac: AP, staFlags2: { mask: [1], set: [1] } });
    await live.setPmk(new Uint8Array(48));
    expect(asked(kernel, "SetPmk")[0]!.fields).toMatchObject({ ifindex: 3, mac: AP });
    await live.update({ elements: new Uint8Array([221, 0]), authentication: "fils-sk" });
    expect(asked(kernel, "UpdateConnectParams")[0]!.fields).toMatchObject({
      ie: new Uint8Array([221, 0]),
      authType: 5,
    });
    await expect(live.setPmk(new Uint8Array(31))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(live.update({})).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("a passphrase, where the device leaves the handshake to the program", () => {
  // NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211 without _4WAY_HANDSHAKE_STA_PSK, as drivers of mac80211 have it
  const mac80211 = () =>
    machine()
      .on("GetWiphy", dump([{ wiphy: 0, extFeatures: [26] }]))
      .on("GetInterface", dump([{ ...WLAN0, mac: "02:00:00:00:00:03" }]))
      .on("GetScan", dump([]))
      .on("ControlPortFrame", ack());
  /** A network that was heard: its group cipher, its AKM, and the rest of its RSN element. */
  const heard = (bssid: string, group: string, akm: string, rest = "0000") => {
    const rsn = Buffer.from(`0100000fac${group}0100000fac040100000fac${akm}${rest}`, "hex");
    const informationElements = new Uint8Array([0, 4, ...Buffer.from("cafe"), 48, rsn.length, ...rsn]);
    return { ifindex: 3, bss: { bssid, frequencyMhz: 2412, capability: 0x0411, informationElements } };
  };
  const first = captured("7.3-connect", "ControlPortFrame")[0]!.frame;
  const message1 = tell("control-port-frame", { ifindex: 3, mac: AP, frame: first, controlPortNoEncrypt: true });

  it("asks for RSN and the control port without the key, answers, and doubts it when the access point gives up", async () => {
    const kernel = mac80211().on("Connect", ack(), connected(AP), message1);
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const outcome = wifi.connect("wlan0", { ssid: "cafe", security: { passphrase: "twelve-sheep" } });
    outcome.catch(() => {});
    await kernel.asked("ControlPortFrame");
    const request = asked(kernel, "Connect")[0]!.fields;
    expect(request).toMatchObject({ controlPortOverNl80211: true, akmSuites: [AkmSuite.Psk], privacy: true });
    expect(request).not.toHaveProperty("pmk");
    const answer = asked(kernel, "ControlPortFrame")[0]!.fields as { readonly frame: Uint8Array };
    expect(answer).toMatchObject({ mac: AP, controlPortEthertype: 0x888e, controlPortNoEncrypt: true });
    expect(parseEapol(answer.frame)).toMatchObject({ kind: "key", message: "4-way 2/4", replayCounter: 1n });
    kernel.event("disconnect", { ifindex: 3, reasonCode: 15, disconnectedByAp: true });
    await expect(outcome).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      reasonCode: 15,
      hint: "is the passphrase right?",
    });
    expect(asked(kernel, "NewKey")).toEqual([]);
  });

  // the RSN element of hostapd with WPA-PSK-SHA256, in fixtures/6.12-psk-sha256
  it("asks for PSK with SHA-256 where a scan has heard no other", async () => {
    const kernel = mac80211().on("GetScan", dump([heard(AP, "04", "06", "cc00")]));
    const outcome = connection(kernel.on("Connect", ack(), refusedBy(43)), {
      security: { passphrase: "twelve-sheep" },
    });
    await expect(outcome).rejects.toMatchObject({ code: "CONNECT_FAILED" });
    expect(asked(kernel, "Connect")[0]!.fields).toMatchObject({ akmSuites: [AkmSuite.PskSha256] });
  });

  it("asks for PSK where one of several access points has it, with the group cipher of that one", async () => {
    const kernel = mac80211()
      .on("GetScan", dump([heard(AP, "04", "06"), heard(OTHER, "02", "02")]))
      .on("Connect", ack(), refusedBy(1));
    await expect(connection(kernel, { security: { passphrase: "twelve-sheep" } })).rejects.toMatchObject({
      statusCode: 1,
    });
    const { fields } = asked(kernel, "Connect")[0]!;
    expect(fields).toMatchObject({ akmSuites: [AkmSuite.Psk], cipherSuiteGroup: CipherSuite.Tkip });
  });

  it("names the network's cipher of group-addressed management frames where these are to be protected", async () => {
    const kernel = mac80211()
      .on("GetScan", dump([heard(AP, "04", "02", "c0000000000fac0b")]))
      .on("Connect", ack(), refusedBy(1));
    const refused = connection(kernel, { security: { passphrase: "twelve-sheep" }, mfp: "required" });
    await expect(refused).rejects.toMatchObject({ statusCode: 1 });
    // the same element as the network's: IEEE 802.11-2020, 9.4.2.24, BIP-GMAC-128 at its end
    const { ie } = asked(kernel, "Connect")[0]!.fields as { readonly ie: Uint8Array };
    expect(Buffer.from(ie).toString("hex")).toBe("301a0100000fac040100000fac040100000fac02c0000000000fac0b");
  });

  it("asks also where the kernel does not say what was heard, and tells what it says to that", async () => {
    const kernel = mac80211().on("GetScan", refuse("ENETDOWN")).on("Connect", refuse("ENETDOWN"));
    const refused = connection(kernel, { security: { passphrase: "twelve-sheep" } });
    await expect(refused).rejects.toMatchObject({ code: "INTERFACE_DOWN", command: "Connect" });
  });

  // IEEE 802.11-2020, table 9-50
  it.each([
    [41, "another group cipher"],
    [43, "another AKM"],
  ])("tells the cure of status %i", async (statusCode, hint) => {
    const kernel = mac80211().on("Connect", ack(), refusedBy(statusCode));
    await expect(connection(kernel, { security: { passphrase: "twelve-sheep" } })).rejects.toMatchObject({
      ...{ code: "CONNECT_FAILED", statusCode, hint: expect.stringContaining(hint) },
    });
  });

  it("has its time", async () => {
    const kernel = mac80211();
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const outcome = wifi.connect("wlan0", { ssid: "cafe", security: { passphrase: "twelve-sheep" }, timeoutMs: 1000 });
    outcome.catch(() => {});
    await kernel.asked("Connect");
    await settled();
    await kernel.clock.advanceAsync(1000);
    await expect(outcome).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(asked(kernel, "Disconnect")).toHaveLength(1);
  });

  it.each([
    ["does the handshake itself", [15, 26], {}],
    ["has no control port", [], {}],
    ["is asked for another AKM", [26], { akmSuites: [AkmSuite.FtPsk] }],
  ])("gives the key to a device that %s", async (_, extFeatures, suites) => {
    const kernel = mac80211().on("GetWiphy", dump([{ wiphy: 0, extFeatures }]));
    await connection(kernel, { security: { passphrase: "twelve-sheep", ...suites } });
    expect(asked(kernel, "Connect")[0]!.fields).toHaveProperty("pmk");
  });
});

describe("a refused connection", () => {
  it.each([
    ["EALREADY", "previousBssid"],
    ["EINPROGRESS", "wait for its end"],
    ["ENOTCONN", "is not the access point"],
  ])("says the cure of %s", async (errno, cure) => {
    const kernel = machine().on("Connect", refuse(errno as "EALREADY"));
    await expect(connection(kernel)).rejects.toMatchObject({ errnoName: errno, hint: expect.stringContaining(cure) });
  });

  it("asks what the device lacks, and names it", async () => {
    const kernel = machine()
      .on("Connect", refuse("EINVAL"))
      .on("GetWiphy", dump([{ wiphy: 0, featureFlags: [5], extFeatures: [14] }]));
    await expect(connection(kernel, { security: { passphrase: "twelve-sheep" } })).rejects.toMatchObject({
      errnoName: "EINVAL",
      hint: expect.stringMatching(/no four-way-handshake-sta-psk.*wpa_supplicant or iwd/),
    });
    await expect(connection(kernel, { security: { saePassword: "x" } })).rejects.toMatchObject({
      hint: expect.stringContaining("leaves SAE to the program"),
    });
    const fils = { username: "a", realm: "b", nextSequence: 0, rrk: new Uint8Array(32) };
    await expect(connection(kernel, { security: { fils } })).rejects.not.toHaveProperty("hint");
  });

  it("says what the kernel has heard, where nobody answers", async () => {
    const silent = event("connect", { ifindex: 3, timedOut: true, statusCode: 1 });
    // an SSID element, and the capability of IEEE 802.11-2020, 9.4.1.4: ESS, with privacy (bit 4) or without
    const heard = (capability: number) => ({
      bssid: AP,
      frequencyMhz: 2412,
      capability,
      informationElements: new Uint8Array([0, 4, 0x63, 0x61, 0x66, 0x65]),
    });
    const kernel = machine()
      .on("Connect", ack(), silent)
      .on("GetScan", dump([{ ifindex: 3, bss: heard(0x11) }]));
    await expect(connection(kernel)).rejects.toMatchObject({ hint: expect.stringContaining("secured (WEP)") });
    await expect(connection(kernel, { frequencyMhz: 2437 })).rejects.toMatchObject({
      hint: expect.stringContaining(`heard elsewhere: ${AP} at 2412 MHz`),
    });
    kernel.on("GetScan", dump([{ ifindex: 3, bss: heard(0x01) }]));
    const wep = [{ index: 0, key: "abcde" }] as const;
    await expect(connection(kernel, { security: { wep } })).rejects.toMatchObject({
      hint: expect.stringContaining("the network is there, and open"),
    });
    await expect(connection(kernel)).rejects.not.toHaveProperty("hint");
  });
});
