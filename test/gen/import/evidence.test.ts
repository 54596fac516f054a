import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../gen/import/c-header.ts";
import type { SourceText } from "../../../gen/import/evidence.ts";
import { mentionOf } from "../../../gen/import/mentions.ts";
import { policyEvidence } from "../../../gen/import/policies.ts";
import { preprocess } from "../../../gen/import/preprocess.ts";
import { getEvidence, helpersOf, putEvidence } from "../../../gen/import/put-sites.ts";
import { commentEvidence, yamlEvidence } from "../../../gen/import/words.ts";

// All C here was written for these tests, in the ways of net/wireless/nl80211.c.
const source = (text: string): SourceText => ({
  file: "a.c",
  text,
  lineAt: (offset) => text.slice(0, offset).split("\n").length,
});
const numbers: Readonly<Record<string, number>> = { MAX_LEN: 32, LAST_MODE: 4 };
const isAttribute = (name: string) => name.startsWith("A_");

describe("policies", () => {
  it("say type, limits, nesting and place of each attribute", () => {
    const table = `static const struct netlink_range_validation range = {
	.min = 2,
	.max = 0xffff,
};
static const struct nla_policy top_policy[10] = {
	[0] = { .strict_start_type = A_ONE },
	[A_ONE] = { .type = NLA_U32 },
	[A_TEXT] = { .type = NLA_NUL_STRING, .len = MAX_LEN - 1 },
	[A_FIXED] = NLA_POLICY_EXACT_LEN_WARN(MAX_LEN),
	[A_MAC] = NLA_POLICY_ETH_ADDR,
	[A_LEAST] = { .len = 4 },
	[A_BYTES] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, look_at_it,
					   MAX_LEN),
	[A_MODE] = NLA_POLICY_RANGE(NLA_U8, 1, LAST_MODE),
	[A_WIDE] = NLA_POLICY_FULL_RANGE(NLA_U32, &range),
	[A_SPAN] = NLA_POLICY_RANGE(NLA_BINARY, 2, 3),
	[A_IN] = NLA_POLICY_NESTED(inner_policy),
	[A_INS] = NLA_POLICY_NESTED_ARRAY(inner_policy),
	[A_OUT] = { .type = NLA_REJECT },
	[A_EMPTY] = { /* may be empty */ },
};`;
    const said = policyEvidence(source(table), (name) => numbers[name]);
    expect(said.map(({ attribute, says, limits }) => [attribute, says, limits])).toEqual([
      ["A_ONE", "u32", {}],
      ["A_TEXT", "string", { maxLength: 31 }],
      ["A_FIXED", "data", { minLength: 32, maxLength: 32 }],
      ["A_MAC", "data", { minLength: 6, maxLength: 6 }],
      ["A_LEAST", "data", { minLength: 4 }],
      ["A_BYTES", "binary", { maxLength: 32, checkedByCode: true }],
      ["A_MODE", "u8", { min: 1, max: 4 }],
      ["A_WIDE", "u32", { min: 2, max: 65535 }],
      ["A_SPAN", "binary", { minLength: 2, maxLength: 3 }],
      ["A_IN", "nest", { nested: "inner_policy" }],
      ["A_INS", "nest", { nested: "array of inner_policy" }],
      ["A_OUT", "reject", {}],
      ["A_EMPTY", "none", undefined],
    ]);
    expect(said[0]).toMatchObject({ source: "policy", table: "top_policy", where: "a.c:7" });
  });

  it("stop at a macro that they do not know, and name the attribute", () => {
    const table = "struct nla_policy p[2] = { [A_ONE] = NLA_POLICY_OF_TOMORROW(1), };";
    expect(() => policyEvidence(source(table), () => undefined)).toThrow("a.c:1: what policy is A_ONE?");
  });
});

describe("put sites", () => {
  const code = `static bool put_rate(struct sk_buff *msg, struct rate *rate, int attr)
{
	struct nlattr *nest = nla_nest_start_noflag(msg, attr);
	return nla_put_u32(msg, A_RATE, rate->value);
}
static int fill(struct sk_buff *msg)
{
	if (nla_put_u8(msg, A_SIGNAL, (u8)signal) ||
	    nla_put_u64_64bit(msg, A_TSF, tsf(a, b), A_PAD) ||
	    nla_put(msg, A_MAC, ETH_ALEN, mac) || nla_put_flag(msg, A_UP))
		return -ENOBUFS;
	nla_nest_start(msg, A_LIMITS | nested);
	nla_nest_start(msg, i + 1);
	return put_rate(msg, rate, A_TX_RATE);
}`;

  it("say the type that the kernel gives an attribute, also through a function that is handed its number", () => {
    const said = putEvidence(source(code), isAttribute, helpersOf(code));
    expect(said.map(({ attribute, says, where }) => `${attribute} ${says} ${where}`)).toEqual([
      "A_RATE u32 a.c:4",
      "A_SIGNAL u8 a.c:8",
      "A_TSF u64 a.c:9",
      "A_MAC data a.c:10",
      "A_UP flag a.c:10",
      "A_LIMITS nest a.c:12",
      "A_TX_RATE nest a.c:14",
    ]);
  });

  it("say how a request's attribute is read", () => {
    const reads = `
	x = nla_get_u32(info->attrs[A_FREQ]);
	y = nla_get_u8_default(tb[A_LINK], -1);
	memcpy(z, nla_data(info->attrs[A_MAC]), 6);
	nla_for_each_nested(attr, info->attrs[A_SSIDS], rem)
		nla_parse_nested(tb, MAX, attrs[A_KEY], policy, extack);
	nla_get_u32(attr);`;
    const said = getEvidence(source(reads), isAttribute);
    expect(said.map(({ attribute, says }) => `${attribute} ${says}`)).toEqual([
      "A_FREQ u32",
      "A_LINK u8",
      "A_MAC data",
      "A_SSIDS nest",
      "A_KEY nest",
    ]);
  });

  const compiler = spawnSync("gcc", ["--version"]).status === 0;
  it.skipIf(!compiler)("are found inside macros of the file, at the line where the macro is used (needs gcc)", () => {
    const file = join(mkdtempSync(join(tmpdir(), "import-")), "b.c");
    const macro = "#define PUT(attr, memb, type) do { \\\n\tnla_put_ ## type(msg, A_ ## attr, memb); \\\n} while (0)\n";
    writeFileSync(file, `#include <net/netlink.h>\n${macro}int f(void)\n{\n\tPUT(SIGNAL, signal, u8);\n}\n`);
    const expanded = preprocess(file);
    const [said] = putEvidence(expanded, isAttribute, new Map());
    expect(said).toMatchObject({ attribute: "A_SIGNAL", says: "u8", where: "b.c:7" });
  });
  if (!compiler) console.warn("skipped: gcc, which expands macros, is not here");
});

describe("words", () => {
  it("of comments count only where they name a type outright", () => {
    const header = parseHeader(`/**
 * @A_ONE: station's weight (u16)
 * @A_TWO: an array of u32
 * @A_THREE: flag attribute, set when it is up
 * @A_FOUR: how long it takes
 */
enum a { A_ZERO_UNSPEC, A_ONE, A_TWO, A_THREE, A_FOUR };`);
    expect(commentEvidence(header).map(({ attribute, says }) => `${attribute} ${says}`)).toEqual([
      "A_ONE u16",
      "A_THREE flag",
    ]);
  });

  it("of the kernel's YAML count by prefix, except what it calls unfinished, and subsets", () => {
    const text = `attribute-sets:
  -
    name: top
    name-prefix: a-
    attributes:
      -
        name: one
        type: u32
      -
        name: two
        type: binary  # TODO: nest
      -
        name: no-ibss
        name-prefix: __a-
        type: flag
  -
    name: part
    subset-of: top
    attributes:
      -
        name: one
`;
    const said = yamlEvidence(text, (name) => name.includes("A_"));
    expect(said.map(({ attribute, says }) => `${attribute} ${says}`)).toEqual(["A_ONE u32", "__A_NO_IBSS flag"]);
  });
});

describe("what shows no type", () => {
  const code = source(`
static void f(struct genl_info *info, struct nlattr **tb)
{
	struct nlattr *keys = info->attrs[A_KEYS];
	u32 number = 0;
	k->management = !!tb[A_MANAGEMENT];
	if (info->attrs[A_WANT] && other)
		k->want = info->attrs[A_WANT];
	number = A_WIDTH;
	nla_put_flag(msg, number);
	use(A_OTHER, 3);
}
`);
  it.each([
    ["A_KEYS", "variable", 4],
    ["A_MANAGEMENT", "looked for", 6],
    ["A_WANT", "looked for", 7],
    ["A_WIDTH", "variable", 9],
    ["A_OTHER", "otherwise", 11],
  ])("%s is %s", (name, how, line) => {
    expect(mentionOf(name, [code])).toEqual({ how, where: `a.c:${line}` });
  });

  it("says what no line names", () => {
    expect(mentionOf("A_GONE", [code])).toEqual({ how: "unused" });
    expect(mentionOf("A_KEY", [code])).toEqual({ how: "unused" }); // A_KEYS is another
  });
});
