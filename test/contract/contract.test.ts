import { describe, it } from "vitest";
import { dumpCases } from "./cases/dumps.ts";
import { scanCases } from "./cases/scans.ts";
import { socketCases } from "./cases/sockets.ts";
import { valueCases } from "./cases/values.ts";
import { onReplay, onScriptedKernel } from "./memory-worlds.ts";
import { noSockets, onSocket } from "./socket-world.ts";
import type { ContractCase, TransportName } from "./world.ts";

const CASES = [...dumpCases, ...socketCases, ...scanCases, ...valueCases];

const missing = await noSockets();

contract("scripted kernel", onScriptedKernel);
contract("replay", onReplay);
contract("socket", onSocket, missing);

/** Every case on one transport. What it cannot show is skipped by name, with the reason in the title. */
function contract(name: TransportName, run: (subject: ContractCase) => Promise<void>, unavailable?: string): void {
  describe(`the contract, on a ${name}`, () => {
    for (const subject of CASES) {
      const reason = unavailable ?? subject.cannot?.[name];
      if (reason === undefined) it(subject.title, () => run(subject));
      else it.skip(`${subject.title}: not shown here, ${reason}`, () => {});
    }
  });
}
