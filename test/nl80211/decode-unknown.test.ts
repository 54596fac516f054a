import { expect, test } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { decodeUnknown } from "../../src/nl80211/decode-unknown.ts";
import { decodeScanAbortedEvent } from "../../src/nl80211/generated/scan.ts";

test("an attribute that the command is not said to carry is read by the table of all", () => {
  const bytes = fromHex(
    "0800 0300 04000000" + // IFINDEX 4
      "0600 9600 2c01 0000" + // INACTIVITY_TIMEOUT 300, which is an access point's
      "0600 fe3f 0102 0000", // 16382: nobody's
  );
  const event = decodeScanAbortedEvent(new AttributeReader(bytes));
  expect(event.ifindex).toBe(4);
  expect(event.unknown?.map(({ type }) => type)).toEqual([150, 16382]);
  const rest = decodeUnknown(event.unknown!);
  expect(rest.unknown?.map(({ type }) => type)).toEqual([16382]);
  expect(rest).toMatchObject({ inactivityTimeoutS: 300 });
});
