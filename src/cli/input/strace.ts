import { Nl80211Error } from "../../errors.ts";

/** How strace is asked for what the sockets carried: it decodes netlink by itself, and shows the octets only in dumps. */
const CURE =
  "trace again with: strace -f -e trace=%network -e read=all -e write=all -o FILE COMMAND; then nl80211 decode FILE";

const CALL = /(?:\b|<\.\.\. )(sendto|sendmsg|sendmmsg|recvfrom|recvmsg|recvmmsg|send|recv)(?:\((\d+)| resumed>)/;
const OTHER_CALL = /^(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?[a-z_0-9]+\(/;
const SOCKET = /socket\(AF_NETLINK, [^)]*, (NETLINK_\w+)\) = (\d+)/;
const BUFFER = /^ \* (\d+) bytes in buffer \d+/;
const ROW = /^ \| [0-9a-f]{5,} {2}((?:[0-9a-f]{2} {1,2}){1,16})/;
const STRING = /(?:iov_base=|(?:sendto|recvfrom|send|recv)\(\d+, )"((?:[^"\\]|\\.)*)"(\.\.\.)?/g;

/** True for the output of strace that has calls on sockets in it. */
export function isStrace(text: string): boolean {
  return text.split("\n").some((line) => CALL.test(line) && /[({]|resumed>/.test(line));
}

/**
 * The datagrams of generic netlink in the output of strace, in their order: its dumps (`-e read=all -e write=all`), or strings
 * where it did not decode. What was only peeked at is left out. Throws BAD_FILE, with the cure, where the octets are not there.
 */
export function readStrace(text: string, name: string): Uint8Array[] {
  const protocols = new Map<string, string>();
  const datagrams: Uint8Array[] = [];
  let wanted = false;
  let dump: { readonly size: number; readonly octets: number[]; readonly line: number } | undefined;
  let decoded = 0;
  const finish = () => {
    if (dump === undefined) return;
    if (dump.octets.length !== dump.size) {
      const problem = `line ${dump.line}: a buffer of ${dump.size} octets, of which ${dump.octets.length} are there`;
      throw bad(name, problem);
    }
    datagrams.push(Uint8Array.from(dump.octets));
    dump = undefined;
  };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const row = ROW.exec(line);
    if (row !== null) {
      // The last row's text may look like an octet: no more than what is missing.
      const octets = row[1]!
        .trim()
        .split(/ +/)
        .map((octet) => Number.parseInt(octet, 16));
      dump?.octets.push(...octets.slice(0, dump.size - dump.octets.length));
      continue;
    }
    finish();
    const buffer = BUFFER.exec(line);
    if (buffer !== null) {
      if (wanted) dump = { size: Number(buffer[1]), octets: [], line: index + 1 };
      continue;
    }
    const socket = SOCKET.exec(line);
    if (socket !== null) protocols.set(socket[2]!, socket[1]!);
    const call = CALL.exec(line);
    if (call === null) {
      if (OTHER_CALL.test(line)) wanted = false;
      continue;
    }
    const protocol = call[2] === undefined ? undefined : protocols.get(call[2]);
    const netlink = protocol === undefined ? !/sa_family=AF_(?!NETLINK)/.test(line) : protocol === "NETLINK_GENERIC";
    wanted = netlink && !line.includes("MSG_PEEK");
    if (!wanted) continue;
    if (line.includes("{nlmsg_len=")) decoded++;
    for (const [, string, cut] of line.matchAll(STRING)) {
      if (line.includes("{nlmsg_len=")) break;
      if (cut !== undefined) throw bad(name, `line ${index + 1}: strace cut the buffer short`);
      datagrams.push(octetsOf(string!));
    }
  }
  finish();
  if (datagrams.length > 0) return datagrams;
  throw bad(name, decoded > 0 ? "has netlink as strace decodes it, without the octets" : "has no netlink messages");
}

function bad(name: string, problem: string): Nl80211Error {
  return new Nl80211Error("BAD_FILE", `${name} ${problem}`, { hint: CURE });
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8, e: 27 };

/** The octets of a string as strace writes it: `\x0a`, `\12`, `\n`. */
function octetsOf(text: string): Uint8Array {
  const octets: number[] = [];
  for (const [, hex, octal, letter, plain] of text.matchAll(/\\x([0-9a-f]{2})|\\([0-7]{1,3})|\\(.)|([^\\])/g)) {
    if (hex !== undefined) octets.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) octets.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) octets.push(ESCAPES[letter] ?? letter.charCodeAt(0));
    else octets.push(plain!.charCodeAt(0));
  }
  return Uint8Array.from(octets);
}
