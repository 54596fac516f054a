import type { BssChannel } from "./bss-channel.ts";
import type { EhtCapabilities } from "./capabilities/eht.ts";
import { decodeHeRates } from "./capabilities/he.ts";
import { decodeHtRates } from "./capabilities/ht.ts";
import type { NssLimit } from "./capabilities/mcs.ts";
import type { VhtCapabilities } from "./capabilities/vht.ts";
import { ElementId } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { type Rate, rateMbps } from "./rate.ts";
import type { ExtremelyHighRu } from "./rates/eht.ts";
import { isVhtMcsDefined } from "./rates/vht.ts";

/**
 * The highest rate in Mbit/s at which an access point can send on its channel: by the capabilities of the newest generation that it has,
 * its streams, MCSs and guard intervals, in the channel's true width with what is punctured left out. A station gets it only if it
 * can as much. Undefined where the elements name no rate.
 */
export function highestRateMbps(elements: ElementList, channel: BssChannel): number | undefined {
  if (channel.band === "S1G") return highest(subGigahertzRates(elements, channel));
  // The newest first: where it names rates, the older generations are not even decoded.
  for (const ratesOf of GENERATIONS) {
    const rate = highest(ratesOf(elements, channel));
    if (rate !== undefined) return rate;
  }
  return undefined;
}

const GENERATIONS = [extremelyHighRates, highEfficiencyRates, veryHighRates, highThroughputRates, legacyRates] as const;

function highest(rates: readonly Rate[]): number | undefined {
  let highest: number | undefined;
  for (const rate of rates) {
    const mbps = rateMbps(rate);
    if (mbps !== undefined && (highest === undefined || mbps > highest)) highest = mbps;
  }
  return highest;
}

/** 80+80 MHz has the rates of 160 MHz. */
function width(channel: BssChannel): number {
  return channel.center2Mhz === undefined ? channel.widthMhz : 160;
}

/** What is left of a punctured channel, by its width and the 20 MHz channels that are gone (802.11be 36.3.2.2.3). */
const PUNCTURED_RUS: Readonly<Record<string, ExtremelyHighRu>> = {
  "80-1": "484+242",
  "160-1": "996+484+242",
  "160-2": "996+484",
  "320-2": "3x996+484",
  "320-4": "3x996",
  "320-6": "2x996+484",
};

function extremelyHighRates(elements: ElementList, channel: BssChannel): Rate[] {
  const mcs = elements.get(ElementId.EhtCapabilities)?.mcs;
  if (mcs === undefined) return [];
  const widthMhz = width(channel) as 20 | 40 | 80 | 160 | 320;
  const ru = PUNCTURED_RUS[`${widthMhz}-${countBits(channel.punctured ?? 0)}`];
  return mapFor(mcs, widthMhz).flatMap(({ mcs: range, maxTxNss }) => {
    const highestMcs = Number(range.split("-")[1]);
    return maxTxNss === 0
      ? []
      : [{ kind: "EHT", mcs: highestMcs, nss: maxTxNss, widthMhz, ...(ru && { ru }) } as const];
  });
}

function mapFor(mcs: EhtCapabilities["mcs"], widthMhz: number) {
  const map = widthMhz === 320 ? mcs.at320Mhz : widthMhz === 160 ? mcs.at160Mhz : mcs.upTo80Mhz;
  return map ?? mcs.only20Mhz ?? [];
}

function countBits(bitmap: number): number {
  let count = 0;
  for (let rest = bitmap; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function highEfficiencyRates(elements: ElementList, channel: BssChannel): Rate[] {
  const mcs = elements.read(ElementId.HeCapabilities, decodeHeRates);
  if (mcs === undefined) return [];
  const widthMhz = Math.min(width(channel), 160) as 20 | 40 | 80 | 160;
  const split = channel.center2Mhz !== undefined;
  const map = widthMhz === 160 ? (split ? mcs.at80Plus80Mhz : mcs.at160Mhz) : mcs.upTo80Mhz;
  return (map ?? mcs.upTo80Mhz).tx.map(({ streams, maxMcs }) => ({
    kind: "HE" as const,
    mcs: maxMcs,
    nss: streams,
    widthMhz: map === undefined ? 80 : widthMhz,
  }));
}

function veryHighRates(elements: ElementList, channel: BssChannel): Rate[] {
  const vht = elements.get(ElementId.VhtCapabilities);
  if (vht === undefined || channel.band !== "5 GHz") return [];
  const widthMhz = Math.min(width(channel), 160) as 20 | 40 | 80 | 160;
  const ht = elements.read(ElementId.HtCapabilities, decodeHtRates)?.info;
  const shortGi = {
    20: ht?.shortGi20Mhz === true,
    40: ht?.shortGi40Mhz === true,
    80: vht.info.shortGi80Mhz,
    160: vht.info.shortGi160Mhz,
  }[widthMhz];
  return vht.mcs.tx
    .map((limit) => ({ ...limit, streams: scaled(limit, vht, channel, widthMhz) }))
    .filter(({ streams }) => streams > 0)
    .map(({ streams, maxMcs }) => {
      const mcs = isVhtMcsDefined(maxMcs, streams, widthMhz) ? maxMcs : maxMcs - 1;
      return { kind: "VHT" as const, mcs, nss: streams, widthMhz, shortGi };
    });
}

/** Some access points have half as many streams at 160 MHz (Table 9-314). */
function scaled(limit: NssLimit, vht: VhtCapabilities, channel: BssChannel, widthMhz: number): number {
  const ratios = vht.info.nssRatios;
  const split = channel.center2Mhz !== undefined;
  const ratio = widthMhz < 160 ? ratios?.upTo80Mhz : split ? ratios?.at80Plus80Mhz : ratios?.at160Mhz;
  // Extended NSS counts only where the MCS set says that it is known.
  const known = vht.mcs.extendedNssBwCapable || vht.info.extendedNssBw === 0;
  return known ? Math.min(8, Math.floor(limit.streams * (ratio ?? 0))) : limit.streams;
}

function highThroughputRates(elements: ElementList, channel: BssChannel): Rate[] {
  const ht = elements.read(ElementId.HtCapabilities, decodeHtRates);
  if (ht === undefined || channel.band === "6 GHz") return [];
  const widthMhz = channel.widthMhz >= 40 && ht.info.fortyMhz ? 40 : 20;
  const shortGi = widthMhz === 40 ? ht.info.shortGi40Mhz : ht.info.shortGi20Mhz;
  const limit = ht.mcs.maxTxStreams === undefined ? 76 : 8 * ht.mcs.maxTxStreams - 1;
  return ht.mcs.rx.filter((mcs) => mcs <= limit).map((mcs) => ({ kind: "HT" as const, mcs, widthMhz, shortGi }));
}

function legacyRates(elements: ElementList): Rate[] {
  const lists = [elements.get(ElementId.SupportedRates), elements.get(ElementId.ExtendedSupportedRates)];
  return lists.flatMap((list) => list?.rates ?? []).map(({ mbps }) => ({ kind: "legacy" as const, mbps }));
}

function subGigahertzRates(elements: ElementList, channel: BssChannel): Rate[] {
  const s1g = elements.get(ElementId.S1gCapabilities);
  const widthMhz = channel.widthMhz as 1 | 2 | 4 | 8 | 16;
  if (s1g === undefined) return [];
  const { shortGi1Mhz, shortGi2Mhz, shortGi4Mhz, shortGi8Mhz, shortGi16Mhz } = s1g.info;
  const shortGi = { 1: shortGi1Mhz, 2: shortGi2Mhz, 4: shortGi4Mhz, 8: shortGi8Mhz, 16: shortGi16Mhz }[widthMhz];
  return s1g.mcs.tx.map(({ streams, maxMcs }) => ({
    kind: "S1G" as const,
    mcs: maxMcs,
    nss: streams,
    widthMhz,
    shortGi,
  }));
}
