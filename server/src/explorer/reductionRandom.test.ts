/** On random programs (requests, cancels, frees, a pump, the user, a timer, a second thread), orders are left out only where they cannot matter. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { randomProgram } from "../../../test/support/randomPrograms.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { createSimulation } from "./simulate.ts";
import type { SimulationRun } from "./trace.ts";

const PROGRAMS = 40;
const PROVIDERS = ["documented", "wine", "reactos"] as const;

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function run(seed: number, reduce: boolean): SimulationRun {
  const { text, entry } = randomProgram(seed);
  const unit = unitOfTexts(parser, { "file:///p/a.c": text }, { target: "win64" });
  const driver = createSimulation(unit, entry, { provider: PROVIDERS[seed % 3]!, reduce, maxStates: 30_000 });
  while (!driver.run(1000)) {
    // nobody else waits
  }
  return driver.result();
}

const verdict = (result: SimulationRun) => ({
  outcomes: result.outcomes.map((one) => JSON.stringify([one.output, one.exit])).sort(),
  violations: result.violations.map((one) => one.rule).sort(),
});

describe("reduction on random programs", () => {
  it("gives the outcomes and the verdicts of the whole search", { timeout: 120_000 }, () => {
    let compared = 0;
    let broken = 0;
    let states = 0;
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const reduced = run(seed, true);
      if (!reduced.exhaustive) continue;
      const full = run(seed, false);
      if (!full.exhaustive) continue;
      compared++;
      if (full.violations.length > 0) broken++;
      expect(verdict(reduced), `seed ${seed}\n${randomProgram(seed).text}`).toEqual(verdict(full));
      states += full.states - reduced.states;
    }
    // What could not be compared must not be what is interesting.
    expect(compared).toBeGreaterThan(PROGRAMS * 0.9);
    expect(broken).toBeGreaterThan(PROGRAMS * 0.3);
    expect(states).toBeGreaterThan(0);
  });
});
