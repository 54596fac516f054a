import { bit } from "../../bytes/bits.ts";
import { type Subelement, subelements } from "../element.ts";
import { need } from "../element-kind.ts";

/** The Multi-AP element (50:6f:9a:27) of EasyMesh. */
export interface MultiAp {
  /** Roles: what this interface is for. */
  readonly backhaulSta?: boolean;
  readonly backhaulBss?: boolean;
  readonly fronthaulBss?: boolean;
  readonly tearDown?: boolean;
  readonly profile1BackhaulStaDisallowed?: boolean;
  readonly profile2BackhaulStaDisallowed?: boolean;
  readonly profile?: number;
  readonly primaryVlanId?: number;
  readonly unknown: readonly Subelement[];
}

export function decodeMultiAp(body: Uint8Array): MultiAp {
  let known: Omit<MultiAp, "unknown"> = {};
  const unknown: Subelement[] = [];
  for (const subelement of subelements(body)) {
    const { id, body: octets } = subelement;
    if (id === 6) {
      need(octets, 1);
      const roles = octets[0]!;
      known = {
        ...known,
        backhaulSta: bit(roles, 7),
        backhaulBss: bit(roles, 6),
        fronthaulBss: bit(roles, 5),
        tearDown: bit(roles, 4),
        profile1BackhaulStaDisallowed: bit(roles, 3),
        profile2BackhaulStaDisallowed: bit(roles, 2),
      };
    } else if (id === 7) {
      need(octets, 1);
      known = { ...known, profile: octets[0]! };
    } else if (id === 8) {
      need(octets, 2);
      known = { ...known, primaryVlanId: octets[0]! | (octets[1]! << 8) };
    } else {
      unknown.push(subelement);
    }
  }
  return { ...known, unknown };
}
