import type { Command } from "commander";
import type { CqmNotification } from "../../client/station/cqm.ts";
import { changeCommand, changes } from "../changes.ts";
import { follow } from "../follow.ts";
import { timeText } from "../format.ts";
import { refuseRecording } from "../session.ts";
import { numberOf } from "../typed.ts";

interface WatchOptions {
  readonly hysteresis?: string;
}

export function register(program: Command): void {
  const cqm = program.command("cqm").description("the connection quality monitor of a client");
  changeCommand(
    cqm
      .command("rssi")
      .description("set the signal that is to be crossed, or off; events tell when it is (iw's cqm rssi)")
      .argument("<interface>")
      .argument("<dBm | off>")
      .argument("[hysteresis]", "in dB"),
    ["cqm rssi wlan0 -70 4", "cqm rssi wlan0 off"],
  ).action(
    changes<object, [string, string, string | undefined]>(({ wifi }, name, dbm, hysteresis) =>
      dbm === "off" ? wifi.setCqm(name, "off") : wifi.setCqm(name, thresholds([dbm], hysteresis)),
    ),
  );
  changeCommand(
    cqm
      .command("watch")
      .description("tell when the signal crosses a threshold, packets or beacons are lost, until Ctrl-C")
      .argument("<interface>")
      .argument("[dBm...]", "several, from low to high, where the device can")
      .option("--hysteresis <dB>", "how much the signal must change between two notifications"),
    ["cqm watch wlan0", "cqm watch wlan0 -70 --hysteresis 4", "cqm watch wlan0 -80 -60"],
  ).action(
    changes<WatchOptions, [string, string[]]>(
      async (context, name, dbm) => {
        const { wifi, output, options, signal } = context;
        const what = dbm.length === 0 ? {} : thresholds(dbm, options.hysteresis);
        // of a dry run, thresholds are held back, and end it
        if (!options.dryRun || dbm.length === 0) refuseRecording(context, "cqm watch");
        const next = (told: CqmNotification) => output.item(told, () => notificationText(told));
        await follow(signal, () => wifi.cqm$(name, what), next);
        // the client closes now, and might before the stream's own undo is sent
        if (dbm.length > 0) await wifi.setCqm(name, "off");
      },
      { streams: true },
    ),
  );
}

function thresholds(dbm: readonly string[], hysteresis: string | undefined) {
  const signalDbm = dbm.map((each) => numberOf("dBm", each));
  return { signalDbm, ...(hysteresis !== undefined && { hysteresisDb: numberOf("hysteresis", hysteresis) }) };
}

/** "12:00:01.123  the signal fell below a threshold: -71 dBm". */
function notificationText(notification: CqmNotification): string {
  return `${timeText(notification.time)}  ${sentence(notification)}`;
}

function sentence(notification: CqmNotification): string {
  switch (notification.type) {
    case "signal-low":
    case "signal-high": {
      const how = notification.type === "signal-low" ? "fell below" : "rose above";
      const level = notification.signalDbm === undefined ? "" : `: ${notification.signalDbm} dBm`;
      return `the signal ${how} a threshold${level}`;
    }
    case "packet-loss":
      return `${notification.packets} frames in a row were not acknowledged by ${notification.peer ?? "the peer"}`;
    case "transmit-errors":
      return `${notification.percent} % of ${notification.packets} frames failed within ${notification.intervalS} s`;
    case "beacon-loss":
      return "beacons are lost";
  }
}
