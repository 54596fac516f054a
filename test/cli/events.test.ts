import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventText } from "../../src/cli/commands/events.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import type { WifiEvent } from "../../src/client/watch/events.ts";
import { openReplay } from "../../src/testing/index.ts";
import { lineWith, partsOfSentence } from "../oracle/as-iw-event.ts";
import { parseIwEvents } from "../oracle/iw-event.ts";

// What iw 6.17 printed while Linux 6.1, 6.12 and 7.3 were recorded: each of its lines has one of ours that says as much. Ours may
// be more: nlmon repeats what several programs hear.

const fixtures = join(import.meta.dirname, "../../fixtures");
const scenes = readdirSync(fixtures).filter((name) => /^\d.*(?<!\.gz)$/.test(name));

let compared = 0;

describe.each(scenes)("events of %s", (scene) => {
  it("say what iw event said", async () => {
    const replay = openReplay(join(fixtures, `${scene}.pcap.gz`), { at: "start" });
    await using wifi = await Nl80211.open({ transport: replay });
    const events: WifiEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      const onListening = () => void replay.play().then(resolve, reject);
      wifi.events({ onListening }).subscribe({ next: (event) => events.push(event), error: reject });
    });
    const lines = events.map((event) => ({ time: event.time, text: eventText(event) }));
    const last = Math.max(...lines.map(({ time }) => time));
    const { events: theirs } = parseIwEvents(readFileSync(join(fixtures, scene, "iw-event.txt"), "utf8"));
    for (const event of theirs) {
      // iw listened a moment longer than the recording lasts.
      if (Number(event.timeUs) / 1000 > last) continue;
      const parts = partsOfSentence(event);
      const texts = lines.map(({ text }) => text);
      const found = lineWith(texts, parts);
      expect(found, `${parts.join(" ... ")} in\n${texts.join("\n")}`).not.toBe(-1);
      lines.splice(found, 1);
      compared++;
    }
  });
});

describe("all recorded events", () => {
  it("are compared", () => expect(compared).toBeGreaterThan(1000));
});
