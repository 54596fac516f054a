import { describe, expect, test } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { type AnnotatedAttribute, annotate } from "../../src/genetlink/annotate.ts";
import { AttributeNames } from "../../src/genetlink/attribute-names.ts";
import { NL80211_NAMES } from "../../src/nl80211/generated/name-table.ts";
import { allCommands, CAPTURES, messagesOf } from "../nl80211/generated/captured.ts";

const names = new AttributeNames(NL80211_NAMES);

/** "offset name = value", indented by nesting. */
function lines(attributes: readonly AnnotatedAttribute[], depth = 0): string[] {
  return attributes.flatMap(({ offset, name, number, value, problem, children = [] }) => [
    `${"  ".repeat(depth)}${offset} ${name ?? number}${value === undefined ? "" : ` = ${value}`}${problem ? ` ! ${problem}` : ""}`,
    ...lines(children, depth + 1),
  ]);
}

test("a scan request is told with offsets, names, nesting and values", () => {
  const bytes = fromHex(
    "0800 0300 04000000" + // IFINDEX 4
      "0c00 2d80 0800 0100 686f6d65" + // SCAN_SSIDS, NLA_F_NESTED: [1] "home"
      "0c00 2c00 0800 0100 9e090000" + // SCAN_FREQUENCIES: [1] 2462
      "0800 9e00 03000000", // SCAN_FLAGS: LOW_PRIORITY | FLUSH
  );
  expect(lines(annotate(names, names.setOf(33, "request"), bytes))).toEqual([
    "0 ifindex = 4",
    "8 scan-ssids",
    '  12 [1] = 686f6d65 "home"',
    "20 scan-frequencies",
    "  24 [1] = 2462 MHz",
    "32 scan-flags = {low-priority, flush}",
  ]);
});

describe("what is not as it should be is shown as bytes, with the reason:", () => {
  test("a number of the wrong length", () => {
    expect(lines(annotate(names, "nl80211", fromHex("0600 0300 0400 0000")))).toEqual([
      "0 ifindex = 0400 ! 2 octets, 4 expected",
    ]);
  });

  test("a length that runs past the end", () => {
    expect(lines(annotate(names, "nl80211", fromHex("0800 0300 04000000 ff00 0100 01")))).toEqual([
      "0 ifindex = 4",
      "8 1 = ff00010001 ! length 255 in a set with 5 octets left",
    ]);
  });

  test("an attribute that nobody knows", () => {
    expect(lines(annotate(names, "nl80211", fromHex("0600 fe3f 0102 0000")))).toEqual(["0 16382 = 0102"]);
  });
});

test("a key is never shown", () => {
  const bytes = fromHex("1400 5080 0900 0100 0011223344 000000 0500 0200 01 000000"); // KEY: DATA, IDX 1
  const text = lines(annotate(names, "nl80211", bytes)).join("\n");
  expect(text).toContain("data = (secret)");
  expect(text).not.toContain("11223344");
});

test("every attribute of every captured message has a name, a type and a sound value", async () => {
  const commands = await allCommands();
  const problems = new Set<string>();
  let count = 0;
  const check = (attributes: readonly AnnotatedAttribute[], path: string): void => {
    for (const { name, value, problem, children, number } of attributes) {
      count++;
      const here = `${path}.${name ?? number}`;
      if (name === undefined || problem !== undefined) problems.add(`${here}: ${problem ?? "no name"}`);
      if (value === undefined && children === undefined) problems.add(`${here}: no value`);
      if (children !== undefined) check(children, here.replace(/\[[^\]]*\]$/, "[]"));
    }
  };
  for (const capture of CAPTURES) {
    for (const { message, start, label, role, question } of messagesOf(capture, commands)) {
      const dump = label.includes(" dump ");
      const which = role === "event" ? role : dump ? (role === "request" ? "dumpRequest" : "dumpReply") : role;
      check(annotate(names, names.setOf(question, which), message.bytes, start, message.end), label);
    }
  }
  // The kernel puts IFINDEX, number 3 of the top-level set, into MESH_CONFIG, where 3 is HOLDING_TIMEOUT.
  expect([...problems].filter((each) => each !== "GetMeshConfig reply.mesh-config.3: no name")).toEqual([]);
  expect(count).toBeGreaterThan(10_000);
}, 60_000);
