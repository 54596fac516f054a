import { need } from "../element-kind.ts";

/** A run of channels with one power limit. */
export interface CountryChannels {
  readonly firstChannel: number;
  readonly channelCount: number;
  /** The last of them, counted as the standard does: by 1 in 2.4 GHz, by 4 above. */
  readonly lastChannel: number;
  readonly maxTxPowerDbm: number;
}

/** An operating class in the list, with what its channels may do. */
export interface CountryOperatingClass {
  /** 201 to 255. */
  readonly extensionId: number;
  readonly operatingClass: number;
  /** The air propagation time that the BSS allows for, in 3 µs. */
  readonly coverageClass: number;
  /** The same as a distance, 450 m a class; reserved classes (32 and up) have none. */
  readonly coverageMeters?: number;
}

/** The Country element. */
export interface Country {
  /** Two letters of ISO 3166-1; "XX", "ZZ" and the like are in use for none. */
  readonly alpha2: string;
  /** What the rules hold for. "noncountry" goes with "XX". Absent where the octet says something else. */
  readonly environment?: "any" | "outdoor" | "indoor" | "noncountry";
  /** The table of annex E that gives the operating classes their meaning: 4 is the global one. In the octet of the environment. */
  readonly operatingClassTable?: number;
  readonly channels: readonly CountryChannels[];
  readonly operatingClasses: readonly CountryOperatingClass[];
}

export function decodeCountry(body: Uint8Array): Country {
  need(body, 3);
  const channels: CountryChannels[] = [];
  const operatingClasses: CountryOperatingClass[] = [];
  // A last octet alone is padding to an even length.
  for (let at = 3; at + 3 <= body.length; at += 3) {
    const [first, second, third] = [body[at]!, body[at + 1]!, body[at + 2]!];
    if (first >= 201) {
      const coverage = third < 32 ? { coverageMeters: 450 * third } : {};
      operatingClasses.push({ extensionId: first, operatingClass: second, coverageClass: third, ...coverage });
    } else {
      const lastChannel = first + (first <= 14 ? 1 : 4) * (second - 1);
      channels.push({ firstChannel: first, channelCount: second, lastChannel, maxTxPowerDbm: (third << 24) >> 24 });
    }
  }
  const third = body[2]!;
  const environment = ENVIRONMENTS[third];
  return {
    alpha2: String.fromCharCode(body[0]!, body[1]!),
    ...(environment === undefined ? {} : { environment }),
    ...(third >= 1 && third <= 0x1f ? { operatingClassTable: third } : {}),
    channels,
    operatingClasses,
  };
}

const ENVIRONMENTS: Readonly<Record<number, "any" | "outdoor" | "indoor" | "noncountry">> = {
  32: "any",
  79: "outdoor",
  73: "indoor",
  88: "noncountry",
};
