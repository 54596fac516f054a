import type { ElementList } from "../element-list.ts";
import { type BodyReader, restElements } from "./body.ts";
import { type Measurement, parseMeasurements } from "./measurement.ts";

/** Radio or spectrum measurement request. */
export interface MeasurementRequest {
  readonly type: "measurement request";
  readonly dialogToken: number;
  /** How often the measurements shall be repeated, 65535 for ever; absent in spectrum management. */
  readonly repetitions?: number;
  readonly measurements: readonly Measurement[];
  readonly elements: ElementList;
}

export const readRadioMeasurementRequest: BodyReader<MeasurementRequest> = (reader, out) => {
  out.type = "measurement request";
  out.dialogToken = reader.u8();
  out.repetitions = reader.u16();
  out.elements = restElements(reader);
  out.measurements = parseMeasurements(out.elements);
};

export const readSpectrumMeasurementRequest: BodyReader<MeasurementRequest> = (reader, out) => {
  out.type = "measurement request";
  out.dialogToken = reader.u8();
  out.elements = restElements(reader);
  out.measurements = parseMeasurements(out.elements);
};

/** Radio or spectrum measurement report. */
export interface MeasurementReport {
  readonly type: "measurement report";
  readonly dialogToken: number;
  readonly measurements: readonly Measurement[];
  readonly elements: ElementList;
}

export const readMeasurementReport: BodyReader<MeasurementReport> = (reader, out) => {
  out.type = "measurement report";
  out.dialogToken = reader.u8();
  out.elements = restElements(reader, "station");
  out.measurements = parseMeasurements(out.elements);
};

/** Link measurement request. */
export interface LinkMeasurementRequest {
  readonly type: "link measurement request";
  readonly dialogToken: number;
  readonly txPowerUsedDbm: number;
  readonly maxTxPowerDbm: number;
  readonly elements: ElementList;
}

export const readLinkMeasurementRequest: BodyReader<LinkMeasurementRequest> = (reader, out) => {
  out.type = "link measurement request";
  out.dialogToken = reader.u8();
  out.txPowerUsedDbm = reader.i8();
  out.maxTxPowerDbm = reader.i8();
  out.elements = restElements(reader);
};

/** Link measurement report. */
export interface LinkMeasurementReport {
  readonly type: "link measurement report";
  readonly dialogToken: number;
  /** Of the TPC Report element inside. */
  readonly txPowerDbm: number;
  readonly linkMarginDb: number;
  readonly rxAntenna: number;
  readonly txAntenna: number;
  /** Received power: -109.5 dBm at 0, half a dB a step, 255 not measured. */
  readonly rcpi: number;
  /** Signal to noise: -10 dB at 0, half a dB a step, 255 not measured. */
  readonly rsni: number;
  readonly elements: ElementList;
}

export const readLinkMeasurementReport: BodyReader<LinkMeasurementReport> = (reader, out) => {
  out.type = "link measurement report";
  out.dialogToken = reader.u8();
  reader.skip(2); // id and length of the TPC Report element
  out.txPowerDbm = reader.i8();
  out.linkMarginDb = reader.i8();
  out.rxAntenna = reader.u8();
  out.txAntenna = reader.u8();
  out.rcpi = reader.u8();
  out.rsni = reader.u8();
  out.elements = restElements(reader, "station");
};
