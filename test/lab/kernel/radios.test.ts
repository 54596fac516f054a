import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, KERNEL, until } from "../guest.ts";
import { Hwsim } from "../hwsim.ts";
import { overheard } from "../overheard.ts";

const power = async (dev: string) => Number(/txpower (.*) dBm/.exec(await iw("dev", dev, "info"))?.[1]);
const refusedHere = (error: unknown) => expect(error).toMatchObject({ code: "NOT_SUPPORTED" });

function file(lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "iw-")), "config");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("radios", { timeout: 300_000 }, () => {
  // hwsim refuses all of these; the requests are seen all the same.
  it("are asked as by iw for what hwsim cannot", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan0");
    const tcp = [
      "source=192.0.2.1:4000",
      "dest=192.0.2.9:80@02:00:00:00:00:09",
      "data=01:02:03:04:05:06",
      "data.interval=30",
      "wake=53:-:55",
      "data.seq=2,1,7",
      "data.tok=2,4,09:08:07:06",
    ];
    const rules = ["delay=100", "condition=1", "patterns=18+43:34,1:-", "delay=20", "condition=0", "patterns=11:22"];
    const peers = ["02:00:00:00:77:01 bw=80 cf=5180 cf1=5210 asap ftms_per_burst=8 lci retries=5 burst_period=3"];
    const quiet = (words: readonly string[]) => iw(...words).catch(() => {});
    const theirs = await overheard(async () => {
      await quiet([
        "phy",
        "phy0",
        "wowlan",
        "enable",
        "disconnect",
        "magic-packet",
        "patterns",
        "18+43:34:-:12",
        "11:22",
      ]);
      await quiet(["phy", "phy0", "wowlan", "enable", "any"]);
      const detect = [
        "net-detect",
        "interval",
        "5000",
        "delay",
        "30",
        "freqs",
        "2412",
        "2422",
        "matches",
        "ssid",
        "foo",
      ];
      await quiet(["phy", "phy0", "wowlan", "enable", ...detect]);
      await quiet(["phy", "phy0", "wowlan", "enable", "tcp", file(tcp)]);
      await quiet(["phy", "phy0", "wowlan", "disable"]);
      await quiet(["phy", "phy0", "coalesce", "enable", file(rules)]);
      await quiet(["phy", "phy0", "coalesce", "disable"]);
      await quiet(["phy", "phy0", "set", "sar_specs", "0", "0:44", "1:49"]);
      await quiet(["dev", "wlan0", "vendor", "send", "0x1374", "0x1", "0x08", "0x00", "0x08", "0x00"]);
      await quiet(["dev", "wlan0", "measurement", "ftm_request", file(peers), "timeout=2000"]);
    });
    const ours = await overheard(async () => {
      await wifi
        .setWowlan({ wiphy: 0 }, { disconnect: true, magicPacket: true, patterns: ["18+43:34:-:12", "11:22"] })
        .catch(refusedHere);
      await wifi.setWowlan({ wiphy: 0 }, { any: true }).catch(refusedHere);
      const netDetect = { intervalS: 5, delayS: 30, frequenciesMhz: [2412, 2422], matches: [{ ssid: "foo" }] };
      await wifi.setWowlan({ wiphy: 0 }, { netDetect }).catch(refusedHere);
      await wifi
        .setWowlan(
          { wiphy: 0 },
          {
            tcp: {
              sourceAddress: "192.0.2.1",
              sourcePort: 4000,
              destinationAddress: "192.0.2.9",
              destinationPort: 80,
              destinationMac: "02:00:00:00:00:09",
              data: Uint8Array.of(1, 2, 3, 4, 5, 6),
              intervalS: 30,
              wake: "53:-:55",
              sequence: { length: 2, offset: 1, start: 7 },
              tokens: { length: 2, offset: 4, stream: Uint8Array.of(9, 8, 7, 6) },
            },
          },
        )
        .catch(refusedHere);
      await wifi.setWowlan({ wiphy: 0 }, "off").catch(refusedHere);
      await wifi
        .setCoalesce({ wiphy: 0 }, [
          { delayMs: 100, condition: "no-match", patterns: ["18+43:34", "1:-"] },
          { delayMs: 20, patterns: ["11:22"] },
        ])
        .catch(refusedHere);
      await wifi.setCoalesce({ wiphy: 0 }, "off").catch(refusedHere);
      await wifi
        .setSar({ wiphy: 0 }, [
          { range: 0, powerDbm: 11 },
          { range: 1, powerDbm: 12.25 },
        ])
        .catch(refusedHere);
      await wifi.vendor
        .send("wlan0", { vendorId: 0x1374, subcommand: 1, data: Uint8Array.of(8, 0, 8, 0) })
        .catch(() => {});
      await new Promise<void>((done) =>
        wifi.measurement
          .ftm$("wlan0", {
            timeoutMs: 2000,
            peers: [
              {
                address: "02:00:00:00:77:01",
                channel: { channel: 36, mode: "80MHz" },
                framesPerBurst: 8,
                requestLci: true,
                retries: 5,
                burstPeriodMs: 300,
              },
            ],
          })
          .subscribe({
            error: (error) => {
              refusedHere(error);
              done();
            },
          }),
      );
    });
    const changing = ["SetWowlan", "SetCoalesce", "SetSarSpecs", "Vendor", "PeerMeasurementStart"];
    const asked = (requests: typeof ours) =>
      requests.filter(({ name }) => changing.includes(name)).map(({ name, fields }) => [name, fields]);
    expect(asked(theirs)).toHaveLength(10);
    expect(asked(ours)).toEqual(asked(theirs));
    for (const name of ["SetWowlan", "SetCoalesce", "SetSarSpecs"] as const) {
      saw(name, "refused:EOPNOTSUPP", "hwsim has none; the request equals iw's");
    }
    await expect(wifi.wowlan("phy0")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    saw("GetWowlan", "refused:EOPNOTSUPP", "hwsim has none");
    await expect(wifi.coalesce("phy0")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    saw("GetCoalesce", "refused:EOPNOTSUPP", "hwsim has none");
  });

  it.each([1, 2])("limit their power as iw does, with %i channels", async (channels) => {
    await freshRadios(1, channels);
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    await using _ap = await wifi.ap.start("wlan0", { ssid: "power", channel: { channel: 1 } });
    await wifi.setTxPower("phy0", { limitDbm: 7 });
    expect(await power("wlan0")).toBe(7);
    await wifi.setTxPower("phy0", "auto");
    expect(await power("wlan0")).toBe(20);
    // Of an interface mac80211 keeps the limit in both; without channel contexts newer ones tell of the radio's.
    await iw("dev", "wlan0", "set", "txpower", "limit", "900");
    const theirs = await power("wlan0");
    await iw("dev", "wlan0", "set", "txpower", "auto");
    await wifi.setTxPower("wlan0", { limitDbm: 9 });
    expect(await power("wlan0")).toBe(theirs);
    expect(theirs).toBe(channels === 1 && KERNEL !== "6.1" ? 20 : 9);
    await expect(wifi.setTxPower("phy0", { fixedDbm: 7.5 })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  });

  it("are not asked for channels that they do not have", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open({ streams: false });
    const { bands } = await wifi.wiphy("phy0");
    const disabled = bands.flatMap((band) => band.frequencies).find((frequency) => frequency.disabled)!;
    const asking = wifi.setChannel("wlan0", { frequencyMhz: disabled.frequencyMhz });
    await expect(asking).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(`${disabled.frequencyMhz} MHz is disabled`),
    });
    // The kernel says the same, with less.
    const unchecked = wifi.setChannel("wlan0", { frequencyMhz: disabled.frequencyMhz }, { checked: false });
    await expect(unchecked).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
    await expect(iw("dev", "wlan0", "set", "freq", `${disabled.frequencyMhz}`)).rejects.toThrow("Invalid argument");
  });

  it("tell the rules that they keep to: their own, or the global ones", async () => {
    await freshRadios(1);
    await using hwsim = await Hwsim.open();
    await hwsim.create("own", { customRegulatory: 1 });
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    expect(await wifi.regulatoryOf("wlan0")).toMatchObject({ alpha2: "DE" });
    const own = await wifi.regulatoryOf("own");
    expect(await iw("phy", "own", "reg", "get")).toContain(`country ${own.alpha2}`);
    saw("GetReg", "took-effect", "iw phy reg get");
  });

  it("take the driver's tests", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.up("wlan0");
    // HWSIM_TM_ATTR_CMD (1): HWSIM_TM_CMD_SET_PS (0), HWSIM_TM_CMD_GET_PS (1); HWSIM_TM_ATTR_PS (2).
    const test = (command: number, ps?: number) => {
      const writer = new AttributeWriter();
      writer.u32(1, command);
      if (ps !== undefined) writer.u32(2, ps);
      return wifi.request("Testmode", { wiphy: 0, testdata: writer.finish() });
    };
    try {
      await test(0, 2);
    } catch (error) {
      refusedHere(error); // Debian's kernels are built without CONFIG_NL80211_TESTMODE
      saw("Testmode", "refused:EOPNOTSUPP", "this kernel has no test mode");
      return;
    }
    const { testdata } = (await test(1))!;
    const reader = new AttributeReader(testdata!, 0, testdata!.length);
    reader.step(reader.start, reader.end);
    expect([reader.type, reader.u32()]).toEqual([2, 2]);
    expect(await iw("phy", "phy0", "hwsim", "getps")).toContain("HWSIM PS: 2");
    saw("Testmode", "took-effect", "iw phy hwsim getps");
  });

  it("capture what is in the air, on a monitor", async () => {
    await freshRadios(2, 2);
    await using wifi = await Nl80211.open({ streams: false });
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    await using _ap = await wifi.ap.start("wlan0", { ssid: "watched", channel: { channel: 6 } });
    await wifi.down("wlan1");
    await using monitor = await wifi.ownInterface("phy1", {
      name: "mon0",
      type: "monitor",
      monitorFlags: ["other-bss"],
    });
    await wifi.up("mon0");
    await wifi.setChannel("mon0", { channel: 6 });
    expect(monitor.interface.type).toBe("monitor");
    const tcpdump = spawn("tcpdump", ["-i", "mon0", "-e", "-n", "-c", "3", "type", "mgt", "subtype", "beacon"]);
    let said = "";
    for (const stream of [tcpdump.stdout, tcpdump.stderr]) stream.on("data", (chunk) => (said += chunk));
    const ended = new Promise((resolve) => tcpdump.once("exit", resolve));
    await until("three beacons are captured", () => tcpdump.exitCode !== null).finally(() => tcpdump.kill());
    await ended;
    expect(said.match(/Beacon \(watched\)/g), said).toHaveLength(3);
    expect(said).toContain("2437 MHz");
    // MU-MIMO: hwsim's answer is that of iw.
    const ours = await wifi.setMuMimo("mon0", { follow: "02:00:00:00:00:09" }).then(
      () => true,
      () => false,
    );
    const theirs = await iw("dev", "mon0", "set", "monitor", "mumimo-follow-mac", "02:00:00:00:00:09").then(
      () => true,
      () => false,
    );
    expect(ours).toBe(theirs);
  });
});
