import type { Events } from "../../nl80211/generated/command-map.ts";
import { RegInitiator, RegType } from "../../nl80211/generated/regulatory-enums.ts";
import type { Frequency } from "../../nl80211/generated/wiphy.ts";
import type { Sentences } from "./sentence.ts";

/** The rules of a country, and what beacons allow. */
export const REGULATORY_SENTENCES: Sentences<"reg-change" | "wiphy-reg-change" | "reg-beacon-hint"> = {
  "reg-change": (change) => `regulatory domain: ${domainWords(change)}`,
  "wiphy-reg-change": (change) => `the radio's own regulatory domain: ${domainWords(change)}`,
  "reg-beacon-hint": ({ freqBefore = {}, freqAfter = {} }) => {
    const mhz = freqAfter.frequencyMhz ?? freqBefore.frequencyMhz;
    return `a beacon on ${mhz} MHz was heard: ${allowed(freqBefore, freqAfter)}`;
  },
};

/** What it is now, and who asked for it: "set to DE by a country element in a beacon". */
function domainWords({ regType, regAlpha2, regInitiator }: Events["reg-change"]): string {
  const by = regInitiator === undefined ? "" : ` ${INITIATORS[regInitiator] ?? `by initiator ${regInitiator}`}`;
  switch (regType) {
    case RegType.Country:
      return `set to ${regAlpha2}${by}`;
    case RegType.World:
      return `set to the world's${by}`;
    case RegType.CustomWorld:
      return `a driver's own rules for the world${by}`;
    case RegType.Intersection:
      return `what several countries' rules allow in common${by}`;
    default:
      return `of kind ${regType}${by}`;
  }
}

const INITIATORS: Readonly<Record<number, string>> = {
  [RegInitiator.Core]: "by the kernel itself",
  [RegInitiator.User]: "by a user",
  [RegInitiator.Driver]: "by a driver",
  [RegInitiator.CountryIe]: "by a country element in a beacon",
};

/** What a beacon hint lifts. Older kernels tell of IBSS apart. */
function allowed(before: Frequency, after: Frequency): string {
  return before.noIr && !after.noIr ? "sending first is allowed there now" : "nothing else is allowed there";
}
