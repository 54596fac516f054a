import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseIwInterfaces } from "../../oracle/iw-interface.ts";
import { parseIwScan } from "../../oracle/iw-scan.ts";
import { parseIwStations } from "../../oracle/iw-station.ts";
import { parseIwWiphys } from "../../oracle/iw-wiphy.ts";
import { saw } from "../command-table.ts";
import { accessPoint, client, freshRadios, iw, run } from "../guest.ts";

const root = join(import.meta.dirname, "../../..");
const program = join(root, "dist/cli/main.js");

/** What the command line prints as JSON. */
const nl80211 = async (...words: readonly string[]) => JSON.parse(await run("nl80211", "--json", ...words));

// The command line as it is built, as a person has it, against iw on the same kernel at the same moment.
describe.skipIf(!existsSync(program))("the built command line says what iw says", () => {
  const room: AsyncDisposable[] = [];
  afterAll(async () => {
    for (const guest of room.reverse()) await guest[Symbol.asyncDispose]();
  });
  beforeAll(async () => {
    await freshRadios(3, 1);
    await iw("reg", "set", "DE");
    const security = ["wpa=2", "wpa_key_mgmt=WPA-PSK", "rsn_pairwise=CCMP", "wpa_passphrase=twelve-sheep"];
    room.push(await accessPoint("wlan0", ["ssid=village-green", "hw_mode=g", "channel=11", "ieee80211n=1"]));
    room.push(await accessPoint("wlan1", ["ssid=village-inn", "hw_mode=a", "channel=36", "ieee80211n=1", ...security]));
    await run("ip", "link", "set", "wlan2", "up");
    room.push(await client("wlan2", ['ssid="village-inn"', 'psk="twelve-sheep"', "scan_freq=5180"]));
  });

  it("of wiphys: names, bands and every channel with its flags", async () => {
    const { wiphys } = parseIwWiphys(await iw("phy"));
    const ours = await nl80211("phy");
    expect(ours.map(({ name }: { name: string }) => name)).toEqual(wiphys.map(({ name }) => name));
    for (const [index, { bands }] of wiphys.entries()) {
      const channels = ours[index].bands.flatMap((band: { frequencies: OurChannel[] }) =>
        band.frequencies.map(channelOf),
      );
      expect(channels).toEqual(bands.flatMap(({ frequencies }) => frequencies.map(iwChannelOf)));
    }
    saw("GetWiphy", "took-effect", "equals iw phy");
  });

  it("of interfaces: type, address, SSID, channel and power", async () => {
    const { interfaces } = parseIwInterfaces(await iw("dev"));
    const ours = await nl80211("dev");
    expect(
      ours.map((dev: OurInterface) => ({
        ...(dev.name !== undefined && { name: dev.name }),
        ifindex: dev.ifindex,
        wdev: dev.wdev,
        wiphy: dev.wiphy,
        address: dev.address,
        ssid: dev.ssid?.text,
        frequencyMhz: dev.channel?.frequencyMhz,
        center1Mhz: dev.channel?.center1Mhz,
        txPowerDbm: dev.txPowerDbm,
      })),
    ).toEqual(
      interfaces.map((dev) => ({
        ...(dev.name !== undefined && { name: dev.name }),
        ifindex: dev.ifindex,
        wdev: dev.wdev,
        wiphy: dev.wiphy,
        address: dev.address,
        ssid: dev.ssidEscaped,
        frequencyMhz: dev.channel?.frequencyMhz,
        center1Mhz: dev.channel?.center1Mhz,
        txPowerDbm: dev.txPowerDbm,
      })),
    );
    saw("GetInterface", "took-effect", "equals iw dev");
  });

  it("of the station: its flags and what does not change from moment to moment", async () => {
    const { stations } = parseIwStations(await iw("dev", "wlan2", "station", "dump"));
    const ours = await nl80211("stations", "wlan2");
    expect(ours.map(({ address }: { address: string }) => address)).toEqual(stations.map(({ address }) => address));
    const [station] = stations;
    expect(ours[0].flags.includes("authorized")).toBe(station!.authorized);
    expect(ours[0].flags.includes("mfp")).toBe(station!.mfp);
    expect(ours[0].signalDbm).toBe(station!.signalDbm);
    expect(ours[0].bss).toMatchObject({ dtimPeriod: station!.dtimPeriod, beaconIntervalTu: station!.beaconInterval });
    saw("GetStation", "took-effect", "equals iw station dump");
  });

  it("of networks: who is there, on which frequency, and how loud", async () => {
    // heard anew, since the kernel forgets after 30 s
    const { networks } = parseIwScan(await iw("dev", "wlan2", "scan", "freq", "2462", "5180"));
    const ours = await nl80211("scan", "--cached", "wlan2");
    const key = ({ bssid, frequencyMhz, signalDbm }: { bssid: string; frequencyMhz?: number; signalDbm?: number }) =>
      `${bssid} ${frequencyMhz} ${signalDbm}`;
    expect(networks).toHaveLength(2);
    expect(ours.map(key).sort()).toEqual(networks.map(key).sort());
    saw("GetScan", "took-effect", "equals iw scan");
  });
});

interface OurChannel {
  frequencyMhz: number;
  disabled: boolean;
  noIr: boolean;
  radar: boolean;
  maxTxPowerDbm?: number;
}

interface OurInterface {
  name?: string;
  ifindex?: number;
  wdev: number;
  wiphy: number;
  address: string;
  ssid?: { text: string };
  channel?: { frequencyMhz: number; center1Mhz?: number };
  txPowerDbm?: number;
}

/** In iw's words; it tells no more of a disabled channel than that. S1G's halves of a MHz come behind its point. */
function channelOf({ frequencyMhz, disabled, noIr, radar, maxTxPowerDbm }: OurChannel) {
  const flags = [...(noIr ? ["no IR"] : []), ...(radar ? ["radar detection"] : [])];
  return disabled
    ? { frequencyMhz, flags: ["disabled"] }
    : { frequencyMhz, flags, ...(maxTxPowerDbm !== undefined && { maxTxPowerDbm }) };
}

function iwChannelOf(iwChannel: { frequencyMhz: number; offsetKhz?: number; maxTxPowerDbm?: number; flags: string[] }) {
  const { frequencyMhz, offsetKhz = 0, maxTxPowerDbm, flags } = iwChannel;
  return {
    frequencyMhz: frequencyMhz + offsetKhz / 1000,
    flags,
    ...(maxTxPowerDbm !== undefined && { maxTxPowerDbm }),
  };
}
