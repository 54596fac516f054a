import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../gen/import/c-header.ts";

// Written for this test in the ways of nl80211.h.
const HEADER = `
#define WIFI_GROUP "scan"
#define WIFI_LEN 16
#define WIFI_SELF WIFI_ATTR_NAME
/**
 * enum wifi_attrs - attributes
 * @WIFI_ATTR_NAME: a name
 *	over two lines (u32)
 * @WIFI_ATTR_MASK: another
 */
enum wifi_attrs {
	/* don't change the order */
	WIFI_ATTR_UNSPEC,
	WIFI_ATTR_NAME,
	WIFI_ATTR_MASK = 7,
	WIFI_ATTR_SPELT_BETTER = WIFI_ATTR_MASK,
	WIFI_ATTR_AFTER,

	__WIFI_ATTR_AFTER_LAST,
	NUM_WIFI_ATTR = __WIFI_ATTR_AFTER_LAST,
	WIFI_ATTR_MAX = __WIFI_ATTR_AFTER_LAST - 1
};
enum wifi_flags { WIFI_LOW = 1 << 0, WIFI_HIGH = 1U << 31, };
#define WIFI_ATTR_OLD_NAME WIFI_ATTR_NAME
#define WIFI_BOTH (WIFI_LOW | \\
	WIFI_HIGH)
#define WIFI_LOW WIFI_LOW
struct wifi_pair { __u8 band; __s8 delta; } __attribute__((packed));
struct wifi_rule {
	__u32 first, second;
	struct wifi_pair pair;
	__u16 mcs[WIFI_LEN / 2];
	__u8 rest[];
};
`;

describe("a header", () => {
  const header = parseHeader(HEADER);
  const [attributes, flags] = header.enums;

  it("gives enumerators their numbers as C counts them", () => {
    expect(attributes!.entries.map(({ name, value }) => `${name} ${value}`)).toEqual([
      "WIFI_ATTR_UNSPEC 0",
      "WIFI_ATTR_NAME 1",
      "WIFI_ATTR_MASK 7",
      "WIFI_ATTR_SPELT_BETTER 7",
      "WIFI_ATTR_AFTER 8",
      "__WIFI_ATTR_AFTER_LAST 9",
      "NUM_WIFI_ATTR 9",
      "WIFI_ATTR_MAX 8",
    ]);
    expect(flags!.entries.map(({ value }) => value)).toEqual([1, 2147483648]);
  });

  it("tells what only keeps the books from what has a meaning", () => {
    const meant = attributes!.entries.filter(({ bookkeeping }) => !bookkeeping).map(({ name }) => name);
    expect(meant).toEqual(["WIFI_ATTR_NAME", "WIFI_ATTR_MASK", "WIFI_ATTR_SPELT_BETTER", "WIFI_ATTR_AFTER"]);
  });

  it("knows other names, inside an enum and by define", () => {
    expect(attributes!.entries[3]).toMatchObject({ name: "WIFI_ATTR_SPELT_BETTER", aliasOf: "WIFI_ATTR_MASK" });
    expect([...header.aliases]).toEqual([
      ["WIFI_SELF", "WIFI_ATTR_NAME"],
      ["WIFI_ATTR_OLD_NAME", "WIFI_ATTR_NAME"],
    ]);
  });

  it("reads constants over several lines, and texts, but no define of itself", () => {
    expect([...header.constants]).toEqual([
      ["WIFI_LEN", 16],
      ["WIFI_BOTH", 2147483649],
    ]);
    expect([...header.texts]).toEqual([["WIFI_GROUP", "scan"]]);
  });

  it("lays structs out, with structs inside them taken apart and an open end left out of the size", () => {
    expect(header.structs[0]).toEqual({
      name: "wifi_pair",
      members: [
        { name: "band", type: "u8", count: 1 },
        { name: "delta", type: "s8", count: 1 },
      ],
      size: 2,
    });
    expect(header.structs[1]!.members.map(({ name, type, count }) => `${name} ${type} ${count}`)).toEqual([
      "first u32 1",
      "second u32 1",
      "band u8 1",
      "delta s8 1",
      "mcs u16 8",
      "rest u8 undefined",
    ]);
    expect(header.structs[1]!.size).toBe(4 + 4 + 2 + 16);
  });

  it("keeps what the comments say of each enumerator, on one line", () => {
    expect(attributes!.entries[1]!.comment).toBe("a name over two lines (u32)");
  });

  it("refuses an enumerator that it cannot evaluate, and names it", () => {
    expect(() => parseHeader("enum e { A = SOMEWHERE_ELSE };")).toThrow("enum e: what is A = SOMEWHERE_ELSE?");
  });
});
