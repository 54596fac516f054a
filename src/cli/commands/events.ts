import type { Command } from "commander";
import type { WifiEvent } from "../../client/watch/events.ts";
import type { Replay } from "../../testing/replay-transport.ts";
import { withoutSecrets } from "../event-secrets.ts";
import { follow, type Over } from "../follow.ts";
import { timeText, wdevText } from "../format.ts";
import { runs } from "../runner.ts";
import { eventSentence } from "../sentences/sentence.ts";

export function register(program: Command): void {
  program
    .command("events")
    .description("what happens to Wi-Fi, as it happens, a line an event; Ctrl-C ends it")
    .option("--groups <names...>", "only these multicast groups: config, scan, regulatory, mlme, vendor, nan, testmode")
    .action(
      runs<{ groups?: string[] }, []>(
        async ({ wifi, replay, output, options, signal }) => {
          const { groups } = options;
          const begin = ({ end, fail }: Over) => {
            const onListening = () => {
              if (replay !== undefined) playFromStart(replay).then(end, fail);
            };
            return wifi.events({ onListening, ...(groups !== undefined && { groups }) });
          };
          await follow(signal, begin, (event) => output.item(withoutSecrets(event), () => eventText(event)));
        },
        { streams: true },
      ),
    );
}

/** A recording's events are those from its start, whatever moment answers requests. */
async function playFromStart(replay: Replay): Promise<void> {
  replay.seek("start");
  await replay.play();
}

/** "12:00:01.123  wlan0  connected to 02:00:00:00:01:00". */
export function eventText(event: WifiEvent): string {
  return `${timeText(event.time)}  ${placeOf(event)}  ${eventSentence(event)}`;
}

/** Where it happened: an interface, a device without one, a radio; "-" for what concerns all. */
function placeOf({ ifindex, interface: name, wdev, wiphy }: WifiEvent): string {
  if (name !== undefined) return name;
  if (ifindex !== undefined) return `ifindex ${ifindex}`;
  if (wdev !== undefined) return wdevText(wdev);
  return wiphy === undefined ? "-" : `phy#${wiphy}`;
}
