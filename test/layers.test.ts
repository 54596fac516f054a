import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** Which folders of src/ a folder may import from, besides itself. `.` is the files directly in src/. */
const ALLOWED: Record<string, readonly string[]> = {
  bytes: [],
  netlink: ["bytes"],
  genetlink: ["netlink", "bytes"],
  ieee80211: ["bytes"],
  rtnetlink: ["netlink", "bytes"],
  nl80211: ["genetlink", "netlink", "ieee80211", "bytes"],
  socket: ["netlink", "bytes"],
  testing: ["nl80211", "genetlink", "netlink", "bytes"],
  client: ["nl80211", "ieee80211", "rtnetlink", "genetlink", "netlink", "bytes"],
  cli: [".", "client", "testing", "nl80211", "ieee80211", "genetlink", "netlink", "bytes"],
  ".": ["client", "nl80211", "ieee80211", "testing", "socket", "genetlink", "netlink", "bytes"],
};
/** Files directly in src/ that every layer may import. */
const FOR_ALL = ["errors.ts", "json.ts", "inspect.ts"];
/** client reaches the socket by dynamic import alone: importing the library must not load koffi. */
const DYNAMIC: Record<string, readonly string[]> = { client: ["socket"], cli: ["socket"] };

const src = resolve(import.meta.dirname, "../src");

describe("layers", () => {
  for (const file of sourceFiles(src)) {
    it(`${relative(src, file)} imports only what lies below it`, () => {
      expect(importsOf(file).flatMap((found) => violations(file, found))).toEqual([]);
    });
  }

  it("importing the library loads neither koffi nor rxjs", () => {
    const reached = new Set<string>();
    const walk = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { path, dynamic, typeOnly } of importsOf(file)) {
        if (dynamic || typeOnly) continue;
        if (path.startsWith(".")) walk(resolve(dirname(file), path));
        else reached.add(path);
      }
    };
    walk(join(src, "index.ts"));
    expect([...reached].filter((path) => /^(koffi|rxjs)/.test(path))).toEqual([]);
    expect(reached).toContain(join(src, "open.ts"));
  });

  it("koffi is named in src/socket alone", () => {
    const naming = sourceFiles(src).filter((file) => importsOf(file).some(({ path }) => path === "koffi"));
    expect(naming.filter((file) => layerOf(file) !== "socket")).toEqual([]);
  });

  it("rxjs is imported statically nowhere below client and testing", () => {
    const naming = sourceFiles(src).filter((file) =>
      importsOf(file).some(({ path, typeOnly }) => path.startsWith("rxjs") && !typeOnly),
    );
    expect(naming.map(layerOf).filter((layer) => !["client", "cli"].includes(layer))).toEqual([]);
  });
});

interface Import {
  readonly path: string;
  readonly dynamic: boolean;
  readonly typeOnly: boolean;
}

function violations(file: string, { path, dynamic }: Import): string[] {
  if (!path.startsWith(".")) return [];
  const target = resolve(dirname(file), path);
  const [from, to] = [layerOf(file), layerOf(target)];
  const allowed =
    from === to ||
    ALLOWED[from]?.includes(to) ||
    (to === "." && FOR_ALL.includes(relative(src, target))) ||
    (dynamic && DYNAMIC[from]?.includes(to));
  return allowed ? [] : [`${relative(src, file)} (${from}) imports ${relative(src, target)} (${to})`];
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const stated = [...text.matchAll(/^(?:import|export)(?! type )[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm)];
  const types = [...text.matchAll(/^(?:import|export) type [^"';]*?from\s+"([^"]+)"/gm)];
  const dynamic = [...text.matchAll(/import\(\s*"([^"]+)"\s*\)/g)];
  return [
    ...stated.map((match) => ({ path: match[1] ?? match[2] ?? "", dynamic: false, typeOnly: false })),
    ...types.map((match) => ({ path: match[1] ?? "", dynamic: false, typeOnly: true })),
    ...dynamic.map((match) => ({ path: match[1] ?? "", dynamic: true, typeOnly: false })),
  ];
}

function layerOf(file: string): string {
  const [first, second] = relative(src, file).split("/");
  return second === undefined ? "." : (first ?? ".");
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}
