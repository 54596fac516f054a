import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { after } from "../../netlink/timer.ts";
import type { Transport } from "../../netlink/transport.ts";
import type { RecordingTransport } from "../../testing/record-transport.ts";
import { follow } from "../follow.ts";
import { runs } from "../runner.ts";

interface RecordOptions {
  readonly seconds?: string;
  readonly anonymize?: boolean;
}

export function register(program: Command): void {
  program
    .command("record")
    .argument("<file>", "a name that ends in .pcap or .pcapng, and .gz where it is to be packed")
    .description("the state of Wi-Fi and what happens to it, as a capture for Wireshark and --replay; Ctrl-C ends it")
    .option("--seconds <n>", "end by itself after so many seconds")
    .option("--anonymize", "pseudonyms for addresses, SSIDs and names, to give it away; written when it ends")
    .action(async function (this: Command, file: string, ...rest: unknown[]) {
      let recording: RecordingTransport | undefined;
      const { anonymize = false } = this.opts<RecordOptions>();
      const wrap = async (transport: Transport): Promise<Transport> => {
        const { recordTransport } = await import("../../testing/record-transport.ts");
        recording = recordTransport(transport, file, { anonymize });
        return recording;
      };
      const action = runs<RecordOptions, [string]>(
        async ({ wifi, replay, output, options, signal }) => {
          const seconds = secondsOf(options.seconds);
          // Of a recording, what happened after its start is recorded again.
          replay?.seek("start");
          await readState(wifi, (text) => output.note(text));
          await follow(signal, ({ end, fail }) => {
            if (seconds !== undefined) after(seconds * 1000, end);
            return wifi.events({ onListening: () => replay?.play().then(end, fail) });
          });
          recording!.stop();
          output.answer(summary(file, recording!), () => describe(file, recording!));
        },
        { streams: true, wrap },
      );
      await action.call(this, file, ...rest);
    });
}

/** Reads what there is, so that the recording stands alone. What cannot be read is said, and no reason to stop. */
async function readState(wifi: Nl80211, note: (text: string) => void): Promise<void> {
  await wifi.wiphys();
  await wifi.interfaces();
  for (const [what, read] of [
    ["regulatory domains", () => wifi.regulatory()],
    ["networks", () => wifi.scanResults()],
    ["stations", () => wifi.stations()],
    ["surveys", () => wifi.surveys()],
  ] as const) {
    await read().catch((error: unknown) => {
      if (!isNl80211Error(error)) throw error;
      note(`without ${what}: ${error.message}`);
    });
  }
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new Nl80211Error("INVALID_ARGUMENT", `--seconds ${text}: expected a number of seconds`);
}

function summary(file: string, { packets, erased }: RecordingTransport) {
  return { file, packets, erased: Object.fromEntries(erased) };
}

function describe(file: string, { packets, erased }: RecordingTransport): string {
  const secrets = Array.from(erased, ([attribute, count]) => `${count} ${attribute}`).join(", ");
  return `${file}: ${packets} datagrams${secrets === "" ? "" : `; zeros for secrets: ${secrets}`}`;
}
