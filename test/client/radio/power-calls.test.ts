import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { patternText } from "../../../src/client/radio/packet-pattern.ts";
import type { WowlanInput } from "../../../src/client/radio/wowlan-request.ts";
import { CoalesceCondition } from "../../../src/nl80211/generated/wowlan.ts";
import { ack, dump, type FakeKernel, fakeKernel, reply } from "../../../src/testing/index.ts";

const LIMITS = { maxPatterns: 2, minPatternLen: 2, maxPatternLen: 16, maxPktOffset: 100 };
const ABLE = {
  wiphy: 0,
  wiphyName: "phy0",
  wowlanTriggersSupported: { disconnect: true, magicPkt: true, pktPattern: LIMITS, netDetect: 1 },
  coalesceRule: { ...LIMITS, maxRules: 1, maxDelayMs: 500 },
  sarSpec: {
    type: 0,
    specs: [
      { startFreqKhz: 2_402_000, endFreqKhz: 2_482_000 },
      { startFreqKhz: 5_170_000, endFreqKhz: 5_330_000 },
    ],
  },
} as const;

const machine = (wiphy: object = { wiphy: 0, wiphyName: "phy0" }) =>
  fakeKernel()
    .on("GetInterface", dump([]))
    .on("GetWiphy", dump([wiphy]))
    .on("SetWowlan", ack())
    .on("SetCoalesce", ack())
    .on("SetSarSpecs", ack());
const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!.fields;
const ssid = (text: string) => new TextEncoder().encode(text);

const TCP = {
  sourceAddress: "192.0.2.1",
  sourcePort: 4000,
  destinationAddress: "192.0.2.9",
  destinationPort: 80,
  destinationMac: "02:00:00:00:00:09",
  data: Uint8Array.of(1, 2, 3, 4, 5, 6),
  intervalS: 30,
  wake: "53:--:55",
} as const;

describe("waking the system", () => {
  // What iw sends: its wowlan.c puts mask, octets and offset of each pattern, numbered from 1; masks have the lowest bit first.
  it.each<[string, WowlanInput, object]>([
    ["anything", { any: true }, { any: true }],
    [
      "the simple triggers",
      {
        disconnect: true,
        magicPacket: true,
        gtkRekeyFailure: true,
        eapIdentityRequest: true,
        fourWayHandshake: true,
        rfkillRelease: true,
      },
      {
        disconnect: true,
        magicPkt: true,
        gtkRekeyFailure: true,
        eapIdentRequest: true,
        fourWayHandshake: true,
        rfkillRelease: true,
      },
    ],
    [
      "patterns as people type them",
      { patterns: ["18+43:34:-:12", "0:11:22:xx:44:55:66:77:88:--"] },
      {
        pktPattern: [
          { mask: Uint8Array.of(0b1011), pattern: Uint8Array.of(0x43, 0x34, 0, 0x12), offset: 18 },
          {
            mask: Uint8Array.of(0b1111_0111, 0b01),
            pattern: Uint8Array.of(0, 0x11, 0x22, 0, 0x44, 0x55, 0x66, 0x77, 0x88, 0),
            offset: 0,
          },
        ],
      },
    ],
    [
      "patterns as they are read",
      {
        patterns: [
          { pattern: Uint8Array.of(1, 2, 3) },
          { pattern: Uint8Array.of(9), mask: Uint8Array.of(0), offset: 4 },
        ],
      },
      {
        pktPattern: [
          { mask: Uint8Array.of(0b111), pattern: Uint8Array.of(1, 2, 3), offset: 0 },
          { mask: Uint8Array.of(0), pattern: Uint8Array.of(9), offset: 4 },
        ],
      },
    ],
    [
      "networks: interval 5000 delay 30 freqs 2412 2422 matches ssid foo ssid bar",
      {
        netDetect: {
          intervalS: 5,
          delayS: 30,
          frequenciesMhz: [2412, 2422],
          matches: [{ ssid: "foo" }, { ssid: "bar" }],
        },
      },
      {
        netDetect: {
          schedScanIntervalMs: 5000,
          schedScanDelayS: 30,
          scanSsids: [new Uint8Array()],
          scanFrequenciesMhz: [2412, 2422],
          schedScanMatch: [{ ssid: ssid("foo") }, { ssid: ssid("bar") }],
        },
      },
    ],
    [
      "a TCP connection",
      {
        tcp: {
          ...TCP,
          sequence: { length: 2, offset: 1, start: 7 },
          tokens: { length: 2, offset: 4, stream: Uint8Array.of(9, 8, 7, 6) },
        },
      },
      {
        tcpConnection: {
          srcIpv4: "192.0.2.1",
          srcPort: 4000,
          dstIpv4: "192.0.2.9",
          dstPort: 80,
          dstMac: "02:00:00:00:00:09",
          dataPayload: Uint8Array.of(1, 2, 3, 4, 5, 6),
          dataPayloadSeq: { start: 7, offset: 1, len: 2 },
          dataPayloadToken: { offset: 4, len: 2, tokenStream: Uint8Array.of(9, 8, 7, 6) },
          dataIntervalS: 30,
          wakePayload: Uint8Array.of(0x53, 0, 0x55),
          wakeMask: Uint8Array.of(0b101),
        },
      },
    ],
  ])("by %s", async (_, input, wowlanTriggers) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setWowlan("phy0", input);
    expect(last(kernel)).toEqual({ wiphy: 0, wowlanTriggers });
  });

  it("ends with a request that has no triggers", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setWowlan({ wiphy: 0 }, "off");
    expect(last(kernel)).toEqual({ wiphy: 0 });
    expect(kernel.requests).toHaveLength(1);
  });

  it.each<[string, WowlanInput, string]>([
    ["nothing", {}, "no trigger is given: expected one of any, disconnect, magicPacket"],
    ["anything with something", { any: true, disconnect: true }, 'the trigger "any" goes with no other'],
    ["no octets", { patterns: ["18+"] }, 'pattern "": "" is no octet'],
    ["what is no octet", { patterns: ["12:345"] }, 'pattern "12:345": "345" is no octet'],
    [
      "a mask of another length",
      { patterns: [{ pattern: Uint8Array.of(1), mask: Uint8Array.of(1, 0) }] },
      "the mask of a pattern of 1 octets has 1, not 2",
    ],
    [
      "a sequence outside the data",
      { tcp: { ...TCP, sequence: { length: 4, offset: 3 } } },
      "offset of the sequence number 3: expected a whole number from 0 to 2",
    ],
    [
      "broken tokens",
      { tcp: { ...TCP, tokens: { length: 2, offset: 0, stream: Uint8Array.of(1) } } },
      "1 octets are no whole number of tokens of 2",
    ],
    [
      "what the device lacks",
      { rfkillRelease: true },
      "phy0 cannot be woken by rfkillRelease: expected of disconnect, magicPacket, patterns, netDetect",
    ],
    ["too many patterns", { patterns: ["1:2", "1:2", "1:2"] }, "3 patterns: the device takes 2"],
    ["a short pattern", { patterns: ["1"] }, "octets of pattern 01: 1: expected a whole number from 2 to 16"],
    ["a far pattern", { patterns: ["101+1:2"] }, "offset of pattern 01:02: 101: expected a whole number from 0 to 100"],
    ["too many matches", { netDetect: { matches: [{ ssid: "a" }, { ssid: "b" }] } }, "2 matches: phy0 takes 1"],
  ])("is refused for %s before it is sent", async (_, input, message) => {
    const kernel = machine(ABLE);
    await using wifi = await open(kernel);
    await expect(wifi.setWowlan("phy0", input)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests.map(({ name }) => name)).not.toContain("SetWowlan");
  });
});

describe("packet coalescing", () => {
  it("holds back what rules say, as by iw", async () => {
    const kernel = machine(ABLE);
    await using wifi = await open(kernel);
    await wifi.setCoalesce("phy0", [{ delayMs: 100, condition: "no-match", patterns: ["18+43:34", "1:-"] }]);
    const pktPattern = [
      { mask: Uint8Array.of(3), pattern: Uint8Array.of(0x43, 0x34), offset: 18 },
      { mask: Uint8Array.of(1), pattern: Uint8Array.of(1, 0), offset: 0 },
    ];
    expect(last(kernel)).toEqual({
      wiphy: 0,
      coalesceRule: [{ delayMs: 100, condition: CoalesceCondition.NoMatch, pktPattern }],
    });
    await wifi.setCoalesce("phy0", "off");
    expect(last(kernel)).toEqual({ wiphy: 0 });
    // What is read can be set again.
    expect(pktPattern.map(patternText)).toEqual(["18+43:34", "01:--"]);
  });

  it.each([
    ["no rules", [], "no rule is given"],
    ["no patterns", [{ patterns: [] }], "rule 1 has no pattern"],
    [
      "a condition",
      [{ condition: "never", patterns: ["1:2"] }],
      'there is no condition "never": expected one of match, no-match',
    ],
    [
      "too many rules",
      [{ patterns: ["1:2"] }, { patterns: ["1:2"] }],
      "coalesce rules: 2: expected a whole number from 1 to 1",
    ],
    ["a long delay", [{ delayMs: 501, patterns: ["1:2"] }], "delay in ms: 501: expected a whole number from 0 to 500"],
  ])("is refused for %s before it is sent", async (_, rules, message) => {
    const kernel = machine(ABLE);
    await using wifi = await open(kernel);
    await expect(wifi.setCoalesce("phy0", rules)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests.map(({ name }) => name)).not.toContain("SetCoalesce");
  });
});

describe("what is set", () => {
  // Asked of "phy0" it was looked for among the interfaces.
  it("is read of a radio by its name", async () => {
    const kernel = machine()
      .on("GetWowlan", reply({ wowlanTriggers: { disconnect: true } }))
      .on("GetCoalesce", reply({ coalesceRule: [{ delayMs: 5, condition: 1, pktPattern: [] }] }));
    await using wifi = await open(kernel);
    expect(await wifi.wowlan("phy0")).toEqual({ disconnect: true });
    expect(last(kernel)).toEqual({ wiphy: 0 });
    expect(await wifi.coalesce("phy0")).toEqual([{ delayMs: 5, condition: "no-match", patterns: [] }]);
    expect(last(kernel)).toEqual({ wiphy: 0 });
  });
});

describe("power near people", () => {
  it("is limited by ranges, as by iw", async () => {
    const kernel = machine(ABLE);
    await using wifi = await open(kernel);
    await wifi.setSar("phy0", [
      { range: 1, powerDbm: 11 },
      { range: 0, powerDbm: 12.25 },
    ]);
    // NL80211_SAR_ATTR_SPECS_POWER: "a value of 44 represents 11 dBm".
    const specs = [
      { rangeIndex: 1, powerInQuarterDbm: 44 },
      { rangeIndex: 0, powerInQuarterDbm: 49 },
    ];
    expect(last(kernel)).toEqual({ wiphy: 0, sarSpec: { type: 0, specs } });
  });

  it.each([
    ["nothing", [], "no SAR limit is given"],
    ["a power between steps", [{ range: 0, powerDbm: 11.1 }], "power 11.1 dBm: expected a multiple of 0.25"],
    [
      "a range that is not there",
      [{ range: 2, powerDbm: 11 }],
      "phy0 has no SAR range 2: expected one of 0 (2402 to 2482 MHz), 1 (5170 to 5330 MHz)",
    ],
  ])("is refused for %s before it is sent", async (_, limits, message) => {
    const kernel = machine(ABLE);
    await using wifi = await open(kernel);
    await expect(wifi.setSar("phy0", limits)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests.map(({ name }) => name)).not.toContain("SetSarSpecs");
  });
});
