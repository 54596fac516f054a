import { type IwLine, type LineReport, parseText, type Rule } from "./iw-text.ts";

/** One line of `iw event`. */
export interface IwEvent {
  /** With `-t` (seconds since the epoch) or `-r` (since the event before). */
  timeUs?: bigint;
  interface?: string;
  wiphy?: number;
  wdev?: number;
  /** What happened, in a word of ours for the sentence of iw's; `facts` holds what the sentence tells. */
  kind: string;
  facts: Record<string, string | number | boolean | string[] | number[]>;
}

const MAC = "([0-9a-f:]{17})";
const FRAME = `(?: \\[no frame\\]| ${MAC} -> ${MAC}(?: (?:status:|reason) (\\d+): ([^\\[]*?))?(?: \\[frame:((?: [0-9a-f]{2})*)\\])?)`;

type Facts = IwEvent["facts"];
type EventRule = readonly [kind: string, pattern: RegExp, facts?: (groups: readonly string[]) => Facts];

/** Without the keys whose group did not match. */
function present(facts: Record<string, string | number | boolean | string[] | number[] | undefined>): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== "")) as Facts;
}

const numberOf = (text: string | undefined) => (text === undefined || text === "" ? undefined : Number(text));
const hexOf = (text: string | undefined) => (text === undefined || text === "" ? undefined : `0x${text}`);
const frameFacts = ([source, destination, code, words, frame]: readonly string[]) =>
  present({ source, destination, code: numberOf(code), words, frame: frame?.replaceAll(" ", "") });

const frameRule = (words: string): EventRule => [words, new RegExp(`^${words}${FRAME}$`), frameFacts];

const scanFacts = ([frequencies, ssids]: readonly string[]): Facts => ({
  frequenciesMhz: frequencies === "" ? [] : frequencies!.trim().split(" ").map(Number),
  // escaped by iw, but for the quotation mark itself
  ssidsEscaped: ssids === "" ? [] : ssids!.slice(2, -1).split('" "'),
});

const RULES: readonly EventRule[] = [
  ["wiphy-renamed", /^renamed to (.+)$/, ([name]) => ({ name: name! })],
  ["wiphy-removed", /^delete wiphy$/],
  ["scan-started", /^scan started$/],
  ["scan-finished", /^scan finished:(?:((?: \d+)*),)?((?: ".*")*)$/, scanFacts],
  ["scan-aborted", /^scan aborted:(?:((?: \d+)*),)?((?: ".*")*)$/, scanFacts],
  ["sched-scan-started", /^scheduled scan started$/],
  ["sched-scan-stopped", /^sched scan stopped$/],
  ["sched-scan-results", /^got scheduled scan results$/],
  [
    "regulatory-change",
    /^regulatory domain change( \(phy\))?: (set to (\S+) by (.+?) request|set to world roaming by (.+?) request|custom world roaming rules in place on phy(\d+) by (.+?) request|intersection used due to a request made by (.+?)|unknown source \(upgrade this utility\))(?: on phy(\d+))?$/,
    ([ofPhy, , alpha2, country, world, custom, customBy, intersection, onPhy]) =>
      present({
        ofPhy: ofPhy !== "",
        type: country
          ? "country"
          : world
            ? "world"
            : custom
              ? "custom world"
              : intersection
                ? "intersection"
                : "unknown",
        alpha2,
        initiator: country || world || customBy || intersection,
        onPhy: numberOf(onPhy || custom),
      }),
  ],
  ["beacon-hint", /^beacon hint:$/],
  ["station-new", new RegExp(`^new station ${MAC}$`), ([address]) => ({ address: address! })],
  ["station-del", new RegExp(`^del station ${MAC}$`), ([address]) => ({ address: address! })],
  ["ibss-joined", new RegExp(`^IBSS ${MAC} joined$`), ([address]) => ({ address: address! })],
  ["auth-timeout", /^auth: timed out$/],
  ["assoc-timeout", /^assoc: timed out$/],
  frameRule("auth"),
  frameRule("assoc"),
  frameRule("deauth"),
  frameRule("disassoc"),
  frameRule("unprotected deauth"),
  frameRule("unprotected disassoc"),
  [
    "connect",
    new RegExp(
      `^(timed out|unknown connect status|connected|failed to connect)(?: to ${MAC})?(?:, status: (\\d+): (.+))?$`,
    ),
    ([outcome, address, status, words]) => present({ outcome, address, status: numberOf(status), words }),
  ],
  ["roam", new RegExp(`^roamed(?: to ${MAC})?$`), ([address]) => present({ address })],
  [
    "disconnect",
    /^disconnected \((by AP|local request)\)(?: reason: (\d+): (.+))?$/,
    ([by, reason, words]) => present({ byAp: by === "by AP", reason: numberOf(reason), words }),
  ],
  [
    "remain-on-channel",
    /^remain on freq (\d+) \((\d+)ms, cookie ([0-9a-f]+)\)$/,
    ([mhz, ms, cookie]) => ({ frequencyMhz: Number(mhz), durationMs: Number(ms), cookie: hexOf(cookie)! }),
  ],
  [
    "remain-on-channel-done",
    /^done with remain on freq (\d+) \(cookie ([0-9a-f]+)\)$/,
    ([mhz, cookie]) => ({ frequencyMhz: Number(mhz), cookie: hexOf(cookie)! }),
  ],
  [
    "frame-wait-cancel",
    /^frame wait cancel on freq (\d+) \(cookie ([0-9a-f]+)\)$/,
    ([mhz, cookie]) => ({ frequencyMhz: Number(mhz), cookie: hexOf(cookie)! }),
  ],
  [
    "cqm",
    new RegExp(
      `^CQM event: (?:RSSI \\((-?\\d+) dBm\\) went (above|below) threshold|(Beacon loss detected|beacon loss|unknown event|missing data!)|peer ${MAC} didn't ACK (\\d+) packets)$`,
    ),
    ([dbm, way, words, peer, packets]) =>
      present({ signalDbm: numberOf(dbm), way, words, peer, lostPackets: numberOf(packets) }),
  ],
  [
    "mic-failure",
    new RegExp(
      `^Michael MIC failure event:(?: source MAC address ${MAC})?(?: seq=([0-9a-f]{12}))?(?: Key Type (\\S+))?(?: Key Id (\\d+))?$`,
    ),
    ([address, sequence, keyType, keyId]) => present({ address, sequence, keyType, keyId: numberOf(keyId) }),
  ],
  [
    "mgmt-tx-status",
    /^mgmt TX status \(cookie ([0-9a-f]+)\): (acked|no ack)$/,
    ([cookie, ack]) => ({ cookie: hexOf(cookie)!, acked: ack === "acked" }),
  ],
  [
    "control-port-tx-status",
    /^ctrl\. port TX status \(cookie ([0-9a-f]+)\): (acked|no ack)$/,
    ([cookie, ack]) => ({ cookie: hexOf(cookie)!, acked: ack === "acked" }),
  ],
  ["pmksa-candidate", /^PMKSA candidate found$/],
  [
    "probe-client",
    /^probe client (\S+) \(cookie ([0-9a-f]+)\): (acked|no ack)$/,
    ([address, cookie, ack]) => ({ address: address!, cookie: hexOf(cookie)!, acked: ack === "acked" }),
  ],
  [
    "vendor",
    /^vendor event ([0-9a-f]{6}):(\d+)$/,
    ([vendor, subcommand]) => ({ vendor: vendor!, subcommand: Number(subcommand) }),
  ],
  [
    "radar",
    /^(\d+) MHz: (radar detected|CAC finished|CAC was aborted|NOP finished|PRE-CAC expired|CAC started|unknown radar event)$/,
    ([mhz, words]) => ({ frequencyMhz: Number(mhz), words: words! }),
  ],
  ["peer-measurement-complete", /^peer measurement complete$/],
  [
    "peer-candidate",
    new RegExp(`^new peer candidate(?: ${MAC})?(?: (-?\\d+) dBm)?$`),
    ([address, dbm]) => present({ address, signalDbm: numberOf(dbm) }),
  ],
  [
    "interface",
    /^(new|del|set) interface(?: type (station|access point|mesh point|IBSS|monitor|AP-VLAN|WDS|P2P-client|P2P-GO|P2P-Device|OCB|NAN|unknown \(\d+\)))?(?: meshid (.*?))?(?: use 4addr (\d+))?$/,
    ([change, type, meshId, fourAddress]) =>
      present({ change, type, meshIdEscaped: meshId, fourAddress: numberOf(fourAddress) }),
  ],
  [
    "station-opmode",
    new RegExp(`^sta opmode changed(?: ${MAC})?(?: smps mode (\\d+))?(?: chan width (\\d+))?(?: nss (\\d+))?$`),
    ([address, smps, width, nss]) =>
      present({ address, smps: numberOf(smps), width: numberOf(width), nss: numberOf(nss) }),
  ],
  ["stop-ap", /^stop ap$/],
  [
    "channel-switch",
    /^channel switch( started)?(?: \(count=(\d+)\))?(?: freq=(\d+))?(?: width="([^"]+)")?(?: type="([^"]+)")?(?: freq1=(\d+))?(?: freq2=(\d+))?$/,
    ([started, count, mhz, width, type, center1, center2]) =>
      present({
        started: started !== "",
        count: numberOf(count),
        frequencyMhz: numberOf(mhz),
        width,
        type,
        center1Mhz: numberOf(center1),
        center2Mhz: numberOf(center2),
      }),
  ],
  [
    "assoc-comeback",
    /^assoc comeback bssid (\S+) timeout (\d+)$/,
    ([address, timeout]) => ({ address: address!, timeoutTu: Number(timeout) }),
  ],
  // a command newer than this iw: its number is all that is told
  ["unknown", /^unknown event (\d+) \((.+)\)$/, ([command, name]) => ({ command: Number(command), name: name! })],
];

/** Who it happened to, in the five ways that `iw` words it; an event of none has no prefix. */
const PREFIX =
  /^(?:(\d+)\.(\d{6}): )?(?:(?:(\S+) \(phy #(\d+)\)|wdev 0x([0-9a-f]+) \(phy #(\d+)\)|wdev 0x([0-9a-f]+)|phy #(\d+)|([^\s:]+)): )?(.*)$/;

/** Parses `iw event`, `iw event -t`, `-r` and `-f`. A line is an event, but for the two that tell of a beacon hint. */
export function parseIwEvents(text: string): { events: IwEvent[]; report: LineReport } {
  const events: IwEvent[] = [];
  const hint: Rule[] = [
    [
      /^phy(\d+) (\d+) MHz \[(-?\d+)\]:$/,
      ([, wiphy, mhz], line) => {
        const event = events.at(-1);
        if (event?.kind !== "beacon-hint") throw new Error(`iw event: no beacon hint before line ${line.number}`);
        event.facts = { ...event.facts, wiphy: Number(wiphy), frequencyMhz: Number(mhz) };
        for (const child of line.children) {
          const [, words] =
            /^o (Initiating radiation enabled|active scan enabled|ibss enabled)$/.exec(child.text) ?? [];
          if (words === undefined) continue;
          child.consume();
          event.facts["words"] = words;
        }
      },
    ],
  ];
  return parseText("iw event", text, { events }, [
    ...hint,
    [
      PREFIX,
      (match, line) => {
        const event = eventOf(match, line);
        if (event !== undefined) events.push(event);
      },
    ],
  ]);
}

function eventOf(match: readonly string[], line: IwLine): IwEvent | undefined {
  const [whole, seconds, micros, name, namePhy, wdevOfPhy, wdevPhy, wdevAlone, phyAlone, nameAlone, sentence] = match;
  // "scan started" of no device and "auth: timed out" both look like a prefix to a pattern alone
  const known = ruleFor(sentence!) ?? ruleFor(whole!);
  if (known === undefined) {
    line.fate = undefined;
    return undefined;
  }
  const wdev = wdevOfPhy || wdevAlone;
  const wiphy = namePhy || wdevPhy || phyAlone;
  return {
    ...(seconds !== "" && { timeUs: BigInt(seconds!) * 1_000_000n + BigInt(micros!) }),
    ...((name || nameAlone) && { interface: (name || nameAlone)! }),
    ...(wiphy && { wiphy: Number(wiphy) }),
    ...(wdev && { wdev: Number.parseInt(wdev, 16) }),
    ...known,
  };
}

function ruleFor(sentence: string): Pick<IwEvent, "kind" | "facts"> | undefined {
  for (const [kind, pattern, facts] of RULES) {
    const match = pattern.exec(sentence);
    if (match !== null) return { kind, facts: facts?.(Array.from(match, (group) => group ?? "").slice(1)) ?? {} };
  }
  return undefined;
}
