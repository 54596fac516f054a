/** What process.test.ts runs in processes of their own: what keeps one alive, and what a worker may do. */
import { isMainThread, Worker } from "node:worker_threads";
import { GenericNetlink } from "../../src/genetlink/index.ts";
import { Connection, NetlinkProtocol } from "../../src/netlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";

const scene = process.argv[2];

if (!isMainThread) {
  const { allowWorker } = (await import("node:worker_threads")).workerData as { allowWorker: boolean };
  try {
    const netlink = new GenericNetlink(await socketTransport({ allowWorker }));
    console.log((await netlink.family("nlctrl")).name);
  } catch (error) {
    console.log((error as { code?: string }).code);
  }
} else if (scene === "idle") {
  const netlink = new GenericNetlink(await socketTransport());
  await netlink.family("ethtool"); // listens to the controller from now on, in the background
  console.log("asked");
} else if (scene === "subscribed") {
  const netlink = new GenericNetlink(await socketTransport());
  const subscription = await netlink.subscribe("ethtool", ["monitor"], { notification() {} });
  // an unreferenced timer runs only if something else keeps the process alive
  setTimeout(() => {
    console.log("alive");
    subscription.close();
  }, 200).unref();
} else if (scene === "pending") {
  const transport = await socketTransport();
  const [asking, deaf] = [0, 1].map(
    () => new Connection(transport, NetlinkProtocol.Usersock, { senders: "any", timeoutMs: 200 }),
  );
  asking!.request(16, new Uint8Array(4), { to: deaf!.portId }).catch((error) => console.log(error.code));
} else if (scene === "worker" || scene === "allowed-worker") {
  // a worker does not inherit the loader of TypeScript
  const start = `import("tsx/esm/api").then(({ register }) => { register(); return import("${import.meta.url}"); })`;
  new Worker(start, { eval: true, workerData: { allowWorker: scene === "allowed-worker" } });
}
