import { Nl80211Error } from "../../errors.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** An SSID as text or octets. */
export type SsidInput = string | Uint8Array | { readonly bytes: Uint8Array };

/** The octets of an SSID, checked: at most 32. */
export function ssidBytes(ssid: SsidInput): Uint8Array {
  const bytes =
    typeof ssid === "string" ? new TextEncoder().encode(ssid) : ssid instanceof Uint8Array ? ssid : ssid.bytes;
  if (bytes.length > 32) {
    throw new Nl80211Error("INVALID_ARGUMENT", `an SSID has at most 32 octets, this one ${bytes.length}`);
  }
  return bytes;
}

/** SSID element. Of no octets: any network (in requests), or a hidden one (in beacons). */
export function encodeSsid(ssid: SsidInput): Uint8Array {
  return encodeElement(ElementId.Ssid, ssidBytes(ssid));
}
