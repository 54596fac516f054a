import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { readMessages } from "../../src/netlink/message.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { BssOctets } from "../../src/nl80211/bss-octets.ts";
import { Nl80211Command } from "../../src/nl80211/generated/command-map.ts";
import { decodeGetScanReply } from "../../src/nl80211/generated/scan.ts";
import { readCapture } from "../../src/testing/capture.ts";

/** The attributes of each network that Linux 7.3 and 6.1 told of in recorded dumps. */
const replies = ["7.3-networks", "7.3-town", "6.1-connect", "7.3-connect"].flatMap((name) =>
  readCapture(new URL(`../../fixtures/${name}.pcap.gz`, import.meta.url).pathname)
    .packets.flatMap(({ bytes }) => readMessages(bytes))
    .filter(({ type, flags, sequence, bytes, start }) => {
      return type > 0x10 && (flags & 1) === 0 && sequence !== 0 && bytes[start] === Nl80211Command.NewScanResults;
    })
    .map(({ bytes, start, end }) => bytes.slice(start + 4, end)),
);

const GETTERS = Object.entries(Object.getOwnPropertyDescriptors(Bss.prototype))
  .filter(([name, { get }]) => get !== undefined && name !== "attributes")
  .map(([name]) => name as keyof Bss);

/** All that a network says: each answer of one that was asked nothing else, then all of one after all attributes were decoded. */
function said(make: () => Bss): unknown {
  const whole = make();
  const { ifindex, wdev, attributes } = whole;
  return [
    ifindex,
    wdev,
    GETTERS.map((name) => plain(make()[name])),
    attributes,
    GETTERS.map((name) => plain(whole[name])),
  ];
}

/** What hides its state behind getters, as JSON. */
function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null && "toJSON" in value && !(value instanceof Date)
    ? JSON.parse(JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}` : each)))
    : value;
}

function expectTheSame(bytes: Uint8Array): void {
  const decoded = () => new Bss(decodeGetScanReply(new AttributeReader(bytes)), 1000);
  const octets = () => new Bss(new BssOctets(new AttributeReader(bytes), decodeGetScanReply), 1000);
  expect(said(octets)).toEqual(said(decoded));
}

describe("a network of which little is read at once", () => {
  it("says what one says whose attributes are decoded, of whatever was recorded", () => {
    expect(replies.length).toBeGreaterThan(300);
    for (const bytes of replies) expectTheSame(bytes);
  });

  it("says the same of octets that no kernel sends", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(replies.length - 1), changes, fc.nat(), (index, changed, cut) => {
        const bytes = replies[index]!.slice();
        for (const [at, octet] of changed) bytes[at % bytes.length] = octet;
        expectTheSame(cut % 4 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it("decodes its attributes once, when they are looked at", () => {
    let times = 0;
    const decode = (reader: AttributeReader) => {
      times++;
      return decodeGetScanReply(reader);
    };
    const bss = new Bss(new BssOctets(new AttributeReader(replies[0]!), decode), 0);
    for (const name of ["key", "ssid", "security", "channel", "signalDbm", "seenMsAgo", "status"] as const)
      void bss[name];
    expect(times).toBe(0);
    expect(bss.attributes).toBe(bss.attributes);
    expect(times).toBe(1);
  });
});
