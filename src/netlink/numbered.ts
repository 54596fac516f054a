/**
 * An empty object for things by their numbers, which it then keeps in order. V8 gives `{}` no room for such keys, and the first of them
 * takes a call into the runtime, longer than all else that is done with an attribute; an object that had one has room for more.
 */
export function numbered<T>(): Record<number, T> {
  const empty: Record<number, T | undefined> = { 0: undefined };
  delete empty[0];
  return empty as Record<number, T>;
}
