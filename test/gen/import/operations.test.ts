import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { functionsOf } from "../../../gen/import/c-functions.ts";
import { compareOperations } from "../../../gen/import/compare-operations.ts";
import { kernelOperations } from "../../../gen/import/kernel-operations.ts";
import { load } from "../../../gen/load.ts";
import { resolve } from "../../../gen/resolve.ts";

// Written for this test, in the shapes that net/wireless has: a helper that reads, one that fills, a macro inside a body,
// a comparison with a command, a callback, and a command that only the sender's caller names.
const KERNEL = String.raw`
static int read_speed(struct genl_info *info, struct speed *speed)
{
#define LIMIT(x) do {	\
	if (x > 9)	\
		x = 9;	\
} while (0)
	/* NL80211_ATTR_OLD is not read: this is a comment */
	int idx = NL80211_ATTR_GEAR;

	speed->fast = info->attrs[NL80211_ATTR_SPEED];
	speed->gear = nla_get_u8(info->attrs[idx]);
	return 0;
}

static int go(struct sk_buff *skb, struct genl_info *info)
{
	if (!info->attrs[NL80211_ATTR_WHERE])
		return -EINVAL;
	return read_speed(info, &speed);
}

static int put_place(struct sk_buff *msg, int cmd)
{
	if (nla_put_u32(msg, NL80211_ATTR_WHERE, here))
		return -ENOBUFS;
	if (cmd == NL80211_CMD_STOP && nla_put_flag(msg, NL80211_ATTR_LATE))
		return -ENOBUFS;
	return 0;
}

void told(struct sk_buff *unused)
{
	hdr = nl80211hdr_put(msg, 0, 0, 0, NL80211_CMD_GO);
	put_place(msg, NL80211_CMD_GO);
}

static const struct genl_ops nl80211_ops[] = {
	{
		.cmd = NL80211_CMD_GO,
		.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,
		.doit = go,
		.flags = GENL_UNS_ADMIN_PERM,
		.internal_flags = IFLAGS(NL80211_FLAG_NEED_WDEV_UP),
	},
};
`;

const folder = mkdtempSync(join(tmpdir(), "kernel-"));
mkdirSync(join(folder, "net/wireless"), { recursive: true });
writeFileSync(join(folder, "net/wireless/nl80211.c"), KERNEL);
afterAll(() => rmSync(folder, { recursive: true }));

const kernel = kernelOperations(folder, (name) => name.startsWith("NL80211_ATTR_"));

/** A family of one command, which says of it what `lines` say. */
function spec(lines: string): ReturnType<typeof resolve> {
  const text = `
family: nl80211
topic: go
attribute-sets:
  - name: nl80211
    prefix: NL80211_ATTR_
    attributes:
      - { name: wiphy, value: 1, type: u32 }
      - { name: ifindex, value: 2, type: u32 }
      - { name: wdev, value: 3, type: u64 }
      - { name: where, value: 4, type: u32 }
      - { name: speed, value: 5, type: flag }
      - { name: gear, value: 6, type: u8 }
      - { name: late, value: 7, type: flag }
mcast-groups: { list: [config] }
operations:
  - name: go
    value: 1
${lines.replace(/^/gm, "    ")}
`;
  return resolve([load("go.yaml", text)]);
}

const TRUE = `target: [netdev, wdev]
flags: [uns-admin-perm]
dont-validate: [strict, dump]
up: true
do: { request: { attributes: [where, speed, gear] } }
event: { mcgrp: config, attributes: [where, late] }`;

const says = (lines: string) => compareOperations(spec(lines), kernel).differences.map((each) => each.says);

describe("functions of a C file", () => {
  test("a macro that is defined inside a body does not end it", () => {
    const [first] = functionsOf("a.c", KERNEL);
    expect(first?.name).toBe("read_speed");
    expect(first?.body).toContain("speed->gear");
  });

  test("names in comments are not there", () => {
    expect(functionsOf("a.c", KERNEL)[0]?.body).not.toContain("NL80211_ATTR_OLD");
  });
});

describe("a command, by the kernel's source", () => {
  test("its handler's reads are found through the functions that it hands the request to", () => {
    const go = kernel.find(({ command }) => command === "NL80211_CMD_GO")!;
    expect([...go.do.surely].sort()).toEqual(["NL80211_ATTR_SPEED", "NL80211_ATTR_WHERE"]);
    expect(go.do.perhaps).toContain("NL80211_ATTR_GEAR");
  });

  test("who only compares with a command does not send it", () => {
    expect(kernel.map(({ command }) => command)).not.toContain("NL80211_CMD_STOP");
  });

  test("a spec that says what the kernel does has no difference", () => {
    expect(says(TRUE)).toEqual([]);
  });

  test.each([
    ["target: [netdev, wdev]", "target: [netdev]", "target: netdev, wdev"],
    ["flags: [uns-admin-perm]", "flags: [admin-perm]", "privilege: uns-admin-perm"],
    ["dont-validate: [strict, dump]\n", "", "dont-validate: strict, dump"],
    ["up: true\n", "", "up: true"],
    ["[where, speed, gear]", "[where]", "reads also speed"],
    ["[where, speed, gear]", "[where, speed, late]", "never reads late"],
    ["[where, late]", "[where]", "puts also late"],
    ["[where, late]", "[where, late, speed]", "never puts speed"],
    ["do: { request: { attributes: [where, speed, gear] } }\n", "", "handles: do"],
  ])("where it says %j otherwise, %j, the kernel's word comes out", (from, to, difference) => {
    expect(says(TRUE.replace(from, to))).toEqual([difference]);
  });

  test("a difference with a reason is accepted, and a reason for nothing is told", () => {
    const reason = (word: string) =>
      `${TRUE.replace(", late]", "]")}\ndiffers: [{ source: kernel, says: ${word}, why: because }]`;
    const good = compareOperations(spec(reason("puts also late")), kernel);
    expect([good.differences, good.accepted.length, good.idle]).toEqual([[], 1, []]);
    const idle = compareOperations(spec(reason("puts also gear")), kernel);
    expect(idle.idle).toEqual(["NL80211_CMD_GO: kernel says puts also gear"]);
  });
});
