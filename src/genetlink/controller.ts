import { isNl80211Error, Nl80211Error } from "../errors.ts";
import type { Connection } from "../netlink/connection.ts";
import type { DumpResult } from "../netlink/dump.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import { type Family, type FamilyPolicies, toFamily } from "./family.ts";
import {
  type AttributePolicy,
  decodeGetPolicyReply,
  decodeNewFamilyEvent,
  encodeGetFamilyRequest,
  encodeGetPolicyRequest,
  NlctrlCommand,
  type OpPolicy,
} from "./generated/nlctrl.ts";
import { GenericMessage, genericBody } from "./message.ts";

/** The controller, the one family whose numbers are fixed (GENL_ID_CTRL; its group "notify" has the same number). */
export const CONTROLLER: Family = {
  name: "nlctrl",
  id: 16,
  version: 2,
  headerSize: 0,
  maxAttribute: 10,
  operations: [],
  groups: [{ name: "notify", id: 16 }],
};

/** What a caller may say of a single look-up. */
export interface LookupOptions {
  readonly signal?: AbortSignal;
}

/** Asks the controller which families there are, and remembers them until it says that they came or went. */
export class Controller {
  readonly #connection: Connection;
  readonly #onChange: (name: string, family: Family | undefined) => void;
  readonly #known = new Map<string, Family>([[CONTROLLER.name, CONTROLLER]]);
  #follows = false;

  /** Calls `onChange` when a family came, changed or went, with what it is now. */
  constructor(connection: Connection, onChange: (name: string, family: Family | undefined) => void) {
    this.#connection = connection;
    this.#onChange = onChange;
    connection.onOverrun(() => this.#lookAgain([...this.#known.keys()]));
  }

  /** A family that was asked for before and has not changed since. */
  known(name: string): Family | undefined {
    return this.#known.get(name);
  }

  /**
   * The family of that name as the kernel has it now. Rejects with NO_FAMILY, naming it, where there is none. The kernel loads the
   * module of a family that is asked for by name, where it knows of one.
   */
  async family(name: string, options: LookupOptions = {}): Promise<Family> {
    const known = this.#known.get(name);
    if (known && known !== CONTROLLER) return known;
    this.#follow();
    const body = genericBody(NlctrlCommand.GetFamily, CONTROLLER.version, (w) =>
      encodeGetFamilyRequest(w, { familyName: name }),
    );
    const describe = () => ({ command: "GetFamily", target: name });
    try {
      const [reply] = await this.#connection.request(CONTROLLER.id, body, { ...options, describe });
      if (reply === undefined) throw new Nl80211Error("MALFORMED", `GetFamily ${name}: an ACK without an answer`);
      const family = toFamily(decodeNewFamilyEvent(new GenericMessage(reply).attributes()));
      this.#replace(name, family); // what was told of it meanwhile may have been lost
      return family;
    } catch (error) {
      throw isNl80211Error(error) && error.errnoName === "ENOENT" ? noFamily(name, error) : error;
    }
  }

  /** All families that the kernel has now. */
  async families(options: LookupOptions = {}): Promise<DumpResult<Family>> {
    const body = genericBody(NlctrlCommand.GetFamily, CONTROLLER.version, undefined);
    const describe = () => ({ command: "GetFamily" });
    return this.#connection
      .dump(CONTROLLER.id, body, { ...options, describe })
      .map((message) => toFamily(decodeNewFamilyEvent(new GenericMessage(message).attributes())))
      .toArray();
  }

  /** What the kernel demands of a family's attributes (CTRL_CMD_GETPOLICY, kernel 5.7 and newer). */
  async policies(name: string, options: LookupOptions = {}): Promise<FamilyPolicies> {
    const body = genericBody(NlctrlCommand.GetPolicy, CONTROLLER.version, (w) =>
      encodeGetPolicyRequest(w, { familyName: name }),
    );
    const describe = () => ({ command: "GetPolicy", target: name });
    const policies: Record<number, Record<number, AttributePolicy>> = {};
    const operations: Record<number, OpPolicy> = {};
    try {
      const dump = this.#connection.dump(CONTROLLER.id, body, { ...options, describe });
      for (const message of await dump.toArray()) {
        const part = decodeGetPolicyReply(new GenericMessage(message).attributes());
        // a message holds one attribute of one policy
        for (const [index, attributes] of Object.entries(part.policy ?? {})) {
          policies[Number(index)] = Object.assign(policies[Number(index)] ?? {}, attributes);
        }
        Object.assign(operations, part.opPolicy);
      }
    } catch (error) {
      throw isNl80211Error(error) && error.errnoName === "ENOENT" ? noFamily(name, error) : error;
    }
    return { policies, operations };
  }

  /** Listens to the controller's own notifications, from the first look-up on. What is remembered depends on them. */
  #follow(): void {
    if (this.#follows) return;
    this.#follows = true;
    this.#connection.join(CONTROLLER.groups[0]!.id);
    this.#connection.onNotification(({ message }) => this.#changed(message), { background: true });
  }

  #changed(message: NetlinkMessage): void {
    if (message.type !== CONTROLLER.id || !GenericMessage.fits(message)) return;
    const generic = new GenericMessage(message);
    const told = decodeNewFamilyEvent(generic.attributes());
    const name = told.familyName;
    if (name === undefined || name === CONTROLLER.name) return;
    if (generic.command === NlctrlCommand.NewFamily) this.#replace(name, toFamily(told));
    else if (generic.command === NlctrlCommand.DelFamily) this.#replace(name, undefined);
    else this.#lookAgain([name]);
  }

  #replace(name: string, family: Family | undefined): void {
    if (family) this.#known.set(name, family);
    else this.#known.delete(name);
    this.#onChange(name, family);
  }

  /** What was known of these families may be old. They are not asked for by name: that would load a module that somebody unloaded. */
  async #lookAgain(names: readonly string[]): Promise<void> {
    const asked = names.filter((name) => name !== CONTROLLER.name);
    for (const name of asked) this.#known.delete(name);
    const families = asked.length === 0 ? [] : await this.families().catch(() => undefined);
    // where even that fails, the connection is closed or dying, and says so itself
    for (const name of families ? asked : []) {
      this.#replace(
        name,
        families?.find((family) => family.name === name),
      );
    }
  }
}

function noFamily(name: string, cause: Nl80211Error): Nl80211Error {
  return new Nl80211Error(
    "NO_FAMILY",
    `${cause.command} ${name}: this kernel has no generic netlink family "${name}" now`,
    {
      errno: 2,
      errnoName: "ENOENT",
      command: cause.command ?? "GetFamily",
      target: name,
      hint: `load the module that brings "${name}", or boot a kernel that has it`,
      cause,
    },
  );
}
