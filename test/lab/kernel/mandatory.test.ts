import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSpec } from "../../../gen/import/spec-facts.ts";
import type { Attribute, Operation } from "../../../gen/model.ts";
import { isNl80211Error } from "../../../src/errors.ts";
import { GenericNetlink } from "../../../src/genetlink/generic-netlink.ts";
import type { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import type { Commands } from "../../../src/nl80211/generated/command-map.ts";
import { socketTransport } from "../../../src/socket/transport.ts";
import { saw } from "../command-table.ts";
import { accessPoint, freshRadios, iw, KERNEL, run } from "../guest.ts";

// The kernel as judge of what is mandatory: each command is asked with all that the spec calls mandatory, and with all but one.
// What it does without may not be called mandatory. Where it only refuses as invalid (EINVAL) what lacks one attribute, and does
// something else with all of them, it says that the attribute is mandatory.

const IFINDEX = 3;
const operations = loadSpec().operations.filter((operation) => (operation.do?.request.required.size ?? 0) > 0);
/** By command, what the kernel said of all that is mandatory, on each kind of interface. */
const complete = new Map<keyof Commands, string[]>();
/** "authenticate ssid" for what a kernel has confirmed, whichever the interface. */
const confirmed = new Set<string>();
const all = operations.flatMap(({ name, do: exchange }) =>
  [...exchange!.request.required].map((each) => `${name} ${each}`),
);

let netlink: GenericNetlink;
beforeAll(async () => {
  netlink = new GenericNetlink(await socketTransport());
  await freshRadios(4, 2);
});
afterAll(() => {
  netlink.close();
  // the values are made up, so that an error says something of the command only where it is this one, whatever the interface is
  for (const [name, said] of complete) {
    if (said.length < 4 || said.some((each) => each !== "EOPNOTSUPP")) continue;
    saw(name, "refused:EOPNOTSUPP", "with all that is mandatory, on four kinds of interfaces");
  }
});

describe("what the spec calls mandatory is so", () => {
  it("for a station", async () => {
    await run("ip", "link", "set", "wlan0", "up");
    expect(await doneWithout("wlan0")).toEqual([]);
  });

  it("for an access point that runs", async () => {
    await using _ap = await accessPoint("wlan1", ["ssid=village-inn", "hw_mode=g", "channel=1"]);
    expect(await doneWithout("wlan1")).toEqual([]);
  });

  it("for a mesh", async () => {
    await run("ip", "link", "set", "wlan2", "down");
    await iw("dev", "wlan2", "set", "type", "mp");
    await run("ip", "link", "set", "wlan2", "up");
    await iw("dev", "wlan2", "mesh", "join", "village", "freq", "2412");
    expect(await doneWithout("wlan2")).toEqual([]);
  });

  it("for an IBSS", async () => {
    await run("ip", "link", "set", "wlan3", "down");
    await iw("dev", "wlan3", "set", "type", "ibss");
    await run("ip", "link", "set", "wlan3", "up");
    expect(await doneWithout("wlan3")).toEqual([]);
  });

  it("as the kernel itself says of all that these radios can do", () => {
    // 6.1 and 7.3 say so of 46 of 110; the rest hwsim cannot do, or the values made up here would not do either
    console.log(`${confirmed.size} of ${all.length} confirmed`);
    expect(confirmed.size).toBeGreaterThanOrEqual(KERNEL === "6.12" ? 40 : 46);
  });
});

/** "command attribute" of all that the kernel did without an attribute that the spec calls mandatory. */
async function doneWithout(dev: string): Promise<string[]> {
  const ifindex = Number(readFileSync(`/sys/class/net/${dev}/ifindex`, "utf8"));
  const done: string[] = [];
  for (const operation of operations) {
    const required = operation.do!.request.attributes.filter(({ name }) => operation.do!.request.required.has(name));
    const whole = await answer(operation, ifindex, required);
    const name = operation.typeName as keyof Commands;
    complete.set(name, [...(complete.get(name) ?? []), whole]);
    for (const missing of required) {
      const rest = required.filter((each) => each !== missing);
      const said = await answer(operation, ifindex, rest);
      if (said === "done") done.push(`${operation.name} ${missing.name}`);
      if (said === "EINVAL" && whole !== "EINVAL") confirmed.add(`${operation.name} ${missing.name}`);
    }
  }
  return done;
}

async function answer(operation: Operation, ifindex: number, attributes: readonly Attribute[]): Promise<string> {
  try {
    await netlink.request("nl80211", operation.value, (writer) => {
      if (!operation.target.includes("none")) writer.u32(IFINDEX, ifindex);
      for (const attribute of attributes) writeSomething(writer, attribute);
    });
    return "done";
  } catch (error) {
    if (isNl80211Error(error) && error.errnoName !== undefined) return error.errnoName;
    throw error;
  }
}

const FRAME = Uint8Array.from([0xd0, 0, 0, 0, ...new Array(20).fill(2), 0, 0, 4, 9]);

/** Any value that the policy lets through. */
function writeSomething(writer: AttributeWriter, { name, value, type, checks }: Attribute): void {
  if (type.kind === "number") {
    const number = name === "wiphy-freq" ? 2412 : name === "control-port-ethertype" ? 0x888e : (checks?.min ?? 1);
    if (type.width === 8) writer.u8(value, number);
    else if (type.width === 16) writer.u16(value, number);
    else if (type.width === 32) writer.u32(value, number);
    else writer.u64(value, number);
  } else if (type.kind === "mac") writer.mac(value, "02:00:00:00:01:00");
  else if (type.kind === "flag") writer.flag(value);
  else if (type.kind === "string") writer.string(value, name === "ifname" ? "village0" : "DE");
  else if (type.kind === "nest" || type.kind === "flag-set" || type.kind === "array") writer.close(writer.open(value));
  else if (name === "frame") writer.bytes(value, FRAME);
  else writer.bytes(value, new Uint8Array(checks?.["exact-len"] ?? checks?.["min-len"] ?? 4).fill(2));
}
