import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  encodeAction,
  encodeAssociationResponse,
  encodeAuthentication,
} from "../../../src/ieee80211/encode/management.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, heardBy, iw, run, until } from "../guest.ts";

const OURS = "02:00:00:00:00:00";
const PEER = "02:00:00:00:01:00";
const NOBODY = "02:00:00:00:77:00";
const ALL = "ff:ff:ff:ff:ff:ff";
/** Public action (category 4), vendor specific (9), of an OUI that is local, with a word of ours. */
const WORD = Uint8Array.of(9, 0x02, 0x00, 0x00, 1, 42);

/** Supported rates: 1, 2, 5.5 and 11 Mbit/s for all, and four of 802.11g. */
const RATES = Uint8Array.of(1, 8, 0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24);

/** wlan0 beacons on channel 1 and answers nobody; wlan1 is a station without a connection. */
async function pair(wifi: Nl80211): Promise<AsyncDisposable> {
  await wifi.setType("wlan0", "ap");
  await wifi.up("wlan0");
  await wifi.up("wlan1");
  return wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 }, stations: false });
}

const publicAction = (destination: string) => encodeAction({ destination, source: PEER, bssid: ALL }, 4, WORD);
const offchannel = { frequencyMhz: 2412, offchannel: true, durationMs: 100 } as const;

describe("frames", () => {
  it("come to who registered for them, and to nobody else", async () => {
    await freshRadios(2, 2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const heard = firstValueFrom(wifi.frames.receive$("wlan0", "probe-request"));
    await sleep(200); // until the registration stands
    const again = firstValueFrom(wifi.frames.receive$("wlan0", "probe-request"));
    await expect(again).rejects.toMatchObject({ code: "KERNEL", errnoName: "EALREADY" });
    await iw("dev", "wlan1", "scan", "freq", "2412", "ssid", "ours");
    const { frame, frequencyMhz, signalDbm, ifindex } = await heard;
    expect(frame).toMatchObject({ kind: "probe request", source: PEER, destination: ALL });
    expect({ frequencyMhz, signalDbm }).toEqual({ frequencyMhz: 2412, signalDbm: expect.any(Number) });
    expect(ifindex).toBe((await wifi.interface("wlan0")).ifindex);
    saw("RegisterFrame", "took-effect", "iw's probe request came");
    const wrong = firstValueFrom(wifi.frames.receive$("wlan1", "beacon"));
    await expect(wrong).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
  });

  it("are sent on another channel, and acknowledged by who is there", async () => {
    await freshRadios(2, 2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const action = { type: "action", match: Uint8Array.of(4, 9, 2) };
    const heard = firstValueFrom(wifi.frames.receive$("wlan0", action));
    await sleep(200);
    expect(await wifi.frames.send("wlan1", publicAction(OURS), offchannel)).toMatchObject({ acked: true });
    saw("Frame", "took-effect", "received, and acknowledged");
    expect((await heard).frame).toMatchObject({ kind: "action", source: PEER, category: 4 });
    expect(await wifi.frames.send("wlan1", publicAction(NOBODY), offchannel)).toMatchObject({ acked: false });
    // An access point is on its channel, and need not name it.
    const word = encodeAction({ destination: NOBODY, source: OURS, bssid: OURS }, 4, WORD);
    expect(await wifi.frames.send("wlan0", word)).toMatchObject({ acked: false });
    expect(await wifi.frames.send("wlan0", word, { dontWaitForAck: true })).toEqual({});
    await expect(wifi.frames.send("wlan1", publicAction(OURS))).rejects.toMatchObject({ errnoName: "EINVAL" });
  });

  it("leave the channel before their time when the wait is cancelled", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const over: (bigint | undefined)[] = [];
    await new Promise<void>((onListening) => {
      wifi.events({ groups: ["mlme"], onListening }).subscribe((event) => {
        if (event.type === "frame-wait-cancel") over.push(event.attributes.cookie);
      });
    });
    const { cookie } = await wifi.frames.send("wlan1", publicAction(OURS), { ...offchannel, durationMs: 5000 });
    const begun = Date.now();
    await wifi.frames.cancelWait("wlan1", cookie!);
    await until("the wait is over", () => over.includes(cookie));
    expect(Date.now() - begun).toBeLessThan(4000);
    await expect(wifi.frames.cancelWait("wlan1", cookie!)).rejects.toMatchObject({ errnoName: "ENOENT" });
    saw("FrameWaitCancel", "took-effect", "the kernel told that the wait was over");
  });

  it("stay on another channel for a time, or until that is ended", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const stay = await wifi.frames.remainOnChannel("wlan1", { channel: 6 }, 300);
    expect(stay).toMatchObject({ frequencyMhz: 2437, durationMs: 300 });
    expect(await stay.ended).toEqual({ by: "kernel" });
    saw("RemainOnChannel", "took-effect", "begun and ended, as the kernel told");
    const begun = Date.now();
    const long = await wifi.frames.remainOnChannel("wlan1", { channel: 6 }, 5000);
    await long.close();
    // One radio is on one channel at a time: this waits for what was before.
    const next = await wifi.frames.remainOnChannel("wlan1", { channel: 11 }, 100);
    expect(Date.now() - begun).toBeLessThan(4500);
    await next.ended;
    saw("CancelRemainOnChannel", "took-effect", "the next stay began before the time of the first");
    await expect(wifi.frames.remainOnChannel("wlan1", { channel: 6 }, 600_000)).rejects.toMatchObject({
      errnoName: "EINVAL",
    });
  });

  it("let a station in by hand, whose data the kernel then does not expect", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const back = { destination: PEER, source: OURS, bssid: OURS };
    const answers = wifi.frames.receive$("wlan0", ["authentication", "association-request"]).subscribe(({ frame }) => {
      const answer =
        frame.kind === "authentication"
          ? encodeAuthentication(back, { transaction: 2 })
          : encodeAssociationResponse(back, { capability: 0x0001, aid: 1, elements: RATES });
      wifi.frames.send("wlan0", answer).catch(() => {});
    });
    const unexpected = firstValueFrom(wifi.frames.unexpected$("wlan0"), { defaultValue: undefined });
    await heardBy("wlan1", "ours", 2412);
    await using _connection = await wifi.connect("wlan1", { ssid: "ours", frequencyMhz: 2412 });
    expect(await iw("dev", "wlan1", "link")).toContain(`Connected to ${OURS}`);
    await run("ip", "addr", "add", "10.13.0.2/24", "dev", "wlan1");
    await run("ip", "neigh", "add", "10.13.0.1", "lladdr", OURS, "dev", "wlan1");
    await run("bash", "-c", "echo word > /dev/udp/10.13.0.1/9");
    expect(await unexpected).toMatchObject({ type: "not-associated", address: PEER });
    saw("UnexpectedFrame", "took-effect", "told of data from a station that the kernel did not know");
    answers.unsubscribe();
  });

  it("of other networks come to an access point", async () => {
    await freshRadios(3, 2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    await wifi.setType("wlan2", "ap");
    await wifi.up("wlan2");
    await using _other = await wifi.ap.start("wlan2", { ssid: "other", channel: { channel: 1 }, stations: false });
    const { frame, frequencyMhz } = await firstValueFrom(wifi.frames.beacons$("wlan0"));
    expect(frame).toMatchObject({ kind: "beacon", source: "02:00:00:00:02:00" });
    expect(frequencyMhz).toBe(2412);
    saw("RegisterBeacons", "took-effect", "the beacon of another access point came");
  });

  it("are printed by the command line, and a channel visited", async () => {
    await freshRadios(2, 2);
    await using wifi = await Nl80211.open();
    await using _ap = await pair(wifi);
    const dump = spawn("nl80211", ["--json", "mgmt", "dump", "wlan0", "frame", "40", "00", "count", "1"]);
    let printed = "";
    dump.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = new Promise((resolve) => dump.once("exit", resolve));
    await until("iw's probe request is printed", async () => {
      if (printed === "") await iw("dev", "wlan1", "scan", "freq", "2412", "ssid", "ours");
      return printed !== "";
    });
    expect(await ended).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ frame: { kind: "probe request", source: PEER } });
    expect(await run("nl80211", "offchannel", "wlan1", "2437", "100")).toBe("on 2437 MHz for 100 ms\nback\n");
  });
});
