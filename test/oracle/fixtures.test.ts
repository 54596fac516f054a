import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseIwEvents } from "./iw-event.ts";
import { parseIwInterfaces } from "./iw-interface.ts";
import { parseIwLink } from "./iw-link.ts";
import { parseIwMeshParameters, parseIwMeshPaths, parseIwMeshProxies } from "./iw-mesh.ts";
import { parseIwRegulatory } from "./iw-regulatory.ts";
import { parseIwScan } from "./iw-scan.ts";
import { parseIwStations } from "./iw-station.ts";
import { parseIwSurvey } from "./iw-survey.ts";
import { describeReport, type LineReport, sumReports } from "./iw-text.ts";
import { parseIwWiphys } from "./iw-wiphy.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");

/** The first word of a text's name says the command: iw-scan-directed.txt is a scan. */
const PARSERS: Record<string, (text: string) => { report: LineReport }> = {
  phy: parseIwWiphys,
  dev: parseIwInterfaces,
  scan: parseIwScan,
  link: parseIwLink,
  station: parseIwStations,
  survey: parseIwSurvey,
  reg: parseIwRegulatory,
  event: parseIwEvents,
  mpath: parseIwMeshPaths,
  mpp: parseIwMeshProxies,
  param: parseIwMeshParameters,
};

/** Texts of one line that need no parser. */
const PLAIN: Record<string, RegExp> = { powersave: /^Power save: (on|off)\n$/ };

const texts = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
  .flatMap(({ name }) => readdirSync(join(fixtures, name)).map((file) => ({ scene: name, file })));

describe("the parsers on what iw 6.17 printed of the recorded scenes", () => {
  const reports: LineReport[] = [];

  it.each(texts)("read $scene/$file whole", ({ scene, file }) => {
    const raw = readFileSync(join(fixtures, scene, file));
    const text = (file.endsWith(".gz") ? gunzipSync(raw) : raw).toString();
    const kind = /^iw-([a-z]+)/.exec(file)![1]!;
    if (PLAIN[kind] !== undefined) return expect(text).toMatch(PLAIN[kind]);
    expect(Object.keys(PARSERS)).toContain(kind);
    const { report } = PARSERS[kind]!(text);
    reports.push(report);
    expect(report.consumed + report.excused.length).toBe(report.read);
  });

  it("excuse no more than 2 % of all lines", () => {
    const sum = sumReports("iw 6.17 on the recorded scenes", reports);
    console.log(describeReport(sum));
    expect(reports.length).toBeGreaterThan(0);
    expect(sum.excused.length / sum.read).toBeLessThanOrEqual(0.02);
  });
});
