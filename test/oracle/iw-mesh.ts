import { heading, type LineReport, parseText } from "./iw-text.ts";

/** One row of `iw dev mesh0 mpath dump`. A column that the kernel leaves out moves those behind it, so rows must be whole. */
export interface IwMeshPath {
  destination: string;
  nextHop: string;
  interface: string;
  sequence: number;
  metric: number;
  queueLength: number;
  expiryMs: number;
  discoveryTimeoutMs: number;
  discoveryRetries: number;
  flags: number;
  hopCount: number;
  pathChanges: number;
}

/** One row of `iw dev mesh0 mpp dump`. */
export interface IwMeshProxy {
  destination: string;
  proxy: string;
  interface: string;
}

const MAC = "([0-9a-f:]{17})";

/** Parses `iw dev mesh0 mpath dump`. */
export function parseIwMeshPaths(text: string): { paths: IwMeshPath[]; report: LineReport } {
  const paths: IwMeshPath[] = [];
  return parseText("iw mpath dump", text, { paths }, [
    heading(/^DEST ADDR +NEXT HOP +IFACE\tSN\tMETRIC\tQLEN\tEXPTIME\tDTIM\tDRET\tFLAGS\tHOP_COUNT\tPATH_CHANGE$/),
    [
      new RegExp(
        `^${MAC} ${MAC} (\\S+)\\t(\\d+)\\t(\\d+)\\t(\\d+)\\t(\\d+)\\t(\\d+)\\t(\\d+)\\t0x([0-9a-f]+)\\t(\\d+)\\t(\\d+)$`,
      ),
      ([, destination, nextHop, name, ...columns]) => {
        const [sequence, metric, queueLength, expiryMs, discoveryTimeoutMs, discoveryRetries] = columns.map(Number);
        paths.push({
          destination: destination!,
          nextHop: nextHop!,
          interface: name!,
          sequence: sequence!,
          metric: metric!,
          queueLength: queueLength!,
          expiryMs: expiryMs!,
          discoveryTimeoutMs: discoveryTimeoutMs!,
          discoveryRetries: discoveryRetries!,
          flags: Number.parseInt(columns[6]!, 16),
          hopCount: Number(columns[7]),
          pathChanges: Number(columns[8]),
        });
      },
    ],
  ]);
}

/** Parses `iw dev mesh0 mpp dump`. */
export function parseIwMeshProxies(text: string): { proxies: IwMeshProxy[]; report: LineReport } {
  const proxies: IwMeshProxy[] = [];
  return parseText("iw mpp dump", text, { proxies }, [
    heading(/^DEST ADDR +PROXY NODE +IFACE$/),
    [
      new RegExp(`^${MAC} ${MAC} (\\S+)$`),
      ([, destination, proxy, name]) =>
        void proxies.push({ destination: destination!, proxy: proxy!, interface: name! }),
    ],
  ]);
}

/** Parses `iw dev mesh0 mesh_param dump`: iw's names, each with a number and its unit, or a power mode. */
export function parseIwMeshParameters(text: string): {
  parameters: Record<string, { value: number; unit?: string } | { mode: string }>;
  report: LineReport;
} {
  const parameters: Record<string, { value: number; unit?: string } | { mode: string }> = {};
  return parseText("iw mesh_param dump", text, { parameters }, [
    [
      /^(mesh_\w+) = (-?\d+)(?: (milliseconds|TUs|seconds|dBm))?$/,
      ([, name, value, unit]) =>
        void (parameters[name!] = { value: Number(value), ...(unit !== "" && { unit: unit! }) }),
    ],
    [
      /^mesh_power_mode = (active|light|deep|undefined)$/,
      ([, mode]) => void (parameters["mesh_power_mode"] = { mode: mode! }),
    ],
  ]);
}
