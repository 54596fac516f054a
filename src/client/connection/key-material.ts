/** What the key data of a handshake hold: the access point's RSN element, and group keys. */
export interface KeyMaterial {
  readonly rsn?: Uint8Array;
  readonly keys: readonly GroupKey[];
}

/** A key of all stations. */
export interface GroupKey {
  /** For data, management frames (IGTK), beacons (BIGTK). */
  readonly kind: "data" | "management" | "beacon";
  readonly index: number;
  readonly key: Uint8Array;
  /** Packet number of the last frame sent with it, least octet first: 6 octets. */
  readonly sequence: Uint8Array;
}

const RSN = 48;
const VENDOR = 0xdd;
/** Types of key data encapsulation, after the OUI 00-0F-AC. IEEE 802.11-2020 table 12-9. */
const GTK = 1;
const IGTK = 9;
const BIGTK = 14;

/** Reads elements and key data encapsulations (KDE). IEEE 802.11-2020, 12.7.2. `rsc` is the frame's, for the key for data. */
export function readKeyMaterial(clear: Uint8Array, rsc: Uint8Array): KeyMaterial {
  let rsn: Uint8Array | undefined;
  const keys: GroupKey[] = [];
  for (let at = 0; at + 2 <= clear.length; ) {
    const id = clear[at]!;
    const length = clear[at + 1]!;
    // Padding is 0xdd and zeros.
    if ((id === VENDOR && length === 0) || at + 2 + length > clear.length) break;
    const body = clear.subarray(at + 2, at + 2 + length);
    if (id === RSN) rsn ??= clear.subarray(at, at + 2 + length);
    else if (id === VENDOR && body[0] === 0x00 && body[1] === 0x0f && body[2] === 0xac) keys.push(...kde(body, rsc));
    at += 2 + length;
  }
  return { ...(rsn !== undefined && { rsn }), keys };
}

function kde(body: Uint8Array, rsc: Uint8Array): GroupKey[] {
  const type = body[3];
  if (type === GTK && body.length > 6) {
    return [{ kind: "data", index: body[4]! & 3, key: body.subarray(6), sequence: rsc.subarray(0, 6) }];
  }
  if ((type === IGTK || type === BIGTK) && body.length > 12) {
    const kind = type === IGTK ? "management" : "beacon";
    return [{ kind, index: body[4]! | (body[5]! << 8), key: body.subarray(12), sequence: body.subarray(6, 12) }];
  }
  return [];
}
