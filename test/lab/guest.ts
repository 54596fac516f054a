/** What kernel tests do in the guest, as root: radios of their own, access points, clients, iw. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The kernel that the lab was asked for: "6.12". Undefined outside the guest. */
export const KERNEL = process.env["LAB_KERNEL"];

/** Runs a program and gives its output; a failure names the program and what it said. */
export async function run(program: string, ...words: readonly string[]): Promise<string> {
  try {
    return (await execute(program, words, { maxBuffer: 64 << 20 })).stdout;
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    throw new Error(`${program} ${words.join(" ")}: exit code ${code}: ${stderr || stdout}`.trim());
  }
}

/** The newest iw's text. */
export const iw = (...words: readonly string[]) => run("iw", ...words);

/** Waits until a condition holds, and says what it waited for when 40 s are not enough. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 40 s in vain until ${what}`);
    await sleep(100);
  }
}

/** Simulated radios of the test's own: wiphys and interfaces count from 0 again. `parameters` are mac80211_hwsim's. */
export async function freshRadios(radios: number, channels = 1, parameters: readonly string[] = []): Promise<void> {
  await until("Wi-Fi is unloaded", unloaded);
  await run("modprobe", "mac80211_hwsim", `radios=${radios}`, `channels=${channels}`, ...parameters);
  await until(`${radios} interfaces are there`, () => existsSync(`/sys/class/net/wlan${radios - 1}`));
}

/** Unloads all of Wi-Fi; false where that cannot be yet: a dump that somebody reads holds cfg80211 to its end. */
async function unloaded(): Promise<boolean> {
  try {
    await run("modprobe", "-r", "mac80211_hwsim", "mac80211", "cfg80211");
    return true;
  } catch (error) {
    if (String(error).includes("is in use")) return false;
    throw error;
  }
}

/** Waits until an interface has heard a network: an emulated machine may answer too late for the one scan that a connection makes. */
export async function heardBy(dev: string, ssid: string, frequencyMhz: number): Promise<void> {
  const scan = () => iw("dev", dev, "scan", "freq", String(frequencyMhz), "passive");
  await until(`${dev} hears ${ssid}`, async () => (await scan()).includes(`SSID: ${ssid}`));
}

/** An access point by hostapd, beaconing when the promise resolves; gone at the end of the scope. */
export async function accessPoint(dev: string, lines: readonly string[]): Promise<AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), "hostapd-"));
  const file = join(directory, "conf");
  writeFileSync(
    file,
    [`interface=${dev}`, "driver=nl80211", "ctrl_interface=/run/hostapd", "wmm_enabled=1", ...lines, ""].join("\n"),
  );
  return daemon("hostapd", [file], (said) => {
    if (/AP-DISABLED|Unable|Invalid|[Ee]rror/.test(said)) throw new Error(`hostapd on ${dev}:\n${said}`);
    return said.includes("AP-ENABLED");
  });
}

/** A client by wpa_supplicant with one network of the lines given, connected when the promise resolves; in a network namespace, if one is named. */
export async function client(dev: string, lines: readonly string[], netns?: string): Promise<AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), "wpa-"));
  const file = join(directory, "conf");
  writeFileSync(file, ["ctrl_interface=/run/wpa_supplicant", "network={", ...lines, "}", ""].join("\n"));
  const words = ["wpa_supplicant", "-i", dev, "-c", file];
  const [program = "", ...rest] = netns === undefined ? words : ["ip", "netns", "exec", netns, ...words];
  return daemon(program, rest, (said) => said.includes("CTRL-EVENT-CONNECTED"));
}

/** Starts a program and waits until what it has said satisfies `ready`. */
async function daemon(
  program: string,
  words: readonly string[],
  ready: (said: string) => boolean,
): Promise<AsyncDisposable> {
  let said = "";
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  const listen = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    await until(`${program} is ready`, () => {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}:\n${said}`);
      return ready(said);
    });
  } catch (error) {
    await end(child, ended);
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}`);
  }
  return { [Symbol.asyncDispose]: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null) child.kill();
  await ended;
}

/** The release of the running kernel: "6.12.95+deb12-amd64". */
export const kernelRelease = () => readFileSync("/proc/sys/kernel/osrelease", "utf8").trim();
