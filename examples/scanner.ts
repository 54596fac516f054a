/**
 * A scanner script: the networks around, strongest first, one line for each name.
 *
 *     sudo node examples/scanner.ts wlan0
 *     node examples/scanner.ts --recording fixtures/village.pcap.gz
 */
import { type Bss, groupBySsid, Nl80211 } from "nl80211";

const [word = "wlan0", file] = process.argv.slice(2);

if (word === "--recording" && file !== undefined) {
  const { openReplay } = await import("nl80211/testing");
  await using wifi = await Nl80211.open({ transport: openReplay(file) });
  show(await wifi.scanResults());
} else {
  await using wifi = await Nl80211.open();
  show(await wifi.scan(word, { signal: AbortSignal.timeout(20_000) }));
}

function show(found: readonly Bss[]): void {
  for (const { ssid, networks } of groupBySsid(found)) {
    const { security, generation, signalDbm, channel } = networks[0]!; // the strongest
    const name = ssid.hidden ? "(hidden)" : ssid.text;
    const where = channel === undefined ? "" : `, ${channel.band} channel ${channel.channel}, ${channel.widthMhz} MHz`;
    const age = generation === undefined ? "" : `, Wi-Fi ${generation}`;
    console.log(`${signalDbm ?? "?"} dBm  ${name}: ${security.name}${where}${age}; access points: ${networks.length}`);
  }
}
