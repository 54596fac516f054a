/** Tries each family of calls without CAP_NET_ADMIN, and prints what each comes to, as JSON. */
import { isNl80211Error, Nl80211 } from "../../../src/index.ts";
import { CALLS, outcome } from "../calls.ts";

const wifi = await Nl80211.open();
const outcomes: Record<string, string> = {};
for (const [name, call] of Object.entries(CALLS)) outcomes[name] = await outcome(() => call(wifi, "wlan0"));
const read = await wifi.interfaces().then(
  (all) => all.length,
  (error: unknown) => (isNl80211Error(error) ? error.code : String(error)),
);
console.log(`outcomes ${JSON.stringify({ outcomes, read })}`);
await wifi.close();
