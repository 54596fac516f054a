import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The access categories in the order of their numbers (ACI). */
export type AccessCategory = "BE" | "BK" | "VI" | "VO";

/** How a category gets to send. */
export interface EdcaParameters {
  readonly category: AccessCategory;
  readonly admissionControlMandatory: boolean;
  /** Arbitration interframe space, in slots. */
  readonly aifsn: number;
  readonly cwMin: number;
  readonly cwMax: number;
  readonly txopLimitMicroseconds: number;
}

/** The EDCA Parameter Set element. */
export interface EdcaParameterSet {
  readonly qosInfo: number;
  readonly categories: readonly EdcaParameters[];
}

const CATEGORIES: readonly AccessCategory[] = ["BE", "BK", "VI", "VO"];

export function decodeEdcaParameterSet(body: Uint8Array): EdcaParameterSet {
  need(body, 18);
  return { qosInfo: body[0]!, categories: edcaParameters(body.subarray(2, 18)) };
}

/** Four records of four octets, as EDCA and WMM elements carry them. */
export function edcaParameters(records: Uint8Array): EdcaParameters[] {
  return [0, 4, 8, 12].map((at) => ({
    category: CATEGORIES[bits(records[at]!, 5, 2)]!,
    admissionControlMandatory: bit(records[at]!, 4),
    aifsn: bits(records[at]!, 0, 4),
    cwMin: 2 ** bits(records[at + 1]!, 0, 4) - 1,
    cwMax: 2 ** bits(records[at + 1]!, 4, 4) - 1,
    txopLimitMicroseconds: 32 * (records[at + 2]! | (records[at + 3]! << 8)),
  }));
}

/** How a category contends while an access point schedules it by trigger frames. */
export interface MuEdcaParameters {
  readonly category: AccessCategory;
  readonly admissionControlMandatory: boolean;
  /** 0: not at all. */
  readonly aifsn: number;
  readonly cwMin: number;
  readonly cwMax: number;
  readonly timerMicroseconds: number;
}

/** The MU EDCA Parameter Set element. */
export interface MuEdcaParameterSet {
  readonly qosInfo: number;
  readonly categories: readonly MuEdcaParameters[];
}

export function decodeMuEdcaParameterSet(body: Uint8Array): MuEdcaParameterSet {
  need(body, 13);
  const categories = [1, 4, 7, 10].map((at) => ({
    category: CATEGORIES[bits(body[at]!, 5, 2)]!,
    admissionControlMandatory: bit(body[at]!, 4),
    aifsn: bits(body[at]!, 0, 4),
    cwMin: 2 ** bits(body[at + 1]!, 0, 4) - 1,
    cwMax: 2 ** bits(body[at + 1]!, 4, 4) - 1,
    timerMicroseconds: 8192 * body[at + 2]!, // the timer counts 8 TU
  }));
  return { qosInfo: body[0]!, categories };
}

/** The QoS Capability element. */
export interface QosCapability {
  readonly qosInfo: number;
}

export function decodeQosCapability(body: Uint8Array): QosCapability {
  need(body, 1);
  return { qosInfo: body[0]! };
}
