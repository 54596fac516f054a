import type { WifiEvent } from "../client/watch/events.ts";

/** Attributes of events that are keys, by the spec's `secret`: the PMK and the FILS KEK that a driver hands to its supplicant. */
const KEYS: ReadonlySet<string> = new Set(["pmk", "filsKek", "filsErpRrk", "keyData", "saePassword"]);
/** Events whose frame is EAPOL, which carries keys of its own. */
const EAPOL: ReadonlySet<string> = new Set(["control-port-frame", "control-port-frame-tx-status"]);

/** The event as it may be shown: what is a key, or carries one, is replaced by its length. */
export function withoutSecrets(event: WifiEvent): WifiEvent {
  if (event.type === "unknown" || event.type === "overrun") return event;
  const shown = Object.entries(event.attributes).map(([name, value]) => {
    const secret = KEYS.has(name) || (name === "frame" && EAPOL.has(event.type));
    return [name, secret && value instanceof Uint8Array ? `(secret, ${value.length} octets)` : value];
  });
  return { ...event, attributes: Object.fromEntries(shown) } as WifiEvent;
}
