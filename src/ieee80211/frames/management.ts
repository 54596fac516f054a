import type { Mac } from "../../bytes/mac.ts";
import { type CapabilityInfo, parseCapabilityInfo } from "../capability-info.ts";
import type { ElementList } from "../element-list.ts";
import { reasonText } from "../reason.ts";
import { statusText } from "../status.ts";
import { type BodyReader, restElements } from "./body.ts";

/** Body of a beacon or probe response. */
export interface BeaconBody {
  /** Microseconds of the BSS's clock (TSF). */
  readonly timestamp: bigint;
  /** In time units of 1024 µs. */
  readonly beaconIntervalTu: number;
  readonly capability: CapabilityInfo;
  readonly elements: ElementList;
}

export const readBeacon: BodyReader<BeaconBody> = (reader, out) => {
  out.timestamp = reader.u64();
  out.beaconIntervalTu = reader.u16();
  out.capability = parseCapabilityInfo(reader.u16());
  out.elements = restElements(reader);
};

/** Body of a probe request. */
export interface ElementsBody {
  readonly elements: ElementList;
}

export const readElements: BodyReader<ElementsBody> = (reader, out, from) => {
  out.elements = restElements(reader, from);
};

/** Body of a timing advertisement. */
export interface TimingAdvertisementBody {
  readonly timestamp: bigint;
  readonly capability: CapabilityInfo;
  readonly elements: ElementList;
}

export const readTimingAdvertisement: BodyReader<TimingAdvertisementBody> = (reader, out) => {
  out.timestamp = reader.u64();
  out.capability = parseCapabilityInfo(reader.u16());
  out.elements = restElements(reader);
};

/** Body of an association request. */
export interface AssociationRequestBody {
  readonly capability: CapabilityInfo;
  /** In beacon intervals. */
  readonly listenInterval: number;
  readonly elements: ElementList;
}

export const readAssociationRequest: BodyReader<AssociationRequestBody> = (reader, out) => {
  out.capability = parseCapabilityInfo(reader.u16());
  out.listenInterval = reader.u16();
  out.elements = restElements(reader, "station");
};

/** Body of a reassociation request. */
export interface ReassociationRequestBody extends AssociationRequestBody {
  /** The access point that the station comes from. */
  readonly currentAp: Mac;
}

export const readReassociationRequest: BodyReader<ReassociationRequestBody> = (reader, out) => {
  out.capability = parseCapabilityInfo(reader.u16());
  out.listenInterval = reader.u16();
  out.currentAp = reader.mac();
  out.elements = restElements(reader, "station");
};

/** Body of an association or reassociation response. */
export interface AssociationResponseBody {
  readonly capability: CapabilityInfo;
  readonly status: number;
  readonly statusText: string;
  /** The association id, 1 to 2007; 0 where the request was refused. */
  readonly aid: number;
  readonly elements: ElementList;
}

export const readAssociationResponse: BodyReader<AssociationResponseBody> = (reader, out) => {
  out.capability = parseCapabilityInfo(reader.u16());
  out.status = reader.u16();
  out.statusText = statusText(out.status);
  out.aid = reader.u16() & 0x3fff; // the two highest bits are always set on the air
  out.elements = restElements(reader);
};

/** Body of a disassociation or deauthentication. */
export interface ReasonBody {
  readonly reason: number;
  readonly reasonText: string;
  readonly elements: ElementList;
}

export const readReason: BodyReader<ReasonBody> = (reader, out, from) => {
  out.reason = reader.u16();
  out.reasonText = reasonText(out.reason);
  out.elements = restElements(reader, from);
};
