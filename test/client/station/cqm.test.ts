import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { CqmNotification } from "../../../src/client/station/cqm.ts";
import { ack, dump, type FakeKernel, fakeKernel, openReplay, refuse, settled } from "../../../src/testing/index.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");
const PEER = "02:00:00:00:01:00";

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([{ ifindex: 8, ifname: "wlan1", wdev: 2, wiphy: 0 }]))
    .on("SetCqm", ack());

const sent = (kernel: FakeKernel) =>
  kernel.requests.flatMap(({ name, fields }) => (name === "SetCqm" ? [(fields as { cqm: object }).cqm] : []));

describe("cqm$", () => {
  it.each(["6.1-cqm", "6.12-cqm", "7.3-cqm"])("tells of %s what iw's event told", async (recording) => {
    const replay = openReplay(join(FIXTURES, `${recording}.pcap.gz`), { at: "start" });
    await using wifi = await Nl80211.open({ transport: replay });
    const told: string[] = [];
    wifi.cqm$("wlan1").subscribe((notification) => told.push(asIw(notification)));
    await settled();
    await replay.play();
    const iw = readFileSync(join(FIXTURES, recording, "iw-event.txt"), "utf8").split("\n");
    const events = iw.flatMap((line) => line.split("wlan1 (phy #1): CQM event: ")[1] ?? []);
    expect(events.length).toBeGreaterThan(0);
    expect(told).toEqual(events);
  });

  it("sets its thresholds, hears of its interface alone, and takes them back", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const told: CqmNotification[] = [];
    const transmitErrors = { percent: 20, packets: 100, intervalS: 10 };
    const watching = wifi
      .cqm$("wlan1", { signalDbm: -70, hysteresisDb: 4, transmitErrors })
      .subscribe((notification) => told.push(notification));
    await settled();
    const on = [
      { rssiTholdsDbm: [-70], rssiHystDb: 4 },
      { txeRate: 20, txePkts: 100, txeIntvlS: 10 },
    ];
    expect(sent(kernel)).toEqual(on);

    kernel.event("notify-cqm", { ifindex: 9, cqm: { beaconLossEvent: true } });
    kernel.event("notify-cqm", { ifindex: 8, mac: PEER, cqm: { pktLossEvent: 50 } });
    kernel.event("notify-cqm", { ifindex: 8, mac: PEER, cqm: { txeRate: 31, txePkts: 120, txeIntvlS: 10 } });
    await settled();
    expect(told).toEqual([
      { type: "packet-loss", packets: 50, peer: PEER, time: expect.any(Number) },
      { type: "transmit-errors", percent: 31, packets: 120, intervalS: 10, peer: PEER, time: expect.any(Number) },
    ]);

    watching.unsubscribe();
    await settled();
    // as iw's "cqm rssi off": a threshold of 0
    const off = [
      { rssiTholdsDbm: [0], rssiHystDb: 0 },
      { txeRate: 0, txePkts: 0, txeIntvlS: 0 },
    ];
    expect(sent(kernel)).toEqual([...on, ...off]);
  });

  it("fails with the kernel's word, and leaves no threshold of its own", async () => {
    const kernel = machine().on("SetCqm", ({ fields }) =>
      (fields as { cqm: { txeRate?: number } }).cqm.txeRate ? refuse(95) : ack(),
    );
    await using wifi = await Nl80211.open({ transport: kernel });
    const failed = new Promise((resolve) => {
      const transmitErrors = { percent: 20, packets: 100, intervalS: 10 };
      wifi.cqm$("wlan1", { signalDbm: -70, transmitErrors }).subscribe({ error: resolve });
    });
    expect(await failed).toMatchObject({ code: "NOT_SUPPORTED", target: "wlan1", command: "SetCqm" });
    expect(sent(kernel).at(-1)).toEqual({ rssiTholdsDbm: [0], rssiHystDb: 0 });
  });

  it("is refused at once where a threshold cannot be", async () => {
    await using wifi = await Nl80211.open({ transport: machine() });
    expect(() => wifi.cqm$("wlan1", { signalDbm: 0 })).toThrow("threshold of the signal in dBm 0: expected");
  });
});

describe("what a driver asks of direct links", () => {
  it("is told, with the reason of a teardown", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const told: object[] = [];
    wifi.tdls.requests$("wlan1").subscribe((request) => told.push(request));
    await settled();
    kernel.event("tdls-oper", { ifindex: 9, mac: PEER, tdlsOperation: 1 });
    kernel.event("tdls-oper", { ifindex: 8, mac: PEER, tdlsOperation: 1 });
    kernel.event("tdls-oper", { ifindex: 8, mac: PEER, tdlsOperation: 2, reasonCode: 25 });
    await settled();
    expect(told).toEqual([
      { operation: "setup", peer: PEER },
      // reason 25 of IEEE 802.11-2020 table 9-49
      { operation: "teardown", peer: PEER, reasonCode: 25, reason: expect.stringMatching(/unreachable/i) },
    ]);
  });
});

/** In iw's words (event.c, parse_cqm_event). */
function asIw(notification: CqmNotification): string {
  if (notification.type === "beacon-loss") return "beacon loss";
  if (notification.type === "packet-loss")
    return `peer ${notification.peer} didn't ACK ${notification.packets} packets`;
  if (notification.type === "transmit-errors") return "unknown event";
  return `RSSI (${notification.signalDbm} dBm) went ${notification.type === "signal-low" ? "below" : "above"} threshold`;
}
