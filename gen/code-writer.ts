const WIDTH = 120;

/** The text of one generated file: lines with indentation, and the imports that they asked for. */
export class CodeWriter {
  readonly #lines: string[] = [];
  readonly #imports = new Map<string, Map<string, boolean>>();
  #depth = 0;

  /** Adds lines at the present depth. */
  line(...lines: string[]): void {
    for (const line of lines) this.#lines.push(line === "" ? "" : "  ".repeat(this.#depth) + line);
  }

  /** Adds lines without indentation: of a template literal. */
  raw(...lines: string[]): void {
    this.#lines.push(...lines);
  }

  /** `head {`, what `body` writes, `}`. */
  block(head: string, body: () => void, tail = "}"): void {
    this.line(`${head} {`);
    this.indented(body);
    this.line(tail);
  }

  indented(body: () => void): void {
    this.#depth++;
    body();
    this.#depth--;
  }

  /** A doc comment, on one line where it fits. Nothing where there is no text. */
  doc(...paragraphs: (string | undefined)[]): void {
    const text = paragraphs
      .filter((paragraph) => paragraph)
      .join(" ")
      .replace(/\s+/g, " ")
      .replaceAll("*/", "* /")
      .trim();
    if (text === "") return;
    const room = WIDTH - 2 * this.#depth;
    if (text.length + 7 <= room) this.line(`/** ${text} */`);
    else this.line("/**", ...wrap(text, room - 3).map((line) => ` * ${line}`), " */");
  }

  /** `head` followed by `items` in brackets, on one line or wrapped to the width: for lists of names and numbers. */
  list(head: string, items: readonly string[], tail: string): void {
    const flat = `${head}${items.join(", ")}${tail}`;
    if (flat.length + 2 * this.#depth <= WIDTH) {
      this.line(flat);
      return;
    }
    this.line(head.trimEnd());
    this.indented(() => this.line(...wrap(`${items.join(", ")},`, WIDTH - 2 * this.#depth)));
    this.line(tail.trimStart());
  }

  /** Imports `name` from `module` (relative to the file), as a type or as a value. Returns the name. */
  use(module: string, name: string, kind: "type" | "value" = "value"): string {
    let names = this.#imports.get(module);
    if (names === undefined) this.#imports.set(module, (names = new Map()));
    names.set(name, (names.get(name) ?? true) && kind === "type");
    return name;
  }

  get empty(): boolean {
    return this.#lines.length === 0;
  }

  /** The file: `banner`, imports, body. */
  finish(banner: string): string {
    const body = this.#lines;
    const head = new CodeWriter();
    const modules = [...this.#imports].sort(([a], [b]) => order(a, b));
    for (const [module, names] of modules) {
      const sorted = [...names].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
      const allTypes = sorted.every(([, type]) => type);
      const items = sorted.map(([name, type]) => (type && !allTypes ? `type ${name}` : name));
      head.list(`import ${allTypes ? "type " : ""}{ `, items, ` } from "${module}";`);
    }
    if (modules.length > 0) head.line("");
    return `${banner}\n\n${[...head.#lines, ...body].join("\n").trimEnd()}\n`;
  }
}

function order(a: string, b: string): number {
  const depth = (module: string) => module.split("../").length;
  return depth(b) - depth(a) || (a < b ? -1 : 1);
}

/** `text` in lines of at most `width`, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}
