import { ControllerCommand } from "./families.ts";
import { Nl80211Command } from "./nl80211-numbers.ts";
import type { Question } from "./recording.ts";

/** A command as messages name it: "GetStation", "nlctrl GetFamily", "RTM_GETLINK". */
export function commandName({ family, command }: Pick<Question, "family" | "command">): string {
  switch (family) {
    case "nl80211":
      return Nl80211Command[command] ?? `nl80211 command ${command}`;
    case "nlctrl":
      return `${family} ${ControllerCommand[command] ?? `command ${command}`}`;
    case "rtnetlink":
      return `RTM_${["NEW", "DEL", "GET", "SET"][command % 4]}${ROUTE_OBJECTS[command >> 2] ?? ` (${command})`}`;
    default:
      return `${family} command ${command}`;
  }
}

/** Objects of rtnetlink by a quarter of their messages' types (linux/rtnetlink.h). */
const ROUTE_OBJECTS: Readonly<Record<number, string>> = { 4: "LINK", 5: "ADDR", 6: "ROUTE", 7: "NEIGH" };
