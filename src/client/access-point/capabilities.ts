import { Nl80211Error } from "../../errors.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import { bandOf } from "../../ieee80211/channel.ts";
import type {
  EhtCapabilitiesInput,
  HeCapabilitiesInput,
  HtCapabilitiesInput,
  VhtCapabilitiesInput,
} from "../../ieee80211/encode/capabilities.ts";
import { Iftype } from "../../nl80211/generated/interface-enums.ts";
import type { BandIftype, WiphyBand } from "../../nl80211/generated/wiphy.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";

/** Generations that an access point here can be of: 802.11n (4), ac, ax, be (7). */
export type ApGeneration = 4 | 5 | 6 | 7;

/** What a beacon says of a radio. */
export interface ApCapabilities {
  readonly ht?: HtCapabilitiesInput;
  readonly vht?: VhtCapabilitiesInput;
  readonly he?: HeCapabilitiesInput;
  readonly he6Ghz?: number;
  readonly eht?: EhtCapabilitiesInput;
}

/** The generation that a channel's width asks for; undefined for 20 MHz without HT, as before 802.11n. */
export function generationOf({ frequencyMhz, widthMhz, noHt }: Chandef): ApGeneration | undefined {
  if (widthMhz === 320) return 7;
  if (bandOf(frequencyMhz) === "6 GHz") return 6;
  if (widthMhz >= 80) return 5;
  return noHt || widthMhz < 20 ? undefined : 4;
}

/**
 * What a radio can do as an access point on a channel, up to a generation. With `demanded` it must be able to: throws NOT_SUPPORTED that names
 * what is missing.
 */
export function capabilitiesOf(
  wiphy: Wiphy,
  chandef: Chandef,
  generation: ApGeneration,
  demanded: boolean,
): ApCapabilities {
  const name = bandOf(chandef.frequencyMhz);
  const band = wiphy.bands.find((one) => one.name === name)?.attributes ?? {};
  const ap = band.iftypeData?.find(({ iftypes }) => iftypes?.includes(Iftype.Ap)) ?? {};
  const sixGhz = name === "6 GHz";
  const ht = sixGhz ? undefined : htOf(band);
  const vht = name === "5 GHz" && generation >= 5 ? vhtOf(band) : undefined;
  const he = generation >= 6 ? heOf(ap, chandef) : undefined;
  const eht = generation >= 7 ? ehtOf(ap) : undefined;
  const missing = [
    [!sixGhz && ht === undefined, "HT"],
    [name === "5 GHz" && generation >= 5 && vht === undefined, "VHT"],
    [generation >= 6 && he === undefined, "HE"],
    [generation >= 7 && eht === undefined, "EHT"],
  ] as const;
  const [lacking] = missing.filter(([is]) => is);
  if (demanded && lacking !== undefined) {
    throw new Nl80211Error("NOT_SUPPORTED", `${wiphy.name} has no ${lacking[1]} as an access point in ${name}`);
  }
  return {
    ...(ht !== undefined && { ht }),
    ...(vht !== undefined && { vht }),
    ...(he !== undefined && { he }),
    ...(sixGhz && ap.he6ghzCapa !== undefined && { he6Ghz: ap.he6ghzCapa[0]! | (ap.he6ghzCapa[1]! << 8) }),
    ...(he !== undefined && eht !== undefined && { eht }),
  };
}

/** SM power save "disabled": all streams, always. 40 MHz intolerance is a station's to say. IEEE 802.11-2020, 9.4.2.55.2. */
const SM_POWER_SAVE_OFF = 0x000c;
const FORTY_MHZ_INTOLERANT = 0x4000;

function htOf({ htCapa, htAmpduFactor, htAmpduDensity, htMcsSet }: WiphyBand): HtCapabilitiesInput | undefined {
  if (htCapa === undefined || htMcsSet === undefined) return undefined;
  return {
    info: (htCapa & ~FORTY_MHZ_INTOLERANT) | SM_POWER_SAVE_OFF,
    ampduFactor: htAmpduFactor ?? 0,
    ampduDensity: htAmpduDensity ?? 0,
    mcsSet: htMcsSet,
  };
}

function vhtOf({ vhtCapa, vhtMcsSet }: WiphyBand): VhtCapabilitiesInput | undefined {
  return vhtCapa === undefined || vhtMcsSet === undefined ? undefined : { info: vhtCapa, mcsSet: vhtMcsSet };
}

function heOf(ap: BandIftype, chandef: Chandef): HeCapabilitiesInput | undefined {
  const { heCapMac, heCapPhy, heCapMcsSet, heCapPpe } = ap;
  if (heCapMac === undefined || heCapPhy === undefined || heCapMcsSet === undefined) return undefined;
  const phy = heCapPhy.slice();
  phy[0]! &= widthsOf(chandef);
  return { mac: heCapMac, phy, mcsSet: heCapMcsSet, ...(heCapPpe !== undefined && { ppe: heCapPpe }) };
}

/** The bits of the first octet of the HE PHY capabilities that mean something on a channel. 802.11ax, 9.4.2.248.3. */
function widthsOf({ frequencyMhz, widthMhz, center2Mhz }: Chandef): number {
  if (bandOf(frequencyMhz) === "2.4 GHz") return 0x22; // 40 MHz, 242-tone RUs
  const wide = center2Mhz !== undefined ? 0x18 : widthMhz >= 160 ? 0x08 : 0;
  return 0x44 | wide; // 40 and 80 MHz, 242-tone RUs
}

function ehtOf({ ehtCapMac, ehtCapPhy, ehtCapMcsSet, ehtCapPpe }: BandIftype): EhtCapabilitiesInput | undefined {
  if (ehtCapMac === undefined || ehtCapPhy === undefined || ehtCapMcsSet === undefined) return undefined;
  return {
    ...{ mac: ehtCapMac, phy: ehtCapPhy, mcsSet: ehtCapMcsSet },
    ...(ehtCapPpe !== undefined && { ppe: ehtCapPpe }),
  };
}
