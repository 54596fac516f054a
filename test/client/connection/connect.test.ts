import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { ConnectOptions } from "../../../src/client/connection/connect-options.ts";
import { toConnect } from "../../../src/client/connection/connect-request.ts";
import { keyed } from "../../../src/client/connection/connect-security.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, event, type FakeKernel, fakeKernel, refuse, settled } from "../../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const AP = "02:00:00:00:00:01";
const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0]))
    .on("Disconnect", ack());

async function connecting(kernel: FakeKernel, options: Partial<ConnectOptions> = {}) {
  const wifi = await Nl80211.open({ transport: kernel, streams: false });
  const outcome = wifi.connect("wlan0", { ssid: "cafe", ...options });
  outcome.catch(() => {});
  await settled();
  return { wifi, outcome };
}

const commands = (kernel: FakeKernel) => kernel.requests.map(({ name }) => name);

describe("connect", () => {
  it("resolves with the access point, also where the event comes before the ACK", async () => {
    const kernel = machine().on("Connect", event("connect", { ifindex: 3, mac: AP, statusCode: 0 }), ack());
    const { outcome } = await connecting(kernel);
    expect((await outcome).bssid).toBe(AP);
    expect(commands(kernel)).not.toContain("Disconnect");
  });

  it("asks as iw connect does, with an owner", async () => {
    const kernel = machine().on("Connect", ack());
    await connecting(kernel, { bssid: AP, frequencyMhz: 2412, security: { wep: [{ index: 0, key: "abcde" }] } });
    // iw: connect.c and parse_keys() of util.c, for `connect cafe 2412 02:00:00:00:00:01 auth open key d:0:abcde`
    expect(kernel.requests.at(-1)!.fields).toEqual({
      ifindex: 3,
      ssid: new TextEncoder().encode("cafe"),
      mac: AP,
      wiphyFreqMhz: 2412,
      authType: 0,
      privacy: true,
      keys: [{ idx: 0, cipher: 0x000fac01, data: new Uint8Array([0x61, 0x62, 0x63, 0x64, 0x65]), isDefault: true }],
      socketOwner: true,
    });
  });

  it("takes another interface's connection for none of its own", async () => {
    const kernel = machine().on("Connect", ack());
    const { outcome, wifi } = await connecting(kernel);
    let done = false;
    outcome.finally(() => (done = true)).catch(() => {});
    kernel.event("connect", { ifindex: 4, mac: AP, statusCode: 0 }).event("disconnect", { ifindex: 4 });
    await settled();
    expect(done).toBe(false);
    await wifi.close();
  });

  it.each([
    [{ statusCode: 17 }, { code: "CONNECT_FAILED", statusCode: 17, target: "wlan0", command: "Connect" }],
    [{ timedOut: true, timeoutReason: 2 }, { message: expect.stringContaining("timeout of auth:") }],
    [{ timedOut: true, timeoutReason: 0 }, { message: expect.stringContaining("timeout:") }],
    [{ timedOut: true }, { message: expect.stringContaining("timeout:") }],
  ] as const)("says why not: %o", async (attributes, expected) => {
    const kernel = machine().on("Connect", ack(), event("connect", { ifindex: 3, ...attributes }));
    const { outcome } = await connecting(kernel);
    await expect(outcome).rejects.toMatchObject(expected);
  });

  it("says with what reason it was ended before it was there", async () => {
    const kernel = machine().on(
      "Connect",
      ack(),
      event("disconnect", { ifindex: 3, reasonCode: 15, disconnectedByAp: true }),
    );
    const { outcome } = await connecting(kernel);
    await expect(outcome).rejects.toMatchObject({ code: "CONNECT_FAILED", reasonCode: 15 });
  });

  it("gives up in the kernel too, when its time is over or the caller aborts", async () => {
    const late = machine().on("Connect", ack());
    const first = await connecting(late, { timeoutMs: 1000 });
    await late.clock.advanceAsync(1000);
    await expect(first.outcome).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(commands(late).at(-1)).toBe("Disconnect");

    const controller = new AbortController();
    const kernel = machine().on("Connect", ack());
    const { outcome } = await connecting(kernel, { signal: controller.signal });
    controller.abort();
    await expect(outcome).rejects.toMatchObject({ code: "ABORTED" });
    expect(commands(kernel).at(-1)).toBe("Disconnect");
  });

  it("leaves another program's connection alone where the kernel refuses", async () => {
    const kernel = machine().on("Connect", refuse("EALREADY"));
    const { outcome } = await connecting(kernel);
    await expect(outcome).rejects.toMatchObject({ errnoName: "EALREADY" });
    expect(commands(kernel)).not.toContain("Disconnect");
  });

  it("tells how a connection ended", async () => {
    const up = event("connect", { ifindex: 3, mac: AP, statusCode: 0 });
    const kernel = machine().on("Connect", ack(), up);
    const connection = await (await connecting(kernel)).outcome;
    kernel.event("disconnect", { ifindex: 3, reasonCode: 3, disconnectedByAp: true });
    expect(await connection.ended).toMatchObject({ by: "access-point", reasonCode: 3 });

    const other = machine().on("Connect", ack(), up);
    const closed = await (await connecting(other)).outcome;
    const { portId } = await other.asked("Connect");
    await closed.close();
    expect(await closed.ended).toEqual({ by: "us" });
    expect(other.requests.at(-1)).toMatchObject({ name: "Disconnect", portId });
  });

  it("ends with the client, also where it is still awaited", async () => {
    const waiting = await connecting(machine().on("Connect", ack()));
    await waiting.wifi.close();
    await expect(waiting.outcome).rejects.toMatchObject({ code: "CLOSED" });

    const kernel = machine().on("Connect", ack(), event("connect", { ifindex: 3, mac: AP, statusCode: 0 }));
    const { wifi, outcome } = await connecting(kernel);
    const connection = await outcome;
    await wifi.close();
    expect(await connection.ended).toEqual({ by: "us" });
  });

  it("derives the key of a passphrase as the standard does", async () => {
    // IEEE 802.11-2020, J.4.2, test vector 1
    const { pmk } = toConnect(3, await keyed({ ssid: "IEEE", security: { passphrase: "password" } }));
    expect(Buffer.from(pmk!).toString("hex")).toBe("f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e");
  });

  it.each<[string, ConnectOptions]>([
    ["passphrase", { ssid: "x", security: { passphrase: "hunter2" } }],
    ["password", { ssid: "x", security: { saePassword: "hunter2".repeat(30) } }],
    ["WEP key", { ssid: "x", security: { wep: [{ index: 0, key: "hunter2" }] } }],
    ["PMK", { ssid: "x", security: { pmk: new TextEncoder().encode("hunter2") } }],
  ])("never shows a wrong %s", async (_, options) => {
    try {
      toConnect(3, await keyed(options));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
      expect(inspect(error)).not.toContain("hunter2");
    }
  });
});
