import type { MeshSetup } from "../../nl80211/generated/mesh.ts";
import { whole } from "../argument.ts";

/** What of a mesh is settled when it is joined, beside its parameters. */
export interface MeshSetupInput {
  /** Elements of its beacons and peering frames: RSN of a secure mesh, those of a vendor. */
  readonly elements?: Uint8Array;
  /** A vendor's path selection in place of HWMP. */
  readonly vendorPathSelection?: boolean;
  /** A vendor's metric in place of airtime. */
  readonly vendorMetric?: boolean;
  /** A vendor's synchronisation in place of neighbour offset. */
  readonly vendorSync?: boolean;
  /**
   * The user links with peers: hears of them by `candidates$`, and adds and links stations. The kernel wants a driver with the feature
   * "userspace-mpm", and opens no links by itself then.
   */
  readonly userPeering?: boolean;
  /** The user authenticates peers, by frames. */
  readonly userAuthentication?: boolean;
  /** The mesh is secure: the user exchanges keys with peers (AMPE), which makes the peering the user's too. */
  readonly secure?: boolean;
  /** Authentication protocol in beacons, for the user's peering: 1 is SAE. */
  readonly authenticationProtocol?: number;
}

/** The setup as requests carry it; undefined where all is as it is by itself. Throws INVALID_ARGUMENT. */
export function meshSetupOf(setup: MeshSetupInput): MeshSetup | undefined {
  const { elements, vendorPathSelection, vendorMetric, vendorSync, authenticationProtocol } = setup;
  const fields: MeshSetup = {
    ...(vendorPathSelection !== undefined && { enableVendorPathSel: Number(vendorPathSelection) }),
    ...(vendorMetric !== undefined && { enableVendorMetric: Number(vendorMetric) }),
    ...(vendorSync !== undefined && { enableVendorSync: Number(vendorSync) }),
    ...(elements !== undefined && { ie: elements }),
    ...(setup.userAuthentication && { userspaceAuth: true }),
    ...(setup.secure && { userspaceAmpe: true }),
    ...(setup.userPeering && { userspaceMpm: true }),
    ...(authenticationProtocol !== undefined && {
      authProtocol: whole("authentication protocol", authenticationProtocol, 0, 255),
    }),
  };
  return Object.keys(fields).length === 0 ? undefined : fields;
}
