import { expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { LITTLE_ENDIAN } from "../../src/netlink/host-order.ts";
import { ack, fakeKernel } from "../../src/testing/index.ts";

it("hands out the cookie that comes with the ACK, before the request resolves", async () => {
  // nl_set_extack_cookie_u64() of the kernel: 8 octets in host order
  const octets = [0x2a, 0, 0, 0, 0, 0, 0, 0x80];
  const cookie = Uint8Array.from(LITTLE_ENDIAN ? octets : octets.toReversed());
  const transport = fakeKernel().on("PeerMeasurementStart", ack({ cookie }));
  await using wifi = await Nl80211.open({ transport });
  const cookies: bigint[] = [];
  const onCookie = (value: bigint) => void cookies.push(value);
  await wifi.request("PeerMeasurementStart", { ifindex: 3, peerMeasurements: { peers: [] } }, { onCookie });
  expect(cookies).toEqual([0x8000_0000_0000_002an]);
});
