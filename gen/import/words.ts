import { parse } from "yaml";
import type { Header } from "./c-header.ts";
import type { Evidence } from "./evidence.ts";

/** What the header's comments say: only where they name a type outright. */
export function commentEvidence(header: Header): Evidence[] {
  const found: Evidence[] = [];
  for (const { entries } of header.enums) {
    for (const { name, comment } of entries) {
      const says = typeIn(comment);
      if (says !== undefined) found.push({ attribute: name, source: "comment", says, where: "header comment" });
    }
  }
  return found;
}

function typeIn(comment: string): string | undefined {
  if (/\b(array|list|nested|bitmap|struct)\b/i.test(comment)) return undefined;
  const named =
    /(?:\(|; |: |, )(u8|u16|u32|u64|s8|s16|s32|s64|flag)\b(?: attribute)?[,;.)]|\b(u8|u16|u32|u64|s8|s16|s32|s64|flag) attribute\b/i;
  const [, short, long] = named.exec(comment) ?? [];
  return (short ?? long)?.toLowerCase();
}

interface KernelSpec {
  readonly "attribute-sets": readonly KernelSet[];
}
interface KernelSet {
  readonly name: string;
  readonly "name-prefix"?: string;
  readonly "subset-of"?: string;
  readonly attributes?: readonly { readonly name: string; readonly type?: string; readonly "name-prefix"?: string }[];
}

/** What the kernel's own YAML says (Documentation/netlink/specs/nl80211.yaml): a part, and not always right. */
export function yamlEvidence(text: string, isAttribute: (name: string) => boolean): Evidence[] {
  const found: Evidence[] = [];
  // a type that the YAML itself marks as unfinished says nothing
  const settled = text.replace(/^\s*type: binary\s+# TODO: nest$/gm, "");
  for (const set of (parse(settled) as KernelSpec)["attribute-sets"]) {
    if (set["subset-of"] !== undefined) continue;
    for (const { name, type, "name-prefix": own } of set.attributes ?? []) {
      const attribute = ((own ?? set["name-prefix"] ?? "") + name).replace(/-/g, "_").toUpperCase();
      const says = type === "indexed-array" ? "nest" : type;
      if (says === undefined || !isAttribute(attribute)) continue;
      found.push({ attribute, source: "yaml", says, where: `kernel's YAML, ${set.name}.${name}` });
    }
  }
  return found;
}
