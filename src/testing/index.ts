export { type Capture, type CapturedPacket, readCapture } from "./capture.ts";
export { writePcap } from "./pcap.ts";
export { type Moment, openReplay, type PlayOptions, type Replay, type ReplayOptions } from "./replay-transport.ts";
export { settled, VirtualClock } from "./virtual-clock.ts";
