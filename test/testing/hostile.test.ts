import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNl80211Error } from "../../src/errors.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { CaptureFile } from "../../src/testing/capture-file.ts";
import { anonymize, openReplay, writePcap } from "../../src/testing/index.ts";
import { eraseSecrets } from "../../src/testing/secrets.ts";

// The village's scan (frames 335 to 427), its key exchange (829 to 877) and the controller's answer: every kind of message.
const packets = readCapture("fixtures/village.pcap.gz").packets.filter(
  ({ number }) => number <= 2 || (number >= 415 && number <= 427) || (number >= 823 && number <= 877),
);
const pcap = writePcap(packets);
const pcapng = asPcapng();

/** Octets to overwrite, and where to cut. */
const damage = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
  cut: fc.option(fc.nat()),
});

describe("captures that somebody damaged", () => {
  for (const [name, file] of [
    ["pcap", pcap],
    ["pcapng", pcapng],
  ] as const) {
    it(`either open or are refused with BAD_FILE in one line (${name})`, () => {
      let opened = 0;
      fc.assert(
        fc.property(damage, ({ flips, cut }) => {
          const bytes = file.slice(0, cut === null ? undefined : cut % file.length);
          for (const [at, value] of flips) if (bytes.length > 0) bytes[at % bytes.length] = value;
          try {
            openReplay(bytes).close();
            opened++;
          } catch (error) {
            expect(isNl80211Error(error, "BAD_FILE"), String(error)).toBe(true);
            expect((error as Error).message).not.toContain("\n");
          }
        }),
        { numRuns: 500 },
      );
      // Both happen: the property is not about an empty set.
      expect(opened).toBeGreaterThan(20);
      expect(opened).toBeLessThan(500);
    });
  }
});

describe("messages that somebody damaged", () => {
  const damaged = fc
    .tuple(fc.constantFrom(...packets), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }))
    .map(([packet, flips]) => {
      const bytes = packet.bytes.slice();
      for (const [at, value] of flips) bytes[at % bytes.length] = value;
      return { ...packet, bytes };
    });

  it("lose their secrets without a fault, in their own length", () => {
    fc.assert(
      fc.property(damaged, ({ bytes }) => {
        const { length } = bytes;
        eraseSecrets(bytes, (family) => family === 35);
        expect(bytes).toHaveLength(length);
      }),
      { numRuns: 1000 },
    );
  });

  it("are anonymized, or left out, without a fault", () => {
    fc.assert(
      fc.property(damaged, (packet) => {
        for (const { number, bytes } of anonymize([packets[1]!, packet])) {
          expect(bytes).toHaveLength((number === packet.number ? packet : packets[1]!).bytes.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function asPcapng(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "nl80211-hostile-"));
  try {
    const path = join(folder, "village.pcapng");
    const file = new CaptureFile(path, "for a test");
    for (const packet of packets) file.add(packet);
    file.close();
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
