import { describe, expect, it } from "vitest";
import { eventSentence } from "../../../src/cli/sentences/sentence.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { EventDecoder, type WifiEvent } from "../../../src/client/watch/events.ts";
import { GenericMessage } from "../../../src/genetlink/message.ts";
import { readMessages, writeMessage } from "../../../src/netlink/message.ts";
import { EVENTS } from "../../../src/nl80211/generated/event-loader.ts";
import { type FakeKernel, fakeKernel, settled } from "../../../src/testing/index.ts";

// Every event of Linux 7.3, with the attributes that the kernel's function of that name puts (net/wireless/nl80211.c, pmsr.c), by the
// numbers of include/uapi/linux/nl80211.h; written here by hand, not by our encoders.

type Attribute = readonly [type: number, value: Uint8Array | readonly Attribute[]];

const octets = (size: number, value: number | bigint) => {
  let rest = BigInt.asUintN(8 * size, BigInt(value));
  return Uint8Array.from({ length: size }, () => {
    const octet = Number(rest & 255n);
    rest >>= 8n;
    return octet;
  });
};
const u8 = (value: number) => octets(1, value);
const u16 = (value: number) => octets(2, value);
const u32 = (value: number) => octets(4, value);
const u64 = (value: bigint) => octets(8, value);
const FLAG = new Uint8Array(0);
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
const text = (value: string) => new TextEncoder().encode(value);
const zeroed = (value: string) => text(`${value}\0`);
const MAC = hex("020000000a01");

/** struct nlattr: length and type, then the payload, up to a multiple of 4. */
function bytesOf(attributes: readonly Attribute[]): Uint8Array {
  return Uint8Array.from(
    attributes.flatMap(([type, value]) => {
      const payload = value instanceof Uint8Array ? value : bytesOf(value);
      const length = payload.length + 4;
      return [...u16(length), ...u16(type), ...payload, ...new Uint8Array((4 - (length % 4)) % 4)];
    }),
  );
}

const [A1, A3, WDEV] = [
  [1, u32(0)],
  [3, u32(3)],
  [153, u64(1n)],
] as const;
const NETDEV: readonly Attribute[] = [A1, A3];
const DEVICE: readonly Attribute[] = [A1, A3, WDEV];
const WITHOUT: readonly Attribute[] = [A1, WDEV];
const FROM: Attribute = [6, MAC];
const COOKIE: Attribute = [88, u64(26n)];
const CHANNEL_36: readonly Attribute[] = [
  [38, u32(5180)],
  [159, u32(3)],
  [160, u32(5210)],
];

/** From 02:..:0a:01 to 02:..:0a:02: frame control, duration, addresses, sequence; then the body (IEEE 802.11-2020, 9.3.3). */
const management = (control: string, body: string) =>
  hex(`${control}0000${"020000000a02"}${"020000000a01"}${"020000000a01"}0000${body}`);
const AUTHENTICATION: Attribute = [51, management("b000", "000002000000")]; // open system, second, status 0
const ASSOCIATION: Attribute = [51, management("1000", "310411000100")]; // capabilities, status 17, AID
const DEAUTHENTICATION: Attribute = [51, management("c000", "0300")];
const DISASSOCIATION: Attribute = [51, management("a000", "0800")];
const ACTION: Attribute = [51, management("d000", "08010203")];
const BEACON: Attribute = [51, management("8000", "00000000000000006400010000026869")]; // SSID "hi"
const WAY = "02:00:00:00:0a:01 -> 02:00:00:00:0a:02";

const STATION: readonly Attribute[] = [
  A3,
  FROM,
  [46, u32(7)],
  [
    21,
    [
      [7, u8(-40)],
      [1, u32(12)],
    ],
  ],
];
const SCAN: readonly Attribute[] = [
  ...DEVICE,
  [45, [[0, text("home")]]],
  [
    44,
    [
      [0, u32(2412)],
      [1, u32(5180)],
    ],
  ],
];
const REGULATORY = [
  [48, u8(1)],
  [49, u8(0)],
  [33, zeroed("DE")],
] as const satisfies readonly Attribute[];
const NAN_FUNC = (id: number): readonly Attribute[] => [
  [1, u8(0)],
  [2, hex("0102030405aa")],
  [15, u8(id)],
];

interface Case {
  readonly type: WifiEvent["type"];
  /** Undefined: to the socket alone that asked for it. */
  readonly group?: "config" | "scan" | "regulatory" | "mlme" | "vendor" | "nan" | "testmode";
  readonly put: readonly Attribute[];
  /** Some of what it decodes to. */
  readonly is: Record<string, unknown>;
  readonly says: string;
}

const MLME = { group: "mlme" } as const;

const CASES: Readonly<Record<number, Case>> = {
  3: {
    type: "new-wiphy",
    group: "config",
    put: [A1, [2, zeroed("phy0")]],
    is: { wiphyName: "phy0" },
    says: "radio phy0 is there, new or renamed",
  },
  4: {
    type: "del-wiphy",
    group: "config",
    put: [A1, [2, zeroed("phy0")]],
    is: { wiphyName: "phy0" },
    says: "radio phy0 is gone",
  },
  6: {
    type: "set-interface",
    group: "config",
    put: [...DEVICE, [4, zeroed("wlan0")], [5, u32(3)], FROM, [83, u8(1)]],
    is: { ifname: "wlan0", iftype: 3, use4addr: 1 },
    says: "interface changed: type ap, 02:00:00:00:0a:01, four addresses",
  },
  7: {
    type: "new-interface",
    group: "config",
    put: [...DEVICE, [4, zeroed("wlan0")], [5, u32(2)], FROM],
    is: { mac: "02:00:00:00:0a:01" },
    says: "new interface, type station, 02:00:00:00:0a:01",
  },
  8: {
    type: "del-interface",
    group: "config",
    put: [...WITHOUT, [5, u32(10)], FROM],
    is: { wdev: 1, iftype: 10 },
    says: "interface removed, type p2p-device, 02:00:00:00:0a:01",
  },
  15: {
    type: "start-ap",
    ...MLME,
    put: [...DEVICE, [52, text("home")], [313, u8(1)]],
    is: { ssid: text("home") },
    says: 'access point started as "home" (link 1)',
  },
  16: { type: "stop-ap", ...MLME, put: DEVICE, is: { wdev: 1 }, says: "access point stopped" },
  19: {
    type: "new-station",
    ...MLME,
    put: STATION,
    is: { mac: "02:00:00:00:0a:01", staInfo: { signalDbm: -40, inactiveTimeMs: 12 } },
    says: "new station 02:00:00:00:0a:01",
  },
  20: {
    type: "del-station",
    ...MLME,
    put: STATION,
    is: { generation: 7, staInfo: { signalDbm: -40, inactiveTimeMs: 12 } },
    says: "station 02:00:00:00:0a:01 is gone",
  },
  33: {
    type: "trigger-scan",
    group: "scan",
    put: [...SCAN, [158, u32(3)]],
    is: { scanSsids: [text("home")], scanFlags: [0, 1] },
    says: 'scan started: 2 channels (2412 5180 MHz), asking for "home" [low-priority, flush]',
  },
  34: {
    type: "new-scan-results",
    group: "scan",
    put: SCAN,
    is: { scanFrequenciesMhz: [2412, 5180] },
    says: 'scan finished: 2 channels (2412 5180 MHz), asking for "home"',
  },
  35: {
    type: "scan-aborted",
    group: "scan",
    put: [...WITHOUT, [44, [[0, u32(2412)]]]],
    is: { scanFrequenciesMhz: [2412] },
    says: "scan aborted: 1 channel (2412 MHz), passively",
  },
  36: {
    type: "reg-change",
    group: "regulatory",
    put: REGULATORY,
    is: { regAlpha2: "DE" },
    says: "regulatory domain: set to DE by a user",
  },
  37: {
    type: "authenticate",
    ...MLME,
    put: [...NETDEV, AUTHENTICATION],
    is: { frame: AUTHENTICATION[1] },
    says: `authentication ${WAY}, status 0: success`,
  },
  38: {
    type: "associate",
    ...MLME,
    put: [
      ...NETDEV,
      ASSOCIATION,
      [77, hex("000168")],
      [
        129,
        [
          [1, u8(3)],
          [2, u8(1)],
        ],
      ],
    ],
    is: { reqIe: hex("000168"), staWme: { uapsdQueues: 3, maxSp: 1 } },
    says: `association response ${WAY}, status 17: `,
  },
  39: {
    type: "deauthenticate",
    ...MLME,
    put: [...NETDEV, DEAUTHENTICATION, [299, FLAG]],
    is: { reconnectRequested: true },
    says: `deauthentication ${WAY}, reason 3: deauthenticated: the sender is leaving the network (to be connected again)`,
  },
  40: {
    type: "disassociate",
    ...MLME,
    put: [...NETDEV, DISASSOCIATION],
    is: { frame: DISASSOCIATION[1] },
    says: `disassociation ${WAY}, reason 8: `,
  },
  41: {
    type: "michael-mic-failure",
    ...MLME,
    put: [...NETDEV, FROM, [55, u32(1)], [8, u8(0)], [10, hex("010203040506")]],
    is: { keyType: 1, keySeq: hex("010203040506") },
    says: "TKIP: a frame with a wrong Michael MIC from 02:00:00:00:0a:01 (pairwise key 0)",
  },
  42: {
    type: "reg-beacon-hint",
    group: "regulatory",
    put: [
      A1,
      [
        58,
        [
          [1, u32(2472)],
          [3, FLAG],
        ],
      ],
      [59, [[1, u32(2472)]]],
    ],
    is: { freqBefore: { frequencyMhz: 2472, noIr: true }, freqAfter: { frequencyMhz: 2472 } },
    says: "a beacon on 2472 MHz was heard: sending first is allowed there now",
  },
  43: {
    type: "join-ibss",
    ...MLME,
    put: [...NETDEV, FROM],
    is: { mac: "02:00:00:00:0a:01" },
    says: "joined IBSS 02:00:00:00:0a:01",
  },
  45: {
    type: "testmode",
    group: "testmode",
    put: [A1, [69, hex("0102")]],
    is: { testdata: hex("0102") },
    says: "test data (2 octets)",
  },
  46: {
    type: "connect",
    ...MLME,
    put: [
      ...NETDEV,
      FROM,
      [72, u16(0)],
      [77, hex("000168")],
      [78, hex("010482848b96")],
      [85, new Uint8Array(16)],
      [
        312,
        [
          [1, [[313, u8(0)], [245, MAC], FROM]],
          [2, [[313, u8(2)]]],
        ],
      ],
    ],
    is: {
      statusCode: 0,
      respIe: hex("010482848b96"),
      mloLinks: [{ mloLinkId: 0, bssid: "02:00:00:00:0a:01" }, { mloLinkId: 2 }],
    },
    says: "connected to 02:00:00:00:0a:01 over 2 links: 0 (02:00:00:00:0a:01), 2",
  },
  47: {
    type: "roam",
    ...MLME,
    put: [...NETDEV, FROM, [78, hex("010482848b96")]],
    is: { respIe: hex("010482848b96") },
    says: "roamed to 02:00:00:00:0a:01",
  },
  48: {
    type: "disconnect",
    ...MLME,
    put: [...NETDEV, [54, u16(15)], [71, FLAG]],
    is: { reasonCode: 15, disconnectedByAp: true },
    says: "disconnected by the access point (reason 15: ",
  },
  55: {
    type: "remain-on-channel",
    ...MLME,
    put: [...DEVICE, [38, u32(2437)], [39, u32(0)], COOKIE, [87, u32(200)]],
    is: { durationMs: 200, cookie: 26n },
    says: "stays on channel 6 (2437 MHz, 20 MHz (no HT)) for 200 ms (cookie 0x1a)",
  },
  56: {
    type: "cancel-remain-on-channel",
    ...MLME,
    put: [...DEVICE, [38, u32(2437)], [39, u32(0)], COOKIE],
    is: { wiphyFreqMhz: 2437 },
    says: "leaves channel 6 (2437 MHz, 20 MHz (no HT)) (cookie 0x1a)",
  },
  59: {
    type: "frame",
    put: [...DEVICE, [38, u32(5180)], [151, u32(-61)], ACTION, [188, u32(1)]],
    is: { rxSignalDbm: -61, wiphyFreqMhz: 5180 },
    says: `received action ${WAY}, SA query: SA query response on channel 36 (5180 MHz) at -61 dBm`,
  },
  60: {
    type: "frame-tx-status",
    ...MLME,
    put: [...DEVICE, ACTION, COOKIE, [92, FLAG]],
    is: { ack: true, cookie: 26n },
    says: `sent and acknowledged: action ${WAY}, SA query: SA query response (cookie 0x1a)`,
  },
  64: {
    type: "notify-cqm",
    ...MLME,
    put: [
      ...NETDEV,
      [
        94,
        [
          [3, u32(0)],
          [9, u32(-71)],
        ],
      ],
    ],
    is: { cqm: { rssiThresholdEvent: 0, rssiLevelDbm: -71 } },
    says: "signal below the threshold (-71 dBm)",
  },
  67: {
    type: "frame-wait-cancel",
    ...MLME,
    put: [...DEVICE, [38, u32(2437)], [39, u32(0)], COOKIE],
    is: { cookie: 26n },
    says: "waits no longer for an answer on channel 6 (2437 MHz, 20 MHz (no HT)) (cookie 0x1a)",
  },
  70: {
    type: "unprot-deauthenticate",
    ...MLME,
    put: [...NETDEV, DEAUTHENTICATION],
    is: { frame: DEAUTHENTICATION[1] },
    says: `unprotected deauthentication ${WAY}, reason 3: `,
  },
  71: {
    type: "unprot-disassociate",
    ...MLME,
    put: [...NETDEV, DISASSOCIATION],
    is: { frame: DISASSOCIATION[1] },
    says: `unprotected disassociation ${WAY}, reason 8: `,
  },
  72: {
    type: "new-peer-candidate",
    ...MLME,
    put: [...NETDEV, FROM, [151, u32(-50)], [42, hex("7204" + "6d657368")]],
    is: { rxSignalDbm: -50, ie: hex("72046d657368") },
    says: "a mesh point to peer with: 02:00:00:00:0a:01 at -50 dBm",
  },
  74: {
    type: "set-wowlan",
    ...MLME,
    put: [
      ...DEVICE,
      [
        117,
        [
          [3, FLAG],
          [4, u32(2)],
          [11, u32(90)],
        ],
      ],
    ],
    is: { wowlanTriggers: { magicPkt: true, pktPattern: 2 } },
    says: "Wi-Fi woke the system: magic packet, pattern 2, a packet of 90 octets",
  },
  75: { type: "start-sched-scan", group: "scan", put: NETDEV, is: { ifindex: 3 }, says: "scheduled scan started" },
  77: {
    type: "sched-scan-results",
    group: "scan",
    put: NETDEV,
    is: { ifindex: 3 },
    says: "scheduled scan found something",
  },
  78: { type: "sched-scan-stopped", group: "scan", put: NETDEV, is: { ifindex: 3 }, says: "scheduled scan stopped" },
  79: {
    type: "set-rekey-offload",
    ...MLME,
    put: [...NETDEV, FROM, [122, [[3, u64(5n)]]]],
    is: { rekeyData: { replayCtr: u64(5n) } },
    says: "the device has changed the group key by itself of 02:00:00:00:0a:01",
  },
  80: {
    type: "pmksa-candidate",
    ...MLME,
    put: [
      ...NETDEV,
      [
        134,
        [
          [1, u32(4)],
          [2, MAC],
          [3, FLAG],
        ],
      ],
    ],
    is: { pmksaCandidate: { index: 4, bssid: "02:00:00:00:0a:01", preauth: true } },
    says: "an access point to authenticate with ahead of roaming: 02:00:00:00:0a:01 (index 4, takes preauthentication)",
  },
  81: {
    type: "tdls-oper",
    ...MLME,
    put: [...NETDEV, [138, u8(2)], FROM, [54, u16(25)]],
    is: { tdlsOperation: 2 },
    says: "TDLS: take down the direct link with 02:00:00:00:0a:01 (reason 25: ",
  },
  83: {
    type: "unexpected-frame",
    put: [...NETDEV, FROM],
    is: { mac: "02:00:00:00:0a:01" },
    says: "data from 02:00:00:00:0a:01 which is no station of ours",
  },
  84: {
    type: "probe-peer",
    ...MLME,
    put: [...NETDEV, FROM, COOKIE, [92, FLAG], [263, u32(-44)]],
    is: { ackSignalDbm: -44, ack: true },
    says: "02:00:00:00:0a:01 answers with -44 dBm (cookie 0x1a)",
  },
  86: {
    type: "unexpected-4addr-frame",
    put: [...NETDEV, FROM],
    is: { mac: "02:00:00:00:0a:01" },
    says: "four-address data from station 02:00:00:00:0a:01",
  },
  88: {
    type: "ch-switch-notify",
    ...MLME,
    put: [A3, ...CHANNEL_36],
    is: { channelWidth: 3, centerFreq1Mhz: 5210 },
    says: "switched to channel 36 (5180 MHz, 80 MHz) around 5210 MHz",
  },
  91: {
    type: "conn-failed",
    ...MLME,
    put: [A3, FROM, [155, u32(0)]],
    is: { connFailedReason: 0 },
    says: "station 02:00:00:00:0a:01 was not let in: there are too many",
  },
  94: {
    type: "radar-detect",
    ...MLME,
    put: [...DEVICE, [168, u32(5)], ...CHANNEL_36],
    is: { radarEvent: 5 },
    says: "channel availability check started on channel 36 (5180 MHz, 80 MHz) around 5210 MHz",
  },
  97: {
    type: "ft-event",
    ...MLME,
    put: [...NETDEV, FROM, [42, hex("3603aabb01")], [178, hex("39")]],
    is: { ie: hex("3603aabb01"), ieRic: hex("39") },
    says: "fast transition: an answer from 02:00:00:00:0a:01",
  },
  99: { type: "crit-protocol-stop", put: WITHOUT, is: { wdev: 1 }, says: "the time for a critical protocol is over" },
  103: {
    type: "vendor",
    group: "vendor",
    put: [...WITHOUT, [195, u32(0x1374)], [196, u32(1)], [197, hex("0102")]],
    is: { vendorId: 0x1374, vendorSubcmd: 1, vendorData: hex("0102") },
    says: "vendor 001374, event 1 (2 octets)",
  },
  110: {
    type: "ch-switch-started-notify",
    ...MLME,
    put: [A3, ...CHANNEL_36, [183, u32(5)], [184, FLAG]],
    is: { chSwitchCount: 5, chSwitchBlockTx: true },
    says: "switches to channel 36 (5180 MHz, 80 MHz) around 5210 MHz after 5 beacons and is silent until then",
  },
  113: {
    type: "wiphy-reg-change",
    group: "regulatory",
    put: [...REGULATORY, A1],
    is: { regInitiator: 1 },
    says: "the radio's own regulatory domain: set to DE by a user",
  },
  118: {
    type: "del-nan-function",
    group: "nan",
    put: [
      A1,
      WDEV,
      COOKIE,
      [
        240,
        [
          [15, u8(3)],
          [16, u8(1)],
        ],
      ],
    ],
    is: { nanFunc: { instanceId: 3, termReason: 1 } },
    says: "function 3 has ended: ttl-expired (cookie 0x1a)",
  },
  120: {
    type: "nan-match",
    group: "nan",
    put: [
      A1,
      WDEV,
      COOKIE,
      FROM,
      [
        241,
        [
          [1, NAN_FUNC(3)],
          [2, [...NAN_FUNC(4), [11, text("hello")]]],
        ],
      ],
    ],
    is: { nanMatch: { funcLocal: { instanceId: 3 }, funcPeer: { serviceInfo: text("hello") } } },
    says: 'publish 3 of service 0102030405aa matches publish 4 of service 0102030405aa of 02:00:00:00:0a:01 ("hello") (cookie 0x1a)',
  },
  125: {
    type: "port-authorized",
    ...MLME,
    put: [...NETDEV, FROM, [321, hex("01")]],
    is: { tdBitmap: hex("01") },
    says: "keys are set, traffic flows with 02:00:00:00:0a:01",
  },
  127: {
    type: "external-auth",
    put: [...NETDEV, [76, hex("000fac08")], [260, u32(0)], [245, MAC], [52, text("home")]],
    is: { akmSuites: 0x000fac08, externalAuthAction: 0 },
    says: 'asked to authenticate with 02:00:00:00:0a:01 of "home" by SAE',
  },
  128: {
    type: "sta-opmode-changed",
    ...MLME,
    put: [...NETDEV, FROM, [213, u8(1)], [159, u32(3)], [262, u8(2)]],
    is: { smpsMode: 1, channelWidth: 3, nss: 2 },
    says: "station 02:00:00:00:0a:01 has another operating mode: 80 MHz, 2 streams, SM power save static",
  },
  129: {
    type: "control-port-frame",
    put: [...DEVICE, FROM, [102, u16(0x888e)], [103, FLAG], [51, hex("02030075")]],
    is: { controlPortEthertype: 0x888e, controlPortNoEncrypt: true },
    says: "received EAPOL from 02:00:00:00:0a:01 (unencrypted)",
  },
  132: {
    type: "peer-measurement-result",
    put: [
      ...WITHOUT,
      COOKIE,
      [
        273,
        [
          [
            5,
            [
              [
                0,
                [
                  [1, MAC],
                  [
                    4,
                    [
                      [2, u32(0)],
                      [
                        1,
                        [
                          [
                            1,
                            [
                              [13, u64(20_000n)],
                              [9, u32(-90)],
                            ],
                          ],
                        ],
                      ],
                    ],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ],
    is: {
      peerMeasurements: {
        peers: [{ addr: "02:00:00:00:0a:01", resp: { status: 0, data: { ftm: { rttAvgPs: 20_000 } } } }],
      },
    },
    says: "measured: 02:00:00:00:0a:01 at 3.00 m (round trip 20000 ps) at -45 dBm (cookie 0x1a)",
  },
  133: {
    type: "peer-measurement-complete",
    put: [...WITHOUT, COOKIE],
    is: { cookie: 26n },
    says: "the measurement is complete (cookie 0x1a)",
  },
  135: {
    type: "update-owe-info",
    ...MLME,
    put: [...NETDEV, FROM, [42, hex("ff0320")]],
    is: { ie: hex("ff0320") },
    says: "station 02:00:00:00:0a:01 brings its part of an OWE key exchange",
  },
  138: {
    type: "unprot-beacon",
    ...MLME,
    put: [...NETDEV, BEACON],
    is: { frame: BEACON[1] },
    says: `unprotected beacon ${WAY}`,
  },
  139: {
    type: "control-port-frame-tx-status",
    ...MLME,
    put: [...DEVICE, COOKIE, [92, FLAG], [51, hex("888e02030075")]],
    is: { ack: true },
    says: "sent and acknowledged: EAPOL (cookie 0x1a)",
  },
  141: {
    type: "obss-color-collision",
    ...MLME,
    put: [A3, [302, u64(0b1010n)]],
    is: { obssColorBitmap: 0b1010n },
    says: "another network has our BSS color; in use nearby: 1, 3",
  },
  143: {
    type: "color-change-started",
    ...MLME,
    put: [A3, [303, u32(10)]],
    is: { colorChangeCount: 10 },
    says: "BSS color is about to change after 10 beacons",
  },
  144: {
    type: "color-change-aborted",
    ...MLME,
    put: [A3, [313, u8(1)]],
    is: { mloLinkId: 1 },
    says: "BSS color stays: the change was aborted (link 1)",
  },
  145: { type: "color-change-completed", ...MLME, put: [A3], is: { ifindex: 3 }, says: "BSS color has changed" },
  147: {
    type: "assoc-comeback",
    ...MLME,
    put: [...NETDEV, FROM, [272, u32(1000)]],
    is: { timeoutTu: 1000 },
    says: "02:00:00:00:0a:01 asks to come back with the association after 1000 TU",
  },
  154: {
    type: "links-removed",
    ...MLME,
    put: [
      ...NETDEV,
      [
        312,
        [
          [1, [[313, u8(1)]]],
          [2, [[313, u8(2)]]],
        ],
      ],
    ],
    is: { mloLinks: [{ mloLinkId: 1 }, { mloLinkId: 2 }] },
    says: "links removed by the access point: 1, 2",
  },
  156: {
    type: "assoc-mlo-reconf",
    ...MLME,
    put: [...NETDEV, ACTION],
    is: { frame: ACTION[1] },
    says: "links were added (28 octets of response)",
  },
  157: {
    type: "epcs-cfg",
    ...MLME,
    put: [[336, FLAG]],
    is: { epcs: true },
    says: "emergency preparedness (EPCS) switched on",
  },
  158: {
    type: "nan-next-dw-notification",
    put: [...WITHOUT, [38, u32(2437)]],
    is: { wiphyFreqMhz: 2437 },
    says: "the next discovery window is on channel 6 (2437 MHz)",
  },
  159: {
    type: "nan-cluster-joined",
    group: "nan",
    put: [...WITHOUT, FROM, [343, FLAG]],
    is: { nanNewCluster: true },
    says: "started NAN cluster 02:00:00:00:0a:01",
  },
  160: {
    type: "incumbent-signal-detect",
    ...MLME,
    put: [A1, [38, u32(5955)], [159, u32(3)], [160, u32(5985)], [349, u32(0b1001)]],
    is: { incumbentSignalInterferenceBitmap: 0b1001 },
    says: "a licensed signal on channel 1 (5955 MHz, 80 MHz) around 5985 MHz, in its 20 MHz parts 0, 3",
  },
  162: {
    type: "nan-sched-update-done",
    put: [...WITHOUT, [357, FLAG]],
    is: { nanSchedUpdateSuccess: true },
    says: "the NAN schedule has changed",
  },
  164: {
    type: "nan-ulw-update",
    put: [...WITHOUT, [359, hex("0102")]],
    is: { nanUlw: hex("0102") },
    says: "this NAN device's unaligned windows changed (2 octets)",
  },
  165: {
    type: "nan-channel-evac",
    put: [
      ...WITHOUT,
      [
        351,
        [
          [38, u32(2437)],
          [159, u32(1)],
        ],
      ],
    ],
    is: { nanChannel: [{ wiphyFreqMhz: 2437, channelWidth: 1 }] },
    says: "NAN leaves channel 6 (2437 MHz, 20 MHz)",
  },
};

const cases = Object.entries(CASES).map(([command, one]) => ({ command: Number(command), ...one }));

describe("every event", () => {
  it("has a case here, and those alone", () => {
    expect(cases).toHaveLength(76);
    expect(Object.keys(EVENTS).map(Number)).toEqual(cases.map(({ command }) => command));
  });

  it.each(cases)("$command $type", async ({ command, type, group, put, is, says }) => {
    const bytes = bytesOf(put);
    const event = group === undefined ? await ofOneSocket(command, bytes) : await ofGroup(command, bytes, group);
    expect(event).toMatchObject({ type, attributes: is });
    if (event.type === "unknown" || event.type === "overrun") return;
    expect(event.attributes.malformed).toBeUndefined();
    expect(event.attributes.unknown).toBeUndefined();
    for (const [key, attribute] of [
      ["wiphy", 1],
      ["ifindex", 3],
      ["wdev", 153],
      ["linkId", 313],
    ] as const) {
      expect(key in event, key).toBe(put.some(([number]) => number === attribute));
    }
    expect(eventSentence(event)).toContain(says);
  });
});

/** As a subscriber of the group hears it; of other groups nobody does. */
async function ofGroup(command: number, bytes: Uint8Array, group: string): Promise<WifiEvent> {
  const kernel: FakeKernel = fakeKernel();
  await using wifi = await Nl80211.open({ transport: kernel });
  const heard: WifiEvent[] = [];
  await new Promise<void>((onListening) => {
    wifi.events({ groups: [group], onListening }).subscribe((event) => heard.push(event));
  });
  kernel.event(command, bytes as never);
  await settled();
  expect(heard).toHaveLength(1);
  return heard[0]!;
}

/** As the socket hears it that the kernel sends it to alone. */
async function ofOneSocket(command: number, bytes: Uint8Array): Promise<WifiEvent> {
  expect(EVENTS[command]?.group).toBeUndefined();
  const payload = Uint8Array.of(command, 1, 0, 0, ...bytes);
  const [message] = readMessages(writeMessage({ type: 28, flags: 0, sequence: 0, portId: 0, payload }));
  return (await EventDecoder.load([undefined])).decode(new GenericMessage(message!, 0), 0);
}
