import { type ErrorCode, type ErrorDetails, Nl80211Error } from "../errors.ts";
import { attributePath } from "./attribute-path.ts";
import { describeRule } from "./attribute-rule.ts";
import { Errno, errnoName, errnoText } from "./errno.ts";
import type { KernelAnswer } from "./extended-ack.ts";
import { hintFor } from "./hint.ts";

/** What the sender of a request knows about it, for errors and traces. It is asked only when one of them is made. */
export interface RequestDescription {
  /** The command's name: "TriggerScan". */
  readonly command?: string;
  /** Whom it is addressed to: "wlan0". */
  readonly target?: string;
  /** Names an attribute by the numbers that lead to it, outermost first: [45, 3] is "nl80211.scan-ssids[3]". */
  readonly attribute?: (path: readonly number[]) => string;
  /** The capability that the kernel wants for it: "CAP_NET_ADMIN" unless told otherwise. */
  readonly capability?: string;
  /** Codes of errors that mean something of their own here: `{ ENODEV: "NO_SUCH_WIPHY" }`. */
  readonly codes?: Readonly<Record<string, ErrorCode>>;
}

/** Where a request's parts lie, for errors that point into it. */
export interface SentRequest {
  /** The message as it was sent, with its header. */
  readonly bytes: Uint8Array;
  /** Where its attributes start. */
  readonly attributesAt: number;
}

const CODES: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [Errno.EPERM, "NOT_PERMITTED"],
  [Errno.EACCES, "NOT_PERMITTED"],
  [Errno.EBUSY, "BUSY"],
  [Errno.ENODEV, "NO_SUCH_INTERFACE"],
  [Errno.EOPNOTSUPP, "NOT_SUPPORTED"],
  [Errno.ENOTSUPP, "NOT_SUPPORTED"],
  [Errno.ENETDOWN, "INTERFACE_DOWN"],
  [Errno.ERFKILL, "RFKILL"],
]);

/** The error of a refused request, in the kernel's words: "EINVAL: TriggerScan wlan0: nl80211.scan-ssids[4]: too many SSIDs". */
export function kernelError(answer: KernelAnswer, sent: SentRequest, about: RequestDescription = {}): Nl80211Error {
  const { errno, text } = answer;
  const name = errnoName(errno);
  const attribute = attributeOf(answer, sent, about);
  const what = [about.command, about.target].filter((part) => part !== undefined).join(" ");
  const parts = [name, what, attribute, reason(answer)].filter((part) => part !== undefined && part !== "");
  const hint = hintFor(errno, about);
  const details: ErrorDetails = {
    errno,
    errnoName: name,
    ...(about.command === undefined ? {} : { command: about.command }),
    ...(about.target === undefined ? {} : { target: about.target }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(text === undefined ? {} : { kernelText: text }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new Nl80211Error(about.codes?.[name] ?? CODES.get(errno) ?? "KERNEL", parts.join(": "), details);
}

function reason(answer: KernelAnswer): string {
  const text = answer.text ?? (answer.missingType === undefined ? errnoText(answer.errno) : "missing");
  return answer.policy === undefined ? text : `${text} (the kernel takes ${describeRule(answer.policy)})`;
}

function attributeOf(answer: KernelAnswer, sent: SentRequest, about: RequestDescription): string | undefined {
  const path = offendingPath(answer, sent);
  if (path === undefined) return undefined;
  return about.attribute ? about.attribute(path) : `attribute ${path.join(".")}`;
}

function offendingPath(answer: KernelAnswer, sent: SentRequest): number[] | undefined {
  if (answer.missingType !== undefined) {
    const nest =
      answer.missingNest === undefined ? [] : attributePath(sent.bytes, sent.attributesAt, answer.missingNest);
    return [...nest, answer.missingType];
  }
  if (answer.offset === undefined) return undefined;
  const path = attributePath(sent.bytes, sent.attributesAt, answer.offset);
  return path.length === 0 ? undefined : path;
}
