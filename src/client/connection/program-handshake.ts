import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import { ElementId } from "../../ieee80211/element-id.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { Bss } from "../../nl80211/bss.ts";
import type { Key } from "../../nl80211/generated/key.ts";
import { StaFlag } from "../../nl80211/generated/station-enums.ts";
import type { CallOptions, Core } from "../core.ts";
import { toConnect } from "./connect-request.ts";
import type { ConnectionEvents } from "./connection-events.ts";
import { type ControlPortFrame, sendControlPortFrame } from "./control-port.ts";
import { FourWayHandshake, HandshakeError, type HandshakeStep } from "./four-way-handshake.ts";
import type { HandshakePlan } from "./handshake-plan.ts";

interface PeerHandshake {
  readonly peer: Mac;
  readonly handshake: FourWayHandshake;
}

/**
 * Does the handshakes of one connection: the first, those after a roam, and the access point's renewals of keys. It answers what comes by the
 * control port, installs the keys, and opens the port.
 */
export class ProgramHandshake {
  readonly #core: Core;
  readonly #ifindex: number;
  readonly #target: string;
  readonly #plan: HandshakePlan;
  readonly #events: ConnectionEvents;
  /** With the access point that the station is associated with. */
  #current: PeerHandshake | undefined;
  /** With another, whose first message came before the kernel told of an association with it; or with nobody that matters. */
  #early: PeerHandshake | undefined;
  /** Where a roam goes. */
  #expected: Mac | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #open: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(core: Core, ifindex: number, target: string, events: ConnectionEvents, plan: HandshakePlan) {
    this.#core = core;
    this.#ifindex = ifindex;
    this.#target = target;
    this.#plan = plan;
    this.#events = events;
    events.roams.add(({ bssid }) => this.#associatedAnew(bssid));
    events.frames.add((frame) => {
      this.#turn = this.#turn.then(() => this.#take(frame)).catch((error: unknown) => this.#fail(error));
    });
  }

  /**
   * Of an association that is about to be asked for, with `expected` where that is known: resolves with true when its port is open. Rejects
   * where it cannot come to that; a connection that ends is not told here.
   */
  opened(expected?: Mac): Promise<boolean> {
    this.#expected = expected;
    const opened = new Promise<boolean>((resolve, reject) => {
      this.#open = () => resolve(true);
      this.#fail = reject;
    });
    opened.catch(() => {});
    return opened;
  }

  /** Another association has no keys yet, be it with the same access point; but EAPOL may be faster than the news of it, and is of it then. */
  #associatedAnew(accessPoint: Mac | undefined): void {
    this.#current = this.#early?.peer === accessPoint ? this.#early : undefined;
    this.#early = undefined;
  }

  async #take({ from, octets }: ControlPortFrame): Promise<void> {
    if (this.#core.closed.aborted) return;
    try {
      const handshake = await this.#with(from);
      const step = handshake?.handle(octets);
      if (step !== undefined) await this.#do(step, from);
    } catch (error) {
      if (!this.#matters(from)) {
        this.#early = undefined; // whose keys the device does not take renews none
        return;
      }
      if (!(error instanceof HandshakeError)) throw error;
      const about = { command: "Connect", target: this.#target };
      this.#fail(new Nl80211Error("CONNECT_FAILED", `connect ${this.#target}: ${error.message}`, about));
      const farewell = { ifindex: this.#ifindex, reasonCode: ReasonCode.HandshakeElementMismatch };
      await this.#core.request("Disconnect", farewell).catch(() => {});
    }
  }

  /**
   * The handshake with whom a frame came from; undefined with who is no access point of this network. Any station of it can send EAPOL, by way of
   * the access point, whose own goes on.
   */
  async #with(from: Mac): Promise<FourWayHandshake | undefined> {
    const known = [this.#current, this.#early].find((each) => each?.peer === from);
    if (known !== undefined) return known.handshake;
    const heard = await this.#heard(from);
    if (heard === undefined && !this.#matters(from)) return undefined;
    const begun = { peer: from, handshake: await this.#begin(from, heard) };
    const { bssid } = this.#events.connected;
    if (bssid === undefined || bssid === from) this.#current = begun;
    else this.#early = begun;
    return begun.handshake;
  }

  #matters(peer: Mac): boolean {
    const { bssid } = this.#events.connected;
    return bssid === undefined || bssid === peer || peer === this.#expected;
  }

  async #begin(accessPoint: Mac, heard: Bss | undefined): Promise<FourWayHandshake> {
    const { options, pmk, derivation, tkLength } = this.#plan;
    const { ie } = toConnect(this.#ifindex, options);
    const rsn = ie!.subarray(0, 2 + ie![1]!);
    const station = (await this.#core.request("GetInterface", { ifindex: this.#ifindex }))?.mac ?? "";
    const accessPointRsn = rsnOf(heard);
    const mfpRequired = options.mfp === "required";
    const ends = { accessPoint, station, rsn, accessPointRsn };
    return new FourWayHandshake({ derivation, pmk, ...ends, mfpRequired, tkLength });
  }

  /** An access point of this network, as a scan has heard it; that of the association also where it hides the name. */
  async #heard(bssid: Mac): Promise<Bss | undefined> {
    const ssid = ssidBytes(this.#plan.options.ssid);
    const replies = await (await this.#core.dump("GetScan", { ifindex: this.#ifindex })).toArray();
    const heard = replies.map((reply) => new Bss(reply, 0)).filter((bss) => bss.bssid === bssid);
    return heard.find((bss) => bss.ssid.equals(ssid)) ?? (this.#matters(bssid) ? heard[0] : undefined);
  }

  /** The answer goes before the keys: what is encrypted with them the access point does not read yet. */
  async #do({ send, plain, pairwise, group, complete }: HandshakeStep, peer: Mac): Promise<void> {
    const call = { target: this.#target };
    await sendControlPortFrame(this.#core, this.#ifindex, peer, send, { noEncrypt: plain }, call);
    const { cipherSuitesPairwise, cipherSuiteGroup } = toConnect(this.#ifindex, this.#plan.options);
    if (pairwise !== undefined) {
      const key = { data: pairwise, cipher: cipherSuitesPairwise![0]!, seq: new Uint8Array(6), idx: 0 };
      await this.#core.request("NewKey", { ifindex: this.#ifindex, mac: peer, key }, call);
    }
    for (const { kind, index, key, sequence } of group?.keys ?? []) {
      const cipher = kind === "data" ? cipherSuiteGroup! : this.#managementCipher();
      const data = cipher === CipherSuite.Tkip ? tkipForStation(key) : key;
      const installed = this.#install({ data, cipher, seq: sequence, idx: index }, call);
      // a device that cannot check beacons is connected without that
      await (kind === "beacon" ? installed.catch(() => {}) : installed);
    }
    if (!complete) return;
    const flags = [StaFlag.Authorized];
    const station = { ifindex: this.#ifindex, mac: peer, staFlags2: { mask: flags, set: flags } };
    await this.#core.request("SetStation", station, call);
    // the old access point may renew its group's keys while the station is on the way to another
    if (pairwise !== undefined) this.#open();
  }

  async #install(key: Key, call: CallOptions): Promise<void> {
    await this.#core.request("NewKey", { ifindex: this.#ifindex, key }, call);
  }

  #managementCipher(): number {
    const { security } = this.#plan.options;
    const chosen = typeof security === "object" && "supplicant" in security ? security.supplicant : undefined;
    return chosen?.groupManagementCipher ?? CipherSuite.BipCmac128;
  }
}

/** The RSN element that an access point beacons, as octets. */
function rsnOf(bss: Bss | undefined): Uint8Array | undefined {
  const payload = bss?.elements.element(ElementId.Rsn)?.payload;
  return payload === undefined ? undefined : Uint8Array.of(ElementId.Rsn, payload.length, ...payload);
}

/** TKIP's MIC keys change places: the one that the access point sends with is the one to receive with. IEEE 802.11-2020, 12.8.1. */
function tkipForStation(key: Uint8Array): Uint8Array {
  return Uint8Array.of(...key.subarray(0, 16), ...key.subarray(24, 32), ...key.subarray(16, 24));
}
