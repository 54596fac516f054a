import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { fakeKernel, reply } from "../../src/testing/index.ts";

// Replies that hwsim does not give, laid out as the functions named of net/wireless/nl80211.c (Linux 7.3) put them; the numbers are
// those of nl80211.h.

function bytes(write: (w: AttributeWriter) => void): Uint8Array {
  const writer = new AttributeWriter();
  write(writer);
  return writer.finish();
}

function nest(w: AttributeWriter, type: number, write: () => void): void {
  const mark = w.open(type);
  write();
  w.close(mark);
}

const open = (command: "GetKey" | "GetFtmResponderStats" | "GetCoalesce" | "GetWowlan", answer: Uint8Array) =>
  Nl80211.open({ transport: fakeKernel().on(command, reply(answer)), streams: false });

/** NL80211_PKTPAT_MASK (1), _PATTERN (2), _OFFSET (3). */
function pattern(w: AttributeWriter, index: number, mask: number[], octets: number[], offset: number): void {
  nest(w, index, () => {
    w.bytes(1, Uint8Array.from(mask));
    w.bytes(2, Uint8Array.from(octets));
    w.u32(3, offset);
  });
}

describe("what the kernel answers of", () => {
  it("a key: get_key_callback() tells cipher and sequence twice, in the old form and in the nest", async () => {
    const seq = Uint8Array.from([9, 0, 0, 0, 0, 0]);
    const answer = bytes((w) => {
      w.u32(3, 4); // IFINDEX
      w.u8(8, 1); // KEY_IDX
      w.bytes(6, Uint8Array.from([2, 0, 0, 0, 1, 0])); // MAC
      w.bytes(10, seq); // KEY_SEQ
      w.u32(9, 0x000fac08); // KEY_CIPHER
      nest(w, 80, () => {
        w.bytes(4, seq); // NL80211_KEY_SEQ
        w.u32(3, 0x000fac08); // NL80211_KEY_CIPHER
        w.u8(2, 1); // NL80211_KEY_IDX
      });
    });
    await using wifi = await open("GetKey", answer);
    const key = await wifi.key(4, { index: 1, peer: "02:00:00:00:01:00" });
    expect(key).toEqual({ index: 1, peer: "02:00:00:00:01:00", cipher: "GCMP-128", sequence: seq });
  });

  it("FTM responders: nl80211_get_ftm_responder_stats() leaves out what the driver did not fill", async () => {
    const answer = bytes((w) => {
      w.u32(3, 4);
      nest(w, 271, () => {
        w.u32(1, 70); // SUCCESS_NUM
        w.u32(2, 5); // PARTIAL_NUM
        w.u32(3, 2); // FAILED_NUM
        w.u32(4, 60); // ASAP_NUM
        w.bytes(10, new Uint8Array()); // PAD, before the u64 where its place is not a multiple of 8
        w.u64(6, 123_456n); // TOTAL_DURATION_MSEC
        w.u32(8, 3); // RESCHEDULE_REQUESTS_NUM
        w.u32(9, 1); // OUT_OF_WINDOW_TRIGGERS_NUM
      });
    });
    await using wifi = await open("GetFtmResponderStats", answer);
    expect(await wifi.ftmResponderStats(4)).toEqual({
      successNum: 70,
      partialNum: 5,
      failedNum: 2,
      asapNum: 60,
      totalDurationMs: 123_456,
      rescheduleRequestsNum: 3,
      outOfWindowTriggersNum: 1,
    });
  });

  it("coalescing: nl80211_send_coalesce_rules() counts rules and patterns from 1; no rules are no attribute", async () => {
    const answer = bytes((w) =>
      nest(w, 182, () => {
        nest(w, 1, () => {
          w.u32(1, 100); // DELAY
          w.u32(2, 1); // CONDITION: NL80211_COALESCE_CONDITION_NO_MATCH
          nest(w, 3, () => pattern(w, 1, [0b0000_0101], [0x33, 0, 0x16], 12));
        });
        nest(w, 2, () => {
          w.u32(1, 5);
          w.u32(2, 0);
          nest(w, 3, () => {});
        });
      }),
    );
    await using wifi = await open("GetCoalesce", answer);
    expect(await wifi.coalesce({ wiphy: 0 })).toEqual([
      {
        delayMs: 100,
        condition: "no-match",
        patterns: [{ mask: Uint8Array.of(5), pattern: Uint8Array.of(0x33, 0, 0x16), offset: 12 }],
      },
      { delayMs: 5, condition: "match", patterns: [] },
    ]);
    await using empty = await open("GetCoalesce", new Uint8Array());
    expect(await empty.coalesce({ wiphy: 0 })).toEqual([]);
  });

  it("waking: nl80211_get_wowlan() with a pattern and a network to look for, whose lists count from 0, plans from 1", async () => {
    const answer = bytes((w) =>
      nest(w, 117, () => {
        w.flag(2); // DISCONNECT
        w.flag(3); // MAGIC_PKT
        nest(w, 4, () => pattern(w, 1, [0xff, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9], 0)); // PKT_PATTERN
        nest(w, 18, () => {
          w.u32(119, 30_000); // SCHED_SCAN_INTERVAL, ms
          w.u32(220, 0); // SCHED_SCAN_DELAY
          nest(w, 44, () => {
            w.u32(0, 2412);
            w.u32(1, 5180);
          });
          nest(w, 132, () => nest(w, 0, () => w.bytes(1, Uint8Array.of(104, 111, 109, 101))));
          nest(w, 225, () => nest(w, 1, () => w.u32(1, 30)));
        });
      }),
    );
    await using wifi = await open("GetWowlan", answer);
    expect(await wifi.wowlan({ wiphy: 0 })).toMatchObject({
      disconnect: true,
      magicPkt: true,
      pktPattern: [{ mask: Uint8Array.of(255, 1), pattern: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), offset: 0 }],
      netDetect: {
        schedScanIntervalMs: 30_000,
        schedScanDelayS: 0,
        scanFrequenciesMhz: [2412, 5180],
        schedScanMatch: [{ ssid: Uint8Array.of(104, 111, 109, 101) }],
        schedScanPlans: [{ intervalS: 30 }],
      },
    });
    await using nothing = await open("GetWowlan", new Uint8Array());
    expect(await nothing.wowlan({ wiphy: 0 })).toBeUndefined();
  });
});
