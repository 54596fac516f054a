import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../gen/import/c-header.ts";
import { compareEvidence } from "../../../gen/import/compare-evidence.ts";
import { compareHeader } from "../../../gen/import/compare-header.ts";
import type { Difference } from "../../../gen/import/comparison.ts";
import type { Evidence } from "../../../gen/import/evidence.ts";
import { comparePolicy, type KernelPolicy } from "../../../gen/import/policy.ts";
import { reportText } from "../../../gen/import/report.ts";
import { specFacts } from "../../../gen/import/spec-facts.ts";
import { load } from "../../../gen/load.ts";
import { resolve } from "../../../gen/resolve.ts";

// A family of its own, small enough to see all of it.
const SPEC = `
family: wifi
topic: all
definitions:
  - { name: mode, type: enum, enum-name: wifi_mode, prefix: WIFI_MODE_, entries: [{ name: off, value: 0 }, { name: on, value: 1 }] }
  - { name: speed, type: flags, enum-name: wifi_speed, prefix: WIFI_, entries: [{ name: slow, value: 0 }, { name: fast, value: 31 }] }
  - { name: pair, type: struct, c-name: wifi_pair, members: [{ name: band, type: u8 }, { name: delta, type: s8 }] }
attribute-sets:
  - name: wifi
    enum-name: wifi_attrs
    prefix: WIFI_ATTR_
    attributes:
      - { name: mode, value: 1, type: u8, enum: mode }
      - { name: name, value: 2, type: string, checks: { max-len: 15 } }
      - { name: power, value: 3, type: s32, differs: [{ source: put, says: u32, why: The kernel puts an int. }] }
      - { name: pair, value: 4, type: binary, struct: pair }
      - { name: inner, value: 5, type: nest, nested-attributes: inner }
      - { name: limits, value: 6, type: u16, checks: { min: 1, max: 2007 } }
      - { name: asked, value: 7, type: flag, direction: request }
  - name: inner
    enum-name: wifi_inner
    prefix: WIFI_INNER_
    attributes:
      - { name: mac, value: 1, type: binary, display-hint: mac }
  - name: mode-reply
    subset-of: wifi
    attributes:
      - { name: name, type: u32, why: The reply has a number. }
operations:
  - { name: get, value: 1, c-name: WIFI_CMD_GET, do: { request: { attributes: [mode, inner] }, reply: { attributes: [name] } } }
`;
const spec = specFacts(resolve([load("wifi.yaml", SPEC)]));

const HEADER = `
enum wifi_mode { WIFI_MODE_OFF, WIFI_MODE_ON };
enum wifi_speed { WIFI_SLOW = 1 << 0, WIFI_FAST = 1U << 31 };
enum wifi_attrs {
	WIFI_ATTR_UNSPEC, WIFI_ATTR_MODE, WIFI_ATTR_NAME, WIFI_ATTR_POWER, WIFI_ATTR_PAIR, WIFI_ATTR_INNER, WIFI_ATTR_LIMITS, WIFI_ATTR_ASKED,
	__WIFI_ATTR_AFTER_LAST, WIFI_ATTR_MAX = __WIFI_ATTR_AFTER_LAST - 1
};
enum wifi_inner { __WIFI_INNER_INVALID, WIFI_INNER_MAC };
struct wifi_pair { __u8 band; __s8 delta; };
`;
const against = (header: string) => compareHeader(spec, parseHeader(header)).differences.map(text);
const text = ({ kind, what, spec: ours, says }: Difference) => `${kind} ${what}: ${ours} / ${says}`;

describe("a header", () => {
  it("that has what the spec has makes no difference", () => {
    expect(against(HEADER)).toEqual([]);
  });

  it("that is older and has less makes no difference", () => {
    expect(against(HEADER.replace(", WIFI_ATTR_ASKED", "").replace(", WIFI_MODE_ON", ""))).toEqual([]);
  });

  it("that has more shows what the spec lacks", () => {
    const newer = HEADER.replace("WIFI_ATTR_ASKED,", "WIFI_ATTR_ASKED, WIFI_ATTR_NEW,");
    expect(against(`${newer}\nenum wifi_new { WIFI_NEW_ONE };\n#define WIFI_LEN 7`)).toEqual([
      "missing WIFI_ATTR_NEW: undefined / 8",
      "missing WIFI_NEW_ONE: undefined / 0",
      "missing WIFI_LEN: undefined / 7",
    ]);
  });

  it("with another number, or another struct, shows both", () => {
    const moved = HEADER.replace("WIFI_ATTR_MODE, WIFI_ATTR_NAME", "WIFI_ATTR_NAME, WIFI_ATTR_MODE").replace(
      "__s8 delta",
      "__s16 delta",
    );
    expect(against(moved)).toEqual([
      "number WIFI_ATTR_NAME: 2 / 1",
      "number WIFI_ATTR_MODE: 1 / 2",
      "type wifi_pair: band u8,delta s8 / band u8, delta s16".replace("u8,delta", "u8, delta"),
    ]);
  });

  it("is counted", () => {
    expect(compareHeader(spec, parseHeader(HEADER)).counts).toMatchObject({
      enums: { header: 4, spec: 4 },
      enumerators: { header: 12, spec: 12 },
      structs: { header: 1, spec: 1 },
    });
  });
});

describe("evidence", () => {
  const evidence = (
    attribute: string,
    source: Evidence["source"],
    says: string,
    limits?: Evidence["limits"],
  ): Evidence => ({
    attribute: `WIFI_${attribute}`,
    source,
    says,
    where: "here",
    ...(limits && { limits }),
  });
  const kernel = { header: parseHeader(HEADER), release: "7.3" };
  const judge = (...all: Evidence[]) => compareEvidence(spec, all, kernel);

  it("that agrees in type and limits makes no difference", () => {
    const { differences, accepted } = judge(
      evidence("ATTR_MODE", "policy", "u8", { max: 1 }),
      evidence("ATTR_NAME", "policy", "string", { maxLength: 15 }),
      evidence("ATTR_PAIR", "policy", "data", { minLength: 2, maxLength: 2 }),
      evidence("ATTR_INNER", "put", "nest"),
      evidence("ATTR_LIMITS", "policy", "u16", { min: 1, max: 2007 }),
      evidence("INNER_MAC", "put", "data"),
      evidence("ATTR_POWER", "put", "u32"),
    );
    expect(differences.map(text)).toEqual([]);
    expect(accepted.map(text)).toEqual(["type WIFI_ATTR_POWER: s32 / u32"]);
  });

  it("that says another type, or other limits, makes one, unless the spec or a subset gives the reason", () => {
    const { differences, accepted } = judge(
      evidence("ATTR_MODE", "policy", "u32"),
      evidence("ATTR_LIMITS", "policy", "u16", { min: 1, max: 4095 }),
      evidence("ATTR_POWER", "policy", "u32"),
      evidence("ATTR_NAME", "put", "u32"),
      evidence("ATTR_NAME", "put", "u16"),
    );
    expect(differences.map(text)).toEqual([
      "type WIFI_ATTR_MODE: u8, mode / u32",
      "limits WIFI_ATTR_LIMITS: min 1, max 2007 / min 1, max 4095",
      "type WIFI_ATTR_POWER: s32 / u32",
      "type WIFI_ATTR_NAME: string / u16",
    ]);
    expect(accepted.map(text)).toEqual(["type WIFI_ATTR_NAME: string / u32"]);
  });

  it("of an older kernel may limit an enum to what it knows, and leaves no reason idle", () => {
    const older = parseHeader(HEADER.replace(", WIFI_MODE_ON", "").replace(", WIFI_ATTR_ASKED", ""));
    const limited = evidence("ATTR_MODE", "policy", "u8", { max: 0 });
    expect(judge(limited).differences.map(text)).toEqual(["limits WIFI_ATTR_MODE: min 0, max 1 / min 0, max 0"]);
    const { differences, idle } = compareEvidence(spec, [limited], { header: older, release: "6.1" });
    expect({ differences, idle }).toEqual({ differences: [], idle: [] });
  });

  it("from the other side of the conversation than the spec says makes one", () => {
    const { differences } = judge(evidence("ATTR_ASKED", "get", "flag"), evidence("ATTR_ASKED", "put", "flag"));
    expect(differences.map(text)).toEqual(["direction WIFI_ATTR_ASKED: request only / reply"]);
  });

  it("that no longer says what a reason is for leaves the reason idle", () => {
    expect(judge(evidence("ATTR_POWER", "put", "s32")).idle).toEqual(["WIFI_ATTR_POWER: put says u32"]);
  });

  it("is reported with its place, then counted", () => {
    const report = reportText([judge(evidence("ATTR_MODE", "policy", "u32"), evidence("ATTR_POWER", "put", "u32"))]);
    expect(report).toContain("Other types (1):\n  WIFI_ATTR_MODE: spec u8, mode, policy u32 (here)\n");
    expect(report).toContain("1 differences without a reason, 1 with one.");
  });
});

describe("a kernel's own policy", () => {
  // NL_ATTR_TYPE_* of linux/netlink.h: 2 u8, 3 u16, 10 binary, 12 nul-string, 13 nested
  const policy = (attributes: KernelPolicy["policies"][number], inner: KernelPolicy["policies"][number] = {}) =>
    comparePolicy(spec.family, { policies: { 5: attributes, 6: inner }, operations: { 1: { do: 5 } } }, "6.1");

  it("that agrees makes no difference; an older kernel may know fewer values of an enum", () => {
    const result = policy(
      {
        1: { type: 2, minUnsigned: 0n, maxUnsigned: 0n },
        2: { type: 12, maxLength: 15 },
        4: { type: 10, minLength: 2, maxLength: 2 },
        5: { type: 13, policyIndex: 6 },
        6: { type: 3, minUnsigned: 1n, maxUnsigned: 2007n },
      },
      { 1: { type: 10, minLength: 6, maxLength: 6 } },
    );
    expect(result).toEqual({ differences: [], accepted: [], attributes: 6, policies: 2 });
  });

  it("that differs in type, range, length, or knows more, says so by attribute", () => {
    const { differences } = policy(
      {
        1: { type: 3, minUnsigned: 0n, maxUnsigned: 1n },
        2: { type: 12, maxLength: 31 },
        5: { type: 13, policyIndex: 6 },
        6: { type: 3, minUnsigned: 0n, maxUnsigned: 65535n },
        9: { type: 4 },
      },
      { 1: { type: 10, maxLength: 8 } },
    );
    expect(differences).toEqual([
      "wifi.mode: spec u8, mode, kernel u16",
      "wifi.name: to 15 in the spec, 31 in the kernel",
      "inner.mac: to 6 in the spec, 8 in the kernel",
      "wifi.limits: min 1 in the spec, 0 in the kernel",
      "wifi.limits: max 2007 in the spec, 65535 in the kernel",
      "wifi: the spec has no attribute 9; the kernel has u32",
    ]);
  });
});
