/** A frequency band of Wi-Fi. S1G is 802.11ah below 1 GHz; the channels of 4.9 GHz count to 5 GHz, as in Linux. */
export type Band = "2.4 GHz" | "5 GHz" | "6 GHz" | "60 GHz" | "S1G";

/** A channel number with its band: numbers repeat across bands. */
export interface Channel {
  readonly band: Band;
  readonly channel: number;
}

/**
 * The channel whose centre is this frequency: 5180 is channel 36 of 5 GHz. Wide channels count as well, by their
 * centre: 5210 is 42. `undefined` where no channel has its centre. IEEE 802.11-2020 annex E;
 * ieee80211_freq_khz_to_channel of Linux, which guesses where this gives up, and knows no S1G.
 */
export function frequencyToChannel(frequencyMhz: number): Channel | undefined {
  return frequencyKhzToChannel(frequencyMhz * 1000);
}

/**
 * The same in kHz, for S1G, whose channels are 500 kHz apart: 902500 is channel 1. S1G numbers are those of the 902 MHz
 * region.
 */
export function frequencyKhzToChannel(frequencyKhz: number): Channel | undefined {
  if (frequencyKhz >= 902_500 && frequencyKhz <= 927_500) return numbered("S1G", (frequencyKhz - 902_000) / 500);
  const mhz = frequencyKhz / 1000;
  if (mhz === 2484) return { band: "2.4 GHz", channel: 14 };
  if (mhz >= 2412 && mhz <= 2472) return numbered("2.4 GHz", (mhz - 2407) / 5);
  if (mhz >= 4910 && mhz <= 4980) return numbered("5 GHz", (mhz - 4000) / 5);
  if (mhz > 5000 && mhz <= 5925) return numbered("5 GHz", (mhz - 5000) / 5);
  if (mhz === 5935) return { band: "6 GHz", channel: 2 };
  if (mhz >= 5955 && mhz <= 7215) {
    // All centres of 6 GHz are odd numbers; an even one would be taken for channel 2, which is below.
    const channel = (mhz - 5950) / 5;
    return channel % 2 === 1 ? { band: "6 GHz", channel } : undefined;
  }
  if (mhz >= 58_320 && mhz <= 73_440) return numbered("60 GHz", (mhz - 56_160) / 2160);
  return undefined;
}

function numbered(band: Band, channel: number): Channel | undefined {
  return Number.isInteger(channel) ? { band, channel } : undefined;
}

/**
 * The centre frequency of a channel in MHz, or `undefined` where the band has no such number. Of 5 GHz, 182 to 196 are
 * those of 4.9 GHz. Of 60 GHz, 9 to 15, 17 to 22 and 25 to 29 are two, three and four bonded channels (EDMG).
 */
export function channelToFrequency(channel: number, band: Band): number | undefined {
  const khz = channelToFrequencyKhz(channel, band);
  return khz === undefined ? undefined : khz / 1000;
}

/** The same in kHz: channel 1 of S1G is 902500. ieee80211_channel_to_freq_khz of Linux. */
export function channelToFrequencyKhz(channel: number, band: Band): number | undefined {
  if (!Number.isInteger(channel) || channel < 1) return undefined;
  switch (band) {
    case "2.4 GHz":
      return channel === 14 ? 2_484_000 : channel < 14 ? (2407 + 5 * channel) * 1000 : undefined;
    case "5 GHz":
      if (channel > 196) return undefined;
      return ((channel >= 182 ? 4000 : 5000) + 5 * channel) * 1000;
    case "6 GHz":
      if (channel === 2) return 5_935_000;
      return channel % 2 === 1 && channel <= 253 ? (5950 + 5 * channel) * 1000 : undefined;
    case "60 GHz":
      return directionalFrequencyKhz(channel);
    case "S1G":
      return channel <= 51 ? 902_000 + 500 * channel : undefined;
  }
}

/**
 * Channels of 2.16 GHz from number 1 on, then bonds of two from 9, of three from 17, of four from 25. IEEE 802.11ay,
 * annex E.
 */
function directionalFrequencyKhz(channel: number): number | undefined {
  for (let bonded = 1; bonded <= 4; bonded++) {
    const index = channel - 8 * (bonded - 1);
    if (index >= 1 && index <= 9 - bonded) return (56_160 + 2160 * index + 1080 * (bonded - 1)) * 1000;
  }
  return undefined;
}

/** The band that a frequency lies in, whether a channel is there or not. */
export function bandOf(frequencyMhz: number): Band | undefined {
  if (frequencyMhz >= 750 && frequencyMhz < 1000) return "S1G";
  if (frequencyMhz >= 2400 && frequencyMhz <= 2500) return "2.4 GHz";
  if (frequencyMhz >= 4900 && frequencyMhz < 5925) return "5 GHz";
  if (frequencyMhz >= 5925 && frequencyMhz <= 7250) return "6 GHz";
  if (frequencyMhz >= 57_000 && frequencyMhz <= 75_000) return "60 GHz";
  return undefined;
}
