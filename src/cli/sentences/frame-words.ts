import { type FrameHeader, parseFrame } from "../../ieee80211/frame.ts";
import { reasonWords, sentence, statusWords } from "./words.ts";

/** `authentication 02:... -> 02:..., status 0: success`: what a frame is, whose, and what it answers. */
export function frameWords(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return "no frame";
  const frame = parseFrame(bytes);
  const { source, destination } = (frame.kind === "malformed" ? frame.partial : frame) as Partial<FrameHeader>;
  const way = source === undefined && destination === undefined ? "" : `${source ?? "?"} -> ${destination ?? "?"}`;
  return `${sentence(frame.name, way)}${outcomeOf(frame)}`;
}

/** What it answers, why it ends something, which action it is, or what is wrong with it. */
function outcomeOf(frame: ReturnType<typeof parseFrame>): string {
  switch (frame.kind) {
    case "malformed":
      return ` (broken: ${frame.reason})`;
    case "authentication":
    case "association response":
    case "reassociation response":
      return `, ${statusWords(frame.status)}`;
    case "deauthentication":
    case "disassociation":
      return `, ${reasonWords(frame.reason)}`;
    case "action":
    case "action no ack":
      return `, ${frame.categoryName}${frame.actionName === undefined ? "" : `: ${frame.actionName}`}`;
    default:
      return "";
  }
}
