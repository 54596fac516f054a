import type { Transport } from "../../src/netlink/transport.ts";
import type { CommandName, FakeKernel } from "../../src/testing/index.ts";

/** The transports that keep the contract. */
export type TransportName = "scripted kernel" | "replay" | "socket";

/** A transport with a kernel behind it that does what a case's script says. */
export interface World {
  readonly name: TransportName;
  /** What the library is given. */
  readonly transport: Transport;
  /** The kernel does something of its own accord, and what that sends has been heard when this resolves. */
  happen(action: (kernel: FakeKernel) => void): Promise<void>;
  /** Resolves when the kernel has been asked this so often. A recording answers whenever it is asked. */
  asked(command: CommandName, times?: number): Promise<unknown>;
  /** Time passes for the kernel: what its script does later is done, and heard. */
  pass(ms: number): Promise<void>;
}

/** Something that peers got wrong, and what must come of it whatever the transport. */
export interface ContractCase {
  readonly title: string;
  /** Why a transport cannot show it. */
  readonly cannot?: Partial<Record<TransportName, string>>;
  /** What the kernel answers. */
  readonly script?: (kernel: FakeKernel) => void;
  /** The library's side, with its expectations. */
  readonly run: (world: World) => Promise<void>;
}
