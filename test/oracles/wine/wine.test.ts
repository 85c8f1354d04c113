import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { missingForWine, type Run } from "./prefix.ts";
import { oraclePrograms, recordedFolder, runUnderWine } from "./wine.ts";

const programs = oraclePrograms();
const missing = missingForWine();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";
const recording = process.env["WINSOCK_ASYNC_RECORD"] === "1";

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

  it.each(programs.map((program) => [program.name, program] as const))("%s ends well", (name) => {
    expect(runs.get(name)?.status).toBe(0);
  });
});
