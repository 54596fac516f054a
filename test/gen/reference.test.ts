import { expect, test } from "vitest";
import { loadFamily } from "../../gen/families.ts";
import { modelJson } from "../../gen/model-json.ts";
import { reference } from "../../gen/reference.ts";

const families = [loadFamily("nl80211"), loadFamily("nlctrl")];

test("the reference has every command, attribute and enum member, and none of its links leads nowhere", () => {
  const page = reference(families);
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const dangling = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id));
  expect(dangling).toEqual([]);
  for (const family of families) {
    for (const { name } of family.operations) expect(ids).toContain(`${family.name}-command-${name}`);
    for (const set of family.sets.values()) {
      for (const { name } of set.attributes) expect(ids).toContain(`${family.name}-set-${set.name}-${name}`);
    }
  }
  expect(page).toContain("NL80211_IFTYPE_STATION");
  expect(page).not.toMatch(/undefined|\[object/);
});

test("the model is plain data that survives JSON, and every reference in it names something in it", () => {
  for (const family of families) {
    const model = JSON.parse(JSON.stringify(modelJson(family)));
    expect(model).toMatchObject({ family: family.name });
    const sets = new Set(model.attributeSets.map(({ name }: { name: string }) => name));
    const definitions = new Set(model.definitions.map(({ name }: { name: string }) => name));
    const check = (value: unknown): void => {
      if (value === null || typeof value !== "object") return;
      for (const [key, inner] of Object.entries(value)) {
        if ((key === "set" || key === "subsetOf") && typeof inner === "string") expect(sets).toContain(inner);
        if ((key === "enum" || key === "struct" || key === "indexEnum") && typeof inner === "string") {
          expect(definitions).toContain(inner);
        }
        check(inner);
      }
    };
    check(model);
  }
});

test("nl80211 of Linux 7.3 is in it whole", () => {
  const [nl80211] = families;
  // Counted in the header: NL80211_CMD_MAX is 167, NL80211_ATTR_MAX 367 (one of which is a pad).
  expect(nl80211!.operations).toHaveLength(167);
  expect(nl80211!.root.attributes.at(-1)!.value).toBe(367);
});
