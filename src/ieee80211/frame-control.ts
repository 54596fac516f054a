/** The four kinds of frames. IEEE 802.11-2020 table 9-1. */
export enum FrameType {
  Management = 0,
  Control = 1,
  Data = 2,
  Extension = 3,
}

/** The first two octets of a frame. */
export interface FrameControl {
  readonly version: number;
  readonly type: FrameType;
  readonly subtype: number;
  readonly toDs: boolean;
  readonly fromDs: boolean;
  readonly moreFragments: boolean;
  readonly retry: boolean;
  readonly powerManagement: boolean;
  readonly moreData: boolean;
  readonly protected: boolean;
  /** In management and QoS frames: an HT Control field follows the header. */
  readonly order: boolean;
}

/** Reads the frame control field from its number (the first octet is the low one). */
export function parseFrameControl(field: number): FrameControl {
  return {
    version: field & 3,
    type: (field >>> 2) & 3,
    subtype: (field >>> 4) & 15,
    toDs: (field & 0x0100) !== 0,
    fromDs: (field & 0x0200) !== 0,
    moreFragments: (field & 0x0400) !== 0,
    retry: (field & 0x0800) !== 0,
    powerManagement: (field & 0x1000) !== 0,
    moreData: (field & 0x2000) !== 0,
    protected: (field & 0x4000) !== 0,
    order: (field & 0x8000) !== 0,
  };
}

const MANAGEMENT = [
  "association request",
  "association response",
  "reassociation request",
  "reassociation response",
  "probe request",
  "probe response",
  "timing advertisement",
  undefined,
  "beacon",
  "ATIM",
  "disassociation",
  "authentication",
  "deauthentication",
  "action",
  "action no ack",
] as const;

const CONTROL: readonly (string | undefined)[] = [
  undefined,
  undefined,
  "trigger",
  "TACK",
  "beamforming report poll",
  "VHT/HE NDP announcement",
  "control frame extension",
  "control wrapper",
  "block ack request",
  "block ack",
  "PS-poll",
  "RTS",
  "CTS",
  "ack",
  "CF-end",
  "CF-end + CF-ack",
];

const DATA: readonly (string | undefined)[] = [
  "data",
  "data + CF-ack",
  "data + CF-poll",
  "data + CF-ack + CF-poll",
  "null",
  "CF-ack",
  "CF-poll",
  "CF-ack + CF-poll",
  "QoS data",
  "QoS data + CF-ack",
  "QoS data + CF-poll",
  "QoS data + CF-ack + CF-poll",
  "QoS null",
  undefined,
  "QoS CF-poll",
  "QoS CF-ack + CF-poll",
];

/** What a frame is, by type and subtype: "beacon", "QoS data", "management subtype 7". */
export function frameName({ type, subtype }: Pick<FrameControl, "type" | "subtype">): string {
  const [kind, names] = [
    ["management", MANAGEMENT],
    ["control", CONTROL],
    ["data", DATA],
    ["extension", ["DMG beacon", "S1G beacon"]],
  ][type] as [string, readonly (string | undefined)[]];
  return names[subtype] ?? `${kind} subtype ${subtype}`;
}
