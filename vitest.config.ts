import { defineConfig } from "vitest/config";

/** Tiers: quick = unit, fixtures, protocol; the rest are run by scripts/test.mjs as projects of the same runner. */
const project = (name: string, include: string[], testTimeout = 20_000) => ({
  test: { name, include, testTimeout, hookTimeout: 120_000, pool: "forks" as const },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", ["server/src/**/*.test.ts", "client/**/*.test.ts", "test/unit/**/*.test.ts"]),
      project("conformance", ["test/conformance/**/*.test.ts"], 60_000),
      project("protocol", ["test/protocol/**/*.test.ts"], 60_000),
      project("cli", ["test/cli/**/*.test.ts"], 120_000),
      project("oracles", ["test/oracles/**/*.test.ts"], 900_000),
      project("fuzz", ["test/fuzz/**/*.test.ts"], 1_800_000),
      project("editor", ["test/editor/**/*.test.ts"], 900_000),
    ],
  },
});
