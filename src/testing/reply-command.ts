import { ControllerCommand } from "./families.ts";
import { Nl80211Command as C } from "./nl80211-numbers.ts";
import type { Question } from "./recording.ts";

/** The command under which the kernel answers. */
export function replyCommand({ family, command }: Pick<Question, "family" | "command">): number {
  switch (family) {
    case "nl80211":
      return NL80211.get(command) ?? command;
    case "nlctrl":
      return command === ControllerCommand.GetFamily ? ControllerCommand.NewFamily : command;
    case "rtnetlink":
      return command - (command % 4); // RTM_NEW... for RTM_GET...
    default:
      return command;
  }
}

/** From the doit and dumpit handlers in net/wireless/nl80211.c: those that answer under another command. */
const NL80211: ReadonlyMap<number, number> = new Map([
  [C.GetWiphy, C.NewWiphy],
  [C.GetInterface, C.NewInterface],
  [C.GetKey, C.NewKey],
  [C.GetStation, C.NewStation],
  [C.GetMpath, C.NewMpath],
  [C.GetMpp, C.NewMpath],
  [C.GetScan, C.NewScanResults],
  [C.GetSurvey, C.NewSurveyResults],
]);
