import { readFileSync } from "node:fs";
import { fromHex } from "../../src/bytes/hex.ts";
import { ElementId, Network, parseElements } from "../../src/ieee80211/index.ts";

/**
 * How long elements take, in ns a beacon: `npx tsx test/bench/elements.ts`. The beacons are those of the captures, as the test
 * against iw has them. Best of many rounds; compare with a loop in C over the same octets on the same machine.
 */
const text = readFileSync(new URL("../ieee80211/iw-6.17.txt", import.meta.url), "latin1");
const beacons = [...text.matchAll(/^> (00[0-9a-f]{200,})$/gm)].map(([, hex]) => fromHex(hex!));

const looks: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  "walk, nothing looked into": (bytes) => parseElements(bytes).length,
  "one element object each": (bytes) => [...parseElements(bytes)].length,
  SSID: (bytes) => parseElements(bytes).get(ElementId.Ssid)?.bytes.length,
  "SSID, channel, rates, security": (bytes) => {
    const elements = parseElements(bytes);
    const network = new Network(elements, { frequencyMhz: 5180, capability: 0x11 });
    return [
      network.ssid.bytes,
      network.channel?.widthMhz,
      elements.get(ElementId.SupportedRates),
      network.security.modes,
    ];
  },
  "everything decoded": (bytes) => [...parseElements(bytes)].map((element) => element.value),
  "all that a network tells": (bytes) => new Network(parseElements(bytes), { frequencyMhz: 5180 }).toJSON(),
};

/** What was looked at last, so that the work is not optimized away. */
let kept: unknown;

for (const [name, look] of Object.entries(looks)) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 60; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 400; i++) for (const bytes of beacons) kept = look(bytes);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / (400 * beacons.length));
  }
  console.log(`${best.toFixed(0).padStart(8)} ns  ${name}`);
}

console.log(`${beacons.length} beacons, ${typeof kept}`);
