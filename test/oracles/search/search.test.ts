import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { simulate } from "../interpreter/simulate.ts";
import { missingForSpin, runSpin } from "../spin/spin.ts";

const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(here)
  .filter((file) => file.endsWith(".pml"))
  .map((file) => file.slice(0, -".pml".length))
  .sort();
const missing = missingForSpin();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";

if (missing.length > 0 && !required) console.log("skipped: SPIN is not installed");

describe.runIf(missing.length === 0 || required)("a program and its model, written by hand", () => {
  it("are at least ten", () => {
    expect(missing, "programs that are required but not installed").toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(10);
  });

  it.each(names)("%s: simulate lists the outcomes that SPIN reaches", async (name) => {
    const model = await runSpin(join(here, name + ".pml"));
    const { outcomes, exhaustive } = await simulate(join(here, name + ".c"), "documented");
    expect(exhaustive).toBe(true);
    expect(outcomes.every((outcome) => outcome.status === 0)).toBe(true);
    // A program prints one word on a line; the model prints the words of a run on one line.
    expect(new Set(outcomes.map((outcome) => outcome.output.trim().replaceAll("\n", " ")))).toEqual(model.outcomes);
  });
});
