#!/usr/bin/env node
// npm test: sets up, builds, then runs every test with one runner. --quick leaves out the editor suite, the oracles and the fuzzing.
// The last line is "N passed, N failed, N skipped".
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root, setUp } from "./setup.mjs";

const quick = process.argv.includes("--quick");
const only = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const started = Date.now();
const total = { passed: 0, failed: 0, skipped: 0 };
const times = [];

setUp({ quiet: true });
const { buildAll } = await import("./build.mjs");
await buildAll();

const bin = (name) => join(root, "node_modules", ...name);
const checks = [
  ["types", [bin(["typescript", "bin", "tsc"]), "-b"]],
  ["lint", [bin(["@biomejs", "biome", "bin", "biome"]), "lint", "--error-on-warnings", "."]],
  ["format", [bin(["@biomejs", "biome", "bin", "biome"]), "format", "."]],
  ["layers", [bin(["dependency-cruiser", "bin", "dependency-cruise.mjs"]), "--config", ".dependency-cruiser.mjs", "server/src", "client"]],
];

/** A static check counts as one test. */
function check(name, args) {
  const from = Date.now();
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  times.push([name, Date.now() - from]);
  if (result.status === 0) total.passed++;
  else {
    total.failed++;
    console.log(`FAILED ${name}\n${result.stdout}${result.stderr}`);
  }
}

/** Projects of vitest.config.ts; counts come from its JSON report. */
function vitest(projects) {
  const dir = mkdtempSync(join(tmpdir(), "winsock-async-test-"));
  const report = join(dir, "report.json");
  const args = [bin(["vitest", "vitest.mjs"]), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  for (const name of projects) args.push("--project", name);
  const result = spawnSync(process.execPath, [...args, "--passWithNoTests"], { cwd: root, stdio: "inherit" });
  if (!existsSync(report)) total.failed++;
  else {
    const data = JSON.parse(readFileSync(report, "utf8"));
    total.passed += data.numPassedTests;
    total.failed += data.numFailedTests;
    total.skipped += data.numPendingTests + data.numTodoTests;
    for (const suite of data.testResults) {
      times.push([relative(root, suite.name).replaceAll("\\", "/"), suite.endTime - suite.startTime]);
      // a file that does not load has no tests of its own
      if (suite.status === "failed" && suite.assertionResults.every((test) => test.status !== "failed")) total.failed++;
    }
    if (result.status !== 0 && total.failed === 0) total.failed++;
  }
  rmSync(dir, { recursive: true, force: true });
}

const quickProjects = ["unit", "conformance", "cli", "protocol"];
if (only.length === 0 || only.includes("static")) for (const [name, args] of checks) check(name, args);
if (only.length > 0) vitest(only.filter((name) => name !== "static"));
else {
  vitest(quickProjects);
  // one after the other: the editor and Wine want the machine for themselves
  if (!quick) for (const project of ["fuzz", "oracles", "editor"]) vitest([project]);
}

console.log("\nTime per suite");
for (const [name, ms] of times.sort((a, b) => b[1] - a[1]).slice(0, 40)) console.log(`  ${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
console.log(`All in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
