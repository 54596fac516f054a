import { openSync } from "node:fs";
import { Nl80211Error } from "../errors.ts";

/**
 * A network namespace: a path ("/run/netns/blue", "/proc/42/ns/net"), a name as `ip netns` knows it ("blue"), a process's, or an
 * open descriptor (which stays the caller's).
 */
export type NetworkNamespace = string | { readonly pid: number } | { readonly fd: number };

/** The file by which a namespace can be opened. */
export function namespacePath(netns: NetworkNamespace): string {
  if (typeof netns === "string") return netns.includes("/") ? netns : `/run/netns/${netns}`;
  return "pid" in netns ? `/proc/${netns.pid}/ns/net` : `/proc/self/fd/${netns.fd}`;
}

/** A descriptor of a namespace, the caller's to close. Throws INVALID_ARGUMENT where there is none, NOT_PERMITTED where it may not be opened. */
export function openNamespace(netns: NetworkNamespace): number {
  const path = namespacePath(netns);
  try {
    return openSync(path, "r");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const code = reason === "EACCES" || reason === "EPERM" ? "NOT_PERMITTED" : "INVALID_ARGUMENT";
    throw new Nl80211Error(code, `network namespace ${path}: ${reason}`, { errnoName: reason, cause });
  }
}
