import type { SourceText } from "./evidence.ts";

/** How the code uses an attribute whose type no put, get or policy shows. */
export interface Mention {
  /** "looked for": only whether it is there counts, which is a flag. "variable": its number, or itself, passes through a variable. */
  readonly how: "looked for" | "variable" | "unused" | "otherwise";
  /** "nl80211.c:1613". */
  readonly where?: string;
}

/** What the sources do with an attribute, where they name it at all. */
export function mentionOf(name: string, sources: readonly SourceText[]): Mention {
  const found = sources.flatMap((source) =>
    [...source.text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].map(({ index }) => ({
      how: useAt(source.text, index, name.length),
      where: `${source.file}:${source.lineAt(index)}`,
    })),
  );
  for (const how of ["variable", "otherwise", "looked for"] as const) {
    const one = found.find((mention) => mention.how === how);
    if (one !== undefined) return one;
  }
  return { how: "unused" };
}

function useAt(text: string, index: number, length: number): Exclude<Mention["how"], "unused"> {
  const before = text.slice(Math.max(0, index - 200), index);
  const after = text.slice(index + length, index + length + 40);
  // `rate_flg = NL80211_RATE_INFO_40_MHZ_WIDTH;`
  if (/[^=!<>]=\s*$/.test(before) && /^\s*;/.test(after)) return "variable";
  // `struct nlattr *keys = info->attrs[NL80211_ATTR_KEYS];`
  if (/struct nlattr \*\w+ = [\w>.-]+\[\s*$/.test(before)) return "variable";
  // `!!tb[X]`, `if (attrs[X] && ...)`, `connect.want_1x = attrs[X];`
  if (/(?:!|&&|\|\||\(|=)\s*[\w>.-]+\[\s*$/.test(before) && /^\s*\]\s*(?:&&|\|\||\)|;)/.test(after))
    return "looked for";
  return "otherwise";
}
