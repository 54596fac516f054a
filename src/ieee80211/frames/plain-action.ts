import type { ByteReader } from "../../bytes/reader.ts";
import { type CapabilityInfo, parseCapabilityInfo } from "../capability-info.ts";
import type { Sender } from "../element-kind.ts";
import type { ElementList } from "../element-list.ts";
import { reasonText } from "../reason.ts";
import { statusText } from "../status.ts";
import { type BodyReader, restElements } from "./body.ts";

/** An action that consists of some of these fields and elements: most do. The frame's `actionName` says which it is. */
export interface PlainAction {
  readonly type: "plain";
  readonly dialogToken?: number;
  readonly capability?: CapabilityInfo;
  readonly aid?: number;
  readonly status?: number;
  readonly statusText?: string;
  readonly reason?: number;
  readonly reasonText?: string;
  readonly elements?: ElementList;
}

/** The fields of a plain action, in the order of the frame. */
export type PlainField = "dialogToken" | "capability" | "aid" | "status" | "status8" | "reason" | "reason8";

/** A reader of these fields and the elements after them. */
export function plain(...fields: PlainField[]): BodyReader<PlainAction> {
  return (reader, out, from: Sender) => {
    out.type = "plain";
    for (const field of fields) readField(field, reader, out as { -readonly [K in keyof PlainAction]: PlainAction[K] });
    out.elements = restElements(reader, from);
  };
}

function readField(
  field: PlainField,
  reader: ByteReader,
  out: { -readonly [K in keyof PlainAction]: PlainAction[K] },
): void {
  switch (field) {
    case "dialogToken":
      out.dialogToken = reader.u8();
      break;
    case "capability":
      out.capability = parseCapabilityInfo(reader.u16());
      break;
    case "aid":
      out.aid = reader.u16() & 0x3fff;
      break;
    case "status":
    case "status8":
      out.status = field === "status" ? reader.u16() : reader.u8();
      out.statusText = statusText(out.status);
      break;
    case "reason":
    case "reason8":
      out.reason = field === "reason" ? reader.u16() : reader.u8();
      out.reasonText = reasonText(out.reason);
      break;
  }
}
