import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve as resolvePath } from "node:path";
import { load } from "./load.ts";
import type { Family } from "./model.ts";
import { resolve } from "./resolve.ts";
import { checkUse } from "./unused.ts";

/** The checkout that the specs and the generated code are in. */
export const ROOT = resolvePath(import.meta.dirname, "..");

/** Each family: its spec (a file, or a folder of them) and where its code goes. */
export const FAMILIES = [
  { name: "nlctrl", spec: "gen/spec/nlctrl.yaml", out: "src/genetlink/generated" },
  { name: "nl80211", spec: "gen/spec/nl80211", out: "src/nl80211/generated" },
] as const;

export type FamilyName = (typeof FAMILIES)[number]["name"];

/** A family as its files under gen/spec say it. Throws SpecError. */
export function loadFamily(name: FamilyName): Family {
  const { spec } = FAMILIES.find((family) => family.name === name)!;
  const path = join(ROOT, spec);
  const files = spec.endsWith(".yaml") ? [path] : yamlFiles(path);
  const family = resolve(files.map((file) => load(relative(ROOT, file), readFileSync(file, "utf8"))));
  checkUse(family);
  return family;
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => join(folder, file));
}
