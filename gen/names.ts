/** "new-scan-results" as a type's or an enum member's name: "NewScanResults". */
export function pascal(name: string): string {
  return name
    .split(/[-_ ]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** "scan-ssids" as a field's name: "scanSsids". */
export function camel(name: string): string {
  const name_ = pascal(name);
  return name_.charAt(0).toLowerCase() + name_.slice(1);
}

/** "max-rules" as a constant's name: "MAX_RULES". */
export function constant(name: string): string {
  return name.replace(/-/g, "_").toUpperCase();
}

/** "signalMbm" or "SignalMbm" back as "signal-mbm". Generated code gives attributes their names again by this rule. */
export function kebab(name: string): string {
  return name
    .replace(/^_/, "")
    .replace(/_|(?<!^|_)(?=[A-Z])/g, "-")
    .toLowerCase();
}

/**
 * A member's name in an enum. A name that starts with a digit ("20-noht" of chan-width) gets the enum's last word in front:
 * "Width20Noht".
 */
export function member(name: string, enumName: string): string {
  return /^[0-9]/.test(name) ? pascal(enumName.split("-").at(-1)!) + pascal(name) : pascal(name);
}

/** An attribute's name in the enum of its set, made so that `kebab` gives the name back: "He_6ghzCapability". */
export function attributeMember(name: string): string {
  return name
    .split("-")
    .map((word) => (/^[0-9]/.test(word) ? "_" : "") + word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** 0xfac08. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The candidate that `word` was probably meant to be, if one is near, or if it is the header's name of one: "NLA_U32" is "u32". */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  return (
    closest(word, all) ??
    longest(all.filter((each) => `-${word.toLowerCase().replace(/_/g, "-")}`.endsWith(`-${each}`)))
  );
}

function longest(words: readonly string[]): string | undefined {
  return words.toSorted((a, b) => b.length - a.length)[0];
}

function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `, did you mean "x"?`, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? "" : `, did you mean "${meant}"?`;
}

/** How many letters must be put in, left out, changed or swapped with the next to make `b` of `a`. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j]!, above[j - 2]! + 1);
    }
    [above, row] = [row, next];
  }
  return row[b.length]!;
}
