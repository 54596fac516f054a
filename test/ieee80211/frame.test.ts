import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { type ActionFrame, parseFrame } from "../../src/ieee80211/frame.ts";

// Frames of the village recording (Linux 6.12, hwsim, hostapd, wpa_supplicant); tshark 4.0.17 reads them as the
// expectations say.
const DEAUTHENTICATION = "c0000000ffffffffffff02000000000002000000000000000200";
const PROBE_RESPONSE =
  "500000000200000002000200000000000200000000000000000000000000000064000104000d76696c6c6167652d677265656e010882848b960c12182403010b2a010432043048606c3b0251002d1a0c001bffff0000000000000000000001000000000000000000003d160b0000000000000000000000000000000000000000007f080400400200000040dd180050f2020101010003a4000027a4000042435e0062322f00";
const AUTHENTICATION = "b0003c000200000001000200000002000200000001004003000001000000";
const ASSOCIATION_REQUEST =
  "00003c00020000000100020000000200020000000100500311000500000b76696c6c6167652d696e6e01080c1218243048606c30140100000fac040100000fac040100000fac0200002d1a7e101bffff0000000000000000000001000000000000000000007f0b04004a0201404040000120bf0cfa048003aaaa0000aaaa00003b1673515354737475767778797a7b7c7d7e7f8081838482dd070050f202000100";
const ASSOCIATION_RESPONSE =
  "1000000002000000020002000000010002000000010000001100000001c001088c129824b048606c2d1a0c001bffff0000000000000000000001000000000000000000003d1624000000000000000000000000000000000000000000bf0c00000000aaaa0000aaaa0000c005000000fcff7f0804004002000000405a03240100dd180050f2020101010003a4000027a4000042435e0062322f00";

const parse = (hex: string) => parseFrame(fromHex(hex));

describe("recorded management frames", () => {
  it("reads a deauthentication", () => {
    expect(parse(DEAUTHENTICATION)).toMatchObject({
      kind: "deauthentication",
      destination: "ff:ff:ff:ff:ff:ff",
      source: "02:00:00:00:00:00",
      bssid: "02:00:00:00:00:00",
      sequence: 0,
      fragment: 0,
      reason: 2,
      reasonText: "previous authentication is no longer valid",
    });
  });

  it("reads a probe response, its elements when asked", () => {
    const frame = parse(PROBE_RESPONSE);
    if (frame.kind !== "probe response") throw new Error(frame.kind);
    expect(frame.beaconIntervalTu).toBe(100);
    expect(frame.timestamp).toBe(0n);
    expect(frame.capability).toMatchObject({ ess: true, privacy: false, shortSlotTime: true, bits: 0x0401 });
    expect(frame.elements.get(0)?.text).toBe("village-green");
    expect(frame.elements.malformed).toEqual([]);
  });

  it("reads an authentication", () => {
    expect(parse(AUTHENTICATION)).toMatchObject({
      kind: "authentication",
      duration: 60,
      sequence: 52,
      algorithm: 0,
      algorithmName: "open system",
      transaction: 1,
      status: 0,
      statusText: "success",
    });
  });

  it("reads an association request and its response", () => {
    const request = parse(ASSOCIATION_REQUEST);
    expect(request).toMatchObject({ kind: "association request", sequence: 53, listenInterval: 5 });
    expect(request).toMatchObject({ capability: { privacy: true, bits: 0x0011 } });
    expect(parse(ASSOCIATION_RESPONSE)).toMatchObject({ kind: "association response", status: 0, aid: 1 });
  });
});

// Frames made by hand from IEEE 802.11-2020, clause 9, and read the same by tshark 4.0.17; from a station to an access
// point.
const HEADER = (control: string) => `${control}0000020000000000020000000100020000000000a007`;
const action = (body: string) => {
  const frame = parse(HEADER("d000") + body);
  if (frame.kind !== "action") throw new Error(JSON.stringify(frame));
  return frame as ActionFrame;
};

describe("the header", () => {
  it("gives sequence and fragment number, and the flags", () => {
    const frame = parse("8839 0000 020000000000 020000000100 020000000000 a307 0500 aabb");
    expect(frame).toMatchObject({ kind: "data", name: "QoS data", sequence: 0x7a, fragment: 3, tid: 5 });
    expect(frame).toMatchObject({ control: { toDs: true, retry: true, powerManagement: true, moreData: true } });
  });

  // IEEE 802.11-2020 table 9-30.
  it.each([
    ["0801", "02:00:00:00:00:03", "02:00:00:00:00:02", "02:00:00:00:00:01"],
    ["0802", "02:00:00:00:00:01", "02:00:00:00:00:03", "02:00:00:00:00:02"],
    ["0800", "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:03"],
    ["0803", "02:00:00:00:00:03", "02:00:00:00:00:04", undefined],
  ])("finds who is who in data frames of control %s", (control, destination, source, bssid) => {
    const frame = parse(`${control} 0000 020000000001 020000000002 020000000003 1000 020000000004`);
    expect(frame).toMatchObject({ kind: "data", destination, source });
    expect((frame as { bssid?: string }).bssid).toBe(bssid);
  });

  it("knows control frames by their addresses", () => {
    expect(parse("d4000000020000000001")).toMatchObject({
      kind: "control",
      name: "ack",
      addresses: ["02:00:00:00:00:01"],
    });
    expect(parse("b4003a00020000000001020000000002")).toMatchObject({ name: "RTS", duration: 58 });
    expect(parse("a40001c0020000000001020000000002")).toMatchObject({ name: "PS-poll" });
  });

  it("skips an HT Control field", () => {
    expect(parse(`${HEADER("c080")}11223344 0300`)).toMatchObject({ kind: "deauthentication", reason: 3 });
  });

  it("leaves protected frames alone where they are ciphertext", () => {
    const bytes = fromHex(`${HEADER("c040")}0001020304050607aabb`);
    expect(parseFrame(bytes, { encrypted: true })).toMatchObject({ kind: "encrypted", name: "deauthentication" });
    expect(parseFrame(bytes)).toMatchObject({ kind: "deauthentication", reason: 0x0100 });
  });
});

describe("SAE", () => {
  it("gives group and payload of a commit", () => {
    expect(parse(`${HEADER("b000")}0300 0100 7e00 1300 aabbcc`)).toMatchObject({
      algorithmName: "SAE",
      transaction: 1,
      statusText: "SAE with hash-to-element",
      sae: { group: 19, payload: fromHex("aabbcc") },
    });
    expect(parse(`${HEADER("b000")}0300 0200 0000 0500 aabb`)).toMatchObject({ sae: { sendConfirm: 5 } });
    expect(parse(`${HEADER("b000")}0300 0200 0100`)).not.toHaveProperty("sae");
  });
});

describe("action frames", () => {
  it("reads block ack agreements", () => {
    // A-MSDU, immediate, TID 5, 64 frames, timeout 0, start at 0x123.
    expect(action("03 00 07 1710 0000 3012")).toMatchObject({
      categoryName: "block ack",
      actionName: "ADDBA request",
      details: {
        dialogToken: 7,
        amsdu: true,
        immediate: true,
        tid: 5,
        bufferSize: 64,
        timeoutTu: 0,
        startingSequence: 0x123,
      },
    });
    expect(action("03 01 07 2500 0210 0000").details).toMatchObject({ status: 37, statusText: "request declined" });
    expect(action("03 02 0058 2700").details).toMatchObject({ initiator: true, tid: 5, reason: 39 });
  });

  it("reads a BSS transition request with everything in it", () => {
    // All of: preferred candidates, imminent, termination, ESS disassociation; URL "x://y"; one neighbor report.
    const frame = action(
      "0a 07 01 1d 0a00 ff 040a 0807060504030201 0500 05 783a2f2f79 340d 020000000200 8f000000 51 06 07",
    );
    expect(frame.actionName).toBe("BSS transition management request");
    expect(frame.details).toMatchObject({
      type: "BSS transition request",
      preferredCandidates: true,
      abridged: false,
      disassociationImminent: true,
      disassociationTimer: 10,
      validityInterval: 255,
      termination: { tsf: 0x0102030405060708n, durationMinutes: 5 },
      sessionUrl: "x://y",
    });
    const details = frame.details;
    if (details.type !== "BSS transition request") throw new Error(details.type);
    expect([...details.elements].map((element) => element.id)).toEqual([52]);
  });

  it("reads queries and answers of BSS transition", () => {
    expect(action("0a 06 01 10").details).toMatchObject({ type: "BSS transition query", reason: 16 });
    expect(action("0a 08 01 00 00 020000000300").details).toMatchObject({ targetBssid: "02:00:00:00:03:00" });
    expect(action("0a 08 01 07 00").details).toMatchObject({ statusText: "rejected: no suitable candidates" });
  });

  it("reads a beacon request and the report", () => {
    // Class 115, all channels, active, 100 TU, wildcard BSSID, SSID subelement "ab".
    const request = action("05 00 01 0000 26 14 03 00 05 73 ff 0000 6400 01 ffffffffffff 0002 6162");
    expect(request.details).toMatchObject({
      type: "measurement request",
      repetitions: 0,
      measurements: [
        {
          kind: "request",
          token: 3,
          typeName: "beacon",
          beaconRequest: {
            operatingClass: 115,
            channel: 255,
            durationTu: 100,
            mode: "active",
            bssid: "ff:ff:ff:ff:ff:ff",
          },
        },
      ],
    });
    const report = action("05 01 01 27 1d 03 00 05 73 24 0100000000000000 6400 09 6e 1e 020000000200 00 44332211");
    expect(report.details).toMatchObject({
      measurements: [
        {
          kind: "report",
          beaconReport: {
            channel: 36,
            startTime: 1n,
            phyType: 9,
            rcpi: 110,
            rsni: 30,
            bssid: "02:00:00:00:02:00",
            parentTsf: 0x11223344,
          },
        },
      ],
    });
    const short = action("05 01 01 27 05 03 00 05 73 24");
    expect(short.details).toMatchObject({
      measurements: [{ typeName: "beacon", malformed: "8 octets expected at offset 2, 0 there" }],
    });
  });

  it("reads link measurement, neighbor report and SA query", () => {
    expect(action("05 02 09 14 1e").details).toMatchObject({ txPowerUsedDbm: 20, maxTxPowerDbm: 30 });
    expect(action("05 03 09 2302 f60a 00 00 50 28").details).toMatchObject({
      txPowerDbm: -10,
      linkMarginDb: 10,
      rcpi: 80,
    });
    expect(action("05 04 09").details).toMatchObject({ type: "plain", dialogToken: 9 });
    expect(action("08 00 3412").details).toMatchObject({ type: "SA query", transaction: 0x1234 });
  });

  it("reads FT, TDLS, mesh and channel switches", () => {
    expect(action("06 02 020000000100 020000000200 0000").details).toMatchObject({
      type: "FT",
      targetAp: "02:00:00:00:02:00",
      statusText: "success",
    });
    expect(action("0c 03 1a00").details).toMatchObject({ reason: 26 });
    expect(action("0c 01 0000 05 0100").details).toMatchObject({
      status: 0,
      dialogToken: 5,
      capability: { ess: true },
    });
    expect(action("0f 02 0000 0100").details).toMatchObject({ aid: 1 });
    expect(action("04 04 01 73 2c 05").details).toMatchObject({
      blockTx: true,
      operatingClass: 115,
      channel: 44,
      count: 5,
    });
    expect(action("00 04 25 03 00 2c 05").actionName).toBe("channel switch announcement");
  });

  it("reads GAS, FTM and vendors' frames", () => {
    expect(action("04 0a 01 6c02 7f00 0300 aabbcc").details).toMatchObject({
      type: "GAS",
      advertisementProtocol: 0,
      body: fromHex("aabbcc"),
    });
    expect(action("04 0d 01 0000 81 0000 6c02 7f00 0100 aa").details).toMatchObject({
      fragment: 1,
      moreFragments: true,
    });
    expect(action("04 21 01 02 010000000000 00000000 0100 0000 0000").details).toMatchObject({
      departurePs: 1,
      arrivalPs: 2 ** 32,
    });
    expect(action("7f 506f9a 0a 01").details).toMatchObject({ type: "vendor", oui: 0x506f9a, subtype: 10 });
    expect(action("04 09 506f9a 09 01").details).toMatchObject({ type: "vendor", subtype: 9 });
  });

  it("reads a FILS discovery frame", () => {
    // SSID of 2 octets, capability, primary channel; tshark shows the same fields.
    const control = (0x01 | 0x20 | 0x400).toString(16).padStart(4, "0");
    const frame = action(`04 22 ${control.slice(2)}${control.slice(0, 2)} 0100000000000000 6400 6162 0100 83 05`);
    expect(frame.details).toMatchObject({
      beaconIntervalTu: 100,
      capability: 1,
      operatingClass: 0x83,
      primaryChannel: 5,
    });
    expect((frame.details as { ssid?: { text: string } }).ssid?.text).toBe("ab");
  });

  it("hides the keys of a WNM sleep response", () => {
    const frame = action("0a 11 01 0400 deadbeef");
    expect(JSON.stringify(frame.details)).not.toContain("dead");
    expect(frame.details).toMatchObject({ type: "WNM sleep response", keyData: { length: 4 } });
  });

  it("names what it does not read", () => {
    expect(action("0a 00 01").actionName).toBe("event request");
    expect(action("0a 00 01").details).toMatchObject({ type: "opaque", body: Uint8Array.of(1) });
    expect(action("63 01").categoryName).toBe("category 99");
    expect(action("84 04 01 73 2c 05").categoryName).toBe("public (error)");
  });
});

describe("S1G beacons", () => {
  // IEEE 802.11-2020, 9.3.4.3: compressed SSID present, next TBTT and ANO not.
  it("have a header of their own", () => {
    expect(parse("1c02 0000 020000000200 44332211 07 efbeadde 0000")).toMatchObject({
      kind: "S1G beacon",
      bssid: "02:00:00:00:02:00",
      timestamp: 0x11223344,
      changeSequence: 7,
      compressedSsid: 0xdeadbeef,
    });
  });
});

describe("bad octets", () => {
  it("say where they end, and keep what was sound", () => {
    expect(parse(PROBE_RESPONSE.slice(0, 2 * 30))).toEqual({
      kind: "malformed",
      name: "probe response",
      offset: 24,
      reason: "8 octets expected at offset 24, 6 there",
      partial: expect.objectContaining({ bssid: "02:00:00:00:00:00", sequence: 0 }),
    });
    expect(parse(PROBE_RESPONSE.slice(0, 2 * 33))).toMatchObject({ offset: 32, partial: { timestamp: 0n } });
    expect(parse("")).toMatchObject({ kind: "malformed", name: "frame", offset: 0 });
    expect(parse("8100 0000")).toMatchObject({ kind: "malformed", reason: "version 1" });
    expect(parse(`${HEADER("d000")}0300`)).toMatchObject({
      kind: "malformed",
      name: "action",
      partial: { actionName: "ADDBA request" },
    });
  });

  it("a caller's mistake is an error", () => {
    expect(() => parseFrame("80" as unknown as Uint8Array)).toThrow(
      "a frame is read from a Uint8Array, not from string",
    );
  });

  it("any octets give a frame, and any cut of a sound one does", () => {
    const seen = (bytes: Uint8Array) => {
      const frame = parseFrame(bytes);
      expect(typeof frame.kind).toBe("string");
      JSON.stringify(frame, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    };
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 0, max: 15 }),
        fc.boolean(),
        (bytes, subtype, any) => {
          if (!any && bytes.length > 0) bytes[0] = subtype << 4;
          seen(bytes);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 17, 18, 37, 127),
        fc.integer({ min: 0, max: 35 }),
        fc.uint8Array({ maxLength: 60 }),
        (category, number, body) => {
          seen(Uint8Array.from([...fromHex(HEADER("d000")), category, number, ...body]));
        },
      ),
      { numRuns: 3000 },
    );
    for (const hex of [PROBE_RESPONSE, ASSOCIATION_REQUEST, ASSOCIATION_RESPONSE, AUTHENTICATION]) {
      const bytes = fromHex(hex);
      for (let length = 0; length <= bytes.length; length++) seen(bytes.subarray(0, length));
    }
  });
});

it("addresses are lower-case, and bytes are views of the frame", () => {
  const bytes = fromHex(`${HEADER("d000")}7faabbcc0102`);
  const frame = parseFrame(bytes);
  if (frame.kind !== "action" || frame.details.type !== "vendor") throw new Error(frame.kind);
  expect(frame.details.body.buffer).toBe(bytes.buffer);
  expect(toHex(frame.details.body)).toBe("02");
});
