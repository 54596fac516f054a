import { pbkdf2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FourWayHandshake, HandshakeError } from "../../../src/client/connection/four-way-handshake.ts";
import { aesCmac, KEY_DERIVATIONS } from "../../../src/client/connection/key-derivation.ts";
import { pairwiseKeys, sign } from "../../../src/client/connection/pairwise-keys.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { captured } from "../captured.ts";

// Handshakes of hostapd and wpa_supplicant over the control port, as recorded: passphrase twelve-sheep, networks village-inn and village-mill (PSK
// with SHA-256). In the former message 3 was sent twice; the access point is the interface that sends message 1.
function recorded(fixture: string) {
  const frames = captured(fixture, "ControlPortFrame");
  const [first, second] = frames;
  const ap = frames.filter(({ ifindex }) => ifindex === first!.ifindex).map(({ frame }) => frame);
  const station = frames.filter(({ ifindex }) => ifindex === second!.ifindex);
  const installed = captured(fixture, "NewKey").filter(({ ifindex }) => ifindex === second!.ifindex);
  const address = { accessPoint: second!.mac, station: first!.mac };
  return { ap, station, installed, address, nonce: second!.frame.slice(17, 49), rsn: second!.frame.slice(99) };
}

const pmkOf = (ssid: string) => new Uint8Array(pbkdf2Sync("twelve-sheep", ssid, 4096, 32, "sha1"));
const PMK = pmkOf("village-inn");
const SHA1 = KEY_DERIVATIONS[AkmSuite.Psk]!;
const SHA256 = KEY_DERIVATIONS[AkmSuite.PskSha256]!;

function handshake(fixture: string, accessPointRsn?: Uint8Array, mfpRequired = false) {
  const sha256 = fixture.endsWith("psk-sha256");
  const { address, nonce, rsn, ...rest } = recorded(fixture);
  const nonces: Uint8Array[] = [nonce];
  const machine = new FourWayHandshake({
    ...(sha256 ? { pmk: pmkOf("village-mill"), derivation: SHA256 } : { pmk: PMK, derivation: SHA1 }),
    ...{ ...address, rsn, accessPointRsn, mfpRequired, tkLength: 16 },
    nonce: () => nonces.shift() ?? new Uint8Array(32).fill(7),
  });
  return { ...rest, machine, address, nonce };
}

const RECORDED = ["connect", "psk-sha256"].flatMap((scene) =>
  ["7.3", "6.12", "6.1"].map((kernel) => `${kernel}-${scene}`),
);

describe.each(RECORDED)("the handshake of %s", (fixture) => {
  it("says what wpa_supplicant said, and installs the keys that it installed, once", () => {
    const { machine, ap, station, installed } = handshake(fixture);
    const steps = ap.map((frame) => machine.handle(frame));
    expect(steps.map((step) => step?.send)).toEqual(station.map(({ frame }) => frame));
    expect(steps.map((step) => step?.plain)).toEqual(
      station.map(({ controlPortNoEncrypt }) => controlPortNoEncrypt === true),
    );
    expect(steps.map((step) => step?.complete)).toEqual(steps.map((_, i) => i > 0));
    const pairwise = installed.find(({ mac }) => mac !== undefined)!;
    const group = installed.flatMap(({ mac, key }) => (mac === undefined ? [key!] : []));
    expect(steps.map((step) => step?.pairwise)).toEqual([
      undefined,
      pairwise.key!.data,
      ...steps.slice(2).map(() => undefined),
    ]);
    // keys 4 and 5 are those of management frames
    expect(steps[1]!.group!.keys).toEqual(
      group.map(({ idx, data, seq }) => ({
        ...{ kind: idx! < 4 ? "data" : "management", index: idx, key: data, sequence: seq },
      })),
    );
    expect(group).toHaveLength(fixture.endsWith("psk-sha256") ? 2 : 1);
    for (const step of steps.slice(2)) expect(step!.group).toBeUndefined();
  });
});

describe("a handshake", () => {
  const fixture = "7.3-connect";

  it("answers a repeated first message with the same nonce", () => {
    const { machine, ap } = handshake(fixture);
    const again = ap[0]!.slice();
    again[16] = 2; // the replay counter
    expect(machine.handle(ap[0]!)!.send.subarray(17, 49)).toEqual(machine.handle(again)!.send.subarray(17, 49));
  });

  it("gives no key out again for a first message that is repeated when it is done (CVE-2017-13077)", () => {
    const { machine, ap, address, nonce } = handshake(fixture);
    const anonce = ap[0]!.slice(17, 49);
    machine.handle(ap[0]!);
    expect(machine.handle(ap[1]!)!.pairwise).toBeDefined();
    const again = ap[0]!.slice();
    again[16] = 9; // the replay counter; the message bears no signature, so anybody can send it
    expect(machine.handle(again)!.send.subarray(17, 49)).not.toEqual(nonce);
    // the access point has not heard message 4, and says message 3 again
    const { kck } = pairwiseKeys({ derivation: SHA1, pmk: PMK, ...address, anonce, snonce: nonce, tkLength: 16 });
    const third = ap[1]!.slice();
    third[16] = 10;
    const step = machine.handle(sign(third, kck, SHA1));
    expect(step).toMatchObject({ complete: true });
    expect(step!.pairwise).toBeUndefined();
    expect(step!.group).toBeUndefined();
  });

  it("passes over what is not signed with the key, replayed, or of another nonce", () => {
    const { machine, ap } = handshake(fixture);
    expect(machine.handle(ap[1]!)).toBeUndefined(); // message 3 before any key
    machine.handle(ap[0]!);
    const forged = ap[1]!.slice();
    forged[forged.length - 1]! ^= 1;
    expect(machine.handle(forged)).toBeUndefined();
    expect(machine.handle(ap[1]!)).toBeDefined();
    expect(machine.handle(ap[1]!)).toBeUndefined();
    expect(machine.handle(new Uint8Array([2, 3, 0, 0]))).toBeUndefined();
    expect(machine.handle(new Uint8Array())).toBeUndefined();
  });

  it("does not go on where message 3 has another RSN element than the beacons", () => {
    // hostapd's for wpa=2, PSK and CCMP: capabilities of 16 replay counters (0x000c)
    const beacon = Buffer.from("30140100000fac040100000fac040100000fac020c00", "hex");
    expect(handshakeUpToThird(new Uint8Array(beacon))).toBeDefined();
    beacon[beacon.length - 2] = 0xcc; // it also said that it protects management frames
    expect(() => handshakeUpToThird(new Uint8Array(beacon))).toThrow(HandshakeError);
  });

  it("does not go on without protected management frames where they are required", () => {
    const { machine, ap } = handshake(fixture, undefined, true);
    machine.handle(ap[0]!);
    expect(() => machine.handle(ap[1]!)).toThrow("does not protect management frames");
  });

  function handshakeUpToThird(accessPointRsn: Uint8Array) {
    const { machine, ap } = handshake(fixture, accessPointRsn);
    machine.handle(ap[0]!);
    return machine.handle(ap[1]!);
  }

  it("renews group keys, and takes none in the clear", () => {
    const { machine, ap, address, nonce } = handshake(fixture);
    const anonce = ap[0]!.slice(17, 49);
    machine.handle(ap[0]!);
    machine.handle(ap[1]!);
    const { kck } = pairwiseKeys({ derivation: SHA1, pmk: PMK, ...address, anonce, snonce: nonce, tkLength: 16 });
    // message 1/2 with the key data of message 3, which the same key has encrypted: nothing in it is new
    const group = ap[2]!.slice();
    group.set([0x13, 0x82], 5); // IEEE 802.11-2020, 12.7.7.2: ack, MIC, secure, encrypted
    group[16] = 9;
    const step = machine.handle(sign(group, kck, SHA1));
    expect(step).toMatchObject({ plain: false, complete: true });
    expect(step!.group).toBeUndefined();
    expect([...step!.send.subarray(5, 7)]).toEqual([0x03, 0x02]);
    group.set([0x03, 0x82], 5); // not encrypted
    group[16] = 10;
    expect(machine.handle(sign(group, kck, SHA1))).toBeUndefined();
  });
});

it("derives keys as the standard's test vector has it", () => {
  // IEEE 802.11-2020, J.6.2 (the same in J.7.1 of 802.11-2016): PMK, addresses, nonces and PTK (CCMP)
  const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  const { kck, kek, tk } = pairwiseKeys({
    derivation: SHA1,
    pmk: hex("0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"),
    accessPoint: "a0:a1:a1:a3:a4:a5",
    station: "b0:b1:b2:b3:b4:b5",
    snonce: hex("c0c1c2c3c4c5c6c7c8c9d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5"),
    anonce: hex("e0e1e2e3e4e5e6e7e8e9f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405"),
    tkLength: 16,
  });
  expect([kck, kek, tk].map((key) => Buffer.from(key).toString("hex"))).toEqual([
    "379f9852d0199236b94e407ce4c00ec8",
    "47c9edc01c2c6e5b4910caddfb3e51a7",
    "b2360c79e9710fdd58bea93deaf06599",
  ]);
});

// RFC 4493, section 4: the key, and the first octets of one message
it.each([
  [0, "bb1d6929e95937287fa37d129b756746"],
  [16, "070a16b46b4d4144f79bdd9dd04a287c"],
  [40, "dfa66747de9ae63030ca32611497c827"],
  [64, "51f0bebf7e3b9d92fc49741779363cfe"],
])("signs %i octets by AES-CMAC as RFC 4493 has it", (length, mac) => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  const message = hex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
  );
  const signed = aesCmac(message.subarray(0, length), hex("2b7e151628aed2a6abf7158809cf4f3c"));
  expect(Buffer.from(signed).toString("hex")).toBe(mac);
});
