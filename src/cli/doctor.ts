import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Nl80211 } from "../client/nl80211.ts";
import { type Daemon, interfaceOwners, ownersText, runningDaemons } from "../client/radio/interface-owners.ts";
import { machineSysfs } from "../client/radio/machine-sysfs.ts";
import { readRfkill } from "../client/radio/rfkill.ts";
import { isNl80211Error } from "../errors.ts";
import type { Interface } from "../nl80211/interface.ts";

/** One thing that Wi-Fi needs here, what was found, and what to do where it is missing. */
export interface Finding {
  /** "kernel", "nl80211", "adapters", "drivers", "rfkill", "permission", "regulatory database", "regulation", "daemons". */
  readonly topic: string;
  /** "trouble" keeps something from working; "note" is good to know. */
  readonly state: "ok" | "note" | "trouble";
  readonly found: string;
  readonly cure?: string;
}

/** Opens the client that is examined; it may reject, which is a finding. */
export type OpenClient = () => Promise<Nl80211>;

/**
 * What this machine has and lacks for Wi-Fi. `root` is where /proc, /sys and /lib are looked for; what cannot be read there counts
 * as missing.
 */
export async function examine(open: OpenClient, root = "/"): Promise<Finding[]> {
  const interfaces: Interface[] = [];
  return [
    await kernel(root),
    ...(await nl80211(open, root, (found) => interfaces.push(...found))),
    ...(await drivers(root)),
    ...(await rfkill(root)),
    await permission(root),
    await regulatoryDatabase(root),
    ...(await daemons(root, interfaces)),
  ];
}

async function kernel(root: string): Promise<Finding> {
  const release = await text(root, "proc/sys/kernel/osrelease");
  if (release === undefined) {
    return {
      topic: "kernel",
      state: "trouble",
      found: "no Linux kernel here",
      cure: "look at a recording: nl80211 --demo, nl80211 --replay FILE",
    };
  }
  return { topic: "kernel", state: "ok", found: `Linux ${release}` };
}

/** The kernel's answers, or why it gives none. */
async function nl80211(
  open: OpenClient,
  root: string,
  onInterfaces: (found: readonly Interface[]) => void,
): Promise<Finding[]> {
  try {
    await using wifi = await open();
    const wiphys = await wifi.wiphys();
    const interfaces = await wifi.interfaces();
    onInterfaces(interfaces);
    const answers: Finding = { topic: "nl80211", state: "ok", found: "the kernel answers" };
    if (wiphys.length === 0) return [answers, noAdapter()];
    const adapters = wiphys.map(({ name, index, bands }): Finding => {
      const own = interfaces.filter(({ wiphy }) => wiphy === index).map((device) => device.name ?? device.type);
      const found = `${name}: ${bands.map((band) => band.name).join(", ")}; ${own.join(", ") || "no interface"}`;
      if (own.length > 0) return { topic: "adapters", state: "ok", found };
      return {
        topic: "adapters",
        state: "note",
        found,
        cure: `make one: iw phy ${name} interface add wlan0 type managed`,
      };
    });
    return [answers, ...adapters, ...(await regulation(wifi))];
  } catch (error) {
    if (!isNl80211Error(error)) throw error;
    const loaded = (await names(root, "sys/module")).includes("cfg80211");
    return [
      {
        topic: "nl80211",
        state: "trouble",
        found: `${error.message}${loaded ? ", though cfg80211 is loaded" : ""}`,
        ...cureOf(error.hint, error.code === "NO_NL80211" && !loaded ? "load it: modprobe cfg80211" : undefined),
      },
    ];
  }
}

function cureOf(hint: string | undefined, better: string | undefined): { cure?: string } {
  const cure = better ?? hint;
  return cure === undefined ? {} : { cure };
}

function noAdapter(): Finding {
  return {
    topic: "adapters",
    state: "trouble",
    found: "no Wi-Fi adapter",
    cure: "plug one in, or load its driver and firmware; without one: modprobe mac80211_hwsim simulates some",
  };
}

/** Where the kernel thinks that it is: the world domain leaves out much of 5 and 6 GHz. */
async function regulation(wifi: Nl80211): Promise<Finding[]> {
  const domains = await wifi.regulatory();
  const global = domains.find(({ wiphy }) => wiphy === undefined);
  if (global === undefined) return [];
  if (global.alpha2 !== "00") return [{ topic: "regulation", state: "ok", found: `country ${global.alpha2}` }];
  const own = domains.filter(({ selfManaged }) => selfManaged).length;
  return [
    {
      topic: "regulation",
      state: "note",
      found: `no country is set: the world's rules${own > 0 ? ` (${own} radios keep their own)` : ""}`,
      cure: "set it where you are: iw reg set DE",
    },
  ];
}

/** PCI class 0x0280 is a wireless controller: those without a driver are adapters that the kernel does not use. */
async function drivers(root: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const slot of await names(root, "sys/bus/pci/devices")) {
    const device = join("sys/bus/pci/devices", slot);
    if (!(await text(root, join(device, "class")))?.startsWith("0x0280")) continue;
    if ((await names(root, join(device, "driver"))).length > 0) continue;
    const [vendor, id] = [await text(root, join(device, "vendor")), await text(root, join(device, "device"))];
    findings.push({
      topic: "drivers",
      state: "trouble",
      found: `the adapter ${vendor}:${id} at ${slot} has no driver`,
      cure: "install its kernel module and firmware (linux-firmware); dmesg tells which file is missing",
    });
  }
  return findings;
}

async function rfkill(root: string): Promise<Finding[]> {
  const switches = await readRfkill(machineSysfs(join(root, "sys")));
  return switches.map(({ name, softBlocked, hardBlocked }): Finding => {
    if (hardBlocked) {
      const cure = "a switch or key on the device, or its firmware's setup, turns it on";
      return { topic: "rfkill", state: "trouble", found: `${name} is switched off by hardware`, cure };
    }
    if (softBlocked) {
      return { topic: "rfkill", state: "trouble", found: `${name} is switched off`, cure: "rfkill unblock wifi" };
    }
    return { topic: "rfkill", state: "ok", found: `${name} is on` };
  });
}

/** CAP_NET_ADMIN is bit 12 of the effective capabilities (linux/capability.h). */
async function permission(root: string): Promise<Finding> {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec((await text(root, "proc/self/status")) ?? "")?.[1];
  const able = effective !== undefined && ((BigInt(`0x${effective}`) >> 12n) & 1n) === 1n;
  if (able) return { topic: "permission", state: "ok", found: "CAP_NET_ADMIN: may scan, connect and change things" };
  return {
    topic: "permission",
    state: "note",
    found: "without CAP_NET_ADMIN: may look, not scan or change anything",
    cure: `run as root, or: sudo setcap cap_net_admin+ep ${process.execPath}`,
  };
}

const DATABASES = ["lib/firmware/regulatory.db", "usr/lib/firmware/regulatory.db"];

async function regulatoryDatabase(root: string): Promise<Finding> {
  for (const path of DATABASES) {
    const found = await readFile(join(root, path)).catch(() => undefined);
    // "RGDB", then the version (net/wireless/reg.c, struct fwdb_header)
    if (found?.subarray(0, 4).toString("latin1") === "RGDB") {
      return { topic: "regulatory database", state: "ok", found: `/${path}, version ${found.readUInt32BE(4)}` };
    }
  }
  return {
    topic: "regulatory database",
    state: "note",
    found: "none: the kernel knows the world's rules alone",
    cure: "install wireless-regdb",
  };
}

const CURES: Readonly<Record<Daemon, string>> = {
  NetworkManager: "nmcli device set wlan0 managed no",
  wpa_supplicant: "stop it for an interface that you want for yourself",
  iwd: "stop it for an interface that you want for yourself",
  hostapd: "its interface is an access point until it ends",
  connmand: "connmanctl disable wifi",
  wickedd: "wicked ifdown wlan0",
};

/** Who else is at work: by interface, where a trace says so; the others that run. */
async function daemons(root: string, interfaces: readonly Interface[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const named = new Set<string>();
  for (const { name, ifindex } of interfaces) {
    if (name === undefined || ifindex === undefined) continue;
    for (const owner of await interfaceOwners({ name, ifindex }, root)) {
      const { program } = owner;
      if (program !== undefined) named.add(program);
      const cure = program === undefined ? undefined : CURES[program as Daemon].replace("wlan0", name);
      findings.push({ topic: "daemons", state: "note", found: ownersText(name, [owner]), ...(cure && { cure }) });
    }
  }
  for (const [name, pids] of await runningDaemons(root)) {
    if (named.has(name)) continue;
    const found = `${name} runs (process ${pids.join(", ")}): it may manage Wi-Fi, though nothing shows which interface`;
    findings.push({ topic: "daemons", state: "note", found, cure: CURES[name] });
  }
  if (findings.length > 0) return findings;
  return [{ topic: "daemons", state: "ok", found: "nobody else seems to manage Wi-Fi" }];
}

async function text(root: string, path: string): Promise<string | undefined> {
  return readFile(join(root, path), "utf8").then(
    (content) => content.trim(),
    () => undefined,
  );
}

async function names(root: string, path: string): Promise<string[]> {
  return (await readdir(join(root, path)).catch(() => [])).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
