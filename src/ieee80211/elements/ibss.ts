import { need } from "../element-kind.ts";

/** The IBSS Parameter Set element. */
export interface IbssParameterSet {
  /** The announcement window after a beacon, in time units of 1024 µs. */
  readonly atimWindowTu: number;
}

export function decodeIbssParameterSet(body: Uint8Array): IbssParameterSet {
  need(body, 2);
  return { atimWindowTu: body[0]! | (body[1]! << 8) };
}
