import { Ssid } from "../../ieee80211/ssid.ts";
import type { Events } from "../../nl80211/generated/command-map.ts";
import { Iftype } from "../../nl80211/generated/interface-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { Sentences } from "./sentence.ts";
import { channelWords, sentence, ssidWords } from "./words.ts";

/** Radios and interfaces. */
export const DEVICE_SENTENCES: Sentences<
  "new-wiphy" | "del-wiphy" | "new-interface" | "set-interface" | "del-interface" | "start-ap" | "stop-ap"
> = {
  "new-wiphy": ({ wiphyName = "" }) => `radio ${wiphyName} is there, new or renamed`,
  "del-wiphy": ({ wiphyName = "" }) => sentence("radio", wiphyName, "is gone"),
  "new-interface": (device) => `new interface, ${deviceWords(device)}`,
  "set-interface": (device) => `interface changed: ${deviceWords(device)}`,
  "del-interface": (device) => `interface removed, ${deviceWords(device)}`,
  "start-ap": ({ ssid }) => sentence("access point started", ssid && `as ${ssidWords(ssid)}`),
  "stop-ap": () => "access point stopped",
};

type Device = Events["new-interface"];

/** `type station, 02:..., four addresses`. A mesh's name comes as its SSID. */
function deviceWords(device: Device): string {
  const { iftype, mac, use4addr, ssid, wiphyFreqMhz } = device;
  const mesh = iftype === Iftype.MeshPoint ? "mesh" : "network";
  return [
    iftype === undefined ? "" : `type ${wordOf(Iftype, iftype)}`,
    mac,
    ssid && `${mesh} "${new Ssid(ssid).text}"`,
    wiphyFreqMhz === undefined ? "" : channelWords(device),
    use4addr === 1 ? "four addresses" : "",
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(", ");
}
