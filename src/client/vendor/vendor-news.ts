import type { Observable } from "rxjs";
import { vendorCommand } from "../../nl80211/generated/vendor.ts";
import { radio } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import {
  newsName,
  type Vendor,
  type VendorNews,
  type VendorNewsOptions,
  vendorFields,
  vendorNumber,
} from "./vendor.ts";

/** What vendors' drivers tell: the multicast group, and what comes to the stream's own socket. */
export function vendorNews(parent: Core, vendor: Vendor, options: VendorNewsOptions): Observable<VendorNews> {
  // A bad argument is told at once.
  const wanted = options.vendorId === undefined ? undefined : vendorNumber(options.vendorId);
  const fields = options.command === undefined ? undefined : vendorFields(options.command);
  return ownedStream<VendorNews>(parent, {
    name: newsName(options),
    groups: ["vendor"],
    begin: async (core) => {
      if (options.command !== undefined && fields !== undefined) {
        const [selector, call] = await radio(core, options.command.target, {});
        await core.request("Vendor", { ...selector, ...fields }, call);
      }
      options.onListening?.();
    },
    overrun: () => options.onOverrun?.(),
    heard: (message, time, subscriber) => {
      if (message.command !== vendorCommand.value) return;
      const { vendorId, vendorSubcmd, vendorData, wiphy, ifindex, wdev } = decodeMessage(
        message,
        vendorCommand.event.decode,
      );
      if (vendorId === undefined || vendorSubcmd === undefined) return;
      if (wanted !== undefined && vendorId !== wanted) return;
      if (options.subcommand !== undefined && vendorSubcmd !== options.subcommand) return;
      const data = vendorData ?? new Uint8Array();
      subscriber.next({
        time,
        ...(wiphy !== undefined && { wiphy }),
        ...(ifindex !== undefined && { ifindex }),
        ...(wdev !== undefined && { wdev }),
        vendorId,
        subcommand: vendorSubcmd,
        data,
        ...decoded(vendor, vendorId, vendorSubcmd, data),
      });
    },
  });
}

/** An application's decoder must not end the stream for its other events. */
function decoded(vendor: Vendor, vendorId: number, subcommand: number, data: Uint8Array) {
  const decode = vendor.decoder(vendorId, subcommand);
  if (decode === undefined) return {};
  try {
    return { decoded: decode(data) };
  } catch (decodeError) {
    return { decodeError };
  }
}
