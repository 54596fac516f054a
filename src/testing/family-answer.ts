import { MessageFlag, MessageType } from "../netlink/constants.ts";
import { type NetlinkMessage, writeMessage } from "../netlink/message.ts";
import { acknowledgement } from "./answer.ts";
import { CONTROLLER, type Family, familyPayload } from "./families.ts";
import { isDump } from "./recorded-message.ts";

/** What the controller answers to GETFAMILY: the families, then DONE after a dump, an ACK where one is asked for. */
export function familyAnswer(request: NetlinkMessage, portId: number, families: Iterable<Family>): Uint8Array[] {
  const dump = isDump(request);
  const header = { flags: dump ? MessageFlag.Multi : 0, sequence: request.sequence, portId };
  const messages = Array.from(families, (family) =>
    writeMessage({ ...header, type: CONTROLLER, payload: familyPayload(family) }),
  );
  if (dump) messages.push(writeMessage({ ...header, type: MessageType.Done, payload: new Uint8Array(4) }));
  else if ((request.flags & MessageFlag.Ack) !== 0) messages.push(acknowledgement(request, portId));
  return messages;
}
