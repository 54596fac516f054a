import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** One packet as tshark's nl80211 dissector reads it. */
export interface DissectedMessage {
  /** Frame number in the capture, from 1 on. */
  readonly packet: number;
  readonly command: number;
  /** "NL80211_CMD_NEW_STATION". */
  readonly commandName: string;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  readonly attributes: readonly DissectedAttribute[];
}

/** One attribute with what is inside: further attributes, or values of fields. */
export interface DissectedAttribute {
  /** Where its header starts in the frame, behind the capture's record header. */
  readonly position: number;
  /** True where `type` is an index: an element of an array. */
  readonly isIndex: boolean;
  /** Without the flag bits. */
  readonly type: number;
  /** "NL80211_ATTR_STA_INFO"; what tshark calls it where it knows no name. */
  readonly name: string;
  /** Octets with the header, without padding. */
  readonly length: number;
  readonly nested: boolean;
  /** The whole attribute as hex, header and all; empty where tshark gives none (the bytes lie in the children). */
  readonly hex: string;
  readonly attributes: readonly DissectedAttribute[];
  readonly values: readonly DissectedValue[];
}

/** A field below an attribute: "nl80211.attr_value32", or one of another dissector (802.11 elements). */
export interface DissectedValue {
  readonly field: string;
  /** As tshark shows it: "0x00000009", "02:00:00:00:01:00". */
  readonly show: string;
  /** The sentence for people: "Attribute Value: 0x00000009 (9)". */
  readonly showName: string;
  readonly hex: string;
  readonly values: readonly DissectedValue[];
}

/** The newest tshark that is here: the lab's, or that of the PATH. Undefined where there is none. */
export function findTshark(): string | undefined {
  const lab = process.env["NL80211_LAB"] ?? join(homedir(), ".cache/nl80211-lab");
  const places = [join(lab, "bin"), ...(process.env["PATH"] ?? "").split(delimiter)];
  return places.map((place) => join(place, "tshark")).find((program) => existsSync(program));
}

/**
 * Reads a capture through tshark and gives its nl80211 messages one by one. `filter` is a display filter on top
 * ("nl80211.cmd == 19"). PDML is a hundred times as long as the capture, so nothing of it is kept.
 */
export async function* dissect(capture: string, filter?: string): AsyncGenerator<DissectedMessage> {
  const program = findTshark();
  if (program === undefined) throw new Error("there is no tshark: npm run lab:setup fetches one");
  const only = filter === undefined ? "nl80211" : `nl80211 and (${filter})`;
  const child = spawn(program, ["-r", capture, "-Y", only, "-T", "pdml"], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  try {
    let packet: Node | undefined;
    const open: Node[] = [];
    // what other dissectors make of a value (elements of 802.11) is most of the text, and nothing that is compared
    let skipping = "";
    for await (const line of createInterface({ input: child.stdout })) {
      if (skipping !== "" && (line.startsWith(`${skipping} `) || line === `${skipping}</field>`)) continue;
      skipping = "";
      if (line.includes('"netlink.attr_type.')) continue; // the flag bits once more
      const match = TAG.exec(line);
      if (match === null) continue;
      if (FOREIGN.test(line) && !line.endsWith("/>")) {
        skipping = /^ */.exec(line)![0];
        open.at(-1)?.children.push(nodeOf(match[3]!));
        continue;
      }
      const [, closing, tag, attributes, alone] = match;
      if (closing === "/") {
        const node = open.pop();
        if (tag === "packet" && packet !== undefined) yield* messagesOf(packet);
        if (node === undefined) throw new Error(`tshark: unbalanced PDML at ${line.trim()}`);
        continue;
      }
      const node = nodeOf(attributes!);
      if (tag === "packet") packet = node;
      open.at(-1)?.children.push(node);
      if (alone !== "/") open.push(node);
    }
    const code = await ended;
    if (code !== 0) throw new Error(`tshark ended with ${code}: ${complaints.trim()}`);
  } finally {
    child.kill();
  }
}

/** An element of PDML, which has one on each line. */
interface Node {
  readonly name: string;
  readonly show: string;
  readonly showName: string;
  readonly position: number;
  readonly hex: string;
  readonly children: Node[];
}

const FOREIGN = /^ *<field name="(?!(?:nl80211|netlink|genl)\.|")/;
const TAG = /^\s*<(\/?)(packet|proto|field)\b(.*?)(\/?)>\s*$/;

function nodeOf(attributes: string): Node {
  const found: Record<string, string> = {};
  for (const [, key, text] of attributes.matchAll(/(\w+)="([^"]*)"/g)) found[key!] = unescapeXml(text!);
  return {
    name: found["name"] ?? "",
    show: found["show"] ?? "",
    showName: found["showname"] ?? "",
    position: Number(found["pos"] ?? Number.NaN),
    // masked fields have their bits in value, and the octets here
    hex: found["unmaskedvalue"] ?? found["value"] ?? "",
    children: [],
  };
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });
}

/** A datagram can hold several messages: each is a genl tree, with an nl80211 tree behind it. */
function* messagesOf(packet: Node): Generator<DissectedMessage> {
  const number = Number(find(packet, "num")?.show);
  let header: Node | undefined;
  for (const proto of packet.children) {
    if (proto.name === "genl") header = proto;
    if (proto.name !== "nl80211" || header === undefined) continue;
    const command = find(header, "nl80211.cmd");
    yield {
      packet: number,
      command: Number(command?.show),
      commandName: /: (\S+) \(\d+\)$/.exec(command?.showName ?? "")?.[1] ?? "",
      flags: Number(find(header, "netlink.hdr_flags")?.show ?? 0),
      sequence: Number(find(header, "netlink.hdr_seq")?.show ?? 0),
      portId: Number(find(header, "netlink.hdr_pid")?.show ?? 0),
      attributes: proto.children.filter(isAttribute).map(attributeOf),
    };
    header = undefined;
  }
}

function find(node: Node, name: string): Node | undefined {
  for (const child of node.children) {
    const found = child.name === name ? child : find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TYPES = ["netlink.attr_type", "netlink.attr_index"];
const isAttribute = (node: Node) => node.children.some(({ name }) => TYPES.includes(name));

function attributeOf(node: Node): DissectedAttribute {
  const type = node.children.find(({ name }) => TYPES.includes(name))!;
  const rest = node.children.filter(({ name }) => !["netlink.attr_len", ...TYPES, "netlink.padding"].includes(name));
  return {
    position: node.position,
    isIndex: type.name === "netlink.attr_index",
    type: Number(type.show) & 0x3fff,
    name: node.show.replace(/^Attribute: /, "") || node.showName,
    length: Number(node.children.find(({ name }) => name === "netlink.attr_len")?.show),
    nested: (Number(type.show) & 0x8000) !== 0,
    hex: node.hex,
    attributes: attributesBelow(rest),
    values: rest.filter((child) => !isAttribute(child) && attributesBelow(child.children).length === 0).map(fieldOf),
  };
}

/** Attributes among the nodes, or in a subtree that only groups them. */
function attributesBelow(nodes: readonly Node[]): DissectedAttribute[] {
  return nodes.flatMap((node) => (isAttribute(node) ? [attributeOf(node)] : attributesBelow(node.children)));
}

const fieldOf = (node: Node): DissectedValue => ({
  field: node.name,
  show: node.show,
  showName: node.showName,
  hex: node.hex,
  values: node.children.map(fieldOf),
});
