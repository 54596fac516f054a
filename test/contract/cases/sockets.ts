import { expect } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { GenericNetlink } from "../../../src/genetlink/index.ts";
import type { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { Connection } from "../../../src/netlink/connection.ts";
import { NetlinkProtocol } from "../../../src/netlink/constants.ts";
import { writeMessage } from "../../../src/netlink/message.ts";
import type { Channel, Datagram } from "../../../src/netlink/transport.ts";
import { Nl80211Attribute } from "../../../src/nl80211/generated/attributes.ts";
import { socketTransport } from "../../../src/socket/transport.ts";
import { dump, event, reply, settled, silence } from "../../../src/testing/index.ts";
import type { ContractCase, World } from "../world.ts";
import { names, wlan } from "./devices.ts";

const RECORDS_WHAT_IS_HEARD = "a recording holds what was heard, and nothing of what was lost or refused";
const INSTALLED_WITHOUT_SCRIPTS = "this suite and all others run on such an installation in .ci/run";
/** Room for a few messages of 2 KiB only: the kernel doubles what is asked for, and has a minimum of its own. */
const SMALL_BUFFER = 4096;

/** What sockets do: lose, refuse, mix, change and close. */
export const socketCases: ContractCase[] = [
  {
    title: "ENOBUFS between two events is told between them, once, and reading goes on",
    cannot: { replay: RECORDS_WHAT_IS_HEARD },
    run: async (world) => {
      const heard: string[] = [];
      const { channel, group } = await listener(world, heard, SMALL_BUFFER);
      if (world.name === "socket") {
        // 200 messages of 2 KiB while nobody reads: the first fit, the others do not.
        await world.happen((kernel) => {
          for (let i = 0; i < 200; i++) kernel.event("new-scan-results", padded(i));
        });
        await world.happen((kernel) => kernel.event("scan-aborted", padded(0)));
      } else {
        await world.happen((kernel) => kernel.event("new-scan-results").overrun().event("scan-aborted"));
      }
      expect(heard[0]).toBe(`34 by ${group}`);
      expect(heard.filter((what) => what === "overrun")).toHaveLength(1);
      expect(heard.at(-1)).toBe(`35 by ${group}`);
      expect(heard.indexOf("overrun")).toBe(heard.length - 2);
      channel.close();
    },
  },
  {
    title: "a datagram larger than the buffer is whole or told as lost, never cut, and the next one is heard",
    cannot: { replay: RECORDS_WHAT_IS_HEARD },
    run: async (world) => {
      const heard: string[] = [];
      const sizes: number[] = [];
      const { channel, group } = await listener(world, heard, SMALL_BUFFER, ({ bytes }) => sizes.push(bytes.length));
      // Netlink header 16, generic header 4, then attributes of 4 octets and their payload each.
      const attributes = (count: number, length: number) => (w: AttributeWriter) => {
        for (let i = 0; i < count; i++) w.bytes(Nl80211Attribute.Ie, new Uint8Array(length));
      };
      await world.happen((kernel) => kernel.event("new-scan-results", attributes(1, 60_000)));
      await world.happen((kernel) => kernel.event("new-scan-results", attributes(3, 60_000)));
      await world.happen((kernel) => kernel.event("scan-aborted", attributes(1, 8)));
      expect(heard.at(-1)).toBe(`35 by ${group}`);
      expect(heard).toHaveLength(3);
      const whole = [20 + 4 + 60_000, 20 + 3 * (4 + 60_000), 20 + 4 + 8].filter((_, i) => heard[i] !== "overrun");
      expect(sizes).toEqual(whole);
      channel.close();

      // Several of them, read in one go.
      const roomy: string[] = [];
      const together: number[] = [];
      const { channel: large } = await listener(world, roomy, undefined, ({ bytes }) => together.push(bytes.length));
      await world.happen((kernel) => {
        for (let i = 0; i < 3; i++) kernel.event("new-scan-results", attributes(1, 60_000));
        kernel.event("scan-aborted", attributes(1, 8));
      });
      await world.happen((kernel) => kernel.event("scan-aborted", attributes(1, 8)));
      expect(together.filter((size) => size !== 60_024 && size !== 32)).toEqual([]);
      if (together.length < 5) expect(roomy).toContain("overrun");
      expect(roomy.at(-1)).toBe(`35 by ${group}`);
      large.close();
    },
  },
  {
    // CVE-2012-3520: any process may send netlink messages to a socket.
    title: "what another process sends is dropped and counted, by unicast and by multicast",
    cannot: { replay: "nobody else sends to a recording" },
    run: async (world) => {
      if (world.name === "socket") return strangersOnSockets();
      const heard: string[] = [];
      const { channel, group } = await listener(world, heard);
      await world.happen((kernel) => kernel.inject(FORGED, { sender: 4711 }).inject(FORGED, { sender: 4711, group }));
      await world.happen((kernel) => kernel.event("new-scan-results"));
      expect(heard).toEqual([`34 by ${group}`]);
      expect(channel.rejected).toBe(2);
      channel.close();
    },
  },
  {
    title: "a reply with sequence 0 or with another's port answers nobody",
    script: (kernel) =>
      kernel.on(
        "GetInterface",
        reply(wlan(5), { sequence: 0 }),
        reply(wlan(6), { portId: 4711 }),
        reply(wlan(7), { sequence: 99_999_999 }),
        reply(wlan(3)),
      ),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const answered = await wifi.request("GetInterface", { ifindex: 3 });
      expect(answered?.ifname).toBe("wlan3");
      await wifi.close();
    },
  },
  {
    title: "an event between request and reply reaches its listener, and the reply whoever asked",
    script: (kernel) => kernel.on("GetInterface", event("new-scan-results", { ifindex: 3 }), reply(wlan(3))),
    run: async (world) => {
      const { transport } = world;
      const netlink = new GenericNetlink(transport);
      const family = await netlink.family("nl80211");
      // One connection with both, the hardest case.
      const connection = new Connection(transport, NetlinkProtocol.Generic);
      connection.join(family.groups.find(({ name }) => name === "scan")!.id);
      const heard: number[] = [];
      connection.onNotification(({ message }) => heard.push(message.bytes[message.start]!), { background: true });
      // GET_INTERFACE of ifindex 3
      const [answer] = await connection.request(family.id, Uint8Array.of(5, 1, 0, 0, 8, 0, 3, 0, 3, 0, 0, 0));
      expect(answer!.bytes[answer!.start]).toBe(7);
      // A recording does not move for what only reads: its events come with its time.
      await world.pass(1);
      expect(heard).toEqual([34]);
      connection.close();
      netlink.close();
    },
  },
  {
    title: "a family that comes back under another number is found again",
    script: (kernel) => kernel.on("GetInterface", dump([wlan(3)])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      expect(await names(wifi)).toEqual(["wlan3"]);
      await world.happen((kernel) => kernel.family("nl80211", { groups: ["config", "scan"] }));
      expect(await names(wifi)).toEqual(["wlan3"]);
      await wifi.close();
    },
  },
  {
    title: "close with three requests pending settles all three at once, with CLOSED",
    cannot: { replay: "a recording answers at once, or rejects: nothing is ever pending" },
    script: (kernel) => kernel.on("GetStation", silence()).on("GetInterface", silence()),
    run: async (world) => {
      const { transport } = world;
      const wifi = await Nl80211.open({ transport, streams: false });
      const pending = [
        wifi.interfaces(),
        wifi.request("GetStation", { ifindex: 3, mac: "02:00:00:00:01:00" }),
        wifi.dump("GetStation", { ifindex: 3 }).toArray(),
      ].map((asked) =>
        asked.then(
          () => "answered",
          (error) => error.code,
        ),
      );
      // The third waits behind the two that the socket may not even have sent.
      await Promise.race([world.asked("GetInterface"), world.asked("GetStation")]);
      await settled();
      await wifi.close();
      expect(await Promise.all(pending)).toEqual(["CLOSED", "CLOSED", "CLOSED"]);
    },
  },
  {
    // koffi: stop, ref, unref or start of a closed poll is SIGSEGV.
    title: "a channel closed twice, or used after, harms nobody",
    run: async (world) => {
      const { channel } = await listener(world, []);
      channel.ref();
      channel.close();
      channel.close();
      channel.ref();
      channel.unref();
      channel.drain();
      channel.pause?.();
      channel.resume?.();
      expect(() => channel.send(new Uint8Array(16))).toThrow(expect.objectContaining({ code: "CLOSED" }));
      expect(() => channel.join(5)).toThrow(expect.objectContaining({ code: "CLOSED" }));
    },
  },
  {
    title: "a channel closed by what it hears hears no more",
    run: async (world) => {
      const heard: string[] = [];
      const { channel } = await listener(world, heard, undefined, () => channel.close());
      await world.happen((kernel) => kernel.event("new-scan-results").event("scan-aborted"));
      expect(heard).toHaveLength(1);
    },
  },
  {
    title: "a channel that nothing refers to goes on hearing",
    cannot: {
      replay: "nothing of it is outside the program's own memory",
      "scripted kernel": "nothing of it is outside the program's own memory",
    },
    run: async (world) => {
      const heard: string[] = [];
      await (async () => void (await listener(world, heard)))();
      collectGarbage();
      await world.happen((kernel) => kernel.event("new-scan-results"));
      expect(heard).toHaveLength(1);
    },
  },
  {
    title: "a handler that throws keeps neither the others nor the next event from being heard",
    run: async (world) => {
      const netlink = new GenericNetlink(world.transport);
      const heard: number[] = [];
      const thrown: unknown[] = [];
      const uncaught = process.listeners("uncaughtException");
      process.removeAllListeners("uncaughtException");
      process.on("uncaughtException", (error) => thrown.push(error.message));
      try {
        await netlink.subscribe("nl80211", ["scan"], {
          notification: () => {
            throw new Error("of the application's own");
          },
        });
        await netlink.subscribe("nl80211", ["scan"], { notification: ({ message }) => heard.push(message.command) });
        await world.happen((kernel) => kernel.event("new-scan-results", { ifindex: 3 }));
        await world.happen((kernel) => kernel.event("scan-aborted", { ifindex: 3 }));
        await settled();
      } finally {
        process.removeAllListeners("uncaughtException");
        for (const listen of uncaught) process.on("uncaughtException", listen);
      }
      expect(heard).toEqual([34, 35]);
      expect(thrown).toEqual(["of the application's own", "of the application's own"]);
      netlink.close();
    },
  },
  {
    title: "the library works from an installation with scripts off",
    cannot: {
      "scripted kernel": INSTALLED_WITHOUT_SCRIPTS,
      replay: INSTALLED_WITHOUT_SCRIPTS,
      socket: INSTALLED_WITHOUT_SCRIPTS,
    },
    run: async () => {},
  },
];

/** A message header of a family, 20 octets. */
const FORGED = Uint8Array.of(20, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 34, 1, 0, 0);

/** Two processes' sockets, of which one listens to the kernel alone; and the kernel itself, which it hears. */
async function strangersOnSockets(): Promise<void> {
  const sockets = await socketTransport();
  const heard: number[] = [];
  const hearing = { datagram: ({ sender }: Datagram) => void heard.push(sender), overrun() {}, failure() {} };
  const strict = sockets.open(NetlinkProtocol.Usersock, hearing);
  const stranger = sockets.open(NetlinkProtocol.Usersock, hearing);
  strict.join(5);
  await stranger.send(FORGED, { to: strict.portId });
  await stranger.send(FORGED, { group: 5 });
  strict.drain();
  expect(heard).toEqual([]);
  expect(strict.rejected).toBe(2);
  // GETFAMILY of the controller itself (16), by number.
  const generic = sockets.open(NetlinkProtocol.Generic, hearing);
  const payload = Uint8Array.of(3, 2, 0, 0, 6, 0, 1, 0, 16, 0, 0, 0);
  await generic.send(writeMessage({ type: 16, flags: 1, sequence: 1, portId: generic.portId, payload }));
  generic.drain();
  expect(heard).toEqual([0]);
  expect(generic.rejected).toBe(0);
  sockets.close();
}

function open(transport: World["transport"], heard: string[] = [], size?: number, also?: (datagram: Datagram) => void) {
  const channel: Channel = transport.open(
    NetlinkProtocol.Generic,
    {
      datagram: (datagram) => {
        heard.push(`${datagram.bytes[16]} by ${datagram.group}`);
        also?.(datagram);
      },
      overrun: () => heard.push("overrun"),
      failure: (error) => heard.push(error.message),
    },
    size === undefined ? {} : { receiveBufferSize: size },
  );
  return { channel };
}

/** A channel in nl80211's group "scan". */
async function listener(world: World, heard: string[], size?: number, also?: (datagram: Datagram) => void) {
  const netlink = new GenericNetlink(world.transport);
  const group = (await netlink.family("nl80211")).groups.find(({ name }) => name === "scan")!.id;
  netlink.close();
  const { channel } = open(world.transport, heard, size, also);
  channel.join(group);
  return { channel, group };
}

function padded(i: number) {
  return { ifindex: 3 + (i % 2), ie: new Uint8Array(2000) };
}

function collectGarbage(): void {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect !== undefined) collect();
  // Without --expose-gc: more than the young generation holds, several times.
  else for (let i = 0; i < 64; i++) void new Array(1_000_000).fill(i);
}
