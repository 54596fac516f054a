import { need } from "../element-kind.ts";

/** The DSSS Parameter Set element: the primary channel, in 2.4 GHz (and by many access points in 5 GHz). */
export interface DsssParameterSet {
  readonly channel: number;
}

export function decodeDsssParameterSet(body: Uint8Array): DsssParameterSet {
  need(body, 1);
  return { channel: body[0]! };
}
