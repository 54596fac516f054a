import { Nl80211Error } from "../errors.ts";
import { NlctrlAttribute, NlctrlCommand } from "../genetlink/generated/nlctrl.ts";
import { NetlinkProtocol } from "../netlink/constants.ts";
import { Errno } from "../netlink/errno.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../netlink/message.ts";
import type { Channel, ChannelListener, ChannelOptions, Sysfs, Transport } from "../netlink/transport.ts";
import { GROUPS } from "../nl80211/generated/event-loader.ts";
import { CODECS } from "./codecs.ts";
import { commandNumber, eventNumber } from "./command-name.ts";
import { converse, type Interlocutor, type Script } from "./conversation.ts";
import { routeGroup } from "./event-groups.ts";
import type { Answer, Attributes, CommandName, CommandOf, EventName, EventOf, EventOptions } from "./fake-answer.ts";
import { errorMessage, genericPayload, withAttributes } from "./fake-messages.ts";
import { FakeRequest } from "./fake-request.ts";
import { type FakeSwitch, rfkillUevent, writeSwitches } from "./fake-rfkill.ts";
import { CONTROLLER, Families, type Family, familyPayload } from "./families.ts";
import { familyAnswer } from "./family-answer.ts";
import { type MemoryChannel, MemoryTransport, type Origin } from "./memory-transport.ts";
import { isRequest } from "./recorded-message.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface FamilyOptions {
  /** Its number (default: the next free one). */
  readonly id?: number;
  /** Its multicast groups. */
  readonly groups?: readonly string[];
}

export interface FakeKernelOptions {
  /** False: a kernel without nl80211. */
  readonly nl80211?: boolean;
}

/**
 * A kernel in memory that says what a test tells it to, for any operating system and without Wi-Fi:
 *
 *     const kernel = fakeKernel()
 *       .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0 }]))
 *       .on("TriggerScan", ack(), later(300, event("new-scan-results", { ifindex: 3, wdev: 1 })));
 *     await using wifi = await Nl80211.open({ transport: kernel });
 *     const scan = wifi.scan("wlan0");
 *     await kernel.asked("TriggerScan");
 *     await kernel.clock.advanceAsync(300);
 *
 * The controller answers for the families by itself. A command without a script is refused with EOPNOTSUPP, and the error says so;
 * a family that is not there, with ENOENT. Time passes only by `clock`, so that neither timeouts nor delays take any.
 */
export function fakeKernel(options: FakeKernelOptions = {}): FakeKernel {
  return new FakeKernel(options);
}

/** A request of a command, with the types that its attributes decode to. */
export type AskedOf<Name> = FakeRequest<CommandOf<Name>["request"] | CommandOf<Name>["dumpRequest"]>;

/** See `fakeKernel`. */
export class FakeKernel implements Transport {
  readonly elsewhere: string = "a scripted kernel";
  readonly clock = new VirtualClock();
  readonly sysfs: Sysfs;
  /** What it was asked so far, except by the controller's own business. */
  readonly requests: FakeRequest[] = [];
  readonly #transport: MemoryTransport;
  readonly #scripts = new Map<string, Script>();
  readonly #families = new Map<string, Family>();
  /** How often each `inTurn` was asked. */
  readonly #turns = new Map<object, number>();
  /** Called after each request until they return true. */
  #awaited: (() => boolean)[] = [];
  readonly #interlocutor: Interlocutor = {
    clock: this.clock,
    turn: (step) => {
      const turn = this.#turns.get(step) ?? 0;
      this.#turns.set(step, turn + 1);
      return step.answers[Math.min(turn, step.answers.length - 1)] ?? [];
    },
    announce: ({ event, carries, ...options }) => this.#announceEvent(event, carries, options),
    unsolicited: ({ event, carries }) => this.#unsolicited(event, carries).bytes,
  };
  #nextId = 28;
  #nextGroup = CONTROLLER + 1;

  constructor({ nl80211 = true }: FakeKernelOptions = {}) {
    this.#transport = new MemoryTransport(this.clock, (channel, bytes) => this.#hear(channel, bytes));
    this.sysfs = this.#transport.sysfs;
    for (const family of new Families()) this.#families.set(family.name, family);
    if (nl80211) this.family("nl80211", { groups: GROUPS });
  }

  open(protocol: NetlinkProtocol, listener: ChannelListener, options?: ChannelOptions): Channel {
    return this.#transport.open(protocol, listener, options);
  }

  close(): void {
    this.#transport.close();
  }

  /**
   * Says what a command is answered with, from now on: "GetStation" of nl80211; "nlctrl:GetPolicy", "mac80211_hwsim:4",
   * "rtnetlink:RTM_GETLINK" of others, whose attributes are bytes (rtnetlink's begin with their own header) or written one by one.
   */
  on<Name extends CommandName>(command: Name, ...answer: readonly Answer<CommandOf<Name>>[]): this {
    this.#scripts.set(commandNumber(command).join(":"), answer as readonly unknown[] as Script);
    return this;
  }

  /** Adds a family, or gives one another number or other groups: it is gone and there again, as when its module is reloaded. */
  family(name: string, { id = this.#nextId++, groups = [] }: FamilyOptions = {}): this {
    this.removeFamily(name);
    const numbered = new Map(groups.map((group) => [group, this.#nextGroup++]));
    const family = { name, id, groups: numbered };
    this.#families.set(name, family);
    this.#announce(NlctrlCommand.NewFamily, family);
    return this;
  }

  /** Takes a family away, as when its module is unloaded. */
  removeFamily(name: string): this {
    const family = this.#families.get(name);
    if (family !== undefined) {
      this.#families.delete(name);
      this.#announce(NlctrlCommand.DelFamily, family);
    }
    return this;
  }

  /**
   * Resolves when a command has been asked for the first time, or as often as `times`. Await it before time passes: the library may
   * still be at work on what it asks first.
   */
  asked<Name extends CommandName>(command: Name, times = 1): Promise<AskedOf<Name>> {
    const [family, number] = commandNumber(command);
    const find = () => {
      const same = this.requests.filter((one) => one.family === family && one.command === number);
      return same[times - 1] as AskedOf<Name> | undefined;
    };
    const found = find();
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      this.#awaited.push(() => {
        const request = find();
        if (request !== undefined) resolve(request);
        return request !== undefined;
      });
    });
  }

  /**
   * Sends a message to a multicast group now, as the kernel does of its own accord: `event("disconnect", { ifindex: 3 })`; of
   * rtnetlink with its own header, `event("rtnetlink:RTM_NEWLINK", bytes)`.
   */
  event<Name extends EventName>(
    name: Name,
    carries: Attributes<EventOf<Name>> = new Uint8Array(),
    options: EventOptions = {},
  ): this {
    this.#announceEvent(name, carries, options);
    return this;
  }

  /** Sends an event to one socket alone, now: to the one that made a request, as the kernel does for what a socket has registered or owns. */
  tell<Name extends EventName>(
    { portId }: FakeRequest,
    name: Name,
    carries: Attributes<EventOf<Name>> = new Uint8Array(),
  ): this {
    const { bytes } = this.#unsolicited(name, carries);
    this.#transport.channels
      .find((channel) => channel.protocol === NetlinkProtocol.Generic && channel.portId === portId)
      ?.deliver(bytes, { sender: 0, group: 0 });
    return this;
  }

  /** The switches of radios, from now on: `rfkill({ name: "phy0", softBlocked: true })`. Whoever watches them is told. */
  rfkill(...switches: readonly FakeSwitch[]): this {
    writeSwitches(this.#transport.sysfs, switches);
    this.#transport.multicast(NetlinkProtocol.KobjectUevent, 1, rfkillUevent(0));
    return this;
  }

  /** Overflows the buffer of every socket that is in a group (ENOBUFS), between what is sent before and after. */
  overrun(): this {
    for (const channel of this.#transport.channels) if (channel.groups.size > 0) channel.overrun();
    return this;
  }

  /** Gives a datagram to every socket of generic netlink, or to a group: as the kernel, or as a process that pretends to be it. */
  inject(bytes: Uint8Array, { sender = 0, group = 0 }: Origin = {}): this {
    for (const channel of this.#transport.channels) {
      const hears = group === 0 || channel.groups.has(group);
      if (channel.protocol === NetlinkProtocol.Generic && hears) channel.deliver(bytes, { sender, group });
    }
    return this;
  }

  /** Breaks every open socket with an error, as when the kernel takes it away. */
  breakSockets(error: Error): this {
    for (const channel of this.#transport.channels) channel.fail(error);
    return this;
  }

  /** Number of a family's multicast group. */
  groupNumber(family: string, group: string): number {
    const number = this.#families.get(family)?.groups.get(group);
    if (number === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${group} is not a group of ${family}`);
    return number;
  }

  /** Number that a family has now. */
  familyId(family: string): number {
    const id = this.#families.get(family)?.id;
    if (id === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `this kernel has no family ${family}`);
    return id;
  }

  #hear(channel: MemoryChannel, bytes: Uint8Array): void {
    for (const message of readMessages(bytes).filter(isRequest)) this.#answer(channel, message);
  }

  #answer(channel: MemoryChannel, message: NetlinkMessage): void {
    const family = this.#familyOf(channel.protocol, message);
    if (family === undefined) {
      channel.deliver(
        errorMessage(message, channel.portId, Errno.ENOENT, { text: `no family has the id ${message.type}` }),
      );
      return;
    }
    const request = new FakeRequest(channel.protocol, family, message, channel.portId);
    const script = this.#scripts.get(`${family}:${request.command}`);
    if (script === undefined && this.#tellsOfFamilies(channel, request)) return;
    this.requests.push(request);
    this.#awaited = this.#awaited.filter((arrived) => !arrived());
    if (script === undefined) {
      const text = `this kernel's script has no answer to ${request.name}: fakeKernel().on(...)`;
      channel.deliver(errorMessage(message, channel.portId, Errno.EOPNOTSUPP, { text }));
      return;
    }
    converse(this.#interlocutor, channel, request, script);
  }

  #familyOf(protocol: NetlinkProtocol, { type }: NetlinkMessage): string | undefined {
    if (protocol === NetlinkProtocol.Route) return "rtnetlink";
    return [...this.#families.values()].find(({ id }) => id === type)?.name;
  }

  /** GETFAMILY, of all or of one. */
  #tellsOfFamilies(channel: MemoryChannel, request: FakeRequest): boolean {
    if (request.family !== "nlctrl" || request.command !== NlctrlCommand.GetFamily) return false;
    const { message, portId } = request;
    const name = request.text(NlctrlAttribute.FamilyName);
    const [low = 0, high = 0] = request.bytes(NlctrlAttribute.FamilyId) ?? [];
    const all = [...this.#families.values()];
    const asked = request.dump
      ? all
      : all.filter((one) => one.name === name || one.id === low + 256 * high).slice(0, 1);
    const answer =
      asked.length === 0 ? [errorMessage(message, portId, Errno.ENOENT)] : familyAnswer(message, portId, asked);
    for (const bytes of answer) channel.deliver(bytes);
    return true;
  }

  #announce(command: NlctrlCommand, family: Family): void {
    const header = { type: CONTROLLER, flags: 0, sequence: 0, portId: 0 };
    const bytes = writeMessage({ ...header, payload: familyPayload(family, command) });
    this.#transport.multicast(NetlinkProtocol.Generic, CONTROLLER, bytes);
  }

  #announceEvent(name: EventName, carries: unknown, options: EventOptions): void {
    const [origin, type] = eventNumber(name);
    if (origin === "rtnetlink") {
      this.#announceRoute(type, withAttributes(0, carries));
      return;
    }
    const { family, usual, bytes } = this.#unsolicited(name, carries);
    const group = options.group ?? usual;
    const number = group === undefined ? undefined : family.groups.get(group);
    if (number === undefined) {
      const what = group === undefined ? "it has no group" : `${group} is no group of ${family.name}`;
      throw new Nl80211Error("INVALID_ARGUMENT", `event ${name}: ${what}`);
    }
    this.#transport.multicast(NetlinkProtocol.Generic, number, bytes);
  }

  #announceRoute(type: number, payload: Uint8Array): void {
    const bytes = writeMessage({ type, flags: 0, sequence: 0, portId: 0, payload });
    this.#transport.multicast(NetlinkProtocol.Route, routeGroup(type, payload[0] ?? 0), bytes);
  }

  /** A message of the kernel's own accord, and the group that it usually goes to. */
  #unsolicited(name: EventName, carries: unknown): { family: Family; usual: string | undefined; bytes: Uint8Array } {
    const [familyName, command] = eventNumber(name);
    const family = this.#families.get(familyName);
    if (family === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `this kernel has no family ${familyName}`);
    const codec = familyName === "nl80211" ? CODECS.get(command)?.event : undefined;
    const payload = genericPayload(command, carries, codec?.encode);
    const bytes = writeMessage({ type: family.id, flags: 0, sequence: 0, portId: 0, payload });
    return { family, usual: codec?.group, bytes };
  }
}
