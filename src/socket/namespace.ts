import { closeSync, openSync } from "node:fs";
import { Nl80211Error } from "../errors.ts";
import { errnoName, errnoText } from "../netlink/errno.ts";
import { CLONE_NEWNET } from "./constants.ts";
import type { Libc } from "./libc.ts";

/**
 * A network namespace: a path ("/run/netns/blue", "/proc/42/ns/net"), a name as `ip netns` knows it ("blue"), a process's, or an
 * open descriptor (which stays the caller's).
 */
export type NetworkNamespace = string | { readonly pid: number } | { readonly fd: number };

/** Another network namespace, held open, in which sockets can be made. A socket stays in the one where it was made. */
export class Namespace {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #name: string;
  #lost: Nl80211Error | undefined;

  /** Throws INVALID_ARGUMENT where there is no such namespace, NOT_PERMITTED where it may not be opened. */
  constructor(libc: Libc, netns: NetworkNamespace) {
    this.#libc = libc;
    this.#name = pathOf(netns);
    this.#fd = openNamespace(this.#name);
  }

  /**
   * Calls `action` with this thread in the namespace, and is back in its own before it returns or throws. Where the way back
   * fails, it throws `fatal`: the thread is then in the wrong namespace, and everything that opens sockets must stop.
   */
  run<T>(action: () => T): T {
    if (this.#lost) throw this.#lost;
    const home = openNamespace("/proc/thread-self/ns/net");
    try {
      const entered = this.#libc.setns(this.#fd, CLONE_NEWNET);
      if (entered < 0) throw refused(-entered, `entering the network namespace ${this.#name}`);
      try {
        return action();
      } finally {
        this.#return(home);
      }
    } finally {
      closeSync(home);
    }
  }

  /** The error that left this thread in the namespace; undefined as long as all is well. */
  get lost(): Nl80211Error | undefined {
    return this.#lost;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #return(home: number): void {
    const back = this.#libc.setns(home, CLONE_NEWNET);
    if (back >= 0) return;
    this.#lost = refused(-back, `coming back from the network namespace ${this.#name}; this thread is still in it`);
    throw this.#lost;
  }
}

function pathOf(netns: NetworkNamespace): string {
  if (typeof netns === "string") return netns.includes("/") ? netns : `/run/netns/${netns}`;
  return "pid" in netns ? `/proc/${netns.pid}/ns/net` : `/proc/self/fd/${netns.fd}`;
}

function openNamespace(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const code = reason === "EACCES" || reason === "EPERM" ? "NOT_PERMITTED" : "INVALID_ARGUMENT";
    throw new Nl80211Error(code, `network namespace ${path}: ${reason}`, { errnoName: reason, cause });
  }
}

function refused(errno: number, doing: string): Nl80211Error {
  const name = errnoName(errno);
  const permitted = name !== "EPERM" && name !== "EACCES";
  return new Nl80211Error(permitted ? "KERNEL" : "NOT_PERMITTED", `${name}: ${doing}: ${errnoText(errno)}`, {
    errno,
    errnoName: name,
    ...(permitted ? {} : { hint: "another network namespace needs CAP_SYS_ADMIN there and here: run as root" }),
  });
}
