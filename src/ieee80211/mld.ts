import type { Mac } from "../bytes/mac.ts";
import { ElementId } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { type EmlCapabilities, type MldCapabilities, MultiLinkType } from "./elements/multi-link.ts";
import { operatingClass, operatingClassFrequencyMhz } from "./operating-class.ts";

/** One link of a multi-link access point. */
export interface MldLink {
  readonly linkId: number;
  /** The address of the access point on this link; absent for the one that sent the frame. */
  readonly bssid?: Mac;
  readonly operatingClass?: number;
  readonly channel?: number;
  readonly frequencyMhz?: number;
  readonly disabled?: boolean;
}

/** The multi-link device that an access point is a part of, Wi-Fi 7. */
export interface Mld {
  readonly address: Mac;
  /** The link of the access point that sent the frame. */
  readonly linkId?: number;
  /** All that the frame tells of: by profiles in the Multi-Link element, and by the reduced neighbour report. By link id. */
  readonly links: readonly MldLink[];
  readonly eml?: EmlCapabilities;
  readonly capabilities?: MldCapabilities;
}

/** The device that a beacon or probe response belongs to; undefined where it has no Multi-Link element. */
export function multiLinkDevice(elements: ElementList): Mld | undefined {
  const basic = elements.all(ElementId.MultiLink).find(({ type }) => type === MultiLinkType.Basic);
  const address = basic?.common.mldAddress;
  if (basic === undefined || address === undefined) return undefined;
  const links = new Map<number, MldLink>();
  const { linkId, eml, mld } = basic.common;
  if (linkId !== undefined) links.set(linkId, { linkId });
  for (const link of neighbors(elements, basic.common.mldId ?? 0)) links.set(link.linkId, link);
  for (const { linkId: id, address: bssid } of basic.links) {
    links.set(id, { ...links.get(id), linkId: id, ...(bssid === undefined ? {} : { bssid }) });
  }
  return {
    address,
    ...(linkId === undefined ? {} : { linkId }),
    links: [...links.values()].sort((a, b) => a.linkId - b.linkId),
    ...(eml === undefined ? {} : { eml }),
    ...(mld === undefined ? {} : { capabilities: mld }),
  };
}

/** Link id 15 in a neighbour report is "unknown". */
function neighbors(elements: ElementList, mldId: number): MldLink[] {
  const channels = elements.all(ElementId.ReducedNeighborReport).flatMap((report) => report.channels);
  return channels.flatMap(({ operatingClass: number, channel, bsss }) =>
    bsss.flatMap(({ bssid, mld }) => {
      if (mld === undefined || mld.mldId !== mldId || mld.linkId === 15) return [];
      const frequencyMhz = primaryFrequency(number, channel);
      const link: MldLink = {
        linkId: mld.linkId,
        operatingClass: number,
        channel,
        disabled: mld.disabledLink,
        ...(bssid === undefined ? {} : { bssid }),
        ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
      };
      return [link];
    }),
  );
}

/** The report names the primary channel, also under classes whose own numbers are centres. */
function primaryFrequency(number: number, channel: number): number | undefined {
  const known = operatingClass(number);
  if (known === undefined) return undefined;
  return operatingClassFrequencyMhz({ ...known, channels: [channel] }, channel);
}
