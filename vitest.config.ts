import { defineConfig } from "vitest/config";

// koffi's poll crashes the process when a worker thread ends with it open, so tests run in processes.
export default defineConfig({
  // The time limit is there for what hangs, not for what is slow: machines are noisy.
  test: {
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ["test/**/*.test.ts"],
    exclude: ["test/lab/kernel/**", "**/node_modules/**"],
  },
});
