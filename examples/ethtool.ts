/**
 * Another family of generic netlink than nl80211: ethtool's. What it can and demands, and which interfaces have a link.
 *
 *     node examples/ethtool.ts
 */
import { AttributeType, GenericNetlink, OpFlags } from "nl80211/genetlink";
import { AttributeReader } from "nl80211/netlink";
import { socketTransport } from "nl80211/socket";

/** linux/ethtool_netlink.h */
const LINKSTATE_GET = 6;
enum LinkState {
  Header = 1,
  Link = 2,
}
enum Header {
  DeviceIndex = 1,
  DeviceName = 2,
}

using netlink = new GenericNetlink(await socketTransport());

const family = await netlink.family("ethtool");
const dumps = family.operations.filter(({ flags }) => flags?.includes(OpFlags.CapDump));
console.log(`ethtool is family ${family.id}: ${family.operations.length} operations, ${dumps.length} of them dumps`);
console.log(`multicast groups: ${family.groups.map(({ name }) => name).join(", ")}`);

const { policies, operations } = await netlink.policies("ethtool");
const policy = policies[operations[LINKSTATE_GET]?.do ?? -1] ?? {};
for (const [attribute, { type }] of Object.entries(policy)) {
  console.log(`LINKSTATE_GET takes attribute ${attribute}: ${AttributeType[type ?? 0]}`);
}

for await (const reply of netlink.dump("ethtool", LINKSTATE_GET)) {
  const { name, link } = readLinkState(reply.attributes());
  console.log(`${name}: ${link ? "link" : "no link"}`);
}

function readLinkState(r: AttributeReader): { name: string; link: boolean } {
  let [name, link] = ["?", false];
  for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
    if (r.type === LinkState.Header) name = readName(r.payload());
    else if (r.type === LinkState.Link) link = r.u8() !== 0;
  }
  return { name, link };
}

function readName(header: Uint8Array): string {
  const r = new AttributeReader(header);
  for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
    if (r.type === Header.DeviceName) return r.string();
  }
  return "?";
}
