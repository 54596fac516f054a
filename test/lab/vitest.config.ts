import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Run in the guest, whose checkout is read-only, on what bundle.ts has made of the tests; radios are shared, so one file at a time.
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  cacheDir: "/tmp/vite",
  test: {
    pool: "forks",
    fileParallelism: false,
    include: ["node_modules/.cache/nl80211-lab/kernel/*.test.mjs"],
    exclude: [],
    // Air that is simulated on a processor that is emulated loses a frame now and then: what passes the second time says so ("retry x1").
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
