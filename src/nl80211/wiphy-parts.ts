/** Anything that says which wiphy it is about. */
interface Part {
  readonly wiphy?: number | undefined;
}

/**
 * The wiphys of a split dump, each merged whole. One wiphy comes in dozens of messages, several wiphys may take turns, and a band is
 * opened again for each of its channels: lists go on, nested sets are joined, and what is said again counts as said last.
 */
export function mergeWiphyParts<P extends Part>(parts: Iterable<P>): P[] {
  const wiphys = new Map<number | undefined, Record<string, unknown>>();
  // Lists that were made here may grow; those that came in a message stay as they are.
  const grown = new Set<unknown[]>();
  for (const part of parts) {
    let whole = wiphys.get(part.wiphy);
    if (whole === undefined) wiphys.set(part.wiphy, (whole = {}));
    mergeInto(whole, part as unknown as Record<string, unknown>, grown);
  }
  return [...wiphys.values()] as unknown as P[];
}

function mergeInto(whole: Record<string, unknown>, part: Record<string, unknown>, grown: Set<unknown[]>): void {
  for (const key in part) {
    const value = part[key];
    const before = whole[key];
    if (Array.isArray(value)) whole[key] = Array.isArray(before) ? append(before, value, grown) : value;
    else if (isSet(value)) {
      // What was merged is ours; what came in a message is not, so it is copied on its first merge.
      const own = isSet(before) ? before : {};
      mergeInto(own, value, grown);
      whole[key] = own;
    } else whole[key] = value;
  }
}

function append(before: unknown[], more: readonly unknown[], grown: Set<unknown[]>): unknown[] {
  const list = grown.has(before) ? before : [...before];
  grown.add(list);
  list.push(...more);
  return list;
}

function isSet(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
