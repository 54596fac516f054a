import type { Sysfs } from "../../netlink/transport.ts";

/** A switch for a radio, as the kernel keeps it (/sys/class/rfkill). */
export interface RfkillSwitch {
  /** "rfkill0". */
  readonly id: string;
  /** What it belongs to: "phy0", or a name that the laptop's maker gave. */
  readonly name: string;
  /** "wlan" for Wi-Fi; "bluetooth", "wwan" and others. */
  readonly type: string;
  /** Switched off by software: rfkill unblock lifts it. */
  readonly softBlocked: boolean;
  /** Switched off by a button or in firmware: no software lifts it. */
  readonly hardBlocked: boolean;
}

const SWITCHES = "class/rfkill";
const RADIOS = "class/ieee80211";

/** The Wi-Fi switches of a machine; none where the kernel has no rfkill. */
export async function readRfkill(sysfs: Sysfs): Promise<RfkillSwitch[]> {
  const ids = await sysfs.list(SWITCHES).catch(() => []);
  const switches = await Promise.all(ids.map((id) => readSwitch(sysfs, SWITCHES, id)));
  return switches
    .filter((found) => found?.type === "wlan")
    .map((found) => found!)
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

/** Whether a switch keeps a radio of a machine off: "soft" or "hard"; undefined where none does, or nothing tells. */
export async function rfkillOf(wiphy: number, sysfs: Sysfs): Promise<"soft" | "hard" | undefined> {
  for (const phy of await sysfs.list(RADIOS).catch(() => [])) {
    const index = await sysfs.read(`${RADIOS}/${phy}/index`).catch(() => "");
    if (index.trim() !== String(wiphy)) continue;
    const entries = await sysfs.list(`${RADIOS}/${phy}`).catch(() => []);
    for (const id of entries.filter((entry) => entry.startsWith("rfkill"))) {
      const found = await readSwitch(sysfs, `${RADIOS}/${phy}`, id);
      if (found?.hardBlocked) return "hard";
      if (found?.softBlocked) return "soft";
    }
  }
  return undefined;
}

/** Undefined where it went while it was read. */
async function readSwitch(sysfs: Sysfs, among: string, id: string): Promise<RfkillSwitch | undefined> {
  const read = async (name: string) => (await sysfs.read(`${among}/${id}/${name}`)).trim();
  try {
    const [name, type, soft, hard] = await Promise.all(["name", "type", "soft", "hard"].map(read));
    return { id, name: name!, type: type!, softBlocked: soft === "1", hardBlocked: hard === "1" };
  } catch {
    return undefined;
  }
}
