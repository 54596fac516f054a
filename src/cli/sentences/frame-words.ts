import { parseFrame } from "../../ieee80211/frame.ts";
import { reasonWords, sentence, statusWords } from "./words.ts";

/** `authentication 02:... -> 02:..., status 0: success`: what a frame is, whose, and what it answers. */
export function frameWords(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return "no frame";
  const frame = parseFrame(bytes);
  if (frame.kind === "malformed") return `${frame.name} (broken: ${frame.reason})`;
  const { source, destination } = frame;
  const way = source === undefined && destination === undefined ? "" : `${source ?? "?"} -> ${destination ?? "?"}`;
  return `${sentence(frame.name, way)}${outcomeOf(frame)}`;
}

function outcomeOf(frame: ReturnType<typeof parseFrame>): string {
  switch (frame.kind) {
    case "authentication":
    case "association response":
    case "reassociation response":
      return `, ${statusWords(frame.status)}`;
    case "deauthentication":
    case "disassociation":
      return `, ${reasonWords(frame.reason)}`;
    default:
      return "";
  }
}
