import { Nl80211Error } from "../errors.ts";
import { NlctrlCommand } from "../genetlink/generated/nlctrl.ts";
import { Nl80211Command } from "../nl80211/generated/command-map.ts";
import { EVENTS } from "../nl80211/generated/event-loader.ts";
import type { Question } from "./recording.ts";

/** A command as messages name it: "GetStation", "nlctrl GetFamily", "RTM_GETLINK". */
export function commandName({ family, command }: Pick<Question, "family" | "command">): string {
  switch (family) {
    case "nl80211":
      return Nl80211Command[command] ?? `nl80211 command ${command}`;
    case "nlctrl":
      return `${family} ${NlctrlCommand[command] ?? `command ${command}`}`;
    case "rtnetlink":
      return `RTM_${["NEW", "DEL", "GET", "SET"][command % 4]}${ROUTE_OBJECTS[command >> 2] ?? ` (${command})`}`;
    default:
      return `${family} command ${command}`;
  }
}

/** Family and number of a command that a script names: "GetStation" or 17 of nl80211, "nlctrl:GetPolicy", "rtnetlink:RTM_GETLINK". */
export function commandNumber(command: string | number): [family: string, number: number] {
  if (typeof command === "number") return ["nl80211", command];
  const colon = command.indexOf(":");
  const family = colon < 0 ? "nl80211" : command.slice(0, colon);
  const name = command.slice(colon + 1);
  const number = /^\d+$/.test(name) ? Number(name) : NUMBERS[family]?.(name);
  if (number === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${command} is no command of ${family}`);
  return [family, number];
}

/** Family and number of an event that a script names: "new-scan-results" or 34 of nl80211, "mac80211_hwsim:4". */
export function eventNumber(event: string | number): [family: string, number: number] {
  if (typeof event === "number" || event.includes(":")) return commandNumber(event);
  const number = Object.keys(EVENTS).find((key) => EVENTS[Number(key)]!.type === event);
  if (number === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${event} is no event of nl80211`);
  return ["nl80211", Number(number)];
}

const NUMBERS: Readonly<Record<string, (name: string) => number | undefined>> = {
  nl80211: (name) => Nl80211Command[name as keyof typeof Nl80211Command],
  nlctrl: (name) => NlctrlCommand[name as keyof typeof NlctrlCommand],
  rtnetlink: (name) => {
    const [, verb, object] = /^RTM_(NEW|DEL|GET|SET)([A-Z]+)$/.exec(name) ?? [];
    const group = Object.entries(ROUTE_OBJECTS).find(([, other]) => other === object)?.[0];
    return group === undefined ? undefined : 4 * Number(group) + ["NEW", "DEL", "GET", "SET"].indexOf(verb!);
  },
};

/** Objects of rtnetlink by a quarter of their messages' types (linux/rtnetlink.h). */
const ROUTE_OBJECTS: Readonly<Record<number, string>> = { 4: "LINK", 5: "ADDR", 6: "ROUTE", 7: "NEIGH" };
