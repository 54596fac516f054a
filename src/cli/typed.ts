import { parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";

/** A number that a person typed. Throws INVALID_ARGUMENT that names it. */
export function numberOf(what: string, text: string | undefined): number {
  const value = Number(text);
  if (text !== undefined && text.trim() !== "" && Number.isFinite(value)) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${text ?? "(not given)"}: expected a number`);
}

/** A switch that a person typed: on or off. */
export function switchOf(what: string, text: string | undefined): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${text ?? "(not given)"}: expected on or off`);
}

/** A channel as iw's words say it: "36 80MHz", "2437 HT40+"; numbers above 300 are MHz. */
export function channelOf(number: string | undefined, mode: string | undefined) {
  const value = numberOf("channel or MHz", number);
  return {
    ...(value > 300 ? { frequencyMhz: value } : { channel: value }),
    ...(mode !== undefined && { mode: mode as "HT20" }),
  };
}

/** "1,2,5.5" as numbers. */
export function ratesNamed(text: string): number[] {
  return text.split(",").map((rate) => numberOf("rate in Mbit/s", rate));
}

/** A device that a person names: an interface by its name, or a wdev by its number, as `interfaces` shows it ("0x100000002"). */
export function deviceNamed(text: string): string | { readonly wdev: number } {
  return /^(0x[0-9a-f]+|\d+)$/i.test(text) ? { wdev: Number(text) } : text;
}

/** True for a MAC address as a person types it. */
export function isMac(word: string): boolean {
  try {
    parseMac(word);
    return true;
  } catch {
    return false;
  }
}
