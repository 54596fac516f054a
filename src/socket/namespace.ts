import { closeSync } from "node:fs";
import { Nl80211Error } from "../errors.ts";
import { errnoName, errnoText } from "../netlink/errno.ts";
import { type NetworkNamespace, namespacePath, openNamespace } from "../netlink/network-namespace.ts";
import { CLONE_NEWNET } from "./constants.ts";
import type { Libc } from "./libc.ts";

/** Another network namespace, held open, in which sockets can be made. A socket stays in the one where it was made. */
export class Namespace {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #name: string;
  #lost: Nl80211Error | undefined;

  /** Throws INVALID_ARGUMENT where there is no such namespace, NOT_PERMITTED where it may not be opened. */
  constructor(libc: Libc, netns: NetworkNamespace) {
    this.#libc = libc;
    this.#name = namespacePath(netns);
    this.#fd = openNamespace(netns);
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

function refused(errno: number, doing: string): Nl80211Error {
  const name = errnoName(errno);
  const permitted = name !== "EPERM" && name !== "EACCES";
  return new Nl80211Error(permitted ? "KERNEL" : "NOT_PERMITTED", `${name}: ${doing}: ${errnoText(errno)}`, {
    errno,
    errnoName: name,
    ...(permitted ? {} : { hint: "another network namespace needs CAP_SYS_ADMIN there and here: run as root" }),
  });
}
