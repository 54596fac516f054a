import { type Rate, rateMbps } from "./rate.ts";
import { EXTREMELY_HIGH_RUS } from "./rates/eht.ts";
import { type GuardIntervalUs, HIGH_EFFICIENCY_RUS } from "./rates/he.ts";

/**
 * A rate in the words of `iw`: "1200.9 MBit/s 80MHz HE-MCS 11 HE-NSS 2 HE-GI 0 HE-DCM 0". `bitrateMbps` is what the
 * kernel said; without it the rate is computed, and its last digit can differ from the kernel's, which reckons with cut
 * constants. Guard intervals and resource units are the kernel's numbers, as there.
 */
export function formatRate(rate: Rate, bitrateMbps: number | undefined = kernelMbps(rate)): string {
  const speed = bitrateMbps === undefined ? "(unknown)" : `${bitrateMbps.toFixed(1)} MBit/s`;
  return [speed, ...words(rate)].join(" ");
}

/** Tenths of Mbit/s as Linux gives them: rounded up to and with VHT, cut from HE on. */
function kernelMbps(rate: Rate): number | undefined {
  const mbps = rateMbps(rate);
  if (mbps === undefined) return undefined;
  const cut = rate.kind === "HE" || rate.kind === "EHT" || rate.kind === "UHR";
  return (cut ? Math.floor(mbps * 10) : Math.round(mbps * 10)) / 10;
}

function words(rate: Rate): string[] {
  switch (rate.kind) {
    case "legacy":
      return [];
    case "HT":
      return [`MCS ${rate.mcs}`, ...width(rate.widthMhz), ...shortGi(rate)];
    case "VHT":
      return [`VHT-MCS ${rate.mcs}`, ...width(rate.widthMhz), ...shortGi(rate), `VHT-NSS ${rate.nss}`];
    case "S1G":
      return [`${rate.widthMhz}MHz`, ...shortGi(rate), `S1G-MCS ${rate.mcs}`, `S1G-NSS ${rate.nss}`];
    case "HE":
      return [
        ...(rate.ru === undefined ? width(rate.widthMhz) : []),
        ...streams("HE", rate),
        `HE-DCM ${rate.dcm ? 1 : 0}`,
        ...(rate.ru === undefined ? [] : [`HE-RU-ALLOC ${HIGH_EFFICIENCY_RUS.indexOf(rate.ru)}`]),
      ];
    case "EHT":
    case "UHR":
      return [
        ...(rate.ru === undefined ? width(rate.widthMhz) : []),
        ...streams(rate.kind, rate),
        ...(rate.ru === undefined ? [] : [`${rate.kind}-RU-ALLOC ${EXTREMELY_HIGH_RUS.indexOf(rate.ru)}`]),
        ...(rate.kind === "UHR" && rate.elr ? ["UHR-ELR"] : []),
        ...(rate.kind === "UHR" && rate.interferenceMitigation ? ["UHR-IM"] : []),
      ];
    case "DMG":
      return [`MCS ${rate.mcs}${rate.step ? `.${rate.step}` : ""}`];
    case "EDMG":
      return [`EDMG-MCS ${rate.mcs}`, `EDMG-CHANNELS ${rate.bonded}`];
  }
}

/** `iw` does not mention 20 MHz. */
function width(widthMhz: number | undefined): string[] {
  return widthMhz === undefined || widthMhz === 20 ? [] : [`${widthMhz}MHz`];
}

function shortGi(rate: { readonly shortGi?: boolean }): string[] {
  return rate.shortGi ? ["short GI"] : [];
}

function streams(
  kind: string,
  rate: { readonly mcs: number; readonly nss: number; readonly guardIntervalUs?: GuardIntervalUs },
): string[] {
  const guardInterval = { 0.8: 0, 1.6: 1, 3.2: 2 }[rate.guardIntervalUs ?? 0.8];
  return [`${kind}-MCS ${rate.mcs}`, `${kind}-NSS ${rate.nss}`, `${kind}-GI ${guardInterval}`];
}
