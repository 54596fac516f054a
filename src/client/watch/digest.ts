/** Names of members that two readings are compared without. */
export type Ignored = ReadonlySet<string>;

/**
 * Members that only say how long ago something was, or when it was heard last: time goes on without a change. Those of networks
 * (a TSF is the clock of whoever sent the frame; the parent is whose clock told when it was heard in a scan, and goes with the next beacon
 * between scans), channels, stations; `generation` counts changes of anything.
 */
export const AGES: Ignored = new Set([
  ...["seenMsAgo", "lastSeenBoottimeNs", "tsf", "beaconTsf", "parentTsf", "parentBssid", "dfsTimeMs"],
  ...["inactiveTimeMs", "connectedTimeS", "tOffsetUs", "generation"],
]);

/** Ages, and what is counted with every frame: of stations, and of queues. */
export const AGES_AND_COUNTERS: Ignored = new Set([
  ...AGES,
  ...[
    "rxBytes",
    "txBytes",
    "rxPackets",
    "txPackets",
    "txRetries",
    "txFailed",
    "rxDropMisc",
    "rxMpdus",
    "fcsErrorCount",
  ],
  ...["beaconRx", "rxDurationUs", "txDurationUs", "tids", "txqStats"],
]);

/** Members that hold elements of a beacon: each beacon has another TIM. */
const OF_A_BEACON: Ignored = new Set(["informationElements", "beaconIes"]);
/** Traffic indication map, IEEE 802.11-2020, 9.4.2.5: who is to wake up now. */
const TIM = 5;

/**
 * A number for what a reading says, without the members that are ignored: readings that say the same have the same. Of 53 bits, so
 * that two which differ share one about once in 10^16.
 */
export function digestOf(value: unknown, ignored: Ignored): number {
  const digest = new Digest(ignored);
  digest.add(value);
  return digest.value;
}

/** Two 32-bit multiplicative hashes side by side. */
class Digest {
  readonly #ignored: Ignored;
  #high = 0xdeadbeef;
  #low = 0x41c6ce57;

  constructor(ignored: Ignored) {
    this.#ignored = ignored;
  }

  get value(): number {
    const high =
      Math.imul(this.#high ^ (this.#high >>> 16), 2246822507) ^ Math.imul(this.#low ^ (this.#low >>> 13), 3266489909);
    const low = Math.imul(this.#low ^ (this.#low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 4294967296 * (2097151 & low) + (high >>> 0);
  }

  add(value: unknown): void {
    if (value instanceof Uint8Array) this.#octets(value, 0, value.length);
    else if (typeof value !== "object" || value === null) this.#text(`${typeof value} ${String(value)}`);
    else if (Array.isArray(value)) this.#list(value);
    else this.#members(value);
  }

  #list(items: readonly unknown[]): void {
    this.#text(`[${items.length}`);
    for (const item of items) this.add(item);
  }

  /** What is made of attributes says no more than they do; a network's and a radio's need not be decoded for this. */
  #members(value: object): void {
    const { attributes, ifindex, wdev } = value as Partial<Record<"attributes" | "ifindex" | "wdev", unknown>>;
    const members = "toJSON" in value && attributes !== undefined ? { ifindex, wdev, attributes } : value;
    this.#text("{");
    for (const [name, member] of Object.entries(members)) {
      if (member === undefined || this.#ignored.has(name)) continue;
      this.#text(name);
      if (OF_A_BEACON.has(name) && member instanceof Uint8Array) this.#elements(member);
      else this.add(member);
    }
    this.#text("}");
  }

  #elements(bytes: Uint8Array): void {
    let at = 0;
    while (at + 2 <= bytes.length) {
      const end = Math.min(at + 2 + bytes[at + 1]!, bytes.length);
      if (bytes[at] !== TIM) this.#octets(bytes, at, end);
      at = end;
    }
    this.#octets(bytes, at, bytes.length);
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) this.#step(text.charCodeAt(i));
    this.#step(0x10000);
  }

  #octets(bytes: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.#step(bytes[i]!);
    this.#step(0x10001);
  }

  #step(unit: number): void {
    this.#high = Math.imul(this.#high ^ unit, 2654435761);
    this.#low = Math.imul(this.#low ^ unit, 1597334677);
  }
}
