import { expect } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { dump, inTurn } from "../../../src/testing/index.ts";
import type { ContractCase } from "../world.ts";
import { names, wlan } from "./devices.ts";

/** Dumps that the kernel interrupts or fails. */
export const dumpCases: ContractCase[] = [
  {
    title: "a dump interrupted on the first try is asked for again, and given whole",
    script: (kernel) =>
      kernel.on("GetInterface", inTurn(dump([wlan(3)], { interrupted: true }), dump([wlan(3), wlan(4)]))),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const result = await wifi.dump("GetInterface", {}).toArray();
      expect(result.map(({ ifname }) => ifname)).toEqual(["wlan3", "wlan4"]);
      expect(result.interrupted).toBe(false);
      await wifi.close();
    },
  },
  {
    title: "a dump that only its DONE calls interrupted is asked for again as well",
    script: (kernel) =>
      kernel.on("GetInterface", inTurn(dump([wlan(3)], { interrupted: "done" }), dump([wlan(3), wlan(4)]))),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const result = await wifi.dump("GetInterface", {}).toArray();
      expect(result.map(({ ifname }) => ifname)).toEqual(["wlan3", "wlan4"]);
      expect(result.interrupted).toBe(false);
      await wifi.close();
    },
  },
  {
    title: "a dump that is interrupted every time is given with a flag, not as an error",
    script: (kernel) => kernel.on("GetInterface", dump([wlan(3)], { interrupted: true })),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const result = await wifi.dump("GetInterface", {}).toArray();
      expect(result.map(({ ifname }) => ifname)).toEqual(["wlan3"]);
      expect(result.interrupted).toBe(true);
      await wifi.close();
    },
  },
  {
    // mdlayher/netlink #182, #183: the error in DONE was not read, and its extended ACK read at the wrong place.
    title: "an error in DONE with extended ACK rejects, in the kernel's words",
    script: (kernel) => kernel.on("GetInterface", dump([wlan(3)], { error: "EIO", text: "firmware is gone" })),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      await expect(wifi.interfaces()).rejects.toMatchObject({
        errno: 5,
        errnoName: "EIO",
        kernelText: "firmware is gone",
        message: expect.stringContaining("GetInterface"),
      });
      await wifi.close();
    },
  },
  {
    title: "a dump in many datagrams is given in its order",
    script: (kernel) =>
      kernel.on(
        "GetInterface",
        dump(
          Array.from({ length: 100 }, (_, i) => wlan(i + 1)),
          { perDatagram: 3 },
        ),
      ),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      expect(await names(wifi)).toEqual(Array.from({ length: 100 }, (_, i) => `wlan${i + 1}`));
      await wifi.close();
    },
  },
];
