import { ByteWriter } from "../../bytes/writer.ts";
import { Nl80211Error } from "../../errors.ts";
import type { AkmSuite } from "../akm.ts";
import { CipherSuite } from "../cipher.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** What an RSN element says. */
export interface RsnInput {
  readonly akmSuites: readonly (AkmSuite | number)[];
  /** CCMP-128 where not given. */
  readonly pairwiseCiphers?: readonly (CipherSuite | number)[];
  /** The first pairwise cipher where not given. */
  readonly groupCipher?: CipherSuite | number;
  /** Management frame protection: none where not given. */
  readonly mfp?: "capable" | "required";
  /** Where given, or where `mfp` is: BIP-CMAC-128 if absent. */
  readonly groupManagementCipher?: CipherSuite | number;
  readonly preauthentication?: boolean;
  /** 1, 2, 4 or 16 replay counters; 1 where not given. */
  readonly ptksaReplayCounters?: 1 | 2 | 4 | 16;
  readonly gtksaReplayCounters?: 1 | 2 | 4 | 16;
  readonly sppAmsduCapable?: boolean;
  readonly extendedKeyId?: boolean;
  readonly operatingChannelValidation?: boolean;
  /** Keys to be used again, 16 octets each; in requests. */
  readonly pmkids?: readonly Uint8Array[];
}

/** RSN element. Throws INVALID_ARGUMENT where no AKM is given or a PMKID is not 16 octets. */
export function encodeRsn(rsn: RsnInput): Uint8Array {
  if (rsn.akmSuites.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an RSN element needs an AKM suite");
  const pairwise = rsn.pairwiseCiphers ?? [CipherSuite.Ccmp128];
  const pmkids = rsn.pmkids ?? [];
  if (pmkids.some((pmkid) => pmkid.length !== 16)) throw new Nl80211Error("INVALID_ARGUMENT", "a PMKID has 16 octets");
  const writer = new ByteWriter();
  writer.u16(1); // version
  putSuite(writer, rsn.groupCipher ?? pairwise[0] ?? CipherSuite.Ccmp128);
  for (const list of [pairwise, rsn.akmSuites]) {
    writer.u16(list.length);
    for (const suite of list) putSuite(writer, suite);
  }
  writer.u16(capabilities(rsn));
  const groupManagement = rsn.groupManagementCipher ?? (rsn.mfp === undefined ? undefined : CipherSuite.BipCmac128);
  if (pmkids.length > 0 || groupManagement !== undefined) {
    writer.u16(pmkids.length);
    for (const pmkid of pmkids) writer.put(pmkid);
  }
  if (groupManagement !== undefined) putSuite(writer, groupManagement);
  return encodeElement(ElementId.Rsn, writer.finish());
}

/** Suite selectors are OUI and type in the order of writing. */
function putSuite(writer: ByteWriter, suite: number): void {
  if (!Number.isInteger(suite) || suite < 0 || suite > 0xffffffff) {
    throw new Nl80211Error("INVALID_ARGUMENT", `suite ${suite}: expected a member of AkmSuite or CipherSuite`);
  }
  writer
    .u8(suite >>> 24)
    .u8((suite >>> 16) & 0xff)
    .u8((suite >>> 8) & 0xff)
    .u8(suite & 0xff);
}

const REPLAY_COUNTERS = [1, 2, 4, 16] as const;

function capabilities(rsn: RsnInput): number {
  return (
    (rsn.preauthentication ? 1 : 0) |
    (REPLAY_COUNTERS.indexOf(rsn.ptksaReplayCounters ?? 1) << 2) |
    (REPLAY_COUNTERS.indexOf(rsn.gtksaReplayCounters ?? 1) << 4) |
    (rsn.mfp === "required" ? 0x40 : 0) |
    (rsn.mfp === undefined ? 0 : 0x80) |
    (rsn.sppAmsduCapable ? 0x400 : 0) |
    (rsn.extendedKeyId ? 0x2000 : 0) |
    (rsn.operatingChannelValidation ? 0x4000 : 0)
  );
}

/** What an RSN Extension element says, by the bits of IEEE 802.11-2020 table 9-321. */
export interface RsnExtensionInput {
  readonly protectedTwt?: boolean;
  readonly saeHashToElement?: boolean;
  readonly saePk?: boolean;
  readonly ssidProtection?: boolean;
}

/** RSN Extension element (RSNXE), as short as its bits allow. */
export function encodeRsnExtension(extension: RsnExtensionInput): Uint8Array {
  const bits = [
    ...(extension.protectedTwt ? [4] : []),
    ...(extension.saeHashToElement ? [5] : []),
    ...(extension.saePk ? [6] : []),
    ...(extension.ssidProtection ? [21] : []),
  ];
  const body = new Uint8Array(Math.floor(Math.max(0, ...bits) / 8) + 1);
  for (const bit of bits) body[bit >>> 3]! |= 1 << (bit & 7);
  body[0]! |= body.length - 1; // the low four bits count the octets after the first
  return encodeElement(ElementId.RsnExtension, body);
}
