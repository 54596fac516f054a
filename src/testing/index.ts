export { anonymize } from "./anonymize.ts";
export { type Capture, type CapturedPacket, readCapture } from "./capture.ts";
export { PacketWay } from "./cooked-header.ts";
export {
  type Answer,
  type Attributes,
  ack,
  type CommandName,
  type CommandTypes,
  type DumpAnswerOptions,
  dump,
  type EventName,
  type EventOptions,
  event,
  inTurn,
  later,
  type OtherCommand,
  overrun,
  type RefusalOptions,
  type ReplyOptions,
  refuse,
  reply,
  type Step,
  sendError,
  silence,
  tell,
  type UnknownCommand,
} from "./fake-answer.ts";
export { type AskedOf, FakeKernel, type FakeKernelOptions, type FamilyOptions, fakeKernel } from "./fake-kernel.ts";
export { FakeRequest } from "./fake-request.ts";
export { writePcap } from "./pcap.ts";
export { type RecordingTransport, type RecordOptions, recordTransport } from "./record-transport.ts";
export { type Moment, openReplay, type PlayOptions, type Replay, type ReplayOptions } from "./replay-transport.ts";
export { settled, VirtualClock } from "./virtual-clock.ts";
