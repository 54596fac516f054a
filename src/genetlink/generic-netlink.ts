import { isNl80211Error } from "../errors.ts";
import { Connection, type ConnectionOptions, DUMP_LIMIT, type DumpOptions } from "../netlink/connection.ts";
import { align, NetlinkProtocol } from "../netlink/constants.ts";
import { Dump, type DumpResult } from "../netlink/dump.ts";
import type { ExchangeSink, RequestOptions } from "../netlink/exchange.ts";
import type { RequestDescription } from "../netlink/kernel-error.ts";
import type { MessageBody, NetlinkMessage } from "../netlink/message.ts";
import type { Transport } from "../netlink/transport.ts";
import { Controller, type LookupOptions } from "./controller.ts";
import type { Family, FamilyPolicies } from "./family.ts";
import { GENERIC_HEADER, GenericMessage, genericBody, type WriteAttributes } from "./message.ts";
import { GroupSubscription, type SubscriptionHandlers } from "./subscription.ts";

export interface GenericRequestOptions extends RequestOptions {
  /** The family's own header, where it has one. Default: as many zeros. */
  readonly header?: Uint8Array;
}

export interface GenericDumpOptions extends DumpOptions {
  readonly header?: Uint8Array;
}

/**
 * Generic netlink: families by their names, requests by command numbers, multicast groups by their names. One socket for
 * requests, one for groups; both are opened when first needed.
 *
 * A family whose module is reloaded comes back under another number. That is followed: requests find it, subscriptions join its
 * groups again.
 */
export class GenericNetlink {
  /** The requests' socket, for what this class does not offer. */
  readonly connection: Connection;
  readonly #events: Connection;
  readonly #controller: Controller;
  readonly #subscriptions = new Set<GroupSubscription>();

  constructor(transport: Transport, options: ConnectionOptions = {}) {
    const both = { headerLength: GENERIC_HEADER, ...options };
    this.connection = new Connection(transport, NetlinkProtocol.Generic, both);
    this.#events = new Connection(transport, NetlinkProtocol.Generic, both);
    this.#controller = new Controller(this.connection, (name, family) => {
      for (const subscription of this.#subscriptions) if (subscription.family === name) subscription.renew(family);
    });
  }

  /** The family of that name as the kernel has it now. Rejects with NO_FAMILY, naming it, where there is none. */
  family(name: string, options: LookupOptions = {}): Promise<Family> {
    return this.#controller.family(name, options);
  }

  /** All families that the kernel has now. */
  families(options: LookupOptions = {}): Promise<DumpResult<Family>> {
    return this.#controller.families(options);
  }

  /** What a family's commands demand of their attributes, as the kernel checks them. Kernel 5.7 and newer. */
  policies(name: string, options: LookupOptions = {}): Promise<FamilyPolicies> {
    return this.#controller.policies(name, options);
  }

  /** Sends a request and gives the messages that answer it, without the ACK. Rejects with the kernel's error. */
  request(
    family: string,
    command: number,
    write?: WriteAttributes,
    options: GenericRequestOptions = {},
  ): Promise<GenericMessage[]> {
    const known = this.#controller.known(family);
    if (!known) return this.#requestUnknown(family, command, write, options);
    return new Promise((resolve, reject) => {
      this.#ask(known, command, write, options, resolve, (error) => {
        if (!this.#outdated(known, error)) reject(error);
        else this.#requestUnknown(family, command, write, options).then(resolve, reject);
      });
    });
  }

  /** Asks for a list, when it is read. */
  dump(
    family: string,
    command: number,
    write?: WriteAttributes,
    options: GenericDumpOptions = {},
  ): Dump<GenericMessage> {
    let used: Family | undefined;
    const begin = (found: Family): Dump<GenericMessage> => {
      used = found;
      const body = bodyOf(found, command, write, options.header);
      return this.connection
        .dump(found.id, body, requestOptions(found, command, options))
        .map((message) => new GenericMessage(message, found.headerSize));
    };
    return Dump.deferred(
      () => {
        const known = this.#controller.known(family);
        return known ? begin(known) : this.#controller.family(family, lookup(options)).then(begin);
      },
      options.limit ?? DUMP_LIMIT,
      (error) => used !== undefined && this.#outdated(used, error),
    );
  }

  /**
   * Joins multicast groups of a family, by name, and calls the handlers until the subscription is closed. Rejects with
   * NO_FAMILY where the family is not there, INVALID_ARGUMENT where it has no such group.
   */
  subscribe(
    family: string,
    groups: readonly string[],
    handlers: SubscriptionHandlers,
    options: LookupOptions = {},
  ): Promise<GroupSubscription> {
    return this.#subscribe(this.#events, family, groups, handlers, options);
  }

  /**
   * Calls the handlers with what the family sends to the requests' socket alone (what a request has registered for or owns), and with
   * what comes there by the groups given: in the kernel's order with the answers, but with them in one buffer, for rare events only.
   */
  listen(
    family: string,
    groups: readonly string[],
    handlers: SubscriptionHandlers,
    options: LookupOptions = {},
  ): Promise<GroupSubscription> {
    return this.#subscribe(this.connection, family, groups, handlers, options);
  }

  /** Closes both sockets. Whatever is pending rejects with CLOSED; subscriptions end. */
  close(): void {
    this.#subscriptions.clear();
    this.connection.close();
    this.#events.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #subscribe(
    connection: Connection,
    family: string,
    groups: readonly string[],
    handlers: SubscriptionHandlers,
    options: LookupOptions,
  ): Promise<GroupSubscription> {
    const found = await this.#controller.family(family, options);
    const subscription = new GroupSubscription(connection, found, groups, handlers, () => {
      this.#subscriptions.delete(subscription);
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #ask(
    family: Family,
    command: number,
    write: WriteAttributes | undefined,
    options: GenericRequestOptions,
    resolve: (messages: GenericMessage[]) => void,
    failed: (error: Error) => void,
  ): void {
    const body = bodyOf(family, command, write, options.header);
    const asked = family.headerSize === 0 ? options : requestOptions(family, command, options);
    this.connection.ask(family.id, body, asked, new Answers(family, command, resolve, failed));
  }

  async #requestUnknown(
    family: string,
    command: number,
    write: WriteAttributes | undefined,
    options: GenericRequestOptions,
  ): Promise<GenericMessage[]> {
    const found = await this.#controller.family(family, lookup(options));
    return new Promise((resolve, reject) => this.#ask(found, command, write, options, resolve, reject));
  }

  /** True where the kernel knew no family of that number any more: it told so before it refused the request. */
  #outdated(used: Family, error: unknown): boolean {
    return isNl80211Error(error) && error.errnoName === "ENOENT" && this.#controller.known(used.name) !== used;
  }
}

/** Collects the answers to one request. */
class Answers implements ExchangeSink {
  readonly failed: (error: Error) => void;
  readonly #family: Family;
  readonly #command: number;
  readonly #resolve: (messages: GenericMessage[]) => void;
  #messages: GenericMessage[] | undefined;

  constructor(
    family: Family,
    command: number,
    resolve: (messages: GenericMessage[]) => void,
    failed: (error: Error) => void,
  ) {
    this.#family = family;
    this.#command = command;
    this.#resolve = resolve;
    this.failed = failed;
  }

  part(message: NetlinkMessage): void {
    const generic = new GenericMessage(message, this.#family.headerSize);
    // mostly it is the only one, and a list that grows takes room for 17
    if (this.#messages === undefined) this.#messages = [generic];
    else this.#messages.push(generic);
  }

  done(): void {
    this.#resolve(this.#messages ?? []);
  }

  describe(): RequestDescription {
    return described(this.#family, this.#command);
  }
}

function bodyOf(family: Family, command: number, write: WriteAttributes | undefined, header?: Uint8Array): MessageBody {
  const own = header ?? (family.headerSize === 0 ? undefined : new Uint8Array(family.headerSize));
  return genericBody(command, family.version, write, own);
}

function requestOptions<O extends RequestOptions>(family: Family, command: number, options: O): O {
  const headerLength = GENERIC_HEADER + align(family.headerSize);
  return { ...options, headerLength, describe: options.describe ?? (() => described(family, command)) };
}

function described(family: Family, command: number): RequestDescription {
  return { command: `${family.name} command ${command}` };
}

function lookup({ signal }: RequestOptions): LookupOptions {
  return signal === undefined ? {} : { signal };
}
