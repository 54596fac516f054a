import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AttributeType, OpFlags } from "../../src/genetlink/generated/nlctrl.ts";
import { GenericNetlink } from "../../src/genetlink/generic-netlink.ts";
import type { Transport } from "../../src/netlink/transport.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { rejection } from "../netlink/scripted.ts";

const linux = process.platform === "linux";
if (!linux) console.log("skipped: this machine's generic netlink, for want of Linux");

/** What iproute2's `genl` prints, or undefined, said once, where it is not installed. */
function genl(...args: string[]): string | undefined {
  try {
    return execFileSync("genl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    console.log(`skipped: comparison with "genl ${args.join(" ")}" (iproute2), which does not run here`);
    return undefined;
  }
}

describe.skipIf(!linux)("this machine's generic netlink", () => {
  let transport: Transport;
  let netlink: GenericNetlink;
  beforeAll(async () => {
    transport = await socketTransport();
    netlink = new GenericNetlink(transport);
  });
  afterAll(() => {
    netlink.close();
    transport.close();
  });

  it("lists the families that genl lists, with their numbers, operations and groups", async () => {
    const families = await netlink.families();
    expect(families.interrupted).toBe(false);
    expect(families.find(({ name }) => name === "nlctrl")).toMatchObject({
      id: 16,
      groups: [{ name: "notify", id: 16 }],
    });
    const printed = genl("ctrl", "list");
    if (printed === undefined) return;
    const listed = printed
      .split(/^Name: /m)
      .slice(1)
      .map((text) => ({
        name: /^\S*/.exec(text)![0],
        id: Number(/ID: (0x[0-9a-f]+)/.exec(text)![1]),
        version: Number(/Version: (0x[0-9a-f]+)/.exec(text)![1]),
        headerSize: Number(/header size: (\d+)/.exec(text)![1]),
        maxAttribute: Number(/max attribs: (\d+)/.exec(text)![1]),
        operations: [...text.matchAll(/ID-(0x[0-9a-f]+) $/gm)].map((match) => Number(match[1])),
        groups: [...text.matchAll(/ID-(0x[0-9a-f]+) {2}name: (\S+)/g)].map(([, id, name]) => ({
          name,
          id: Number(id),
        })),
      }));
    expect(listed.length).toBeGreaterThan(1);
    expect(families.map((family) => ({ ...family, operations: family.operations.map(({ id }) => id) }))).toEqual(
      listed,
    );
  });

  it("tells one family by name, the same as in the list", async () => {
    const families = await netlink.families();
    const family = await netlink.family("ethtool");
    for (const name of ["ethtool", "nlctrl"]) {
      expect(await netlink.family(name)).toEqual(families.find((other) => other.name === name));
    }
    // ETHTOOL_MSG_STRSET_GET (1): everybody may ask, alone or for all interfaces, and its policy can be asked for
    expect(family.operations[0]).toEqual({ id: 1, flags: [OpFlags.CapDo, OpFlags.CapDump, OpFlags.CapHasPolicy] });
    expect(family.groups.map(({ name }) => name)).toEqual(["monitor"]);
  });

  it("says NO_FAMILY, with the name, for a family that is not there", async () => {
    for (const attempt of [
      () => netlink.family("nosuchfamily"),
      () => netlink.request("nosuchfamily", 1),
      () => netlink.dump("nosuchfamily", 1).toArray(),
      () => netlink.policies("nosuchfamily"),
      () => netlink.subscribe("nosuchfamily", ["x"], { notification() {} }),
    ]) {
      const error = await rejection(attempt());
      expect(error).toMatchObject({ code: "NO_FAMILY", errnoName: "ENOENT", target: "nosuchfamily" });
      expect((error as Error).message).toContain('"nosuchfamily"');
    }
  });

  it("tells the policies of a family as genl prints them", async () => {
    const { policies, operations } = await netlink.policies("ethtool");
    expect(operations[2]).toMatchObject({ do: expect.any(Number) }); // ETHTOOL_MSG_LINKINFO_GET
    const header = policies[operations[2]!.do!]![1]!;
    expect(header).toMatchObject({ type: AttributeType.Nested, policyIndex: expect.any(Number) });
    // ETHTOOL_A_HEADER_DEV_NAME may be an alternative name: ALTIFNAMSIZ (128) with its NUL
    expect(policies[header.policyIndex!]![2]).toMatchObject({ type: AttributeType.NulString, maxLength: 127 });
    const printed = genl("ctrl", "policy", "name", "ethtool");
    if (printed === undefined) return;
    const listed = [...printed.matchAll(/policy\[(\d+)\]:attr\[(\d+)\]:/g)].map(
      ([, policy, type]) => `${policy}.${type}`,
    );
    const ours = Object.entries(policies).flatMap(([policy, attributes]) =>
      Object.keys(attributes).map((type) => `${policy}.${type}`),
    );
    expect(listed.length).toBeGreaterThan(10);
    expect(ours.sort()).toEqual([...new Set(listed)].sort());
  });

  it("names the refused attribute at its depth, with the kernel's own words", async () => {
    const error = await rejection(
      netlink.request("ethtool", 2, (w) => {
        const header = w.open(1);
        w.string(2, "nosuchdev");
        w.close(header);
      }),
    );
    expect(error).toMatchObject({
      code: "NO_SUCH_INTERFACE",
      message: "ENODEV: ethtool command 2: attribute 1.2: no device matches name",
    });
  });

  it("refuses a group that the family has not, and names those that it has", async () => {
    const error = await rejection(netlink.subscribe("ethtool", ["nosuchgroup"], { notification() {} }));
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining("(it has: monitor)") });
  });

  it("answers many requests that are made at once, each with its own answer", async () => {
    const names = ["nlctrl", "ethtool", "nosuchfamily"];
    const asked = Array.from({ length: 300 }, (_, i) => names[i % 3]!);
    const other = new GenericNetlink(transport);
    const answers = await Promise.all(
      asked.map((name) =>
        other
          .request("nlctrl", 3, (w) => w.string(2, name))
          .then(
            ([reply]) => {
              const r = reply!.attributes();
              for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; )
                if (r.type === 2) return r.string();
              return undefined;
            },
            () => "nosuchfamily",
          ),
      ),
    );
    expect(answers).toEqual(asked);
    other.close();
  });
});
