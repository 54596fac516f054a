import { describe, expect, it, vi } from "vitest";
import { encodeNewFamilyEvent, NlctrlCommand } from "../../src/genetlink/generated/nlctrl.ts";
import { GenericNetlink } from "../../src/genetlink/generic-netlink.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { writeMessage } from "../../src/netlink/message.ts";
import {
  type Arrived,
  acknowledge,
  answer,
  done,
  HandPlayedKernel,
  part,
  rejection,
  settled,
} from "../netlink/scripted.ts";

const NOTIFY = 16;

/** A kernel with a controller and one family "radio", which can be unloaded and loaded again under other numbers. */
class ModularKernel extends HandPlayedKernel {
  id: number | undefined = 30;
  /** Requests that named this family, by its number. */
  readonly asked: number[] = [];

  constructor() {
    super();
    this.atOnce = (request) => {
      const { channel, message } = request;
      if (message.type === 16) this.#controller(request);
      else {
        this.asked.push(message.type);
        if (message.type !== this.id) channel.deliver(acknowledge(request, 2));
        else if (message.flags & 0x300) {
          channel.deliver(part(request, Uint8Array.of(1, 1, 0, 0)));
          channel.deliver(done(request));
        } else channel.deliver(acknowledge(request));
      }
    };
  }

  load(id: number): void {
    this.id = id;
    this.#tell(NlctrlCommand.NewFamily);
  }

  unload(): void {
    this.#tell(NlctrlCommand.DelFamily);
    this.id = undefined;
  }

  /** An event of the family, by its group "events", whose number goes with the family's. */
  event(octet: number): void {
    const payload = Uint8Array.of(octet, 1, 0, 0);
    const bytes = writeMessage({ type: this.id!, flags: 0, sequence: 0, portId: 0, payload });
    this.transport.multicast(16, this.id! + 100, bytes);
  }

  #controller(request: Arrived): void {
    if (request.message.flags & 0x300) {
      if (this.id !== undefined) request.channel.deliver(part(request, this.#family(NlctrlCommand.NewFamily)));
      request.channel.deliver(done(request));
    } else if (this.id === undefined) request.channel.deliver(acknowledge(request, 2));
    else {
      request.channel.deliver(answer(request, 16, this.#family(NlctrlCommand.NewFamily)));
      request.channel.deliver(acknowledge(request));
    }
  }

  #tell(command: NlctrlCommand): void {
    const payload = this.#family(command);
    this.transport.multicast(16, NOTIFY, writeMessage({ type: 16, flags: 0, sequence: 0, portId: 0, payload }));
  }

  #family(command: NlctrlCommand): Uint8Array {
    const w = new AttributeWriter(4);
    const id = this.id!;
    encodeNewFamilyEvent(w, {
      familyId: id,
      familyName: "radio",
      version: 1,
      mcastGroups: [{ name: "events", id: id + 100 }],
    });
    const payload = w.finish();
    payload[0] = command;
    return payload;
  }
}

describe("a family whose module is reloaded", () => {
  it("is asked for once, as long as it stays", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    for (let i = 0; i < 3; i++) await netlink.request("radio", 5);
    expect(kernel.arrived.map(({ message }) => message.type)).toEqual([16, 30, 30, 30]);
    netlink.close();
  });

  it("is found under its new number by the next request and the next dump", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    await netlink.request("radio", 5);
    kernel.unload();
    kernel.load(31);
    await settled();
    await netlink.request("radio", 5);
    expect(await netlink.dump("radio", 5).toArray()).toHaveLength(1);
    expect(kernel.asked).toEqual([30, 31, 31]);
    netlink.close();
  });

  it("is found by a request that was sent before the news were read", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    await netlink.request("radio", 5);
    kernel.unload();
    kernel.load(31); // the news lie unread in the socket, before the answer
    const [request, items] = [netlink.request("radio", 5), netlink.dump("radio", 5).toArray()];
    await request;
    expect(await items).toHaveLength(1);
    expect(kernel.asked).toEqual([30, 30, 31, 31]);
    netlink.close();
  });

  it("is NO_FAMILY while it is away, and works again when it is back", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    await netlink.request("radio", 5);
    kernel.unload();
    expect(await rejection(netlink.request("radio", 5))).toMatchObject({ code: "NO_FAMILY" });
    expect(await rejection(netlink.dump("radio", 5).toArray())).toMatchObject({ code: "NO_FAMILY" });
    kernel.load(31);
    expect(await netlink.request("radio", 5)).toEqual([]);
    netlink.close();
  });

  it("does not make an ENOENT of its own into anything else", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    await netlink.family("radio");
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request, 2));
    expect(await rejection(netlink.request("radio", 5))).toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
    netlink.close();
  });

  it("keeps its subscriptions: gone, back, and told so in between", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const seen: string[] = [];
    const subscription = await netlink.subscribe("radio", ["events"], {
      notification: ({ message, group }) => seen.push(`${group} ${message.command}`),
      gap: (family) => seen.push(family ? `back as ${family.id}` : "away"),
    });
    kernel.event(1);
    await settled();
    kernel.unload();
    await settled();
    kernel.load(31);
    await settled();
    kernel.event(2);
    await settled();
    subscription.close();
    kernel.event(3);
    await settled();
    expect(seen).toEqual(["events 1", "away", "back as 31", "events 2"]);
    netlink.close();
  });

  it("is joined again where it went and came back between two looks", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const seen: string[] = [];
    await netlink.subscribe("radio", ["events"], {
      notification: ({ message }) => seen.push(`event ${message.command}`),
      gap: (family) => seen.push(`gap ${family?.id}`),
    });
    kernel.unload();
    kernel.load(31);
    await settled();
    kernel.event(2);
    await settled();
    expect(seen).toEqual(["gap undefined", "gap 31", "event 2"]);
    netlink.close();
  });

  it("may be gone again before its groups are joined, which is away, for each of its subscriptions", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const seen: string[] = [];
    const uncaught = vi.fn();
    process.on("uncaughtException", uncaught);
    for (const name of ["a", "b"]) {
      await netlink.subscribe("radio", ["events"], {
        notification: ({ message }) => seen.push(`${name} event ${message.command}`),
        gap: (family) => seen.push(`${name} gap ${family?.id}`),
      });
    }
    kernel.unload();
    await settled();
    const refused = kernel.transport.channels.map((channel) => {
      return vi.spyOn(channel, "join").mockImplementation(() => {
        throw new Error("ENOENT");
      });
    });
    kernel.load(31);
    kernel.unload();
    await settled();
    for (const join of refused) join.mockRestore();
    kernel.load(32);
    await settled();
    kernel.event(2);
    await settled();
    process.off("uncaughtException", uncaught);
    expect(uncaught).not.toHaveBeenCalled();
    const [away, back] = ["gap undefined", "gap 32"];
    expect(seen).toEqual([
      ...[`a ${away}`, `b ${away}`, `a ${away}`, `b ${away}`],
      ...[`a ${back}`, `b ${back}`, "a event 2", "b event 2"],
    ]);
    netlink.close();
  });

  it("is joined again when a request finds it under another number, where the news of that were lost", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const seen: unknown[] = [];
    await netlink.subscribe("radio", ["events"], {
      notification: ({ message }) => seen.push(message.command),
      gap: (family) => seen.push(family?.id),
    });
    kernel.id = 31;
    const answers = kernel.atOnce;
    kernel.atOnce = (request) => request.channel.deliver(done(request, 12)); // ENOMEM, to who looks for it in the list
    for (const channel of kernel.transport.channels) if (channel.groups.has(NOTIFY)) channel.overrun();
    await settled();
    kernel.atOnce = answers;
    await netlink.request("radio", 5);
    kernel.event(2);
    await settled();
    expect(seen).toEqual([31, 2]);
    netlink.close();
  });

  it("is not asked for by name when it goes, which would load its module again", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    await netlink.subscribe("radio", ["events"], { notification() {} });
    const before = kernel.arrived.length;
    kernel.unload();
    await settled();
    expect(kernel.arrived).toHaveLength(before);
    netlink.close();
  });

  it("is looked for in the list of all after an overrun of the requests' socket", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const gaps: unknown[] = [];
    await netlink.subscribe("radio", ["events"], { notification() {}, gap: (family) => gaps.push(family?.id) });
    kernel.id = 31; // the news of it are what was lost
    for (const channel of kernel.transport.channels) if (channel.groups.has(NOTIFY)) channel.overrun();
    await settled();
    expect(kernel.arrived.at(-1)!.message.flags & 0x300).toBe(0x300);
    expect(gaps).toEqual([31]);
    netlink.close();
  });

  it("tells a gap after an overrun of the events' socket", async () => {
    const kernel = new ModularKernel();
    const netlink = new GenericNetlink(kernel.transport);
    const gaps: unknown[] = [];
    await netlink.subscribe("radio", ["events"], { notification() {}, gap: (family) => gaps.push(family?.id) });
    for (const channel of kernel.transport.channels) if (channel.groups.has(130)) channel.overrun();
    await settled();
    expect(gaps).toEqual([30]);
    netlink.close();
  });
});
