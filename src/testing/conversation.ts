import { Nl80211Error } from "../errors.ts";
import { MessageFlag } from "../netlink/constants.ts";
import { errnoName, errnoText } from "../netlink/errno.ts";
import { writeMessage } from "../netlink/message.ts";
import type { Clock } from "../netlink/transport.ts";
import { CODECS } from "./codecs.ts";
import type {
  Answer,
  CommandTypes,
  DumpStep,
  EventStep,
  InTurnStep,
  LaterStep,
  ReplyOptions,
  Step,
  TellStep,
} from "./fake-answer.ts";
import { doneMessage, errorMessage, genericPayload, withAttributes } from "./fake-messages.ts";
import type { FakeRequest } from "./fake-request.ts";
import type { MemoryChannel } from "./memory-transport.ts";

/** What a conversation needs of the kernel that holds it. */
export interface Interlocutor {
  readonly clock: Clock;
  /** Which of the answers in turn is due. */
  turn(step: InTurnStep<AnyCommand>): Script;
  /** Sends to a multicast group. */
  announce(step: EventStep): void;
  /** The message that an unsolicited one to a single socket is. */
  unsolicited(step: TellStep): Uint8Array;
}

/** A script of which nothing is known but that it was checked when it was written. */
export type Script = Answer<AnyCommand>;
type AnyCommand = { readonly [Key in keyof CommandTypes]: unknown };

interface Planned {
  readonly at: number;
  readonly step: Exclude<Step<AnyCommand>, LaterStep<AnyCommand> | InTurnStep<AnyCommand>>;
}

/** Answers a request as its script says: what comes at once before this returns, the rest in its time. */
export function converse(kernel: Interlocutor, channel: MemoryChannel, request: FakeRequest, script: Script): void {
  const steps = concluded(plan(kernel, request, script, 0), request);
  for (const { at, step } of steps) {
    if (at === 0) perform(kernel, channel, request, step);
    else kernel.clock.after(at, () => perform(kernel, channel, request, step));
  }
}

/** The script as steps with their times, in order. */
function plan(kernel: Interlocutor, request: FakeRequest, answer: Script, at: number): Planned[] {
  if (typeof answer === "function") return plan(kernel, request, answer(request), at);
  if (!("kind" in answer)) return answer.flatMap((one) => plan(kernel, request, one, at)).sort((a, b) => a.at - b.at);
  if (answer.kind === "later") return plan(kernel, request, answer.answer, at + answer.ms);
  if (answer.kind === "inTurn") return plan(kernel, request, kernel.turn(answer), at);
  return [{ at, step: answer }];
}

/** Adds the end that the script leaves out: DONE for a dump, else an ACK if one is asked for, behind the last reply. */
function concluded(steps: Planned[], request: FakeRequest): Planned[] {
  if (steps.some(({ step }) => CONCLUDE.has(step.kind))) return steps;
  if (!request.dump && (request.message.flags & MessageFlag.Ack) === 0) return steps;
  const lastReply = steps.findLastIndex(({ step }) => step.kind === "reply");
  const after = lastReply >= 0 ? lastReply : steps.findLastIndex(({ at }) => at === 0);
  const at = steps[after]?.at ?? 0;
  return steps.toSpliced(after + 1, 0, { at, step: request.dump ? { kind: "dump", items: [] } : { kind: "ack" } });
}

const CONCLUDE: ReadonlySet<string> = new Set(["ack", "refuse", "silence", "sendError", "dump"]);

function perform(kernel: Interlocutor, channel: MemoryChannel, request: FakeRequest, step: Planned["step"]): void {
  const { message, portId } = request;
  switch (step.kind) {
    case "reply":
      channel.deliver(replyMessage(request, step.attributes, step, request.dump ? MessageFlag.Multi : 0), {
        sender: step.sender ?? 0,
      });
      return;
    case "dump":
      performDump(channel, request, step);
      return;
    case "ack":
      channel.deliver(errorMessage(message, portId, 0, step));
      return;
    case "refuse":
      channel.deliver(errorMessage(message, portId, step.errno, step));
      return;
    case "event":
      kernel.announce(step);
      return;
    case "tell":
      channel.deliver(kernel.unsolicited(step));
      return;
    case "overrun":
      channel.overrun();
      return;
    case "sendError": {
      const name = errnoName(step.errno);
      const text = `${name}: sending: ${errnoText(step.errno)}`;
      throw new Nl80211Error("KERNEL", text, { errno: step.errno, errnoName: name });
    }
  }
}

function performDump(channel: MemoryChannel, request: FakeRequest, step: DumpStep<unknown>): void {
  const flags = MessageFlag.Multi | (step.interrupted === true ? MessageFlag.DumpInterrupted : 0);
  const answer = step.command === undefined ? {} : { command: step.command };
  const messages = step.items.map((item) => replyMessage(request, item, answer, flags));
  const size = step.perDatagram ?? Math.max(1, messages.length);
  for (let at = 0; at < messages.length; at += size) {
    channel.deliver(Uint8Array.from(messages.slice(at, at + size).flatMap((bytes) => [...bytes])));
  }
  if (step.done !== false) channel.deliver(doneMessage(request.message, request.portId, step));
}

function replyMessage(request: FakeRequest, attributes: unknown, options: ReplyOptions, flags: number): Uint8Array {
  const { message, portId, family } = request;
  const header = { flags, sequence: options.sequence ?? message.sequence, portId: options.portId ?? portId };
  if (family === "rtnetlink") {
    // RTM_NEW... answers RTM_GET...
    const type = options.command ?? message.type - (message.type % 4);
    return writeMessage({ ...header, type, payload: withAttributes(0, attributes) });
  }
  const codec = family === "nl80211" ? CODECS.get(request.command) : undefined;
  const exchange = request.dump ? codec?.dump : codec?.do;
  const command = options.command ?? exchange?.replyCommand ?? request.command;
  return writeMessage({
    ...header,
    type: message.type,
    payload: genericPayload(command, attributes, exchange?.encodeReply),
  });
}
