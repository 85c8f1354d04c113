/** Leaving out orders that cannot matter changes neither what breaks nor how the program can end. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { simulate } from "./simulate.ts";
import type { SimulationRun } from "./trace.ts";

const folder = new URL("../../../test/fixtures/explorer/", import.meta.url);
const header = readFileSync(new URL("window.h", folder), "utf8");
const names = [...readdirSync(folder), ...readdirSync(new URL("reduction/", folder)).map((name) => `reduction/${name}`)].filter((name) =>
  name.endsWith(".c"),
);

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function run(name: string, provider: "documented" | "wine" | "reactos", reduce: boolean): SimulationRun {
  const texts = { [`file:///p/${name.split("/").pop()}`]: readFileSync(new URL(name, folder), "utf8"), "file:///p/window.h": header };
  return simulate(unitOfTexts(parser, texts, { target: "win64" }), undefined, { provider, reduce });
}

const endings = (result: SimulationRun): string[] => result.outcomes.map((one) => JSON.stringify([one.output, one.exit])).sort();
const broken = (result: SimulationRun): string[] => result.violations.map((one) => one.rule).sort();

/** Programs with several requests: where an order can be left out. */
const SEVERAL = [
  "handle-overwritten.right.c",
  "wparam-ignored.wrong.c",
  "shared-buffer.right.c",
  "reduction/three-requests.c",
  "reduction/four-requests.c",
];

describe("reduction", () => {
  it.each(names.flatMap((name) => (["documented", "wine"] as const).map((provider) => [name, provider] as const)))(
    "%s under %s ends the same way",
    (name, provider) => {
      const reduced = run(name, provider, true);
      const full = run(name, provider, false);
      expect(full.exhaustive).toBe(reduced.exhaustive);
      expect(endings(full)).toEqual(endings(reduced));
      expect(broken(full)).toEqual(broken(reduced));
      expect(reduced.states).toBeLessThanOrEqual(full.states);
    },
  );

  it("needs at least five times fewer states where there are several requests", () => {
    let reduced = 0;
    let full = 0;
    for (const name of SEVERAL) {
      reduced += run(name, "documented", true).states;
      full += run(name, "documented", false).states;
    }
    expect(full / reduced).toBeGreaterThanOrEqual(5);
  });
});
