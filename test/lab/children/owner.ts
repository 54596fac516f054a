/** Owns what lasts, of four radios, until it is killed. */
import { Nl80211 } from "../../../src/open.ts";

const wifi = await Nl80211.open();
await wifi.ownInterface("phy0", { name: "own0", type: "monitor" });
await wifi.ap.start("wlan1", { ssid: "owned", channel: { channel: 1 } });
await wifi.mesh.join("wlan2", { meshId: "owned-mesh", channel: { channel: 6, mode: "HT20" } });
await wifi.connect("wlan3", { ssid: "other", frequencyMhz: 2462 });
await wifi.declareIndoor();
console.log("owning");
setInterval(() => {}, 1 << 30);
