import { describe, expect, it } from "vitest";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { Connection } from "../../src/netlink/connection.ts";
import { MessageFlag, MessageType, NetlinkProtocol } from "../../src/netlink/constants.ts";
import { hostU32 } from "../../src/netlink/host-order.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../../src/netlink/message.ts";
import type { Channel, Datagram, Transport } from "../../src/netlink/transport.ts";
import { type CapturedPacket, readCapture } from "../../src/testing/capture.ts";
import { PacketWay } from "../../src/testing/cooked-header.ts";
import { writePcap } from "../../src/testing/pcap.ts";
import { attributesOf, commandOf, find, findText, findU32 } from "../../src/testing/recorded-message.ts";
import { openReplay } from "../../src/testing/replay-transport.ts";

const village = "fixtures/village.pcap.gz";
const village926 = readCapture(village).packets;

// What the village's GETFAMILY answer says (frame 2): nl80211 is family 35, its groups are 19 to 24.
const NL80211 = 35;
const SCAN_GROUP = 20;
const MLME_GROUP = 22;
// linux/nl80211.h
const GET_WIPHY = 1;
const SET_WIPHY = 2;
const GET_INTERFACE = 5;
const GET_STATION = 17;
const GET_SCAN = 32;
const TRIGGER_SCAN = 33;
const NEW_SCAN_RESULTS = 34;
const GET_MPATH = 21;
const REGISTER_FRAME = 58;
const FRAME = 59;
const ATTR_WIPHY = 1;
const ATTR_IFINDEX = 3;
const ATTR_IFNAME = 4;
const ATTR_MAC = 6;
const ATTR_GENERATION = 46;
const ATTR_WDEV = 153;
const ATTR_SPLIT_WIPHY_DUMP = 174;

describe("openReplay", () => {
  it("answers a dump with our sequence number and port id, to DONE", () => {
    const client = open(openReplay(village));
    const messages = client.ask(GET_INTERFACE, { dump: true });
    // iw-dev.txt: wlan0, wlan1 and wlan2; the P2P device is not there yet when frame 312 asks.
    expect(messages.slice(0, -1).map((message) => text(message, ATTR_IFNAME))).toEqual(["wlan2", "wlan1", "wlan0"]);
    expect(messages.at(-1)!.type).toBe(MessageType.Done);
    for (const message of messages) {
      expect(message.sequence).toBe(client.sequence);
      expect(message.portId).toBe(client.channel.portId);
    }
  });

  it("answers with an ACK where one is asked for, and without one where not", () => {
    const client = open(openReplay(village));
    const write = (w: AttributeWriter) => w.u32(ATTR_IFINDEX, 2);
    const asked = client.ask(GET_INTERFACE, { write, ack: true });
    expect(asked.map(({ type }) => type)).toEqual([NL80211, MessageType.Error]);
    expect(hostU32(asked[1]!.bytes, asked[1]!.start)).toBe(0);
    expect(client.ask(GET_INTERFACE, { write }).map(({ type }) => type)).toEqual([NL80211]);
  });

  it("takes a dump as the same whether flags that do not matter are set or not", () => {
    const client = open(openReplay(village));
    const split = client.ask(GET_WIPHY, { dump: true, write: (w) => w.flag(ATTR_SPLIT_WIPHY_DUMP) });
    const whole = client.ask(GET_WIPHY, { dump: true });
    expect(whole).toHaveLength(split.length);
    // iw-phy.txt: three wiphys.
    expect(new Set(split.slice(0, -1).map((message) => u32(message, ATTR_WIPHY)))).toEqual(new Set([0, 1, 2]));
  });

  it("takes a device as the same by ifindex, by wdev, and for its wiphy", () => {
    const client = open(openReplay(village));
    const byIndex = client.ask(GET_INTERFACE, { write: (w) => w.u32(ATTR_IFINDEX, 4) });
    const byWdev = client.ask(GET_INTERFACE, { write: (w) => w.u64(ATTR_WDEV, 0x200000001n) });
    expect(text(byIndex[0]!, ATTR_IFNAME)).toBe("wlan2");
    expect(text(byWdev[0]!, ATTR_IFNAME)).toBe("wlan2");
    // hostapd asked for its wiphy by ifindex (frame 33).
    const wiphy = client.ask(GET_WIPHY, { dump: true, write: (w) => w.u32(ATTR_WIPHY, 0) });
    expect(new Set(wiphy.slice(0, -1).map((message) => u32(message, ATTR_WIPHY)))).toEqual(new Set([0]));
  });

  it("finds one station in a dump of all", () => {
    // Only the dump of frame 899 is left: the two requests for this one station are taken out.
    const packets = readCapture(village).packets.filter(({ number }) => number < 884 || number > 895);
    const client = open(openReplay(writePcap(packets), { at: "end" }));
    const write = (w: AttributeWriter) => {
      w.u32(ATTR_IFINDEX, 4);
      w.mac(ATTR_MAC, "02:00:00:00:01:00");
    };
    const messages = client.ask(GET_STATION, { write, ack: true });
    expect(messages.map(({ type, flags }) => [type, flags & MessageFlag.Multi])).toEqual([
      [NL80211, 0],
      [MessageType.Error, 0],
    ]);
    expect(find(attributesOf(NetlinkProtocol.Generic, messages[0]!), ATTR_MAC)).toEqual(
      Uint8Array.of(2, 0, 0, 0, 1, 0),
    );
  });

  it("repeats the kernel's error with its extended ACK", () => {
    const client = open(openReplay(village));
    // Frame 925: iw dev wlan2 set channel 300; frame 926 is its EINVAL, not capped, with NLM_F_ACK_TLVS.
    const write = (w: AttributeWriter) => {
      w.u32(ATTR_IFINDEX, 4);
      w.u32(38, 6500);
      w.u32(159, 0);
      w.u32(39, 0);
      w.u32(160, 6500);
    };
    const [error] = client.ask(SET_WIPHY, { write, ack: true });
    expect(error).toMatchObject({ type: MessageType.Error, sequence: client.sequence, portId: client.channel.portId });
    expect(error!.flags & MessageFlag.AckAttributes).not.toBe(0);
    expect(hostU32(error!.bytes, error!.start) | 0).toBe(-22);
    // The request repeated in it is addressed as ours.
    expect(hostU32(error!.bytes, error!.start + 4 + 8)).toBe(client.sequence);
    expect(hostU32(error!.bytes, error!.start + 4 + 12)).toBe(client.channel.portId);
  });

  it("rejects what the recording cannot answer and names the nearest", () => {
    const client = open(openReplay(village));
    const station = (w: AttributeWriter) => w.u32(ATTR_IFINDEX, 2);
    expect(() => client.ask(GET_STATION, { dump: true, write: station })).toThrow(
      expect.objectContaining({
        code: "NO_MATCH",
        command: "GetStation",
        target: "wlan0",
        message:
          "village.pcap.gz has no answer to GetStation (dump) of wlan0; the nearest that it holds is GetStation (dump) of wlan2 (packet 899)",
      }),
    );
    expect(() => client.ask(GET_MPATH, { dump: true, write: station })).toThrow(
      /has no answer to GetMpath \(dump\) of wlan0; it holds no GetMpath at all$/,
    );
  });

  it("rejects the request, and answers the next", async () => {
    const connection = new Connection(openReplay(village), NetlinkProtocol.Generic, { headerLength: 4 });
    // GET_MPATH, which the village has not; GET_PROTOCOL_FEATURES (95), which it has.
    const unknown = connection.request(NL80211, Uint8Array.of(GET_MPATH, 0, 0, 0));
    const known = connection.request(NL80211, Uint8Array.of(95, 0, 0, 0));
    await expect(unknown).rejects.toMatchObject({ code: "NO_MATCH", command: "GetMpath" });
    expect(await known).toHaveLength(1);
  });

  it("answers from the state at its moment", () => {
    const scanned = (at: "start" | "end" | number) => {
      const messages = open(openReplay(village, { at })).ask(GET_SCAN, {
        dump: true,
        write: (w) => w.u32(ATTR_IFINDEX, 4),
      });
      return messages.slice(0, -1).map((message) => u32(message, ATTR_GENERATION));
    };
    // The generations of frames 426, 821 and 891, each with two networks.
    expect(scanned("start")).toEqual([4, 4]);
    expect(scanned(9.9)).toEqual([4, 4]);
    expect(scanned(16.42)).toEqual([13, 13]);
    expect(scanned("end")).toEqual([41, 41]);
    expect(scanned(1e6)).toEqual([41, 41]);
    expect(() => openReplay(village, { at: -1 })).toThrow(/at: -1 is no time in village/);
  });

  it("moves on to the end of the scan that is triggered, with the events on the way", () => {
    const replay = openReplay(village);
    const client = open(replay);
    const listener = open(replay, [SCAN_GROUP, MLME_GROUP]);
    const messages = client.ask(TRIGGER_SCAN, { write: (w) => w.u32(ATTR_IFINDEX, 4), ack: true });
    expect(messages.map(({ type }) => type)).toEqual([MessageType.Error]);
    // Frames 119 to 271: two access points start (15) and their first frames are out (60); 336: the scan starts; 417: it ends.
    // Once each, though nlmon saw some of them up to four times.
    expect(listener.heard()).toEqual([15, 60, 15, 60, TRIGGER_SCAN, NEW_SCAN_RESULTS]);
    expect(listener.datagrams[4]).toMatchObject({ sender: 0, group: SCAN_GROUP });
    expect(replay.position).toBeCloseTo(9.786946, 5);
  });

  it("repeats a scan that lies behind by its own events", () => {
    const replay = openReplay(village, { at: "end" });
    const listener = open(replay, [SCAN_GROUP, MLME_GROUP]);
    const position = replay.position;
    open(replay).ask(TRIGGER_SCAN, { write: (w) => w.u32(ATTR_IFINDEX, 4), ack: true });
    expect(listener.heard()).toEqual([TRIGGER_SCAN, NEW_SCAN_RESULTS]);
    expect(replay.position).toBe(position);
  });

  it("plays events and answers on one clock", async () => {
    const replay = openReplay(village);
    const client = open(replay);
    const generations: unknown[] = [];
    const listener = open(replay, [SCAN_GROUP], (datagram) => {
      if (command(datagram) !== NEW_SCAN_RESULTS) return;
      generations.push([
        (datagram.time - start(replay)).toFixed(0),
        u32(client.ask(GET_SCAN, { dump: true, write: (w) => w.u32(ATTR_IFINDEX, 4) })[0]!, ATTR_GENERATION),
      ]);
    });
    await replay.play();
    expect(listener.datagrams.map(command)).toEqual([33, 34, 33, 34]);
    // tshark: frames 417 and 720 end the scans; 424 and 722 or later ask for the results.
    expect(generations[0]).toEqual(["9787", 4]);
    expect(generations).toHaveLength(2);
    expect(replay.position).toBe(replay.duration);
  });

  it("stops where it is told, and goes on from there", async () => {
    const replay = openReplay(village);
    const listener = open(replay, [SCAN_GROUP]);
    await replay.play({ until: 9.7 });
    expect(listener.datagrams.map(command)).toEqual([33]);
    expect(replay.position).toBeCloseTo(9.7, 6);
    await replay.play({ until: 10 });
    expect(listener.datagrams.map(command)).toEqual([33, 34]);
  });

  it("lets timers run with the time that it plays", async () => {
    const replay = openReplay(village);
    const fired: number[] = [];
    replay.clock.after(5000, () => fired.push(replay.position));
    await replay.play();
    expect(fired).toEqual([5]);
  });

  it("can be aborted while it plays", async () => {
    const replay = openReplay(village);
    const playing = replay.play({ speed: 1, signal: AbortSignal.abort() });
    await expect(playing).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("gives received frames to the channel that registered for them, alone", async () => {
    const replay = openReplay(village);
    const registered = open(replay);
    const other = open(replay, [19, SCAN_GROUP, 21, MLME_GROUP, 23, 24]);
    // Frame 42: hostapd registers for authentication frames on wlan0.
    registered.ask(REGISTER_FRAME, {
      write: (w) => {
        w.u32(ATTR_IFINDEX, 2);
        w.u16(101, 0xb0);
        w.bytes(91, new Uint8Array());
      },
      ack: true,
    });
    const before = registered.datagrams.length;
    await replay.play();
    // Frames 340 and 696: what wlan0 heard.
    expect(registered.datagrams.slice(before).map(command)).toEqual([FRAME, FRAME]);
    expect(registered.datagrams.at(-1)).toMatchObject({ sender: 0, group: 0 });
    expect(other.datagrams.map(command)).not.toContain(FRAME);
  });

  it("tells of nl80211 where the recording does not", () => {
    const packets = readCapture(village).packets.filter(({ bytes }) => readMessages(bytes)[0]!.type !== 16);
    const client = open(openReplay(writePcap(packets)));
    const [family] = client.send(16, 3, { write: (w) => w.string(2, "nl80211") });
    const attributes = attributesOf(NetlinkProtocol.Generic, family!);
    expect(find(attributes, 1)).toEqual(Uint8Array.of(NL80211, 0));
    expect(findText(attributes, 2)).toBe("nl80211");
    expect(client.ask(GET_INTERFACE, { dump: true })).toHaveLength(4);
  });

  it("takes nlmon's copies of a multicast as one, though they be 50 ms apart, and nothing else", async () => {
    // Frame 336 starts wlan2's scan, 417 ends it, 340 is a frame that went to one socket. Times are made up.
    const [getFamily, family, began, ended, frame] = [1, 2, 336, 417, 340].map((number) => village926[number - 1]!);
    const at = (packet: CapturedPacket, ms: number, way = PacketWay.Outgoing) => ({
      ...packet,
      time: getFamily!.time + ms,
      way,
    });
    const heard = async (...packets: CapturedPacket[]) => {
      const replay = openReplay(writePcap([at(getFamily!, 0), at(family!, 0), ...packets]));
      const listener = open(replay, [SCAN_GROUP]);
      await replay.play();
      return listener.heard();
    };
    expect(await heard(at(began!, 10), at(began!, 60), at(began!, 110), at(ended!, 120))).toEqual([33, 34]);
    expect(await heard(at(began!, 10), at(frame!, 20), at(began!, 30))).toEqual([33]);
    expect(await heard(at(began!, 10), at(ended!, 20), at(began!, 30), at(ended!, 40))).toEqual([33, 34, 33, 34]);
    expect(await heard(at(began!, 10), at(began!, 200))).toEqual([33, 33]);
    // What a recorder heard itself, it heard once each.
    expect(await heard(at(began!, 10, PacketWay.Heard), at(began!, 11, PacketWay.Heard))).toEqual([33, 33]);
  });

  it("points to the attribute that the kernel refused in our request, wherever it stands there", async () => {
    const connection = new Connection(openReplay(village), NetlinkProtocol.Generic, { headerLength: 4 });
    // As frame 925, with another order of attributes; frame 926 says "Unknown channel" and points to WIPHY_FREQ (38).
    const writer = new AttributeWriter(4);
    for (const [attribute, value] of [
      [ATTR_IFINDEX, 4],
      [160, 6500],
      [39, 0],
      [159, 0],
      [38, 6500],
    ] as const) {
      writer.u32(attribute, value);
    }
    const body = writer.finish();
    body[0] = SET_WIPHY;
    await expect(connection.request(NL80211, body)).rejects.toMatchObject({
      errnoName: "EINVAL",
      kernelText: "Unknown channel",
      attribute: "attribute 38",
    });
  });

  it("gives a dump that was interrupted once, then the next", () => {
    // The village's dump of frame 424, its messages marked as the kernel marks an interrupted dump, and that of frame 804.
    const packets = readCapture(village).packets.map((packet) =>
      packet.number === 426 ? { ...packet, bytes: flagged(packet.bytes, MessageFlag.DumpInterrupted) } : packet,
    );
    const client = open(openReplay(writePcap(packets), { at: 9.8 }));
    const scan = () => client.ask(GET_SCAN, { dump: true, write: (w) => w.u32(ATTR_IFINDEX, 4) });
    expect(scan()[0]!.flags & MessageFlag.DumpInterrupted).not.toBe(0);
    expect(scan()[0]!.flags & MessageFlag.DumpInterrupted).toBe(0);
  });

  it("leaves out packets that are no netlink, and says so", () => {
    const { packets } = readCapture(village);
    const broken = { ...packets[0]!, number: 0, bytes: Uint8Array.of(40, 0, 0, 0, 16, 0, 0, 0) };
    const replay = openReplay(writePcap([broken, ...packets]));
    expect(replay.problems).toEqual(["packet 1: netlink message at offset 0: 8 octets are no header"]);
    expect(open(replay).ask(GET_INTERFACE, { dump: true })).toHaveLength(4);
  });

  it("refuses a recording of the other byte order, and one without packets", () => {
    const swapped = writePcap([
      {
        time: 0,
        protocol: 16,
        way: PacketWay.Outgoing,
        bytes: Uint8Array.of(0, 0, 0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
      },
    ]);
    expect(() => openReplay(swapped)).toThrow(/recorded on a machine of the other byte order \(packet 1\)/);
    expect(() => openReplay(writePcap([]))).toThrow(expect.objectContaining({ code: "BAD_FILE" }));
  });
});

interface Ask {
  readonly dump?: boolean;
  readonly ack?: boolean;
  readonly write?: (writer: AttributeWriter) => void;
}

/** A channel that asks and keeps what it hears. */
class Client {
  readonly datagrams: Datagram[] = [];
  sequence = 100;
  readonly channel: Channel;

  constructor(transport: Transport, onDatagram?: (datagram: Datagram) => void) {
    this.channel = transport.open(NetlinkProtocol.Generic, {
      datagram: (datagram) => {
        this.datagrams.push(datagram);
        onDatagram?.(datagram);
      },
      overrun: () => {
        throw new Error("overrun");
      },
      failure: (error) => {
        throw error;
      },
    });
  }

  /** Asks nl80211 and gives the messages of the answer. */
  ask(command: number, options: Ask): NetlinkMessage[] {
    return this.send(NL80211, command, options);
  }

  send(family: number, command: number, { dump, ack, write }: Ask): NetlinkMessage[] {
    const writer = new AttributeWriter(4);
    write?.(writer);
    const payload = writer.finish();
    payload[0] = command;
    const flags = MessageFlag.Request | (dump ? MessageFlag.Dump : 0) | (ack ? MessageFlag.Ack : 0);
    const before = this.datagrams.length;
    this.sequence++;
    const { portId } = this.channel;
    void this.channel.send(writeMessage({ type: family, flags, sequence: this.sequence, portId, payload }));
    this.channel.drain();
    return this.datagrams.slice(before).flatMap(({ bytes }) => readMessages(bytes));
  }

  heard(): number[] {
    this.channel.drain();
    return this.datagrams.map(command);
  }
}

function open(transport: Transport, groups: number[] = [], onDatagram?: (datagram: Datagram) => void): Client {
  const client = new Client(transport, onDatagram);
  for (const group of groups) client.channel.join(group);
  return client;
}

function start(replay: { readonly clock: { now(): number }; readonly position: number }): number {
  return replay.clock.now() - replay.position * 1000;
}

function command({ bytes }: Datagram): number {
  return commandOf(NetlinkProtocol.Generic, readMessages(bytes)[0]!);
}

function u32(message: NetlinkMessage, attribute: number): number | undefined {
  return findU32(attributesOf(NetlinkProtocol.Generic, message), attribute);
}

function text(message: NetlinkMessage, attribute: number): string | undefined {
  return findText(attributesOf(NetlinkProtocol.Generic, message), attribute);
}

/** A datagram with a flag set in the header of each message. */
function flagged(datagram: Uint8Array, flag: number): Uint8Array {
  const bytes = datagram.slice();
  for (const { start } of readMessages(datagram)) bytes[start - 16 + 6]! |= flag;
  return bytes;
}
