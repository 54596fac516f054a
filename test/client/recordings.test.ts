import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { isNl80211Error } from "../../src/errors.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { understand } from "../../src/testing/recording.ts";
import { openReplay, type Replay } from "../../src/testing/replay-transport.ts";
import { asIwInterface, asIwRegulatory, asIwStation, asIwSurvey } from "../oracle/as-iw.ts";
import { asIwLink, asIwMeshParameters, asIwMeshPath, asIwMeshProxy } from "../oracle/as-iw-link.ts";
import { asIwWiphy, comparable } from "../oracle/as-iw-wiphy.ts";
import { parseIwInterfaces } from "../oracle/iw-interface.ts";
import { parseIwLink } from "../oracle/iw-link.ts";
import { parseIwMeshParameters, parseIwMeshPaths, parseIwMeshProxies } from "../oracle/iw-mesh.ts";
import { parseIwRegulatory } from "../oracle/iw-regulatory.ts";
import { parseIwStations } from "../oracle/iw-station.ts";
import { parseIwSurvey } from "../oracle/iw-survey.ts";
import { describeReport, type LineReport, sumReports } from "../oracle/iw-text.ts";
import { parseIwWiphys } from "../oracle/iw-wiphy.ts";

// Linux 6.1, 6.12 and 7.3, as iw 6.17 saw them: what the library makes of a recording is what iw printed from its bytes. A text does
// not say when it was printed, so it must be equal to what the library reads at one of the moments when somebody asked.

const fixtures = join(import.meta.dirname, "../../fixtures");

/** A client on a recording, with the words that texts need. */
interface World {
  readonly wifi: Nl80211;
  readonly nameOf: (ifindex: number) => string;
}

/** The two sides of a text: what iw says, and how the library says it at a moment. */
interface Comparison {
  readonly theirs: unknown;
  /** More than one where several questions have that answer. */
  readonly ours: (world: World) => Promise<readonly unknown[]>;
  readonly report: LineReport;
}

/** By the first word of the text's name. */
const COMPARE: Readonly<Record<string, (text: string) => Comparison>> = {
  phy(text) {
    const { wiphys, report } = parseIwWiphys(text);
    const [{ index = 0 } = {}] = wiphys;
    return {
      theirs: wiphys.map(comparable),
      // `iw phy NAME info` asks for one.
      ours: async ({ wifi }) => [
        wiphys.length === 1 ? [asIwWiphy(await wifi.wiphy({ wiphy: index }))] : undefined,
        (await wifi.wiphys()).map(asIwWiphy),
      ],
      report,
    };
  },
  dev(text) {
    const { interfaces, report } = parseIwInterfaces(text);
    const one = text.startsWith("Interface") ? interfaces[0]?.ifindex : undefined;
    return {
      theirs: interfaces,
      // `iw dev NAME info` asks for one.
      ours: async ({ wifi }) => [
        (one === undefined ? await wifi.interfaces() : [await wifi.interface(one)]).map(asIwInterface),
      ],
      report,
    };
  },
  station(text) {
    const { stations, report } = parseIwStations(text);
    const [{ interface: name = undefined } = {}] = stations;
    const verbose = stations.some(({ tids }) => tids !== undefined);
    return {
      theirs: stations.map(({ tids, ...station }) => (verbose ? { ...station, tids } : station)),
      // Where there was none, the text does not say which interface was asked.
      ours: async ({ wifi, nameOf }) => {
        const names = name === undefined ? (await wifi.interfaces()).flatMap((device) => device.name ?? []) : [name];
        return each(names, async (one) =>
          (await wifi.stations(one)).map((station) => asIwStation(station, nameOf, verbose)),
        );
      },
      report,
    };
  },
  survey(text) {
    const { surveys, report } = parseIwSurvey(text);
    const name = surveys[0]!.interface;
    return {
      theirs: surveys,
      ours: async ({ wifi, nameOf }) => [(await wifi.surveys(name)).map((survey) => asIwSurvey(survey, nameOf))],
      report,
    };
  },
  reg(text) {
    const { domains, report } = parseIwRegulatory(text);
    return { theirs: domains, ours: async ({ wifi }) => [(await wifi.regulatory()).map(asIwRegulatory)], report };
  },
  link(text) {
    const { link, report } = parseIwLink(text);
    return {
      theirs: link,
      ours: async ({ wifi }) => {
        const clients = (await wifi.interfaces()).filter(({ type }) => type === "station" || type === "adhoc");
        const names = link.interface === undefined ? clients.flatMap(({ name }) => name ?? []) : [link.interface];
        return each(names, async (name) => asIwLink(await wifi.link(name)));
      },
      report,
    };
  },
  mpath(text) {
    const { paths, report } = parseIwMeshPaths(text);
    return {
      theirs: paths,
      ours: async ({ wifi, nameOf }) => [
        (await wifi.meshPaths(paths[0]!.interface)).map((path) => asIwMeshPath(path, nameOf)),
      ],
      report,
    };
  },
  mpp(text) {
    const { proxies, report } = parseIwMeshProxies(text);
    return {
      theirs: proxies,
      ours: async ({ wifi, nameOf }) => {
        const meshes = (await wifi.interfaces()).filter(({ type }) => type === "mesh-point");
        return each(
          meshes.map(({ ifindex }) => ifindex!),
          async (mesh) => (await wifi.meshProxies(mesh)).map((path) => asIwMeshProxy(path, nameOf)),
        );
      },
      report,
    };
  },
  param(text) {
    const { parameters, report } = parseIwMeshParameters(text);
    return {
      theirs: parameters,
      ours: async ({ wifi }) => {
        const meshes = (await wifi.interfaces()).filter(({ type }) => type === "mesh-point");
        return each(
          meshes.map(({ ifindex }) => ifindex!),
          async (mesh) => asIwMeshParameters(await wifi.meshParameters(mesh)),
        );
      },
      report,
    };
  },
  powersave(text) {
    const state = /^Power save: (on|off)\n$/.exec(text)![1];
    return {
      theirs: state,
      ours: async ({ wifi }) => {
        const names = (await wifi.interfaces()).flatMap(({ type, name }) => (type === "station" && name) || []);
        return each(names, async (name) => ((await wifi.powerSave(name)) ? "on" : "off"));
      },
      report: { what: "iw get power_save", read: 1, consumed: 1, excused: [] },
    };
  },
};

const textsOf = (scene: string) =>
  readdirSync(join(fixtures, scene)).filter((name) => COMPARE[kindOf(name)] !== undefined);
const scenes = readdirSync(fixtures).filter(
  (name) => /^\d.*\.pcap\.gz$/.test(name) && textsOf(name.replace(".pcap.gz", "")).length > 0,
);
const reports: LineReport[] = [];

describe.each(scenes)("%s", (file) => {
  const scene = file.replace(".pcap.gz", "");
  const texts = textsOf(scene);
  let world: Promise<World & { replay: Replay; moments: readonly number[] }> | undefined;
  const ready = () => (world ??= openWorld(join(fixtures, file)));
  afterAll(async () => {
    await (await world)?.wifi.close();
  });

  it.each(texts)("is as in %s", async (name) => {
    const { theirs, ours, report } = COMPARE[kindOf(name)]!(readText(join(fixtures, scene, name)));
    const { replay, moments, ...rest } = await ready();
    const seen: unknown[] = [];
    for (const moment of moments) {
      replay.seek(moment);
      const read = await ours(rest).catch(notYet);
      seen.push(...read);
      if (read.some((reading) => sameAs(reading, theirs))) {
        reports.push(report);
        return;
      }
    }
    // None is equal: the last shows the difference best.
    expect(seen.at(-1)).toEqual(theirs);
  });
});

describe("all texts together", () => {
  it("are compared with no more than 2 % of their lines excused", () => {
    const sum = sumReports("iw 6.17 against the library", reports);
    console.log(describeReport(sum));
    expect(sum.read).toBeGreaterThan(10_000);
    expect(sum.excused.length / sum.read).toBeLessThanOrEqual(0.02);
  });
});

async function openWorld(file: string) {
  const replay = openReplay(file);
  const wifi = await Nl80211.open({ transport: replay, streams: false });
  const { exchanges, start } = understand(readCapture(file));
  // Just after each question, each distinct millisecond once.
  const moments = [...new Set(exchanges.map(({ time }) => (Math.floor(time - start) + 1) / 1000)), replay.duration];
  const names = new Map<number, string>();
  for (const moment of [0, replay.duration / 2, replay.duration]) {
    replay.seek(moment);
    for (const { ifindex, name } of await wifi.interfaces()) if (ifindex && name) names.set(ifindex, name);
  }
  return { wifi, replay, moments: moments.reverse(), nameOf: (ifindex: number) => names.get(ifindex) ?? `#${ifindex}` };
}

/** The readings of several devices; of those that the recording knows nothing of, the error's text. */
async function each<Device>(
  devices: readonly Device[],
  read: (device: Device) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const readings: unknown[] = [];
  for (const device of devices) readings.push(...(await read(device).then((reading) => [reading], notYet)));
  return readings;
}

/** What was never asked in the recording, or not of that device yet. */
function notYet(error: unknown): readonly unknown[] {
  if (isNl80211Error(error)) return [error.message];
  throw error;
}

function sameAs(ours: unknown, theirs: unknown): boolean {
  try {
    expect(ours).toEqual(theirs);
    return true;
  } catch {
    return false;
  }
}

function kindOf(name: string): string {
  return /^iw-([a-z]+)/.exec(name)![1]!;
}

function readText(file: string): string {
  const raw = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(raw) : raw).toString();
}
