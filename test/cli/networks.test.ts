import { describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const dry = (...words: string[]) => nl80211("--replay", village, ...words, "--dry-run");
const PEER = "02:00:00:00:00:09";

describe("networks in iw's words", () => {
  it.each([
    [
      "ibss join wlan1 meadow 2437 HT20 fixed-freq 02:80:21:00:00:01 beacon-interval 50 basic-rates 1,5.5 mcast-rate 6",
      /^JoinIbss\n(?=[\s\S]*mac: 02:80:21:00:00:01)(?=[\s\S]*beacon-interval: 50)(?=[\s\S]*bss-basic-rates: 020b)(?=[\s\S]*wiphy-freq: 2437)(?=[\s\S]*freq-fixed)[\s\S]*mcast-rate: 60/,
    ],
    ["ibss join wlan1 meadow 6", /^JoinIbss\n(?![\s\S]*freq-fixed)[\s\S]*wiphy-freq: 2437/],
    ["ibss leave wlan1", /^LeaveIbss\n {2}ifindex: \d+\n$/],
    ["ocb join wlan1 5890 10MHz", /^JoinOcb\n[\s\S]*wiphy-freq: 5890[\s\S]*channel-width: (width-)?10/],
    ["ocb leave wlan1", /^LeaveOcb\n/],
    [
      "mesh join wlan1 village freq 2412 HT20 basic-rates 6 mcast-rate 5.5 beacon-interval 100 dtim-period 3 vendor_sync on mesh_ttl=9",
      /^JoinMesh\n(?=[\s\S]*beacon-interval: 100)(?=[\s\S]*dtim-period: 3)(?=[\s\S]*ttl: 9)(?=[\s\S]*bss-basic-rates: 0c)(?=[\s\S]*mcast-rate: 55)(?=[\s\S]*enable-vendor-sync: 1)[\s\S]*wiphy-freq: 2412/,
    ],
    ["mesh join wlan1 village 36 80MHz", /wiphy-freq: 5180[\s\S]*center-freq1: 5210/],
    ["mesh leave wlan1", /^LeaveMesh\n/],
    [
      "set wlan1 mesh_param mesh_ttl=31 mesh_fwding 0 mesh_power_mode=light mesh_rssi_threshold=-70",
      /^SetMeshConfig\n(?=[\s\S]*ttl: 31)(?=[\s\S]*forwarding: 0)(?=[\s\S]*rssi-threshold: -70)[\s\S]*power-mode: light-sleep/,
    ],
    [
      `mpath new wlan1 ${PEER} next_hop 02:00:00:00:00:01`,
      /^NewMpath\n[\s\S]*mac: 02:00:00:00:00:09[\s\S]*mpath-next-hop: 02:00:00:00:00:01/,
    ],
    [`mpath set wlan1 ${PEER} next_hop 02:00:00:00:00:01`, /^SetMpath\n/],
    [`mpath del wlan1 ${PEER}`, /^DelMpath\n[\s\S]*mac: 02:00:00:00:00:09/],
    ["mpath del wlan1", /^DelMpath\n(?![\s\S]*mac:)/],
    [`mpath probe wlan1 ${PEER} frame 02:00:00:00:00:09:02:00:00:00:00:01:88:b5:00`, /^ProbeMeshLink\n[\s\S]*frame: /],
    [
      "switch wlan1 freq 2437 HT20 beacons 5 block-tx",
      /^ChannelSwitch\n(?=[\s\S]*wiphy-freq: 2437)(?=[\s\S]*ch-switch-count: 5)[\s\S]*ch-switch-block-tx/,
    ],
    ["switch wlan1 channel 36 80MHz", /^ChannelSwitch\n(?=[\s\S]*ch-switch-count: 10)[\s\S]*center-freq1: 5210/],
    ["cac wlan1 trigger freq 5500 HT20", /^RadarDetect\n(?![\s\S]*radar-background)[\s\S]*wiphy-freq: 5500/],
    ["cac wlan1 background channel 100 80MHz", /^RadarDetect\n(?=[\s\S]*radar-background)[\s\S]*center-freq1: 5530/],
    ["cac wlan1 channel 52", /^RadarDetect\n[\s\S]*wiphy-freq: 5260/],
    ["p2p start 0x2", /^StartP2pDevice\n {2}wdev: 2\n$/],
    ["p2p stop 2", /^StopP2pDevice\n {2}wdev: 2\n$/],
    [
      "nan start 0x100000002 pref 10 bands 2GHz 5GHz",
      /^StartNan\n {2}wdev: 4294967298\n[\s\S]*nan-master-pref: 10\n {2}bands: /,
    ],
    ["nan stop 0x2", /^StopNan\n/],
    ["nan config 0x2 pref 20", /^ChangeNanConfig\n {2}wdev: 2\n {2}nan-master-pref: 20\n$/],
    [
      `nan add_func 0x2 type publish solicited unsolicited bcast close_range name x info hi ttl 5 srf include bf 1 16 ${PEER} rx_filter a:* tx_filter b`,
      /^AddNanFunction\n(?=[\s\S]*publish-bcast)(?=[\s\S]*close-range)(?=[\s\S]*ttl: 5)(?=[\s\S]*bf-idx: 1)(?=[\s\S]*rx-match-filter)[\s\S]*tx-match-filter/,
    ],
    [
      `nan add_func 0x2 type subscribe active name x srf exclude list ${PEER};02:00:00:00:00:01`,
      /subscribe-active(?=[\s\S]*mac-addrs)/,
    ],
    [
      `nan add_func 0x2 type followup name x flw_up_id 4 flw_up_req_id 1 flw_up_dest ${PEER}`,
      /follow-up-id: 4[\s\S]*follow-up-req-id: 1[\s\S]*follow-up-dest: 02:00:00:00:00:09/,
    ],
    ["nan rm_func 0x2 cookie 7", /^DelNanFunction\n(?=[\s\S]*wdev: 2)[\s\S]*cookie: 7/],
  ])("%s", async (line, printed) => {
    const { stdout, stderr } = await dry(...line.split(" "));
    expect(stderr).toBe("");
    expect(stdout).toMatch(printed);
  });

  it.each([
    ["ibss join wlan1 meadow 2437 quickly", /"quickly" is not expected: expected \[NOHT, HT20/],
    ["ibss join wlan1 meadow 2437 mcast-rate", /mcast-rate \(not given\): expected \[NOHT/],
    [
      "mesh join wlan1 village freq 2412 mesh_colour=3",
      /there is no mesh parameter "mesh_colour": expected one of mesh_retry_timeout/,
    ],
    ["set wlan1 mesh_param mesh_ttl=0", /mesh parameter ttl 0: expected a whole number from 1 to 255/],
    ["set wlan1 mesh_param mesh_fwding=2", /mesh_fwding 2: expected 0 or 1/],
    ["mpath new wlan1 02:00:00:00:00:09 via 02:00:00:00:00:01", /"via" is not expected: expected next_hop/],
    ["switch wlan1 2437", /"2437": expected freq <MHz>\|channel|MHz \(not given\)/],
    ["switch wlan1 freq 2437 beacons 300", /count of beacons 300: expected a whole number from 0 to 255/],
    ["cac wlan1 channel 52 80MHz twice", /"twice" is not expected/],
    ["nan start 0x2 pref 0", /masterPreference 0: expected a whole number from 1 to 255/],
    ["nan config 0x2 bands 5GHz", /2.4 GHz must be among them/],
    ["nan add_func 0x2 type publish active name x", /type publish has no active/],
    ["nan add_func 0x2 type followup name x", /type followup needs destination/],
    ["nan rm_func 0x2 cookie seven", /cookie seven: expected a number/],
  ])("refuse: %s", async (line, message) => {
    const { status, stderr } = await nl80211("--replay", village, ...line.split(" "));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it("show no WEP key", async () => {
    process.env["TEST_IBSS_KEY"] = "hunter2hunter";
    const { stdout } = await dry("ibss", "join", "wlan1", "meadow", "2437", "--key-env", "TEST_IBSS_KEY");
    expect(stdout).toContain("(secret)");
    expect(stdout).not.toMatch(/hunter2|68756e/);
  });
});

describe("a mesh as iw shows it", () => {
  const mesh = (...words: string[]) => nl80211("--replay", "fixtures/7.3-mesh.pcap.gz", ...words);

  it("lists its parameters, whose names and values are those of iw's own text", async () => {
    const { stdout } = await mesh("mesh_param", "dump", "wlan0");
    // fixtures/7.3-mesh/iw-param.txt: "mesh_retry_timeout = 100 milliseconds" and so on, 29 of them
    const { readFileSync } = await import("node:fs");
    const theirs = readFileSync("fixtures/7.3-mesh/iw-param.txt", "utf8").trim().split("\n");
    expect(theirs.length).toBe(29);
    const ours = stdout.trim().split("\n");
    for (const line of theirs) expect(ours).toContain(line.trim());
    expect(ours).toHaveLength(31);
  });

  it("tells one parameter", async () => {
    expect((await mesh("get", "wlan0", "mesh_param", "mesh_retry_timeout")).stdout).toBe("100 milliseconds\n");
    const { stdout } = await mesh("--json", "get", "wlan0", "mesh_param", "mesh_retry_timeout");
    expect(JSON.parse(stdout)).toEqual({ retryTimeoutMs: 100 });
    expect((await mesh("get", "wlan0", "mesh_param", "mesh_colour")).stderr).toMatch(/there is no mesh parameter/);
  });

  it("lists paths and proxies", async () => {
    expect((await mesh("mpath", "dump", "wlan0")).stdout).toMatch(/02:00:00:00:01:00 +02:00:00:00:01:00/);
    expect((await mesh("mpp", "dump", "wlan0")).status).toBe(0);
  });
});
