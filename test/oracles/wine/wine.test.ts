import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { differences } from "./differences.ts";
import { missingForWine, type Run } from "./prefix.ts";
import { outcomesOfTwin } from "./twin.ts";
import { twins } from "./twins/index.ts";
import { oraclePrograms, recordedFolder, runUnderWine } from "./wine.ts";

const programs = oraclePrograms();
const missing = missingForWine();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";
const recording = process.env["WINSOCK_ASYNC_RECORD"] === "1";

/** Races that nobody can see: every order prints the same. */
const UNSEEN: ReadonlySet<string> = new Set(["race-destroy", "race-last-error"]);

/** Programs with a race, each with the programs that force one order. */
const races = new Map<string, string[]>();
for (const { name } of programs) {
  const variants = programs.filter((other) => other.name.startsWith(name + "-")).map((other) => other.name);
  if (name.startsWith("race-") && variants.length > 0) races.set(name, variants);
}

const recorded = new Map(programs.map((program) => [program.name, program.recorded]));
const rows = programs.map((program) => [program.name, program] as const);

describe("the twin in the emulator", () => {
  it("exists for every program, and for nothing else", () => {
    expect(Object.keys(twins).sort()).toEqual(programs.map((program) => program.name).sort());
  });

  it.each(rows)("%s prints what Wine printed", (name, program) => {
    const { results } = outcomesOfTwin(twins[name]!, program.scenario);
    if (name in differences) expect(results).not.toContain(program.recorded);
    else if (races.has(name)) expect(results).toContain(program.recorded);
    else expect(results).toEqual([program.recorded]);
  });

  it.each([...races])("%s has exactly the outcomes that its forced variants show", (name, variants) => {
    const program = programs.find((one) => one.name === name)!;
    const shown = new Set(variants.map((variant) => recorded.get(variant)));
    expect(new Set(outcomesOfTwin(twins[name]!, program.scenario).results)).toEqual(shown);
    expect(variants.length).toBeGreaterThan(1);
    expect(shown.size > 1).toBe(!UNSEEN.has(name));
  });

  it("has forced variants for every program with a race", () => {
    const variants = new Set([...races.values()].flat());
    expect(programs.map(({ name }) => name).filter((name) => name.startsWith("race-") && !variants.has(name))).toEqual([...races.keys()]);
  });

  it("lists every difference with its reason", () => {
    const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "differences.md"), "utf8").replace(/\s+/g, " ");
    for (const [name, reason] of Object.entries(differences)) expect(page).toContain(`\`${name}\`: ${reason}`);
  });
});

if (missing.length > 0 && !required) console.log("skipped: Wine is not installed");

describe.runIf(missing.length === 0 || required)("Wine, run now", () => {
  let runs = new Map<string, Run>();

  beforeAll(async () => {
    expect(missing, "programs that are required but not installed").toEqual([]);
    runs = await runUnderWine(programs);
    if (!recording) return;
    mkdirSync(recordedFolder, { recursive: true });
    for (const [name, run] of runs) writeFileSync(join(recordedFolder, name + ".txt"), run.output);
  }, 600_000);

  it.each(rows)("%s prints what is recorded", (name, program) => {
    const run = runs.get(name)!;
    expect(run.status).toBe(0);
    const variants = races.get(name);
    if (variants) expect(variants.map((variant) => recorded.get(variant))).toContain(run.output);
    else expect(run.output).toBe(program.recorded);
  });
});
