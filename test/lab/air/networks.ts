import {
  curious,
  dsss,
  eht80,
  eht320,
  he6,
  he24,
  he80,
  he160,
  ht,
  multiLink,
  rates5,
  rates24,
  security,
  ssid,
  tim,
  vht80,
  vht160,
} from "./elements.ts";

/** An imagined network: a beacon is all there is of it. */
export interface AirNetwork {
  /** What is special about it, for people. */
  title: string;
  bssid: Uint8Array;
  frequencyMhz: number;
  beacon: Uint8Array;
}

/** Three frequencies, one a band, so that one radio can beacon for a whole town in three turns. */
export const AIR_FREQUENCIES = [2412, 5180, 5975] as const;

const SSIDS: (string | Uint8Array)[] = [
  "village",
  "Gästehaus Müller",
  "☕ kaffee 📶",
  "",
  new Uint8Array(9),
  Uint8Array.from([0x66, 0x6f, 0xff, 0xfe, 0x6f]),
  "two\nlines\tand \u0007",
  " blanks at both ends ",
  'backslash \\ quote " comma, semicolon; <b>&amp;',
  "exactly-thirty-two-octets-long!!",
  "\u202eright-to-left",
  "nul\0inside",
];

/** All networks, the same ones at each call: every kind of security, every curious element, then as many plain ones as asked. */
export function airNetworks(count: number): AirNetwork[] {
  const networks: AirNetwork[] = [];
  const add = (
    title: string,
    name: string | Uint8Array,
    band: number,
    privacy: boolean,
    elements: readonly Uint8Array[],
  ) => {
    const index = networks.length;
    const frequencyMhz = AIR_FREQUENCIES[band % AIR_FREQUENCIES.length]!;
    const bssid = Uint8Array.from([0x06, 0x80, 0x21, 0x00, index >> 8, index & 0xff]);
    networks.push({
      title,
      bssid,
      frequencyMhz,
      beacon: beaconFrame(bssid, index, privacy, [ssid(name), ...head(frequencyMhz), ...elements]),
    });
  };
  for (const [title, { privacy, elements }] of Object.entries(security)) {
    for (const band of [0, 1, 2])
      add(title, `sec-${title}`.slice(0, 32), band, privacy, [...elements, ...generation(band, band)]);
  }
  for (const [title, elements] of Object.entries(curious)) {
    // a beacon on 6 GHz that does not tell its channel in HE Operation is not heard
    const tellsChannel = networks.length % 3 === 2 ? generation(2, 0) : [];
    add(title, `odd-${title}`.slice(0, 32), networks.length, false, [...tellsChannel, ...elements]);
  }
  for (const name of SSIDS) add("odd SSID", name, networks.length, false, generation(networks.length, 1));
  for (let step = 0; step < 12; step++)
    add("generation", `gen-${step}`, step, true, [
      ...generation(step, Math.floor(step / 3)),
      ...security["wpa3-sae"]!.elements,
    ]);
  add("truncated", "cut off", 0, false, [...ht(1), Uint8Array.from([221, 40, 0x00, 0x50, 0xf2])]);
  const kinds = Object.keys(security);
  for (let index = networks.length; index < count; index++) {
    const kind = security[kinds[index % kinds.length]!]!;
    add("plain", `home-${index}`, index, kind.privacy, [...kind.elements, ...generation(index, index % 4)]);
  }
  return networks;
}

const head = (frequencyMhz: number): Uint8Array[] =>
  frequencyMhz < 3000
    ? [...rates24, dsss(1), tim]
    : frequencyMhz < 5900
      ? [...rates5, dsss(36), tim]
      : [...rates5, tim];

/** Elements of one of four generations in a band: HT, VHT, HE, EHT (on 6 GHz always HE at least). */
function generation(band: number, age: number): Uint8Array[] {
  switch (band % 3) {
    case 0:
      return [...ht(1, age === 1 ? "above" : "none"), ...(age >= 2 ? he24 : []), ...(age >= 3 ? [multiLink] : [])];
    case 1:
      return [
        ...ht(36, "above"),
        ...(age === 1 ? vht160(42, 50) : age >= 2 ? vht80(42) : []),
        ...(age === 2 ? he160 : age >= 3 ? [...he80, ...eht80, multiLink] : []),
      ];
    default:
      return [
        ...he6(5, age >= 2 ? 3 : 0, age >= 2 ? 7 : 5, age >= 2 ? 15 : 0),
        ...(age >= 3 ? [...eht320, multiLink] : []),
      ];
  }
}

/** A beacon (IEEE 802.11-2024, 9.3.3.2): the timestamp tells networks apart, the interval is 100 TU. */
function beaconFrame(bssid: Uint8Array, index: number, privacy: boolean, elements: readonly Uint8Array[]): Uint8Array {
  const header = [0x80, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...bssid, ...bssid, 0x00, 0x00];
  const timestamp = new Uint8Array(8);
  new DataView(timestamp.buffer).setBigUint64(0, 1_000_000n * BigInt(index + 1), true);
  const capability = 0x0421 | (privacy ? 0x0010 : 0);
  return Uint8Array.from([
    ...header,
    ...timestamp,
    ...[0x64, 0x00, capability & 0xff, capability >> 8],
    ...elements.flatMap((bytes) => [...bytes]),
  ]);
}
