import { toHex } from "../bytes/hex.ts";
import { type AnnotatedAttribute, annotate } from "../genetlink/annotate.ts";
import { AttributeNames } from "../genetlink/attribute-names.ts";
import { GENERIC_HEADER } from "../genetlink/message.ts";
import { NetlinkProtocol } from "../netlink/constants.ts";
import { type NetlinkMessage, readMessages } from "../netlink/message.ts";
import type {
  Channel,
  ChannelListener,
  ChannelOptions,
  Clock,
  SendOptions,
  Sysfs,
  Transport,
} from "../netlink/transport.ts";
import { NL80211_NAMES } from "../nl80211/generated/name-table.ts";

/** GENL_ID_CTRL: the controller, which tells families' numbers and changes nothing. */
const CONTROLLER = 16;
/** Asks for links; what else goes to rtnetlink changes one. */
const RTM_GETLINK = 18;

/** The first request that would change something: it is not sent. */
export interface HeldRequest {
  /** "SetInterface"; of rtnetlink "SetLink". */
  readonly command: string;
  /** With names, types and values; secrets are "(secret)". */
  readonly attributes: readonly AnnotatedAttribute[];
}

/** Thrown in place of sending, so that a command ends where it would begin to change something. */
export class DryRunEnd extends Error {
  readonly request: HeldRequest;

  constructor(request: HeldRequest) {
    super(`${request.command} is not sent`);
    this.request = request;
  }
}

/** Passes on what asks, and ends at the first request that would change something. */
export class DryRunTransport implements Transport {
  readonly #inner: Transport;

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  get elsewhere(): string | undefined {
    return this.#inner.elsewhere;
  }

  get sysfs(): Sysfs | undefined {
    return this.#inner.sysfs;
  }

  get clock(): Clock {
    return this.#inner.clock;
  }

  open(protocol: NetlinkProtocol, listener: ChannelListener, options?: ChannelOptions): Channel {
    const channel = this.#inner.open(protocol, listener, options);
    return new Proxy(channel, {
      get(target, key) {
        if (key === "send") {
          return (bytes: Uint8Array, how?: SendOptions) => {
            const held = changing(protocol, bytes);
            if (held !== undefined) throw new DryRunEnd(held);
            return target.send(bytes, how);
          };
        }
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  close(): void {
    this.#inner.close();
  }
}

/** A request as lines of text: name, value, and what is in it below it. */
export function heldText({ command, attributes }: HeldRequest): string {
  return [command, ...lines(attributes, "  ")].join("\n");
}

function lines(attributes: readonly AnnotatedAttribute[], indent: string): string[] {
  return attributes.flatMap(({ number, name, value, children }) => {
    const head = `${indent}${name ?? `attribute ${number}`}`;
    if (children !== undefined) return [head, ...lines(children, `${indent}  `)];
    return [value === undefined || value === "" ? head : `${head}: ${value}`];
  });
}

function changing(protocol: NetlinkProtocol, bytes: Uint8Array): HeldRequest | undefined {
  for (const message of readMessages(bytes)) {
    if (protocol === NetlinkProtocol.Route) {
      if (message.type !== RTM_GETLINK) return { command: "SetLink", attributes: [linkBody(message)] };
      continue;
    }
    if (message.type === CONTROLLER) continue;
    const command = NL80211_NAMES.commands[message.bytes[message.start]!];
    if (command === undefined || command.name.startsWith("Get")) continue;
    const names = new AttributeNames(NL80211_NAMES);
    const attributes = annotate(
      names,
      command.request ?? NL80211_NAMES.family,
      message.bytes,
      message.start + GENERIC_HEADER,
      message.end,
    );
    return { command: command.name, attributes };
  }
  return undefined;
}

/** struct ifinfomsg with its attributes, as bytes. */
function linkBody({ bytes, start, end }: NetlinkMessage): AnnotatedAttribute {
  const value = toHex(bytes.subarray(start, end));
  return { offset: start, length: end - start, number: 0, nestedFlag: false, name: "ifinfomsg", value };
}
