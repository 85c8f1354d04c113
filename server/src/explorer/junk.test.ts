/** Half-typed and broken code given to a simulation: an answer each time, no exception, and in time. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { random } from "../../../test/support/randomPrograms.ts";
import { tokenize } from "../names/tokens.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { entriesOf, programEntry } from "./entry.ts";
import { createSimulation } from "./simulate.ts";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const LARGE = process.env["WINSOCK_ASYNC_CI_SIZE"] !== undefined;
/** Slices of 50 milliseconds in which a search of half a second has to end, on a machine that is busy with other things too. */
const SLICES = 200;

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

/** Simulates the program of the text, or up to two of its functions; how often that gave an answer. */
function answers(text: string, extension: "c" | "cpp"): number {
  const unit = unitOfTexts(parser, { [`file:///p/a.${extension}`]: text }, { target: "win64" });
  const main = programEntry(unit);
  const entries = main ? [main] : entriesOf(unit).slice(0, 2);
  for (const entry of entries) {
    const driver = createSimulation(unit, entry, { provider: "documented", maxStates: 60, maxSeconds: 0.5, now: () => performance.now() });
    let slices = 0;
    while (!driver.run(50)) if (++slices > SLICES) throw new Error("the search does not end");
    expect(driver.result().entry).not.toBe("");
  }
  return entries.length;
}

const JUNK = [
  "",
  "",
  "(",
  ")",
  "{",
  "}",
  ";",
  '"',
  "int",
  "0",
  "\u0000\u0001\ufffd",
  "#if",
  "->",
  "::",
  "template<",
  "case",
  "*",
  "return",
  "@@",
  "= {",
];

/** The text with one to four stretches of tokens left out or replaced. */
function damaged(text: string, seed: number): string {
  const draw = random(seed);
  let result = text;
  for (let k = 1 + draw(4); k > 0; k--) {
    const tokens = tokenize(result);
    if (tokens.length === 0) break;
    const at = draw(tokens.length);
    const last = Math.min(tokens.length - 1, at + (draw(3) === 0 ? draw(20) : 0));
    const other = tokens[draw(tokens.length)]!.text;
    const junk = draw(8) === 0 ? other : JUNK[draw(JUNK.length)]!;
    result = result.slice(0, tokens[at]!.start) + junk + result.slice(tokens[last]!.end);
  }
  return result;
}

describe("broken code", () => {
  it("cut off after any token", () => {
    const text = read("examples/lookup.c");
    const tokens = tokenize(text);
    const step = LARGE ? 1 : 7;
    let answered = 0;
    for (let i = 0; i < tokens.length; i += step) answered += answers(text.slice(0, tokens[i]!.end), "c");
    expect(answered).toBeGreaterThan(tokens.length / step / 2);
  }, 120_000);

  it.each(["lookup-two.c", "cpp-exceptions.cpp", "threads-event.c"])(
    "%s with tokens left out and others put in",
    (name) => {
      const text = read(`test/oracles/interpreter/programs/${name}`);
      const count = LARGE ? 300 : 12;
      let answered = 0;
      for (let seed = 0; seed < count; seed++) answered += answers(damaged(text, seed), name.endsWith("cpp") ? "cpp" : "c");
      expect(answered).toBeGreaterThan(count / 2);
    },
    120_000,
  );

  it("that is no code at all", () => {
    for (let seed = 0; seed < (LARGE ? 100 : 6); seed++) {
      const draw = random(seed);
      const text = Array.from({ length: 1500 }, () => String.fromCharCode(draw(3) ? draw(128) : draw(65536))).join("");
      expect(() => answers(text, "c")).not.toThrow();
      expect(() => answers(`int main(void)\n{\n${text.replace(/[{}]/g, "")}\n}\n`, "cpp")).not.toThrow();
    }
  }, 120_000);
});
