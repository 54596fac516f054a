import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

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

/** The Wi-Fi switches of this machine; none where the kernel has no rfkill. */
export async function readRfkill(root = "/sys/class/rfkill"): Promise<RfkillSwitch[]> {
  const ids = await readdir(root).catch(() => []);
  const switches = await Promise.all(ids.map((id) => readSwitch(root, id)));
  return switches
    .filter((found) => found?.type === "wlan")
    .map((found) => found!)
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

/** Whether a switch keeps a radio of this machine off: "soft" or "hard"; undefined where none does, or nothing tells. */
export async function rfkillOf(wiphy: number, root = "/sys/class/ieee80211"): Promise<"soft" | "hard" | undefined> {
  for (const phy of await readdir(root).catch(() => [])) {
    const index = await readFile(join(root, phy, "index"), "utf8").catch(() => "");
    if (index.trim() !== String(wiphy)) continue;
    for (const id of (await readdir(join(root, phy)).catch(() => [])).filter((entry) => entry.startsWith("rfkill"))) {
      const found = await readSwitch(join(root, phy), id);
      if (found?.hardBlocked) return "hard";
      if (found?.softBlocked) return "soft";
    }
  }
  return undefined;
}

/** Undefined where it went while it was read. */
async function readSwitch(root: string, id: string): Promise<RfkillSwitch | undefined> {
  const read = async (name: string) => (await readFile(join(root, id, name), "utf8")).trim();
  try {
    const [name, type, soft, hard] = await Promise.all(["name", "type", "soft", "hard"].map(read));
    return { id, name: name!, type: type!, softBlocked: soft === "1", hardBlocked: hard === "1" };
  } catch {
    return undefined;
  }
}
