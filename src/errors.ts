/**
 * What went wrong, as one word that a program can switch on. Kernel errors whose cause is known have a word of their own;
 * the rest are `KERNEL`, told apart by `errnoName`.
 */
export type ErrorCode =
  | "INVALID_ARGUMENT" // the caller's value is wrong; nothing was sent
  | "BAD_FILE" // a capture or other input file cannot be used
  | "MALFORMED" // bytes are not what their format says
  | "KERNEL" // the kernel refused, with an errno
  | "NOT_PERMITTED" // EPERM, EACCES
  | "NO_SUCH_INTERFACE" // ENODEV for an interface, or a name that no interface has
  | "NO_SUCH_WIPHY"
  | "INTERFACE_DOWN" // ENETDOWN
  | "BUSY" // EBUSY
  | "RFKILL" // ERFKILL
  | "NOT_SUPPORTED" // EOPNOTSUPP: this driver or kernel does not do it
  | "NO_ADAPTER" // nl80211 is there, a Wi-Fi device is not
  | "NO_NL80211" // this kernel has no nl80211 (now)
  | "NO_FAMILY" // no such generic netlink family
  | "NOT_LINUX"
  | "NO_KOFFI" // koffi is not installed or does not load
  | "WORKER" // refused in a worker thread
  | "TIMEOUT"
  | "ABORTED" // by the caller's AbortSignal
  | "CLOSED" // the client, connection or channel was closed
  | "RADAR_DETECTED" // radar was heard on the channel, which cannot be used now
  | "LOST" // what lasted is over: its socket was lost, or nl80211 went away with all that it held
  | "NO_MATCH" // a recording has no answer to this request
  | "SCAN_ABORTED" // by the kernel or another program
  | "CONNECT_FAILED"; // the access point refused, or was not there

/** What an error knows besides its text. All of it is absent where it does not apply. */
export interface ErrorDetails {
  /** The kernel's error number, positive: 22. */
  readonly errno?: number;
  /** Its name: "EINVAL". */
  readonly errnoName?: string;
  /** The command that failed: "TriggerScan". */
  readonly command?: string;
  /** Whom it was addressed to: "wlan0". */
  readonly target?: string;
  /** Path of the attribute that the kernel (or a decoder) names: "nl80211.scan-ssids[4]". */
  readonly attribute?: string;
  /** What the kernel itself said: "too many SSIDs". */
  readonly kernelText?: string;
  /** Status code of 802.11 with which an access point refused. */
  readonly statusCode?: number;
  /** Reason code of 802.11 with which a connection ended. */
  readonly reasonCode?: number;
  /** What to do about it, where the cure is known. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every error that this library throws on purpose. Tell them apart by `code`, which also works across copies of the library. */
export class Nl80211Error extends Error {
  override readonly name: string = "Nl80211Error";
  readonly code: ErrorCode;
  // declared only: what is absent must not be there as undefined
  declare readonly errno?: number;
  declare readonly errnoName?: string;
  declare readonly command?: string;
  declare readonly target?: string;
  declare readonly attribute?: string;
  declare readonly kernelText?: string;
  declare readonly statusCode?: number;
  declare readonly reasonCode?: number;
  declare readonly hint?: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { cause, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    Object.assign(this, rest);
  }
}

/** True for an error of this library, of any copy of it. */
export function isNl80211Error(error: unknown, code?: ErrorCode): error is Nl80211Error {
  return (
    error instanceof Error &&
    error.name === "Nl80211Error" &&
    (code === undefined || (error as Nl80211Error).code === code)
  );
}
