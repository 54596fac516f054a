import type { Command } from "commander";
import type { WifiEvent } from "../../client/events.ts";
import { toJson } from "../../json.ts";
import type { Replay } from "../../testing/replay-transport.ts";
import { withoutSecrets } from "../event-secrets.ts";
import { wdevText } from "../format.ts";
import { runs } from "../runner.ts";

export function register(program: Command): void {
  program
    .command("events")
    .description("what happens to Wi-Fi, as it happens; Ctrl-C ends it")
    .option("--groups <names...>", "only these multicast groups: config, scan, regulatory, mlme, vendor, nan, testmode")
    .action(
      runs<{ groups?: string[] }, []>(
        async ({ wifi, replay, output, options, signal }) => {
          const names = new Map((await wifi.interfaces()).map((device) => [device.ifindex, device.name]));
          const { groups } = options;
          await new Promise<void>((resolve, reject) => {
            const onListening = () => {
              if (replay !== undefined) playFromStart(replay).then(end, reject);
            };
            const subscription = wifi.events({ onListening, ...(groups !== undefined && { groups }) }).subscribe({
              next: (event) =>
                output.item(withoutSecrets(event), () =>
                  eventText(withoutSecrets(event), (ifindex) => names.get(ifindex)),
                ),
              error: reject,
              complete: resolve,
            });
            const end = () => {
              subscription.unsubscribe();
              resolve();
            };
            signal.addEventListener("abort", end);
          });
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

/** Attributes that only say where an event happened: its line begins with that. */
const PLACE = new Set(["wiphy", "ifindex", "wdev"]);

/** "12:00:01.123  wlan0  connect  mac=02:..., statusCode=0". */
export function eventText(event: WifiEvent, nameOf: (ifindex: number) => string | undefined): string {
  const time = new Date(event.time).toISOString().slice(11, 23);
  return `${time}  ${placeOf(event, nameOf)}  ${event.type}${detailsOf(event)}`;
}

function placeOf(event: WifiEvent, nameOf: (ifindex: number) => string | undefined): string {
  if (event.ifindex !== undefined) return nameOf(event.ifindex) ?? `ifindex ${event.ifindex}`;
  if (event.wdev !== undefined) return wdevText(event.wdev);
  return event.wiphy === undefined ? "-" : `phy#${event.wiphy}`;
}

function detailsOf(event: WifiEvent): string {
  if (event.type === "unknown") return ` command ${event.command}`;
  if (event.type === "overrun") return ": events were lost";
  const details = Object.entries(event.attributes)
    .filter(([key]) => !PLACE.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(toJson(value))}`);
  return details.length === 0 ? "" : `  ${details.join(" ")}`;
}
