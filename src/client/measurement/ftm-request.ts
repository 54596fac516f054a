import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import type { PeerMeasurementStartFields, PmsrFtmReq, PmsrPeer } from "../../nl80211/generated/ftm.ts";
import { PmsrFtmReqType, Preamble } from "../../nl80211/generated/ftm-enums.ts";
import { checkedMac, memberNamed, whole } from "../argument.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";

/** What to measure, with whom. */
export interface MeasureOptions {
  /** `wiphy.peerMeasurement.maxPeers` at most. */
  readonly peers: readonly FtmPeer[];
  /** How long the device may take over all of it. Default: as long as it does. */
  readonly timeoutMs?: number;
  /** Measure from a random address: all of it random, or those bits that `mask` leaves. */
  readonly randomAddress?: boolean | { readonly address: Mac; readonly mask: Mac };
  /** Called when the kernel has begun, with the number that it gave to the measurement. */
  readonly onStarted?: (cookie: bigint) => void;
}

/** A station to measure the distance to, and how. What the device cannot do of it, the kernel refuses (KERNEL, EINVAL) and says what. */
export interface FtmPeer {
  readonly address: Mac;
  /** Where the peer is. */
  readonly channel: ChannelChoice;
  /** "legacy", "ht", "vht", "dmg", "he". Default: by the width; "he" where ranging is not by EDCA; none on 60 GHz. */
  readonly preamble?: string;
  /** How frames get to the air. Default: "edca"; the others are those of 802.11az. */
  readonly ranging?: "edca" | "trigger-based" | "non-trigger-based";
  /** As soon as possible (the default), or at a time that the peer says. */
  readonly asap?: boolean;
  /** There are 2 to the power of it bursts, 0 to 15; 15 is no preference. Default: the kernel's, 0. */
  readonly burstsExponent?: number;
  /** Between bursts, in steps of 100 ms. */
  readonly burstPeriodMs?: number;
  /** Burst Duration field: 2 is 250 µs, each further one twice as long, 11 is 128 ms; 15 no preference (default). Without EDCA 0 to 15 ms. */
  readonly burstDuration?: number;
  /** With EDCA 31 at most. Default: no preference, which older kernels (6.12) refuse where the device has a limit. */
  readonly framesPerBurst?: number;
  /** How often the request is tried again. Default: 3. */
  readonly retries?: number;
  /** Ask for the peer's place: Location Configuration Information. */
  readonly requestLci?: boolean;
  readonly requestCivicLocation?: boolean;
  /** Have the TSF of the access point that we are connected to in the result. */
  readonly reportApTsf?: boolean;
  /** Without EDCA: the report goes both ways. */
  readonly lmrFeedback?: boolean;
  /** Without EDCA: colour of the peer's BSS. */
  readonly bssColor?: number;
  /** We answer, the peer measures. Without EDCA this needs `lmrFeedback`. */
  readonly responder?: boolean;
  /** Not by triggers: the least (in steps of 100 µs) and the most time (in steps of 10 ms) between measurements. */
  readonly minTimeBetweenMeasurementsUs?: number;
  readonly maxTimeBetweenMeasurementsMs?: number;
  /** Not by triggers: from one availability window to the next, how long one is (255 at most), and how many. */
  readonly nominalTimeMs?: number;
  readonly availabilityWindowMs?: number;
  readonly availabilityWindows?: number;
  /** Only tell when the peer comes nearer, or goes farther, than this. */
  readonly nearerThanMm?: number;
  readonly fartherThanMm?: number;
  /** Peer to peer, for proximity detection, instead of station to access point; `"silent"` measures and tells nothing. */
  readonly proximityDetection?: boolean | "silent";
}

/** The attributes of a measurement. Throws INVALID_ARGUMENT for what no device could do. */
export function toMeasurement({ peers, timeoutMs, randomAddress }: MeasureOptions): PeerMeasurementStartFields {
  if (peers.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "peers: a measurement needs at least one");
  return {
    ...randomMac(randomAddress),
    ...(timeoutMs !== undefined && { timeoutMs: whole("timeout in ms", timeoutMs, 1, 0xffffffff) }),
    peerMeasurements: { peers: peers.map(toPeer) },
  };
}

/** Without an address the kernel takes the device's own; this one leaves all to chance but the bits that an address of that kind has. */
function randomMac(random: MeasureOptions["randomAddress"]): { readonly mac?: Mac; readonly macMask?: Mac } {
  if (!random) return {};
  if (random === true) return { mac: "02:00:00:00:00:00", macMask: "03:00:00:00:00:00" };
  return { mac: checkedMac(random.address), macMask: checkedMac(random.mask) };
}

function toPeer(peer: FtmPeer): PmsrPeer {
  const chandef = toChandef(peer.channel);
  // The attributes of a channel as iw sends them here: without the older channel type, and an offset only where there is one.
  const { wiphyChannelType: _, wiphyFreqOffsetKhz, ...chan } = chandefFields(chandef);
  return {
    addr: checkedMac(peer.address),
    chan: { ...chan, ...(wiphyFreqOffsetKhz !== 0 && { wiphyFreqOffsetKhz }) },
    req: { data: { ftm: toFtm(peer, chandef) }, ...(peer.reportApTsf && { getApTsf: true }) },
    ...(peer.proximityDetection && { reqType: PmsrFtmReqType.Pd }),
  };
}

function toFtm(peer: FtmPeer, chandef: Chandef): PmsrFtmReq {
  const { ranging = "edca", asap = true, proximityDetection } = peer;
  if (!RANGING.includes(ranging)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `ranging "${ranging}": expected one of ${RANGING.join(", ")}`);
  }
  const edca = ranging === "edca";
  if (edca && (peer.lmrFeedback || peer.bssColor !== undefined)) {
    const what = peer.lmrFeedback ? "lmrFeedback" : "bssColor";
    throw new Nl80211Error("INVALID_ARGUMENT", `${what} is for ranging that is trigger-based or non-trigger-based`);
  }
  const preamble = preambleOf(peer.preamble, edca, chandef);
  return {
    ...(asap && { asap: true }),
    ...(preamble !== undefined && { preamble }),
    ...number("numBurstsExp", "bursts' exponent", peer.burstsExponent, 15),
    ...steps("burstPeriodIn100Ms", "burst period in ms", peer.burstPeriodMs, 100, 0xffff),
    ...number("burstDuration", "burst duration", peer.burstDuration, 15),
    ...number("ftmsPerBurst", "frames per burst", peer.framesPerBurst, edca ? 31 : 255),
    ...number("numFtmrRetries", "retries", peer.retries, 255),
    ...(peer.requestLci && { requestLci: true }),
    ...(peer.requestCivicLocation && { requestCivicloc: true }),
    ...(ranging === "trigger-based" && { triggerBased: true }),
    ...(ranging === "non-trigger-based" && { nonTriggerBased: true }),
    ...(peer.lmrFeedback && { lmrFeedback: true }),
    ...number("bssColor", "BSS colour", peer.bssColor, 63),
    ...(peer.responder && { rsta: true }),
    ...steps("minTimeBetweenMeasurementsIn100Us", "least time in µs", peer.minTimeBetweenMeasurementsUs, 100, U32),
    ...steps("maxTimeBetweenMeasurementsIn10Ms", "most time in ms", peer.maxTimeBetweenMeasurementsMs, 10, U32),
    ...number("nominalTimeMs", "nominal time in ms", peer.nominalTimeMs, U32),
    ...number("awDurationMs", "availability window in ms", peer.availabilityWindowMs, 255),
    ...number("numMeasurements", "availability windows", peer.availabilityWindows, U32),
    ...number("ingressMm", "distance in mm", peer.nearerThanMm, Number.MAX_SAFE_INTEGER),
    ...number("egressMm", "distance in mm", peer.fartherThanMm, Number.MAX_SAFE_INTEGER),
    ...(proximityDetection === "silent" && { pdSuppressResults: true }),
  };
}

const U32 = 0xffffffff;
const RANGING = ["edca", "trigger-based", "non-trigger-based"];

/** iw's choice, where none is given: what a channel of this width is sent with. 60 GHz needs none. */
function preambleOf(word: string | undefined, edca: boolean, chandef: Chandef): Preamble | undefined {
  if (word !== undefined) return memberNamed<Preamble>(Preamble, "preamble", word);
  if (!edca) return Preamble.He;
  if (chandef.frequencyMhz > 50_000) return undefined;
  if (chandef.noHt || chandef.widthMhz < 20) return Preamble.Legacy;
  if (chandef.widthMhz <= 40) return Preamble.Ht;
  return chandef.widthMhz === 320 ? Preamble.He : Preamble.Vht;
}

function number<Key extends keyof PmsrFtmReq>(key: Key, what: string, value: number | undefined, most: number) {
  return value === undefined ? {} : { [key]: whole(what, value, 0, most) };
}

/** A time that the kernel counts in steps. */
function steps<Key extends keyof PmsrFtmReq>(
  key: Key,
  what: string,
  value: number | undefined,
  step: number,
  most: number,
) {
  if (value === undefined) return {};
  if (Number.isInteger(value / step) && value >= 0 && value / step <= most) return { [key]: value / step };
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${value}: expected a multiple of ${step}`);
}
