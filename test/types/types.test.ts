import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(import.meta.dirname, "requests.types.ts");

function diagnosticsOf(text: string): string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [FILE] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (name) => (name === FILE ? text : readFile(name));
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === FILE ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true) : getSourceFile(name, ...rest);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  return program.getSemanticDiagnostics(source).map((each) => {
    const line = ts.getLineAndCharacterOfPosition(source!, each.start ?? 0).line;
    return `${line + 1}: ${ts.flattenDiagnosticMessageText(each.messageText, " ").slice(0, 200)}`;
  });
}

const text = readFileSync(FILE, "utf8");

test("requests that the kernel would refuse do not compile, sound ones do", { timeout: 120_000 }, () => {
  expect(diagnosticsOf(text)).toEqual([]);
});

test("each of those refusals is the compiler's own", { timeout: 120_000 }, () => {
  // Without the expectations every one of them is an error.
  const expected = text.match(/@ts-expect-error/g)!.length;
  expect(expected).toBeGreaterThan(15);
  const errors = diagnosticsOf(text.replaceAll("@ts-expect-error", "expected:"));
  expect(new Set(errors.map((error) => error.split(":")[0])).size).toBe(expected);
});
