import { AuthType } from "../../nl80211/generated/connect-enums.ts";
import { memberNamed } from "../argument.ts";

const WORDS = { open: AuthType.OpenSystem, shared: AuthType.SharedKey } as const;

/** The kind of authentication that a word names, in the kernel's words or as iw says it. Throws INVALID_ARGUMENT that lists them. */
export function authType(word = "open"): AuthType {
  return memberNamed<AuthType>(AuthType, "authentication type", word, WORDS);
}
