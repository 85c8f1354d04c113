/** What only a thorough search judges: a program that has the mistake and one that has not, as for the other monitors. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { simulate } from "../simulate.ts";
import type { SimulationRun, TraceEvent } from "../trace.ts";

const folder = new URL("../../../../test/fixtures/explorer/thorough/", import.meta.url);
const header = readFileSync(new URL("../window.h", folder), "utf8");
const programs = readdirSync(folder).map((name) => ({ name, rule: name.split(".")[0]!, wrong: name.includes(".wrong.") }));

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function run(name: string, thorough: boolean): SimulationRun {
  const texts = { [`file:///p/${name}`]: readFileSync(new URL(name, folder), "utf8"), "file:///p/window.h": header };
  return simulate(unitOfTexts(parser, texts, { target: "win64" }), undefined, { thorough });
}

const counted = (events: readonly TraceEvent[]): number =>
  events.filter((event) => /^(call|start|cancel|commit|post|take|user-event|free|scope-end|timer)$/.test(event.kind)).length;

describe("quiet monitors", () => {
  it.each(programs.filter((program) => program.wrong))("$name breaks, under a thorough search alone", ({ name, rule }) => {
    const result = run(name, true);
    const violation = result.violations.find((one) => one.rule === rule);
    expect(violation, result.violations.map((one) => one.rule).join()).toBeDefined();
    expect(counted(violation!.events)).toBeLessThanOrEqual(12);
    expect(violation!.assumptions).toEqual([]);
    expect(result.exhaustive).toBe(true);
    expect(run(name, false).violations.map((one) => one.rule)).not.toContain(rule);
  });

  it.each(programs.filter((program) => !program.wrong))("$name holds", ({ name, rule }) => {
    const result = run(name, true);
    expect(result.violations.filter((one) => one.rule === rule)).toEqual([]);
    expect(result.exhaustive).toBe(true);
  });
});
