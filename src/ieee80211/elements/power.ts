import { need } from "../element-kind.ts";

/** The Power Constraint element: how far below the regulatory limit stations have to stay. */
export interface PowerConstraint {
  readonly constraintDb: number;
}

export function decodePowerConstraint(body: Uint8Array): PowerConstraint {
  need(body, 1);
  return { constraintDb: body[0]! };
}

/** The Power Capability element. */
export interface PowerCapability {
  readonly minTxPowerDbm: number;
  readonly maxTxPowerDbm: number;
}

export function decodePowerCapability(body: Uint8Array): PowerCapability {
  need(body, 2);
  return { minTxPowerDbm: i8(body[0]!), maxTxPowerDbm: i8(body[1]!) };
}

/** The TPC Report element. */
export interface TpcReport {
  readonly txPowerDbm: number;
  /** How much better than needed the request was received; always 0 in beacons and probe responses. */
  readonly linkMarginDb: number;
}

export function decodeTpcReport(body: Uint8Array): TpcReport {
  need(body, 2);
  return { txPowerDbm: i8(body[0]!), linkMarginDb: i8(body[1]!) };
}

function i8(octet: number): number {
  return (octet << 24) >> 24;
}
