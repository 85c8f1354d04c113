import { beforeAll, describe, expect, it } from "vitest";
import { missingForWine, type Run } from "../wine/prefix.ts";
import { interpreterPrograms, record, runInterpreterPrograms } from "./interpreter.ts";

const programs = interpreterPrograms();
const missing = missingForWine();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";

if (missing.length > 0 && !required) console.log("skipped: Wine is not installed");

describe.runIf(missing.length === 0 || required)("Wine, run now", () => {
  let runs = new Map<string, Run>();

  beforeAll(async () => {
    expect(missing, "programs that are required but not installed").toEqual([]);
    runs = await runInterpreterPrograms(programs);
    if (process.env["WINSOCK_ASYNC_RECORD"] === "1") record(runs);
  }, 600_000);

  const certain = programs.filter((program) => program.outcomes === "one");
  it.each(certain.map((program) => [program.name, program] as const))("%s prints what is recorded", (name, program) => {
    expect(runs.get(name)).toEqual(program.expected);
  });
});
