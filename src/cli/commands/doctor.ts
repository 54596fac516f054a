import type { Command } from "commander";
import { examine, type Finding } from "../doctor.ts";
import { ExitCode } from "../failure.ts";
import { processOutput } from "../output.ts";
import { fail } from "../runner.ts";
import type { GlobalOptions } from "../session.ts";
import { openSession, recordingOf } from "../session.ts";

export function register(program: Command): void {
  program
    .command("doctor")
    .description("what this machine has and lacks for Wi-Fi, with the cure for each")
    .action(async function (this: Command) {
      const options = this.optsWithGlobals<GlobalOptions>();
      const output = processOutput(options.json === true);
      try {
        const all = await examine(async () => (await openSession(options, output)).wifi);
        // a recording tells of another machine, and of what passed through nl80211 alone
        const recorded = recordingOf(options) !== undefined;
        const findings = recorded ? all.filter(({ topic }) => RECORDED.includes(topic)) : all;
        output.answer(findings, () => findings.map(findingText).join(""));
        if (findings.some(({ state }) => state === "trouble")) process.exitCode = ExitCode.Failed;
      } catch (error) {
        fail(error, output);
      }
    });
}

const RECORDED: readonly string[] = ["nl80211", "adapters", "regulation"];

const MARKS: Readonly<Record<Finding["state"], string>> = { ok: "ok      ", note: "note    ", trouble: "trouble " };

export function findingText({ topic, state, found, cure }: Finding): string {
  return `${MARKS[state]} ${topic}: ${found}\n${cure === undefined ? "" : `          ${cure}\n`}`;
}
