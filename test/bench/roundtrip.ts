/** Round trips to the running kernel's nlctrl, through the whole stack to the awaited promise, beside C with libnl. */

import { encodeGetFamilyRequest, NlctrlCommand } from "../../src/genetlink/generated/nlctrl.ts";
import { GenericNetlink } from "../../src/genetlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { Peer } from "./peer.ts";

const ROUNDS = Number(process.argv[2] ?? 7);
const FAMILIES = 50_000;
const DUMPS = 5_000;

const transport = await socketTransport();
const netlink = new GenericNetlink(transport);
const peer = Peer.build();

async function family(): Promise<void> {
  const name = { familyName: "nlctrl" };
  const [reply] = await netlink.request("nlctrl", NlctrlCommand.GetFamily, (w) => encodeGetFamilyRequest(w, name));
  const r = reply!.attributes();
  if (r.step(r.start, r.end) === 0) throw new Error("an empty answer");
}

async function dump(): Promise<void> {
  const replies = await netlink.dump("nlctrl", NlctrlCommand.GetFamily).toArray();
  for (const reply of replies) if (reply.command !== 1) throw new Error("no family");
}

/** Microseconds of one, over `count`. */
async function measure(action: () => Promise<void>, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) await action();
  return ((performance.now() - start) * 1000) / count;
}

// rounds of both in turn, so that the machine's other work falls on both; the best of each counts
const best = { family: Infinity, dump: Infinity, cFamily: Infinity, cDump: Infinity };
for (let round = 0; round < ROUNDS; round++) {
  best.family = Math.min(best.family, await measure(family, FAMILIES));
  if (peer) best.cFamily = Math.min(best.cFamily, Number(peer.run("family", FAMILIES)));
  best.dump = Math.min(best.dump, await measure(dump, DUMPS));
  if (peer) best.cDump = Math.min(best.cDump, Number(peer.run("dump", DUMPS)));
}
peer?.remove();

const families = (await netlink.families()).length;
report("one family", best.family, best.cFamily);
report(`dump of ${families} families`, best.dump, best.cDump);
netlink.close();
transport.close();

function report(what: string, ours: number, c: number): void {
  const beside = peer ? `   C, libnl: ${c.toFixed(1)} µs   ratio ${(ours / c).toFixed(2)}` : "";
  console.log(`${what}: ${ours.toFixed(1)} µs${beside}   (best of ${ROUNDS} rounds)`);
}
