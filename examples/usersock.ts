/**
 * Two processes that talk over netlink without the kernel's having a part in it (NETLINK_USERSOCK): a service that answers requests
 * and tells everybody the time, and clients that ask it and listen. Any user may run it.
 *
 *     node examples/usersock.ts serve             prints the port id that it listens at
 *     node examples/usersock.ts ask PORT hello    prints HELLO
 *     node examples/usersock.ts listen 3          prints three ticks
 */
import { AttributeReader, AttributeWriter, Connection, errnoName, NetlinkProtocol } from "nl80211/netlink";
import { socketTransport } from "nl80211/socket";

/** Our protocol: two types of messages (16 is the first that is not netlink's own), one attribute, one multicast group. */
enum Message {
  Shout = 16,
  Tick = 17,
}
enum Attribute {
  Text = 1,
}
const TICKS = 5;

const [command, ...args] = process.argv.slice(2);
const transport = await socketTransport();
const connection = new Connection(transport, NetlinkProtocol.Usersock, { senders: "any" });

if (command === "serve") serve();
else if (command === "ask") await ask(Number(args[0]), args[1] ?? "");
else if (command === "listen") listen(Number(args[0] ?? 1));
else throw new Error("serve, ask PORT TEXT, or listen COUNT");

function serve(): void {
  connection.onNotification(({ message, sender }) => {
    if (message.type !== Message.Shout) return;
    const reply = text(readText(message).toUpperCase());
    // a client that has gone already is no reason to stop
    connection.post(Message.Shout, reply, { to: sender, sequence: message.sequence }).catch(warn);
  });
  setInterval(() => connection.post(Message.Tick, text(new Date().toISOString()), { group: TICKS }).catch(warn), 100);
  console.log(connection.portId);
}

async function ask(port: number, question: string): Promise<void> {
  const [reply] = await connection.request(Message.Shout, text(question), {
    to: port,
    until: "reply",
    timeoutMs: 2000,
  });
  console.log(reply ? readText(reply) : "no answer");
  connection.close();
}

function listen(count: number): void {
  connection.join(TICKS);
  connection.onOverrun(() => console.log("(some were lost)"));
  const stop = connection.onNotification(({ message, group }) => {
    if (group !== TICKS) return;
    console.log(readText(message));
    if (--count === 0) stop(); // nothing keeps the process alive any more
  });
}

function text(value: string): AttributeWriter {
  const writer = new AttributeWriter();
  writer.string(Attribute.Text, value);
  return writer;
}

function readText({ bytes, start, end }: { bytes: Uint8Array; start: number; end: number }): string {
  const r = new AttributeReader(bytes, start, end);
  for (let at = r.start; (at = r.step(at, end)) !== 0; ) if (r.type === Attribute.Text) return r.string();
  return "";
}

function warn(error: { errno?: number; message: string }): void {
  console.error(error.errno === undefined ? error.message : errnoName(error.errno));
}
