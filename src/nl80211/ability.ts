import type { GetWiphyReply } from "./generated/wiphy.ts";

/** Flags that are attributes of their own. */
const ABILITIES = [
  ["supportIbssRsn", "ibss-rsn"],
  ["supportMeshAuth", "mesh-auth"],
  ["supportApUapsd", "ap-uapsd"],
  ["roamSupport", "roaming"],
  ["tdlsSupport", "tdls"],
  ["tdlsExternalSetup", "tdls-external-setup"],
  ["offchannelTxOk", "offchannel-tx"],
  ["controlPortEthertype", "control-port-ethertype"],
  ["support5Mhz", "5mhz"],
  ["support10Mhz", "10mhz"],
  ["mloSupport", "mlo"],
  ["wiphySelfManagedReg", "self-managed-regulatory"],
] as const;

export type Ability = (typeof ABILITIES)[number][1];

/** What it supports that is told by an attribute of its own. */
export function toAbilities(from: GetWiphyReply): readonly Ability[] {
  return ABILITIES.flatMap(([key, ability]) => (from[key] === true ? [ability] : []));
}
