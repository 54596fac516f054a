import { Nl80211Error } from "../errors.ts";

/**
 * An error of the kernel with the attribute that it points at named, "nl80211.scan-ssids[4]", instead of numbered. The table of names is large: it
 * is loaded by the first error that needs it.
 */
export async function naming(error: Nl80211Error, command: number, path: readonly number[]): Promise<Nl80211Error> {
  const [{ AttributeNames }, { NL80211_NAMES }] = await Promise.all([
    import("../genetlink/attribute-names.ts"),
    import("../nl80211/generated/name-table.ts"),
  ]);
  const attribute = new AttributeNames(NL80211_NAMES).path(path, command);
  const message = error.attribute === undefined ? error.message : error.message.replace(error.attribute, attribute);
  return new Nl80211Error(error.code, message, { ...error, attribute, cause: error.cause });
}
