import { readFileSync } from "node:fs";
import type { ConnectSecurity, WepKey } from "../client/connection/connect-options.ts";
import { Nl80211Error } from "../errors.ts";
import { unreadable } from "./input/unreadable.ts";

/** Where a command takes a key from: never from the command line, which is for all to see. */
export interface SecretOptions {
  readonly keyEnv?: string;
  readonly keyFile?: string;
  readonly security?: string;
}

const SECURITY = ["open", "owe", "wep", "wpa2", "sae"] as const;
/** WEP keys, as iw writes them: "0:abcde", the one to send with "d:1:6162636465". */
const WEP_KEY = /^(d:?)?([0-3]):(.+)$/;

/** The security that the options mean: WEP where a key is given and no more said. Throws INVALID_ARGUMENT, which shows no key. */
export function securityOf(options: SecretOptions, sharedKey: boolean): ConnectSecurity {
  const { keyEnv, keyFile } = options;
  const given = keyEnv !== undefined || keyFile !== undefined || sharedKey;
  const kind = options.security ?? (given ? "wep" : "open");
  if (kind === "open" || kind === "owe") {
    if (given) throw invalid(`--security ${kind} takes no key`);
    return kind;
  }
  if (kind === "wep") return { wep: wepKeys(secret(options)), ...(sharedKey && { sharedKey }) };
  if (sharedKey) throw invalid("auth shared is for WEP alone");
  if (kind === "wpa2") return { passphrase: secret(options) };
  if (kind === "sae") return { saePassword: secret(options) };
  throw invalid(`--security ${kind}: expected one of ${SECURITY.join(", ")}`);
}

/** The one to send with comes first: that with d, or the last where none has it, as with iw. */
export function wepKeys(text: string): readonly WepKey[] {
  const words = text.trim().split(/\s+/);
  const read = words.map((word) => {
    const [, sending, index, key] = WEP_KEY.exec(word) ?? [undefined, undefined, "0", word];
    return { sending: sending !== undefined, key: { index: Number(index) as WepKey["index"], key: key! } };
  });
  const first = read.find(({ sending }) => sending) ?? read.at(-1)!;
  return [first, ...read.filter((other) => other !== first)].map(({ key }) => key);
}

/** What the variable or the file has, without the end of its line. */
export function secret({ keyEnv, keyFile }: SecretOptions): string {
  if ((keyEnv === undefined) === (keyFile === undefined)) {
    throw invalid("a key is needed, from one of --key-env <variable> and --key-file <file>");
  }
  if (keyEnv !== undefined) {
    const value = process.env[keyEnv];
    if (value !== undefined) return value;
    throw invalid(`--key-env: there is no environment variable ${keyEnv}`);
  }
  try {
    return readFileSync(keyFile === "-" ? 0 : keyFile!, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw new Nl80211Error("INVALID_ARGUMENT", `--key-file ${keyFile} ${unreadable(cause)}`, { cause });
  }
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
