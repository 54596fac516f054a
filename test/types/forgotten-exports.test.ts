import { join, relative } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
/** What package.json exports, as sources. */
const ENTRIES = [
  ...["index.ts", "nl80211/raw.ts", "ieee80211/index.ts", "netlink/index.ts", "genetlink/index.ts"],
  ...["socket/index.ts", "testing/index.ts", "client/operators.ts"],
].map((name) => join(ROOT, "src", name));

/** Taken by functions and constructors that are not offered, though their modules' types are; Node's own way to ask how to show an object; an alias of its own. */
const INNER = ["ApService", "BodyReader", "ByteReader", "Draft", "InspectFunction", "InspectOptions", "Nl80211"];

// A user who writes a function around one of ours must be able to name what it takes and gives.
test("every type that the public face names can be imported from it", { timeout: 120_000 }, () => {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ENTRIES }, ts.sys, ROOT);
  const program = ts.createProgram(ENTRIES, options);
  const checker = program.getTypeChecker();
  const resolved = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

  const offered = new Set<ts.Symbol>();
  for (const entry of ENTRIES) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
    for (const symbol of checker.getExportsOfModule(module)) offered.add(resolved(symbol));
  }
  expect(offered.size).toBeGreaterThan(500);

  /** By what is forgotten: who names it. */
  const forgotten = new Map<string, string>();
  const look = (node: ts.Node, owner: string): void => {
    if (isHidden(node)) return;
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const symbol = checker.getSymbolAtLocation(name);
      const target = symbol && resolved(symbol);
      const declaration = target?.declarations?.[0];
      if (
        target &&
        declaration &&
        isOurs(declaration) &&
        isImportable(declaration) &&
        !offered.has(target) &&
        !INNER.includes(target.name)
      ) {
        forgotten.set(`${target.name} of ${place(declaration)}`, `named by ${owner}`);
      }
    }
    // a body is nobody's business; what it returns is told by its signature
    ts.forEachChild(node, (child) => {
      if (!ts.isBlock(child)) look(child, owner);
    });
  };
  for (const symbol of offered) {
    for (const declaration of symbol.declarations ?? []) if (isOurs(declaration)) look(declaration, symbol.name);
  }
  expect(Object.fromEntries(forgotten)).toEqual({});
});

/** Private members, initial values, and what a type takes no part in. */
function isHidden(node: ts.Node): boolean {
  if (ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node)) {
    return (
      ts.isPrivateIdentifier(node.name) ||
      !!(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
    );
  }
  return ts.isConstructorDeclaration(node) || ts.isVariableDeclaration(node.parent ?? node);
}

function isOurs(declaration: ts.Node): boolean {
  return place(declaration).startsWith("src/");
}

/** Declared at a module's top, under a name that it exports. */
function isImportable(declaration: ts.Node): boolean {
  const type =
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration);
  return (
    type &&
    ts.isSourceFile(declaration.parent) &&
    !!(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export)
  );
}

function place(declaration: ts.Node): string {
  return relative(ROOT, declaration.getSourceFile().fileName);
}
