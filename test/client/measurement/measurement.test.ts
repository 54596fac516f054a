import { describe, expect, it } from "vitest";
import type { FtmPeer, MeasureOptions } from "../../../src/client/measurement/ftm-request.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { PmsrStatus, Preamble } from "../../../src/nl80211/generated/ftm.ts";
import { ChanWidth } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, type FakeKernel, fakeKernel, refuse, settled, tell } from "../../../src/testing/index.ts";

const NEAR = "02:00:00:00:77:01";
const FAR = "02:00:00:00:77:02";
const peer = (more: Partial<FtmPeer> = {}): FtmPeer => ({
  address: NEAR,
  channel: { channel: 36, mode: "80MHz" },
  ...more,
});
const machine = () => fakeKernel().on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0 }]));

async function measuring(kernel: FakeKernel, options: MeasureOptions) {
  const wifi = await Nl80211.open({ transport: kernel });
  const told: unknown[] = [];
  const subscription = wifi.measurement.ftm$("wlan0", options).subscribe({
    next: (result) => told.push(result),
    error: (error: unknown) => told.push(error),
    complete: () => told.push("complete"),
  });
  await settled();
  return { wifi, told, subscription };
}

async function asked(options: MeasureOptions) {
  const kernel = machine().on("PeerMeasurementStart", ack());
  const { wifi } = await measuring(kernel, options);
  const { fields } = kernel.requests.find(({ name }) => name === "PeerMeasurementStart")!;
  await wifi.close();
  return fields;
}

describe("fine timing measurements", () => {
  // The attributes of iw: measurement ftm_request of "02:00:00:00:77:01 bw=80 cf=5180 cf1=5210 asap ap-tsf ...", timeout=2000, randomise.
  it("are asked for as by iw, every option in its attribute", async () => {
    const options: MeasureOptions = {
      timeoutMs: 2000,
      randomAddress: { address: "02:00:00:00:00:00", mask: "ff:ff:ff:00:00:00" },
      peers: [
        peer({
          burstsExponent: 2,
          burstPeriodMs: 300,
          retries: 5,
          burstDuration: 9,
          framesPerBurst: 8,
          reportApTsf: true,
          requestLci: true,
          requestCivicLocation: true,
        }),
        { address: FAR, channel: { channel: 1 }, asap: false },
      ],
    };
    const chan = { wiphyFreqMhz: 5180, channelWidth: ChanWidth.Width80, centerFreq1Mhz: 5210 };
    const ftm = {
      asap: true,
      preamble: Preamble.Vht,
      numBurstsExp: 2,
      burstPeriodIn100Ms: 3,
      burstDuration: 9,
      ftmsPerBurst: 8,
      numFtmrRetries: 5,
      requestLci: true,
      requestCivicloc: true,
    };
    expect(await asked(options)).toEqual({
      ifindex: 3,
      timeoutMs: 2000,
      mac: "02:00:00:00:00:00",
      macMask: "ff:ff:ff:00:00:00",
      peerMeasurements: {
        peers: [
          { addr: NEAR, chan, req: { data: { ftm }, getApTsf: true } },
          {
            addr: FAR,
            chan: { wiphyFreqMhz: 2412, channelWidth: ChanWidth.Width20Noht, centerFreq1Mhz: 2412 },
            req: { data: { ftm: { preamble: Preamble.Legacy } } },
          },
        ],
      },
    });
  });

  it("can be those of 802.11az, and of proximity detection", async () => {
    const fields = await asked({
      randomAddress: true,
      peers: [
        peer({
          ranging: "non-trigger-based",
          lmrFeedback: true,
          bssColor: 7,
          responder: true,
          minTimeBetweenMeasurementsUs: 1500,
          maxTimeBetweenMeasurementsMs: 250,
          nominalTimeMs: 100,
          availabilityWindowMs: 20,
          availabilityWindows: 3,
          nearerThanMm: 1000,
          fartherThanMm: 5000,
          proximityDetection: "silent",
        }),
      ],
    });
    expect(fields).toMatchObject({ mac: "02:00:00:00:00:00", macMask: "03:00:00:00:00:00" });
    const [first] = (fields as { peerMeasurements: { peers: [{ reqType: number; req: { data: object } }] } })
      .peerMeasurements.peers;
    expect(first.reqType).toBe(1); // NL80211_PMSR_FTM_REQ_TYPE_PD
    expect(first.req.data).toEqual({
      ftm: {
        asap: true,
        preamble: Preamble.He,
        nonTriggerBased: true,
        lmrFeedback: true,
        bssColor: 7,
        rsta: true,
        minTimeBetweenMeasurementsIn100Us: 15,
        maxTimeBetweenMeasurementsIn10Ms: 25,
        nominalTimeMs: 100,
        awDurationMs: 20,
        numMeasurements: 3,
        ingressMm: 1000,
        egressMm: 5000,
        pdSuppressResults: true,
      },
    });
  });

  it("give their results to whom asked, in the kernel's units, and complete", async () => {
    const result = (addr: string, resp: object) =>
      tell("peer-measurement-result", { wiphy: 0, wdev: 1, cookie: 5n, peerMeasurements: { peers: [{ addr, resp }] } });
    const kernel = machine().on("PeerMeasurementStart", [
      ack(),
      result(NEAR, {
        status: PmsrStatus.Success,
        hostTimeNs: 12n,
        apTsf: 99n,
        data: {
          ftm: { rssiAvgInHalfDbm: -121, rssiSpreadInHalfDbm: 3, rttAvgPs: 66_712, distAvgMm: -12, burstIndex: 0 },
        },
      }),
      result(NEAR, {
        status: PmsrStatus.Success,
        final: true,
        data: { ftm: { burstIndex: 1, burstPeriodIn100Ms: 2, numBurstsExp: 1, txRate: { bitrate32In100Kbps: 60 } } },
      }),
      result(FAR, { status: PmsrStatus.Failure, final: true, data: { ftm: { failReason: 6, busyRetryTimeS: 30 } } }),
      tell("peer-measurement-complete", { wiphy: 0, wdev: 1, cookie: 5n }),
    ]);
    const { wifi, told } = await measuring(kernel, { peers: [peer()] });
    const none = { agreed: {}, delayedReport: false };
    expect(told).toEqual([
      {
        ...none,
        peer: NEAR,
        status: "success",
        final: false,
        hostTimeNs: 12n,
        apTsfUs: 99n,
        signalDbm: -60.5,
        signalSpreadDb: 1.5,
        roundTripPs: 66_712,
        distanceMm: -12,
        burst: 0,
      },
      {
        ...none,
        peer: NEAR,
        status: "success",
        final: true,
        burst: 1,
        txRate: { mbps: 6, kind: "legacy", widthMhz: 20 },
        agreed: { burstsExponent: 1, burstPeriodMs: 200 },
      },
      { ...none, peer: FAR, status: "failure", final: true, failReason: "peer-busy", retryAfterS: 30 },
      "complete",
    ]);
    await wifi.close();
  });

  it("fail where results were lost, as the end may be among them", async () => {
    const kernel = machine().on("PeerMeasurementStart", ack());
    const { wifi, told } = await measuring(kernel, { peers: [peer()] });
    kernel.overrun();
    await settled();
    expect(told).toEqual([expect.objectContaining({ code: "LOST" })]);
    await wifi.close();
  });

  it("are aborted by closing their socket, and fail with what the kernel says", async () => {
    const kernel = machine().on("PeerMeasurementStart", ack());
    const { wifi, told, subscription } = await measuring(kernel, { peers: [peer()] });
    subscription.unsubscribe();
    await settled();
    expect(told).toEqual([]);
    await wifi.close();

    const refusing = await measuring(
      machine().on("PeerMeasurementStart", refuse("EINVAL", { text: "FTM: unsupported bandwidth" })),
      { peers: [peer()] },
    );
    expect(refusing.told).toEqual([
      expect.objectContaining({ code: "KERNEL", kernelText: "FTM: unsupported bandwidth", target: "wlan0" }),
    ]);
    await refusing.wifi.close();
  });

  it.each<[string, MeasureOptions, string]>([
    ["no peers", { peers: [] }, "peers: a measurement needs at least one"],
    ["a timeout of 0", { peers: [peer()], timeoutMs: 0 }, "timeout in ms 0: expected a whole number from 1"],
    [
      "a period between steps",
      { peers: [peer({ burstPeriodMs: 150 })] },
      "burst period in ms 150: expected a multiple of 100",
    ],
    [
      "too many frames",
      { peers: [peer({ framesPerBurst: 32 })] },
      "frames per burst 32: expected a whole number from 0 to 31",
    ],
    [
      "a preamble",
      { peers: [peer({ preamble: "eht" })] },
      'there is no preamble "eht": expected one of legacy, ht, vht',
    ],
    [
      "feedback with EDCA",
      { peers: [peer({ lmrFeedback: true })] },
      "lmrFeedback is for ranging that is trigger-based",
    ],
    ["an address", { peers: [peer({ address: "here" })] }, 'not a MAC address: "here"'],
  ])("refuse %s at once", async (_, options, message) => {
    await using wifi = await Nl80211.open({ transport: machine() });
    expect(() => wifi.measurement.ftm$("wlan0", options)).toThrow(message);
  });
});
