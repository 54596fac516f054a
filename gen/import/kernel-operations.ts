import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PrivilegeWord, TargetWord, UncheckedWord } from "../spec.ts";
import { type CFunction, functionsOf, withoutComments } from "./c-functions.ts";

/** What a kernel's source says of one command. */
export interface KernelOperation {
  /** C name. */
  readonly command: string;
  /** Its entry in the table of operations; undefined where the command is only ever an event or a reply. */
  readonly entry: OperationEntry | undefined;
  readonly do: Reads;
  readonly dump: Reads;
  /** Top-level attributes that go into messages under this command. */
  readonly puts: ReadonlySet<string>;
}

/** Top-level attributes that a handler takes out of a request. */
export interface Reads {
  /** Those that stand in brackets, which is how a request's are read. */
  readonly surely: ReadonlySet<string>;
  /** Those that it names in any way: a number may go into a variable first. */
  readonly perhaps: ReadonlySet<string>;
}

export interface OperationEntry {
  readonly do: string | undefined;
  readonly dump: string | undefined;
  readonly privilege: PrivilegeWord;
  /** By NL80211_FLAG_NEED_*; undefined where the handler looks for itself. */
  readonly target: readonly TargetWord[] | undefined;
  readonly up: boolean;
  readonly dontValidate: readonly UncheckedWord[];
}

/** Arguments by which a function hands a request on, and a message that it fills. */
const REQUEST = /\b(info|attrs|attrbuf|tb|cb)\b/;
const MESSAGE = /\b(msg|skb|cmd|notif|command|event)\b/;

/** Reads a kernel's nl80211: its table of operations, its handlers, and the functions that fill messages. */
export function kernelOperations(folder: string, isAttribute: (name: string) => boolean): KernelOperation[] {
  const wireless = join(folder, "net/wireless");
  const paths = readdirSync(wireless)
    .filter((name) => /^[a-z0-9-]+\.[ch]$/.test(name) && !name.startsWith("trace"))
    .map((name) => join(wireless, name));
  paths.push(...[join(folder, "include/net/cfg80211.h")].filter((path) => existsSync(path)));
  const sources = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const functions = new Map<string, CFunction>();
  for (const { path, text } of sources) {
    for (const each of functionsOf(path, text)) if (!functions.has(each.name)) functions.set(each.name, each);
  }
  const entries = operationTable(withoutComments(readFileSync(join(wireless, "nl80211.c"), "utf8")));
  const senders = sendersOf(functions.values());
  return [...new Set([...entries.keys(), ...senders.keys()])].sort().map((command) => {
    const entry = entries.get(command);
    const reads = (handler: string | undefined): Reads => {
      const reached = reach(functions, handler, REQUEST);
      return { surely: attributesIn(reached, indexed), perhaps: attributesIn(reached, named) };
    };
    const filling = (senders.get(command) ?? []).flatMap((name) => [
      ...reach(functions, name, new RegExp(`${MESSAGE.source}|\\b${command}\\b`)),
    ]);
    return {
      command,
      entry,
      do: reads(entry?.do),
      dump: reads(entry?.dump),
      puts: attributesIn(new Set(filling), outsideBrackets),
    };
  });

  function attributesIn(reached: ReadonlySet<CFunction>, find: (body: string) => string[]): ReadonlySet<string> {
    return new Set([...reached].flatMap(({ body }) => find(body)).filter(isAttribute));
  }
}

/** The functions that one reaches by calls that hand on a request, or a message. */
function reach(functions: ReadonlyMap<string, CFunction>, from: string | undefined, by: RegExp): Set<CFunction> {
  const reached = new Set<CFunction>();
  const visit = (name: string): void => {
    const called = functions.get(name);
    if (called === undefined || reached.has(called)) return;
    reached.add(called);
    for (const call of called.calls) {
      if (call.args.some((argument) => by.test(argument))) visit(call.name);
      // a function that is handed over to be called back
      for (const argument of call.args) if (/_callback$/.test(argument)) visit(argument);
    }
  };
  if (from !== undefined) visit(from);
  return reached;
}

function indexed(body: string): string[] {
  return [...body.matchAll(/\[\s*(NL80211_ATTR_\w+)\s*\]/g)].map(([, name]) => name!);
}

function named(body: string): string[] {
  return [...body.matchAll(/\bNL80211_ATTR_\w+/g)].map(([name]) => name);
}

function outsideBrackets(body: string): string[] {
  return named(body.replace(/\[\s*NL80211_ATTR_\w+\s*\]/g, ""));
}

/** The functions that name a command other than to compare with it: they send it, or have it sent. */
function sendersOf(functions: Iterable<CFunction>): Map<string, string[]> {
  const senders = new Map<string, string[]>();
  for (const { name, body } of functions) {
    for (const [, command] of body.matchAll(/(?<!(?:[!=]=|case)\s*)\b(NL80211_CMD_\w+)/g)) {
      const those = senders.get(command!) ?? [];
      if (!those.includes(name)) senders.set(command!, [...those, name]);
    }
  }
  return senders;
}

function operationTable(text: string): Map<string, OperationEntry> {
  const from = text.search(/nl80211_ops\[\]\s*=/);
  const entries = new Map<string, OperationEntry>();
  for (const [, command, rest] of text.slice(from).matchAll(/\{\s*\.cmd = (NL80211_CMD_\w+),([\s\S]*?)\n\t\},/g)) {
    const member = (name: string) => new RegExp(`\\.${name}\\s*=\\s*(\\w+)`).exec(rest!)?.[1];
    const flag = (name: string) => rest!.includes(`NL80211_FLAG_${name}`);
    const privilege = { GENL_UNS_ADMIN_PERM: "uns-admin-perm", GENL_ADMIN_PERM: "admin-perm" } as const;
    entries.set(command!, {
      do: member("doit"),
      dump: member("dumpit"),
      privilege: privilege[member("flags") as keyof typeof privilege] ?? "none",
      target: flag("NEED_WIPHY")
        ? ["wiphy", "netdev", "wdev"]
        : flag("NEED_NETDEV")
          ? ["netdev"]
          : flag("NEED_WDEV")
            ? ["netdev", "wdev"]
            : undefined,
      up: flag("NEED_NETDEV_UP") || flag("NEED_WDEV_UP"),
      dontValidate: (["strict", "dump"] as const).filter((word) =>
        rest!.includes(`GENL_DONT_VALIDATE_${word.toUpperCase()}`),
      ),
    });
  }
  return entries;
}
