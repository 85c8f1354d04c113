import { describe, expect, it } from "vitest";
import type { SimulationRun } from "../explorer/trace.ts";
import { providerTable, providerTableText } from "./simulation.ts";

const run = (provider: string, exhaustive: boolean, ...rules: string[]): SimulationRun => ({
  version: 1,
  entry: "main",
  target: "win64",
  provider,
  exhaustive,
  shortest: exhaustive,
  bounds: [],
  assumptions: [],
  states: 1,
  transitions: 1,
  executions: 1,
  outcomes: [],
  violations: rules.map((rule) => ({ rule, message: rule, assumptions: [], schedule: "w1.00000000.", events: [] })),
});

describe("the table of providers", () => {
  const runs = [run("documented", true), run("reactos", false, "no-pump"), run("wine", true, "wine-cancel-reliance", "no-pump")];

  it("says who breaks what, and who was not tried to the end", () => {
    expect(providerTable(runs)).toEqual([
      { rule: "no-pump", providers: { documented: "holds", reactos: "broken", wine: "broken" } },
      { rule: "wine-cancel-reliance", providers: { documented: "holds", reactos: "cut", wine: "broken" } },
    ]);
  });

  it("stands in columns", () => {
    expect(providerTableText(runs).split("\n")).toEqual([
      "                      documented  reactos  wine",
      "no-pump               holds       broken   broken",
      "wine-cancel-reliance  holds       cut      broken",
      "",
    ]);
    expect(providerTableText(runs.slice(0, 1))).toBe("");
    expect(providerTableText([run("documented", true), run("wine", false)])).toBe("documented: holds, wine: cut\n");
  });
});
