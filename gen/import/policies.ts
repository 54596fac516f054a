import { evaluate, type Lookup } from "./c-expression.ts";
import { callArguments, type Evidence, type Limits, type SourceText } from "./evidence.ts";

/** What the nla_policy tables of a source file say. */
export function policyEvidence(source: SourceText, value: Lookup): Evidence[] {
  const ranges = parseRanges(source.text, value);
  const found: Evidence[] = [];
  const table = /\bstruct\s+nla_policy\s+(\w+)\s*\[[^\]]*\]\s*=\s*\{/g;
  for (let match = table.exec(source.text); match !== null; match = table.exec(source.text)) {
    const body = callArguments(source.text, match.index + match[0].length - 1);
    if (body === undefined) continue;
    const start = match.index + match[0].length;
    const text = source.text.slice(start, body.end);
    for (const entry of text.matchAll(/\[\s*([A-Z_]\w*)\s*\]\s*=\s*/g)) {
      const where = start + entry.index;
      const said = readEntry(text.slice(entry.index + entry[0].length), value, ranges);
      if (said === undefined) throw new Error(`${source.file}:${source.lineAt(where)}: what policy is ${entry[1]}?`);
      const place = { table: match[1]!, where: `${source.file}:${source.lineAt(where)}` };
      found.push({ attribute: entry[1]!, source: "policy", ...said, ...place });
    }
  }
  return found;
}

type Said = Pick<Evidence, "says" | "limits">;
type Ranges = ReadonlyMap<string, Limits>;

/** One initializer: `{ .type = NLA_U32 }` or one of the NLA_POLICY macros. */
function readEntry(text: string, value: Lookup, ranges: Ranges): Said | undefined {
  if (text.startsWith("{")) {
    const inside = text.slice(1, text.indexOf("}"));
    const type = /\.\s*type\s*=\s*(NLA_\w+)/.exec(inside)?.[1];
    const length = /\.\s*len\s*=\s*([^,]+)/.exec(inside)?.[1];
    const octets = length === undefined ? undefined : evaluate(length, value);
    if (type === undefined) {
      if (length === undefined) return { says: "none" };
      return { says: "data", limits: plain({ minLength: octets }) };
    }
    return { says: wordOf(type), limits: plain({ maxLength: octets }) };
  }
  const [, macro] = /^(NLA_POLICY_\w+)\s*(\(?)/.exec(text) ?? [];
  if (macro === undefined) return undefined;
  if (macro === "NLA_POLICY_ETH_ADDR" || macro === "NLA_POLICY_ETH_ADDR_COMPAT") return exact(6);
  const { args } = callArguments(text, text.indexOf("("))!;
  const number = (index: number) => evaluate(args[index] ?? "", value);
  switch (macro) {
    case "NLA_POLICY_EXACT_LEN":
    case "NLA_POLICY_EXACT_LEN_WARN":
      return exact(number(0));
    case "NLA_POLICY_MIN_LEN":
      return { says: "data", limits: plain({ minLength: number(0) }) };
    case "NLA_POLICY_NESTED":
      return { says: "nest", limits: { nested: args[0]! } };
    case "NLA_POLICY_NESTED_ARRAY":
      return { says: "nest", limits: { nested: `array of ${args[0]}` } };
    case "NLA_POLICY_MIN":
      return { says: wordOf(args[0]!), limits: plain({ min: number(1) }) };
    case "NLA_POLICY_MAX":
      return { says: wordOf(args[0]!), limits: plain({ max: number(1) }) };
    case "NLA_POLICY_RANGE": {
      const says = wordOf(args[0]!);
      const [low, high] = [number(1), number(2)];
      const limits = says === "binary" ? { minLength: low, maxLength: high } : { min: low, max: high };
      return { says, limits: plain(limits) };
    }
    case "NLA_POLICY_FULL_RANGE":
      return { says: wordOf(args[0]!), limits: ranges.get(args[1]!.replace(/^&/, "").trim()) ?? {} };
    case "NLA_POLICY_VALIDATE_FN":
      return { says: wordOf(args[0]!), limits: { ...plain({ maxLength: number(2) }), checkedByCode: true } };
    default:
      return undefined;
  }
}

function exact(octets: number | undefined): Said {
  return { says: "data", limits: plain({ minLength: octets, maxLength: octets }) };
}

function wordOf(type: string): string {
  const word = type.replace(/^NLA_/, "").toLowerCase();
  return word === "nested" ? "nest" : word === "nul_string" ? "string" : word;
}

/** `struct netlink_range_validation`: the limits that FULL_RANGE points to. */
function parseRanges(text: string, value: Lookup): Ranges {
  const ranges = new Map<string, Limits>();
  for (const [, name, body] of text.matchAll(/struct\s+netlink_range_validation\s+(\w+)\s*=\s*\{([^}]*)\}/g)) {
    const bound = (key: string) => {
      const expression = new RegExp(`\\.\\s*${key}\\s*=\\s*([^,]+)`).exec(body!)?.[1];
      return expression === undefined ? undefined : evaluate(expression, value);
    };
    ranges.set(name!, plain({ min: bound("min"), max: bound("max") }));
  }
  return ranges;
}

function plain(limits: { [K in keyof Limits]: Limits[K] | undefined }): Limits {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
