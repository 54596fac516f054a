/**
 * The Capability Information field of beacons and association frames, bit by bit;
 * WLAN_CAPABILITY_*.
 */
export interface CapabilityInfo {
  readonly ess: boolean;
  readonly ibss: boolean;
  /** Anything but open: WEP, WPA, RSN. */
  readonly privacy: boolean;
  readonly shortPreamble: boolean;
  readonly criticalUpdate: boolean;
  readonly nontransmittedBssidCriticalUpdate: boolean;
  readonly spectrumManagement: boolean;
  readonly qos: boolean;
  readonly shortSlotTime: boolean;
  readonly apsd: boolean;
  readonly radioMeasurement: boolean;
  readonly epd: boolean;
  /** The field itself, for what has been reserved or used otherwise over the years. */
  readonly bits: number;
}

/** Reads a Capability Information field. Not for DMG (60 GHz), whose field has other bits. */
export function parseCapabilityInfo(bits: number): CapabilityInfo {
  const bit = (n: number) => ((bits >>> n) & 1) === 1;
  return {
    ess: bit(0),
    ibss: bit(1),
    privacy: bit(4),
    shortPreamble: bit(5),
    criticalUpdate: bit(6),
    nontransmittedBssidCriticalUpdate: bit(7),
    spectrumManagement: bit(8),
    qos: bit(9),
    shortSlotTime: bit(10),
    apsd: bit(11),
    radioMeasurement: bit(12),
    epd: bit(13),
    bits,
  };
}

/**
 * The names of `iw scan`, bit 0 first. Bits 6 and 7 are PBCC and channel agility there; 802.11be gave them another
 * meaning.
 */
const NAMES = [
  "ESS",
  "IBSS",
  "CfPollable",
  "CfPollReq",
  "Privacy",
  "ShortPreamble",
  "PBCC",
  "ChannelAgility",
  "SpectrumMgmt",
  "QoS",
  "ShortSlotTime",
  "APSD",
  "RadioMeasure",
  "DSSS-OFDM",
  "DelayedBACK",
  "ImmediateBACK",
] as const;

const DIRECTIONAL_TYPES = [undefined, "DMG_IBSS", "DMG_PCP", "DMG_ESS"] as const;

/**
 * The set bits by the names of `iw scan`: ["ESS", "Privacy", "ShortSlotTime"]; `directional` for the field of 60 GHz.
 */
export function capabilityInfoNames(bits: number, directional = false): string[] {
  if (!directional) return NAMES.filter((_, n) => (bits >>> n) & 1);
  const names: (string | false | undefined)[] = [
    DIRECTIONAL_TYPES[bits & 3],
    (bits & 0x04) !== 0 && "CBAP_Only",
    (bits & 0x08) !== 0 && "CBAP_Src",
    (bits & 0x10) !== 0 && "Privacy",
    (bits & 0x20) !== 0 && "ECPAC",
    (bits & 0x100) !== 0 && "SpectrumMgmt",
    (bits & 0x1000) !== 0 && "RadioMeasure",
  ];
  return names.filter((name): name is string => typeof name === "string");
}
