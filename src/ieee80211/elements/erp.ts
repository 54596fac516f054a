import { bit } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The ERP element: what 802.11g stations must do for older ones. */
export interface Erp {
  readonly nonErpPresent: boolean;
  readonly useProtection: boolean;
  /** Long (Barker) preambles are needed. */
  readonly barkerPreambleMode: boolean;
}

export function decodeErp(body: Uint8Array): Erp {
  need(body, 1);
  const flags = body[0]!;
  return { nonErpPresent: bit(flags, 0), useProtection: bit(flags, 1), barkerPreambleMode: bit(flags, 2) };
}
