import { describe, expect, it } from "vitest";
import { loadSpec, specFacts } from "../../../gen/import/spec-facts.ts";

// Counted in nl80211.h of Linux 7.3 with a C compiler; `npm run gen:import` shows the same against a header.
describe("the spec of nl80211, for Linux 7.3", () => {
  const spec = specFacts(loadSpec());
  const isMeant = (name: string) => !name.startsWith("__");

  it("has all commands, attributes, structs and groups", () => {
    expect(new Set(spec.family.operations.map(({ value }) => value)).size).toBe(167);
    expect(Math.max(...spec.family.operations.map(({ value }) => value))).toBe(167);
    expect(spec.family.root.attributes.map(({ value }) => value)).toEqual(
      Array.from({ length: 367 }, (_, at) => at + 1),
    );
    expect(spec.structs.size).toBe(11);
    expect(spec.family.groups.map(({ name }) => name)).toEqual([
      "config",
      "scan",
      "regulatory",
      "mlme",
      "vendor",
      "nan",
      "testmode",
    ]);
  });

  it("has all 133 enums and their 1,543 enumerators that have a meaning of their own", () => {
    expect(spec.enums.size).toBe(133);
    const names = [...spec.enums.values()].flatMap(({ numbers }) => [...numbers.keys()]).filter(isMeant);
    // 7.3 has these by define, outside its enums
    const defined = ["PROBE_CLIENT", "GET_MESH_PARAMS", "SET_MESH_PARAMS"].map((name) => `NL80211_CMD_${name}`);
    expect(names.filter((name) => !defined.includes(name))).toHaveLength(1543);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has all 66 nested sets with their 607 attributes", () => {
    const sets = [...spec.enums].filter(([name, { what }]) => what === "set" && name !== "nl80211_attrs");
    // sets whose members are flags alone are flag sets, and measurement types number the sets of each kind
    const others = [
      "nl80211_sta_flags",
      "nl80211_mntr_flags",
      "nl80211_key_default_types",
      "nl80211_peer_measurement_type",
    ];
    const all = [...sets.map(([, set]) => set), ...others.map((name) => spec.enums.get(name)!)];
    expect(all).toHaveLength(66);
    const attributes = all.flatMap(({ numbers }) =>
      [...numbers].filter(([name, value]) => isMeant(name) && value !== 0),
    );
    expect(attributes).toHaveLength(607);
  });

  it("documents every attribute, entry, set and command", () => {
    const silent = [
      ...[...spec.family.sets.values()].filter(({ doc }) => !doc).map(({ name }) => name),
      ...[...spec.attributes.values()]
        .filter(({ attribute }) => !attribute.doc)
        .map(({ attribute }) => attribute.cName),
      ...[...spec.family.definitions.values()].filter(({ doc }) => !doc).map(({ name }) => name),
      ...spec.family.operations.filter(({ doc }) => !doc).map(({ name }) => name),
    ];
    expect(silent).toEqual([]);
  });

  it("marks every key and password as secret", () => {
    const secret = [...spec.attributes.values()].filter(({ attribute }) => attribute.secret);
    expect(secret.map(({ attribute }) => attribute.cName.replace("NL80211_", "")).sort()).toEqual([
      "ATTR_FILS_ERP_RRK",
      "ATTR_FILS_KEK",
      "ATTR_KEY_DATA",
      "ATTR_PMK",
      "ATTR_SAE_PASSWORD",
      "KEY_DATA",
      "KEY_LTF_SEED",
      "REKEY_DATA_KCK",
      "REKEY_DATA_KEK",
    ]);
  });
});
