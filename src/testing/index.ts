export { anonymize } from "./anonymize.ts";
export { type Capture, type CapturedPacket, readCapture } from "./capture.ts";
export { PacketWay } from "./cooked-header.ts";
export {
  type AckStep,
  type Answer,
  type Attributes,
  ack,
  type CommandName,
  type CommandOf,
  type CommandTypes,
  type DumpAnswerOptions,
  type DumpStep,
  dump,
  type EventName,
  type EventOf,
  type EventOptions,
  type EventStep,
  event,
  type InTurnStep,
  inTurn,
  type LaterStep,
  later,
  type OtherCommand,
  type OverrunStep,
  overrun,
  type RefusalOptions,
  type RefuseStep,
  type ReplyOptions,
  type ReplyStep,
  refuse,
  reply,
  type SendErrorStep,
  type SilenceStep,
  type Step,
  sendError,
  silence,
  type TellStep,
  tell,
  type UnknownCommand,
} from "./fake-answer.ts";
export { type AskedOf, FakeKernel, type FakeKernelOptions, type FamilyOptions, fakeKernel } from "./fake-kernel.ts";
export { FakeRequest } from "./fake-request.ts";
export type { FakeSwitch } from "./fake-rfkill.ts";
export type { Origin } from "./memory-transport.ts";
export { writePcap } from "./pcap.ts";
export { type RecordingTransport, type RecordOptions, recordTransport } from "./record-transport.ts";
export type { RawAttribute } from "./recorded-message.ts";
export { type Moment, openReplay, type PlayOptions, type Replay, type ReplayOptions } from "./replay-transport.ts";
export { settled, VirtualClock } from "./virtual-clock.ts";
