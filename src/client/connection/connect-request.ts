import { Nl80211Error } from "../../errors.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { BssSelect, ConnectRequest } from "../../nl80211/generated/connect.ts";
import { Band } from "../../nl80211/generated/wiphy-enums.ts";
import { checkedMac, whole } from "../argument.ts";
import { associationFields } from "./association-choice.ts";
import type { BandName, BssSelection, ConnectOptions } from "./connect-options.ts";
import { type KeyedOptions, securityFields } from "./connect-security.ts";

/** The request of a connection. Throws INVALID_ARGUMENT, which never shows a key. */
export function toConnect(ifindex: number, options: KeyedOptions): ConnectRequest {
  const { owned = true, externalAuthentication } = options;
  const ssid = ssidBytes(options.ssid);
  if (ssid.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an empty SSID names no network to connect to");
  const { ie: own, ...security } = securityFields(options.security ?? "open", options.mfp);
  const ie = new Uint8Array([...(own ?? []), ...(options.elements ?? [])]);
  const association = associationFields(options);
  if (!owned && (association.controlPortOverNl80211 || externalAuthentication !== undefined)) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      "owned: false: control port frames and external authentication need an owner",
    );
  }
  return {
    ifindex,
    ssid,
    ...placeFields(options),
    ...security,
    ...(ie.length > 0 && { ie }),
    ...association,
    ...radioFields(options),
    ...(externalAuthentication !== undefined && { externalAuthSupport: true }),
    ...(owned && { socketOwner: true }),
  };
}

/** Frequencies of a request: MHz, and the kHz that are left. */
export function frequencyFields(frequencyMhz: number): {
  readonly wiphyFreqMhz: number;
  readonly wiphyFreqOffsetKhz?: number;
} {
  const mhz = Math.floor(frequencyMhz);
  const khz = Math.round((frequencyMhz - mhz) * 1000);
  const wiphyFreqMhz = whole("frequency in MHz", mhz, 1, 100_000);
  return { wiphyFreqMhz, ...(khz !== 0 && { wiphyFreqOffsetKhz: khz }) };
}

/** Where the network is. The kernel passes over a hint beside what it is a hint for. */
function placeFields(options: ConnectOptions): Partial<ConnectRequest> {
  const { bssid, bssidHint, frequencyMhz, frequencyHintMhz, previousBssid } = options;
  return {
    ...(bssid !== undefined && { mac: checkedMac(bssid) }),
    ...(bssidHint !== undefined && { macHint: checkedMac(bssidHint) }),
    ...(frequencyMhz !== undefined && frequencyFields(frequencyMhz)),
    ...(frequencyHintMhz !== undefined && {
      wiphyFreqHintMhz: whole("frequency hint in MHz", frequencyHintMhz, 1, 100_000),
    }),
    ...(previousBssid !== undefined && { prevBssid: checkedMac(previousBssid) }),
  };
}

function radioFields(options: ConnectOptions): Partial<ConnectRequest> {
  const { bssid, backgroundScanS, select, multiLink, pbss, edmg } = options;
  if (select !== undefined && bssid !== undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "one access point is given: leave out bssid or select");
  }
  return {
    ...(backgroundScanS !== undefined && { bgScanPeriodS: whole("backgroundScanS", backgroundScanS, 0, 65_535) }),
    ...(select !== undefined && { bssSelect: selection(select) }),
    ...(multiLink === true && { mloSupport: true }),
    ...(pbss === true && { pbss: true }),
    ...(edmg !== undefined && {
      wiphyEdmgChannels: whole("EDMG channels", edmg.channels, 1, 60),
      ...(edmg.bandwidthConfiguration !== undefined && {
        wiphyEdmgBwConfig: whole("EDMG bandwidth configuration", edmg.bandwidthConfiguration, 4, 15),
      }),
    }),
  };
}

const BANDS: Readonly<Record<BandName, Band>> = {
  "2.4 GHz": Band.Band2ghz,
  "5 GHz": Band.Band5ghz,
  "6 GHz": Band.Band6ghz,
  "60 GHz": Band.Band60ghz,
};

function selection(select: BssSelection): BssSelect {
  if (select === "signal") return { rssi: true };
  if ("prefer" in select) return { bandPref: bandOf(select.prefer) };
  const deltaDb = whole("dB added to a band", select.byDb, -128, 127);
  return { rssiAdjust: { band: bandOf(select.adjust), deltaDb } };
}

function bandOf(name: BandName): Band {
  if (Object.hasOwn(BANDS, name)) return BANDS[name];
  throw new Nl80211Error(
    "INVALID_ARGUMENT",
    `there is no band "${name}": expected one of ${Object.keys(BANDS).join(", ")}`,
  );
}
