/** Threads that use the same memory: every order of what they read and write is tried, and only where it can matter. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { createSimulation } from "./simulate.ts";
import type { SimulationRun } from "./trace.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const HEAD = "#include <windows.h>\n#include <stdio.h>\n#include <stdlib.h>\n";

function run(text: string, reduce = true, maxStates = 20_000): SimulationRun {
  const unit = unitOfTexts(parser, { "file:///p/a.c": HEAD + text }, { target: "win64" });
  const driver = createSimulation(unit, undefined, { reduce, maxStates });
  while (!driver.run(1000)) {
    // nobody else waits
  }
  return driver.result();
}

const outputs = (result: SimulationRun): string[] => result.outcomes.map((one) => one.output || one.exit.kind).sort();

/** `main` and a thread, and what is printed when both are through. */
const two = (globals: string, worker: string, main: string, last: string): string => `${globals}
static DWORD WINAPI worker(void *given) { (void)given; ${worker} return 0; }
int main(void) {
  HANDLE thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
  ${main}
  WaitForSingleObject(thread, INFINITE);
  ${last}
  return 0;
}`;

describe("memory that threads share", () => {
  it("loses an update that falls between a read and a write", () => {
    const program = two("static int n;", "n++;", "n++;", 'printf("%d", n);');
    const result = run(program);
    expect(result.exhaustive).toBe(true);
    expect(outputs(result)).toEqual(["1", "2"]);
    expect(outputs(run(program, false))).toEqual(["1", "2"]);
  });

  it("keeps every update under a lock", () => {
    const lock = "EnterCriticalSection(&lock); n++; LeaveCriticalSection(&lock);";
    const program = two("static int n; static CRITICAL_SECTION lock;", lock, lock, 'printf("%d", n);').replace(
      "HANDLE thread =",
      "HANDLE thread; InitializeCriticalSection(&lock); thread =",
    );
    const result = run(program);
    expect([outputs(result), result.exhaustive]).toEqual([["2"], true]);
  });

  it("sees every pair of what two variables can hold", () => {
    const program = two("static int x, y, a, b;", "x = 1; a = y;", "y = 1; b = x;", 'printf("%d%d", a, b);');
    const result = run(program);
    // in order of the program: 00 cannot be
    expect([outputs(result), result.exhaustive]).toEqual([["01", "10", "11"], true]);
    expect(outputs(run(program, false))).toEqual(["01", "10", "11"]);
  });

  it("finds the use of memory that another thread frees in between", () => {
    const program = two("static int *p;", "free(p); p = NULL;", "if (p) *p = 1;", 'printf("end");').replace(
      "HANDLE thread =",
      "HANDLE thread; p = malloc(4); if (!p) return 1; thread =",
    );
    const result = run(program);
    expect(result.outcomes.map((one) => one.exit.kind)).toContain("fault");
    expect(result.violations.map((one) => one.rule).sort()).toEqual(["null-dereference", "use-after-free"]);
  });

  it("sees a local variable whose address another thread was given", () => {
    const result = run(`static DWORD WINAPI worker(void *given) { *(int *)given = 2; return 0; }
int main(void) {
  int n = 1;
  HANDLE thread = CreateThread(NULL, 0, worker, &n, 0, NULL);
  int seen = n;
  WaitForSingleObject(thread, INFINITE);
  printf("%d%d", seen, n);
  return 0;
}`);
    expect([outputs(result), result.exhaustive]).toEqual([["12", "22"], true]);
  });

  it("does a call and a return in one step, also where a parameter and the place of the result are shared", () => {
    const program = `struct pair { int a, b; };
static struct pair kept;
static struct pair *lent;
static struct pair swap(struct pair given) {
  struct pair out;
  lent = &given;
  out.a = given.b; out.b = given.a;
  lent = NULL;
  return out;
}
static DWORD WINAPI worker(void *unused) { (void)unused; if (kept.a > 9) kept.b = 9; return 0; }
int main(void) {
  struct pair first = { 1, 2 };
  HANDLE thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
  kept = swap(first);
  WaitForSingleObject(thread, INFINITE);
  printf("%d%d", kept.a, kept.b);
  return 0;
}`;
    for (const reduce of [true, false]) expect([outputs(run(program, reduce)), run(program, reduce).exhaustive]).toEqual([["21"], true]);
  });

  it("ends a loop that waits for another thread's word", () => {
    const result = run(two("static volatile int ready; static int n;", "n = 7; ready = 1;", "while (!ready) {}", 'printf("%d", n);'));
    expect([outputs(result), result.exhaustive]).toEqual([["7"], true]);
  });

  it("does not stop at memory of a thread's own", () => {
    const private_ = "int own[8], i; for (i = 0; i < 8; i++) own[i] = i; ";
    const shared = run(two("static int n;", "n = 1;", "n = 2;", 'printf("%d", n);'));
    const more = run(two("static int n;", `${private_} n = own[1];`, `${private_} n = own[2];`, 'printf("%d", n);'));
    expect(outputs(more)).toEqual(outputs(shared));
    expect(more.states).toBe(shared.states);
  });

  it("does not stop at what only one of them changes after the other is through with it", () => {
    // written before the thread exists: nobody can be in between
    const result = run(two("static int n;", 'printf("%d", n);', "", "").replace("HANDLE thread =", "HANDLE thread; n = 3; thread ="));
    expect([outputs(result), result.exhaustive]).toEqual([["3"], true]);
    expect(result.states).toBeLessThan(12);
  });

  it("says what it did not try when there are too many orders", () => {
    const many = "int i; for (i = 0; i < 50; i++) n = n + 1;";
    const result = run(two("static int n;", many, many, 'printf("%d", n);'), true, 500);
    expect(result.exhaustive).toBe(false);
    expect(result.bounds.map((one) => one.kind)).toEqual(["states"]);
  });

  it("plays an order back by its schedule", () => {
    const program = two("static int n;", "n++;", "n++;", 'printf("%d", n);');
    const { outcomes } = run(program);
    const unit = unitOfTexts(parser, { "file:///p/a.c": HEAD + program }, { target: "win64" });
    for (const { output, schedule } of outcomes) {
      const driver = createSimulation(unit, undefined, { schedule });
      expect(driver.run(1000)).toBe(true);
      expect(driver.result().outcomes.map((one) => one.output)).toEqual([output]);
    }
  });
});
