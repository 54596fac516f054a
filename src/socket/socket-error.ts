import { Nl80211Error } from "../errors.ts";
import { errnoName, errnoText } from "../netlink/errno.ts";

/** The error of a system call on a socket: "EMFILE: opening a netlink socket: too many open files in this process". */
export function kernelRefused(errno: number, doing: string): Nl80211Error {
  const name = errnoName(errno);
  return new Nl80211Error("KERNEL", `${name}: ${doing}: ${errnoText(errno)}`, { errno, errnoName: name });
}

/** `result` where it is none of an error. */
export function succeed(result: number, doing: string): number {
  if (result < 0) throw kernelRefused(-result, doing);
  return result;
}

export function socketClosed(): Nl80211Error {
  return new Nl80211Error("CLOSED", "the netlink socket is closed");
}
