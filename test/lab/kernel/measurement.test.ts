import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { MeasureOptions } from "../../../src/client/measurement/ftm-request.ts";
import type { FtmResult } from "../../../src/nl80211/ftm-result.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, KERNEL, until } from "../guest.ts";
import { Hwsim } from "../hwsim.ts";

const [NEAR, SILENT] = ["02:00:00:00:77:01", "02:00:00:00:77:02"] as const;
const CHANNEL = { channel: 36, mode: "80MHz" } as const;

describe("fine timing measurement", { timeout: 300_000 }, () => {
  // hwsim measures since Linux 6.4: a radio made for it, and a program that says how far it is to whom.
  it.skipIf(KERNEL === "6.1")("tells the distances that the air gives, and completes", async () => {
    await freshRadios(1);
    await using hwsim = await Hwsim.open();
    await hwsim.create("ranger", { ftm: true });
    await using wifi = await Nl80211.open();
    const device = (await wifi.interfaces()).find(({ name }) => name !== "wlan0")!;
    await wifi.up({ ifindex: device.ifindex! });
    expect((await wifi.wiphy("ranger")).peerMeasurement).toMatchObject({
      maxPeers: 4,
      ftm: { preambles: ["legacy", "ht", "vht"] },
    });

    await hwsim.answerMeasurements((peer) => {
      if (peer === NEAR) {
        return {
          status: 0,
          rssiInHalfDbm: -101,
          roundTripPs: 66_712n,
          roundTripVariancePs2: 40_000n,
          distanceMm: -25n,
        };
      }
      return peer === SILENT ? { status: 3, failReason: 1 } : undefined;
    });
    const results: FtmResult[] = [];
    let cookie: bigint | undefined;
    await new Promise<void>((complete, error) => {
      wifi.measurement
        .ftm$(device.ifindex!, {
          peers: [
            { address: NEAR, channel: CHANNEL, framesPerBurst: 8 },
            { address: SILENT, channel: CHANNEL, framesPerBurst: 8, requestLci: true },
          ],
          randomAddress: true,
          timeoutMs: 5000,
          onStarted: (number) => (cookie = number),
        })
        .subscribe({ next: (result) => results.push(result), error, complete });
    });
    expect(cookie).toBeTypeOf("bigint");
    expect(results).toEqual([
      {
        peer: NEAR,
        status: "success",
        final: true,
        hostTimeNs: 1_234_567_890_123n,
        signalDbm: -50.5,
        roundTripPs: 66_712,
        roundTripVariancePs2: 40_000,
        distanceMm: -25,
        burst: 0,
        // Newer kernels tell the period of bursts too.
        agreed: expect.objectContaining({ burstsExponent: 0, burstDuration: 9, framesPerBurst: 8 }),
        delayedReport: false,
      },
      expect.objectContaining({ peer: SILENT, status: "failure", failReason: "no-response" }),
    ]);
    saw("PeerMeasurementStart", "took-effect", "results that a program stands in for the air with");

    // Closing the socket is the abort. hwsim does it, but tells its program nothing (it takes nla_nest_end's length for an error).
    const unanswered = { peers: [{ address: "02:00:00:00:77:03", channel: CHANNEL, framesPerBurst: 8 }] };
    const failure = (options: MeasureOptions) =>
      new Promise<unknown>((error) => wifi.measurement.ftm$(device.ifindex!, options).subscribe({ error }));
    let started = 0;
    const begin = () =>
      wifi.measurement
        .ftm$(device.ifindex!, { ...unanswered, onStarted: () => started++ })
        .subscribe({ error: () => {} });
    const first = begin();
    await until("the measurement has begun", () => started === 1);
    expect(await failure(unanswered)).toMatchObject({ code: "BUSY" });
    first.unsubscribe();
    if (KERNEL !== "7.3") return; // hwsim of 6.12 was seen to stay busy after it
    await until("the radio is free again", async () => {
      const next = begin();
      await sleep(200);
      next.unsubscribe();
      return started > 1;
    });

    const wide = { address: NEAR, channel: { channel: 36, mode: "160MHz" } } as const;
    expect(await failure({ peers: [wide] })).toMatchObject({
      code: "KERNEL",
      errnoName: "EINVAL",
      kernelText: "FTM: unsupported bandwidth",
    });
  });

  it("is refused by radios that cannot", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan0");
    const refused = await new Promise<unknown>((said) =>
      wifi.measurement.ftm$("wlan0", { peers: [{ address: NEAR, channel: CHANNEL }] }).subscribe({ error: said }),
    );
    expect(refused).toMatchObject({ code: "NOT_SUPPORTED", target: "wlan0" });
    if (KERNEL === "6.1") saw("PeerMeasurementStart", "refused:EOPNOTSUPP", "this hwsim has no peer measurement");
  });

  it("is answered by an access point that is told to", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    const lci = Uint8Array.of(1, 0, 8, 0, 16, 82, 83, 21, 75);
    if (!(await wifi.wiphy("wlan0")).extendedFeatures.includes("enable-ftm-responder")) {
      // hwsim of 6.1
      const refused = wifi.ap.start("wlan0", { ssid: "ruler", channel: { channel: 1 }, ftmResponder: { lci } });
      await expect(refused).rejects.toMatchObject({ code: "NOT_SUPPORTED", command: "StartAp" });
      return;
    }
    await using ap = await wifi.ap.start("wlan0", { ssid: "ruler", channel: { channel: 1 }, ftmResponder: { lci } });
    await ap.change({ ftmResponder: { civicLocation: Uint8Array.of(1, 0, 11, 0) } });
    saw("SetBeacon", "took-effect", "an access point's FTM responder is accepted with its beacon");
    // iw sends the responder without a beacon, which nl80211_parse_beacon of every kernel here refuses.
    await expect(iw("dev", "wlan0", "ftm", "start_responder")).rejects.toThrow("Invalid argument");
    await expect(wifi.ftmResponderStats("wlan0")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    saw("GetFtmResponderStats", "refused:EOPNOTSUPP", "hwsim counts none");
  });
});
