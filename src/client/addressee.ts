import { isNl80211Error, Nl80211Error } from "../errors.ts";
import type { CallOptions, Core } from "./core.ts";
import { type Selector, type Target, targetName } from "./target.ts";

/** Whom a call goes to, and its options with the name that errors use. */
export type Addressee<Of> = readonly [selector: Of, options: CallOptions];

/** A network interface. Rejects with NO_SUCH_INTERFACE, and INVALID_ARGUMENT for a radio or a device without one. */
export async function netdev(
  core: Core,
  target: Target,
  options: CallOptions,
): Promise<Addressee<{ readonly ifindex: number }>> {
  const selector = await core.resolve(target, options);
  if ("ifindex" in selector) return [selector, named(target, options)];
  throw new Nl80211Error("INVALID_ARGUMENT", `${targetName(target)} is no network interface: name one`);
}

/** A network interface, or a device without one. */
export async function device(
  core: Core,
  target: Target,
  options: CallOptions,
): Promise<Addressee<{ readonly ifindex: number } | { readonly wdev: number }>> {
  const selector = await core.resolve(target, options);
  if (!("wiphy" in selector)) return [selector, named(target, options)];
  throw new Nl80211Error("INVALID_ARGUMENT", `${targetName(target)} is a radio: name an interface of it`);
}

/** A radio by its name or number, or an interface or device that stands for its radio. */
export async function radio(core: Core, target: Target, options: CallOptions): Promise<Addressee<Selector>> {
  try {
    return [await core.resolve(target, options), named(target, options)];
  } catch (error) {
    if (typeof target !== "string" || !isNl80211Error(error, "NO_SUCH_INTERFACE")) throw error;
    const parts = await (await core.dump("GetWiphy", { splitWiphyDump: true }, options)).toArray();
    const names = new Map(parts.flatMap(({ wiphy, wiphyName }) => (wiphyName ? [[wiphyName, wiphy] as const] : [])));
    const wiphy = names.get(target);
    if (wiphy !== undefined) return [{ wiphy }, named(target, options)];
    throw new Nl80211Error("NO_SUCH_WIPHY", `no radio or Wi-Fi interface is called ${target}`, {
      target,
      hint: `radios: ${[...names.keys()].join(", ")}`,
    });
  }
}

function named(target: Target, options: CallOptions): CallOptions {
  return { ...options, target: targetName(target, options) };
}
