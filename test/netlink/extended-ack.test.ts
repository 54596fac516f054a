import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { attributePath } from "../../src/netlink/attribute-path.ts";
import { describeRule, PolicyType } from "../../src/netlink/attribute-rule.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { MESSAGE_HEADER } from "../../src/netlink/constants.ts";
import { type KernelAnswer, readDone, readError } from "../../src/netlink/extended-ack.ts";
import { kernelError } from "../../src/netlink/kernel-error.ts";
import { readMessages } from "../../src/netlink/message.ts";

const message = (hex: string) => readMessages(fromHex(hex))[0]!;
const request = (...attributes: number[]) =>
  Uint8Array.from([...new Array<number>(MESSAGE_HEADER).fill(0), ...attributes]);

describe("an extended ACK", () => {
  it("is read from what Linux 6.18 answered to an ethtool request for an interface that is not there", () => {
    // ETHTOOL_MSG_LINKINFO_GET { header { dev-name "nosuchdev" } }; recorded with NETLINK_EXT_ACK and NETLINK_CAP_ACK
    const asked = fromHex("28000000 15000500 01000000 59160000 02010000 14000180 0e000200 6e6f737563686465 76000000");
    const answer = readError(
      message(
        "48000000 02000003 01000000 59160000" + // 72 octets, NLMSG_ERROR, CAPPED | ACK_TLVS, sequence 1
          "edffffff 28000000 15000500 01000000 59160000" + // -ENODEV, the request's header
          "1b000100 6e6f2064 65766963 65206d61 74636865 73206e61 6d650000" + // MSG
          "08000200 18000000", // OFFS 24: behind the headers (20) and the nest's (4)
      ),
    );
    expect(answer).toEqual({ errno: 19, text: "no device matches name", offset: 24 });
    expect(attributePath(asked, MESSAGE_HEADER + 4, 24)).toEqual([1, 2]);
  });

  it("tells the policy that Linux 6.18 recorded for an ethtool attribute of the wrong length", () => {
    // ETHTOOL_MSG_LINKINFO_GET { header { dev-index, as u8 } }
    const answer = readError(
      message(
        "70000000 02000003 01000000 59160000 eaffffff 20000000 15000500 01000000 59160000" +
          "1d000100 696e7661 6c696420 61747472 69627574 65206c65 6e677468 00000000" + // MSG
          "08000200 18000000" + // OFFS 24
          "24000480 0c000400 00000000 00000000 0c000500 ffffffff 00000000 08000100 04000000", // POLICY: min, max, type
      ),
    );
    const policy = { type: PolicyType.U32, min: 0n, max: 0xffff_ffffn };
    expect(answer).toEqual({ errno: 22, text: "invalid attribute length", offset: 24, policy });
    expect(describeRule(policy)).toBe("u32");
  });

  it("tells what Linux 6.18 missed in an ethtool request without a header", () => {
    const answer = readError(
      message("2c000000 02000003 01000000 59160000 eaffffff 14000000 15000500 01000000 59160000 08000500 01000000"),
    );
    expect(answer).toEqual({ errno: 22, missingType: 1 });
  });

  it("is read behind a request that is repeated whole (no CAP_ACK)", () => {
    const answer = readError(
      message(
        "3400 0000 0200 0002 0100 0000 4433 0000" + // 52 octets, ACK_TLVS without CAPPED
          "eaff ffff 1800 0000 1000 0500 0100 0000 4433 0000" + // -EINVAL, the header of a request of 24 octets
          "0301 0000 0400 0200" + // its body
          "0800 0200 1400 0000", // OFFS 20
      ),
    );
    expect(answer).toEqual({ errno: 22, offset: 20 });
  });

  it("is read from DONE, where it follows the error at once", () => {
    const answer = readDone(message("2000 0000 0300 0202 0100 0000 4433 0000 f0ff ffff 0900 0100 6275 7379 0000 0000"));
    expect(answer).toEqual({ errno: 16, text: "busy" });
  });

  it("is not looked for where the flag does not announce it", () => {
    const answer = readDone(message("1c00 0000 0300 0200 0100 0000 4433 0000 0000 0000 0800 0200 1400 0000"));
    expect(answer).toEqual({ errno: 0 });
  });

  it("of a shorter message than its format says is an error number alone, or none", () => {
    expect(readError(message("1400 0000 0200 0003 0100 0000 4433 0000 ffff ffff"))).toEqual({ errno: 1 });
    expect(readDone(message("1000 0000 0300 0202 0100 0000 4433 0000"))).toEqual({ errno: 0 });
  });
});

describe("the path of an attribute", () => {
  it("leads to any attribute, at any depth", () => {
    interface Tree {
      type: number;
      children: Tree[];
      payload: number;
    }
    const tree: fc.Memo<Tree> = fc.memo((depth) =>
      fc.record({
        type: fc.integer({ min: 0, max: 0x3fff }),
        children: depth <= 1 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 4 }),
        payload: fc.integer({ min: 0, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(tree(4), { minLength: 1, maxLength: 5 }), (trees) => {
        const w = new AttributeWriter(MESSAGE_HEADER + 4);
        const expected: { at: number; path: number[] }[] = [];
        const write = ({ type, children, payload }: Tree, above: number[]): void => {
          const path = [...above, type];
          expected.push({ at: w.length, path });
          if (children.length === 0) {
            w.bytes(type, new Uint8Array(payload));
            return;
          }
          const mark = w.open(type);
          for (const child of children) write(child, path);
          w.close(mark);
        };
        for (const each of trees) write(each, []);
        const bytes = w.finish();
        for (const { at, path } of expected) expect(attributePath(bytes, MESSAGE_HEADER + 4, at)).toEqual(path);
      }),
    );
  });

  it("ends at the attribute whose payload the offset is in, where that is no nested set", () => {
    const bytes = request(8, 0, 5, 0, 1, 2, 3, 4);
    expect(attributePath(bytes, MESSAGE_HEADER, MESSAGE_HEADER + 6)).toEqual([5]);
  });

  it("is empty for an offset before or behind the attributes", () => {
    const bytes = request(4, 0, 5, 0);
    expect(attributePath(bytes, MESSAGE_HEADER, 4)).toEqual([]);
    expect(attributePath(bytes, MESSAGE_HEADER, 999)).toEqual([]);
  });

  it("survives any bytes and any offset", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(80), fc.nat(80), (bytes, start, offset) => {
        expect(attributePath(bytes, start, offset).length).toBeLessThanOrEqual(16);
      }),
    );
  });
});

describe("a kernel's error", () => {
  const bytes = request(4, 0, 1, 0, 12, 0, 45, 0x80, 8, 0, 3, 0, 1, 2, 3, 4);
  const sent = { bytes, attributesAt: MESSAGE_HEADER };
  const text = (answer: KernelAnswer) => kernelError(answer, sent, { command: "SetX", target: "wlan0" }).message;

  it("names the attribute by numbers where nobody names it better", () => {
    expect(text({ errno: 34, offset: MESSAGE_HEADER + 8 })).toBe("ERANGE: SetX wlan0: attribute 45.3: out of range");
  });

  it("names what is missing, and in which set", () => {
    expect(text({ errno: 22, missingType: 7 })).toBe("EINVAL: SetX wlan0: attribute 7: missing");
    expect(text({ errno: 22, missingType: 7, missingNest: MESSAGE_HEADER + 4 })).toBe(
      "EINVAL: SetX wlan0: attribute 45.7: missing",
    );
  });

  it("tells what the kernel takes, where it said so", () => {
    const policy = { type: 2, min: 0n, max: 3n };
    expect(text({ errno: 34, offset: MESSAGE_HEADER, text: "integer out of range", policy })).toBe(
      "ERANGE: SetX wlan0: attribute 1: integer out of range (the kernel takes u8, 0 to 3)",
    );
  });

  it("leaves out what nobody said", () => {
    expect(kernelError({ errno: 95 }, sent).message).toBe("EOPNOTSUPP: not supported");
    // Linux 6.1 answers TDLS_OPER and SET_TID_CONFIG with a number that is the kernel's own, and was KERNEL "errno 524"
    expect(kernelError({ errno: 524 }, sent)).toMatchObject({ code: "NOT_SUPPORTED", errnoName: "ENOTSUPP" });
    expect(Object.keys(kernelError({ errno: 22 }, sent)).sort()).toEqual(["code", "errno", "errnoName", "name"]);
  });

  it("keeps the number of an error that has no name", () => {
    expect(kernelError({ errno: 5000 }, sent)).toMatchObject({ errno: 5000, errnoName: "errno 5000", code: "KERNEL" });
  });

  it.each([
    [1, "NOT_PERMITTED", /CAP_NET_ADMIN/],
    [13, "NOT_PERMITTED", /SELinux/],
    [16, "BUSY", /wlan0 is busy/],
    [19, "NO_SUCH_INTERFACE", undefined],
    [95, "NOT_SUPPORTED", /does not support/],
    [100, "INTERFACE_DOWN", /ip link set wlan0 up/],
    [132, "RFKILL", /rfkill unblock wifi/],
  ])("of number %i has the code %s and a hint where there is a cure", (errno, code, hint) => {
    const error = kernelError({ errno }, sent, { target: "wlan0" });
    expect(error.code).toBe(code);
    if (hint) expect(error.hint).toMatch(hint);
    else expect(error.hint).toBeUndefined();
  });

  it("has the code that its request gives to its number", () => {
    const error = kernelError({ errno: 19 }, sent, { codes: { ENODEV: "NO_SUCH_WIPHY" } });
    expect(error.code).toBe("NO_SUCH_WIPHY");
  });
});
