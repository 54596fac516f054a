import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The Hotspot 2.0 Indication element (50:6f:9a:16): this is a Passpoint network. */
export interface HotspotIndication {
  /** Downstream group-addressed forwarding is disabled: clients do not hear each other's broadcasts. */
  readonly dgafDisabled: boolean;
  /** 1, 2 or 3: the release of Passpoint. */
  readonly release: number;
  readonly ppsMoId?: number;
  readonly anqpDomainId?: number;
}

export function decodeHotspotIndication(body: Uint8Array): HotspotIndication {
  need(body, 1);
  const flags = body[0]!;
  const [hasPpsMoId, hasDomain] = [bit(flags, 1), bit(flags, 2)];
  need(body, 1 + (hasPpsMoId ? 2 : 0) + (hasDomain ? 2 : 0));
  const u16 = (at: number) => body[at]! | (body[at + 1]! << 8);
  return {
    dgafDisabled: bit(flags, 0),
    release: bits(flags, 4, 4) + 1,
    ...(hasPpsMoId ? { ppsMoId: u16(1) } : {}),
    ...(hasDomain ? { anqpDomainId: u16(hasPpsMoId ? 3 : 1) } : {}),
  };
}
