// npm run mutation -- --mutate "server/src/rules/wrong-failure-test.ts,…": mutation testing of rules/ and analysis/, judged by the caret
// fixtures. All of it takes many hours; docs/architecture.md has the scores of the parts that were measured.
/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: [
    "server/src/rules/*.ts",
    "server/src/analysis/*.ts",
    "!server/src/**/*.test.ts",
    "!server/src/rules/{testing,pages,types,index}.ts",
  ],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  plugins: ["@stryker-mutator/vitest-runner", "./scripts/mutation-ignore.mjs"],
  // texts for people: messages, related places, documentation, logs
  mutator: { excludedMutations: ["StringLiteral"] },
  ignorers: ["texts", "equivalent"],
  ignorePatterns: ["dist", "out", "docs", "examples", "test/editor", "test/oracles", "*.vsix"],
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 20_000,
  tempDirName: "out/mutation",
  cleanTempDir: "always",
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "out/mutation.json" },
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  allowConsoleColors: false,
};
