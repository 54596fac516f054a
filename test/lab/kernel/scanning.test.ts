import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isNl80211Error } from "../../../src/errors.ts";
import { Nl80211 } from "../../../src/open.ts";
import { parseIwScan } from "../../oracle/iw-scan.ts";
import { saw } from "../command-table.ts";
import { accessPoint, freshRadios, iw, run, until } from "../guest.ts";

const KEYED = ({ bssid, frequencyMhz }: { bssid: string; frequencyMhz?: number | undefined }) =>
  `${bssid} ${frequencyMhz}`;

describe("a scan on a live kernel", () => {
  let wifi: Nl80211;
  let cafe: AsyncDisposable;

  beforeAll(async () => {
    await freshRadios(2, 2);
    cafe = await accessPoint("wlan0", ["ssid=cafe", "hw_mode=g", "channel=1"]);
    await run("ip", "link", "set", "wlan1", "up");
    wifi = await Nl80211.open();
  });
  afterAll(async () => {
    await wifi.close();
    await cafe[Symbol.asyncDispose]();
  });

  /** Does something, and waits until an event of wlan1's scan is heard. */
  const heard = async (type: "trigger-scan" | "scan-aborted", go: () => void) => {
    let found = false;
    let stop = () => {};
    await new Promise<void>((onListening) => {
      const subscription = wifi.events({ groups: ["scan"], onListening }).subscribe((event) => {
        found ||= event.type === type && event.interface === "wlan1";
      });
      stop = () => subscription.unsubscribe();
    });
    go();
    await until(`${type} of wlan1 is heard`, () => found);
    stop();
  };

  it("finds what iw finds", async () => {
    // A beacon may come while an emulated machine does not listen.
    await until("our scan finds the network", async () => {
      return (await wifi.scan("wlan1", { frequenciesMhz: [2412, 2437] })).some(({ ssid }) => ssid.text === "cafe");
    });
    const { networks } = parseIwScan(await iw("dev", "wlan1", "scan", "dump"));
    expect((await wifi.scanResults("wlan1")).map(KEYED)).toEqual(networks.map(KEYED));
    saw("TriggerScan", "took-effect", "equals iw scan dump");
  });

  it("waits for another program's, and then makes its own", async () => {
    let theirs: Promise<string> | undefined;
    await heard("trigger-scan", () => {
      theirs = iw("dev", "wlan1", "scan");
    });
    const ours = await wifi.scan("wlan1", { frequenciesMhz: [2412] });
    expect(ours.map(KEYED)).toContain("02:00:00:00:00:00 2412");
    await theirs;
  });

  it("is aborted by another program, and says so", async () => {
    let outcome: unknown;
    await heard("trigger-scan", () => {
      wifi.scan("wlan1").then(
        () => (outcome = "results"),
        (error) => (outcome = error),
      );
    });
    await iw("dev", "wlan1", "scan", "abort");
    await until("our scan has ended", () => outcome !== undefined);
    expect(outcome).toMatchObject({ code: "SCAN_ABORTED", target: "wlan1" });
  });

  it("is aborted in the kernel with its caller's signal, its time, and its subscription", async () => {
    const controller = new AbortController();
    for (const [go, stop] of [
      [() => wifi.scan("wlan1", { signal: controller.signal }), () => controller.abort()],
      [() => wifi.scan("wlan1", { timeoutMs: 4000 }), () => {}],
    ] as const) {
      let code: string | undefined;
      await heard("trigger-scan", () => {
        go().catch((error: unknown) => (code = isNl80211Error(error) ? error.code : String(error)));
      });
      await heard("scan-aborted", stop);
      await until("the caller knows", () => code !== undefined);
      expect(["ABORTED", "TIMEOUT"]).toContain(code);
    }
    let subscription: { unsubscribe(): void } | undefined;
    await heard("trigger-scan", () => {
      subscription = wifi.scan$("wlan1").subscribe();
    });
    await heard("scan-aborted", () => subscription?.unsubscribe());
    saw("AbortScan", "took-effect", "scan-aborted is heard");
  });

  const program = join(import.meta.dirname, "../../../dist/cli/main.js");
  it.skipIf(!existsSync(program))("of the command line is aborted by Ctrl-C, which leaves cleanly", async () => {
    let child: ReturnType<typeof spawn> | undefined;
    let code: number | null | undefined;
    let said = "";
    await heard("trigger-scan", () => {
      child = spawn("nl80211", ["scan", "wlan1"], { stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
      child.once("exit", (status) => (code = status));
    });
    await heard("scan-aborted", () => void child?.kill("SIGINT"));
    await until("the command has left", () => code !== undefined);
    expect([code, said]).toEqual([130, ""]);
  });

  it("tells rfkill from an interface that is down", async () => {
    await run("ip", "link", "set", "wlan1", "down");
    await expect(wifi.scan("wlan1")).rejects.toMatchObject({ code: "INTERFACE_DOWN" });
    await run("ip", "link", "set", "wlan1", "up");
    const [phy] = (await run("sh", "-c", "ls -d /sys/class/ieee80211/phy1/rfkill*")).trim().split("\n");
    writeFileSync(`${phy}/soft`, "1");
    await until("the radio is off", async () => !(await run("ip", "link", "show", "wlan1")).includes("UP"));
    await expect(wifi.scan("wlan1")).rejects.toMatchObject({ code: "RFKILL", hint: "rfkill unblock wifi" });
    writeFileSync(`${phy}/soft`, "0");
    await run("ip", "link", "set", "wlan1", "up");
  });

  it("ends with an error while its module is unloaded, and works after that", async () => {
    const scanning = wifi.scan("wlan1", { timeoutMs: 30_000 }).then(
      () => "results",
      (error: unknown) => (isNl80211Error(error) ? error.code : String(error)),
    );
    await sleep(300);
    await cafe[Symbol.asyncDispose]();
    await freshRadios(2, 2);
    expect(await scanning).toMatch(/^(SCAN_ABORTED|NO_NL80211|NO_SUCH_INTERFACE|INTERFACE_DOWN)$/);
    await run("ip", "link", "set", "wlan1", "up");
    expect(await wifi.scan("wlan1", { frequenciesMhz: [2412] })).toEqual([]);
  });
});
