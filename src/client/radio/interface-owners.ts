import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A program that seems to manage a Wi-Fi interface, and what says so. The kernel does not tell: these are traces that programs leave. */
export interface InterfaceOwner {
  /** "wpa_supplicant", "hostapd", "NetworkManager", "iwd" ...; undefined where only a socket shows that there is one. */
  readonly program?: string;
  /** Its processes, where they were found. */
  readonly pids: readonly number[];
  /** "its control socket /run/wpa_supplicant/wlan0", "an EAPOL socket is open on it". */
  readonly evidence: string;
}

/** An interface whose owners are looked for. */
export interface OwnedDevice {
  readonly name?: string;
  readonly ifindex?: number;
}

/** Programs that take Wi-Fi interfaces for themselves, by the name of their process (15 characters at most). */
export const DAEMONS = ["NetworkManager", "wpa_supplicant", "iwd", "hostapd", "connmand", "wickedd"] as const;

export type Daemon = (typeof DAEMONS)[number];

/**
 * Who seems to manage an interface: a control socket of wpa_supplicant or hostapd that is bound (/proc/net/unix), their command
 * line (-i), NetworkManager's note that it manages the device (/run/NetworkManager/devices), an EAPOL socket on the interface
 * (/proc/net/packet). All of it is readable without privilege. Of programs that leave no trace by interface (iwd, connman, wicked)
 * it is told that they run. `root` is where /proc and /run are looked for.
 */
export async function interfaceOwners({ name, ifindex }: OwnedDevice, root = "/"): Promise<InterfaceOwner[]> {
  const running = await runningDaemons(root);
  const pids = (program: Daemon) => running.get(program) ?? [];
  const owners = new Map<Daemon, InterfaceOwner>();
  const found = (program: Daemon, evidence: string, own = pids(program)) => {
    if (!owners.has(program)) owners.set(program, { program, pids: own, evidence });
  };

  for (const path of name === undefined ? [] : await boundSockets(root)) {
    const program = basename(dirname(path));
    if (basename(path) === name && (program === "wpa_supplicant" || program === "hostapd")) {
      found(program, `its control socket ${path}`);
    }
  }
  for (const program of ["wpa_supplicant", "hostapd"] as const) {
    for (const pid of pids(program)) {
      const words = (await text(root, `proc/${pid}/cmdline`))?.split("\0") ?? [];
      if (name !== undefined && interfacesOf(words).includes(name)) found(program, "its command line", [pid]);
    }
  }
  const note = ifindex === undefined ? undefined : await text(root, `run/NetworkManager/devices/${ifindex}`);
  if (pids("NetworkManager").length > 0 && /^managed=true$/m.test(note ?? "")) {
    found("NetworkManager", `its note /run/NetworkManager/devices/${ifindex}`);
  }
  for (const program of ["iwd", "connmand", "wickedd"] as const) {
    if (pids(program).length > 0) found(program, "it runs, and takes interfaces unless it is told not to");
  }
  if (owners.size === 0 && ifindex !== undefined && (await hasEapolSocket(root, ifindex))) {
    const [only, ...others] = running.keys();
    const named = only !== undefined && others.length === 0 ? { program: only, pids: pids(only) } : { pids: [] };
    return [{ ...named, evidence: "an EAPOL socket is open on it" }];
  }
  return [...owners.values()];
}

/** "wlan0 seems to be managed by wpa_supplicant (process 812): its control socket /run/wpa_supplicant/wlan0". */
export function ownersText(name: string, owners: readonly InterfaceOwner[]): string {
  return owners
    .map(({ program = "a program", pids, evidence }) => {
      const which = pids.length === 0 ? "" : ` (process ${pids.join(", ")})`;
      return `${name} seems to be managed by ${program}${which}: ${evidence}`;
    })
    .join("; ");
}

/** The programs of DAEMONS that run, with their processes. */
export async function runningDaemons(root = "/"): Promise<Map<Daemon, number[]>> {
  const running = new Map<Daemon, number[]>();
  const entries = await readdir(join(root, "proc")).catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  for (const pid of pids.sort((a, b) => a - b)) {
    const name = (await text(root, `proc/${pid}/comm`))?.trim() as Daemon;
    if (DAEMONS.includes(name)) running.set(name, [...(running.get(name) ?? []), pid]);
  }
  return running;
}

/** Paths of the Unix sockets that are bound now; a file that a dead process left is not among them. */
async function boundSockets(root: string): Promise<string[]> {
  const lines = (await text(root, "proc/net/unix"))?.split("\n") ?? [];
  // Num RefCount Protocol Flags Type St Inode Path
  return lines.flatMap((line) => /^(?:\S+\s+){7}(\/.*)$/.exec(line)?.[1] ?? []);
}

/** What -i names: "-i wlan0", "-iwlan0". */
function interfacesOf(words: readonly string[]): string[] {
  return words.flatMap((word, i) => (word === "-i" ? (words[i + 1] ?? []) : (/^-i(.+)$/.exec(word)?.[1] ?? [])));
}

/** Packet sockets of protocol 888e (EAPOL) bound to the interface: sk RefCnt Type Proto Iface R Rmem User Inode. */
async function hasEapolSocket(root: string, ifindex: number): Promise<boolean> {
  const lines = (await text(root, "proc/net/packet"))?.split("\n") ?? [];
  return lines.some((line) => {
    const [, , , protocol, index] = line.trim().split(/\s+/);
    return protocol === "888e" && Number(index) === ifindex;
  });
}

async function text(root: string, path: string): Promise<string | undefined> {
  return readFile(join(root, path), "utf8").catch(() => undefined);
}
