import { type Subelement, subelements } from "../element.ts";
import { need } from "../element-kind.ts";

/** The Measurement Pilot Transmission element. */
export interface MeasurementPilotTransmission {
  readonly intervalTu: number;
  /** Only vendor-specific ones (221) are defined. */
  readonly subelements: readonly Subelement[];
}

export function decodeMeasurementPilotTransmission(body: Uint8Array): MeasurementPilotTransmission {
  need(body, 1);
  return { intervalTu: body[0]!, subelements: subelements(body.subarray(1)) };
}
