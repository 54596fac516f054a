/** The weakest first. */
const ORDER = [
  "Open",
  "WEP",
  "WPA-Personal",
  "WPA2-Personal",
  "WPA3-Personal",
  "WPA-Enterprise",
  "WPA2-Enterprise",
  "WPA3-Enterprise",
  "WPA3-Enterprise 192-bit",
  "Enhanced Open",
  "DPP",
  "OSEN",
  "WAPI",
  "Unknown",
] as const;

/** One way to join a network, as the Wi-Fi Alliance calls it. */
export type SecurityMode = (typeof ORDER)[number];

// The modes as bits, the weakest lowest, so that collecting them sorts them and leaves out what comes twice.
const bitOf = (mode: SecurityMode): number => 1 << ORDER.indexOf(mode);
export const OPEN = bitOf("Open");
export const WEP = bitOf("WEP");
export const WPA_PERSONAL = bitOf("WPA-Personal");
export const WPA2_PERSONAL = bitOf("WPA2-Personal");
export const WPA3_PERSONAL = bitOf("WPA3-Personal");
export const WPA_ENTERPRISE = bitOf("WPA-Enterprise");
export const WPA2_ENTERPRISE = bitOf("WPA2-Enterprise");
export const WPA3_ENTERPRISE = bitOf("WPA3-Enterprise");
export const ENTERPRISE_192 = bitOf("WPA3-Enterprise 192-bit");
export const ENHANCED_OPEN = bitOf("Enhanced Open");
export const DPP = bitOf("DPP");
export const OSEN = bitOf("OSEN");
export const WAPI = bitOf("WAPI");
export const UNKNOWN = bitOf("Unknown");
export const PERSONAL = WPA_PERSONAL | WPA2_PERSONAL | WPA3_PERSONAL;
export const ENTERPRISE = WPA_ENTERPRISE | WPA2_ENTERPRISE | WPA3_ENTERPRISE;

/** More than one bit. */
export function isSeveral(bits: number): boolean {
  return (bits & (bits - 1)) !== 0;
}

/** The modes and what they are called together. There are few such sets, so each is named once; nobody can change it then. */
export function namesOf(bits: number): Names {
  let names = NAMES.get(bits);
  if (names === undefined) {
    const modes = Object.freeze(ORDER.filter((_, index) => ((bits >>> index) & 1) === 1));
    names = { name: modes.length === 1 ? modes[0]! : securityName(modes), modes };
    NAMES.set(bits, names);
  }
  return names;
}

interface Names {
  readonly name: string;
  readonly modes: readonly SecurityMode[];
}

const NAMES = new Map<number, Names>();

/** "WPA2-Personal" and "WPA3-Personal" become "WPA2/WPA3-Personal"; kinds that have nothing in common are listed. */
function securityName(modes: readonly SecurityMode[]): string {
  const names: string[] = [];
  const kinds: (string | undefined)[] = [];
  for (const mode of modes) {
    const kind = kindOf(mode);
    const known = kind === undefined ? -1 : kinds.indexOf(kind);
    if (known < 0) {
      names.push(mode);
      kinds.push(kind);
    } else names[known] = `${names[known]!.slice(0, -kind!.length - 1)}/${mode}`;
  }
  return names.join(", ");
}

/** What follows the dash: "Personal", "Enterprise" or "Enterprise 192-bit"; undefined where there is none. */
function kindOf(mode: SecurityMode): string | undefined {
  const dash = mode.indexOf("-");
  return dash < 0 ? undefined : mode.slice(dash + 1);
}
