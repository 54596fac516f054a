import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { LITTLE_ENDIAN } from "../../src/netlink/host-order.ts";
import { nl80211, village } from "./command-line.ts";

const scratch = mkdtempSync(join(tmpdir(), "nl80211-decode-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const decode = (...args: string[]) => nl80211("decode", ...args);

function scratchFile(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

// Frame 335 of the village as `tshark -x` 4.0.17 shows it, behind the cooked header.
const TRIGGER_SCAN = `38 00 00 00 23 00 05 00 3c 69 04 6b d1 00 40 39 21 00 00 00 08 00 03 00 04 00 00 00 08 00 2d 00
04 00 01 00 14 00 2c 00 08 00 01 00 9e 09 00 00 08 00 02 00 3c 14 00 00`;

// `strace -e trace=%network -e write=all -e read=all iw phy`, strace 6.1, on a machine without nl80211.
const DECODED = `sendmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_namelen=12, \
msg_iov=[{iov_base=[{nlmsg_len=32, nlmsg_type=nlctrl, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, nlmsg_seq=1795475467, \
nlmsg_pid=1027608371}, "\\x03\\x01\\x00\\x00\\x0c\\x00\\x02\\x00\\x6e\\x6c\\x38\\x30\\x32\\x31\\x31\\x00"], iov_len=32}], \
msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 32`;
const RECEIVED = `recvmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_iovlen=1, msg_flags=0}, FLAGS) = 52
 * 52 bytes in buffer 0
 | 00000  34 00 00 00 02 00 00 00  0b c8 04 6b 33 0f 40 3d  4..........k3.@= |
 | 00010  fe ff ff ff 20 00 00 00  10 00 05 00 0b c8 04 6b  .... ..........k |
 | 00020  33 0f 40 3d 03 01 00 00  0c 00 02 00 6e 6c 38 30  3.@=........nl80 |
 | 00030  32 31 31 00                                       211.             |`;
const TRACE = `socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_GENERIC) = 3
${DECODED}
 * 32 bytes in buffer 0
 | 00000  20 00 00 00 10 00 05 00  0b c8 04 6b 33 0f 40 3d   ..........k3.@= |
 | 00010  03 01 00 00 0c 00 02 00  6e 6c 38 30 32 31 31 00  ........nl80211. |
${RECEIVED.replace("FLAGS", "MSG_PEEK|MSG_TRUNC")}
${RECEIVED.replace("FLAGS", "0")}
write(2, "nl80211 not found.\\n", 19)     = 19
 * 19 bytes in buffer 0
 | 00000  6e 6c 38 30 32 31 31 20  6e 6f 74 20 66 6f 75 6e  nl80211 not foun |
 | 00010  64 2e 0a                                          d..              |
+++ exited with 1 +++
`;

describe.runIf(LITTLE_ENDIAN)("nl80211 decode", () => {
  it("names header, attributes, types, offsets and values of a message in hex", async () => {
    const { status, stdout } = await decode(scratchFile("scan.hex", TRIGGER_SCAN));
    expect(status).toBe(0);
    // tshark: request, ack, sequence 1795451196, port 960495825, IFINDEX 4, SCAN_SSIDS with one empty SSID, SCAN_FREQUENCIES
    expect(stdout.split("\n")).toEqual([
      "#1  request nl80211 TriggerScan",
      "  offset 0, 56 octets, sequence 1795451196, port 960495825, flags request ack",
      "     20  ifindex (3) u32 = 4",
      "     28  scan-ssids (45) array from-0 bytes ssid",
      '       32  [1] bytes ssid = ""',
      "     36  scan-frequencies (44) array from-0 u32",
      "       40  [1] u32 = 2462 MHz",
      "       48  [2] u32 = 5180 MHz",
      "",
    ]);
  });

  it("takes hex as the argument, and gives data with --json", async () => {
    const { status, stdout } = await decode("--json", TRIGGER_SCAN);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        kind: "request",
        family: "nl80211",
        command: "TriggerScan",
        commandNumber: 33,
        attributes: [{ value: "4" }, {}, {}],
      },
    ]);
  });

  it("finds the frames of a capture that tshark finds by their command", async () => {
    const { status, stdout } = await decode("--json", "--command", "trigger-scan", "--family", "nl80211", village);
    expect(status).toBe(0);
    const messages = JSON.parse(stdout) as { number: number; kind: string; errno?: string }[];
    // tshark -Y 'nl80211.cmd == 33': frame 335 is the request, 336 the first copy of its event; 338 is the ACK, which tshark gives no command
    expect(messages.slice(0, 2).map(({ number, kind }) => [number, kind])).toEqual([
      [335, "request"],
      [336, "event"],
    ]);
    expect(messages.find(({ number }) => number === 338)?.kind).toBe("ack");
    const named = await decode("--replay", village, "--json", "--command", "trigger-scan", "--family", "nl80211");
    expect(JSON.parse(named.stdout)).toEqual(messages);
  });

  it("reads the dumps of strace, without what was only peeked at or written elsewhere", async () => {
    const { status, stdout } = await decode(scratchFile("trace.txt", TRACE));
    expect(status).toBe(0);
    expect(stdout.match(/^#.*$/gm)).toEqual(["#1  request nlctrl GetFamily", "#2  error nlctrl GetFamily ENOENT"]);
    expect(stdout).toContain('     20  family-name (2) string = "nl80211"');
  });

  it("reads strings of strace where it did not decode them", async () => {
    const octets = TRIGGER_SCAN.split(/\s/).map((octet) => `\\x${octet}`);
    const { stdout } = await decode(scratchFile("raw.txt", `sendto(3, "${octets.join("")}", 56, 0, NULL, 0) = 56\n`));
    expect(stdout).toContain("request nl80211 TriggerScan");
  });

  it.each([
    ["netlink that strace decoded", DECODED, /without the octets\n {2}trace again with: strace .*-e write=all/],
    [
      "a string that strace cut",
      'sendto(3, "\\x38\\x00"..., 56, 0, NULL, 0) = 56',
      /line 1: strace cut the buffer short/,
    ],
    ["what is no hex", "hello", /not hex: "h"/],
    ["hex that is no message", "00112233", /offset 0: 4 octets are no header/],
    ["an empty file", "", /is empty/],
  ])("refuses %s", async (name, text, message) => {
    const { status, stdout, stderr } = await decode(scratchFile(`${name}.txt`, text));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  it("refuses a file that is not there and a command that is none", async () => {
    expect(await decode(join(scratch, "no.pcap"))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("no.pcap is not there"),
    });
    expect(await decode("--replay", "")).toMatchObject({
      status: 2,
      stderr: "nl80211: --replay needs the name of a recording\n",
    });
    const wrong = await decode("--command", "TriggerSkan", TRIGGER_SCAN);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain("TriggerSkan");
  });

  it("never shows a key", async () => {
    // NEW_KEY (11) with KEY_DATA (7) of 16 octets 0xa5, by hand
    const key = `28 00 00 00 23 00 05 00 01 00 00 00 01 00 00 00 0b 00 00 00 14 00 07 00 ${"a5 ".repeat(16)}`;
    const { stdout } = await decode(scratchFile("key.hex", key));
    expect(stdout).toContain("key-data (7) bytes = (secret)");
    expect(stdout).not.toContain("a5a5");
    // the same with a length that runs over the end
    const cut = await decode(scratchFile("cut-key.hex", key.replace("14 00 07", "18 00 07")));
    expect(cut.stdout).toContain("(secret)");
    expect(cut.stdout).not.toContain("a5a5");
  });
});
