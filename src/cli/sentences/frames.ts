import { frameWords } from "./frame-words.ts";
import type { Sentences } from "./sentence.ts";
import { addressed, channelWords, cookieWords, sentence } from "./words.ts";

/** Frames that programs send and receive. Of EAPOL no more is said than that it is: it carries keys. */
export const FRAME_SENTENCES: Sentences<
  "frame" | "frame-tx-status" | "frame-wait-cancel" | "control-port-frame" | "control-port-frame-tx-status"
> = {
  frame: (event) =>
    sentence(
      `received ${frameWords(event.frame)}`,
      event.wiphyFreqMhz !== undefined && `on ${channelWords(event)}`,
      event.rxSignalDbm !== undefined && `at ${event.rxSignalDbm} dBm`,
    ),
  "frame-tx-status": ({ frame, ack, cookie }) => sentence(ackWords(ack), frameWords(frame), cookieWords(cookie)),
  "frame-wait-cancel": (event) =>
    sentence(`waits no longer for an answer on ${channelWords(event)}`, cookieWords(event.cookie)),
  "control-port-frame": ({ mac, controlPortEthertype, controlPortNoEncrypt }) =>
    sentence(
      `received ${protocolOf(controlPortEthertype)}`,
      addressed("from", mac),
      controlPortNoEncrypt && "(unencrypted)",
    ),
  "control-port-frame-tx-status": ({ ack, cookie }) => sentence(ackWords(ack), "EAPOL", cookieWords(cookie)),
};

function ackWords(ack: boolean | undefined): string {
  return ack ? "sent and acknowledged:" : "sent, not acknowledged:";
}

/** The control port is EAPOL's (0x888e), unless WAPI (0x88b4) or preauthentication (0x88c7). */
function protocolOf(etherType: number | undefined): string {
  if (etherType === undefined || etherType === 0x888e) return "EAPOL";
  return etherType === 0x88c7 ? "preauthentication EAPOL" : `frames of type 0x${etherType.toString(16)}`;
}
