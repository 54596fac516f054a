import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { joining } from "../../../src/client/connection/joining.ts";
import { AkmSuite } from "../../../src/ieee80211/akm.ts";
import { parseEapol } from "../../../src/ieee80211/eapol.ts";
import { Nl80211 } from "../../../src/open.ts";
import { requestsIn } from "../../client/captured.ts";
import { saw } from "../command-table.ts";
import { accessPoint, client, freshRadios, iw, run, until } from "../guest.ts";

const DAY = ["hw_mode=g", "channel=1"];
const CAFE = ["ssid=cafe", ...DAY];
const WPA2 = ["wpa=2", "wpa_key_mgmt=WPA-PSK", "rsn_pairwise=CCMP", "wpa_passphrase=twelve-sheep"];
const AP = "02:00:00:00:00:00";
const OTHER = "02:00:00:00:02:00";
const STATION = "02:00:00:00:01:00";
const cafe = { ssid: "cafe", frequencyMhz: 2412 } as const;
const link = () => iw("dev", "wlan1", "link");
const hostapd = (dev: string, ...words: string[]) => run("hostapd_cli", "-p", "/run/hostapd", "-i", dev, ...words);

/** All netlink that is said meanwhile, iw's and ours: tcpdump writes it some time later. */
async function captureOf(action: () => Promise<void>, complete: (file: string) => boolean): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), "capture-")), "nl.pcap");
  await run("ip", "link", "add", "nlmon8", "type", "nlmon");
  await run("ip", "link", "set", "nlmon8", "up");
  const tcpdump = spawn("tcpdump", ["-i", "nlmon8", "-B", "16384", "-U", "-w", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => tcpdump.once("exit", () => resolve()));
  let said = "";
  tcpdump.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until("tcpdump listens", () => said.includes("listening"));
  await action();
  await until("the capture is complete", () => {
    try {
      return complete(file);
    } catch {
      return false; // it ends amid a packet
    }
  });
  tcpdump.kill("SIGINT");
  await ended;
  await run("ip", "link", "del", "nlmon8");
  return file;
}

/** Again, where an emulated access point was too slow for mac80211, which waits for an answer three times 200 ms. */
async function patiently<T>(connecting: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await connecting();
    } catch (error) {
      if (tries === 3 || !(error instanceof Error) || !/timeout of (auth|assoc)/.test(error.message)) throw error;
    }
  }
}

describe("connect", () => {
  it("tells what the access point answered, and takes hints", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    // without a channel the kernel would scan all that there are
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    await using connection = await wifi.connect("wlan1", {
      ssid: "cafe",
      bssidHint: AP,
      frequencyHintMhz: 2412,
      disable: ["ht"],
    });
    expect(connection.bssid).toBe(AP);
    expect([...(connection.responseElements ?? [])].map(({ name }) => name)).toContain("Supported Rates");
    expect([...(connection.requestElements ?? [])].map(({ name }) => name)).not.toContain("HT Capabilities");
    await expect(wifi.connect("wlan1", cafe)).rejects.toMatchObject({
      errnoName: "EALREADY",
      hint: expect.stringContaining("previousBssid"),
    });
    await expect(wifi.disconnect("wlan1")).rejects.toMatchObject({ code: "NOT_PERMITTED" });
    expect(await link()).toContain(`Connected to ${AP}`);
  });

  it("connects with WEP, open and by shared key, and a wrong key is refused", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    const wep = [{ index: 0, key: "abcde" }] as const;
    {
      await using _ap = await accessPoint("wlan0", [...CAFE, 'wep_key0="abcde"', "wep_default_key=0", "auth_algs=1"]);
      await using _connection = await patiently(() => wifi.connect("wlan1", { ...cafe, security: { wep } }));
      expect(await link()).toContain(`Connected to ${AP}`);
    }
    await using _ap = await accessPoint("wlan0", [...CAFE, 'wep_key0="abcde"', "wep_default_key=0", "auth_algs=2"]);
    {
      const security = { wep, sharedKey: true };
      await using _connection = await patiently(() => wifi.connect("wlan1", { ...cafe, security }));
      expect(await link()).toContain(`Connected to ${AP}`);
    }
    // mac80211 drops what it cannot decrypt, here the answer to the challenge, so that the access point says nothing
    const wrong = { wep: [{ index: 0, key: "edcba" }], sharedKey: true } as const;
    await expect(wifi.connect("wlan1", { ...cafe, security: wrong })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringMatching(/timeout of auth/),
    });
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    const shared = { ...cafe, bssid: AP, type: "shared", wepKey: wep[0] };
    const frame = await patiently(() => wifi.mlme.authenticate("wlan1", shared));
    expect(frame).toMatchObject({ statusCode: 0, frame: { transaction: 4 } });
    await wifi.mlme.deauthenticate("wlan1", { bssid: AP });
  });

  it("says why an access point does not let it in: too many stations, a list, protection that it demands", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    await wifi.up("wlan2");
    {
      await using _ap = await accessPoint("wlan0", [...CAFE, "max_num_sta=1"]);
      await using _first = await wifi.connect("wlan2", cafe);
      await expect(wifi.connect("wlan1", cafe)).rejects.toMatchObject({ code: "CONNECT_FAILED", statusCode: 17 });
    }
    {
      const denied = join(mkdtempSync(join(tmpdir(), "acl-")), "deny");
      writeFileSync(denied, `${STATION}\n`);
      await using _ap = await accessPoint("wlan0", [...CAFE, "macaddr_acl=0", `deny_mac_file=${denied}`]);
      await expect(wifi.connect("wlan1", cafe)).rejects.toMatchObject({ code: "CONNECT_FAILED", statusCode: 1 });
    }
    await using _ap = await accessPoint("wlan0", [...CAFE, ...WPA2, "ieee80211w=2"]);
    const supplicant = { akmSuites: [AkmSuite.Psk] };
    await expect(wifi.connect("wlan1", { ...cafe, security: { supplicant } })).rejects.toMatchObject({
      statusCode: 31, // robust management frame policy violation
    });
    expect(await link()).toContain("Not connected");
  });

  it("names the cure where this driver leaves the handshake to the program", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    const refused = (hint: string) => ({ errnoName: "EINVAL", hint: expect.stringContaining(hint) });
    const psk = { passphrase: "twelve-sheep", akmSuites: [AkmSuite.FtPsk] };
    await expect(wifi.connect("wlan1", { ...cafe, security: psk })).rejects.toMatchObject(
      refused("no four-way-handshake-sta-psk): leave this network to wpa_supplicant or iwd"),
    );
    const sae = wifi.connect("wlan1", { ...cafe, security: { saePassword: "twelve-sheep" } });
    await expect(sae).rejects.toMatchObject(refused("no sae-offload"));
    const eap = wifi.connect("wlan1", { ...cafe, security: { ieee8021x: true } });
    await expect(eap).rejects.toMatchObject(refused("no four-way-handshake-sta1x"));
    const fils = { username: "a", realm: "b", nextSequence: 0, rrk: new Uint8Array(32) };
    await expect(wifi.connect("wlan1", { ...cafe, security: { fils } })).rejects.toMatchObject(
      refused("no fils-sk-offload"),
    );
    await expect(wifi.connect("wlan1", { ...cafe, mfp: "optional" })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      hint: expect.stringContaining('"required" or "no"'),
    });
  });

  it("leaves nothing of an attempt that is aborted, has no time, or names another access point", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await expect(wifi.connect("wlan1", { ...cafe, bssid: OTHER })).rejects.toMatchObject({ code: "CONNECT_FAILED" });
    await expect(wifi.connect("wlan1", { ssid: "nowhere", timeoutMs: 300 })).rejects.toMatchObject({ code: "TIMEOUT" });
    const nowhere = wifi.connect("wlan1", { ssid: "nowhere", signal: AbortSignal.timeout(300) });
    await expect(nowhere).rejects.toMatchObject({ code: "ABORTED" });
    await using connection = await wifi.connect("wlan1", cafe);
    expect(connection.bssid).toBe(AP);
  });

  it("tells the reason of an access point that ends it, and ends with its process", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    const connection = await wifi.connect("wlan1", cafe);
    await hostapd("wlan0", "deauthenticate", STATION, "reason=5");
    expect(await connection.ended).toMatchObject({ by: "access-point", reasonCode: 5 });
    await connection.close();

    const child = spawn("nl80211", ["connect", "wlan1", "cafe", "2412"], { stdio: "ignore" });
    await until("the child is connected", async () => (await link()).includes("Connected to"));
    child.kill("SIGKILL");
    await until("its connection has ended", async () => (await link()).includes("Not connected"));

    const lasting = await wifi.connect("wlan1", { ...cafe, owned: false });
    {
      await using other = await Nl80211.open();
      await other.disconnect("wlan1");
    }
    expect(await lasting.ended).toMatchObject({ by: "kernel" });
    await lasting.close();
  });

  it("roams by reassociation, and stays where it is when the other is not there", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await using _one = await accessPoint("wlan0", CAFE);
    await using _two = await accessPoint("wlan2", ["ssid=cafe", "hw_mode=g", "channel=6"]);
    await wifi.up("wlan1");
    await using connection = await wifi.connect("wlan1", { ...cafe, bssid: AP });
    const roams: (string | undefined)[] = [];
    connection.roams$().subscribe(({ bssid }) => roams.push(bssid));
    await expect(connection.roam({ bssid: "02:00:00:00:09:00" })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      hint: expect.stringContaining("scan"),
    });
    expect(await link()).toContain(`Connected to ${AP}`);

    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2437] });
    await connection.roam({ bssid: OTHER });
    expect(connection.bssid).toBe(OTHER);
    expect(roams).toEqual([OTHER]);
    expect(await link()).toContain(`Connected to ${OTHER}`);
    await until("the access point knows it", async () => (await hostapd("wlan2", "all_sta")).includes(STATION));
    await hostapd("wlan2", "deauthenticate", STATION, "reason=5");
    expect(await connection.ended).toMatchObject({ by: "access-point", reasonCode: 5 });
  });

  it("leaves nothing where the roam fails", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await using _one = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await using connection = await wifi.connect("wlan1", { ...cafe, bssid: AP });
    await expect(connection.roam({ bssid: OTHER, frequencyMhz: 2437 })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
    });
    expect(await connection.ended).toMatchObject({ by: "kernel" });
    expect(await link()).toContain("Not connected");
    expect(await iw("dev", "wlan1", "station", "dump")).toBe("");
    await using again = await wifi.connect("wlan1", cafe);
    expect(again.bssid).toBe(AP);
  });
});

describe("requests", () => {
  it("are those of iw", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan0");
    const keys = ["key", "d:0:abcde", "1:6162636465"];
    const wep = [
      { index: 0, key: "abcde" },
      { index: 1, key: "6162636465" },
    ] as const;
    const file = await captureOf(
      async () => {
        const refused = () => {};
        await iw("dev", "wlan0", "connect", "cafe", "2412", AP, "auth", "open", ...keys);
        await iw("dev", "wlan0", "disconnect");
        await iw("dev", "wlan0", "connect", "cafe", "auth", "shared", ...keys);
        await iw("dev", "wlan0", "disconnect");
        await iw("dev", "wlan0", "auth", "cafe", AP, "open", "2412").catch(refused);
        const short = { ssid: "cafe", owned: false, timeoutMs: 200 };
        const open = { security: { wep }, frequencyMhz: 2412, bssid: AP } as const;
        await wifi.connect("wlan0", { ...short, ...open }).catch(refused);
        await wifi.connect("wlan0", { ...short, security: { wep, sharedKey: true } }).catch(refused);
        await wifi.mlme.authenticate("wlan0", { ...cafe, bssid: AP }).catch(refused);
      },
      (written) => requestsIn(written, "Authenticate").length === 2,
    );
    const [theirs, theirShared, ours, ourShared, ...more] = requestsIn(file, "Connect");
    expect(ours).toEqual(theirs);
    expect(ourShared).toEqual(theirShared);
    expect(ourShared).toMatchObject({ authType: 1, privacy: true, keys: [{ isDefault: true }, { idx: 1 }] });
    expect(more).toEqual([]);
    const [theirAuth, ourAuth] = requestsIn(file, "Authenticate");
    expect(ourAuth).toEqual(theirAuth);
    expect(ourAuth).toMatchObject({ authType: 0, mac: AP });
    const disconnects = requestsIn(file, "Disconnect");
    expect(disconnects.length).toBe(4);
    for (const request of disconnects) expect(request).toEqual(disconnects[0]);
  });
});

describe("connections step by step", () => {
  it("authenticates, associates, and opens the port", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    const unheard = wifi.mlme.authenticate("wlan1", { ...cafe, bssid: AP });
    await expect(unheard).rejects.toMatchObject({ errnoName: "ENOENT", hint: expect.stringContaining("scan") });
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    const answer = await wifi.mlme.authenticate("wlan1", { ...cafe, bssid: AP });
    expect(answer).toMatchObject({ statusCode: 0, frame: { algorithm: 0, transaction: 2, source: AP } });
    saw("Authenticate", "took-effect", "the access point answered");
    {
      await using connection = await wifi.mlme.associate("wlan1", { ...cafe, bssid: AP, controlPort: true });
      expect(connection.bssid).toBe(AP);
      saw("Associate", "took-effect", "iw station dump: associated, not authorized");
      const station = () => iw("dev", "wlan1", "station", "dump");
      expect(await station()).toMatch(/associated:\s*yes/);
      expect(await station()).toMatch(/authorized:\s*no/);
      await connection.authorize();
      expect(await station()).toMatch(/authorized:\s*yes/);
      await expect(wifi.mlme.deauthenticate("wlan1", { bssid: AP })).rejects.toMatchObject({ code: "NOT_PERMITTED" });
    }
    expect(await link()).toContain("Not connected");
    await until("the access point knows", async () => !(await hostapd("wlan0", "all_sta")).includes(STATION));
  });

  it("deauthenticates and disassociates, with a frame or without", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    const associated = async () => {
      await wifi.mlme.authenticate("wlan1", { ...cafe, bssid: AP });
      return wifi.mlme.associate("wlan1", { ...cafe, bssid: AP, owned: false });
    };
    const known = async () => (await hostapd("wlan0", "all_sta")).includes(STATION);
    const first = await associated();
    await wifi.mlme.deauthenticate("wlan1", { bssid: AP, localOnly: true });
    expect(await first.ended).toEqual({ by: "kernel", reasonCode: 3, reason: expect.any(String) });
    expect(await link()).toContain("Not connected");
    expect(await known()).toBe(true);
    saw("Deauthenticate", "took-effect", "iw link; hostapd still knows the station where no frame was sent");
    const second = await associated();
    await wifi.mlme.disassociate("wlan1", { bssid: AP, reasonCode: 8 });
    expect(await second.ended).toMatchObject({ by: "kernel", reasonCode: 8 });
    expect(await link()).toContain("Not connected");
    saw("Disassociate", "took-effect", "iw link");
    await expect(wifi.mlme.deauthenticate("wlan1", { bssid: AP })).rejects.toMatchObject({ errnoName: "ENOTCONN" });
    await Promise.all([first.close(), second.close()]);
  });

  it("tells that nobody answers", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    {
      await using _ap = await accessPoint("wlan0", CAFE);
      await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    }
    const silence = wifi.mlme.authenticate("wlan1", { ...cafe, bssid: AP });
    await expect(silence).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("timeout of auth"),
    });
  });

  it("hears what mac80211 does not do", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", CAFE);
    await wifi.up("wlan1");
    const unsupported = { code: "NOT_SUPPORTED" };
    await expect(
      wifi.mlme.externalAuthResult("wlan1", { ssid: "cafe", bssid: AP, statusCode: 0 }),
    ).rejects.toMatchObject(unsupported);
    saw("ExternalAuth", "refused:EOPNOTSUPP", "mac80211 leaves authentication to the program anyway");
    const ft = { mobilityDomain: 0x1234, elements: new Uint8Array([54, 3, 0x34, 0x12, 0]) };
    await expect(wifi.mlme.updateFt("wlan1", ft)).rejects.toMatchObject(unsupported);
    saw("UpdateFtIes", "refused:EOPNOTSUPP", "for drivers that do FT themselves");
    await using connection = await wifi.connect("wlan1", cafe);
    await expect(connection.update({ elements: new Uint8Array() })).rejects.toMatchObject(unsupported);
    saw("UpdateConnectParams", "refused:EOPNOTSUPP", "for drivers that roam themselves");
    await expect(connection.setPmk(new Uint8Array(32))).rejects.toMatchObject(unsupported);
    saw("SetPmk", "refused:EOPNOTSUPP", "for drivers that do the handshake of 802.1X");
  });
});

describe("the control port", () => {
  it("brings the access point's EAPOL, and takes ours", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", [...CAFE, ...WPA2]);
    await wifi.up("wlan1");
    const supplicant = { akmSuites: [AkmSuite.Psk] };
    await using connection = await wifi.connect("wlan1", { ...cafe, security: { supplicant }, controlPort: true });
    const first = await firstValueFrom(connection.controlPort$());
    expect(first).toMatchObject({ from: AP, ethertype: 0x888e, unencrypted: true });
    expect(parseEapol(first.octets)).toMatchObject({ kind: "key" });
    // EAPOL-Start, IEEE 802.1X-2020 11.3: version 1, type 1, no body
    expect(await connection.sendControlPort(new Uint8Array([1, 1, 0, 0]), { noEncrypt: true })).toBe(true);
    saw("ControlPortFrame", "took-effect", "message 1 of hostapd came, and the acknowledgement of our EAPOL-Start");
    await expect(connection.sendControlPort(new Uint8Array(4), { ethertype: 0x88b4 })).rejects.toMatchObject({
      errnoName: "EINVAL",
    });
    // nobody answers message 1, so that hostapd gives up: reason 15, 4-way handshake timeout (or 2 after that)
    expect(await connection.ended).toMatchObject({ by: "access-point" });
  });
});

describe("a passphrase", () => {
  it("connects to WPA2, also where management frames are protected, and follows the renewal of group keys", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    await using _ap = await accessPoint("wlan0", [...CAFE, ...WPA2, "ieee80211w=2", "wpa_group_rekey=4"]);
    const security = { passphrase: "twelve-sheep" };
    await using connection = await wifi.connect("wlan1", { ...cafe, security, mfp: "required" });
    expect(await iw("dev", "wlan1", "station", "dump")).toMatch(/authorized:\s*yes[\s\S]*MFP:\s*yes/);
    expect(await hostapd("wlan0", "all_sta")).toMatch(/\[AUTHORIZED\]/);
    // hostapd uses the group keys 1 and 2 in turn; its message and our answer are encrypted with the pairwise key
    const key = (index: number) => wifi.key("wlan1", { index }).catch(() => undefined);
    await until("both group keys are there", async () => (await key(1)) !== undefined && (await key(2)) !== undefined);
    expect(await key(2)).toMatchObject({ cipher: expect.stringContaining("CCMP") });
    expect(await hostapd("wlan0", "all_sta")).toMatch(/\[AUTHORIZED\]/);
    expect(connection.bssid).toBe(AP);
  });

  it("connects to a network that lets old stations in, whose group cipher is TKIP", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    const mixed = WPA2.map((line) => line.replace("wpa=2", "wpa=3"));
    await using _ap = await accessPoint("wlan0", [...CAFE, ...mixed, "wpa_pairwise=TKIP"]);
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    const security = { passphrase: "twelve-sheep" };
    await using _connection = await wifi.connect("wlan1", { ...cafe, security });
    expect(await wifi.key("wlan1", { index: 1 })).toMatchObject({ cipher: expect.stringContaining("TKIP") });
    expect(await hostapd("wlan0", "all_sta")).toMatch(/\[AUTHORIZED\]/);
  });

  it("connects to a network whose only AKM is PSK with SHA-256", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    const sha256 = WPA2.map((line) => line.replace("WPA-PSK", "WPA-PSK-SHA256"));
    await using _ap = await accessPoint("wlan0", [...CAFE, ...sha256, "ieee80211w=2"]);
    const [bss] = await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2412] });
    expect(joining(bss!, await wifi.wiphy("wlan1"), "twelve-sheep")).toMatchObject({
      options: { security: { akmSuites: [AkmSuite.PskSha256] }, mfp: "required" },
    });
    const security = { passphrase: "twelve-sheep" };
    await using _connection = await wifi.connect("wlan1", { ...cafe, security, mfp: "required" });
    expect(await iw("dev", "wlan1", "station", "dump")).toMatch(/authorized:\s*yes[\s\S]*MFP:\s*yes/);
    expect(await hostapd("wlan0", "all_sta")).toMatch(/AKMSuiteSelector=00-0f-ac-6/);
  });

  it("does not connect without protected management frames where they are required", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    await using _ap = await accessPoint("wlan0", [...CAFE, ...WPA2]);
    const security = { passphrase: "twelve-sheep" };
    await expect(wifi.connect("wlan1", { ...cafe, security, mfp: "required" })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("does not protect management frames"),
    });
    expect(await link()).toContain("Not connected");
  });

  it("that is wrong is doubted", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    await using _ap = await accessPoint("wlan0", [...CAFE, ...WPA2]);
    await expect(wifi.connect("wlan1", { ...cafe, security: { passphrase: "thirteen-sheep" } })).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      hint: expect.stringContaining("passphrase"),
    });
    expect(await link()).toContain("Not connected");
  });

  it("roams from one access point to another", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await wifi.up("wlan1");
    await using _one = await accessPoint("wlan0", [...CAFE, ...WPA2]);
    await using _two = await accessPoint("wlan2", ["ssid=cafe", "hw_mode=g", "channel=6", ...WPA2]);
    await using connection = await wifi.connect("wlan1", {
      ...cafe,
      bssid: AP,
      security: { passphrase: "twelve-sheep" },
    });
    await wifi.scan("wlan1", { ssids: ["cafe"], frequenciesMhz: [2437] });
    await connection.roam({ bssid: OTHER });
    expect(connection.bssid).toBe(OTHER);
    await until("the other has opened its port", async () =>
      (await hostapd("wlan2", "all_sta")).includes("[AUTHORIZED]"),
    );
  });
});

describe("beside wpa_supplicant", () => {
  it("says who holds the interface, and sees it roam", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await using _one = await accessPoint("wlan0", CAFE);
    await using _two = await accessPoint("wlan2", ["ssid=cafe", "hw_mode=g", "channel=6"]);
    await using _client = await client("wlan1", ['ssid="cafe"', "key_mgmt=NONE", `bssid=${AP}`, "scan_freq=2412 2437"]);
    await expect(wifi.connect("wlan1", { ssid: "another", frequencyMhz: 2412 })).rejects.toMatchObject({
      errnoName: "EALREADY",
      hint: expect.stringContaining("wpa_supplicant"),
    });
    await expect(wifi.disconnect("wlan1")).rejects.toMatchObject({
      code: "NOT_PERMITTED",
      hint: expect.stringContaining("wpa_supplicant"),
    });
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      wifi.events({ groups: ["mlme"], onListening: resolve }).subscribe((event) => {
        if (event.type === "connect" && event.attributes.mac !== undefined) seen.push(event.attributes.mac);
      });
    });
    const wpa = (...words: string[]) => run("wpa_cli", "-p", "/run/wpa_supplicant", "-i", "wlan1", ...words);
    await wpa("set_network", "0", "bssid", "any");
    await wpa("scan", "freq=2437");
    await until("it has heard the other", async () => (await wpa("scan_results")).includes(OTHER));
    await wpa("roam", OTHER);
    await until("we have heard of it", () => seen.includes(OTHER));
    expect((await wifi.link("wlan1")).bssid).toBe(OTHER);
  });
});
