import type { Command } from "commander";
import type { ReceivedFrame } from "../../client/frame/received-frame.ts";
import { changeCommand, changes } from "../changes.ts";
import { follow, type Over } from "../follow.ts";
import { timeText } from "../format.ts";
import { frameArguments } from "../frame-arguments.ts";
import { frameWords } from "../sentences/frame-words.ts";
import { sentence } from "../sentences/words.ts";
import { refuseRecording } from "../session.ts";
import { numberOf } from "../typed.ts";

export function register(program: Command): void {
  const mgmt = program.command("mgmt").description("management frames");
  changeCommand(
    mgmt
      .command("dump")
      .description("print management frames as they come; Ctrl-C ends it")
      .argument("<interface>")
      .argument("<words...>", "frame <type> [pattern], once or several times; count <number>"),
    ["mgmt dump wlan0 frame probe-request", "mgmt dump wlan0 frame 40 00 frame d0 04:09 count 10"],
    "A type is a name (probe-request, action, ...) or the first octet of the frame in hex; a pattern the first octets of its body.",
  ).action(
    changes<object, [string, string[]]>(
      async (context, name, words) => {
        const { wifi, output, options, signal } = context;
        const { frames, count = Number.POSITIVE_INFINITY } = frameArguments(words);
        const received$ = wifi.frames.receive$(name, frames);
        if (!options.dryRun) refuseRecording(context, "mgmt dump");
        let seen = 0;
        const next = (frame: ReceivedFrame, { end }: Over) => {
          output.item(frame, () => frameLine(frame));
          if (++seen === count) end();
        };
        await follow(signal, () => received$, next);
      },
      { streams: true },
    ),
  );
  // iw has two names for it.
  const roc = program.command("roc").description("remain on another channel for a while: offchannel");
  registerStay(program, "offchannel", "offchannel wlan0 2437 500");
  registerStay(roc, "start", "roc start wlan0 2437 500");
}

function registerStay(group: Command, word: string, example: string): void {
  changeCommand(
    group
      .command(word)
      .description("go to another channel for a while, and come back; Ctrl-C comes back at once")
      .argument("<interface>")
      .argument("<MHz>")
      .argument("<ms>", "how long"),
    [example],
  ).action(
    changes<object, [string, string, string]>(async ({ wifi, output, signal }, name, mhz, ms) => {
      const channel = { frequencyMhz: numberOf("MHz", mhz) };
      await using stay = await wifi.frames.remainOnChannel(name, channel, numberOf("ms", ms), { signal });
      const { frequencyMhz, durationMs } = stay;
      output.item({ begun: { frequencyMhz, durationMs } }, () => `on ${frequencyMhz} MHz for ${durationMs} ms`);
      signal.addEventListener("abort", () => void stay.close());
      const ended = await stay.ended;
      output.item({ ended }, () => "back");
    }),
  );
}

/** "12:00:01.123  probe request 02:... -> ff:... on 2412 MHz at -30 dBm". */
function frameLine({ bytes, time, frequencyMhz, signalDbm }: ReceivedFrame): string {
  const where = frequencyMhz !== undefined && `on ${frequencyMhz} MHz`;
  return `${timeText(time)}  ${sentence(frameWords(bytes), where, signalDbm !== undefined && `at ${signalDbm} dBm`)}`;
}
