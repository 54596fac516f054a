import { Nl80211Error } from "../errors.ts";
import type { Sysfs } from "../netlink/transport.ts";

/** A /sys of a test: texts by their paths. */
export class MemorySysfs implements Sysfs {
  readonly #texts = new Map<string, string>();

  /** Takes away all that is below a path. */
  remove(path: string): void {
    for (const known of this.#texts.keys()) if (known.startsWith(`${path}/`)) this.#texts.delete(known);
  }

  write(path: string, text: string): void {
    this.#texts.set(path, `${text}\n`);
  }

  async list(path: string): Promise<readonly string[]> {
    const below = [...this.#texts.keys()].filter((known) => known.startsWith(`${path}/`));
    if (below.length === 0) throw missing(path);
    return [...new Set(below.map((known) => known.slice(path.length + 1).split("/")[0]!))];
  }

  async read(path: string): Promise<string> {
    const text = this.#texts.get(path);
    if (text === undefined) throw missing(path);
    return text;
  }
}

function missing(path: string): Nl80211Error {
  return new Nl80211Error("BAD_FILE", `the test's /sys has no ${path}`);
}
