import { randomBytes } from "node:crypto";
import type { Mac } from "../../bytes/mac.ts";
import { parseEapol } from "../../ieee80211/eapol.ts";
import type { EapolKeyFrame } from "../../ieee80211/eapol-key.ts";
import { ElementId } from "../../ieee80211/element-id.ts";
import { parseElements } from "../../ieee80211/element-list.ts";
import { type EapolKeyInput, encodeEapolKey } from "../../ieee80211/encode/eapol-key.ts";
import type { KeyDerivation } from "./key-derivation.ts";
import { type KeyMaterial, readKeyMaterial } from "./key-material.ts";
import { type PairwiseKeys, pairwiseKeys, sign, signedWith, unwrapKeyData } from "./pairwise-keys.ts";

/** What a station's side of the handshake needs: whose it is, and what both ends are to agree on. */
export interface HandshakeInput {
  readonly derivation: KeyDerivation;
  readonly pmk: Uint8Array;
  readonly accessPoint: Mac;
  readonly station: Mac;
  /** The RSN element of the association request. */
  readonly rsn: Uint8Array;
  /** The RSN element of the access point's beacons; message 3 must have the same, lest somebody weakened it on the way. */
  readonly accessPointRsn: Uint8Array | undefined;
  /** Go on only where the access point protects management frames. */
  readonly mfpRequired: boolean;
  readonly tkLength: number;
  /** For tests. Default: random. */
  readonly nonce?: () => Uint8Array;
}

/** What is to be done about a frame, in this order. */
export interface HandshakeStep {
  readonly send: Uint8Array;
  /** The frame goes without encryption. */
  readonly plain: boolean;
  /** The pairwise key, when it is new. */
  readonly pairwise?: Uint8Array;
  /** Group keys, when they are new. */
  readonly group?: KeyMaterial;
  /** The port may open. */
  readonly complete: boolean;
}

/** Frames with which it cannot go on; others that are not right are dropped without a word, as the standard has it. */
export class HandshakeError extends Error {}

const PAIRWISE = 0x08;
const MIC = 0x100;
const SECURE = 0x200;

/** The keys of one handshake, with the nonces that they come of. */
interface Derived extends PairwiseKeys {
  readonly anonce: Uint8Array;
  readonly snonce: Uint8Array;
}

/**
 * The station's side of the 4-way handshake and of the group key handshake, for a key that both have before. IEEE 802.11-2020, 12.7.6 and
 * 12.7.7. It only thinks: frames go in, and what is to be sent and installed comes out. A key that is installed is not given out a second
 * time, whatever is repeated: installed again, its packet numbers would begin anew (CVE-2017-13077 to 13080). So a nonce of ours is for one
 * handshake: message 1, which anybody can send again, would otherwise bring its key back.
 */
export class FourWayHandshake {
  readonly #input: HandshakeInput;
  /** Of the handshake that goes on, and of the one that is done. */
  #next: Derived | undefined;
  #keys: Derived | undefined;
  #replay = -1n;
  readonly #group = new Map<string, string>();

  constructor(input: HandshakeInput) {
    this.#input = input;
  }

  /** Throws HandshakeError where the access point says another RSN element than its beacons, or less than is required. */
  handle(octets: Uint8Array): HandshakeStep | undefined {
    const frame = parseEapol(octets);
    if (frame.kind !== "key" || frame.descriptor !== "RSN") return undefined;
    if (frame.information.descriptorVersion !== this.#input.derivation.version) return undefined;
    if (frame.message === "4-way 1/4") return this.#first(frame);
    // What the length says is signed; Ethernet may have padded it.
    const exact = octets.subarray(0, 4 + ((octets[2]! << 8) | octets[3]!));
    if (frame.message === "4-way 3/4") return this.#third(frame, exact);
    if (frame.message === "group 1/2") return this.#groupKey(frame, exact);
    return undefined;
  }

  #first(frame: EapolKeyFrame): HandshakeStep | undefined {
    if (frame.replayCounter <= this.#replay) return undefined;
    const { rsn, nonce = () => new Uint8Array(randomBytes(32)) } = this.#input;
    // A repeated first message is answered with the same nonce, so that a third that is on its way still fits.
    const repeated = same(this.#next?.anonce, frame.nonce);
    const nonces = { anonce: frame.nonce.slice(), snonce: repeated ? this.#next!.snonce : nonce() };
    this.#next = { ...nonces, ...pairwiseKeys({ ...this.#input, ...nonces }) };
    const { replayCounter } = frame;
    const second = this.#signed(this.#next, PAIRWISE, { replayCounter, nonce: nonces.snonce, keyData: rsn });
    // The first handshake goes in the clear, a later one is encrypted with the key that is in use.
    return { send: second, plain: this.#keys === undefined, complete: false };
  }

  #third(frame: EapolKeyFrame, octets: Uint8Array): HandshakeStep | undefined {
    const signer = [this.#next, this.#keys].find((keys) => keys !== undefined && this.#genuine(frame, octets, keys));
    if (signer === undefined || !same(signer.anonce, frame.nonce)) return undefined;
    const material = this.#material(frame, signer);
    if (material === undefined) return undefined;
    const { accessPointRsn, mfpRequired } = this.#input;
    if (accessPointRsn !== undefined && !same(material.rsn, accessPointRsn)) {
      throw new HandshakeError("the access point's RSN element is another than that of its beacons");
    }
    if (mfpRequired && !protects(material.rsn)) {
      throw new HandshakeError("the access point does not protect management frames");
    }
    this.#replay = frame.replayCounter;
    const plain = this.#keys === undefined;
    const fresh = signer === this.#next;
    if (fresh) [this.#keys, this.#next] = [signer, undefined];
    const group = this.#fresh(material);
    const fourth = this.#signed(signer, PAIRWISE | SECURE, { replayCounter: frame.replayCounter });
    return {
      ...{ send: fourth, plain, complete: true },
      ...(fresh && { pairwise: signer.tk }),
      ...(group !== undefined && { group }),
    };
  }

  #groupKey(frame: EapolKeyFrame, octets: Uint8Array): HandshakeStep | undefined {
    const keys = this.#keys;
    if (keys === undefined || !this.#genuine(frame, octets, keys)) return undefined;
    const material = this.#material(frame, keys);
    if (material === undefined) return undefined;
    this.#replay = frame.replayCounter;
    const group = this.#fresh(material);
    const second = this.#signed(keys, SECURE, { replayCounter: frame.replayCounter });
    return { send: second, plain: false, complete: true, ...(group !== undefined && { group }) };
  }

  #signed({ kck }: PairwiseKeys, kind: number, answer: Omit<EapolKeyInput, "information">): Uint8Array {
    const { derivation } = this.#input;
    return sign(encodeEapolKey({ ...answer, information: derivation.version | MIC | kind }), kck, derivation);
  }

  #genuine(frame: EapolKeyFrame, octets: Uint8Array, keys: PairwiseKeys): boolean {
    return frame.replayCounter > this.#replay && signedWith(octets, keys.kck, this.#input.derivation);
  }

  /** Keys in the clear are none: those of RSN are always encrypted. */
  #material({ information, keyData, rsc }: EapolKeyFrame, { kek }: PairwiseKeys): KeyMaterial | undefined {
    const clear = information.encryptedKeyData ? unwrapKeyData(keyData.reveal(), kek) : undefined;
    return clear === undefined ? undefined : readKeyMaterial(clear, rsc);
  }

  /** The group keys that were not given out before; undefined where there is none. */
  #fresh(material: KeyMaterial): KeyMaterial | undefined {
    const keys = material.keys.filter(({ kind, index, key }) => {
      const place = `${kind} ${index}`;
      const octets = Buffer.from(key).toString("hex");
      if (this.#group.get(place) === octets) return false;
      this.#group.set(place, octets);
      return true;
    });
    return keys.length === 0 ? undefined : { ...material, keys };
  }
}

/** The bit MFPC of an RSN element. */
function protects(rsn: Uint8Array | undefined): boolean {
  return rsn !== undefined && parseElements(rsn).get(ElementId.Rsn)?.capabilities.mfpCapable === true;
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}
