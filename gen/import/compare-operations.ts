import type { AttributeSet, Family, Message, Operation } from "../model.ts";
import type { Comparison, Difference } from "./comparison.ts";
import type { KernelOperation, Reads } from "./kernel-operations.ts";

/**
 * Compares each command with the kernel's table of operations, with what its handlers read and with what is put into its messages.
 * The kernel must say what the spec says, or the spec must say why not, in the same words (`differs`, source `kernel`).
 */
export function compareOperations(family: Family, kernel: readonly KernelOperation[]): Comparison {
  const differences: Difference[] = [];
  const accepted: Difference[] = [];
  const idle: string[] = [];
  let agreeing = 0;
  const numbers = new Map(family.commands.entries.map(({ cName, value }) => [cName, value]));
  const operations = new Map(family.operations.map((operation) => [operation.value, operation]));
  for (const facts of kernel) {
    const operation = operations.get(numbers.get(facts.command) ?? -1);
    if (operation === undefined) continue;
    const said = differencesOf(family, operation, facts);
    if (said.length === 0) agreeing++;
    const reasons = new Set(operation.differs.filter(({ source }) => source === "kernel").map(({ says }) => says));
    for (const { spec, says } of said) {
      const list = reasons.delete(says) ? accepted : differences;
      list.push({ kind: "command", what: facts.command, spec, source: "kernel", says, where: operation.name });
    }
    for (const says of reasons) idle.push(`${facts.command}: kernel says ${says}`);
  }
  const counts = { operations: { header: kernel.length, spec: agreeing } };
  return { differences, accepted, idle, counts };
}

interface Said {
  readonly spec: string;
  readonly says: string;
}

function differencesOf(family: Family, operation: Operation, kernel: KernelOperation): Said[] {
  const { entry } = kernel;
  const said: Said[] = [];
  const same = (what: string, spec: string, says: string): void => {
    if (spec !== says) said.push({ spec: `${what}: ${spec}`, says: `${what}: ${says}` });
  };
  const kinds = (once: unknown, dump: unknown): string =>
    [once === undefined ? [] : "do", dump === undefined ? [] : "dump"].flat().join(", ") || "nothing";
  same("handles", kinds(operation.do, operation.dump), kinds(entry?.do, entry?.dump));
  if (entry !== undefined) {
    same("privilege", operation.privilege, entry.privilege);
    same("up", `${operation.up}`, `${entry.up}`);
    same("dont-validate", operation.dontValidate.join(", "), entry.dontValidate.join(", "));
    if (entry.target !== undefined) same("target", operation.target.join(", "), entry.target.join(", "));
  }
  for (const kind of ["do", "dump"] as const) {
    const request = operation[kind]?.request;
    if (request === undefined) continue;
    const what = kind === "do" ? "reads" : "reads in a dump";
    const { surely, perhaps }: Reads = kernel[kind];
    const listed = request.attributes.map(({ cName }) => cName);
    const known = new Set([...listed, ...SELECTORS, ...nestedIn(family, [request])]);
    note(
      `${what} also`,
      [...surely].filter((name) => !known.has(name)),
    );
    note(
      `never ${what}`,
      listed.filter((name) => !perhaps.has(name) && !SELECTORS.has(name)),
    );
  }
  const answers = answersUnder(family, operation);
  const listed = new Set(answers.flatMap(({ attributes }) => attributes.map(({ cName }) => cName)));
  const known = new Set([...listed, ...PADS, ...nestedIn(family, answers)]);
  note("puts also", answers.length === 0 ? [] : [...kernel.puts].filter((name) => !known.has(name)));
  note(
    "never puts",
    [...listed].filter((name) => !kernel.puts.has(name)),
  );
  return said;

  function note(what: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const words = names.map((name) => name.replace("NL80211_ATTR_", "").toLowerCase().replace(/_/g, "-"));
    const more = words.length > MOST ? ` and ${words.length - MOST} more` : "";
    said.push({ spec: "", says: `${what} ${words.slice(0, MOST).join(", ")}${more}` });
  }
}

/** Names that a difference lists before it only counts. */
const MOST = 6;

/** Read before the handler runs, to find what is addressed. */
const SELECTORS: ReadonlySet<string> = new Set(["NL80211_ATTR_WIPHY", "NL80211_ATTR_IFINDEX", "NL80211_ATTR_WDEV"]);
const PADS: ReadonlySet<string> = new Set(["NL80211_ATTR_PAD"]);

/** What comes under a command: its event, and the replies of any operation that are sent by its number. */
function answersUnder(family: Family, { value, event }: Operation): Message[] {
  const replies = family.operations.flatMap((other) => [other.do?.reply, other.dump?.reply]);
  const ours = replies.filter((reply) => reply?.commandValue === value);
  return [event, ...ours].filter((message) => message !== undefined);
}

/** C names of the top-level attributes that messages carry inside nests: the links of MLO_LINKS, the beacon in CSA_IES. */
function nestedIn(family: Family, messages: readonly Message[]): Set<string> {
  const seen = new Set<AttributeSet>();
  const visit = (attributes: Message["attributes"]): void => {
    for (let { type } of attributes) {
      while (type.kind === "array") type = type.element;
      if (type.kind !== "nest" || seen.has(type.set)) continue;
      seen.add(type.set);
      visit(type.set.attributes);
    }
  };
  for (const { attributes } of messages) visit(attributes);
  const inside = [...seen].filter((set) => set.base === family.root);
  return new Set(inside.flatMap(({ attributes }) => attributes.map(({ cName }) => cName)));
}
