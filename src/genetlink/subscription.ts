import { Nl80211Error } from "../errors.ts";
import type { Connection } from "../netlink/connection.ts";
import type { Family } from "./family.ts";
import { GenericMessage } from "./message.ts";

/** A message of a family that answers no request. */
export interface GenericNotification {
  readonly message: GenericMessage;
  /** Name of the multicast group that it came by; undefined where it was sent to this socket alone. */
  readonly group: string | undefined;
  /** When it was received, in ms since the epoch, by the transport's clock. */
  readonly time: number;
}

/** What a subscription tells. */
export interface SubscriptionHandlers {
  notification(notification: GenericNotification): void;
  /**
   * Messages were lost, or the family was away: what was known by them may be old. Once for each gap. `family` is the family as
   * it is now, undefined while it is away.
   */
  gap?(family: Family | undefined): void;
  /** Nothing will come any more: the socket was lost and could not be replaced. */
  failure?(error: Error): void;
}

/** Multicast groups of a family, joined. It outlives the family: when that comes back, under other numbers, it is joined again. */
export class GroupSubscription {
  /** Name of the family. */
  readonly family: string;
  readonly #connection: Connection;
  readonly #groups: readonly string[];
  readonly #handlers: SubscriptionHandlers;
  readonly #onClose: () => void;
  readonly #stop: readonly (() => void)[];
  #current: Family | undefined;
  /** Joined group numbers with their names. */
  #joined = new Map<number, string>();
  #closed = false;

  /** Throws INVALID_ARGUMENT for a group that the family has not, or what the kernel says to a join. */
  constructor(
    connection: Connection,
    family: Family,
    groups: readonly string[],
    handlers: SubscriptionHandlers,
    onClose: () => void,
  ) {
    for (const name of groups) assertGroup(family, name);
    this.family = family.name;
    this.#connection = connection;
    this.#groups = groups;
    this.#handlers = handlers;
    this.#onClose = onClose;
    this.#join(family);
    this.#stop = [
      connection.onNotification(({ message, group, time }) => {
        if (message.type !== this.#current?.id || !GenericMessage.fits(message, this.#current.headerSize)) return;
        const name = this.#joined.get(group);
        if (name === undefined && group !== 0) return;
        const generic = new GenericMessage(message, this.#current.headerSize);
        handlers.notification({ message: generic, group: name, time });
      }),
      connection.onOverrun(() => handlers.gap?.(this.#current)),
      connection.onFailure((error) => handlers.failure?.(error)),
    ];
  }

  /** The family came, changed or went: its groups have other numbers now, or none. */
  renew(family: Family | undefined): void {
    if (sameGroups(family, this.#current)) return;
    this.#leave();
    try {
      if (family) this.#join(family);
    } catch {
      // It has gone again, which the controller is about to tell.
    }
    this.#handlers.gap?.(this.#current);
  }

  /** Leaves the groups. Nothing comes any more. May be called twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stop) stop();
    this.#leave();
    this.#onClose();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #join(family: Family): void {
    try {
      for (const { name, id } of family.groups) {
        if (!this.#groups.includes(name)) continue;
        this.#connection.join(id);
        this.#joined.set(id, name);
      }
      this.#current = family;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  #leave(): void {
    this.#current = undefined;
    for (const group of this.#joined.keys()) this.#connection.leave(group);
    this.#joined = new Map();
  }
}

function assertGroup(family: Family, name: string): void {
  if (family.groups.some((group) => group.name === name)) return;
  const known = family.groups.map((group) => group.name).join(", ") || "none";
  throw new Nl80211Error("INVALID_ARGUMENT", `${family.name} has no multicast group "${name}" (it has: ${known})`);
}

function sameGroups(a: Family | undefined, b: Family | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.id === b.id && a.groups.length === b.groups.length && a.groups.every((group, i) => group.id === b.groups[i]?.id)
  );
}
