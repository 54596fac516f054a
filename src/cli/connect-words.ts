import { Nl80211Error } from "../errors.ts";
import { isMac } from "./typed.ts";

/** What follows the SSID in iw's words: `[<MHz>] [<bssid>] [auth open|shared] [mfp:req|opt|no]`. */
export interface ConnectWords {
  readonly frequencyMhz?: number;
  readonly bssid?: string;
  readonly sharedKey: boolean;
  readonly mfp?: "no" | "optional" | "required";
}

const MFP = { "mfp:req": "required", "mfp:opt": "optional", "mfp:no": "no" } as const;

/** Reads iw's words. A key among them is refused: the command line is for all to see. */
export function connectWords(words: readonly string[]): ConnectWords {
  const rest = [...words];
  const [frequency] = rest;
  const frequencyMhz = frequency !== undefined && /^\d+(\.\d+)?$/.test(frequency) ? Number(rest.shift()) : undefined;
  const bssid = rest[0] !== undefined && isMac(rest[0]) ? rest.shift() : undefined;
  let sharedKey = false;
  if (rest[0] === "auth") {
    rest.shift();
    sharedKey = isShared(rest.shift());
  }
  const word = rest[0];
  if (word === "key" || word === "keys") {
    throw invalid("keys are not given on the command line, which is for all to see: --key-env or --key-file");
  }
  const mfp = word !== undefined && Object.hasOwn(MFP, word) ? MFP[word as keyof typeof MFP] : undefined;
  if (mfp !== undefined) rest.shift();
  if (rest[0] !== undefined) {
    throw invalid(
      `"${rest[0]}" is not expected: after the SSID come [<MHz>] [<bssid>] [auth open|shared] [mfp:req|opt|no]`,
    );
  }
  return {
    ...(frequencyMhz !== undefined && { frequencyMhz }),
    ...(bssid !== undefined && { bssid }),
    sharedKey,
    ...(mfp !== undefined && { mfp }),
  };
}

/** iw's word for the kind of authentication. */
export function isShared(word: string | undefined): boolean {
  if (word === "open" || word === "shared") return word === "shared";
  throw invalid(`auth ${word ?? "(not given)"}: expected open or shared`);
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}
