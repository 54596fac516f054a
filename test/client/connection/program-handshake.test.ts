import { createCipheriv } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KEY_DERIVATIONS } from "../../../src/client/connection/key-derivation.ts";
import { pairwiseKeys, sign } from "../../../src/client/connection/pairwise-keys.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { parseEapol } from "../../../src/ieee80211/eapol.ts";
import type { EapolKeyFrame } from "../../../src/ieee80211/eapol-key.ts";
import { type EapolKeyInput, encodeEapolKey } from "../../../src/ieee80211/encode/eapol-key.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, type FakeKernel, fakeKernel, refuse, settled } from "../../../src/testing/index.ts";

const AP = "02:00:00:00:00:01";
const OTHER = "02:00:00:00:00:02";
const STATION = "02:00:00:00:00:03";
const STRANGER = "02:00:00:00:00:04";
const SHA1 = KEY_DERIVATIONS[AkmSuite.Psk]!;
const PMK = new Uint8Array(32).fill(5);
const SECURITY = { pmk: PMK };

/** A driver of mac80211: it has a control port over nl80211, and leaves the handshake to programs. */
const machine = () =>
  fakeKernel()
    .on(
      "GetInterface",
      dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station, mac: STATION }]),
    )
    .on("GetWiphy", dump([{ wiphy: 0, extFeatures: [26] }]))
    .on("GetScan", dump([]))
    .on("Connect", ack())
    .on("Disconnect", ack())
    .on("Deauthenticate", ack())
    .on("ControlPortFrame", ack())
    .on("NewKey", ack())
    .on("SetStation", ack());

/** An access point's side of the 4-way handshake. */
class Authenticator {
  readonly #kernel: FakeKernel;
  readonly #address: string;
  readonly #nonce: Uint8Array;
  #snonce: Uint8Array | undefined;

  constructor(kernel: FakeKernel, address: string) {
    this.#kernel = kernel;
    this.#address = address;
    this.#nonce = new Uint8Array(32).fill(parseInt(address.slice(-2), 16));
  }

  /** The kernel tells the station that it is associated with this access point. */
  associated(): void {
    this.#kernel.event("connect", { ifindex: 3, mac: this.#address, statusCode: 0 });
  }

  /** Sends message 1. */
  begin(): void {
    this.#send(encodeEapolKey({ information: 0x008a, replayCounter: 1n, nonce: this.#nonce }));
  }

  /** Sends message 1 and waits for message 2. */
  async first(): Promise<void> {
    const before = this.#kernel.requests.filter(({ name }) => name === "ControlPortFrame").length;
    this.begin();
    await this.#kernel.asked("ControlPortFrame", before + 1);
    await settled();
  }

  /** Answers message 2 with message 3, whose GTK may have another key behind it. */
  third(beside = ""): void {
    this.#sendKeys({ information: 0x13ca, replayCounter: 2n, nonce: this.#nonce }, `${gtk(1, 9)}${beside}`);
  }

  /** Renews the group's key. */
  renew(): void {
    this.#sendKeys({ information: 0x1382, replayCounter: 3n, nonce: new Uint8Array(32) }, gtk(2, 8));
  }

  #sendKeys(fields: Omit<EapolKeyInput, "keyData">, clear: string): void {
    const second = this.#answers().find((frame) => (parseEapol(frame) as EapolKeyFrame).message === "4-way 2/4");
    this.#snonce ??= (parseEapol(second!) as EapolKeyFrame).nonce;
    const stations = { derivation: SHA1, pmk: PMK, accessPoint: this.#address, station: STATION, tkLength: 16 };
    const { kck, kek } = pairwiseKeys({ ...stations, anonce: this.#nonce, snonce: this.#snonce });
    const wrap = createCipheriv("id-aes128-wrap", kek, Buffer.alloc(8, 0xa6));
    const keyData = new Uint8Array(Buffer.concat([wrap.update(padded(clear)), wrap.final()]));
    this.#send(sign(encodeEapolKey({ ...fields, keyData }), kck, SHA1));
  }

  #answers(): Uint8Array[] {
    return this.#kernel.requests
      .filter(({ name }) => name === "ControlPortFrame")
      .map(({ fields }) => fields as { readonly mac: string; readonly frame: Uint8Array })
      .filter(({ mac }) => mac === this.#address)
      .map(({ frame }) => frame);
  }

  #send(frame: Uint8Array): void {
    const connect = this.#kernel.requests.find(({ name }) => name === "Connect")!;
    const port = { ifindex: 3, mac: this.#address, controlPortNoEncrypt: true } as const;
    this.#kernel.tell(connect, "control-port-frame", { ...port, frame });
  }
}

/** A GTK in its encapsulation. IEEE 802.11-2020, 12.7.2. */
const gtk = (index: number, octet: number) => `dd16000fac010${index}00${`0${octet}`.repeat(16)}`;

/** Whole blocks, as RFC 3394 wants them: 0xdd and zeros. */
function padded(clear: string): Buffer {
  const octets = Buffer.from(clear, "hex");
  if (octets.length % 8 === 0) return octets;
  return Buffer.concat([octets, Buffer.from("dd00000000000000", "hex").subarray(0, 8 - (octets.length % 8))]);
}

/** The access point that `connected()` was with, as it was left. */
const accessPointOf = (kernel: FakeKernel) => new Authenticator(kernel, AP);

const connect = (wifi: Nl80211) => wifi.connect("wlan0", { ssid: "cafe", bssid: AP, security: SECURITY });

async function connected(kernel: FakeKernel, wifi: Nl80211) {
  const connecting = connect(wifi);
  await kernel.asked("Connect");
  const one = new Authenticator(kernel, AP);
  one.associated();
  await one.first();
  one.third();
  return connecting;
}

describe("a roam of a connection whose handshake this library does", () => {
  it("is done when the port is open again, not before", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const live = await connected(kernel, wifi);
    let done = false;
    const roaming = live.roam({ bssid: OTHER, frequencyMhz: 2437 }).then(() => {
      done = true;
    });
    await kernel.asked("Connect", 2);
    const other = new Authenticator(kernel, OTHER);
    other.associated();
    await settled();
    expect(live.bssid).toBe(OTHER);
    await other.first();
    expect(done).toBe(false);
    other.third();
    await roaming;
    const opened = kernel.requests.filter(({ name }) => name === "SetStation").map(({ fields }) => fields);
    expect(opened).toMatchObject([{ mac: AP }, { mac: OTHER }]);
  });

  // mac80211 lets EAPOL in before it tells of the association (ieee80211_rx_h_check)
  it("goes on with a handshake whose first message was faster than the news of the association", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const live = await connected(kernel, wifi);
    const roaming = live.roam({ bssid: OTHER, frequencyMhz: 2437 });
    await kernel.asked("Connect", 2);
    const other = new Authenticator(kernel, OTHER);
    await other.first();
    other.associated();
    await settled();
    other.third();
    await roaming;
    expect(kernel.requests.filter(({ name }) => name === "SetStation").at(-1)!.fields).toMatchObject({ mac: OTHER });
  });

  it("fails when the new access point gives the handshake up, and nothing is left", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const live = await connected(kernel, wifi);
    const roaming = live.roam({ bssid: OTHER, frequencyMhz: 2437 });
    roaming.catch(() => {});
    await kernel.asked("Connect", 2);
    new Authenticator(kernel, OTHER).associated();
    await settled();
    kernel.event("disconnect", { ifindex: 3, reasonCode: 15, disconnectedByAp: true });
    await expect(roaming).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("roam wlan0"),
      reasonCode: 15,
      hint: "is the passphrase right?",
    });
    expect(await live.ended).toMatchObject({ by: "access-point", reasonCode: 15 });
  });
});

/** Answers to the station's handshake that went to one address. */
const answersTo = (kernel: FakeKernel, address: string) =>
  kernel.requests.filter(
    ({ name, fields }) => name === "ControlPortFrame" && (fields as { mac?: string }).mac === address,
  );

const keysOf = (kernel: FakeKernel) =>
  kernel.requests.filter(({ name }) => name === "NewKey").map(({ fields }) => fields);

/** What a scan has heard of an access point of the network: its name alone. */
const heard = (bssid: string) => {
  const informationElements = Uint8Array.of(0, 4, ...new TextEncoder().encode("cafe"));
  return { ifindex: 3, bss: { bssid, frequencyMhz: 2412, informationElements } };
};

describe("a connection whose handshake this library does", () => {
  it("goes on with its access point when another station sends EAPOL by way of it, which is not answered", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    await using _live = await connected(kernel, wifi);
    const stranger = new Authenticator(kernel, STRANGER);
    stranger.begin();
    await settled();
    expect(answersTo(kernel, STRANGER)).toEqual([]);
    accessPointOf(kernel).renew();
    await settled();
    expect(keysOf(kernel).at(-1)).toMatchObject({ key: { idx: 2, data: new Uint8Array(16).fill(8) } });
    expect(kernel.requests.filter(({ name }) => name === "Disconnect")).toEqual([]);
  });

  it("takes no group key from who says to be an access point of the network, and is none of the station's", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const live = await connected(kernel, wifi);
    const roaming = live.roam({ bssid: OTHER, frequencyMhz: 2437 });
    await kernel.asked("Connect", 2);
    kernel.on("GetScan", dump([heard(STRANGER)]));
    kernel.on("NewKey", ({ fields }) => (fields.mac === STRANGER ? refuse("ENOENT") : ack())); // there is no such station
    const stranger = new Authenticator(kernel, STRANGER);
    await stranger.first();
    stranger.third();
    await settled();
    const before = keysOf(kernel).length;
    stranger.renew();
    await settled();
    expect(keysOf(kernel)).toHaveLength(before);
    const other = new Authenticator(kernel, OTHER);
    other.associated();
    await other.first();
    other.third();
    await roaming;
    expect(live.bssid).toBe(OTHER);
  });

  // IEEE 802.11-2020, table 9-152: a BIGTK with its id and packet number; the kernel: "max_key_idx" of cfg80211_validate_key_settings
  it("is there where the device has no place for the key of beacons", async () => {
    const kernel = machine();
    kernel.on("NewKey", ({ fields }) => ((fields.key?.idx ?? 0) > 5 ? refuse("EINVAL") : ack()));
    await using wifi = await Nl80211.open({ transport: kernel });
    const connecting = connect(wifi);
    await kernel.asked("Connect");
    const accessPoint = new Authenticator(kernel, AP);
    accessPoint.associated();
    await accessPoint.first();
    accessPoint.third(`dd1c000fac0e0600000000000000${"07".repeat(16)}`);
    await using live = await connecting;
    expect(live.bssid).toBe(AP);
    const keys = kernel.requests.filter(({ name }) => name === "NewKey").map(({ fields }) => fields);
    expect(keys).toMatchObject([{ key: { idx: 0 } }, { key: { idx: 1 } }, { key: { idx: 6 } }]);
  });
});
