import { execFileSync, spawn } from "node:child_process";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Transport } from "../../src/netlink/transport.ts";
import { type Link, RouteNetlink } from "../../src/rtnetlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { rejection } from "../netlink/scripted.ts";

const linux = process.platform === "linux";
if (!linux) console.log("skipped: this machine's links, for want of Linux");

describe.skipIf(!linux)("this machine's links", () => {
  let transport: Transport;
  let route: RouteNetlink;
  beforeAll(async () => {
    transport = await socketTransport();
    route = new RouteNetlink(transport);
  });
  afterAll(() => {
    route.close();
    transport.close();
  });

  it("are those that the system knows, with their addresses", async () => {
    const links = await route.links();
    const known = Object.entries(networkInterfaces());
    expect(known.length).toBeGreaterThan(0);
    for (const [name, addresses] of known) {
      expect(links.find((link) => link.name === name)).toMatchObject({ up: true, address: addresses![0]!.mac });
    }
  });

  it("are found one by one, by name and by ifindex", async () => {
    const lo = await route.link("lo");
    expect(lo).toMatchObject({ name: "lo", ifindex: 1, up: true, hardwareType: 772 }); // ARPHRD_LOOPBACK
    expect(await route.link(1)).toEqual(lo);
  });

  it("are NO_SUCH_INTERFACE, by name, where they are not", async () => {
    for (const attempt of [
      () => route.link("nosuch0"),
      () => route.up("nosuch0"),
      () => route.rename("nosuch0", "x"),
    ]) {
      expect(await rejection(attempt())).toMatchObject({ code: "NO_SUCH_INTERFACE", target: "nosuch0" });
    }
    expect(await rejection(route.down(999_999))).toMatchObject({ code: "NO_SUCH_INTERFACE", target: "ifindex 999999" });
  });
});

/** Whether this process may make network namespaces, and has what it takes to fill one. */
function mayUnshare(): boolean {
  try {
    execFileSync("unshare", ["--net", "ip", "link", "add", "probe0", "type", "veth"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const privileged = linux && mayUnshare();
if (!privileged) console.log("skipped: links that change, for want of CAP_SYS_ADMIN, unshare, ip or veth");

describe.skipIf(!privileged)("links in a network namespace of their own", () => {
  let holder: ReturnType<typeof spawn>;
  let transport: Transport;
  let route: RouteNetlink;
  const inside = (...command: string[]) =>
    execFileSync("nsenter", ["--net", "--target", String(holder.pid), ...command], { encoding: "utf8" });

  beforeAll(async () => {
    const script = "ip link add veth0 type veth peer name veth1 && echo ready && exec sleep 300";
    holder = spawn("unshare", ["--net", "sh", "-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => holder.stdout!.once("data", resolve));
    transport = await socketTransport({ netns: { pid: holder.pid! } });
    route = new RouteNetlink(transport);
  });
  afterAll(() => {
    route.close();
    transport.close();
    holder.kill();
  });

  it("are that namespace's, and this thread is in its own again", async () => {
    expect((await route.links()).map(({ name }) => name).sort()).toEqual(["lo", "veth0", "veth1"]);
    const own = await socketTransport();
    const here = new RouteNetlink(own);
    expect((await here.links()).map(({ name }) => name)).not.toContain("veth0");
    own.close();
  });

  it("are switched, renamed and readdressed as ip sees it, and each change is an event", async () => {
    const events: string[] = [];
    const tell = ({ name, up, address }: Link) => events.push(`${name} ${up ? "up" : "down"} ${address}`);
    const stop = route.subscribe({ link: tell, removed: ({ name }) => events.push(`${name} removed`) });
    await route.setAddress("veth0", "02:00:00:00:01:00");
    await route.rename("veth0", "wifi0");
    await route.up("wifi0");
    expect(inside("ip", "-o", "link", "show", "wifi0")).toMatch(
      /wifi0@veth1: <.*\bUP\b.*link\/ether 02:00:00:00:01:00/,
    );
    await route.down("wifi0");
    expect(inside("ip", "-o", "link", "show", "wifi0")).not.toMatch(/<.*\bUP\b/);
    inside("ip", "link", "delete", "wifi0");
    while (!events.includes("wifi0 removed")) await new Promise((resolve) => setImmediate(resolve));
    stop();
    const ours = events.filter((event) => event.startsWith("wifi0") || event.startsWith("veth0"));
    expect(ours.filter((event, i) => event !== ours[i - 1])).toEqual([
      "veth0 down 02:00:00:00:01:00",
      "wifi0 down 02:00:00:00:01:00",
      "wifi0 up 02:00:00:00:01:00",
      "wifi0 down 02:00:00:00:01:00",
      "wifi0 removed",
    ]);
  });
});
