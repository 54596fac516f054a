import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { FrameType, parseFrameControl } from "../../ieee80211/frame-control.ts";
import { checkedTimeout } from "../../netlink/checked.ts";
import type { FrameFields } from "../../nl80211/generated/frame.ts";
import { device, netdev } from "../addressee.ts";
import { checkedMac, whole } from "../argument.ts";
import { type CallOptions, type Core, FAMILY } from "../core.ts";
import { type ChannelPosition, frequencyFields } from "../radio/channel-choice.ts";
import type { Target } from "../target.ts";
import type { FrameChoice } from "./frame-choice.ts";
import type { SentFrame } from "./frame-sender.ts";
import type { FrameStreams, UnexpectedFrame } from "./frame-streams.ts";
import type { PeerProbe } from "./peer-probe.ts";
import type { ReceivedFrame } from "./received-frame.ts";
import type { ChannelStay } from "./remain-on-channel.ts";

/** How a frame is sent. */
export interface SendFrameOptions extends CallOptions {
  /** Centre of the 20 MHz channel. Default: the one that the interface is on; a P2P device, and a station without a connection, need it. */
  readonly frequencyMhz?: number;
  /** How long to stay on that channel for an answer, in ms: 10 up to what the driver allows. Only with `offchannel` does it leave its own. */
  readonly durationMs?: number;
  /** It may leave the channel that it is on. */
  readonly offchannel?: boolean;
  /** Without the rates of 802.11b, as P2P demands. */
  readonly noCck?: boolean;
  /** Sent and forgotten: there is no status. */
  readonly dontWaitForAck?: boolean;
  /** The link of a multi-link device. */
  readonly linkId?: number;
  /** Where in the frame the counters of a channel switch are, which the kernel counts down. */
  readonly csaOffsets?: readonly number[];
}

/**
 * Management frames: receive, send, stay on a channel. All of it needs CAP_NET_ADMIN, sending the interface up. What the driver does not do
 * is NOT_SUPPORTED, or KERNEL with EINVAL: `wiphy().attributes.rxFrameTypes` and `txFrameTypes` list what each type of interface can.
 */
export class Frames {
  readonly #core: Core;
  readonly #streams: () => FrameStreams;

  constructor(core: Core, streams: () => FrameStreams) {
    this.#core = core;
    this.#streams = streams;
  }

  /**
   * The frames of some kinds that come to an interface, from the subscription on: `receive$("wlan0", "probe-request")`, or
   * `{ type: "action", match: Uint8Array.of(4) }`, or several. The kernel hands each to one socket alone: where two want the same, the second
   * fails with KERNEL, EALREADY. Fails with KERNEL, EINVAL, for a kind that the interface's type cannot receive, and LOST.
   */
  receive$(target: Target, choice: FrameChoice | readonly FrameChoice[]): Observable<ReceivedFrame> {
    return this.#streams().receive(target, isMany(choice) ? choice : [choice]);
  }

  /**
   * Data frames from stations that are not associated (an access point answers them with a deauthentication), and from associated ones that
   * use four addresses unasked. Of access points; fails with BUSY where another program listens, such as `wifi.ap.start()`.
   */
  unexpected$(target: Target): Observable<UnexpectedFrame> {
    return this.#streams().unexpected(target);
  }

  /** Beacons of other networks that a radio hears while it is an access point. */
  beacons$(target: Target): Observable<ReceivedFrame> {
    return this.#streams().beacons(target);
  }

  /**
   * Sends a management frame as it is: header and body, without FCS (`encodeAction()` and its kin of "nl80211/ieee80211" make them). Resolves
   * when the kernel knows whether it was acknowledged. With `signal` it is given up, and the stay on the channel ended. The source must
   * be the interface's own address.
   */
  async send(target: Target, frame: Uint8Array, options: SendFrameOptions = {}): Promise<SentFrame> {
    const fields = sendFields(frame, options);
    const { signal, timeoutMs, onCookie, target: name } = options;
    if (timeoutMs !== undefined) checkedTimeout(timeoutMs);
    const call = {
      ...(name !== undefined && { target: name }),
      ...(signal !== undefined && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(onCookie !== undefined && { onCookie }),
    };
    const [selector, named] = await device(this.#core, target, call);
    const core = this.#core.separate();
    try {
      const { FrameSender } = await import("./frame-sender.ts");
      const sender = new FrameSender(core);
      await core.family();
      if (!fields.dontWaitForAck) {
        await core.netlink.listen(FAMILY, ["mlme"], { notification: ({ message }) => sender.heard(message) });
      }
      return await sender.send({ ...selector, ...fields }, named);
    } finally {
      core.close();
    }
  }

  /** Leaves the channel on which `send()` stays with `durationMs`, before that is over. KERNEL with ENOENT where it is. */
  async cancelWait(target: Target, cookie: bigint, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("FrameWaitCancel", { ...selector, cookie }, call);
  }

  /**
   * Goes to a channel for some ms (10 up to what the driver allows, often 5000), to hear and send there, and resolves when the radio is there. What
   * is returned tells when it has left, and `close()` ends it. An access point on a channel with radar detection does not leave it (BUSY).
   */
  async remainOnChannel(
    target: Target,
    channel: ChannelPosition,
    durationMs: number,
    options: CallOptions = {},
  ): Promise<ChannelStay> {
    const { remainOnChannel } = await import("./remain-on-channel.ts");
    return remainOnChannel(this.#core, target, channel, durationMs, options);
  }

  /**
   * Asks whether a peer is still there: a station of an access point, by its address; without one, the access point of a station, where
   * the driver can ("probe-ap"). A station that is not there is KERNEL with ENOLINK.
   */
  async probe(target: Target, peer?: Mac, options: CallOptions = {}): Promise<PeerProbe> {
    const checked = peer === undefined ? undefined : checkedMac(peer);
    const [{ ifindex }, call] = await netdev(this.#core, target, options);
    const { probePeer } = await import("./peer-probe.ts");
    return probePeer(this.#core, ifindex, checked, call);
  }
}

/** The attributes of a frame to send. Throws INVALID_ARGUMENT for what the kernel takes from nobody. */
function sendFields(frame: Uint8Array, options: SendFrameOptions): FrameFields {
  const { frequencyMhz, durationMs, offchannel, noCck, dontWaitForAck, linkId, csaOffsets } = options;
  const { type, order } = parseFrameControl((frame[0] ?? 0) | ((frame[1] ?? 0) << 8));
  if (frame.length < 25 || type !== FrameType.Management || order) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `a frame of ${frame.length} octets that begins with ${frame[0] ?? "nothing"}: expected a management frame, with a body, without HT Control`,
    );
  }
  if (offchannel && frequencyMhz === undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "offchannel: say to which channel, by frequencyMhz");
  }
  return {
    ...(frequencyMhz !== undefined && frequencyFields(frequencyMhz)),
    ...(durationMs !== undefined && { durationMs: whole("duration in ms", durationMs, 10, 0xffffffff) }),
    ...(offchannel && { offchannelTxOk: true }),
    ...(noCck && { txNoCckRate: true }),
    ...(dontWaitForAck && { dontWaitForAck: true }),
    ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
    ...(csaOffsets !== undefined && {
      csaCOffsetsTx: csaOffsets.map((offset) => whole("csaOffsets", offset, 0, frame.length - 1)),
    }),
    frame,
  };
}

function isMany(choice: FrameChoice | readonly FrameChoice[]): choice is readonly FrameChoice[] {
  return Array.isArray(choice);
}
