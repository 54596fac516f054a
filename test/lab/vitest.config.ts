import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Run in the guest, whose checkout is read-only; radios are shared, so one file at a time.
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  cacheDir: "/tmp/vite",
  test: {
    pool: "forks",
    fileParallelism: false,
    include: ["test/lab/kernel/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
