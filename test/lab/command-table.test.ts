import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commandTable, readSightings, saw } from "./command-table.ts";

describe("the table of commands", () => {
  let results: string;
  beforeEach(() => {
    results = mkdtempSync(join(tmpdir(), "commands-"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(results, { recursive: true, force: true });
  });

  it("keeps what tests saw, in the results of the guest", () => {
    vi.stubEnv("LAB_RESULTS", results);
    saw("TriggerScan", "took-effect", "results followed");
    saw("SetSarSpecs", "refused:EOPNOTSUPP");
    expect(readSightings(results)).toEqual([
      { command: "TriggerScan", what: "took-effect", note: "results followed" },
      { command: "SetSarSpecs", what: "refused:EOPNOTSUPP" },
    ]);
  });

  it("notes nothing outside the lab", () => {
    vi.stubEnv("LAB_RESULTS", undefined);
    saw("TriggerScan", "took-effect");
    expect(readSightings(results)).toEqual([]);
  });

  it("shows the best of each kernel, and names the gaps", () => {
    const table = commandTable(
      ["GetWiphy", "TriggerScan", "SetSarSpecs", "SetPmk", "Vendor"],
      new Map([
        [
          "6.1",
          [
            { command: "GetWiphy", what: "policy-only" },
            { command: "GetWiphy", what: "took-effect" },
            { command: "SetSarSpecs", what: "refused:EOPNOTSUPP" },
            { command: "SetPmk", what: "policy-only" },
          ],
        ],
        [
          "7.3",
          [
            { command: "GetWiphy", what: "took-effect" },
            { command: "TriggerScan", what: "took-effect" },
            { command: "TriggerScan", what: "refused:EBUSY" },
            { command: "SetSarSpecs", what: "refused:EOPNOTSUPP" },
          ],
        ],
      ]),
    );
    expect(table.split("\n")).toEqual([
      "command      6.1         7.3",
      "GetWiphy     yes         yes",
      "TriggerScan  -           yes",
      "SetSarSpecs  EOPNOTSUPP  EOPNOTSUPP",
      "SetPmk       policy      -",
      "",
      "5 commands: 2 seen to take effect, 1 refused, 1 by policy only, 1 not at all",
      "gaps: Vendor",
    ]);
  });
});
