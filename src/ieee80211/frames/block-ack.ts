import type { ByteReader } from "../../bytes/reader.ts";
import type { ElementList } from "../element-list.ts";
import { reasonText } from "../reason.ts";
import { statusText } from "../status.ts";
import { type BodyReader, restElements } from "./body.ts";

/** What both sides settle for a block ack agreement. */
export interface BlockAckParameters {
  readonly amsdu: boolean;
  /** Immediate, not delayed. */
  readonly immediate: boolean;
  readonly tid: number;
  /** Frames in flight; 0 lets the other side choose. Larger ones come with an ADDBA Extension element. */
  readonly bufferSize: number;
}

/** ADDBA request. */
export interface AddBlockAckRequest extends BlockAckParameters {
  readonly type: "ADDBA request";
  readonly dialogToken: number;
  /** In time units of 1024 µs; 0 never ends. */
  readonly timeoutTu: number;
  readonly fragment: number;
  readonly startingSequence: number;
  readonly elements: ElementList;
}

export const readAddBlockAckRequest: BodyReader<AddBlockAckRequest> = (reader, out) => {
  out.type = "ADDBA request";
  out.dialogToken = reader.u8();
  Object.assign(out, readParameters(reader));
  out.timeoutTu = reader.u16();
  const start = reader.u16();
  out.fragment = start & 15;
  out.startingSequence = start >>> 4;
  out.elements = restElements(reader);
};

/** ADDBA response. */
export interface AddBlockAckResponse extends BlockAckParameters {
  readonly type: "ADDBA response";
  readonly dialogToken: number;
  readonly status: number;
  readonly statusText: string;
  readonly timeoutTu: number;
  readonly elements: ElementList;
}

export const readAddBlockAckResponse: BodyReader<AddBlockAckResponse> = (reader, out) => {
  out.type = "ADDBA response";
  out.dialogToken = reader.u8();
  out.status = reader.u16();
  out.statusText = statusText(out.status);
  Object.assign(out, readParameters(reader));
  out.timeoutTu = reader.u16();
  out.elements = restElements(reader);
};

/** DELBA. */
export interface DeleteBlockAck {
  readonly type: "DELBA";
  /** Sent by the side that sends the data. */
  readonly initiator: boolean;
  readonly tid: number;
  readonly reason: number;
  readonly reasonText: string;
  readonly elements: ElementList;
}

export const readDeleteBlockAck: BodyReader<DeleteBlockAck> = (reader, out) => {
  out.type = "DELBA";
  const parameters = reader.u16();
  out.initiator = (parameters & 0x0800) !== 0;
  out.tid = parameters >>> 12;
  out.reason = reader.u16();
  out.reasonText = reasonText(out.reason);
  out.elements = restElements(reader);
};

function readParameters(reader: ByteReader): BlockAckParameters {
  const field = reader.u16();
  return {
    amsdu: (field & 1) !== 0,
    immediate: (field & 2) !== 0,
    tid: (field >>> 2) & 15,
    bufferSize: field >>> 6,
  };
}
