import { expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { ack, fakeKernel } from "../../src/testing/index.ts";

// What TypeScript refuses, plain JavaScript sends: requests as such a program writes them.
interface Untyped {
  request(name: string, request?: unknown): Promise<unknown>;
  dump(name: string, request?: unknown): Promise<unknown> | AsyncIterable<unknown>;
}

async function refusal(name: string, request: unknown): Promise<string> {
  const kernel = fakeKernel();
  await using wifi = await Nl80211.open({ transport: kernel });
  const error = await (wifi as unknown as Untyped).request(name, request).then(
    () => new Error("it was sent"),
    (reason: unknown) => reason as Error,
  );
  expect(error).toMatchObject({ name: "Nl80211Error", code: "INVALID_ARGUMENT" });
  return error.message;
}

it("refuses a misspelt field, and names the nearest", async () => {
  expect(await refusal("TriggerScan", { ifindex: 3, scanSsid: [] })).toBe(
    "TriggerScan has no field scanSsid: did you mean scanSsids?",
  );
  expect(await refusal("SetPowerSave", { ifIndex: 3, psState: 1 })).toBe(
    "SetPowerSave has no field ifIndex: did you mean ifindex?",
  );
});

it("refuses a field that the command takes not, and lists those that it takes", async () => {
  expect(await refusal("SetPowerSave", { ifindex: 3, psState: 1, temperature: 20 })).toBe(
    "SetPowerSave has no field temperature: its fields: ifindex, psState, wdev",
  );
});

it("refuses a misspelt field of a nested set, with the path to it", async () => {
  expect(await refusal("SetCqm", { ifindex: 3, cqm: { rssiTholds: [-70] } })).toBe(
    "nl80211.cqm: cqm has no field rssiTholds: did you mean rssiTholdsDbm?",
  );
});

it("refuses a misspelt member of a struct, and one that is not there", async () => {
  const sta = { ifindex: 3, mac: "02:00:00:00:01:00" };
  expect(await refusal("SetStation", { ...sta, staFlags2: { mask: [], sett: [] } })).toBe(
    "nl80211.sta-flags2: sta-flag-update has no field sett: did you mean set?",
  );
  expect(await refusal("SetStation", { ...sta, staFlags2: { mask: [] } })).toBe(
    "nl80211.sta-flags2: sta-flag-update needs set",
  );
});

it("refuses what is no object", async () => {
  expect(await refusal("TriggerScan", undefined)).toBe(
    "an object with fields of TriggerScan expected, undefined given",
  );
  expect(await refusal("SetCqm", { ifindex: 3, cqm: [-70] })).toBe(
    "nl80211.cqm: an object with fields of cqm expected, an array given",
  );
});

it("takes a field that is undefined for absent, whatever it is called", async () => {
  const kernel = fakeKernel().on("SetPowerSave", ack());
  await using wifi = await Nl80211.open({ transport: kernel });
  await (wifi as unknown as Untyped).request("SetPowerSave", { ifindex: 3, psState: 1, psStat: undefined });
  expect((await kernel.asked("SetPowerSave")).fields).toMatchObject({ ifindex: 3, psState: 1 });
});
