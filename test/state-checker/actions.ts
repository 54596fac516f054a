import { readdirSync, writeFileSync } from "node:fs";
import type { Interface } from "../../src/nl80211/interface.ts";
import type { Nl80211 } from "../../src/open.ts";
import { accessPoint, freshRadios } from "../lab/guest.ts";
import type { Hwsim, Radio } from "../lab/hwsim.ts";
import type { Random } from "./random.ts";

/** What actions work on: a client of their own, as another program has it. */
export interface World {
  readonly actor: Nl80211;
  readonly hwsim: Hwsim;
  readonly random: Random;
  /** Radios that were made meanwhile. */
  readonly extra: Radio[];
  /** The access point that stations can connect to: hostapd on wlan0, which other actions leave alone. */
  hostapd: AsyncDisposable | undefined;
  /** What lasts: beacons, connections, meshes, by the interface's index. */
  readonly held: Map<number, AsyncDisposable>;
  number: number;
}

/** Something that happens to Wi-Fi. It resolves with what it did; that the kernel refuses is no failure. */
interface Action {
  readonly name: string;
  readonly weight: number;
  run(world: World): Promise<string>;
}

const MHZ = 2412;
const SSID = "checked";

/** mac80211 beacons by itself, and leaves who may associate to a program. */
export async function startAccessPoint(world: World): Promise<void> {
  world.hostapd = await accessPoint("wlan0", [`ssid=${SSID}`, "hw_mode=g", "channel=1"]);
}

export const ACTIONS: readonly Action[] = [
  { name: "up", weight: 8, run: onAny((world, { ifindex }) => world.actor.up(ifindex)) },
  { name: "down", weight: 4, run: onAny((world, { ifindex }) => world.actor.down(ifindex)) },
  {
    name: "rename",
    weight: 4,
    run: onAny(async ({ actor, number }, { ifindex, name }) => {
      // Back to a name that links are watched by, half of the time.
      const old = /^old-(wlan\d)$/.exec(name)?.[1];
      await actor.rename(ifindex, old ?? (/^wlan\d$/.test(name) ? `old-${name}` : `dev${number}`));
    }),
  },
  {
    name: "type",
    weight: 6,
    run: onAny(async ({ actor, random }, { ifindex }) => {
      await actor.down(ifindex);
      await actor.setType(ifindex, random.of(["station", "ap", "monitor", "mesh-point", "adhoc"])!);
      await actor.up(ifindex);
    }),
  },
  {
    name: "create",
    weight: 5,
    async run({ actor, random, number }) {
      const phy = random.of(await actor.wiphys())!;
      const type = random.of(["station", "monitor", "ap"])!;
      return (await actor.createInterface({ wiphy: phy.index }, { name: `dev${number}`, type })).name!;
    },
  },
  {
    name: "delete",
    weight: 4,
    async run({ actor, random }) {
      const made = (await actor.interfaces()).filter(({ name }) => name?.startsWith("dev"));
      const one = random.of(made);
      if (one !== undefined) await actor.deleteInterface(one.ifindex!);
      return one?.name ?? "nothing";
    },
  },
  {
    name: "4addr",
    weight: 1,
    run: onAny((world, { ifindex }) => world.actor.set4addr(ifindex, world.random.below(2) === 0)),
  },
  {
    name: "scan",
    weight: 10,
    run: onType("station", ({ actor, random }, { ifindex }) =>
      actor.scan(ifindex, { frequenciesMhz: [MHZ], flush: random.below(4) === 0, timeoutMs: 20_000 }),
    ),
  },
  {
    name: "scan aborted",
    weight: 3,
    run: onType("station", ({ actor, random }, { ifindex }) =>
      actor.scan(ifindex, { signal: AbortSignal.timeout(random.below(300)) }),
    ),
  },
  {
    name: "beacons",
    weight: 5,
    run: onType("ap", async ({ actor, held }, { ifindex }) => {
      await held.get(ifindex)?.[Symbol.asyncDispose]();
      await actor.up(ifindex);
      held.set(ifindex, await actor.ap.start(ifindex, { ssid: "beacons", channel: { frequencyMhz: MHZ } }));
    }),
  },
  {
    name: "connect",
    weight: 12,
    run: onType("station", async ({ actor, held }, { ifindex }) => {
      await held.get(ifindex)?.[Symbol.asyncDispose]();
      await actor.up(ifindex);
      held.set(ifindex, await actor.connect(ifindex, { ssid: SSID, frequencyMhz: MHZ, timeoutMs: 5000 }));
    }),
  },
  {
    name: "mesh",
    weight: 6,
    run: onType("mesh-point", async ({ actor, held }, { ifindex }) => {
      await held.get(ifindex)?.[Symbol.asyncDispose]();
      await actor.up(ifindex);
      held.set(ifindex, await actor.mesh.join(ifindex, { meshId: "checked", channel: { frequencyMhz: MHZ } }));
    }),
  },
  {
    name: "ibss",
    weight: 4,
    run: onType("adhoc", async ({ actor, held }, { ifindex }) => {
      await held.get(ifindex)?.[Symbol.asyncDispose]();
      await actor.up(ifindex);
      held.set(ifindex, await actor.ibss.join(ifindex, { ssid: "circle", channel: { frequencyMhz: MHZ } }));
    }),
  },
  {
    name: "let go",
    weight: 8,
    async run({ held, random }) {
      const ifindex = random.of([...held.keys()]);
      if (ifindex === undefined) return "nothing";
      await held.get(ifindex)![Symbol.asyncDispose]();
      held.delete(ifindex);
      return `ifindex ${ifindex}`;
    },
  },
  {
    name: "deauthenticate",
    weight: 4,
    async run({ actor, random }) {
      const station = random.of(await actor.stations("wlan0"));
      if (station === undefined) return "nobody";
      await actor.request("DelStation", { ifindex: station.ifindex!, mac: station.address });
      return station.address;
    },
  },
  {
    name: "country",
    weight: 4,
    async run({ actor, random }) {
      const country = random.of(["DE", "US", "JP", "00"])!;
      await actor.setRegulatory(country);
      return country;
    },
  },
  {
    name: "radio appears",
    weight: 3,
    async run({ hwsim, extra, number }) {
      if (extra.length > 2) return "nothing";
      const radio = await hwsim.create(`extra${number}`, { channels: 2 });
      extra.push(radio);
      return radio.name;
    },
  },
  {
    name: "radio vanishes",
    weight: 3,
    async run({ hwsim, extra }) {
      const radio = extra.shift();
      if (radio !== undefined) await hwsim.destroy(radio);
      return radio?.name ?? "nothing";
    },
  },
  {
    name: "radio renamed",
    weight: 2,
    async run({ actor, random, number }) {
      const { index } = random.of(await actor.wiphys())!;
      await actor.renameWiphy({ wiphy: index }, `radio${number}`);
      return `phy#${index}`;
    },
  },
  {
    name: "rfkill",
    weight: 2,
    async run({ random }) {
      const root = "/sys/class/rfkill";
      const own = readdirSync("/sys/class/net/wlan0/phy80211/").filter((entry) => entry.startsWith("rfkill"));
      const id = random.of(readdirSync(root).filter((entry) => !own.includes(entry)));
      if (id === undefined) return "nothing";
      writeFileSync(`${root}/${id}/soft`, random.below(3) === 0 ? "1" : "0");
      return id;
    },
  },
  {
    name: "module reloaded",
    weight: 0.3,
    async run(world) {
      for (const lasting of world.held.values()) await lasting[Symbol.asyncDispose]();
      world.held.clear();
      world.extra.length = 0;
      await world.hostapd?.[Symbol.asyncDispose]();
      await freshRadios(4, 2);
      await startAccessPoint(world);
      return "4 radios";
    },
  },
];

type Named = Interface & { readonly ifindex: number; readonly name: string };

/** All but the access point's. */
async function interfaces({ actor }: World): Promise<Named[]> {
  const all = await actor.interfaces();
  return all.filter((device): device is Named => device.ifindex !== undefined && device.name !== "wlan0");
}

function onAny(act: (world: World, device: Named) => Promise<unknown>): Action["run"] {
  return async (world) => {
    const device = world.random.of(await interfaces(world));
    if (device !== undefined) await act(world, device);
    return device?.name ?? "nothing";
  };
}

/** Of one that has the type; where there is none, another is given it. */
function onType(type: string, act: (world: World, device: Named) => Promise<unknown>): Action["run"] {
  return async (world) => {
    const { actor, random } = world;
    const all = await interfaces(world);
    const having = random.of(all.filter((one) => one.type === type));
    const device = having ?? random.of(all);
    if (device === undefined) return "nothing";
    if (having === undefined) {
      await actor.down(device.ifindex);
      await actor.setType(device.ifindex, type);
    }
    if (type === "station") await actor.up(device.ifindex);
    await act(world, device);
    return device.name;
  };
}
