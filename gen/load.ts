import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type Choice, FILE, type ListRule, type ObjectRule, type Rule } from "./grammar.ts";
import { didYouMean } from "./names.ts";
import { Faults, type FileSpec, KEYS, type Place, type Placed } from "./spec.ts";
import { yamlFault } from "./yaml-fault.ts";

/** A spec file's text as a FileSpec. Throws SpecError with all that the language does not allow, each with its line. */
export function load(file: string, text: string): FileSpec {
  const faults = new Faults();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true });
  // The first alone: the others mostly follow from it.
  const [error] = document.errors;
  if (error !== undefined) faults.add({ file, line: error.linePos?.[0].line ?? 1 }, yamlFault(error));
  faults.throwIfAny();

  const placeOf = (node: Node | null | undefined): Place => ({
    file,
    line: node?.range ? lines.linePos(node.range[0]).line : 1,
  });

  function read(node: Node | null | undefined, rule: Rule, key: string, place: Place): unknown {
    if (isAlias(node)) node = node.resolve(document);
    if (typeof rule === "object") {
      if ("of" in rule) return readChoice(node, rule, key, place);
      if ("list" in rule) return readList(node, rule, key, place);
      return readObject(node, rule, place);
    }
    if (rule === "words") return readWords(node, key, place);
    const value = isScalar(node) ? node.value : undefined;
    const good =
      (rule.includes("text") && typeof value === "string") ||
      (rule.includes("number") && typeof value === "number" && Number.isInteger(value)) ||
      (rule === "true or false" && typeof value === "boolean");
    if (good) return value;
    // `name: 40` and `doc: 5` are text that YAML takes for a number.
    if (rule === "text" && typeof value === "number") return String((node as { source?: string }).source ?? value);
    faults.add(
      place,
      `${key} must be ${rule === "number" ? "a whole number" : rule}${isScalar(node) ? `, not ${JSON.stringify(value)}` : ""}`,
    );
    return undefined;
  }

  function readChoice(node: Node | null | undefined, rule: Choice, key: string, place: Place): unknown {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "string" && rule.of.includes(value)) return value;
    const instead = rule.instead?.[String(value)];
    const meant =
      instead === undefined
        ? didYouMean(String(value), rule.of) || `: one of ${rule.of.join(", ")}`
        : `: it is ${instead}`;
    faults.add(place, `${key}: no such word "${String(value)}"${meant}`);
    return undefined;
  }

  function readList(node: Node | null | undefined, rule: ListRule, key: string, place: Place): unknown[] {
    if (!isSeq(node)) {
      faults.add(place, `${key} must be a list`);
      return [];
    }
    return node.items.map((item) => read(item as Node, rule.list, key, placeOf(item as Node)));
  }

  function readWords(node: Node | null | undefined, key: string, place: Place): unknown[] {
    if (!isSeq(node)) {
      faults.add(place, `${key} must be a list`);
      return [];
    }
    return node.items.flatMap((item) => {
      if (isAlias(item)) item = item.resolve(document);
      // A list that holds another one (by a YAML alias, say) is that list's words.
      if (isSeq(item)) return readWords(item, key, placeOf(item));
      const word = read(item as Node, "text", key, placeOf(item as Node));
      return typeof word === "string" ? [{ word, place: placeOf(item as Node) }] : [];
    });
  }

  function readObject(node: Node | null | undefined, rule: ObjectRule, place: Place): Record<string, unknown> {
    const keys: Record<string, Place> = {};
    const out: Record<string, unknown> & Placed = { place, [KEYS]: keys };
    if (
      rule.short !== undefined &&
      isScalar(node) &&
      (typeof node.value === "string" || typeof node.value === "number")
    ) {
      out[rule.short] = String(node.source ?? node.value);
      return out;
    }
    // An empty mapping may be written as nothing: `request:`.
    if (!isMap(node)) {
      if (!isNothing(node)) faults.add(place, `${rule.what} must be a mapping`);
      return out;
    }
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "?";
      const at = placeOf(pair.key as Node);
      const wanted = rule.keys[key];
      if (wanted === undefined) {
        const all = Object.keys(rule.keys);
        if (key.includes(" ") && isNothing(pair.value)) {
          faults.add(
            at,
            `${rule.what}${named(out)}: "${key}" stands after a comma, which ends a text in { }: quote the text`,
          );
          continue;
        }
        if (isNothing(pair.value) && all.some((each) => key.startsWith(`${each}:`))) {
          faults.add(at, `${rule.what}: "${key}" needs a space after the colon`);
          continue;
        }
        faults.add(at, `${rule.what} has no key "${key}"${didYouMean(key, all) || `: it has ${all.join(", ")}`}`);
        continue;
      }
      const value = read(pair.value as Node, wanted, key, at);
      keys[key] = at;
      if (value !== undefined) out[key] = value;
    }
    for (const key of rule.must ?? []) {
      if (!(key in out) && !node.has(key)) faults.add(place, `${rule.what}${named(out)} has no ${key}`);
    }
    return out;
  }

  const spec = readObject(document.contents, FILE, { file, line: 1 });
  faults.throwIfAny();
  return spec as unknown as FileSpec;
}

function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

function named(out: Record<string, unknown>): string {
  return typeof out["name"] === "string" ? ` "${out["name"]}"` : "";
}
