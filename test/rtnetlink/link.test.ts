import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { readMessages } from "../../src/netlink/message.ts";
import { decodeLink, encodeLink, LinkFlag, OperState } from "../../src/rtnetlink/link.ts";

const message = (hex: string) => readMessages(fromHex(hex))[0]!;

describe("a link", () => {
  it("is read from RTM_NEWLINK", () => {
    const link = decodeLink(
      message(
        "48000000 10000000 01000000 00000000" + // 72 octets, RTM_NEWLINK (16), sequence 1
          "00000100 03000000 43100100 00000000" + // ifinfomsg: ARPHRD_ETHER, ifindex 3, UP BROADCAST RUNNING MULTICAST LOWER_UP
          "0a000300 776c616e 30000000" + // IFNAME "wlan0"
          "08000400 dc050000" + // MTU 1500
          "05001000 06000000" + // OPERSTATE up
          "0a000100 02000000 01000000", // ADDRESS 02:00:00:00:01:00
      ),
    );
    expect(link).toEqual({
      ifindex: 3,
      name: "wlan0",
      flags: 0x11043,
      up: true,
      carrier: true,
      hardwareType: 1,
      address: "02:00:00:00:01:00",
      mtu: 1500,
      operState: OperState.Up,
    });
  });

  it("is not what wireless extensions or a bridge tell", () => {
    const header = "00000100 03000000 43100000 00000000";
    expect(decodeLink(message(`28000000 10000000 00000000 00000000 ${header} 08000b00 00000000`))).toBeUndefined();
    expect(
      decodeLink(message("20000000 10000000 00000000 00000000 07000100 03000000 00000000 00000000")),
    ).toBeUndefined();
  });

  it("is refused where the message is too short for its header", () => {
    expect(() => decodeLink(message("14000000 10000000 00000000 00000000 00000000"))).toThrow(
      /link message of 4 octets/,
    );
  });

  it("is switched on by a flag and its mask", () => {
    const up = { ifindex: 3, flags: LinkFlag.Up, change: LinkFlag.Up };
    expect(toHex(encodeLink(up))).toBe("00000000030000000100000001000000");
    expect(toHex(encodeLink({ ...up, flags: 0 }))).toBe("00000000030000000000000001000000");
  });

  it("is renamed and readdressed by attributes", () => {
    expect(toHex(encodeLink({ ifindex: 3, name: "wifi" }).subarray(16))).toBe("090003007769666900000000");
    expect(toHex(encodeLink({ ifindex: 3, address: "02:00:00:00:01:00" }).subarray(16))).toBe(
      "0a0001000200000001000000",
    );
  });

  it.each(["", "a b", "a/b", "a:b", "..", "sixteen-octets-1", "zwölf-zeichen-ü"])("cannot have the name %j", (name) => {
    expect(() => encodeLink({ ifindex: 3, name })).toThrow(/not an interface name/);
  });
});
