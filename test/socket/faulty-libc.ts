import { readdirSync, readlinkSync } from "node:fs";
import koffi from "koffi";
import { koffiLibc, type Libc } from "../../src/socket/libc.ts";

type Call = Exclude<keyof Libc, "pointerSize" | "address" | "poll" | "sendtoAsync">;

/** The process's C library, whose calls a test can make fail, and whose descriptors it knows. */
export class FaultyLibc {
  /** Descriptors of the sockets opened by it, in order. */
  readonly sockets: number[] = [];
  readonly libc: Libc;
  readonly #faults = new Map<Call, number[]>();
  readonly #counts = new Map<Call, number>();

  constructor() {
    const real = koffiLibc(koffi as unknown as typeof import("koffi"));
    const faulty = <A extends unknown[]>(call: Call, action: (...args: A) => number) => {
      return (...args: A): number => {
        this.#counts.set(call, this.count(call) + 1);
        const fault = this.#faults.get(call)?.shift();
        return fault === undefined ? action(...args) : -fault;
      };
    };
    this.libc = {
      ...real,
      socket: faulty("socket", (...args) => {
        const fd = real.socket(...args);
        this.sockets.push(fd);
        return fd;
      }),
      bind: faulty("bind", real.bind),
      getsockname: faulty("getsockname", real.getsockname),
      setsockopt: faulty("setsockopt", real.setsockopt),
      getsockopt: faulty("getsockopt", real.getsockopt),
      send: faulty("send", real.send),
      sendto: faulty("sendto", real.sendto),
      sendtoAsync: (fd, bytes, flags, address, done) => {
        const fault = this.#faults.get("sendto")?.shift();
        if (fault === undefined) real.sendtoAsync(fd, bytes, flags, address, done);
        else setImmediate(() => done(-fault));
      },
      recvmmsg: faulty("recvmmsg", real.recvmmsg),
      close: faulty("close", real.close),
      setns: faulty("setns", real.setns),
    };
  }

  /** Makes the next calls fail with these error numbers, one each; 0 succeeds without doing anything. */
  fail(call: Call, ...errors: number[]): void {
    this.#faults.set(call, errors);
  }

  /** How often a call was made. */
  count(call: Call): number {
    return this.#counts.get(call) ?? 0;
  }
}

/** Descriptors of this process that are sockets. */
export function openSockets(): string[] {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false; // the directory's own descriptor, gone by now
    }
  });
}
