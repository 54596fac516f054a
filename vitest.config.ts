import { defineConfig } from "vitest/config";

// koffi's poll crashes the process when a worker thread ends with it open, so tests run in processes.
export default defineConfig({
  test: { pool: "forks", include: ["test/**/*.test.ts"], exclude: ["test/lab/kernel/**", "**/node_modules/**"] },
});
