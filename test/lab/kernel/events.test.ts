import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventText } from "../../../src/cli/commands/events.ts";
import type { WifiEvent } from "../../../src/client/watch/events.ts";
import { Nl80211 } from "../../../src/open.ts";
import { lineWith, partsOfSentence } from "../../oracle/as-iw-event.ts";
import { parseIwEvents } from "../../oracle/iw-event.ts";
import { freshRadios, run, until } from "../guest.ts";

// Scenes that are played while both listen: each line of `iw event` has one of ours that says as much. A scene begins by loading the
// modules anew, so that our subscription also goes on through that.

describe("what happens, beside iw event", () => {
  it.each([
    // wpa_supplicant roams by authenticating and associating anew: for the kernel that is a connection, not a roam.
    ["roam", ["reg-change", "trigger-scan", "authenticate", "associate", "connect", "deauthenticate", "disconnect"]],
    ["cqm", ["notify-cqm"]],
    ["channel-switch", ["ch-switch-started-notify", "ch-switch-notify"]],
    ["mesh", ["new-station", "del-station"]],
    ["hotplug", ["new-wiphy", "del-wiphy", "new-interface", "del-interface"]],
  ])("%s", async (scene, types) => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    const events: WifiEvent[] = [];
    const failures: unknown[] = [];
    await new Promise<void>((onListening) => {
      wifi.events({ onListening }).subscribe({
        next: (event) => events.push(event),
        error: (error) => failures.push(error),
      });
    });
    const directory = mkdtempSync(join(tmpdir(), "scene-"));
    await run("scene", "--record", directory, scene);
    const { events: theirs } = parseIwEvents(readFileSync(join(directory, "iw-event.txt"), "utf8"));
    expect(theirs.length).toBeGreaterThan(0);
    const last = partsOfSentence(theirs.at(-1)!);
    await until("we have heard the last event too", () => lineWith(events.map(eventText), last) >= 0);
    const lines = events.map(eventText);
    for (const event of theirs) {
      const parts = partsOfSentence(event);
      const found = lineWith(lines, parts);
      expect(found, `${parts.join(" ... ")} in\n${lines.join("\n")}`).not.toBe(-1);
      lines.splice(found, 1);
    }
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    // Whatever names an interface by its index, names it by its name.
    for (const { type, ifindex, interface: name } of events) {
      if (ifindex !== undefined) expect(name, `the interface of ${type}`).toBeDefined();
    }
    expect(failures).toEqual([]);
  });
});
