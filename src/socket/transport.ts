import { isMainThread } from "node:worker_threads";
import { Nl80211Error } from "../errors.ts";
import type { NetlinkProtocol } from "../netlink/constants.ts";
import { type NetworkNamespace, namespacePath } from "../netlink/network-namespace.ts";
import { after } from "../netlink/timer.ts";
import type { Channel, ChannelListener, ChannelOptions, Clock, Transport } from "../netlink/transport.ts";
import { koffiLibc, type Libc } from "./libc.ts";
import { Namespace } from "./namespace.ts";
import { NetlinkSocket } from "./netlink-socket.ts";
import type { SocketPool } from "./pool.ts";
import { ReceiveBuffer } from "./receive-buffer.ts";

export interface SocketOptions {
  /** Open every socket in this network namespace (needs CAP_SYS_ADMIN). Default: the process's own. */
  readonly netns?: NetworkNamespace;
  /** Allow use in a worker thread. The process crashes if that worker is terminated while a socket is open. */
  readonly allowWorker?: boolean;
}

/**
 * The running kernel, through its netlink sockets. Loads koffi. Rejects with NOT_LINUX, NO_KOFFI or WORKER where that cannot be,
 * each with the cure.
 */
export async function socketTransport(options: SocketOptions = {}): Promise<Transport> {
  refuseWrongPlace(options);
  return new SocketTransport(koffiLibc(await loadKoffi()), options);
}

/** Sockets over a C library. */
export class SocketTransport implements Transport {
  readonly clock: Clock = MACHINE_CLOCK;
  readonly elsewhere?: string;
  readonly #pool: SocketPool;
  readonly #namespace: Namespace | undefined;
  #closed = false;

  constructor(libc: Libc, options: SocketOptions = {}) {
    this.#namespace = options.netns === undefined ? undefined : new Namespace(libc, options.netns);
    if (options.netns !== undefined) this.elsewhere = `the network namespace ${namespacePath(options.netns)}`;
    this.#pool = {
      libc,
      clock: this.clock,
      buffer: new ReceiveBuffer(libc),
      outbox: new Uint8Array(4096),
      sockets: new Map(),
      slow: 0,
    };
    // an open poll at a worker's end crashes the process; this helps against all ends but terminate()
    if (!isMainThread) process.once("exit", this.#atExit);
  }

  open(protocol: NetlinkProtocol, listener: ChannelListener, options: ChannelOptions = {}): Channel {
    if (this.#closed) throw new Nl80211Error("CLOSED", "the netlink transport is closed");
    const make = (): Channel => new NetlinkSocket(this.#pool, protocol, listener, options);
    if (!this.#namespace) return make();
    try {
      return this.#namespace.run(make);
    } catch (error) {
      if (this.#namespace.lost) this.close();
      throw error;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of [...this.#pool.sockets.values()]) socket.close();
    this.#namespace?.close();
    process.removeListener("exit", this.#atExit);
  }

  readonly #atExit = (): void => this.close();
}

const MACHINE_CLOCK: Clock = { now: () => Date.now(), after };

function refuseWrongPlace(options: SocketOptions): void {
  if (process.platform !== "linux") {
    throw new Nl80211Error("NOT_LINUX", `netlink is Linux's; this is ${process.platform}`, {
      hint: "on other systems, read a recording: open({ transport: openReplay(file) })",
    });
  }
  if (!isMainThread && !options.allowWorker) {
    throw new Nl80211Error(
      "WORKER",
      "netlink sockets in a worker thread crash the process when the worker is terminated",
      {
        hint: "open it in the main thread, or pass allowWorker: true and close it before the worker ends",
      },
    );
  }
}

async function loadKoffi(): Promise<typeof import("koffi")> {
  const hint = "npm install koffi (3.2 or newer; its install script is not needed)";
  let koffi: typeof import("koffi");
  try {
    koffi = await import("koffi");
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    const message = missing ? "koffi is not installed" : "koffi does not load on this machine";
    throw new Nl80211Error("NO_KOFFI", message, { hint, cause });
  }
  const [major = 0, minor = 0] = koffi.version.split(".").map(Number);
  if (major > 3 || (major === 3 && minor >= 2)) return koffi;
  throw new Nl80211Error("NO_KOFFI", `koffi ${koffi.version} is too old`, { hint });
}
