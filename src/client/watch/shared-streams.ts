import { Observable } from "rxjs";

/**
 * What subscribers share, by name, from the first of a name to the last: it is made with the one and forgotten with the other, so that
 * targets which come and go leave nothing behind.
 */
export class SharedStreams<Shared> {
  readonly #held = new Map<string, { readonly shared: Shared; subscribers: number }>();

  /** An observable that subscribes to `of` what is shared under that name; `make` makes it where nobody has it yet. */
  observe<T>(name: string, make: () => Shared, of: (shared: Shared) => Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      let held = this.#held.get(name);
      if (held === undefined) this.#held.set(name, (held = { shared: make(), subscribers: 0 }));
      held.subscribers++;
      const { shared } = held;
      subscriber.add(() => this.#release(name));
      subscriber.add(of(shared).subscribe(subscriber));
    });
  }

  #release(name: string): void {
    const held = this.#held.get(name);
    if (held !== undefined && --held.subscribers === 0) this.#held.delete(name);
  }
}
