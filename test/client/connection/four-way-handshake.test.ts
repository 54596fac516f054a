import { pbkdf2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FourWayHandshake, HandshakeError } from "../../../src/client/connection/four-way-handshake.ts";
import { pairwiseKeys, sign } from "../../../src/client/connection/pairwise-keys.ts";
import { captured } from "../captured.ts";

// A handshake of hostapd and wpa_supplicant over the control port, recorded on Linux 7.3 and 6.1: network village-inn, passphrase twelve-sheep.
// Message 3 was sent twice; the access point is the interface that sends message 1.
function recorded(fixture: string) {
  const frames = captured(fixture, "ControlPortFrame");
  const [first, second] = frames;
  const ap = frames.filter(({ ifindex }) => ifindex === first!.ifindex).map(({ frame }) => frame);
  const station = frames.filter(({ ifindex }) => ifindex === second!.ifindex);
  const installed = captured(fixture, "NewKey").filter(({ ifindex }) => ifindex === second!.ifindex);
  const address = { accessPoint: second!.mac, station: first!.mac };
  return { ap, station, installed, address, nonce: second!.frame.slice(17, 49), rsn: second!.frame.slice(99) };
}

const PMK = new Uint8Array(pbkdf2Sync("twelve-sheep", "village-inn", 4096, 32, "sha1"));

function handshake(fixture: string, accessPointRsn?: Uint8Array, mfpRequired = false) {
  const { address, nonce, rsn, ...rest } = recorded(fixture);
  const nonces: Uint8Array[] = [nonce];
  const machine = new FourWayHandshake({
    ...{ pmk: PMK, ...address, rsn, accessPointRsn, mfpRequired, tkLength: 16 },
    nonce: () => nonces.shift() ?? new Uint8Array(32).fill(7),
  });
  return { ...rest, machine, address, nonce };
}

describe.each(["7.3-connect", "6.12-connect", "6.1-connect"])("the handshake of %s", (fixture) => {
  it("says what wpa_supplicant said, and installs the keys that it installed, once", () => {
    const { machine, ap, station, installed } = handshake(fixture);
    const steps = ap.map((frame) => machine.handle(frame));
    expect(steps.map((step) => step?.send)).toEqual(station.map(({ frame }) => frame));
    expect(steps.map((step) => step?.plain)).toEqual(
      station.map(({ controlPortNoEncrypt }) => controlPortNoEncrypt === true),
    );
    expect(steps.map((step) => step?.complete)).toEqual(steps.map((_, i) => i > 0));
    const pairwise = installed.find(({ mac }) => mac !== undefined)!;
    const group = installed.find(({ mac }) => mac === undefined)!;
    expect(steps.map((step) => step?.pairwise)).toEqual([
      undefined,
      pairwise.key!.data,
      ...steps.slice(2).map(() => undefined),
    ]);
    expect(steps[1]!.group!.keys).toEqual([
      { kind: "data", index: group.key!.idx, key: group.key!.data, sequence: group.key!.seq },
    ]);
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
    const { kck } = pairwiseKeys({ pmk: PMK, ...address, anonce, snonce: nonce, tkLength: 16 });
    // message 1/2 with the key data of message 3, which the same key has encrypted: nothing in it is new
    const group = ap[2]!.slice();
    group.set([0x13, 0x82], 5); // IEEE 802.11-2020, 12.7.7.2: ack, MIC, secure, encrypted
    group[16] = 9;
    const step = machine.handle(sign(group, kck));
    expect(step).toMatchObject({ plain: false, complete: true });
    expect(step!.group).toBeUndefined();
    expect([...step!.send.subarray(5, 7)]).toEqual([0x03, 0x02]);
    group.set([0x03, 0x82], 5); // not encrypted
    group[16] = 10;
    expect(machine.handle(sign(group, kck))).toBeUndefined();
  });
});

it("derives keys as the standard's test vector has it", () => {
  // IEEE 802.11-2020, J.6.2 (the same in J.7.1 of 802.11-2016): PMK, addresses, nonces and PTK (CCMP)
  const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  const { kck, kek, tk } = pairwiseKeys({
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
