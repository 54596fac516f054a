import { describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const dry = (...words: string[]) => nl80211("--replay", village, ...words, "--dry-run");

describe("--dry-run", () => {
  it("prints the request that would be sent, with the interface looked up", async () => {
    const { status, stdout } = await dry("set", "wlan1", "type", "monitor");
    expect(stdout).toMatch(/^SetInterface\n {2}ifindex: \d+\n {2}iftype: monitor.*\n$/);
    expect(status).toBe(0);
  });

  it("prints it as JSON too", async () => {
    const { stdout } = await nl80211("--json", "--replay", village, "mesh", "leave", "wlan1", "--dry-run");
    expect(JSON.parse(stdout)).toMatchObject({ command: "LeaveMesh", attributes: [{ name: "ifindex" }] });
  });

  it.each([
    [["set", "phy0", "rts", "500"], /^SetWiphy\n {2}wiphy: 0\n {2}wiphy-rts-threshold: 500/],
    [["set", "wlan1", "channel", "36", "80MHz"], /wiphy-freq: 5180/],
    [
      ["interface", "add", "phy0", "mon9", "--type", "monitor", "--flags", "control"],
      /^NewInterface\n[\s\S]*ifname: "mon9"/,
    ],
    [["interface", "up", "wlan1"], /^SetLink\n {2}ifinfomsg: [0-9a-f ]+\n$/],
    [["connect", "wlan1", "cafe"], /^Connect\n[\s\S]*ssid: /],
    [
      ["connect", "wlan1", "cafe", "2412", "02:00:00:00:00:00", "auth", "open", "mfp:req"],
      /mac: 02:00:00:00:00:00[\s\S]*wiphy-freq: 2412[\s\S]*use-mfp: required[\s\S]*socket-owner/,
    ],
    [["connect", "-w", "wlan1", "cafe"], /^Connect\n(?![\s\S]*socket-owner)/],
    [["auth", "wlan1", "cafe", "02:00:00:00:00:00", "open", "2412"], /^Authenticate\n[\s\S]*auth-type: open-system/],
    [["assoc", "wlan1", "cafe", "02:00:00:00:00:00", "2412"], /^Associate\n[\s\S]*mac: 02:00:00:00:00:00/],
    [["deauth", "wlan1", "02:00:00:00:00:00", "7", "--local"], /^Deauthenticate\n[\s\S]*local-state-change/],
    [["disassoc", "wlan1", "02:00:00:00:00:00"], /^Disassociate\n[\s\S]*reason-code: /],
    [["reg", "set", "DE"], /^ReqSetReg\n {2}reg-alpha2: "?DE/],
    [["disconnect", "wlan1"], /^Disconnect\n/],
    [["mesh", "join", "wlan1", "village", "2412", "HT20"], /^JoinMesh\n[\s\S]*mesh-id: /],
    [["ap", "start", "wlan1", "test", "1"], /^StartAp\n[\s\S]*beacon-interval: 100/],
    [["ap", "start", "wlan1", "test", "1", "--hidden"], /^StartAp\n[\s\S]*hidden-ssid: zero-len/],
    [
      ["mgmt", "dump", "wlan1", "frame", "40", "00"],
      /^RegisterFrame\n[\s\S]*frame-match: 00\n[\s\S]*frame-type: .*(40|64)/,
    ],
    [["offchannel", "wlan1", "2437", "100"], /^RemainOnChannel\n[\s\S]*wiphy-freq: 2437 MHz\n[\s\S]*duration: 100 ms/],
  ])("%j", async (words, printed) => {
    const { stdout, stderr } = await dry(...words);
    expect(stderr).toBe("");
    expect(stdout).toMatch(printed);
  });

  it("shows no key", async () => {
    process.env["TEST_WEP_KEY"] = "hunter2hunter";
    const { stdout } = await dry("connect", "wlan1", "cafe", "auth", "shared", "--key-env", "TEST_WEP_KEY");
    expect(stdout).toContain("auth-type: shared-key");
    expect(stdout).toContain("(secret)");
    expect(stdout).not.toMatch(/hunter2|68756e/);
  });
});

describe("commands that change something", () => {
  it.each([
    [["set", "wlan1", "type", "bridge"], /there is no interface type "bridge"/],
    [["connect", "wlan1", "cafe", "key", "0:abcde"], /not given on the command line/],
    [["connect", "wlan1", "cafe", "auth", "leap"], /auth leap: expected open or shared/],
    [["connect", "wlan1", "cafe", "5180", "fast"], /"fast" is not expected/],
    [["connect", "wlan1", "cafe", "--security", "wpa2"], /--key-env <variable> and --key-file/],
    [
      ["connect", "wlan1", "cafe", "--security", "psk", "--key-env", "PATH"],
      /expected one of open, owe, wep, wpa2, sae/,
    ],
    [["set", "wlan1", "colour", "red"], /there is no setting "colour": expected one of type, channel/],
    [["set", "wlan1", "channel", "300"], /5 GHz has no channel 300/],
    [["set", "wlan1", "power_save", "maybe"], /power_save maybe: expected on or off/],
    [["mgmt", "dump", "wlan1", "frame", "becon"], /no management frame "becon": expected one of/],
    [["mgmt", "dump", "wlan1", "frame", "08"], /frame 08: expected a management frame/],
    [["mgmt", "dump", "wlan1", "frame", "40", "0"], /hex of an odd number of digits/],
    [["mgmt", "dump", "wlan1", "count", "3"], /no frame: expected frame <type>/],
    [["offchannel", "wlan1", "2437", "5"], /duration in ms 5: expected a whole number from 10/],
    [["ap", "start", "wlan1", "test", "1", "--generation", "9"], /expected 4, 5, 6 or 7/],
    [["ap", "start", "wlan1", "test", "1", "--max", "0"], /maxStations 0: expected a whole number from 1/],
    [["set", "wlan1", "retry", "1"], /long \(not given\): expected a number/],
  ])("refuse %j with exit code 2", async (words, message) => {
    const { status, stderr } = await nl80211("--replay", village, ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it.each([
    [["cqm", "watch", "wlan2"]],
    [["cqm", "watch", "wlan2", "--dry-run"]],
    [["cqm", "watch", "wlan2", "-70"]],
    [["mgmt", "dump", "wlan1", "frame", "40"]],
    [["scan", "sched_start", "wlan2"]],
    [["nan", "start", "0x2"]],
  ])("refuse to listen to a recording, which would say nothing for ever: %j", async (words) => {
    const { status, stderr } = await nl80211("--replay", village, ...words);
    expect(stderr).toMatch(/listens to this machine: .* events --replay\n$/);
    expect(status).toBe(2);
  });

  it("show examples in their help", async () => {
    expect((await nl80211("set", "--help")).stdout).toContain("nl80211 set wlan0 type monitor");
  });
});
