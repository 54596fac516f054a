import { ByteWriter } from "../../bytes/writer.ts";
import { Nl80211Error } from "../../errors.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** What a Country element says. */
export interface CountryInput {
  /** Two letters. */
  readonly alpha2: string;
  /** Absent: both. */
  readonly environment?: "indoor" | "outdoor" | "any";
  /** Instead of the environment: the table of operating classes, 4 the global one. */
  readonly operatingClassTable?: number;
  readonly channels: readonly {
    readonly firstChannel: number;
    readonly channelCount: number;
    readonly maxTxPowerDbm: number;
  }[];
}

/** Country element, padded to an even length. Throws INVALID_ARGUMENT for a code that is not two letters or digits. */
export function encodeCountry(country: CountryInput): Uint8Array {
  if (!/^[A-Za-z0-9]{2}$/.test(country.alpha2)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `not a country code of two letters: "${country.alpha2}"`);
  }
  const writer = new ByteWriter();
  writer.put(new TextEncoder().encode(country.alpha2.toUpperCase()));
  const environment = { indoor: 0x49, outdoor: 0x4f, any: 0x20 }[country.environment ?? "any"];
  writer.u8(country.operatingClassTable ?? environment);
  for (const { firstChannel, channelCount, maxTxPowerDbm } of country.channels) {
    writer.u8(firstChannel).u8(channelCount).u8(maxTxPowerDbm);
  }
  if (writer.length % 2 === 1) writer.u8(0);
  return encodeElement(ElementId.Country, writer.finish());
}
