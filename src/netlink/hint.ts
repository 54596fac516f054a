import { readFileSync } from "node:fs";
import { Errno } from "./errno.ts";
import type { RequestDescription } from "./kernel-error.ts";

/** What a person can do about a kernel error; undefined where no cure is known. */
export function hintFor(errno: number, about: RequestDescription): string | undefined {
  const target = about.target ?? "the interface";
  switch (errno) {
    case Errno.EPERM:
      return notPermitted(about.capability ?? "CAP_NET_ADMIN", target);
    case Errno.EACCES:
      return "a security module (SELinux, AppArmor) or a container's profile refuses it: see the audit log (ausearch -m avc)";
    case Errno.ENETDOWN:
      return `${target} is down: bring it up (ip link set ${about.target ?? "INTERFACE"} up)`;
    case Errno.EBUSY:
    case Errno.EALREADY:
      return `${target} is busy, with a scan or for another program (wpa_supplicant, NetworkManager, iwd, hostapd): wait, or stop that program`;
    case Errno.ERFKILL:
      return "the radio is switched off: rfkill list shows by what, rfkill unblock wifi lifts a soft block";
    case Errno.EOPNOTSUPP:
      return "this driver, or this kernel, does not support it";
    case Errno.ENOBUFS:
      return "the socket's receive buffer was full: read faster, or ask for a larger receiveBufferSize";
    default:
      return undefined;
  }
}

function notPermitted(capability: string, target: string): string {
  if (hasNetAdmin()) {
    return `this process has ${capability}, so another program may own ${target} (wpa_supplicant, NetworkManager, iwd, hostapd), or it belongs to another namespace`;
  }
  const grant = `sudo setcap ${capability.toLowerCase()}+ep ${process.execPath}`;
  return `it needs ${capability}: run as root, or grant it to the executable: ${grant}`;
}

/** Whether this process has CAP_NET_ADMIN (12) in effect. */
function hasNetAdmin(): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
    return effective !== undefined && (BigInt(`0x${effective}`) & (1n << 12n)) !== 0n;
  } catch {
    return false;
  }
}
