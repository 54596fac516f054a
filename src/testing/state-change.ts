import { Nl80211Command as C } from "../nl80211/generated/command-map.ts";
import type { Question } from "./recording.ts";

/** True where a request, when it succeeds, changes what later answers say. */
export function changesState({ family, command, dump }: Question): boolean {
  if (dump || family === "nlctrl") return false;
  if (family === "rtnetlink") return command % 4 !== 2;
  return family !== "nl80211" || !LEAVES_STATE.has(command);
}

/** The events, one of which ends what the command began: a scan, a connection attempt, a measurement. */
export function endsOf(command: number): readonly number[] | undefined {
  return ENDS.get(command);
}

/** What reads, and what sends or listens to frames: no answer is another afterwards. */
const LEAVES_STATE: ReadonlySet<number> = new Set([
  C.GetWiphy,
  C.GetInterface,
  C.GetKey,
  C.GetBeacon,
  C.GetStation,
  C.GetMpath,
  C.GetMpp,
  C.GetMeshConfig,
  C.GetReg,
  C.GetScan,
  C.GetSurvey,
  C.GetPowerSave,
  C.GetWowlan,
  C.GetProtocolFeatures,
  C.GetCoalesce,
  C.GetFtmResponderStats,
  C.RegisterFrame,
  C.RegisterBeacons,
  C.UnexpectedFrame,
  C.Frame,
  C.ControlPortFrame,
]);

const ENDS: ReadonlyMap<number, readonly number[]> = new Map([
  [C.TriggerScan, [C.NewScanResults, C.ScanAborted]],
  [C.Authenticate, [C.Authenticate]],
  [C.Associate, [C.Associate]],
  [C.Connect, [C.Connect]],
  [C.Disconnect, [C.Disconnect]],
  [C.JoinIbss, [C.JoinIbss]],
  [C.PeerMeasurementStart, [C.PeerMeasurementComplete]],
]);
