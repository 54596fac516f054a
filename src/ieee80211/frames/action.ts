import type { Mac } from "../../bytes/mac.ts";
import type { ElementList } from "../element-list.ts";
import { statusText } from "../status.ts";
import { ActionCategory, categoryName } from "./action-category.ts";
import { actionName } from "./action-name.ts";
import {
  type AddBlockAckRequest,
  type AddBlockAckResponse,
  type DeleteBlockAck,
  readAddBlockAckRequest,
  readAddBlockAckResponse,
  readDeleteBlockAck,
} from "./block-ack.ts";
import { type BodyReader, restElements } from "./body.ts";
import { type PlainAction, plain } from "./plain-action.ts";
import {
  type ExtendedChannelSwitch,
  type FilsDiscovery,
  type FtmAction,
  type GasAction,
  readExtendedChannelSwitch,
  readFilsDiscovery,
  readFtm,
  readFtmRequest,
  readGasComebackRequest,
  readGasComebackResponse,
  readGasInitialRequest,
  readGasInitialResponse,
  readVendorAction,
  type VendorAction,
} from "./public-action.ts";
import {
  type LinkMeasurementReport,
  type LinkMeasurementRequest,
  type MeasurementReport,
  type MeasurementRequest,
  readLinkMeasurementReport,
  readLinkMeasurementRequest,
  readMeasurementReport,
  readRadioMeasurementRequest,
  readSpectrumMeasurementRequest,
} from "./radio-measurement.ts";
import {
  readNotification,
  readSleepResponse,
  readTransitionQuery,
  readTransitionRequest,
  readTransitionResponse,
  type SleepResponse,
  type TransitionQuery,
  type TransitionRequest,
  type TransitionResponse,
  type WnmNotification,
} from "./wnm.ts";

/** SA query: is this association still yours? */
export interface SaQuery {
  readonly type: "SA query";
  readonly transaction: number;
  readonly elements: ElementList;
}

/** Fast BSS transition over the old access point. */
export interface FtAction {
  readonly type: "FT";
  readonly station: Mac;
  readonly targetAp: Mac;
  readonly status?: number;
  readonly statusText?: string;
  readonly elements: ElementList;
}

/** One octet that says all: notify channel width, SM power save, operating mode notification. */
export interface OctetAction {
  readonly type: "octet";
  readonly value: number;
}

/** A change of channel partner of a TDLS link. */
export interface TdlsChannelSwitch {
  readonly type: "TDLS channel switch";
  readonly channel: number;
  readonly operatingClass: number;
  readonly elements: ElementList;
}

/** An action whose body has no reader: its octets. */
export interface OpaqueAction {
  readonly type: "opaque";
  readonly body: Uint8Array;
}

/** What an action frame says, told apart by `type`. */
export type ActionDetails =
  | AddBlockAckRequest
  | AddBlockAckResponse
  | DeleteBlockAck
  | ExtendedChannelSwitch
  | FilsDiscovery
  | FtAction
  | FtmAction
  | GasAction
  | LinkMeasurementReport
  | LinkMeasurementRequest
  | MeasurementReport
  | MeasurementRequest
  | OctetAction
  | OpaqueAction
  | PlainAction
  | SaQuery
  | SleepResponse
  | TdlsChannelSwitch
  | TransitionQuery
  | TransitionRequest
  | TransitionResponse
  | VendorAction
  | WnmNotification;

/** Body of an action frame. */
export interface ActionBody {
  /** From 128 on: a frame that the other side returned because it does not know it. */
  readonly category: number;
  readonly categoryName: string;
  /** Absent in the vendors' categories, which have no action number in common. */
  readonly action?: number;
  readonly actionName?: string;
  readonly details: ActionDetails;
}

const readSaQuery: BodyReader<SaQuery> = (reader, out) => {
  out.type = "SA query";
  out.transaction = reader.u16();
  out.elements = restElements(reader);
};

const readFt =
  (withStatus: boolean): BodyReader<FtAction> =>
  (reader, out) => {
    out.type = "FT";
    out.station = reader.mac();
    out.targetAp = reader.mac();
    if (withStatus) {
      out.status = reader.u16();
      out.statusText = statusText(out.status);
    }
    out.elements = restElements(reader);
  };

const readOctet: BodyReader<OctetAction> = (reader, out) => {
  out.type = "octet";
  out.value = reader.u8();
};

const readTdlsChannelSwitch: BodyReader<TdlsChannelSwitch> = (reader, out) => {
  out.type = "TDLS channel switch";
  out.channel = reader.u8();
  out.operatingClass = reader.u8();
  out.elements = restElements(reader);
};

const readOpaque: BodyReader<OpaqueAction> = (reader, out) => {
  out.type = "opaque";
  out.body = reader.rest();
};

const PUBLIC = {
  0: plain(),
  4: readExtendedChannelSwitch,
  9: readVendorAction,
  10: readGasInitialRequest,
  11: readGasInitialResponse,
  12: readGasComebackRequest,
  13: readGasComebackResponse,
  14: plain("dialogToken", "capability"),
  32: readFtmRequest,
  33: readFtm,
  34: readFilsDiscovery,
};

const DIALOG = plain("dialogToken");
const ANSWER = plain("dialogToken", "status");

type AnyReader = BodyReader<never>;

/**
 * How the body after category and action is read. What is not here is named, and its octets are given. IEEE
 * 802.11-2020, 9.6.
 */
const READERS: Readonly<Partial<Record<ActionCategory, Readonly<Record<number, unknown>>>>> = {
  0: { 0: readSpectrumMeasurementRequest, 1: readMeasurementReport, 2: DIALOG, 3: DIALOG, 4: plain() },
  1: { 0: DIALOG, 1: ANSWER, 4: plain() },
  3: {
    0: readAddBlockAckRequest,
    1: readAddBlockAckResponse,
    2: readDeleteBlockAck,
    128: readAddBlockAckRequest,
    129: readAddBlockAckResponse,
    130: readDeleteBlockAck,
  },
  4: PUBLIC,
  5: {
    0: readRadioMeasurementRequest,
    1: readMeasurementReport,
    2: readLinkMeasurementRequest,
    3: readLinkMeasurementReport,
    4: DIALOG,
    5: DIALOG,
  },
  6: { 1: readFt(false), 2: readFt(true), 3: readFt(false), 4: readFt(true) },
  7: { 0: readOctet, 1: readOctet },
  8: { 0: readSaQuery, 1: readSaQuery },
  9: PUBLIC,
  10: {
    6: readTransitionQuery,
    7: readTransitionRequest,
    8: readTransitionResponse,
    13: DIALOG,
    14: DIALOG,
    16: DIALOG,
    17: readSleepResponse,
    18: DIALOG,
    19: DIALOG,
    23: DIALOG,
    24: DIALOG,
    26: readNotification,
    27: plain("dialogToken", "status8"),
  },
  12: {
    0: plain("dialogToken", "capability"),
    1: plain("status", "dialogToken", "capability"),
    2: plain("status", "dialogToken"),
    3: plain("reason"),
    4: DIALOG,
    5: readTdlsChannelSwitch,
    6: plain("status"),
    7: DIALOG,
    8: ANSWER,
    9: DIALOG,
    10: DIALOG,
  },
  13: Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((action) => [action, plain()])),
  15: { 1: plain("capability"), 2: plain("capability", "aid"), 3: plain(), 4: plain(), 5: plain() },
  17: { 0: plain("dialogToken", "status8"), 1: plain("dialogToken", "status8"), 2: plain("dialogToken", "status8") },
  18: { 1: plain("dialogToken", "status8") },
  19: { 0: DIALOG, 4: DIALOG, 5: ANSWER },
  21: { 2: readOctet },
  30: { 1: plain() },
  31: { 0: plain() },
  37: { 0: DIALOG, 1: ANSWER, 3: DIALOG, 4: ANSWER },
};

export const readAction: BodyReader<ActionBody> = (reader, out, from) => {
  out.category = reader.u8();
  out.categoryName = categoryName(out.category);
  const category: ActionCategory = out.category & 0x7f;
  const vendor = category === ActionCategory.VendorSpecific || category === ActionCategory.VendorSpecificProtected;
  let read: unknown = readVendorAction;
  if (!vendor) {
    out.action = reader.u8();
    out.actionName = actionName(out.category, out.action);
    read = READERS[category]?.[out.action] ?? readOpaque;
  }
  const details = {};
  out.details = details as ActionDetails;
  (read as AnyReader)(reader, details as never, from);
};
