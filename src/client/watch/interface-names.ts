import { RouteNetlink } from "../../rtnetlink/route-netlink.ts";
import type { Core } from "../core.ts";

/** Names of interfaces that are gone, kept for what is still told of them. */
const GONE = 64;

/**
 * The names of interfaces by their index, as they are now: read once, then kept right by rtnetlink, which alone tells of renaming. So an
 * event can be given its interface's name without a request. The name of an interface that went stays a while, since the last
 * events of it come by another socket.
 */
export class InterfaceNames {
  readonly #core: Core;
  readonly #names = new Map<number, string>();
  /** The oldest first. */
  readonly #gone = new Set<number>();
  /** What rtnetlink told while all were being read, for each such reading: that is newer. */
  readonly #toldMeanwhile = new Set<Set<number>>();
  #stop: () => void = () => {};

  constructor(core: Core) {
    this.#core = core;
  }

  /** Listens, then reads what there is. Never rejects: without nl80211 there are none yet, and a recording may not hold them. */
  async open(): Promise<void> {
    const route = new RouteNetlink(this.#core.transport);
    this.#stop = () => route.close();
    try {
      route.subscribe({
        link: ({ ifindex, name }) => {
          this.#told(ifindex);
          this.#set(ifindex, name);
        },
        removed: ({ ifindex }) => {
          this.#told(ifindex);
          this.#remove(ifindex);
        },
        gap: () => void this.read(),
      });
    } catch {
      // A confined process may have generic netlink alone: then the names are those of the beginning.
    }
    await this.read();
  }

  /** Reads all again: after a gap, or when nl80211 comes. What is not there any more went without being told. */
  async read(): Promise<void> {
    const meanwhile = new Set<number>();
    this.#toldMeanwhile.add(meanwhile);
    try {
      const devices = await (await this.#core.dump("GetInterface", {})).toArray();
      const there = new Set<number | undefined>();
      for (const { ifindex, ifname } of devices) {
        there.add(ifindex);
        if (ifindex !== undefined && ifname !== undefined && !meanwhile.has(ifindex)) this.#set(ifindex, ifname);
      }
      for (const ifindex of [...this.#names.keys()]) {
        if (!there.has(ifindex) && !meanwhile.has(ifindex) && !this.#gone.has(ifindex)) this.#remove(ifindex);
      }
    } catch {
      // The events themselves say what is wrong.
    } finally {
      this.#toldMeanwhile.delete(meanwhile);
    }
  }

  of(ifindex: number): string | undefined {
    return this.#names.get(ifindex);
  }

  /** An event that itself names an interface tells one that is not known yet; a known one may be newer than the event. */
  learn(ifindex: number, name: string): void {
    if (!this.#names.has(ifindex)) this.#names.set(ifindex, name);
  }

  close(): void {
    this.#stop();
  }

  #told(ifindex: number): void {
    for (const meanwhile of this.#toldMeanwhile) meanwhile.add(ifindex);
  }

  #set(ifindex: number, name: string): void {
    this.#gone.delete(ifindex);
    this.#names.set(ifindex, name);
  }

  #remove(ifindex: number): void {
    this.#gone.delete(ifindex);
    this.#gone.add(ifindex);
    if (this.#gone.size <= GONE) return;
    const [oldest] = this.#gone;
    this.#gone.delete(oldest!);
    this.#names.delete(oldest!);
  }
}
