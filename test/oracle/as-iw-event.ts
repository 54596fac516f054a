import type { IwEvent } from "./iw-event.ts";

/** How we begin a sentence of each kind of iw's, and what of its facts it must hold. */
const OURS: Readonly<Record<string, (facts: IwEvent["facts"]) => readonly (string | RegExp)[]>> = {
  "scan-started": () => ["scan started:"],
  "scan-finished": (facts) => ["scan finished:", ...scanned(facts)],
  "scan-aborted": (facts) => ["scan aborted:", ...scanned(facts)],
  "wiphy-renamed": ({ name }) => [`radio ${name} is there`],
  "wiphy-removed": () => [/radio \S+ is gone/],
  "regulatory-change": ({ type, alpha2, initiator }) => [
    "regulatory domain:",
    ...(type === "country" ? [`set to ${alpha2}`] : type === "world" ? ["set to the world's"] : []),
    INITIATORS[initiator as string]!,
  ],
  "station-new": ({ address }) => [`new station ${address}`],
  "station-del": ({ address }) => [`station ${address} is gone`],
  "ibss-joined": ({ address }) => [`joined IBSS ${address}`],
  auth: (facts) => ["authentication", ...frame(facts)],
  assoc: (facts) => ["association response", ...frame(facts)],
  deauth: (facts) => ["deauthentication", ...frame(facts)],
  disassoc: (facts) => ["disassociation", ...frame(facts)],
  "auth-timeout": () => [/authentication with \S+ timed out/],
  "assoc-timeout": () => [/association with \S+ timed out/],
  connect: ({ outcome, address, status }) =>
    outcome === "connected"
      ? [`connected to ${address}`]
      : outcome === "timed out"
        ? [`connection to ${address} timed out`]
        : ["not connected", `status ${status}: `],
  roam: ({ address }) => [`roamed to ${address}`],
  disconnect: ({ byAp, reason }) => [
    byAp ? "disconnected by the access point" : "disconnected from this side",
    ...(reason === undefined ? [] : [`reason ${reason}: `]),
  ],
  cqm: ({ signalDbm, way, words }) =>
    words === undefined
      ? [`signal ${way} the threshold (${signalDbm} dBm)`]
      : ["beacons of the access point are missing"],
  "mgmt-tx-status": ({ cookie, acked }) => [
    acked ? "sent and acknowledged:" : "sent, not acknowledged:",
    `(cookie ${cookie})`,
  ],
  "control-port-tx-status": ({ cookie, acked }) => [
    acked ? "sent and acknowledged: EAPOL" : "sent, not acknowledged: EAPOL",
    `(cookie ${cookie})`,
  ],
  vendor: ({ vendor, subcommand }) => [`vendor ${vendor}, event ${subcommand}`],
  radar: ({ frequencyMhz, words }) => [RADAR[words as string]!, `(${frequencyMhz} MHz, `],
  interface: ({ change, type }) => [
    { new: "new interface", del: "interface removed", set: "interface changed" }[change as string]!,
    `type ${TYPES[type as string] ?? type}`,
  ],
  "channel-switch": ({ started, count, frequencyMhz, width, type, center1Mhz }) => [
    started ? "switches to" : "switched to",
    `(${frequencyMhz} MHz, ${width}${type === "No HT" ? " (no HT)" : ""})`,
    ...(started ? [`after ${count} beacon`] : []),
    ...(center1Mhz === frequencyMhz ? [] : [`around ${center1Mhz} MHz`]),
  ],
  "remain-on-channel": ({ frequencyMhz, durationMs, cookie }) => [
    "stays on",
    `${frequencyMhz} MHz`,
    `${durationMs} ms`,
    `(cookie ${cookie})`,
  ],
  "remain-on-channel-done": ({ frequencyMhz, cookie }) => ["leaves", `${frequencyMhz} MHz`, `(cookie ${cookie})`],
  "peer-candidate": ({ address, signalDbm }) => [`peer with: ${address}`, `at ${signalDbm} dBm`],
  "unprotected deauth": (facts) => ["unprotected deauthentication", ...frame(facts)],
  "station-opmode": ({ address, smps }) => [
    `station ${address} has another operating mode: SM power save ${["off", "static", "dynamic"][smps as number]}`,
  ],
  "stop-ap": () => ["access point stopped"],
  // Of commands that this iw does not know it tells the name alone.
  unknown: ({ name }) => [{ start_ap: "access point started as", port_authorized: "traffic flows" }[name as string]!],
};

const INITIATORS: Readonly<Record<string, string>> = {
  "the wireless core upon initialization": "by the kernel itself",
  "a user": "by a user",
  "a driver": "by a driver",
  "a country IE": "by a country element in a beacon",
};

const RADAR: Readonly<Record<string, string>> = {
  "radar detected": "radar detected",
  "CAC finished": "check finished without radar",
  "CAC was aborted": "check aborted",
  "NOP finished": "the time that radar kept us away is over",
  "PRE-CAC expired": "an earlier channel availability check has expired",
  "CAC started": "check started",
};

const TYPES: Readonly<Record<string, string>> = {
  "access point": "ap",
  "mesh point": "mesh-point",
  "P2P-Device": "p2p-device",
  IBSS: "adhoc",
};

function frame({ source, destination, code }: IwEvent["facts"]): string[] {
  return [`${source} -> ${destination}`, ...(code === undefined ? [] : [`${code}: `])];
}

function scanned({ frequenciesMhz, ssidsEscaped }: IwEvent["facts"]): string[] {
  const mhz = frequenciesMhz as number[];
  const ssids = ssidsEscaped as string[];
  return [
    `${mhz.length} channel${mhz.length === 1 ? "" : "s"}`,
    ...(mhz.length > 12 ? [`${mhz[0]} to ${mhz.at(-1)} MHz`] : [`${mhz.join(" ")} MHz`]),
    ssids.length === 0
      ? "passively"
      : `asking for ${ssids.map((ssid) => (ssid === "" ? "any network" : `"${ssid}"`)).join(", ")}`,
  ];
}

/** What a line of ours must hold to say what iw's event says. Throws for a kind of iw's that has no counterpart yet. */
export function partsOfSentence({ kind, facts, wdev }: IwEvent): readonly (string | RegExp)[] {
  const parts = OURS[kind]?.(facts);
  if (parts === undefined) throw new Error(`iw's event ${kind} has no counterpart here`);
  return [...parts, ...(wdev === undefined ? [] : [`wdev 0x${wdev.toString(16)}`])];
}

/** The place of the first line that holds all parts; -1 where there is none. */
export function lineWith(lines: readonly string[], parts: readonly (string | RegExp)[]): number {
  return lines.findIndex((line) =>
    parts.every((part) => (typeof part === "string" ? line.includes(part) : part.test(line))),
  );
}
