import { reasonText } from "../../ieee80211/reason.ts";
import { Ssid } from "../../ieee80211/ssid.ts";
import { statusText } from "../../ieee80211/status.ts";
import { type ChandefAttributes, operatingChannel } from "../../nl80211/channel.ts";
import { channelText, quotedName } from "../format.ts";

/** The parts that are there, with spaces between. */
export function sentence(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== "").join(" ");
}

/** `reason 3: this station is leaving`. */
export function reasonWords(code: number): string {
  const text = reasonText(code);
  return text === `reason ${code}` ? text : `reason ${code}: ${text}`;
}

/** `status 17: the AP cannot handle more stations`. */
export function statusWords(code: number): string {
  const text = statusText(code);
  return text === `status ${code}` ? text : `status ${code}: ${text}`;
}

/** An SSID in quotation marks; "(hidden)" of a network that hides its name. */
export function ssidWords(bytes: Uint8Array): string {
  return quotedName(new Ssid(bytes));
}

/** `channel 36 (5180 MHz, 80 MHz)`, `902.5 MHz`; with its centres where they tell more, and what is punctured. */
export function channelWords(from: ChandefAttributes): string {
  const channel = operatingChannel(from);
  if (channel === undefined) return "no channel";
  const named = channel.channel === undefined ? channelText(channel) : `channel ${channelText(channel)}`;
  const { frequencyMhz, center1Mhz, center2Mhz, puncturedBitmap } = channel;
  const centres = [center1Mhz, center2Mhz].filter((mhz) => mhz !== undefined && mhz !== frequencyMhz && mhz !== 0);
  return sentence(
    named,
    centres.length > 0 && `around ${centres.join(" and ")} MHz`,
    puncturedBitmap !== undefined && puncturedBitmap !== 0 && `punctured 0x${puncturedBitmap.toString(16)}`,
  );
}

/** `cookie 0x1a`: what ties an event to a request. */
export function cookieWords(cookie: bigint | undefined): string {
  return cookie === undefined ? "" : `(cookie 0x${cookie.toString(16)})`;
}

/** `to 02:...`, nothing where there is no address. */
export function addressed(preposition: string, address: string | undefined): string {
  return address === undefined ? "" : `${preposition} ${address}`;
}

/** `3 octets`, `1 octet`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The bits that are set, as a list: "0, 3". */
export function bitsOf(bitmap: bigint | number): string {
  const bits: number[] = [];
  for (let rest = BigInt(bitmap), bit = 0; rest !== 0n; rest >>= 1n, bit++) if (rest & 1n) bits.push(bit);
  return bits.join(", ");
}
