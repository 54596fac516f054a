import type { Mac } from "../bytes/mac.ts";
import type { Ssid } from "../ieee80211/ssid.ts";
import type { OperatingChannel } from "../nl80211/channel.ts";
import type { StationRate } from "../nl80211/rate-info.ts";

/** "36 (5180 MHz, 80 MHz)", "5180 MHz" where the frequency has no number; "-" for none. */
export function channelText(channel: OperatingChannel | undefined): string {
  if (channel === undefined) return "-";
  const width = channel.width === undefined ? "" : `, ${channel.width}`;
  if (channel.channel === undefined) return `${channel.frequencyMhz} MHz${width}`;
  return `${channel.channel} (${channel.frequencyMhz} MHz${width})`;
}

/** A network's name, as cells of tables have it: in quotation marks where white space at an end would not be seen. */
export function nameText({ hidden, text }: Ssid): string {
  if (hidden) return "(hidden)";
  return text.trim() === text ? text : `"${text}"`;
}

/** A network's name in quotation marks, where it has one. */
export function quotedName(ssid: Ssid): string {
  return ssid.hidden ? nameText(ssid) : `"${ssid.text}"`;
}

/** "-57 dBm", "-57.5 dBm", "80 %" where the driver has no dBm. */
export function signalText(dbm: number | undefined, percent?: number): string {
  if (dbm !== undefined) return `${dbm} dBm`;
  return percent === undefined ? "" : `${percent} %`;
}

/** A time span as a person says it: "340 ms", "12 s", "5 min", "3 h", "2 d". */
export function spanText(ms: number | undefined): string {
  if (ms === undefined) return "";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Octets as a person says them: "7.6 kB". */
export function bytesText(octets: number | undefined): string {
  if (octets === undefined) return "";
  if (octets < 1000) return `${octets} B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = octets / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** "866.7 Mbit/s VHT MCS 9, 2 streams, 80 MHz". */
export function rateText(rate: StationRate | undefined): string {
  if (rate === undefined) return "";
  const speed = rate.mbps === undefined ? "" : `${rate.mbps} Mbit/s`;
  if (rate.kind === "legacy") return speed;
  const streams = rate.nss === undefined ? "" : `, ${rate.nss} stream${rate.nss === 1 ? "" : "s"}`;
  return `${speed} ${rate.kind} MCS ${rate.mcs}${streams}, ${rate.widthMhz} MHz`.trim();
}

/** A wdev as the kernel's tools write it. */
export function wdevText(wdev: number): string {
  return `wdev 0x${wdev.toString(16)}`;
}

/** The name of a device: its interface's, or its wdev. */
export function deviceText(device: { readonly name?: string; readonly wdev: number }): string {
  return device.name ?? wdevText(device.wdev);
}

/** "wlan0 02:00:00:00:00:00", for headings. */
export function withAddress(name: string, address: Mac): string {
  return `${name}  ${address}`;
}

/** The time of day of a moment, in UTC: "12:00:01.123". */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
