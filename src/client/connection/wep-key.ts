import { Nl80211Error } from "../../errors.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import type { Key } from "../../nl80211/generated/key.ts";
import { whole } from "../argument.ts";
import type { WepKey } from "./connect-options.ts";

/** A WEP key as requests carry it. Throws INVALID_ARGUMENT, which never shows the key. */
export function wepKey({ index, key }: WepKey): Key & { readonly cipher: number } {
  const data = octetsOf(key);
  if (data.length !== 5 && data.length !== 13) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `WEP key ${index} is neither 5 nor 13 octets, nor 10 or 26 hexadecimal digits`,
    );
  }
  const cipher = data.length === 5 ? CipherSuite.Wep40 : CipherSuite.Wep104;
  return { idx: whole("WEP key index", index, 0, 3), cipher, data };
}

/** WEP keys, the first of them the one to send with. Throws INVALID_ARGUMENT, which never shows one. */
export function wepKeys(keys: readonly WepKey[]): readonly Key[] {
  if (keys.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "WEP needs a key");
  if (new Set(keys.map(({ index }) => index)).size < keys.length) {
    throw new Nl80211Error("INVALID_ARGUMENT", "two WEP keys have one index");
  }
  return keys.map((key, position) => ({ ...wepKey(key), ...(position === 0 && { isDefault: true }) }));
}

function octetsOf(key: string | Uint8Array): Uint8Array {
  if (typeof key !== "string") return key;
  if (/^([0-9a-fA-F]{10}|[0-9a-fA-F]{26})$/.test(key)) return new Uint8Array(Buffer.from(key, "hex"));
  return new TextEncoder().encode(key);
}
