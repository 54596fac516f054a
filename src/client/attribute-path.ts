import { isNl80211Error, Nl80211Error } from "../errors.ts";
import type { RequestDescription } from "../netlink/kernel-error.ts";

/**
 * Names the attribute that the kernel's error about one request points at, "nl80211.scan-ssids[4]", instead of its numbers. The table of names is
 * large: it is loaded by the first error that needs it.
 */
export class Naming {
  readonly #command: number;
  readonly #describe: () => RequestDescription;
  #path: readonly number[] | undefined;

  /** For a request of this command, described by `describe` but for its attribute. */
  constructor(command: number, describe: () => RequestDescription) {
    this.#command = command;
    this.#describe = describe;
  }

  /** Describes the request to the layers below, which know the numbers of its attributes alone. */
  readonly describe = (): RequestDescription => ({
    ...this.#describe(),
    attribute: (path) => `attribute ${((this.#path = path)).join(".")}`,
  });

  /** The error with its attribute named; one that points at none as it is. */
  async name(error: unknown): Promise<unknown> {
    if (this.#path === undefined || !isNl80211Error(error)) return error;
    const [{ AttributeNames }, { NL80211_NAMES }] = await Promise.all([
      import("../genetlink/attribute-names.ts"),
      import("../nl80211/generated/name-table.ts"),
    ]);
    const attribute = new AttributeNames(NL80211_NAMES).path(this.#path, this.#command);
    const message = error.attribute === undefined ? error.message : error.message.replace(error.attribute, attribute);
    return new Nl80211Error(error.code, message, { ...error, attribute, cause: error.cause });
  }
}
