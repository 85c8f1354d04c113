/** What the interpreter cannot know is unknown, or ends the run with its kind and place; it is no fault of the program. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { simulate } from "../simulate.ts";
import type { SimulationRun } from "../trace.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const run = (text: string, entry?: string): SimulationRun =>
  simulate(unitOfTexts(parser, { "file:///p/a.cpp": text }, { target: "win64" }), entry);
const exits = (result: SimulationRun): string[] => result.outcomes.map((one) => one.exit.kind);

describe("what the interpreter cannot know", () => {
  it("an object of a class that is not visible gives an unknown number", () => {
    const result = run(`CAddress Find(int);
int main() { unsigned long a; a = Find(1); if (a == 5) return 1; return 2; }`);
    expect(exits(result)).toEqual(["returned", "returned"]);
    expect(result.violations).toEqual([]);
  });

  it("a member that the visible class does not declare is kept apart from the object", () => {
    const result = run(`struct Socket { int kind; };
int main() { Socket s; Socket t; s.kind = 1; s.m_layers = 7; t.m_layers = 8; return s.m_layers + s.kind; }`);
    expect(result.outcomes.map((one) => one.exit)).toEqual([{ kind: "returned", code: 8 }]);
    expect(result.violations).toEqual([]);
    expect(result.assumptions.map((one) => one.kind)).toContain("layout");
  });

  it("a string that an entry is given is a string, and empty", () => {
    const result = run(
      `#include <string>
int length(std::string host) { host += "x"; return (int)host.size(); }`,
      "length",
    );
    expect(exits(result)).toEqual(["returned"]);
    expect(result.violations).toEqual([]);
    expect(result.assumptions.map((one) => one.text).join()).toContain("taken to be empty");
  });

  it("an integer type of a header that was not found is as wide as its name says", () => {
    const result = run("int main() { char b[12]; Dword *d = (Dword *)b; return (int)((char *)(d + 2) - b); }");
    expect(result.outcomes.map((one) => one.exit)).toEqual([{ kind: "returned", code: 8 }]);
  });

  it("a fault on what an unseen function gave ends the run with its place, not as a fault", () => {
    const result = run(`struct Host { int n; };
Host *Find();
int main() {
  Host *h = Find();
  return h[4000].n;
}`);
    expect(exits(result).every((kind) => kind !== "fault")).toBe(true);
    expect(result.violations).toEqual([]);
  });

  it("a template with a parameter pack does nothing that is known", () => {
    const result = run(`#include <stdio.h>
template <class F, class... Args> int call(F f, Args &&...args) { return f(static_cast<Args &&>(args)...); }
int add(int a, int b) { return a + b; }
int main() { printf("%d", call(add, 1, 2)); return 0; }`);
    expect(result.outcomes.map(({ output, exit }) => [output, exit.kind])).toEqual([["?", "returned"]]);
    expect(result.violations).toEqual([]);
    expect(result.assumptions.map((one) => one.text).join()).toContain('"call" could not be read');
  });

  it("a fault that does not rest on anything invented is one", () => {
    const result = run("int main() { int *p = 0; return *p; }");
    expect(exits(result)).toEqual(["fault"]);
    expect(result.violations.map((one) => one.rule)).toEqual(["null-dereference"]);
  });
});
