import type { Mac } from "../../bytes/mac.ts";
import { isNl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { parseFrame } from "../../ieee80211/frame.ts";
import { reasonText } from "../../ieee80211/reason.ts";
import type { AttributeReader } from "../../netlink/attribute-reader.ts";
import {
  associateCommand,
  type ConnectEvent,
  connectCommand,
  type DeauthenticateEvent,
  type DisconnectEvent,
  deauthenticateCommand,
  disassociateCommand,
  disconnectCommand,
  externalAuthCommand,
  portAuthorizedCommand,
  roamCommand,
} from "../../nl80211/generated/connect.ts";
import { TimeoutReason } from "../../nl80211/generated/connect-enums.ts";
import {
  controlPortFrameCommand,
  controlPortFrameTxStatusCommand,
  type FrameTxStatusEvent,
} from "../../nl80211/generated/frame.ts";
import { assocMloReconfCommand, linksRemovedCommand } from "../../nl80211/generated/mlo.ts";
import { wordOf } from "../../nl80211/words.ts";
import { type Core, decodeMessage, FAMILY } from "../core.ts";
import { Listeners } from "../listeners.ts";
import type { Attempt } from "./attempt.ts";
import { type Connected, toConnected } from "./connected.ts";
import { type ControlPortFrame, toControlPortFrame } from "./control-port.ts";
import { type ExternalAuthentication, toExternalAuthentication } from "./external-authentication.ts";

/** How a connection ended: by `close()`, or as the kernel told. */
export type ConnectionEnd =
  | { readonly by: "us" }
  | { readonly by: "access-point" | "kernel"; readonly reasonCode?: number; readonly reason?: string };

/** Frames of a handshake wait for who does it; more than these are no handshake. */
const FRAMES_KEPT = 16;
/** What became of frames whose cookie is not known yet. */
const STATUSES_KEPT = 64;

/**
 * What the kernel says of one interface's connection to the socket that owns it: whether it came to be, where it moved, when its port opened,
 * how it ended, and the frames of its control port. Events of other interfaces do not count.
 */
export class ConnectionEvents {
  /** Resolves when it has ended, and says how. Never rejects. */
  readonly ended: Promise<ConnectionEnd>;
  /** Resolves with true when the kernel tells that the port is open, with false when the connection ends before. */
  readonly authorized: Promise<boolean>;
  readonly roams = new Listeners<Connected>();
  /** For who waits for the end only a while, and must leave nothing with the promise. */
  readonly ends = new Listeners<ConnectionEnd>({ keep: 1 });
  readonly frames = new Listeners<ControlPortFrame>({ keep: FRAMES_KEPT });
  readonly externalAuthentications = new Listeners<ExternalAuthentication>();
  readonly #core: Core;
  readonly #ifindex: number;
  readonly #statuses = new Map<bigint, boolean>();
  readonly #awaited = new Map<bigint, (acknowledged: boolean) => void>();
  #connected: Connected | undefined;
  #attempt: Attempt | undefined;
  #end!: (end: ConnectionEnd) => void;
  #open!: (open: boolean) => void;

  constructor(core: Core, ifindex: number) {
    this.#core = core;
    this.#ifindex = ifindex;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.authorized = new Promise((resolve) => {
      this.#open = resolve;
    });
    core.closed.addEventListener("abort", () => this.end({ by: "us" }));
  }

  /** What it is connected to now; of one that has ended, what it was. */
  get connected(): Connected {
    return this.#connected ?? { links: [] };
  }

  async listen(): Promise<void> {
    const { id } = await this.#core.family();
    const { connection } = this.#core.netlink;
    await this.#core.netlink.listen(FAMILY, ["mlme"], {
      notification: ({ message, time }) => this.#heard(message, time),
      gap: (family) => {
        if (family?.id !== id || connection.counters.reopened > 0) this.#lost();
        else if (this.#connected !== undefined) void this.#look();
      },
      failure: () => this.#lost(),
    });
  }

  /** From now on the kernel's word is about this attempt. */
  begin(attempt: Attempt): void {
    this.#attempt = attempt;
    attempt.result.catch(() => this.#settled(attempt));
  }

  end(how: ConnectionEnd): void {
    this.#open(false);
    this.#end(how);
    this.ends.tell(how);
  }

  /** Whether a frame was acknowledged; undefined where the kernel does not tell in time. */
  acknowledged(cookie: bigint, timeoutMs: number): Promise<boolean | undefined> {
    const known = this.#statuses.get(cookie);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const cancel = this.#core.clock.after(timeoutMs, () => {
        this.#awaited.delete(cookie);
        resolve(undefined);
      });
      this.#awaited.set(cookie, (acknowledged) => {
        cancel();
        resolve(acknowledged);
      });
    });
  }

  #heard(message: GenericMessage, time: number): void {
    const read = <E extends { readonly ifindex?: number }>(
      command: { readonly event: { decode(reader: AttributeReader): E } },
      use: (event: E) => void,
    ) => {
      const event = decodeMessage(message, command.event.decode);
      if (event.ifindex === this.#ifindex) use(event);
    };
    switch (message.command) {
      case connectCommand.value:
        read(connectCommand, (event) => this.#connect(event));
        break;
      case roamCommand.value:
        read(roamCommand, (event) => this.#came(toConnected(event)));
        break;
      case associateCommand.value:
        read(associateCommand, ({ timedOut }) => timedOut && this.#attempt?.timedOut(" of assoc"));
        break;
      case deauthenticateCommand.value:
      case disassociateCommand.value:
        read(deauthenticateCommand, (event) => this.#farewell(event));
        break;
      case disconnectCommand.value:
        read(disconnectCommand, (event) => this.#disconnect(event));
        break;
      case linksRemovedCommand.value:
        read(linksRemovedCommand, ({ mloLinks = [] }) => this.#unlinked(mloLinks.map(({ mloLinkId }) => mloLinkId)));
        break;
      case assocMloReconfCommand.value:
        read(assocMloReconfCommand, () => void this.#relink());
        break;
      case portAuthorizedCommand.value:
        read(portAuthorizedCommand, () => this.#open(true));
        break;
      case externalAuthCommand.value:
        read(externalAuthCommand, (event) => this.externalAuthentications.tell(toExternalAuthentication(event)));
        break;
      case controlPortFrameCommand.value:
        read(controlPortFrameCommand, (event) => this.frames.tell(toControlPortFrame(event, time)));
        break;
      case controlPortFrameTxStatusCommand.value:
        read(controlPortFrameTxStatusCommand, (event) => this.#status(event));
    }
  }

  #connect(event: ConnectEvent): void {
    if (!event.statusCode && !event.timedOut) {
      this.#came(toConnected(event));
    } else if (this.#attempt === undefined) {
      // Another program's try to move this connection has failed, and with that the kernel has none any more.
      if (this.#connected !== undefined) this.end({ by: "kernel" });
    } else if (event.timedOut) {
      const { timeoutReason = TimeoutReason.Unspecified } = event;
      const said = timeoutReason !== TimeoutReason.Unspecified;
      this.#attempt.timedOut(said ? ` of ${wordOf(TimeoutReason, timeoutReason)}` : "");
    } else {
      this.#attempt.refused(event.statusCode ?? 1);
    }
  }

  #came(connected: Connected): void {
    const attempt = this.#attempt;
    if (this.#connected !== undefined) this.#moved(connected);
    else if (attempt !== undefined) this.#connected = connected;
    if (attempt === undefined) return;
    this.#settled(attempt);
    attempt.accept(connected);
  }

  #settled(attempt: Attempt): void {
    if (this.#attempt === attempt) this.#attempt = undefined;
    attempt.over();
  }

  /** An association that the access point cuts short, the kernel gives up without a word but this. The farewell to an old access point is our own. */
  #farewell({ frame }: DeauthenticateEvent): void {
    if (frame === undefined || this.#attempt === undefined) return;
    const said = parseFrame(frame);
    if (said.kind !== "deauthentication" && said.kind !== "disassociation") return;
    if (said.source === said.bssid && said.bssid !== this.#connected?.bssid) {
      this.#attempt.cut("access-point", said.reason);
    }
  }

  #moved(connected: Connected): void {
    this.#connected = connected;
    this.roams.tell(connected);
  }

  #disconnect({ reasonCode, disconnectedByAp }: DisconnectEvent): void {
    const by = disconnectedByAp ? "access-point" : "kernel";
    this.#attempt?.cut(by, reasonCode);
    this.end({ by, ...(reasonCode !== undefined && { reasonCode, reason: reasonText(reasonCode) }) });
  }

  #unlinked(gone: readonly (number | undefined)[]): void {
    const { connected } = this;
    this.#connected = { ...connected, links: connected.links.filter(({ linkId }) => !gone.includes(linkId)) };
  }

  /** The access point has answered to a change of links, in a frame; the interface tells what came of it. */
  async #relink(): Promise<void> {
    const now = await this.#core.request("GetInterface", { ifindex: this.#ifindex }).catch(() => undefined);
    if (now?.mloLinks === undefined) return;
    const before = new Map(this.connected.links.map((link) => [link.linkId, link]));
    const links = now.mloLinks.flatMap(({ mloLinkId: linkId, mac: address }) =>
      linkId === undefined ? [] : [{ linkId, ...(address !== undefined && { address }), ...before.get(linkId) }],
    );
    this.#connected = { ...this.connected, links };
  }

  #status({ cookie, ack }: FrameTxStatusEvent): void {
    if (cookie === undefined) return;
    const awaited = this.#awaited.get(cookie);
    this.#awaited.delete(cookie);
    if (awaited !== undefined) {
      awaited(ack === true);
      return;
    }
    // It may come before the ACK that names the cookie.
    this.#statuses.set(cookie, ack === true);
    const [oldest] = this.#statuses.keys();
    if (this.#statuses.size > STATUSES_KEPT && oldest !== undefined) this.#statuses.delete(oldest);
  }

  /** nl80211 or the socket went away, and with it what it owned. */
  #lost(): void {
    this.#attempt?.fail("LOST", "over, because nl80211 or the socket went away");
    this.end({ by: "kernel" });
  }

  /** Events were lost: is the access point still there, and is it the same? */
  async #look(): Promise<void> {
    const stations = await this.#core
      .dump("GetStation", { ifindex: this.#ifindex })
      .then((dump) => dump.toArray())
      .catch((error: unknown) => (isNl80211Error(error, "NO_SUCH_INTERFACE") ? [] : undefined));
    const bssid: Mac | undefined = stations?.[0]?.mac;
    if (stations?.length === 0) this.end({ by: "kernel" });
    else if (bssid !== undefined && bssid !== this.connected.bssid) this.#moved({ bssid, links: [] });
  }
}
