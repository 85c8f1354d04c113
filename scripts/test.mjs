#!/usr/bin/env node
// npm test: sets up, builds, then runs every test with one runner. --quick leaves out the editor suite, the oracles and the fuzzing.
// The last line is "N passed, N failed, N skipped".
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
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
async function check([name, args]) {
  const from = Date.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const status = await new Promise((done) => child.once("error", (error) => done(error.message)).once("close", done));
  times.push([name, Date.now() - from]);
  if (status === 0) total.passed++;
  else {
    total.failed++;
    console.log(`FAILED ${name} (${status})\n${said}`);
  }
}

/** The types take as long as the other checks together: they run beside these. */
async function checkAll() {
  const [types, ...others] = checks;
  const inTurn = async () => {
    for (const one of others) await check(one);
  };
  await Promise.all([check(types), inTurn()]);
}

/** Tests that no clock judges may use every processor; vitest leaves one free, which is half of two. */
const CROWDED = [`--maxWorkers=${Math.max(availableParallelism() - 1, Math.min(availableParallelism(), 2))}`];

/** Projects of vitest.config.ts, and what else its command line says; counts come from its JSON report. */
function vitest(projects, more = []) {
  const dir = mkdtempSync(join(tmpdir(), "winsock-async-test-"));
  const report = join(dir, "report.json");
  const args = [bin(["vitest", "vitest.mjs"]), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  for (const name of projects) args.push("--project", name);
  const result = spawnSync(process.execPath, [...args, ...more, "--passWithNoTests"], { cwd: root, stdio: "inherit" });
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

if (only.length === 0 || only.includes("static")) await checkAll();
const named = only.filter((name) => name !== "static");
if (named.length > 0) vitest(named);
else if (only.length === 0) {
  vitest(["unit", "conformance", "cli", ...(quick ? [] : ["fuzz", "oracles"])], CROWDED);
  // one after the other: a server, Wine and the editor want the machine for themselves
  for (const project of ["protocol", ...(quick ? [] : ["systems", "editor"])]) vitest([project]);
}

console.log("\nTime per suite");
for (const [name, ms] of times.sort((a, b) => b[1] - a[1]).slice(0, 40)) console.log(`  ${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
console.log(`All in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
