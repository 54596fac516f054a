import { Nl80211Error } from "../errors.ts";

/**
 * Whom a call is addressed to: an interface by name or index, a device without an interface (P2P, NAN) by its wdev, or a radio by its
 * wiphy. Names are resolved by netlink at each call, so a renamed or replugged interface is found. "phy#0" is the radio of that number,
 * as iw and our tables write it.
 */
export type Target =
  | string
  | number
  | { readonly ifindex: number }
  | { readonly wdev: number }
  | { readonly wiphy: number };

/** A target as requests carry it. */
export type Selector = { readonly ifindex: number } | { readonly wdev: number } | { readonly wiphy: number };

/** The name that errors use: the call's own word for its target, or "wlan0", "ifindex 3", "wdev 0x100000001", "wiphy 0". */
export function targetName(target: Target, call: { readonly target?: string } = {}): string {
  if (call.target !== undefined) return call.target;
  if (typeof target === "string") return target;
  if (typeof target === "number") return `ifindex ${target}`;
  if ("ifindex" in target) return `ifindex ${target.ifindex}`;
  if ("wdev" in target) return `wdev 0x${target.wdev.toString(16)}`;
  return `wiphy ${target.wiphy}`;
}

const NUMBERED_RADIO = /^phy#(\d+)$/;

/** The selector of a target that is no name; undefined for a name. Throws INVALID_ARGUMENT for what is no target. */
export function selectorOf(target: Target): Selector | undefined {
  if (typeof target === "string") {
    if (target === "") throw new Nl80211Error("INVALID_ARGUMENT", "an empty interface name");
    const [, wiphy] = NUMBERED_RADIO.exec(target) ?? [];
    return wiphy === undefined ? undefined : { wiphy: index(Number(wiphy), "wiphy", 0) };
  }
  if (typeof target === "number") return { ifindex: index(target, "ifindex", 1) };
  if ("ifindex" in target) return { ifindex: index(target.ifindex, "ifindex", 1) };
  if ("wdev" in target) return { wdev: index(target.wdev, "wdev", 1) };
  return { wiphy: index(target.wiphy, "wiphy", 0) };
}

function index(value: number, what: string, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${String(value)}: expected a whole number from ${least}`);
}
