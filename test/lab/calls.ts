import { firstValueFrom } from "rxjs";
import { isNl80211Error, type Nl80211 } from "../../src/index.ts";

const PEER = "02:00:00:00:77:01";

/** One call of each family that changes something of an interface or its radio, with arguments that are sound. */
export const CALLS: Readonly<Record<string, (wifi: Nl80211, target: string) => Promise<unknown>>> = {
  createInterface: (wifi, target) => wifi.createInterface(target, { name: "stray0", type: "monitor" }),
  deleteInterface: (wifi, target) => wifi.deleteInterface(target),
  setType: (wifi, target) => wifi.setType(target, "monitor"),
  setMonitorFlags: (wifi, target) => wifi.setMonitorFlags(target, ["control"]),
  setMuMimo: (wifi, target) => wifi.setMuMimo(target, { follow: PEER }),
  setNoAck: (wifi, target) => wifi.setNoAck(target, [0]),
  setMulticastRate: (wifi, target) => wifi.setMulticastRate(target, 5.5),
  setPowerSave: (wifi, target) => wifi.setPowerSave(target, true),
  up: (wifi, target) => wifi.up(target),
  rename: (wifi, target) => wifi.rename(target, "stray1"),
  setAddress: (wifi, target) => wifi.setAddress(target, "02:00:00:00:66:01"),
  setChannel: (wifi, target) => wifi.setChannel(target, { channel: 1 }),
  setTxPower: (wifi, target) => wifi.setTxPower(target, { limitDbm: 7 }),
  setRtsThreshold: (wifi, target) => wifi.setRtsThreshold(target, 500),
  setWowlan: (wifi, target) => wifi.setWowlan(target, { magicPacket: true }),
  setCoalesce: (wifi, target) => wifi.setCoalesce(target, [{ patterns: ["43:34"] }]),
  setSar: (wifi, target) => wifi.setSar(target, [{ range: 0, powerDbm: 11 }]),
  scan: (wifi, target) => wifi.scan(target, { frequenciesMhz: [2412] }),
  connect: (wifi, target) => wifi.connect(target, { ssid: "cafe" }),
  disconnect: (wifi, target) => wifi.disconnect(target),
  apStart: (wifi, target) => wifi.ap.start(target, { ssid: "ours", channel: { channel: 1 } }),
  apStop: (wifi, target) => wifi.ap.stop(target),
  meshJoin: (wifi, target) => wifi.mesh.join(target, { meshId: "mesh", channel: { channel: 1 } }),
  meshLeave: (wifi, target) => wifi.mesh.leave(target),
  measure: (wifi, target) =>
    firstValueFrom(wifi.measurement.ftm$(target, { peers: [{ address: PEER, channel: { channel: 1 } }] })),
  vendor: (wifi, target) => wifi.vendor.send(target, { vendorId: 0x1374, subcommand: 1 }),
  scheduledScan: (wifi, target) => firstValueFrom(wifi.scheduledScan$(target)),
};

/** What a call comes to: "ok", or the error's code, with the errno of those that have no code of their own. */
export async function outcome(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "ok";
  } catch (error) {
    if (!isNl80211Error(error)) return String(error);
    return error.code === "KERNEL" ? `${error.code} ${error.errnoName}` : error.code;
  }
}
