import type { NanFunctionInput, ResponseFilter } from "../client/nan/function.ts";
import { Nl80211Error } from "../errors.ts";
import { Words } from "./words.ts";

/** What iw's `nan add_func` can be told. */
export const FUNCTION_WORDS =
  "type <publish|subscribe|followup> [active] [solicited] [unsolicited] [bcast] [close_range] name <name> [info <info>] " +
  "[flw_up_id <id> flw_up_req_id <id> flw_up_dest <mac>] [ttl <ttl>] " +
  "[srf <include|exclude> <bf <index> <octets>|list> <mac;mac...>] [rx_filter <text:text...>] [tx_filter <text:text...>]";

/** A function of a NAN device from iw's words. Throws INVALID_ARGUMENT. */
export function functionOf(words: readonly string[]): NanFunctionInput {
  const rest = new Words(words, FUNCTION_WORDS);
  if (!rest.flag("type")) rest.unexpected(words[0] ?? "");
  const type = rest.next("type");
  const said: Record<string, unknown> = {};
  rest.each((word) => {
    const key = Object.hasOwn(FLAGS, word) ? FLAGS[word] : undefined;
    if (key !== undefined) said[key] = true;
    else if (word === "name") said["service"] = rest.next(word);
    else if (word === "info") said["info"] = rest.next(word);
    else if (word === "ttl") said["ttl"] = rest.number(word);
    else if (word === "flw_up_id") said["peerInstanceId"] = rest.number(word);
    else if (word === "flw_up_req_id") said["instanceId"] = rest.number(word);
    else if (word === "flw_up_dest") said["destination"] = rest.next(word);
    else if (word === "srf") said["responders"] = respondersOf(rest);
    else if (word === "rx_filter") said["receiveFilter"] = partsOf(rest.next(word));
    else if (word === "tx_filter") said["transmitFilter"] = partsOf(rest.next(word));
    else rest.unexpected(word);
  });
  const kind = type === "followup" ? "follow-up" : type;
  for (const key of Object.keys(said)) {
    if (!COMMON.has(key) && !OWN[kind]?.has(key))
      throw invalid(`type ${type} has no ${key}: expected ${FUNCTION_WORDS}`);
  }
  for (const key of ["service", ...(kind === "follow-up" ? OWN[kind]! : [])]) {
    if (said[key] === undefined) throw invalid(`type ${type} needs ${key}: expected ${FUNCTION_WORDS}`);
  }
  return { type: kind, ...said } as unknown as NanFunctionInput;
}

const FLAGS: Readonly<Record<string, string>> = {
  ...{ active: "active", solicited: "solicited", unsolicited: "unsolicited", bcast: "broadcast" },
  close_range: "closeRange",
};

const COMMON: ReadonlySet<string> = new Set(["service", "info", "closeRange"]);
const FINDING = ["ttl", "responders", "receiveFilter", "transmitFilter"];
const OWN: Readonly<Record<string, ReadonlySet<string>>> = {
  publish: new Set([...FINDING, "solicited", "unsolicited", "broadcast"]),
  subscribe: new Set([...FINDING, "active"]),
  "follow-up": new Set(["destination", "peerInstanceId", "instanceId"]),
};

function respondersOf(rest: Words): ResponseFilter {
  const which = rest.next("include or exclude");
  if (which !== "include" && which !== "exclude") rest.unexpected(which);
  const how = rest.next("bf or list");
  if (how !== "bf" && how !== "list") rest.unexpected(how);
  const include = which === "include";
  if (how === "list") return { include, addresses: rest.next("addresses").split(";") };
  const bloom = { index: rest.number("bf_idx"), octets: rest.number("bf_len") };
  return { include, bloom, addresses: rest.next("addresses").split(";") };
}

/** "a:*:b": what is between colons, the star matching all. */
function partsOf(text: string): string[] {
  return text.split(":").map((part) => (part === "*" ? "" : part));
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
