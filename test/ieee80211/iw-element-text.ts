import { bit, bits } from "../../src/bytes/bits.ts";
import { toHex } from "../../src/bytes/hex.ts";
import {
  AccessNetworkType,
  akmName,
  type EdcaParameters,
  type Element,
  ElementId,
  type ElementList,
  type ElementTypes,
  type NssLimit,
  type Rsn,
  VendorElement,
  VenueGroup,
} from "../../src/ieee80211/index.ts";
import { EHT_MAC, EHT_PHY, EXTENDED, type Flags, HE_MAC, HE_PHY, HT, RADIO_MEASUREMENT, S1G } from "./iw-words.ts";

/**
 * What `iw scan -u` 6.17 would print of a list of elements if it had no faults, made from what our decoders return. The octets are
 * used only where iw prints octets. Each entry says which of iw's lines it stands for.
 */
export function iwText(list: ElementList): string[] {
  const isVht = list.has(ElementId.VhtCapabilities);
  return [...list].flatMap((element) => {
    const lines = elementText(element);
    return element.key === ElementId.ExtendedCapabilities && isVht ? [...lines, maxMsdus(list)] : lines;
  });
}

/** iw adds this line for VHT stations only. */
function maxMsdus(list: ElementList): string {
  const { maxMsdusInAmsdu } = list.get(ElementId.ExtendedCapabilities)!;
  return `\t\t * Max Number Of MSDUs In A-MSDU is ${maxMsdusInAmsdu || "unlimited"}`;
}

function elementText(element: Element): string[] {
  const entry = PRINTERS[element.key as ElementId];
  // iw does not print elements of no octets by their names.
  if (entry === undefined || element.bytes.length === 2) return [unknown(element)];
  const [name, print] = entry;
  if (element.state !== "decoded") return [`\t${name}: <${element.state}: ${element.reason}>`];
  const [first, ...rest] = print(element.value as never, element.body);
  return [`\t${name}:${first}`, ...rest];
}

function unknown(element: Element): string {
  const octets = [...element.body].map((octet) => ` ${octet.toString(16).padStart(2, "0")}`).join("");
  if (element.extension !== undefined) return `\tUnknown Extension ID (${element.extension}):${octets}`;
  if (element.vendor === undefined) return `\tUnknown IE (${element.id}):${octets}`;
  const { oui, type } = element.vendor;
  const hexType = `0x${type!.toString(16).padStart(type! > 15 ? 2 : 0, "0")}`;
  if (oui === 0x506f9a) return `\tWFA ${hexType}, data:${octets}`;
  if (oui === 0x0050f2) return `\tMS/WiFi ${hexType}, data:${octets}`;
  const hex = oui
    .toString(16)
    .padStart(6, "0")
    .replace(/(..)(..)(..)/, "$1:$2:$3");
  return `\tVendor specific: OUI ${hex}, data: ${type!.toString(16).padStart(2, "0")}${octets}`;
}

type Printer<T> = (value: T, body: Uint8Array) => string[];
type Printers = { readonly [K in keyof ElementTypes]?: readonly [string, Printer<ElementTypes[K]>] };

const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, "0")}`;

const PRINTERS: Printers & Partial<Record<number, readonly [string, Printer<never>]>> = {
  [ElementId.Ssid]: ["SSID", ({ escaped }) => [` ${escaped}`]],
  [ElementId.MeshId]: ["MESH ID", ({ escaped }) => [` ${escaped}`]],
  [ElementId.SupportedRates]: ["Supported rates", rates],
  [ElementId.ExtendedSupportedRates]: ["Extended supported rates", rates],
  [ElementId.DsssParameterSet]: ["DS Parameter set", ({ channel }) => [` channel ${channel}`]],
  [ElementId.Tim]: [
    "TIM",
    ({ dtimCount, dtimPeriod, groupTraffic, bitmapOffset, bitmap }) => {
      const control = bitmapOffset | (groupTraffic ? 1 : 0);
      const more = bitmap.length - 1;
      const rest = more > 0 ? ` (+ ${more} octet${more === 1 ? "" : "s"})` : "";
      const first = `Bitmap Control 0x${control.toString(16)} Bitmap[0] 0x${bitmap[0]!.toString(16)}`;
      return [` DTIM Count ${dtimCount} DTIM Period ${dtimPeriod} ${first}${rest}`];
    },
  ],
  [ElementId.IbssParameterSet]: ["IBSS ATIM window", ({ atimWindowTu }) => [` ${atimWindowTu} TUs`]],
  [ElementId.Country]: ["Country", country],
  [ElementId.BssLoad]: [
    "BSS Load",
    (load) => [
      "",
      `\t\t * station count: ${load.stationCount}`,
      `\t\t * channel utilisation: ${load.channelUtilization255}/255`,
      `\t\t * available admission capacity: ${load.availableAdmissionCapacity32us} [*32us]`,
    ],
  ],
  [ElementId.PowerConstraint]: ["Power constraint", ({ constraintDb }) => [` ${constraintDb} dB`]],
  [ElementId.TpcReport]: ["TPC report", ({ txPowerDbm }) => [` TX power: ${txPowerDbm} dBm`]],
  [ElementId.Erp]: ["ERP", erp],
  [ElementId.ErpDraft4]: ["ERP D4.0", erp],
  [ElementId.HtCapabilities]: [
    "HT capabilities",
    ({ info, ampdu, mcs }, body) => {
      const field = body[0]! | (body[1]! << 8);
      const exponent = body[2]! & 3;
      return [
        "",
        `\t\tCapabilities: ${hex(field, 2)}`,
        ...words(HT, info, "\t\t\t"),
        `\t\tMaximum RX AMPDU length ${ampdu.maxLengthOctets} bytes (exponent: 0x0${hex(exponent, 2).slice(2)})`,
        `\t\tMinimum RX AMPDU time spacing: ${spacing(ampdu.minStartSpacingMicroseconds)} (${hex((body[2]! >> 2) & 7, 2)})`,
        ...htMcs(mcs),
      ];
    },
  ],
  [ElementId.HtOperation]: [
    "HT operation",
    (operation) => [
      "",
      `\t\t * primary channel: ${operation.primaryChannel}`,
      `\t\t * secondary channel offset: ${SECONDARY[operation.secondaryChannel]}`,
      `\t\t * STA channel width: ${operation.anyWidth ? "any" : "20 MHz"}`,
      `\t\t * RIFS: ${Number(operation.rifs)}`,
      `\t\t * HT protection: ${["no", "nonmember", "20 MHz", "non-HT mixed"][operation.protection]}`,
      `\t\t * non-GF present: ${Number(operation.nongreenfieldPresent)}`,
      `\t\t * OBSS non-GF present: ${Number(operation.obssNonHtPresent)}`,
      `\t\t * dual beacon: ${Number(operation.dualBeacon)}`,
      `\t\t * dual CTS protection: ${Number(operation.dualCtsProtection)}`,
      `\t\t * STBC beacon: ${Number(operation.stbcBeacon)}`,
      `\t\t * L-SIG TXOP Prot: ${Number(operation.lsigTxopProtection)}`,
      `\t\t * PCO active: ${Number(operation.pcoActive)}`,
      `\t\t * PCO phase: ${Number(operation.pcoPhase)}`,
    ],
  ],
  [ElementId.Rsn]: ["RSN", (rsn, body) => suites(rsn, body, true)],
  [VendorElement.Wpa]: ["WPA", (wpa, body) => suites(wpa, body, true)],
  [VendorElement.Osen]: [
    "HotSpot 2.0 OSEN",
    (osen, body) => [
      "",
      `\t${suites({ ...osen, version: 0 }, body, false)[0]}`,
      ...suites({ ...osen, version: 0 }, body, false).slice(1),
    ],
  ],
  [ElementId.ApChannelReport]: [
    "AP Channel Report",
    ({ operatingClass, channels }) => [
      "",
      `\t\t * operating class: ${operatingClass}`,
      `\t\t * channel(s):${channels.map((channel) => ` ${channel}`).join("")}`,
    ],
  ],
  [ElementId.SupportedOperatingClasses]: [
    "Supported operating classes",
    ({ current, supported, currentExtension, duples }) => [
      "",
      `\t\t * current operating class: ${current}`,
      ...supported.map((number) => `\t\t * operating class: ${number}`),
      ...currentExtension.map((number) => `\t\t * current operating class extension: ${number}`),
      ...duples.map((duple) => `\t\t * operating class tuple: ${duple.join(" ")}`),
    ],
  ],
  [ElementId.SecondaryChannelOffset]: [
    "Secondary Channel Offset",
    ({ secondaryChannel: offset }) => [
      SECONDARY[offset] === undefined ? ` ${offset}` : ` ${SECONDARY[offset]} (${offset})`,
    ],
  ],
  [ElementId.MeasurementPilotTransmission]: [
    "Measurement Pilot Transmission",
    ({ intervalTu, subelements }) => [
      "",
      `\t\t * interval: ${intervalTu} TUs`,
      ...subelements.map(({ body }) => {
        const [oui, data] = [toHex(body.subarray(0, 3), ":"), toHex(body.subarray(3), " ")];
        return `\t\t * vendor specific: OUI ${oui}, data:${data === "" ? "" : ` ${data}`}`;
      }),
    ],
  ],
  [ElementId.RmEnabledCapabilities]: [
    "RM enabled capabilities",
    ({ measurements, nonoperatingChannelMaxDuration, measurementPilotCapability }, body) => [
      "",
      `\t\tCapabilities: ${[...body].map((octet) => hex(octet, 2)).join(" ")}`,
      ...measurements.flatMap((index) =>
        RADIO_MEASUREMENT[index] === undefined ? [] : [`\t\t\t${RADIO_MEASUREMENT[index]}`],
      ),
      `\t\tNonoperating Channel Max Measurement Duration: ${nonoperatingChannelMaxDuration}`,
      `\t\tMeasurement Pilot Capability: ${measurementPilotCapability}`,
    ],
  ],
  [ElementId.OverlappingBssScanParameters]: [
    "Overlapping BSS scan params",
    (scan) => [
      "",
      `\t\t * passive dwell: ${scan.passiveDwellTu} TUs`,
      `\t\t * active dwell: ${scan.activeDwellTu} TUs`,
      `\t\t * channel width trigger scan interval: ${scan.triggerScanIntervalSeconds} s`,
      `\t\t * scan passive total per channel: ${scan.passiveTotalPerChannelTu} TUs`,
      `\t\t * scan active total per channel: ${scan.activeTotalPerChannelTu} TUs`,
      `\t\t * BSS width channel transition delay factor: ${scan.widthChannelTransitionDelayFactor}`,
      `\t\t * OBSS Scan Activity Threshold: ${scan.scanActivityThresholdPercent.toFixed(2)} %`,
    ],
  ],
  [ElementId.Interworking]: [
    "802.11u Interworking",
    (interworking, body) => {
      const { accessNetworkType: type, venueGroup, venueType, hessid } = interworking;
      return [
        "",
        `\t\tNetwork Options: 0x${body[0]!.toString(16)}`,
        `\t\t\tNetwork Type: ${type} (${NETWORK_TYPES[type] ?? "Reserved"})`,
        ...(interworking.internet ? ["\t\t\tInternet"] : []),
        ...(interworking.additionalStepRequired ? ["\t\t\tASRA"] : []),
        ...(interworking.emergencyServicesReachable ? ["\t\t\tESR"] : []),
        ...(interworking.unauthenticatedEmergencyService ? ["\t\t\tUESA"] : []),
        ...(venueGroup === undefined
          ? []
          : [`\t\tVenue Group: ${venueGroup} (${VENUE_GROUPS[venueGroup] ?? "Reserved"})`]),
        ...(venueType === undefined ? [] : [`\t\tVenue Type: ${venueType}`]),
        ...(hessid === undefined ? [] : [`\t\tHESSID: ${hessid}`]),
      ];
    },
  ],
  [ElementId.AdvertisementProtocol]: [
    "802.11u Advertisement",
    ({ protocols }, body) => [
      "",
      ...protocols.flatMap((each, i) => [
        `\t\tQuery Response Info: 0x${body[2 * i]!.toString(16)}`,
        `\t\t\tQuery Response Length Limit: ${each.queryResponseLengthLimit}`,
        ...(each.preAssociationExchangeBssIndependent ? ["\t\t\tPAME-BI"] : []),
        `\t\t\t${PROTOCOLS[each.protocolId] ?? `Reserved: ${each.protocolId}`}`,
      ]),
    ],
  ],
  [ElementId.RoamingConsortium]: [
    "802.11u Roaming Consortium",
    ({ anqpOiCount, organizationIds }) => [
      "",
      `\t\tANQP OIs: ${anqpOiCount}`,
      ...organizationIds.map((oi, i) => `\t\tOI ${i + 1}: ${oi}`),
    ],
  ],
  [ElementId.MeshConfiguration]: [
    "MESH Configuration",
    (mesh) => [
      "",
      `\t\t * Active Path Selection Protocol ID: ${mesh.pathSelectionProtocol}`,
      `\t\t * Active Path Selection Metric ID: ${mesh.pathSelectionMetric}`,
      `\t\t * Congestion Control Mode ID: ${mesh.congestionControlMode}`,
      `\t\t * Synchronization Method ID: ${mesh.synchronizationMethod}`,
      `\t\t * Authentication Protocol ID: ${mesh.authenticationProtocol}`,
      "\t\t * Mesh Formation Info:",
      `\t\t\t Number of Peerings: ${mesh.peeringCount}`,
      ...(mesh.connectedToMeshGate ? ["\t\t\t Connected to Mesh Gate"] : []),
      ...(mesh.connectedToAuthenticationServer ? ["\t\t\t Connected to AS"] : []),
      "\t\t * Mesh Capability",
      ...(mesh.acceptingPeerings ? ["\t\t\t Accepting Additional Mesh Peerings"] : []),
      ...(mesh.mccaSupported ? ["\t\t\t MCCA Supported"] : []),
      ...(mesh.mccaEnabled ? ["\t\t\t MCCA Enabled"] : []),
      ...(mesh.forwarding ? ["\t\t\t Forwarding"] : []),
      ...(mesh.mbcaEnabled ? ["\t\t\t MBCA Supported"] : []),
      ...(mesh.tbttAdjusting ? ["\t\t\t TBTT Adjusting"] : []),
      ...(mesh.powerSaveLevel ? ["\t\t\t Mesh Power Save Level"] : []),
    ],
  ],
  [ElementId.ExtendedCapabilities]: [
    "Extended capabilities",
    ({ capabilities, serviceIntervalMs }) => [
      "",
      ...capabilities.map((index) => `\t\t * ${EXTENDED[index] ?? index}`),
      ...(serviceIntervalMs === undefined ? [] : [`\t\t * Service Interval Granularity is ${serviceIntervalMs} ms`]),
    ],
  ],
  [ElementId.VhtCapabilities]: [
    "VHT capabilities",
    ({ info, mcs }, body) => [
      "",
      `\t\tVHT Capabilities (${hex((body[0]! | (body[1]! << 8) | (body[2]! << 16) | (body[3]! << 24)) >>> 0, 8)}):`,
      `\t\t\tMax MPDU length: ${info.maxMpduOctets ?? "(reserved)"}`,
      `\t\t\tSupported Channel Width: ${vhtWidths(info)}`,
      ...(info.rxLdpc ? ["\t\t\tRX LDPC"] : []),
      ...(info.shortGi80Mhz ? ["\t\t\tshort GI (80 MHz)"] : []),
      ...(info.shortGi160Mhz ? ["\t\t\tshort GI (160/80+80 MHz)"] : []),
      ...(info.txStbc ? ["\t\t\tTX STBC"] : []),
      ...(info.suBeamformer ? ["\t\t\tSU Beamformer"] : []),
      ...(info.suBeamformee ? ["\t\t\tSU Beamformee"] : []),
      ...(info.muBeamformer ? ["\t\t\tMU Beamformer"] : []),
      ...(info.muBeamformee ? ["\t\t\tMU Beamformee"] : []),
      ...(info.txopPowerSave ? ["\t\t\tVHT TXOP PS"] : []),
      ...(info.htcVht ? ["\t\t\t+HTC-VHT"] : []),
      ...(info.rxAntennaPatternConsistency ? ["\t\t\tRX antenna pattern consistency"] : []),
      ...(info.txAntennaPatternConsistency ? ["\t\t\tTX antenna pattern consistency"] : []),
      "\t\tVHT RX MCS set:",
      ...streams(mcs.rx, "\t\t\t"),
      `\t\tVHT RX highest supported: ${mcs.maxRxRateMbps ?? 0} Mbps`,
      "\t\tVHT TX MCS set:",
      ...streams(mcs.tx, "\t\t\t"),
      `\t\tVHT TX highest supported: ${mcs.maxTxRateMbps ?? 0} Mbps`,
      `\t\tVHT extended NSS: ${mcs.extendedNssBwCapable ? "" : "not "}supported`,
    ],
  ],
  [ElementId.VhtOperation]: [
    "VHT operation",
    ({ channelWidth, centerSegment0, centerSegment1 }, body) => [
      "",
      `\t\t * channel width: ${channelWidth} (${["20 or 40 MHz", "80 MHz", "160 MHz", "80+80 MHz"][channelWidth] ?? "unknown"})`,
      `\t\t * center freq segment 1: ${centerSegment0}`,
      `\t\t * center freq segment 2: ${centerSegment1}`,
      `\t\t * VHT basic MCS set: ${hex(body[3]! | (body[4]! << 8), 4)}`,
    ],
  ],
  [ElementId.TransmitPowerEnvelope]: [
    "Transmit Power Envelope",
    ({ interpretation, eirp = [] }) => [
      "",
      ...(interpretation === 0 ? eirp : []).map(({ widthMhz, maxDbm = 63.5 }) => {
        const width = widthMhz === 160 ? "160/80+80" : widthMhz;
        return `\t\t * Local Maximum Transmit Power For ${width} MHz: ${maxDbm} dBm`;
      }),
    ],
  ],
  [ElementId.ShortBeaconInterval]: ["Short beacon interval", ({ intervalTu }) => [` ${intervalTu}`]],
  [ElementId.S1gCapabilities]: ["S1G capabilities", s1g],
  [ElementId.S1gOperation]: [
    "S1G operation",
    (operation, body) => {
      const { primaryWidthMhz, operatingWidthMhz, basicMcs } = operation;
      const limit = (streams: number) => basicMcs.find((each) => each.streams === streams);
      return [
        "",
        "\t\tChannel width:",
        `\t\t\tBSS primary channel width: ${primaryWidthMhz === undefined ? "invalid" : `${primaryWidthMhz} MHz`}`,
        `\t\t\tBSS operating channel width: ${operatingWidthMhz === undefined ? "invalid" : `${operatingWidthMhz} MHz`}`,
        `\t\t\t1 MHz primary channel located at the ${operation.primaryIsUpper ? "upper" : "lower"} side of 2 MHz`,
        ...(operation.mcs10NotRecommended ? ["\t\t\tMCS 10 not recommended"] : []),
        `\t\t* operating class: ${operation.operatingClass}`,
        `\t\t* primary channel number: ${operation.primaryChannel}`,
        `\t\t* channel index: ${operation.centerChannel}`,
        "\t\tMax S1G MCS Map:",
        ...[1, 2, 3, 4].map((n) => `\t\t\tFor ${n} SS: ${s1gMax(limit(n)?.maxMcs)}`),
        "\t\tMin S1G MCS Map:",
        ...[1, 2, 3, 4].map((n) => {
          const code = limit(n)?.minMcs ?? bits(body[4]! | (body[5]! << 8), 4 * (n - 1), 2);
          return `\t\t\tFor ${n} SS: ${["no minimum restriction", "MCS 0 not recommended", "MCS 0 and 1 not recommended", "invalid"][code]}`;
        }),
      ];
    },
  ],
  [ElementId.HeCapabilities]: [
    "HE capabilities",
    ({ mac, phy, mcs, ppe }, body) => [
      "",
      `\t\tHE MAC Capabilities (0x${[0, 2, 4].map((at) => hex(body[at]! | (body[at + 1]! << 8), 4).slice(2)).join("")}):`,
      ...words(HE_MAC, mac, "\t\t\t"),
      `\t\tHE PHY Capabilities: (0x${toHex(body.subarray(6, 17))}):`,
      ...words(HE_PHY, phy, "\t\t\t"),
      ...(phy.fortyMhzIn24Ghz || phy.fortyAnd80MhzIn5And6Ghz ? heMcs("<= 80", mcs.upTo80Mhz) : []),
      ...(mcs.at160Mhz === undefined ? [] : heMcs("160", mcs.at160Mhz)),
      ...(mcs.at80Plus80Mhz === undefined ? [] : heMcs("80+80", mcs.at80Plus80Mhz)),
      ...(ppe === undefined ? [] : ppeText(body.subarray(body.length - ppe.octets))),
    ],
  ],
  [ElementId.HeOperation]: ["HE Operation", heOperation],
  [ElementId.EhtCapabilities]: [
    "EHT capabilities",
    ({ mac, phy, mcs }, body) => {
      let at = 11;
      const map = (name: string, ranges: typeof mcs.upTo80Mhz) => {
        if (ranges === undefined) return [];
        const octets = toHex(body.subarray(at, at + ranges.length));
        at += ranges.length;
        return [
          `\t\tEHT-MCS Map (${name}) (0x${octets}):`,
          ...ranges.flatMap((range) => [
            `\t\t\tRx Max NSS for MCS ${range.mcs}: ${range.maxRxNss}`,
            `\t\t\tTx Max NSS for MCS ${range.mcs}: ${range.maxTxNss}`,
          ]),
        ];
      };
      return [
        "",
        `\t\tEHT MAC Capabilities (0x${toHex(body.subarray(0, 2))}):`,
        ...words(EHT_MAC, mac, "\t\t\t"),
        `\t\tEHT PHY Capabilities (0x${toHex(body.subarray(2, 11))}):`,
        ...words(EHT_PHY, phy, "\t\t\t"),
        ...map("BW <= 80", mcs.upTo80Mhz),
        ...map("BW = 160", mcs.at160Mhz),
        ...map("BW = 320", mcs.at320Mhz),
      ];
    },
  ],
  [ElementId.EhtOperation]: [
    "EHT Operation",
    (operation, body) => {
      const { info } = operation;
      const octets = 3 + (info?.disabledSubchannels === undefined ? 0 : 2);
      return [
        "",
        `\t\tEHT Operation Parameters: (${hex(body[0]!, 2)})`,
        ...(operation.defaultPeDuration20Microseconds ? ["\t\t\tEHT Default PE Duration"] : []),
        ...(operation.groupAddressedBuIndicationLimit ? ["\t\t\tGroup Addressed BU Indication Limit"] : []),
        `\t\t\tGroup Addressed BU Indication Exponent: 0x${operation.groupAddressedBuIndicationExponent.toString(16)}`,
        `\t\tBasic EHT-MCS And Nss Set: 0x${toHex(body.subarray(1, 5))}`,
        ...(info === undefined
          ? []
          : [
              `\t\tEHT Operation Info: 0x${toHex(body.subarray(5, 5 + octets))}`,
              `\t\t\tChannel Width: ${info.widthMhz} MHz`,
              `\t\t\tCenter Frequency Segment 0: ${info.centerSegment0}`,
              `\t\t\tCenter Frequency Segment 1: ${info.centerSegment1}`,
            ]),
        ...(info?.disabledSubchannels === undefined
          ? []
          : [`\t\t\tDisabled Subchannel Bitmap: ${hex(info.disabledSubchannels, 4)}`]),
      ];
    },
  ],
  [ElementId.MultiLink]: [
    "Multi-Link",
    ({ common: { mldAddress, linkId, eml, mld } }, body) => {
      let at = 9 + (linkId === undefined ? 0 : 1) + (bit(body[0]!, 5) ? 1 : 0) + (bit(body[0]!, 6) ? 2 : 0);
      const field = () => hex(body[at]! | (body[at + 1]! << 8), 4);
      const lines = ["", `\t\tMLD MAC: ${mldAddress}`];
      if (linkId !== undefined) lines.push(`\t\tLink ID: ${linkId}`);
      if (eml !== undefined) {
        lines.push(`\t\t\tEML Capabilities: ${field()}`);
        if (eml.emlsr) lines.push("\t\t\t\tEMLSR Support");
        if (eml.emlmr) lines.push("\t\t\t\tEMLMR Support");
        at += 2;
      }
      if (mld !== undefined) {
        lines.push(`\t\t\tMLD Capabilities and Operations: ${field()}`);
        lines.push(`\t\t\t\tMaximum Number of Simultaneous Links: ${mld.maxSimultaneousLinks - 1}`);
      }
      return lines;
    },
  ],
  [VendorElement.Wmm]: [
    "WMM",
    (wmm, body) => {
      if (wmm.kind !== "parameters") {
        const octets = [...body.subarray(1)].map((octet) => ` ${octet.toString(16).padStart(2, "0")}`).join("");
        return [`${wmm.kind === "information" ? " information:" : ` type ${body[0]}:`}${octets}`];
      }
      return ["\t * Parameter version 1", ...(wmm.uapsd ? ["\t\t * u-APSD"] : []), ...wmm.categories.map(edca)];
    },
  ],
  [VendorElement.Wps]: ["WPS", wps],
  [VendorElement.P2p]: [
    "P2P",
    ({ others }, body) => {
      const lines: string[] = [];
      if (body[0] === 2) lines.push(`\t * Group capa: ${hex(body[4]!, 2)}, Device capa: ${hex(body[3]!, 2)}`);
      for (const { id, bytes } of others) {
        lines.push(`\t * Unknown TLV (${hex(id, 0)}, ${bytes.length} bytes): ${toHex(bytes, " ")}`);
      }
      return [lines[0] ?? "", ...lines.slice(1).map((line) => `\t${line}`)];
    },
  ],
  [VendorElement.HotspotIndication]: [
    "HotSpot 2.0 Indication",
    ({ dgafDisabled }) => ["", `\t\tDGAF: ${Number(dgafDisabled)}`],
  ],
  [VendorElement.OweTransition]: [
    "OWE Transition Mode",
    ({ bssid, ssid, operatingClass, channel }) => [
      "",
      `\t\tBSSID: ${bssid}`,
      `\t\tSSID: ${ssid.escaped}`,
      ...(operatingClass === undefined ? [] : [`\t\tBand Info: ${operatingClass}`, `\t\tChannel Info: ${channel}`]),
    ],
  ],
};

const SECONDARY = ["no secondary", "above", "[reserved!]", "below"];
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "ANQP",
  1: "MIH Information Service",
  2: "MIH Command and Event Services Capability Discovery",
  3: "Emergency Alert System (EAS)",
  221: "Vendor Specific",
};
const spaced = (names: Readonly<Record<number, string>>) =>
  Object.fromEntries(
    Object.entries(names)
      .filter(([key]) => /^\d+$/.test(key))
      .map(([key, name]) => [
        key,
        String(name)
          .replace(/([a-z])([A-Z])/g, "$1 $2")
          .replace(/ (And|With|Or) /g, (word) => word.toLowerCase()),
      ]),
  );
const NETWORK_TYPES: Readonly<Record<number, string>> = {
  ...spaced(AccessNetworkType as never),
  14: "Test or Experimental",
};
const VENUE_GROUPS: Readonly<Record<number, string>> = spaced(VenueGroup as never);

function rates({ rates, selectors }: ElementTypes[ElementId.SupportedRates], body: Uint8Array): string[] {
  // The two lists are one on the air; iw keeps its order.
  let [rate, selector] = [0, 0];
  const texts = [...body].map((octet) => {
    if (octet >= 0x80 && (octet & 0x7f) > 108) return `${selectors[selector++]!.feature}* `;
    const { mbps, basic } = rates[rate++]!;
    return `${mbps.toFixed(1)}${basic ? "*" : ""} `;
  });
  return [` ${texts.join("")}`];
}

function country(value: ElementTypes[ElementId.Country], body: Uint8Array): string[] {
  const names = { any: "Indoor/Outdoor", indoor: "Indoor only", outdoor: "Outdoor only", noncountry: "bogus" };
  const environment = value.environment === undefined ? "bogus" : names[value.environment];
  const lines: string[] = [];
  let [run, number] = [0, 0];
  for (let at = 3; at + 3 <= body.length; at += 3) {
    if (body[at]! >= 201) {
      const each = value.operatingClasses[number++]!;
      const head = `Extension ID: ${each.extensionId} Regulatory Class: ${each.operatingClass}`;
      lines.push(`\t\t${head} Coverage class: ${each.coverageClass} (up to ${each.coverageMeters}m)`);
    } else {
      const each = value.channels[run++]!;
      lines.push(`\t\tChannels [${each.firstChannel} - ${each.lastChannel}] @ ${each.maxTxPowerDbm} dBm`);
    }
  }
  if (lines.length === 0) lines.push("\t\tNo country IE triplets present");
  return [` ${value.alpha2}\tEnvironment: ${environment}`, ...lines];
}

function erp(value: ElementTypes[ElementId.Erp], body: Uint8Array): string[] {
  const flags = [
    body[0] === 0 && "<no flags>",
    value.nonErpPresent && "NonERP_Present",
    value.useProtection && "Use_Protection",
    value.barkerPreambleMode && "Barker_Preamble_Mode",
  ];
  return [flags.map((flag) => (flag ? ` ${flag}` : "")).join("")];
}

/** One line for each property that is set, or holds a number that is not 0, in iw's order and words. */
function words<T extends object>(flags: Flags<T>, value: T, indent: string): string[] {
  return flags.flatMap(([key, word]) => {
    const text = word(value[key] as never, value);
    return text === undefined ? [] : [`${indent}${text}`];
  });
}

function spacing(microseconds: number): string {
  if (microseconds === 0) return "No restriction";
  return microseconds < 1 ? `1/${1 / microseconds} usec` : `${microseconds} usec`;
}

function htMcs(mcs: ElementTypes[ElementId.HtCapabilities]["mcs"]): string[] {
  const runs: string[] = [];
  for (let i = 0; i < mcs.rx.length; ) {
    let end = i;
    while (mcs.rx[end + 1] === mcs.rx[end]! + 1) end++;
    runs.push(end === i ? `${mcs.rx[i]}` : `${mcs.rx[i]}-${mcs.rx[end]}`);
    i = end + 1;
  }
  const list = runs.length === 0 ? "" : ` ${runs.join(", ")}`;
  const rate = mcs.maxRxRateMbps === undefined ? [] : [`\t\tHT Max RX data rate: ${mcs.maxRxRateMbps} Mbps`];
  if (!mcs.txDefined) {
    return [...rate, `\t\tHT RX MCS rate indexes supported:${list}`, "\t\tHT TX MCS rate indexes are undefined"];
  }
  if (!mcs.txRxDiffers) return [...rate, `\t\tHT TX/RX MCS rate indexes supported:${list}`];
  return [
    ...rate,
    `\t\tHT RX MCS rate indexes supported:${list}`,
    `\t\tTX unequal modulation ${mcs.txUnequalModulation ? "" : "not "}supported`,
    `\t\tHT TX Max spatial streams: ${mcs.maxTxStreams}`,
    "\t\tHT TX MCS rate indexes supported may differ",
  ];
}

const IW_CIPHERS: Readonly<Record<number, string>> = {
  0: "Use group cipher suite",
  1: "WEP-40",
  2: "TKIP",
  4: "CCMP",
  5: "WEP-104",
  6: "AES-128-CMAC",
  7: "NO-GROUP",
  8: "GCMP",
  9: "GCMP-256",
  11: "BIP-GMAC-128",
  12: "BIP-GMAC-256",
  13: "BIP-CMAC-256",
};

function cipher(suite: number): string {
  const oui = suite >>> 8;
  const known = oui === 0x000fac || (oui === 0x0050f2 && (suite & 255) < 6) ? IW_CIPHERS[suite & 255] : undefined;
  return known ?? `${toHex(Uint8Array.of((oui >> 16) & 255, (oui >> 8) & 255, oui & 255), "-")}:${suite & 255}`;
}

function suites(rsn: Rsn, body: Uint8Array, versioned: boolean): string[] {
  const { capabilities: capa, pmkids } = rsn;
  const octets = (versioned ? 2 : 0) + 4;
  const hasPairwise = body.length >= octets + 2;
  const pairwiseEnd = octets + (hasPairwise ? 2 + 4 * rsn.pairwiseCiphers.length : 0);
  const hasAkm = hasPairwise && body.length >= pairwiseEnd + 2;
  const akmEnd = pairwiseEnd + (hasAkm ? 2 + 4 * rsn.akmSuites.length : 0);
  const hasCapabilities = hasAkm && body.length >= akmEnd + 2;
  const lines = [
    ...(versioned ? [`\t * Version: ${rsn.version}`] : []),
    `\t * Group cipher: ${cipher(rsn.groupCipher)}`,
    `\t * Pairwise ciphers:${rsn.pairwiseCiphers.map((suite) => ` ${cipher(suite)}`).join("")}`,
    ...(hasPairwise
      ? [`\t * Authentication suites:${rsn.akmSuites.map((suite) => ` ${akmName(suite)}`).join("")}`]
      : []),
  ];
  if (hasCapabilities) {
    const names = [
      capa.preauthentication && "PreAuth",
      capa.noPairwise && "NoPairwise",
      `${capa.ptksaReplayCounters}-PTKSA-RC`,
      `${capa.gtksaReplayCounters}-GTKSA-RC`,
      capa.mfpRequired && "MFP-required",
      capa.mfpCapable && "MFP-capable",
      capa.peerKeyEnabled && "Peerkey-enabled",
      capa.sppAmsduCapable && "SPP-AMSDU-capable",
      capa.sppAmsduRequired && "SPP-AMSDU-required",
      capa.extendedKeyId && "Extended-Key-ID",
    ].filter((name) => name !== false);
    lines.push(`\t * Capabilities: ${names.join(" ")} (${hex(body[akmEnd]! | (body[akmEnd + 1]! << 8), 4)})`);
    if (body.length >= akmEnd + 4) lines.push(`\t * ${pmkids.length} PMKIDs`);
  }
  if (rsn.groupManagementCipher !== undefined) {
    lines.push(`\t * Group mgmt cipher suite: ${cipher(rsn.groupManagementCipher)}`);
  }
  return [lines[0]!, ...lines.slice(1).map((line) => `\t${line}`)];
}

function streams(limits: readonly NssLimit[], indent: string): string[] {
  return Array.from({ length: 8 }, (_, i) => {
    const limit = limits.find((each) => each.streams === i + 1);
    return `${indent}${i + 1} streams: ${limit === undefined ? "not supported" : `MCS 0-${limit.maxMcs}`}`;
  });
}

function vhtWidths(info: ElementTypes[ElementId.VhtCapabilities]["info"]): string {
  const ratios = info.nssRatios;
  if (ratios === undefined) return "(reserved)";
  const of = (name: string, ratio = 0) =>
    ratio === 0 || ratio === 1
      ? ""
      : `${name} (${({ 0.5: "1/2", 0.75: "3/4", 2: "x2" } as Record<number, string>)[ratio]} NSS) `;
  const { upTo80Mhz: low, at160Mhz, at80Plus80Mhz } = ratios;
  const text = `${of("20MHz", low)}${of("40MHz", low)}${of("80MHz", low)}${of("160MHz", at160Mhz)}${of("80+80MHz", at80Plus80Mhz)}`;
  return text || ["neither 160 nor 80+80", "160 MHz", "160 MHz, 80+80 MHz"][info.supportedChannelWidthSet]!;
}

function heMcs(width: string, { rx, tx }: { rx: readonly NssLimit[]; tx: readonly NssLimit[] }): string[] {
  const part = (name: string, limits: readonly NssLimit[]) => [
    `\t\tHE ${name} MCS and NSS set ${width} MHz`,
    ...streams(limits, "\t\t\t"),
  ];
  return [...part("RX", rx), ...part("TX", tx)];
}

function ppeText(octets: Uint8Array): string[] {
  return [`\t\tPPE Threshold ${[...octets].map((octet) => (octet === 0 ? "" : `${hex(octet, 2)} `)).join("")}`];
}

function heOperation(value: ElementTypes[ElementId.HeOperation], body: Uint8Array): string[] {
  const { sixGhz, vht } = value;
  const at = 6 + (vht === undefined ? 0 : 3) + (value.maxCoHostedBssidIndicator === undefined ? 0 : 1);
  const widths = { 20: "20 MHz", 40: "40 MHz", 80: "80 MHz", 160: "80+80 or 160 MHz" };
  return [
    "",
    `\t\tHE Operation Parameters: (0x${toHex(Uint8Array.of(body[2]!, body[1]!, body[0]!))})`,
    `\t\t\tDefault PE Duration: ${value.defaultPeDuration}`,
    ...(value.twtRequired ? ["\t\t\tTWT Required"] : []),
    `\t\t\tTXOP Duration RTS Threshold: ${value.txopDurationRtsThreshold32us ?? 1023}`,
    ...(vht === undefined ? [] : ["\t\t\tVHT Operation Information Present"]),
    ...(value.coHostedBss ? ["\t\t\tCo-Hosted BSS"] : []),
    ...(value.erSuDisabled ? ["\t\t\tER SU Disable"] : []),
    ...(sixGhz === undefined ? [] : ["\t\t\t6 GHz Operation Information Present"]),
    `\t\tBSS Color: ${value.bssColor}`,
    ...(value.partialBssColor ? ["\t\tPartial BSS Color"] : []),
    ...(value.bssColorDisabled ? ["\t\tBSS Color Disabled"] : []),
    `\t\tBasic HE-MCS NSS Set: ${hex(body[4]! | (body[5]! << 8), 4)}`,
    ...streams(value.basicMcs, "\t\t\t"),
    ...(vht === undefined ? [] : [`\t\tVHT Operation Info: 0x${toHex(Uint8Array.of(body[8]!, body[7]!, body[6]!))}`]),
    ...(value.maxCoHostedBssidIndicator === undefined
      ? []
      : [`\t\tMax Co-Hosted BSSID: ${value.maxCoHostedBssidIndicator}`]),
    ...(sixGhz === undefined
      ? []
      : [
          `\t\t6 GHz Operation Information: 0x${toHex(body.subarray(at, at + 5))}`,
          `\t\t\tPrimary Channel: ${sixGhz.primaryChannel}`,
          `\t\t\tChannel Width: ${widths[sixGhz.widthMhz]}`,
          ...(sixGhz.duplicateBeacon ? ["\t\t\tDuplicate Beacon: True"] : []),
          `\t\t\tRegulatory Info: ${sixGhz.apType}`,
          `\t\t\tCenter Frequency Segment 0: ${sixGhz.centerSegment0}`,
          `\t\t\tCenter Frequency Segment 1: ${sixGhz.centerSegment1}`,
          `\t\t\tMinimum Rate: ${sixGhz.minimumRateMbps}`,
        ]),
  ];
}

function edca({
  category,
  admissionControlMandatory,
  cwMin,
  cwMax,
  aifsn,
  txopLimitMicroseconds,
}: EdcaParameters): string {
  const txop = txopLimitMicroseconds === 0 ? "" : `, TXOP ${txopLimitMicroseconds} usec`;
  return `\t\t * ${category}:${admissionControlMandatory ? " acm" : ""} CW ${cwMin}-${cwMax}, AIFSN ${aifsn}${txop}`;
}

const IW_METHODS = ["USB", "Ethernet", "Label", "Display", "Ext. NFC", "Int. NFC", "NFC Intf.", "PBC", "Keypad"];
const OUR_METHODS = [
  "USB",
  "Ethernet",
  "Label",
  "Display",
  "External NFC token",
  "Integrated NFC token",
  "NFC interface",
  "Push button",
  "Keypad",
];
const methods = (names: readonly string[]) =>
  IW_METHODS.filter((_, i) => names.includes(OUR_METHODS[i]!))
    .map((name) => ` ${name}`)
    .join(",");

function wps(value: ElementTypes[VendorElement.Wps]): string[] {
  const state = { unconfigured: "1 (Unconfigured)", configured: "2 (Configured)" } as Record<string, string>;
  const passwords = [
    "Default (PIN)",
    "User-specified",
    "Machine-specified",
    "Rekey",
    "PushButton",
    "Registrar-specified",
  ];
  const type = value.primaryDeviceType;
  const texts: Readonly<Record<number, () => string>> = {
    4170: () => `Version: ${value.version}`,
    4164: () => `Wi-Fi Protected Setup State: ${state[String(value.state)] ?? value.state}`,
    4113: () => `Device name: ${value.deviceName}`,
    4114: () => `Device Password ID: ${value.devicePasswordId} (${passwords[value.devicePasswordId!] ?? "??"})`,
    4129: () => `Manufacturer: ${value.manufacturer}`,
    4131: () => `Model: ${value.modelName}`,
    4132: () => `Model Number: ${value.modelNumber}`,
    4155: () => `Response Type: ${value.responseType}${value.responseType === 3 ? " (AP)" : ""}`,
    4156: () =>
      `RF Bands: 0x${(["2.4 GHz", "5 GHz", "60 GHz"] as const).reduce((sum, band, i) => sum + (value.rfBands!.includes(band) ? 1 << i : 0), 0)}`,
    4161: () => `Selected Registrar: 0x${Number(value.selectedRegistrar)}`,
    4162: () => `Serial Number: ${value.serialNumber}`,
    4167: () => `UUID: ${value.uuid}`,
    4169: () => `Version2: ${value.version2}`,
    4180: () => `Primary Device Type: ${type!.category}-${type!.oui}-${type!.subcategory}`,
    4183: () => `AP setup locked: 0x0${Number(value.apSetupLocked)}`,
    4104: () => `Config methods:${methods(value.configMethods!)}`,
    4179: () => `Selected Registrar Config methods:${methods(value.selectedRegistrarConfigMethods!)}`,
  };
  const lines = value.attributes.map(({ id, bytes }) => {
    const text = texts[id]?.() ?? `Unknown TLV (${hex(id, 4)}, ${bytes.length} bytes): ${toHex(bytes, " ")}`;
    return `\t * ${text}`;
  });
  return [lines[0] ?? "", ...lines.slice(1).map((line) => `\t${line}`)];
}

function s1gMax(mcs: number | undefined): string {
  return mcs === undefined ? "Not supported" : `Max S1G-MCS ${mcs}`;
}

function s1g({ info, mcs }: ElementTypes[ElementId.S1gCapabilities], body: Uint8Array): string[] {
  const limit = (limits: readonly NssLimit[], n: number) => s1gMax(limits.find((each) => each.streams === n)?.maxMcs);
  const map = (limits: readonly NssLimit[]) => [1, 2, 3, 4].map((n) => `\t\t\tFor ${n} SS: ${limit(limits, n)}`);
  const single = (direction: string, code: number) => {
    const what = code === 0 ? `as in ${direction} S1G MCS Map` : `single SS and S1G-MCS ${[0, 2, 7, 9][code]}`;
    return `\t\t\t${direction} single SS for 1 MHz: ${what}`;
  };
  const octet = (i: number) =>
    body[i] === 0 && [0, 1, 6, 8, 9].includes(i) ? [] : [`\t\tByte[${i}]: ${hex(body[i]!, 2)}`];
  return [
    "",
    ...S1G.flatMap((flags, i) => [...octet(i), ...words(flags, info, "\t\t\t")]),
    `\t\tMax Rx S1G MCS Map: ${hex(body[10]!, 2)}`,
    ...map(mcs.rx),
    ...(mcs.maxRxRateMbps === undefined ? [] : [`\t\t\tRx Highest Long GI Data Rate: ${mcs.maxRxRateMbps} Mbps`]),
    `\t\tMax Tx S1G MCS Map: ${hex(body[12]!, 2)}`,
    ...map(mcs.tx),
    ...(mcs.maxTxRateMbps === undefined ? [] : [`\t\t\tTx Highest Long GI Data Rate: ${mcs.maxTxRateMbps} Mbps`]),
    single("Rx", mcs.rxSingleStream1Mhz),
    single("Tx", mcs.txSingleStream1Mhz),
  ];
}
