import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";

import type { StartApRequest } from "../../nl80211/generated/ap.ts";
import { HiddenSsid } from "../../nl80211/generated/ap-enums.ts";
import { AuthType, WpaVersion } from "../../nl80211/generated/connect-enums.ts";
import { Iftype } from "../../nl80211/generated/interface-enums.ts";
import { FeatureFlag } from "../../nl80211/generated/wiphy-enums.ts";

import type { Wiphy } from "../../nl80211/wiphy.ts";
import { wordOf } from "../../nl80211/words.ts";
import { netdev } from "../addressee.ts";
import { whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Devices } from "../devices.ts";
import { chandefFields, toChandef } from "../radio/channel-choice.ts";
import { txRates } from "../station/bitrates.ts";
import type { Target } from "../target.ts";
import { AccessPoint, type AccessPointInput, type StationEvents } from "./access-point.ts";
import { type StationRules, toAdmission } from "./admission.ts";
import { describeBss } from "./bss.ts";
import { bssFields } from "./bss-settings.ts";
import { capabilitiesOf, generationOf } from "./capabilities.ts";
import { Consideration } from "./consideration.ts";
import { beaconFields, ServedNetwork } from "./served-network.ts";
import { ApService } from "./service.ts";
import { obssPd, unaskedFrames } from "./unasked-frames.ts";

/** Seconds of silence after which hostapd asks a station whether it is there. */
const INACTIVITY_S = 300;

/** Asked of the kernel it would be EINVAL, for the frames that the service registers for. */
function noAccessPoint(name: string | undefined, iftype: number): Nl80211Error {
  const text = `${name} is of type ${wordOf(Iftype, iftype)}: an access point needs type ap`;
  const hint = `nl80211 set ${name} type ap, while it is down`;
  return new Nl80211Error("NOT_SUPPORTED", text, { hint, ...(name !== undefined && { target: name }) });
}

/** Starts an access point: first it can hear, then it beacons, then it serves. What fails leaves nothing behind. */
export async function startAccessPoint(
  parent: Core,
  target: Target,
  input: AccessPointInput,
  options: CallOptions,
  events: StationEvents,
): Promise<AccessPoint> {
  const { channel, stations = {}, inactivityTimeoutS, ...described } = input;
  if (input.rsn !== undefined && stations !== false) throw noAuthenticator();
  if (stations !== false) toAdmission(stations); // a bad rule is told before anything is asked
  const chandef = chandefOf(input);
  const request = startFields(input);
  const [selector, call] = await netdev(parent, target, options);
  const { mac: bssid, iftype } = (await parent.request("GetInterface", selector, call)) ?? {};
  if (iftype !== undefined && iftype !== Iftype.Ap && iftype !== Iftype.P2pGo) throw noAccessPoint(call.target, iftype);
  if (bssid === undefined) throw new Nl80211Error("MALFORMED", `${call.target} is told without an address`);
  const { ht, vht, he, eht } = input;
  const isDescribed = [ht, vht, he, eht].some((capability) => capability !== undefined);
  const generation = input.generation ?? (isDescribed ? undefined : generationOf(chandef));
  const wiphy =
    stations === false && generation === undefined ? undefined : await new Devices(parent).wiphy(selector, call);
  const capabilities =
    wiphy && generation ? capabilitiesOf(wiphy, chandef, generation, input.generation !== undefined) : {};
  const core = parent.separate();
  try {
    const network = new ServedNetwork(core, selector.ifindex, call, { ...capabilities, ...described, bssid }, chandef);
    const timeoutS = inactivityTimeoutS ?? INACTIVITY_S;
    const service = stations === false ? undefined : serviceOf(network, wiphy!, stations, timeoutS);
    await service?.begin();
    // Where the device does not look after silent stations, the service does.
    const byDevice = service === undefined || wiphy?.attributes.featureFlags?.includes(FeatureFlag.InactivityTimer);
    const fields = {
      ...request,
      ...chandefFields(chandef),
      ...beaconFields(network.beacon),
      ...unaskedFrames(network.beacon),
    };
    const inactivity = byDevice && inactivityTimeoutS !== undefined ? { inactivityTimeoutS } : {};
    await core.request("StartAp", { ...selector, ...fields, ...inactivity, socketOwner: true }, call);
    if (service !== undefined) await setBss(network, input.isolate === true);
    const consideration = service && new Consideration(network, () => service.reception.stations);
    const unheard = service?.listen(({ type }) => type !== "refused" && consideration?.review());
    await service?.serve();
    const undo = async () => {
      unheard?.();
      await service?.close();
      await core.request("StopAp", selector);
    };
    return new AccessPoint(network, undo, service, events);
  } catch (error) {
    core.close();
    throw error;
  }
}

/** A generation is no less than HT, which needs more than a channel of "NOHT". */
function chandefOf({ channel, generation }: AccessPointInput): Chandef {
  return toChandef(generation !== undefined && channel.mode === undefined ? { ...channel, mode: "HT20" } : channel);
}

function serviceOf(network: ServedNetwork, wiphy: Wiphy, rules: StationRules, inactivityTimeoutS: number): ApService {
  const { core, ifindex, call } = network;
  const bss = () => describeBss(network.beacon, inactivityTimeoutS);
  return new ApService({ core, ifindex, call, wiphy: wiphy.attributes, bss, rules, inactivityTimeoutS });
}

/** What the device must know of the network besides its beacon. Devices that know better do not take it. */
async function setBss({ core, ifindex, call, beacon }: ServedNetwork, isolate: boolean): Promise<void> {
  const { basicRatesMbps, shortSlotTime } = describeBss(beacon, 0);
  const settings = bssFields({
    ctsProtection: false,
    shortPreamble: beacon.shortPreamble === true,
    ...(shortSlotTime && { shortSlotTime }),
    htOperationMode: 0,
    isolate,
    ...(basicRatesMbps.length > 0 && { basicRatesMbps }),
  });
  await core.request("SetBss", { ifindex, ...settings }, call).catch((error: unknown) => {
    if (!isNl80211Error(error, "NOT_SUPPORTED") || isolate) throw error;
  });
}

const HIDDEN = { empty: HiddenSsid.ZeroLen, zeros: HiddenSsid.ZeroContents } as const;

/** What does not depend on the interface; throws before anything is asked. */
function startFields(input: AccessPointInput): Omit<StartApRequest, "ifindex" | "beaconHead"> {
  const { hidden, rsn, inactivityTimeoutS, spatialReuse, beaconRate } = input;
  whole("inactivity timeout in seconds", inactivityTimeoutS ?? INACTIVITY_S, 0, 65_535);
  return {
    ssid: ssidBytes(input.ssid),
    beaconIntervalTu: whole("beacon interval in TU", input.beaconIntervalTu ?? 100, 10, 10_000),
    dtimPeriod: whole("DTIM period", input.dtimPeriod ?? 2, 1, 255),
    hiddenSsid: hidden === undefined ? HiddenSsid.NotInUse : HIDDEN[hidden],
    ...(beaconRate !== undefined && { txRates: txRates(beaconRate) }),
    ...(spatialReuse !== undefined && { heObssPd: obssPd(spatialReuse) }),
    authType: AuthType.OpenSystem,
    ...(rsn !== undefined && {
      privacy: true,
      wpaVersions: [WpaVersion.Version2],
      akmSuites: rsn.akmSuites,
      cipherSuitesPairwise: rsn.pairwiseCiphers ?? [CipherSuite.Ccmp128],
      cipherSuiteGroup: rsn.groupCipher ?? rsn.pairwiseCiphers?.[0] ?? CipherSuite.Ccmp128,
    }),
  };
}

function noAuthenticator(): Nl80211Error {
  return new Nl80211Error(
    "NOT_SUPPORTED",
    "rsn: the handshake that lets stations into a WPA network is not offered: leave it out for an open network, or give stations: false to beacon alone",
    { hint: "hostapd serves WPA networks" },
  );
}
