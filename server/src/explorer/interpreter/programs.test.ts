/**
 * The interpreter against what Wine printed: the recorded outputs of the programs in test/oracles/interpreter.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { parseScripted, scriptedDatabase } from "../../emulator/index.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { simulate } from "../simulate.ts";

const folder = new URL("../../../../test/oracles/interpreter/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const status = JSON.parse(read("expected/status.json")) as Record<string, number>;
const names = scriptedDatabase(parseScripted(read("names.json")));

const programs = readdirSync(new URL("programs/", folder)).filter(
  (name) => /\.(c|cpp)$/.test(name) && name in status && existsSync(new URL(`expected/${name}.txt`, folder)),
);

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

describe("programs under Wine", () => {
  it("are at least a hundred and thirty-eight", () => {
    expect(programs.length).toBeGreaterThanOrEqual(138);
  });

  it.each(programs)("%s prints what Wine prints", (name) => {
    const source = read(`programs/${name}`);
    const result = simulate(unitOfTexts(parser, { [`file:///p/${name}`]: source }, { target: "win64" }), undefined, {
      provider: "wine",
      names,
    });
    const outcomes = result.outcomes.map((one) => ({ output: one.output, status: (one.exit.code ?? 0) & 255, kind: one.exit.kind }));
    const recorded = { output: read(`expected/${name}.txt`).replaceAll("\r", ""), status: status[name]! };
    const agreeing = outcomes.filter(
      (one) => /returned|exited/.test(one.kind) && one.output === recorded.output && one.status === recorded.status,
    );
    expect(agreeing.length, JSON.stringify(outcomes.slice(0, 3))).toBe(1);
    if (source.includes("/* Outcomes: one */")) expect(outcomes.length).toBe(1);
    expect(result.exhaustive).toBe(true);
  });
});
