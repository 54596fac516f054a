import type { Mac } from "../../bytes/mac.ts";
import type { ElementList } from "../element-list.ts";
import { SecretBytes } from "../secret-bytes.ts";
import { type BodyReader, restElements } from "./body.ts";

/** A station asks where it should go. */
export interface TransitionQuery {
  readonly type: "BSS transition query";
  readonly dialogToken: number;
  /** 0 unspecified, 16 low RSSI, ... */
  readonly reason: number;
  /** Candidates, as Neighbor Report elements. */
  readonly elements: ElementList;
}

export const readTransitionQuery: BodyReader<TransitionQuery> = (reader, out) => {
  out.type = "BSS transition query";
  out.dialogToken = reader.u8();
  out.reason = reader.u8();
  out.elements = restElements(reader, "station");
};

/** An access point wishes a station elsewhere. */
export interface TransitionRequest {
  readonly type: "BSS transition request";
  readonly dialogToken: number;
  /** The candidates are in order of preference. */
  readonly preferredCandidates: boolean;
  /** Others than the candidates are not wanted. */
  readonly abridged: boolean;
  /** The station will be disassociated when the timer ends. */
  readonly disassociationImminent: boolean;
  readonly terminationIncluded: boolean;
  readonly essDisassociationImminent: boolean;
  /** Of an MLD: this link goes, the others stay. */
  readonly linkRemovalImminent: boolean;
  /** Beacon intervals until disassociation; 0 is not known. */
  readonly disassociationTimer: number;
  /** Beacon intervals in which the candidates hold. */
  readonly validityInterval: number;
  /** TSF at which the BSS ends, and for how many minutes. */
  readonly termination?: { readonly tsf: bigint; readonly durationMinutes: number };
  readonly sessionUrl?: string;
  /** Candidates, as Neighbor Report elements. */
  readonly elements: ElementList;
}

export const readTransitionRequest: BodyReader<TransitionRequest> = (reader, out) => {
  out.type = "BSS transition request";
  out.dialogToken = reader.u8();
  const mode = reader.u8();
  out.preferredCandidates = (mode & 0x01) !== 0;
  out.abridged = (mode & 0x02) !== 0;
  out.disassociationImminent = (mode & 0x04) !== 0;
  out.terminationIncluded = (mode & 0x08) !== 0;
  out.essDisassociationImminent = (mode & 0x10) !== 0;
  out.linkRemovalImminent = (mode & 0x20) !== 0;
  out.disassociationTimer = reader.u16();
  out.validityInterval = reader.u8();
  if (out.terminationIncluded) {
    reader.skip(2); // subelement id and length
    out.termination = { tsf: reader.u64(), durationMinutes: reader.u16() };
  }
  if (out.essDisassociationImminent) out.sessionUrl = new TextDecoder().decode(reader.take(reader.u8()));
  out.elements = restElements(reader);
};

/** The station's answer. */
export interface TransitionResponse {
  readonly type: "BSS transition response";
  readonly dialogToken: number;
  /** 0 accepted, 1 to 8 refused for a reason. */
  readonly status: number;
  readonly statusText: string;
  readonly terminationDelayMinutes: number;
  /** Where it goes, if it accepted. */
  readonly targetBssid?: Mac;
  readonly elements: ElementList;
}

const TRANSITION_STATUS = [
  "accepted",
  "rejected: unspecified reason",
  "rejected: too few beacons or probe responses from the candidates",
  "rejected: the candidates have too little capacity",
  "rejected: BSS termination not wanted",
  "rejected: BSS termination delay wanted",
  "rejected: a candidate list is provided",
  "rejected: no suitable candidates",
  "rejected: leaving the ESS",
];

export const readTransitionResponse: BodyReader<TransitionResponse> = (reader, out) => {
  out.type = "BSS transition response";
  out.dialogToken = reader.u8();
  out.status = reader.u8();
  out.statusText = TRANSITION_STATUS[out.status] ?? `status ${out.status}`;
  out.terminationDelayMinutes = reader.u8();
  if (out.status === 0) out.targetBssid = reader.mac();
  out.elements = restElements(reader, "station");
};

/** Answer to a request to sleep: new group keys come with it. */
export interface SleepResponse {
  readonly type: "WNM sleep response";
  readonly dialogToken: number;
  readonly keyData: SecretBytes;
  readonly elements: ElementList;
}

export const readSleepResponse: BodyReader<SleepResponse> = (reader, out) => {
  out.type = "WNM sleep response";
  out.dialogToken = reader.u8();
  out.keyData = new SecretBytes(reader.take(reader.u16()));
  out.elements = restElements(reader);
};

/** A notification of the Wi-Fi Alliance and others (type 1: subscription remediation, deauthentication imminent). */
export interface WnmNotification {
  readonly type: "WNM notification";
  readonly dialogToken: number;
  readonly notification: number;
  readonly elements: ElementList;
}

export const readNotification: BodyReader<WnmNotification> = (reader, out) => {
  out.type = "WNM notification";
  out.dialogToken = reader.u8();
  out.notification = reader.u8();
  out.elements = restElements(reader);
};
