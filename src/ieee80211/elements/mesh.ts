import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The Mesh Configuration element. */
export interface MeshConfiguration {
  /** 1 is HWMP, 255 a vendor's. */
  readonly pathSelectionProtocol: number;
  /** 1 is airtime, 255 a vendor's. */
  readonly pathSelectionMetric: number;
  /** 0 none, 1 congestion control signalling, 255 a vendor's. */
  readonly congestionControlMode: number;
  /** 1 is neighbour offset, 255 a vendor's. */
  readonly synchronizationMethod: number;
  /** 0 none, 1 SAE, 2 802.1X, 255 a vendor's. */
  readonly authenticationProtocol: number;
  readonly connectedToMeshGate: boolean;
  readonly peeringCount: number;
  readonly connectedToAuthenticationServer: boolean;
  readonly acceptingPeerings: boolean;
  readonly mccaSupported: boolean;
  readonly mccaEnabled: boolean;
  readonly forwarding: boolean;
  /** Mesh beacon collision avoidance enabled. */
  readonly mbcaEnabled: boolean;
  readonly tbttAdjusting: boolean;
  readonly powerSaveLevel: boolean;
}

export function decodeMeshConfiguration(body: Uint8Array): MeshConfiguration {
  need(body, 7);
  const formation = body[5]!;
  const capability = body[6]!;
  return {
    pathSelectionProtocol: body[0]!,
    pathSelectionMetric: body[1]!,
    congestionControlMode: body[2]!,
    synchronizationMethod: body[3]!,
    authenticationProtocol: body[4]!,
    connectedToMeshGate: bit(formation, 0),
    peeringCount: bits(formation, 1, 6),
    connectedToAuthenticationServer: bit(formation, 7),
    acceptingPeerings: bit(capability, 0),
    mccaSupported: bit(capability, 1),
    mccaEnabled: bit(capability, 2),
    forwarding: bit(capability, 3),
    mbcaEnabled: bit(capability, 4),
    tbttAdjusting: bit(capability, 5),
    powerSaveLevel: bit(capability, 6),
  };
}

/** The Mesh Channel Switch Parameters element, beside a channel switch announcement in a mesh. */
export interface MeshChannelSwitchParameters {
  readonly timeToLive: number;
  /** The peers shall not send until they have switched. */
  readonly transmitRestrict: boolean;
  /** This station started the switch. */
  readonly initiator: boolean;
  /** A {@link ReasonCode}: present where `hasReason`. */
  readonly hasReason: boolean;
  readonly reasonCode: number;
  /** Orders switches that two stations start at once. */
  readonly precedence: number;
}

export function decodeMeshChannelSwitchParameters(body: Uint8Array): MeshChannelSwitchParameters {
  need(body, 6);
  return {
    timeToLive: body[0]!,
    transmitRestrict: bit(body[1]!, 0),
    initiator: bit(body[1]!, 1),
    hasReason: bit(body[1]!, 2),
    reasonCode: body[2]! | (body[3]! << 8),
    precedence: body[4]! | (body[5]! << 8),
  };
}

/** The Mesh Awake Window element. */
export interface MeshAwakeWindow {
  readonly windowTu: number;
}

export function decodeMeshAwakeWindow(body: Uint8Array): MeshAwakeWindow {
  need(body, 2);
  return { windowTu: body[0]! | (body[1]! << 8) };
}
