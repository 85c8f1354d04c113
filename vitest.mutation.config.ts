import { defineConfig } from "vitest/config";

/** What a mutant is judged by: see stryker.config.mjs. */
export default defineConfig({ test: { include: ["test/mutation/**/*.test.ts"], testTimeout: 20_000, hookTimeout: 120_000 } });
