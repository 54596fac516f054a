import { NetlinkProtocol } from "../../src/netlink/constants.ts";
import { hostU32, setHostU32 } from "../../src/netlink/host-order.ts";
import { readMessages } from "../../src/netlink/message.ts";
import type { Channel, ChannelListener, ChannelOptions, Datagram, Transport } from "../../src/netlink/transport.ts";
import { socketTransport } from "../../src/socket/transport.ts";
import { type FakeKernel, fakeKernel, settled } from "../../src/testing/index.ts";
import type { ContractCase } from "./world.ts";

/**
 * Runs a case over real netlink sockets. A machine's own nl80211 cannot be told what to do, so a scripted kernel answers from another
 * socket, over NETLINK_USERSOCK: sending, reading, groups, buffers and readiness are the kernel's.
 */
export async function onSocket(subject: ContractCase): Promise<void> {
  const sockets = await socketTransport();
  const kernel = fakeKernel();
  subject.script?.(kernel);
  const far = new FarKernel(sockets, kernel);
  const heard = async () => {
    // What was sent lies in the receivers' queues: the next turns of the event loop read it.
    for (let turn = 0; turn < 5; turn++) await settled();
  };
  const transport = new NearTransport(sockets, far.portId);
  await subject.run({
    name: "socket",
    transport,
    asked: (command, times) => kernel.asked(command, times),
    pass: async (ms) => {
      await heard();
      await kernel.clock.advanceAsync(ms);
      await heard();
    },
    happen: async (action) => {
      await heard();
      action(kernel);
      far.flush();
      await heard();
    },
  });
  sockets.close();
}

/** Why this machine has no netlink sockets for us; undefined where it has. */
export async function noSockets(): Promise<string | undefined> {
  try {
    (await socketTransport()).close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A scripted kernel at the end of a socket. */
class FarKernel {
  readonly #kernel: FakeKernel;
  readonly #socket: Channel;
  /** By the port that asks, a channel of the scripted kernel; the one that asked last hears the groups, for all. */
  readonly #askers = new Map<number, Channel>();
  #hearing: Channel | undefined;

  constructor(sockets: Transport, kernel: FakeKernel) {
    this.#kernel = kernel;
    this.#socket = sockets.open(
      NetlinkProtocol.Usersock,
      { datagram: (datagram) => this.#hear(datagram), overrun() {}, failure() {} },
      { senders: "any" },
    );
    this.#socket.ref();
    this.#listen(this.#asker(0));
  }

  get portId(): number {
    return this.#socket.portId;
  }

  flush(): void {
    this.#hearing?.drain();
  }

  #hear({ bytes, sender }: Datagram): void {
    const asker = this.#asker(sender);
    this.#listen(asker);
    void asker.send(bytes);
    asker.drain();
  }

  #asker(port: number): Channel {
    const known = this.#askers.get(port);
    if (known !== undefined) return known;
    const asker: Channel = this.#kernel.open(NetlinkProtocol.Generic, {
      datagram: ({ bytes, group }) => {
        if (group !== 0) void this.#socket.send(bytes, { group });
        else if (port !== 0) void this.#socket.send(readdressed(bytes, asker.portId, port), { to: port });
      },
      overrun() {},
      failure() {},
    });
    this.#askers.set(port, asker);
    return asker;
  }

  /** Answers and events must leave in their order, so that one channel hears both. */
  #listen(asker: Channel): void {
    for (const group of GROUPS) {
      this.#hearing?.leave(group);
      asker.join(group);
    }
    this.#hearing = asker;
  }
}

/** All groups that a USERSOCK can send to. The scripted kernel numbers its own from 16 (the controller's) on. */
const GROUPS = Array.from({ length: 17 }, (_, i) => 16 + i);

/** An answer for the socket that asked, whose number the scripted kernel does not know. */
function readdressed(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const copy = bytes.slice();
  for (const { start } of readMessages(copy)) if (hostU32(copy, start - 4) === from) setHostU32(copy, start - 4, to);
  return copy;
}

/** Sockets whose kernel is a process: what that sends counts as the kernel's. */
class NearTransport implements Transport {
  readonly #sockets: Transport;
  readonly #kernel: number;
  readonly #channels = new Set<Channel>();

  constructor(sockets: Transport, kernel: number) {
    this.#sockets = sockets;
    this.#kernel = kernel;
  }

  get clock() {
    return this.#sockets.clock;
  }

  open(_protocol: NetlinkProtocol, listener: ChannelListener, options: ChannelOptions = {}): Channel {
    const heard: ChannelListener = {
      datagram: (datagram) => {
        // Other programs may use the same groups meanwhile.
        if (datagram.sender === this.#kernel)
          listener.datagram({ bytes: datagram.bytes, sender: 0, group: datagram.group, time: datagram.time });
      },
      overrun: () => listener.overrun(),
      failure: (error) => listener.failure(error),
    };
    const socket = this.#sockets.open(NetlinkProtocol.Usersock, heard, { ...options, senders: "any" });
    this.#channels.add(socket);
    const kernel = this.#kernel;
    return {
      portId: socket.portId,
      receiveBufferSize: socket.receiveBufferSize,
      get rejected() {
        return socket.rejected;
      },
      send: (bytes, sending) => socket.send(bytes, { to: kernel, ...sending }),
      drain: () => socket.drain(),
      join: (group) => socket.join(group),
      leave: (group) => socket.leave(group),
      ref: () => socket.ref(),
      unref: () => socket.unref(),
      pause: () => socket.pause?.(),
      resume: () => socket.resume?.(),
      close: () => {
        this.#channels.delete(socket);
        socket.close();
      },
    };
  }

  close(): void {
    for (const channel of [...this.#channels]) channel.close();
  }
}
