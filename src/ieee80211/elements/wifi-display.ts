import { bit, bits } from "../../bytes/bits.ts";
import { formatMac, type Mac } from "../../bytes/mac.ts";
import type { Subelement } from "../element.ts";
import { malformed, need } from "../element-kind.ts";

/** What a Wi-Fi Display (Miracast) device is and can (Wi-Fi Display 5.1.2). */
export interface WifiDisplayDevice {
  readonly type: "source" | "primary sink" | "secondary sink" | "source or primary sink";
  readonly coupledSinkAtSource: boolean;
  readonly coupledSinkAtSink: boolean;
  readonly sessionAvailable: boolean;
  readonly serviceDiscovery: boolean;
  /** The link is a TDLS one rather than P2P, where possible. */
  readonly prefersTdls: boolean;
  readonly contentProtection: boolean;
  readonly timeSynchronization: boolean;
  readonly audioUnsupported: boolean;
  readonly audioOnly: boolean;
  readonly persistentTdls: boolean;
  readonly rtspPort: number;
  readonly maxThroughputMbps: number;
}

/** The Wi-Fi Display element (50:6f:9a:10). */
export interface WifiDisplay {
  readonly device?: WifiDisplayDevice;
  readonly associatedBssid?: Mac;
  /** The sink that this one is coupled with, and how far they are: 0 not, 1 coupled, 2 tearing down. */
  readonly coupledSink?: { readonly status: number; readonly address: Mac };
  /** The other subelements: audio and video formats, session information and so on. */
  readonly others: readonly Subelement[];
}

const TYPES = ["source", "primary sink", "secondary sink", "source or primary sink"] as const;

export function decodeWifiDisplay(body: Uint8Array): WifiDisplay {
  let known: Omit<WifiDisplay, "others"> = {};
  const others: Subelement[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + 3 > body.length) throw malformed(`a subelement at octet ${at} has no length`);
    const id = body[at]!;
    const end = at + 3 + ((body[at + 1]! << 8) | body[at + 2]!); // big-endian, unlike P2P
    if (end > body.length) throw malformed(`subelement ${id} exceeds the ${body.length - at - 3} octets left`);
    const octets = body.subarray(at + 3, end);
    if (id === 0) known = { ...known, device: decodeDevice(octets) };
    else if (id === 1 && octets.length >= 6) known = { ...known, associatedBssid: formatMac(octets) };
    else if (id === 6 && octets.length >= 7) {
      known = { ...known, coupledSink: { status: bits(octets[0]!, 0, 2), address: formatMac(octets, 1) } };
    } else others.push({ id, body: octets });
    at = end;
  }
  return { ...known, others };
}

function decodeDevice(octets: Uint8Array): WifiDisplayDevice {
  need(octets, 6);
  const info = (octets[0]! << 8) | octets[1]!;
  return {
    type: TYPES[bits(info, 0, 2)]!,
    coupledSinkAtSource: bit(info, 2),
    coupledSinkAtSink: bit(info, 3),
    sessionAvailable: bits(info, 4, 2) === 1,
    serviceDiscovery: bit(info, 6),
    prefersTdls: bit(info, 7),
    contentProtection: bit(info, 8),
    timeSynchronization: bit(info, 9),
    audioUnsupported: bit(info, 10),
    audioOnly: bit(info, 11),
    persistentTdls: bit(info, 12),
    rtspPort: (octets[2]! << 8) | octets[3]!,
    maxThroughputMbps: (octets[4]! << 8) | octets[5]!,
  };
}
