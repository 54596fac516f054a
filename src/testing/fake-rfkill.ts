import type { MemorySysfs } from "./memory-sysfs.ts";

/** A switch for a radio of a scripted kernel. */
export interface FakeSwitch {
  /** The radio that it belongs to: "phy0". */
  readonly name: string;
  /** Default: "wlan". */
  readonly type?: string;
  /** Default: false. */
  readonly softBlocked?: boolean;
  /** Default: false. */
  readonly hardBlocked?: boolean;
}

/** Writes the switches where the kernel has them: all by themselves, and each beside its radio, whose index is its name's number. */
export function writeSwitches(sysfs: MemorySysfs, switches: readonly FakeSwitch[]): void {
  for (const path of ["class/rfkill", "class/ieee80211"]) sysfs.remove(path);
  switches.forEach(({ name, type = "wlan", softBlocked = false, hardBlocked = false }, at) => {
    const files = { name, type, soft: softBlocked ? "1" : "0", hard: hardBlocked ? "1" : "0" };
    const places = [`class/rfkill/rfkill${at}`];
    const index = /\d+$/.exec(name)?.[0];
    if (index !== undefined) {
      sysfs.write(`class/ieee80211/${name}/index`, index);
      places.push(`class/ieee80211/${name}/rfkill${at}`);
    }
    for (const place of places) for (const [file, text] of Object.entries(files)) sysfs.write(`${place}/${file}`, text);
  });
}

/** What the kernel tells every program that listens when a switch has changed (kobject_uevent). */
export function rfkillUevent(at: number): Uint8Array {
  const path = `/devices/virtual/rfkill/rfkill${at}`;
  const lines = [`change@${path}`, "ACTION=change", `DEVPATH=${path}`, "SUBSYSTEM=rfkill", `RFKILL_NAME=rfkill${at}`];
  return new TextEncoder().encode(`${lines.join("\0")}\0`);
}
