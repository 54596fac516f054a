import type { Place } from "../spec.ts";
import type { Draft } from "./draft.ts";

/** Every name is in kebab-case, since those of TypeScript and of C are made of it, and it of those of attributes again. */
export function checkSpelling(draft: Draft): void {
  const check = (what: string, name: string, place: Place, of?: string): void => {
    if (KEBAB.test(name)) return;
    const meant = toKebab(name);
    const cure = KEBAB.test(meant) ? `: "${meant}"` : "";
    const where = of === undefined ? "" : ` of "${of}"`;
    draft.fault(place, `${what} "${name}"${where} is not in kebab-case${cure}`);
  };
  for (const file of draft.files) {
    check("topic", file.topic, file.place);
    for (const { name, place, entries = [], members = [] } of file.definitions ?? []) {
      check("definition", name, place);
      for (const entry of entries) check("entry", entry.name, entry.place, name);
      for (const member of members) check("member", member.name, member.place, name);
    }
    for (const { name, place, attributes } of file["attribute-sets"] ?? []) {
      check("attribute set", name, place);
      for (const attribute of attributes) check("attribute", attribute.name, attribute.place, name);
    }
    for (const { name, place } of file.operations ?? []) check("operation", name, place);
    for (const { name, place } of file["mcast-groups"]?.list ?? []) check("multicast group", name, place);
  }
}

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** "newScan", "New_Scan" and "NEW SCAN" as "new-scan". */
function toKebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[-_ ]+/g, "-")
    .toLowerCase();
}
