/**
 * Each mistake as a program that has it and one that looks like it and has not. A wrong one is found, its shortest order has at most 12
 * events, in as many transitions as two seconds have; a right one is searched to the end and nothing is found.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { createSimulation } from "../simulate.ts";
import type { SimulationRun, TraceEvent } from "../trace.ts";

const folder = new URL("../../../../test/fixtures/explorer/", import.meta.url);
const header = readFileSync(new URL("window.h", folder), "utf8");
const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".c"))
  .map((name) => {
    const [rule, kind] = name.split(".");
    return { name, rule: rule!, wrong: kind === "wrong" };
  });

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function run(name: string, provider: "documented" | "wine" | "reactos"): { result: SimulationRun; found: number } {
  const texts = { [`file:///p/${name}`]: readFileSync(new URL(name, folder), "utf8"), "file:///p/window.h": header };
  const driver = createSimulation(unitOfTexts(parser, texts, { target: "win64" }), undefined, { provider });
  let found: number | undefined;
  // a slice of no time is one step of the search
  while (!driver.run(0)) if (driver.progress.violations > 0) found ??= driver.progress.transitions;
  return { result: driver.result(), found: found ?? driver.progress.transitions };
}

/** Transitions within two seconds on a slow and busy machine. */
const TWO_SECONDS = 2000;

/** What a person counts: calls of Winsock or of the queue, resolver steps, messages taken, user events, frees, ends of scope. */
const counted = (events: readonly TraceEvent[]): number =>
  events.filter((event) => /^(call|start|cancel|commit|post|take|user-event|free|scope-end|timer)$/.test(event.kind)).length;

describe("monitors", () => {
  it("has a wrong and a right program for each mistake", () => {
    const rules = new Set(programs.map((program) => program.rule));
    for (const rule of rules) {
      expect(
        programs
          .filter((program) => program.rule === rule)
          .map((program) => program.wrong)
          .sort(),
        rule,
      ).toEqual([false, true]);
    }
    expect(rules.size).toBeGreaterThanOrEqual(24);
  });

  it.each(programs.filter((program) => program.wrong))("$name breaks", ({ name, rule }) => {
    const { result, found } = run(name, rule.startsWith("wine") ? "wine" : "documented");
    const violation = result.violations.find((one) => one.rule === rule);
    expect(violation, result.violations.map((one) => one.rule).join()).toBeDefined();
    expect(counted(violation!.events)).toBeLessThanOrEqual(12);
    expect(found).toBeLessThan(TWO_SECONDS);
    expect(result.exhaustive).toBe(true);
  });

  it.each(programs.filter((program) => !program.wrong))("$name holds", ({ name, rule }) => {
    const { result } = run(name, rule.startsWith("wine") ? "wine" : "documented");
    expect(result.violations.map((one) => `${one.rule}: ${one.message}`)).toEqual([]);
    expect(result.exhaustive).toBe(true);
  });
});
