import type { Command } from "commander";
import { toHex } from "../../bytes/hex.ts";
import { Nl80211Error } from "../../errors.ts";
import type { AnnotatedAttribute } from "../../genetlink/annotate.ts";
import { NLCTRL_NAMES } from "../../genetlink/generated/name-table.ts";
import { NL80211_NAMES } from "../../nl80211/generated/name-table.ts";
import { type DissectedMessage, Dissector } from "../../testing/dissector.ts";
import { type InputDatagram, readDatagrams } from "../input/datagrams.ts";
import { processOutput } from "../output.ts";
import { fail } from "../runner.ts";
import { type GlobalOptions, recordingOf } from "../session.ts";

interface DecodeOptions extends GlobalOptions {
  readonly command?: string;
  readonly family?: string;
}

/** A message, and the datagram that it came in. */
interface Decoded extends DissectedMessage {
  readonly number: number;
  readonly time?: number;
}

export function register(program: Command): void {
  program
    .command("decode")
    .argument("[file]", "hex, a capture, the output of strace, or the hex itself; - or nothing is stdin (or --replay)")
    .description("messages of nl80211 and the controller, attribute by attribute")
    .option("--command <name>", "only messages of this command: TriggerScan, trigger-scan")
    .option("--family <name>", "only messages of this family: nl80211, nlctrl")
    .action(function (this: Command, file: string | undefined) {
      const options = this.optsWithGlobals<DecodeOptions>();
      const output = processOutput(options.json === true);
      try {
        const messages = decodeAll(readDatagrams(file ?? recordingOf(options))).filter(chosenBy(options));
        output.answer(messages, () => messages.map(messageText).join("\n\n"));
      } catch (error) {
        fail(error, output);
      }
    });
}

function decodeAll(datagrams: readonly InputDatagram[]): Decoded[] {
  const dissector = new Dissector();
  for (const { bytes } of datagrams) dissector.learn(bytes);
  const messages = datagrams.flatMap(({ number, time, bytes }) =>
    dissector.dissect(bytes).map((message) => ({ number, ...(time !== undefined && { time }), ...message })),
  );
  const [first] = messages;
  if (messages.length === 1 && first?.problem !== undefined && first.family === undefined) {
    throw new Nl80211Error("MALFORMED", first.problem);
  }
  return messages;
}

function chosenBy({ command, family }: DecodeOptions): (message: Decoded) => boolean {
  const wanted = command === undefined ? undefined : plain(command);
  if (wanted !== undefined && !COMMAND_NAMES.has(wanted)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `--command ${command}: neither nl80211 nor nlctrl has such a command`);
  }
  return (message) =>
    (wanted === undefined || (message.command !== undefined && plain(message.command) === wanted)) &&
    (family === undefined || message.family === family);
}

/** "TriggerScan", "trigger-scan" and "NL80211_CMD_TRIGGER_SCAN" are one. */
function plain(name: string): string {
  return name
    .replace(/^(NL80211|CTRL)_CMD_/i, "")
    .replace(/[-_]/g, "")
    .toLowerCase();
}

const COMMAND_NAMES: ReadonlySet<string> = new Set(
  [NL80211_NAMES, NLCTRL_NAMES].flatMap(({ commands }) => Object.values(commands).map(({ name }) => plain(name))),
);

function messageText(message: Decoded): string {
  const time = message.time === undefined ? "" : `  ${new Date(message.time).toISOString().slice(11, 23)}`;
  const name = message.command ?? (message.commandNumber === undefined ? "" : `command ${message.commandNumber}`);
  const what = [message.kind, message.family ?? (name === "" ? "" : `type ${message.type}`), name, message.errno];
  const header = `#${message.number}${time}  ${what.filter(Boolean).join(" ")}`;
  const place = `offset ${message.offset}, ${message.length} octets, sequence ${message.sequence}, port ${message.portId}`;
  const flags = message.flags.length === 0 ? "" : `, flags ${message.flags.join(" ")}`;
  const lines = [header, `  ${place}${flags}`];
  if (message.attribute !== undefined) lines.push(`  attribute ${message.attribute}`);
  if (message.text !== undefined) lines.push(`  kernel: ${JSON.stringify(message.text)}`);
  if (message.cookie !== undefined) lines.push(`  cookie ${message.cookie}`);
  if (message.problem !== undefined) lines.push(`  problem: ${message.problem}`);
  if (message.payload !== undefined) lines.push(`  ${toHex(message.payload)}`);
  for (const attribute of message.attributes ?? []) lines.push(...attributeLines(attribute, 1));
  return lines.join("\n");
}

/** "  36  scan-flags (158) u32 &scan-flags = {low-priority}". */
function attributeLines(attribute: AnnotatedAttribute, depth: number): string[] {
  const { offset, name, number, type, value, problem, children } = attribute;
  const label = name === undefined ? `unknown (${number})` : name.startsWith("[") ? name : `${name} (${number})`;
  const shown = value === undefined ? "" : ` = ${value}`;
  const trouble = problem === undefined ? "" : `  (${problem})`;
  const line = `${"  ".repeat(depth)}${String(offset).padStart(5)}  ${label}${type === undefined ? "" : ` ${type}`}${shown}${trouble}`;
  return [line, ...(children ?? []).flatMap((child) => attributeLines(child, depth + 1))];
}
