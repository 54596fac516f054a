import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  type Associate,
  type Authenticate,
  toAssociate,
  toAuthenticate,
} from "../../../src/client/connection/mlme-request.ts";
import { Core } from "../../../src/client/core.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, event, type FakeKernel, fakeKernel, refuse, settled } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const AP = "02:00:00:00:00:01";
const cafe = { ssid: "cafe", bssid: AP, frequencyMhz: 2412 } as const;

/** IEEE 802.11-2020, 9.3.3.11: authentication from the access point to 02:00:00:00:00:03: algorithm, transaction, status, the rest. */
const authentication = (body: string) =>
  Buffer.from(`b0000000020000000003${AP.replaceAll(":", "").repeat(2)}0000${body}`, "hex");
const answer = (body: string) => event("authenticate", { ifindex: 3, frame: authentication(body) });

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0]))
    .on("Deauthenticate", ack())
    .on("Disconnect", ack());
const names = (kernel: FakeKernel) => kernel.requests.map(({ name }) => name);
const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });

describe("authenticate", () => {
  it("asks as wpa_supplicant does", () => {
    const theirs = captured("7.3-connect", "Authenticate")[0]!;
    const { ifindex, mac, wiphyFreqMhz, ssid } = theirs;
    expect(toAuthenticate(ifindex, { ssid, bssid: mac, frequencyMhz: wiphyFreqMhz })).toEqual(theirs);
  });

  it("sends SAE's commit and confirm as wpa_supplicant does, and leaves the answer to the caller", async () => {
    const [commit, confirm] = captured("7.3-sae", "Authenticate");
    for (const theirs of [commit!, confirm!]) {
      const { ifindex, mac, wiphyFreqMhz, ssid, authData, ie } = theirs;
      const input = {
        ssid,
        bssid: mac,
        frequencyMhz: wiphyFreqMhz,
        type: "sae",
        data: authData!,
        ...(ie && { elements: ie }),
      };
      expect(toAuthenticate(ifindex, input)).toEqual(theirs);
    }
    // status 76: anti-clogging token required, IEEE 802.11-2020 table 9-50
    const kernel = machine().on("Authenticate", ack(), answer("030001004c00"));
    const wifi = await open(kernel);
    const said = await wifi.mlme.authenticate("wlan0", { ...cafe, type: "sae", data: commit!.authData! });
    expect(said).toMatchObject({ statusCode: 76, frame: { transaction: 1 } });
    expect(names(kernel)).not.toContain("Deauthenticate");
  });

  it("gives the answer, also where it comes before the ACK", async () => {
    const kernel = machine().on("Authenticate", answer("000002000000"), ack());
    const wifi = await open(kernel);
    expect(await wifi.mlme.authenticate("wlan0", cafe)).toMatchObject({
      statusCode: 0,
      frame: { algorithm: 0, transaction: 2 },
    });
    expect(names(kernel)).not.toContain("Deauthenticate");
  });

  it.each([
    ["refuses", answer("000002000d00"), { code: "CONNECT_FAILED", statusCode: 13, command: "Authenticate" }],
    [
      "is silent",
      event("authenticate", { ifindex: 3, mac: AP, timedOut: true }),
      { message: expect.stringContaining("timeout of auth") },
    ],
  ] as const)("says so where the access point %s, and leaves nothing", async (_, said, expected) => {
    const kernel = machine().on("Authenticate", ack(), said);
    const wifi = await open(kernel);
    await expect(wifi.mlme.authenticate("wlan0", cafe)).rejects.toMatchObject(expected);
    expect(names(kernel).at(-1)).toBe("Deauthenticate");
  });

  it("takes another interface's answer for none of its own, and gives up when its time is over", async () => {
    const kernel = machine().on(
      "Authenticate",
      ack(),
      event("authenticate", { ifindex: 4, frame: authentication("000002000000") }),
    );
    const wifi = await open(kernel);
    const outcome = wifi.mlme.authenticate("wlan0", cafe, { timeoutMs: 1000 });
    outcome.catch(() => {});
    await settled();
    await kernel.clock.advanceAsync(1000);
    await expect(outcome).rejects.toMatchObject({ code: "TIMEOUT", command: "Authenticate" });
    expect(names(kernel).at(-1)).toBe("Deauthenticate");
  });

  it("leaves another's authentication alone where the kernel refuses, and says to scan where it has not heard the network", async () => {
    const kernel = machine().on("Authenticate", refuse("ENOENT"));
    const wifi = await open(kernel);
    await expect(wifi.mlme.authenticate("wlan0", cafe)).rejects.toMatchObject({
      errnoName: "ENOENT",
      hint: expect.stringContaining("scan"),
    });
    expect(names(kernel)).not.toContain("Deauthenticate");
  });

  it.each<[string, Partial<Authenticate>]>([
    ["shared", { type: "shared" }],
    ["wepKey", { wepKey: { index: 0, key: "abcde" } }],
    ["needs data", { type: "sae" }],
    ["takes no data", { data: new Uint8Array(4) }],
    ["open-system", { type: "opn" }],
    ["selector", { supportedSelectors: [300] }],
  ])("names %s where that is wrong", (named, input) => {
    expect(() => toAuthenticate(3, { ...cafe, ...input })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining(named) }),
    );
  });

  it("never shows a wrong key", () => {
    try {
      toAuthenticate(3, { ...cafe, type: "shared", wepKey: { index: 0, key: "hunter2" } });
      expect.unreachable();
    } catch (error) {
      expect(inspect(error)).not.toContain("hunter2");
    }
  });
});

describe("associate", () => {
  it("asks as wpa_supplicant does, but for what it says of capabilities that it does not change", () => {
    const [theirs] = captured("7.3-connect", "Associate");
    const { ifindex, mac, wiphyFreqMhz, ssid, ie, htCapability, vhtCapability, htCapabilityMask, vhtCapabilityMask } =
      theirs!;
    const ours = toAssociate(ifindex, {
      ...{ ssid, bssid: mac!, frequencyMhz: wiphyFreqMhz! },
      rsn: { akmSuites: [AkmSuite.Psk], ptksaReplayCounters: 16, preauthentication: false },
      controlPort: { noPreauthentication: true },
      elements: ie!.subarray(22),
      htOverride: { value: htCapability!, mask: htCapabilityMask! },
      vhtOverride: { value: vhtCapability!, mask: vhtCapabilityMask! },
    });
    // wpa_supplicant also says that it counts replays (bits of the capabilities), 0x8c
    expect({ ...ours, ie: undefined }).toEqual({ ...theirs, ie: undefined });
    expect(ours.ie!.subarray(0, 20)).toEqual(ie!.subarray(0, 20));
    expect(ours.ie!.subarray(22)).toEqual(ie!.subarray(22));
  });

  it("reassociates as wpa_supplicant does when it roams", () => {
    const theirs = captured("7.3-roam", "Associate")[1]!;
    const { ifindex, mac, wiphyFreqMhz, ssid, prevBssid } = theirs;
    const ours = toAssociate(ifindex, { ssid, bssid: mac!, frequencyMhz: wiphyFreqMhz!, previousBssid: prevBssid! });
    expect(prevBssid).toBeDefined();
    expect(ours).toMatchObject({ mac, wiphyFreqMhz, ssid, prevBssid, socketOwner: true });
  });

  it("asks for the links of a multi-link access point", () => {
    // nl80211_associate() takes MLD_ADDR, the association's link and MLO_LINKS, and no MAC or WIPHY_FREQ beside them
    const links = [
      { linkId: 0, bssid: AP, frequencyMhz: 2412 },
      { linkId: 2, bssid: "02:00:00:00:00:02", frequencyMhz: 5955, elements: new Uint8Array([221, 0]) },
    ];
    const multiLink = { mldAddress: "02:00:00:00:00:0f", linkId: 0, links, extendedCapabilities: 1 };
    expect(toAssociate(3, { ssid: "cafe", multiLink })).toEqual({
      ...{ ifindex: 3, ssid: new TextEncoder().encode("cafe"), socketOwner: true },
      ...{ mldAddr: "02:00:00:00:00:0f", mloLinkId: 0, extMldCapaAndOps: 1 },
      mloLinks: [
        { mloLinkId: 0, mac: AP, wiphyFreqMhz: 2412 },
        { mloLinkId: 2, mac: "02:00:00:00:00:02", wiphyFreqMhz: 5955, ie: new Uint8Array([221, 0]) },
      ],
    });
    expect(() => toAssociate(3, { ssid: "cafe", multiLink: { ...multiLink, linkId: 1 } })).toThrow(/link 1/);
  });

  it("protects management frames, says WEP's cipher, and carries FILS keys that no error shows", () => {
    const rsn = { akmSuites: [AkmSuite.Sae], mfp: "required" } as const;
    expect(toAssociate(3, { ...cafe, rsn })).toMatchObject({ useMfp: 1, akmSuites: [0x000fac08] });
    expect(toAssociate(3, { ...cafe, wep: 13 })).toMatchObject({
      cipherSuiteGroup: 0x000fac05,
      cipherSuitesPairwise: [0x000fac05],
    });
    const fils = { kek: new Uint8Array(32).fill(0x5a), nonces: new Uint8Array(32) };
    expect(toAssociate(3, { ...cafe, fils })).toMatchObject({ filsKek: fils.kek, filsNonces: fils.nonces });
    try {
      toAssociate(3, { ...cafe, fils: { ...fils, kek: new Uint8Array(65).fill(0x5a) } });
      expect.unreachable();
    } catch (error) {
      expect(inspect(error)).not.toMatch(/5a5a|90, 90|ZZ/);
    }
  });

  it("resolves with the connection, and ends it with the object", async () => {
    const kernel = machine().on("Associate", ack(), event("connect", { ifindex: 3, mac: AP, statusCode: 0 }));
    const wifi = await open(kernel);
    const connection = await wifi.mlme.associate("wlan0", cafe);
    expect(connection.bssid).toBe(AP);
    await connection.close();
    expect(names(kernel).at(-1)).toBe("Disconnect");
    expect(await connection.ended).toEqual({ by: "us" });
  });

  it.each([
    ["refused", event("connect", { ifindex: 3, mac: AP, statusCode: 17 }), { statusCode: 17 }],
    [
      "not answered",
      event("associate", { ifindex: 3, mac: AP, timedOut: true }),
      { message: expect.stringContaining("timeout of assoc") },
    ],
  ] as const)("says that it was %s, and leaves nothing", async (_, said, expected) => {
    const kernel = machine().on("Associate", ack(), said);
    const wifi = await open(kernel);
    await expect(wifi.mlme.associate("wlan0", cafe)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      command: "Associate",
      ...expected,
    });
    expect(names(kernel).at(-1)).toBe("Deauthenticate");
  });

  it.each<[string, Associate]>([
    ["bssid and frequencyMhz", { ssid: "cafe" }],
    ["pairwise", { ...cafe, rsn: { akmSuites: [AkmSuite.Psk], pairwiseCiphers: [0x000fac04, 0x000fac02] } }],
    ["owner", { ...cafe, controlPort: true, owned: false }],
  ])("names %s where that is wrong", (named, input) => {
    expect(() => toAssociate(3, input)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining(named) }),
    );
  });
});

describe("who gives up before the kernel is asked", () => {
  /** The caller gives up while nl80211 is looked for on the connection's own socket. */
  const givingUp = () => {
    const giveUp = new AbortController();
    const { family } = Core.prototype;
    const looked = vi.spyOn(Core.prototype, "family").mockImplementation(function (this: Core, options) {
      giveUp.abort();
      return family.call(this, options);
    });
    onTestFinished(() => looked.mockRestore());
    return giveUp;
  };

  it.each(["authenticate", "associate"] as const)("does not cut off by %s() what is there", async (step) => {
    const kernel = machine().on("Associate", ack()).on("Authenticate", ack());
    const wifi = await open(kernel);
    for (const { signal } of [{ signal: AbortSignal.abort() }, givingUp()]) {
      await expect(wifi.mlme[step](3, cafe, { signal })).rejects.toMatchObject({ code: "ABORTED" });
    }
    expect(names(kernel)).toEqual([]);
  });
});

describe("the way back", () => {
  it("deauthenticates as wpa_supplicant does, and disassociates, with the usual reasons", async () => {
    const theirs = captured("7.3-connect", "Deauthenticate")[0]!;
    const kernel = machine().on("Disassociate", ack());
    const wifi = await open(kernel);
    await wifi.mlme.deauthenticate({ ifindex: theirs.ifindex }, { bssid: theirs.mac });
    expect(kernel.requests.at(-1)!.fields).toEqual(theirs);
    await wifi.mlme.disassociate("wlan0", { bssid: AP, localOnly: true });
    // WLAN_REASON_DISASSOC_STA_HAS_LEFT
    expect(kernel.requests.at(-1)!.fields).toEqual({ ifindex: 3, mac: AP, reasonCode: 8, localStateChange: true });
    await expect(wifi.mlme.deauthenticate("wlan0", { bssid: AP, reasonCode: 0 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it("tells a device what came of external authentication, and its elements of fast transition", async () => {
    const kernel = machine().on("ExternalAuth", ack()).on("UpdateFtIes", ack());
    const wifi = await open(kernel);
    await wifi.mlme.externalAuthResult("wlan0", { ssid: "cafe", bssid: AP, statusCode: 1 });
    expect(kernel.requests.at(-1)!.fields).toEqual({
      ifindex: 3,
      bssid: AP,
      statusCode: 1,
      ssid: new TextEncoder().encode("cafe"),
    });
    await wifi.mlme.updateFt("wlan0", { mobilityDomain: 0x1234, elements: new Uint8Array([54, 3, 0x34, 0x12, 0]) });
    expect(kernel.requests.at(-1)!.fields).toMatchObject({ ifindex: 3, mdid: 0x1234 });
  });
});
