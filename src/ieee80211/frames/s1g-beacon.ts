import type { ByteReader } from "../../bytes/reader.ts";
import type { ElementList } from "../element-list.ts";
import type { FrameControl } from "../frame-control.ts";
import { type Draft, restElements } from "./body.ts";

/** Body of an S1G beacon, whose header is shorter than others'. */
export interface S1gBeaconBody {
  /** The four low octets of the TSF, in microseconds. */
  readonly timestamp: number;
  /** Counts changes of the beacon's contents. */
  readonly changeSequence: number;
  /** When the next full beacon comes: the three octets above the lowest of its time. */
  readonly nextTbtt?: number;
  /** CRC-32 of the SSID. */
  readonly compressedSsid?: number;
  readonly accessNetworkOptions?: number;
  readonly elements: ElementList;
}

/** The flags of an S1G beacon stand where others have To DS, From DS and More Fragments. */
export function readS1gBeacon(reader: ByteReader, out: Draft<S1gBeaconBody>, control: FrameControl): void {
  out.timestamp = reader.u32();
  out.changeSequence = reader.u8();
  if (control.toDs) out.nextTbtt = reader.u24();
  if (control.fromDs) out.compressedSsid = reader.u32();
  if (control.moreFragments) out.accessNetworkOptions = reader.u8();
  out.elements = restElements(reader);
}
