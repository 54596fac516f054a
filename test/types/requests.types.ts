// What the compiler must accept and refuse of requests. Not run: `npm run types` and types.test.ts check it.

import type { Open } from "../../src/netlink/open-enum.ts";
import { openMember } from "../../src/netlink/open-enum.ts";
import type { Commands, Events } from "../../src/nl80211/generated/command-map.ts";
import { AuthType } from "../../src/nl80211/generated/connect.ts";
import { ChanWidth, Iftype, PsState } from "../../src/nl80211/generated/interface.ts";
import { ScanFlag } from "../../src/nl80211/generated/scan.ts";

declare function request<Name extends keyof Commands>(
  name: Name,
  request: Commands[Name]["request"],
): Commands[Name]["reply"];
declare function dump<Name extends keyof Commands>(
  name: Name,
  request: Commands[Name]["dumpRequest"],
): Commands[Name]["dumpReply"][];

const ssid = new Uint8Array();

// A target is demanded, and one is enough.
request("TriggerScan", { ifindex: 3 });
request("TriggerScan", { wdev: 1, scanSsids: [ssid] });
// @ts-expect-error an empty request
request("TriggerScan", {});
// @ts-expect-error no target
request("TriggerScan", { scanSsids: [ssid] });
// @ts-expect-error a scan is not addressed to a wiphy
request("TriggerScan", { wiphy: 0 });
// @ts-expect-error a station belongs to a netdev
request("GetStation", { wiphy: 0, mac: "02:00:00:00:01:00" });

// What the kernel demands is demanded.
request("SetPowerSave", { ifindex: 3, psState: PsState.Enabled });
// @ts-expect-error without the state
request("SetPowerSave", { ifindex: 3 });
// @ts-expect-error an enum's member, not its name
request("SetPowerSave", { ifindex: 3, psState: "enabled" });
// @ts-expect-error a member of another enum
request("SetPowerSave", { ifindex: 3, psState: AuthType.Sae });
// @ts-expect-error of another enum
request("SetInterface", { ifindex: 3, iftype: PsState.Disabled });
request("SetInterface", { ifindex: 3, iftype: Iftype.Monitor });
// A number that only a newer kernel knows must say so.
request("SetInterface", { ifindex: 3, iftype: openMember<Iftype>(40) });

// @ts-expect-error the BSS is what a scan replies, not what it is asked
request("TriggerScan", { ifindex: 3, bss: {} });
// @ts-expect-error statistics come in replies alone
request("GetStation", { ifindex: 3, mac: "02:00:00:00:01:00", staInfo: {} });
// @ts-expect-error a misspelt field
request("TriggerScan", { ifindex: 3, scanSsid: [ssid] });
// @ts-expect-error text where bytes are asked
request("TriggerScan", { ifindex: 3, scanSsids: ["home"] });
// @ts-expect-error no such command
request("TriggerScn", { ifindex: 3 });

// An empty request, of commands that each demand something else.
// @ts-expect-error
request("SetInterface", {});
// @ts-expect-error
request("Connect", {});
// @ts-expect-error
request("StartAp", {});
// @ts-expect-error
request("NewStation", {});
// @ts-expect-error
request("Frame", {});
// @ts-expect-error
request("SetPmksa", {});
// @ts-expect-error
request("PeerMeasurementStart", {});
// @ts-expect-error
request("Vendor", {});
// @ts-expect-error
request("JoinMesh", {});
// @ts-expect-error
request("AddNanFunction", {});
// @ts-expect-error
dump("GetStation", {});
// @ts-expect-error
dump("GetSurvey", {});

// What only comes in replies and events; without it each of these is sound.
request("GetInterface", { ifindex: 3 });
request("Connect", { ifindex: 3, ssid });
request("NewKey", { ifindex: 3 });
dump("GetScan", { ifindex: 3 });
dump("GetSurvey", { ifindex: 3 });
// @ts-expect-error
request("GetInterface", { ifindex: 3, generation: 1 });
// @ts-expect-error
request("SetInterface", { ifindex: 3, iftype: Iftype.Ap, generation: 1 });
// @ts-expect-error
request("Connect", { ifindex: 3, ssid, statusCode: 0 });
// @ts-expect-error
request("NewKey", { ifindex: 3, generation: 1 });
// @ts-expect-error
dump("GetScan", { ifindex: 3, bss: {} });
// @ts-expect-error
dump("GetSurvey", { ifindex: 3, surveyInfo: {} });

const ap = { ifindex: 3, beaconIntervalTu: 100, dtimPeriod: 2, beaconHead: ssid };
// A member of another enum, a name instead of a member, one value where a list is.
// @ts-expect-error
request("StartAp", { ...ap, authType: Iftype.Ap });
request("StartAp", { ...ap, authType: AuthType.OpenSystem });
// @ts-expect-error
request("Connect", { ifindex: 3, ssid, authType: PsState.Enabled });
// @ts-expect-error
request("Connect", { ifindex: 3, ssid, mfp: "required" });
// @ts-expect-error
request("SetChannel", { ifindex: 3, wiphyFreqMhz: 2412, channelWidth: Iftype.Station });
request("SetChannel", { ifindex: 3, wiphyFreqMhz: 2412, channelWidth: ChanWidth.Width20 });
// @ts-expect-error
request("TriggerScan", { ifindex: 3, scanFlags: ScanFlag.LowPriority });
request("TriggerScan", { ifindex: 3, scanFlags: [ScanFlag.LowPriority] });

// An option that is not given may be undefined; a flag may be any boolean.
declare const some: { frequencies?: number[]; passive: boolean };
request("TriggerScan", { ifindex: 3, scanFrequenciesMhz: some.frequencies, txNoCckRate: some.passive });

// Replies and events are typed, and cannot be written to.
const [bss] = dump("GetScan", { ifindex: 3 });
const signal: number | undefined = bss?.bss?.signalMbm;
// @ts-expect-error a GET_SCAN is a dump
request("GetScan", { ifindex: 3 });
// @ts-expect-error readonly
if (bss !== undefined) bss.generation = 1;
declare const event: Events["new-scan-results"];
// @ts-expect-error the event carries no BSS
event.bss;
// @ts-expect-error a TRIGGER_SCAN is acknowledged, no more
request("TriggerScan", { ifindex: 3 }).wiphy;

// A switch over an open enum knows the number of a newer kernel.
declare const type: Open<Iftype>;
switch (type) {
  case Iftype.Station:
    break;
  default: {
    // @ts-expect-error more than the known members are left
    const never: never = type;
    void never;
  }
}
void signal;
