import { describe, expect, test } from "vitest";
import { loadFamily } from "../../gen/families.ts";
import type { EnumDefinition } from "../../gen/model.ts";
import { attributeMember, camel, didYouMean, kebab, member, nearest, pascal } from "../../gen/names.ts";
import { AttributeNames } from "../../src/genetlink/attribute-names.ts";
import { attributeName } from "../../src/netlink/attribute-reader.ts";
import { NL80211_NAMES } from "../../src/nl80211/generated/name-table.ts";

describe("names", () => {
  test("become TypeScript's by their words", () => {
    expect(pascal("new-scan-results")).toBe("NewScanResults");
    expect(camel("scan-ssids")).toBe("scanSsids");
  });

  test("an enum member that starts with a digit gets the enum's last word", () => {
    expect(member("20-noht", "chan-width")).toBe("Width20Noht");
    expect(member("station", "iftype")).toBe("Station");
  });

  test("every attribute of every family gets its name back from its enum member, at run time, too", () => {
    const names = (["nlctrl", "nl80211"] as const).flatMap((family) =>
      [...loadFamily(family).sets.values()].flatMap(({ attributes }) => attributes.map(({ name }) => name)),
    );
    expect(names.length).toBeGreaterThan(900);
    for (const name of names) {
      expect(kebab(attributeMember(name))).toBe(name);
      expect(attributeName(attributeMember(name))).toBe(name);
    }
  });

  test("every member of every enum is in the name table, which broke some in two where a line ended", () => {
    const names = new AttributeNames(NL80211_NAMES);
    for (const { type, name, ...rest } of loadFamily("nl80211").definitions.values()) {
      if (type !== "enum" && type !== "flags") continue;
      const { entries } = rest as EnumDefinition;
      for (const entry of entries) {
        if (entry.aliasOf === undefined) expect(names.member(name, entry.value), name).toBe(entry.name);
      }
    }
  });

  test("the nearest candidate is what was meant, if it is near", () => {
    expect(nearest("scan-sids", ["scan-ssids", "scan-flags"])).toBe("scan-ssids");
    expect(didYouMean("elephant", ["scan-ssids"])).toBe("");
  });
});
