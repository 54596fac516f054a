import { type IwLine, readLines } from "./iw-text.ts";

/** What a wiphy can measure of its peers. */
export interface IwPeerMeasurement {
  maxPeers?: number;
  reportApTsf?: true;
  randomizeMacAddress?: true;
  ftm?: { preambles: string[]; bandwidths: string[]; flags: string[]; values: Record<string, number> };
}

/** What stands below "Peer measurement (PMSR)". */
export function readPeerMeasurement(line: IwLine): IwPeerMeasurement {
  const measurement: IwPeerMeasurement = {};
  readLines(line.children, [
    [/^Max peers: (\d+)$/, ([, peers]) => void (measurement.maxPeers = Number(peers))],
    [/^REPORT_AP_TSF$/, () => void (measurement.reportApTsf = true)],
    [/^RANDOMIZE_MAC_ADDR$/, () => void (measurement.randomizeMacAddress = true)],
    [
      /^FTM \(Fine time measurement or Flight time measurement\)$/,
      (_, at) => {
        const ftm = {
          preambles: [] as string[],
          bandwidths: [] as string[],
          flags: [] as string[],
          values: {} as Record<string, number>,
        };
        measurement.ftm = ftm;
        readLines(at.children, [
          [/^Preambles:(.*)$/, ([, names]) => void (ftm.preambles = names!.trim().split(" "))],
          [/^Bandwidth:(.*)$/, ([, names]) => void (ftm.bandwidths = names!.trim().split(" "))],
          [
            /^(MAX_BURSTS_EXPONENT|MAX_FTMS_PER_BURST): (\d+)$/,
            ([, name, value]) => void (ftm.values[name!] = Number(value)),
          ],
          [
            /^(ASAP|NON_ASAP|REQ_LCI|REQ_CIVICLOC|TRIGGER_BASED|NON_TRIGGER_BASED)$/,
            ([, name]) => void ftm.flags.push(name!),
          ],
        ]);
      },
    ],
  ]);
  return measurement;
}
