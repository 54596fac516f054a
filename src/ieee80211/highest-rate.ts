import type { BssChannel } from "./bss-channel.ts";
import { readEhtRates } from "./capabilities/eht.ts";
import { readHeTxMaps } from "./capabilities/he.ts";
import { readHtRates } from "./capabilities/ht.ts";
import { HE_MCS, VHT_MCS } from "./capabilities/mcs.ts";
import { readVhtRates, type VhtRates } from "./capabilities/vht.ts";
import { ElementId } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { readHighestRate } from "./elements/rates.ts";
import { type ExtremelyHighRu, extremelyHighKbps } from "./rates/eht.ts";
import { highEfficiencyKbps } from "./rates/he.ts";
import { highThroughputKbps } from "./rates/ht.ts";
import { subGigahertzKbps } from "./rates/s1g.ts";
import { isVhtMcsDefined, veryHighKbps } from "./rates/vht.ts";

/**
 * The highest rate in Mbit/s at which an access point can send on its channel: by the capabilities of the newest generation that it has,
 * its streams, MCSs and guard intervals, in the channel's true width with what is punctured left out. A station gets it only if it
 * can as much. Undefined where the elements name no rate.
 */
export function highestRateMbps(elements: ElementList, channel: BssChannel): number | undefined {
  // The newest first: where it names rates, the older generations are not even looked at.
  const kbps =
    channel.band === "S1G"
      ? subGigahertz(elements, channel)
      : (extremelyHigh(elements, channel) ??
        highEfficiency(elements, channel) ??
        veryHigh(elements, channel) ??
        highThroughput(elements, channel) ??
        legacy(elements));
  return kbps === undefined ? undefined : Math.round(kbps) / 1000;
}

/** The higher of two rates, where they are known. */
function higher(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

/** 80+80 MHz has the rates of 160 MHz. */
function width(channel: BssChannel): number {
  return channel.center2Mhz === undefined ? channel.widthMhz : 160;
}

/** What is left of a punctured channel, by its width and the 20 MHz channels that are gone. */
const PUNCTURED_RUS: Readonly<Record<string, ExtremelyHighRu>> = {
  "80-1": "484+242",
  "160-1": "996+484+242",
  "160-2": "996+484",
  "320-2": "3x996+484",
  "320-4": "3x996",
  "320-6": "2x996+484",
};

function extremelyHigh(elements: ElementList, channel: BssChannel): number | undefined {
  const maps = elements.read(ElementId.EhtCapabilities, readEhtRates);
  if (maps === undefined) return undefined;
  const widthMhz = width(channel) as 20 | 40 | 80 | 160 | 320;
  const ofWidth = widthMhz === 320 ? maps.at320Mhz : widthMhz === 160 ? maps.at160Mhz : maps.upTo80Mhz;
  const map = ofWidth ?? maps.only20Mhz;
  if (map === undefined) return undefined;
  const highestMcss = ofWidth === undefined ? EHT_MCS_OF_20_MHZ : EHT_MCS;
  const ru = channel.punctured ? PUNCTURED_RUS[`${widthMhz}-${countBits(channel.punctured)}`] : undefined;
  let best: number | undefined;
  let mostStreams = 0;
  // Fewer streams at a lower MCS are no faster.
  for (let i = highestMcss.length - 1; i >= 0; i--) {
    const nss = (map >>> (8 * i + 4)) & 15;
    if (nss <= mostStreams) continue;
    const rate = { kind: "EHT" as const, mcs: highestMcss[i]!, nss, widthMhz };
    const kbps = extremelyHighKbps(ru === undefined ? rate : { ...rate, ru });
    if (kbps === undefined) continue; // more streams than there are
    mostStreams = nss;
    best = higher(best, kbps);
  }
  return best;
}

/** The highest MCS that each octet of a map stands for. */
const EHT_MCS = [9, 11, 13];
const EHT_MCS_OF_20_MHZ = [7, 9, 11, 13];

function countBits(bitmap: number): number {
  let count = 0;
  for (let rest = bitmap; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * The highest rate of an MCS map, which has two bits a stream; `mcss` says which MCS they stand for, `kbps` how fast that is. Fewer
 * streams at no higher an MCS are no faster, so mostly one rate is worked out.
 */
function fastest(
  map: number,
  mcss: readonly (number | undefined)[],
  kbps: (mcs: number, nss: number) => number | undefined,
): number | undefined {
  let best: number | undefined;
  let highestMcs = -1;
  for (let nss = 8; nss > 0; nss--) {
    const mcs = mcss[(map >>> (2 * nss - 2)) & 3];
    if (mcs === undefined || mcs <= highestMcs) continue;
    highestMcs = mcs;
    best = higher(best, kbps(mcs, nss));
  }
  return best;
}

function highEfficiency(elements: ElementList, channel: BssChannel): number | undefined {
  const maps = elements.read(ElementId.HeCapabilities, readHeTxMaps);
  if (maps === undefined) return undefined;
  const wanted = Math.min(width(channel), 160) as 20 | 40 | 80 | 160;
  const split = channel.center2Mhz !== undefined;
  const map = wanted < 160 ? maps.upTo80Mhz : split ? maps.at80Plus80Mhz : maps.at160Mhz;
  const widthMhz = map === undefined ? 80 : wanted;
  return fastest(map ?? maps.upTo80Mhz, HE_MCS, (mcs, nss) => highEfficiencyKbps({ kind: "HE", mcs, nss, widthMhz }));
}

function veryHigh(elements: ElementList, channel: BssChannel): number | undefined {
  if (channel.band !== "5 GHz") return undefined;
  const vht = elements.read(ElementId.VhtCapabilities, readVhtRates);
  if (vht === undefined) return undefined;
  const widthMhz = Math.min(width(channel), 160) as 20 | 40 | 80 | 160;
  const shortGi =
    widthMhz >= 80 ? (widthMhz === 80 ? vht.shortGi80Mhz : vht.shortGi160Mhz) : htShortGi(elements, widthMhz);
  return fastest(vht.tx, VHT_MCS, (maxMcs, streams) => {
    const nss = scaled(streams, vht, channel, widthMhz);
    if (nss === 0) return undefined;
    const mcs = isVhtMcsDefined(maxMcs, nss, widthMhz) ? maxMcs : maxMcs - 1;
    return veryHighKbps({ kind: "VHT", mcs, nss, widthMhz, shortGi });
  });
}

function htShortGi(elements: ElementList, widthMhz: number): boolean {
  const ht = elements.read(ElementId.HtCapabilities, readHtRates);
  return ht !== undefined && (widthMhz === 40 ? ht.shortGi40Mhz : ht.shortGi20Mhz);
}

/** Some access points have half as many streams at 160 MHz. */
function scaled(streams: number, vht: VhtRates, channel: BssChannel, widthMhz: number): number {
  // Extended NSS counts only where the MCS set says that it is known.
  if (!vht.nssRatiosKnown) return streams;
  const { nssRatios } = vht;
  const split = channel.center2Mhz !== undefined;
  const ratio = widthMhz < 160 ? nssRatios?.upTo80Mhz : split ? nssRatios?.at80Plus80Mhz : nssRatios?.at160Mhz;
  return Math.min(8, Math.floor(streams * (ratio ?? 0)));
}

function highThroughput(elements: ElementList, channel: BssChannel): number | undefined {
  const ht = elements.read(ElementId.HtCapabilities, readHtRates);
  if (ht === undefined || channel.band === "6 GHz") return undefined;
  const widthMhz = channel.widthMhz >= 40 && ht.fortyMhz ? 40 : 20;
  const shortGi = widthMhz === 40 ? ht.shortGi40Mhz : ht.shortGi20Mhz;
  const limit = ht.maxTxStreams === undefined ? 76 : 8 * ht.maxTxStreams - 1;
  let best: number | undefined;
  for (let word = 0; word < 3; word++) {
    for (let left = ht.rx[word]!; left !== 0; ) {
      const index = 31 - Math.clz32(left);
      const mcs = 32 * word + index;
      if (mcs <= limit) best = higher(best, highThroughputKbps({ kind: "HT", mcs, widthMhz, shortGi }));
      // Of the eight MCSs with so many equal streams the highest is the fastest; those from 32 on have no such order.
      left &= word === 0 && mcs <= limit ? (1 << (index & ~7)) - 1 : ~(1 << index);
    }
  }
  return best;
}

function legacy(elements: ElementList): number | undefined {
  const highest = Math.max(
    elements.read(ElementId.SupportedRates, readHighestRate) ?? 0,
    elements.read(ElementId.ExtendedSupportedRates, readHighestRate) ?? 0,
  );
  return highest === 0 ? undefined : highest * 1000;
}

function subGigahertz(elements: ElementList, channel: BssChannel): number | undefined {
  const s1g = elements.get(ElementId.S1gCapabilities);
  const widthMhz = channel.widthMhz as 1 | 2 | 4 | 8 | 16;
  if (s1g === undefined) return undefined;
  const { shortGi1Mhz, shortGi2Mhz, shortGi4Mhz, shortGi8Mhz, shortGi16Mhz } = s1g.info;
  const shortGi = { 1: shortGi1Mhz, 2: shortGi2Mhz, 4: shortGi4Mhz, 8: shortGi8Mhz, 16: shortGi16Mhz }[widthMhz];
  let best: number | undefined;
  for (const { streams, maxMcs } of s1g.mcs.tx) {
    best = higher(best, subGigahertzKbps({ kind: "S1G", mcs: maxMcs, nss: streams, widthMhz, shortGi }));
  }
  return best;
}
