/** Octets that hold keys: no log, JSON or console shows them. {@link SecretBytes.reveal} is the only way to them. */
export class SecretBytes {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The octets themselves, as a view. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return `(${this.length} secret octets)`;
  }
  toJSON(): string {
    return this.toString();
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
