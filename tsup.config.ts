import { defineConfig } from "tsup";

const shared = {
  format: "esm",
  target: "node20.19",
  splitting: true,
  treeshake: true,
} as const;

export default defineConfig([
  {
    ...shared,
    outDir: "dist",
    entry: {
      index: "src/index.ts",
      netlink: "src/netlink/index.ts",
      genetlink: "src/genetlink/index.ts",
      socket: "src/socket/index.ts",
      raw: "src/nl80211/raw.ts",
      ieee80211: "src/ieee80211/index.ts",
      testing: "src/testing/index.ts",
      operators: "src/client/operators.ts",
    },
    // tsup hands the declarations' compiler a baseUrl, which TypeScript 6 deprecates.
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    // rxjs must be the application's own copy; koffi carries native code.
    external: ["rxjs", "koffi"],
  },
  {
    ...shared,
    outDir: "dist/cli",
    entry: { main: "src/cli/main.ts" },
    // What the command line alone needs is bundled into it, so that the library's users do not install it.
    noExternal: ["commander", "cli-table3", "string-width"],
    external: ["rxjs", "koffi"],
    // commander is CommonJS and requires Node's own modules.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
  },
]);
