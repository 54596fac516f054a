import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeKernel, fakeKernel, openReplay, recordTransport, settled } from "../../src/testing/index.ts";
import type { ContractCase, World } from "./world.ts";

/** A pause before whatever the kernel does of its own accord, so that a recording of it tells the one from the other. */
const BEFORE_HAPPENING = 1000;

/** Runs a case on a scripted kernel. */
export async function onScriptedKernel(subject: ContractCase): Promise<void> {
  const kernel = fakeKernel();
  subject.script?.(kernel);
  await subject.run(scriptedWorld(kernel, kernel));
  kernel.close();
}

/** Runs a case on a scripted kernel and records it; then runs it again on the recording alone. */
export async function onReplay(subject: ContractCase): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nl80211-contract-"));
  try {
    const file = join(folder, "session.pcap.gz");
    const kernel = fakeKernel();
    subject.script?.(kernel);
    const recorded = recordTransport(kernel, file);
    await subject.run(scriptedWorld(recorded, kernel));
    recorded.close();
    await subject.run(replayWorld(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function scriptedWorld(transport: World["transport"], kernel: FakeKernel): World {
  const pass = (ms: number) => kernel.clock.advanceAsync(ms);
  return {
    name: "scripted kernel",
    transport,
    asked: (command, times) => kernel.asked(command, times),
    pass,
    happen: async (action) => {
      await pass(BEFORE_HAPPENING);
      action(kernel);
      await settled();
    },
  };
}

function replayWorld(file: string): World {
  const replay = openReplay(file);
  let passed = 0;
  const pass = async (ms: number) => {
    passed += ms;
    // Half a millisecond more: what happened at that moment has happened.
    await replay.play({ until: (passed + 0.5) / 1000 });
    await settled();
  };
  return { name: "replay", transport: replay, asked: async () => {}, pass, happen: () => pass(BEFORE_HAPPENING) };
}
