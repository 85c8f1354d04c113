import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** These take minutes: whoever starts them last waits for them alone. */
const LONG = ["test/fuzz/typing", "server/src/rules/metamorphic", "test/conformance/properties"];
const rank = ({ moduleId }: TestSpecification): number => LONG.findIndex((name) => moduleId.replaceAll("\\", "/").includes(name));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = sorted.filter((file) => rank(file) >= 0).sort((a, b) => rank(a) - rank(b));
    return [...long, ...sorted.filter((file) => rank(file) < 0)];
  }
}

/** Tiers: quick = unit, fixtures, protocol; the rest are run by scripts/test.mjs as projects of the same runner. */
const project = (name: string, include: string[], testTimeout = 20_000) => ({
  test: { name, include, testTimeout, hookTimeout: 120_000, pool: "forks" as const },
});

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      project("unit", ["server/src/**/*.test.ts", "client/**/*.test.ts", "test/unit/**/*.test.ts"]),
      project("conformance", ["test/conformance/**/*.test.ts"], 60_000),
      project("protocol", ["test/protocol/**/*.test.ts"], 60_000),
      project("cli", ["test/cli/**/*.test.ts"], 120_000),
      project("oracles", ["test/oracles/{search,spin}/**/*.test.ts"], 900_000),
      project("systems", ["test/oracles/{editors,interpreter,wine}/**/*.test.ts"], 900_000),
      project("fuzz", ["test/fuzz/**/*.test.ts"], 1_800_000),
      project("editor", ["test/editor/**/*.test.ts"], 900_000),
    ],
  },
});
