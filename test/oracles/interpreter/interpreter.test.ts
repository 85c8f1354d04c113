import { differences } from "./differences.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eachOf, missingForWine, type Run } from "../wine/prefix.ts";
import { type InterpreterProgram, interpreterPrograms, record, runInterpreterPrograms } from "./interpreter.ts";
import { randomFile } from "./randomC.ts";
import { type Simulated, simulate } from "./simulate.ts";

const programs = interpreterPrograms();
const rows = programs.map((program) => [program.name, program] as const);
const missing = missingForWine();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";
const recording = process.env["WINSOCK_ASYNC_RECORD"] === "1";

describe("simulate", () => {
  const simulated = new Map<string, Simulated | Error>();

  beforeAll(async () => {
    await eachOf(2, programs, async (program) => {
      simulated.set(
        program.name,
        await simulate(program.source, "wine").catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
      );
    });
  }, 900_000);

  const listed = rows.filter(([name]) => name in differences);
  it.each(listed)("%s: still differs, as differences.ts says", (name, program) => {
    const answer = simulated.get(name)!;
    const agrees = !(answer instanceof Error) && answer.exhaustive && answer.outcomes.length === 1;
    expect(agrees && JSON.stringify(answer.outcomes[0]) === JSON.stringify(program.expected), differences[name]).toBe(false);
  });

  const judged = rows.filter(([name]) => !(name in differences));
  it.each(judged)("%s: what Wine showed is an outcome, and the only one where nothing races", (name, program) => {
    const answer = simulated.get(name)!;
    if (answer instanceof Error) throw answer;
    if (program.outcomes === "one") expect(answer).toEqual({ outcomes: [program.expected], exhaustive: true });
    else {
      expect(answer.outcomes).toContainEqual(program.expected);
      expect(answer.outcomes.length).toBeGreaterThan(1);
    }
  });
});

if (missing.length > 0 && !required) console.log("skipped: Wine is not installed");

/** Programs of one file, drawn from seeds that follow the first. */
const firstSeed = Number(process.env["WINSOCK_ASYNC_SEED"] ?? 1);
const DRAWN = 24;

describe.runIf(missing.length === 0 || required)("Wine, run now", () => {
  let runs = new Map<string, Run>();
  const folder = mkdtempSync(join(tmpdir(), "winsock-async-drawn-"));
  const drawn: InterpreterProgram = { name: "drawn.c", source: join(folder, "drawn.c"), outcomes: "one", expected: undefined };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    expect(missing, "programs that are required but not installed").toEqual([]);
    writeFileSync(drawn.source, randomFile(Array.from({ length: DRAWN }, (_, i) => firstSeed + i)));
    runs = await runInterpreterPrograms([...programs, drawn]);
    if (recording) record(new Map([...runs].filter(([name]) => name !== drawn.name)));
  }, 600_000);

  it(`programs drawn from the seeds ${firstSeed} to ${firstSeed + DRAWN - 1} print what the interpreter prints`, async () => {
    const { outcomes, exhaustive } = await simulate(drawn.source, "wine");
    expect(outcomes.map((one) => one.status)).toEqual([0]);
    // Each program begins with its seed: the first that differs is shown alone.
    const parts = (output: string): string[] => output.split(/^(?=== )/m);
    const wanted = parts(runs.get(drawn.name)!.output);
    expect(wanted.length).toBe(DRAWN);
    for (const [i, part] of parts(outcomes[0]!.output).entries()) expect(part).toBe(wanted[i]);
    expect(parts(outcomes[0]!.output).length).toBe(DRAWN);
    expect(exhaustive).toBe(true);
  });

  const certain = rows.filter(([, program]) => program.outcomes === "one");
  it.each(certain)("%s prints what is recorded", (name, program) => {
    expect(runs.get(name)).toEqual(program.expected);
  });
});
