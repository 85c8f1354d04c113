/** What ends an analysis early: each bound cuts, says where, and what is left is not taken for all. */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { type Budget, DEFAULT_BUDGET, Spending } from "./budget.ts";
import { Facts } from "./facts.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <winsock2.h>
#include <windows.h>
static HANDLE g_h; static int g_n, g_m; static char g_b[MAXGETHOSTSTRUCT];
static void begin(HWND w) { g_h = WSAAsyncGetHostByName(w, 1025, "a", g_b, sizeof g_b); }
`;

interface Ended {
  readonly cuts: readonly string[];
  readonly kinds: readonly string[];
  /** For each path that comes to the end of `f`: how, and whether something on it is unknown. */
  readonly ends: readonly string[];
  readonly events: number;
}

function ended(body: string, budget: Partial<Budget> = {}, cancelled = false): Ended {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map([["file:///x.cpp", `${HEAD}${body}\n`]]) };
    const planned = workspace.plan(snapshot).units[0];
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("the text has no unit");
    const { engine } = new Facts(unit, { cancelled }, { ...DEFAULT_BUDGET, ...budget });
    const own = engine.events.filter((e) => e.root.function.name === "f" && e.frame.depth === 0);
    return {
      cuts: [...engine.cuts].sort(),
      kinds: own.map((e) => e.kind),
      ends: own.flatMap((e) => (e.kind === "exit" ? [`${e.how}${e.state.unknown ? " unknown" : ""}`] : [])),
      events: engine.events.length,
    };
  } finally {
    workspace.dispose();
  }
}

const LONG = "g_n = g_n + g_m;\n".repeat(200);

test("within the bounds nothing is cut", () => {
  expect(ended(`void f(HWND w) { begin(w); ${LONG} WSACancelAsyncRequest(g_h); }`)).toMatchObject({ cuts: [], ends: ["return"] });
});

test("statements of a root", () => {
  const cut = ended(`void f(HWND w)\n{\nbegin(w);\nif (g_n) { ${LONG} }\nWSACancelAsyncRequest(g_h);\n}`, { statements: 100 });
  expect(cut.cuts).toEqual(["statements of f"]);
  expect(cut.kinds).toContain("enter");
  expect(cut.ends).toEqual([]);
});

test("a callee that is cut leaves its caller, which knows nothing of what it did", () => {
  const callee = (body: string): string =>
    `void callee(HWND w)\n{\nbegin(w);\n${body}\nif (g_m) g_n = 1;\n}\nvoid f(HWND w) { callee(w); WSACancelAsyncRequest(g_h); }`;
  const long = `if (g_n) { ${LONG} }\n`;
  expect(ended(callee(long), { statements: 600 })).toMatchObject({ cuts: ["statements of callee"], ends: ["return unknown"] });
  expect(ended(callee(long), { statements: 600 }).kinds).toContain("cancel");
  // where some of its paths came to their end, they are what is known of it
  const { cuts, ends } = ended(callee(`if (g_n != 5) { ${long} } else { throw 1; }`), { statements: 600 });
  expect(cuts).toEqual(["statements of callee"]);
  // (the cancel was not come to, so its function is run once more)
  expect(new Set(ends)).toEqual(new Set(["throw"]));
});

test("calls inside each other", () => {
  const text = "void third(HWND w) { begin(w); }\nvoid second(HWND w) { third(w); }\nvoid f(HWND w) { second(w); }";
  expect(ended(text).cuts).toEqual([]);
  expect(ended(text, { depth: 3 }).cuts).toEqual([]);
  expect(ended(text, { depth: 2 }).cuts).toEqual(["depth at begin"]);
  expect(ended(text, { depth: 1 }).cuts).toEqual(["depth at third"]);
});

test("paths that are kept apart, and ends of one function", () => {
  const tests = Array.from({ length: 6 }, (_, i) => `if (n == ${i}) g_n = ${i};`).join("\n");
  const text = `void f(HWND w, int n)\n{\n${tests}\nbegin(w);\n${tests}\n}`;
  expect(ended(text).cuts).toEqual([]);
  expect(ended(text, { paths: 1 }).cuts).toContain("paths in f");
  const answers = Array.from({ length: 12 }, (_, i) => `if (n == ${i}) return ${i};`).join("\n");
  const asked = `int asked(HWND w, int n) { begin(w); ${answers} return 99; }\nvoid f(HWND w, int n) { asked(w, n); }`;
  expect(ended(asked).cuts).toEqual([]);
  expect(ended(asked, { paths: 8 }).cuts).toEqual(["outcomes of asked"]);
});

test("late calls are taken by their effect: first those that are near no request, then all", () => {
  const text = `static void small(void) { g_n = 1; }\nvoid f(HWND w) { begin(w); ${LONG} small(); ${LONG} small(); begin(w); }`;
  expect(ended(text, { statements: 10_000 }).cuts).toEqual([]);
  const half = ended(text, { statements: 2600 }).cuts;
  expect(half).toEqual(["calls of small"]);
  expect(ended(text, { statements: 1800 }).cuts).toEqual(["calls of begin", "calls of small"]);
});

test("events of the unit", () => {
  const text = "void f(HWND w) { begin(w); WSACancelAsyncRequest(g_h); }\nvoid g(HWND w) { begin(w); WSACancelAsyncRequest(g_h); }";
  const all = ended(text);
  expect(all.cuts).toEqual([]);
  expect(ended(text, { events: all.events }).cuts).toEqual([]);
  const cut = ended(text, { events: 3 });
  expect(cut.cuts).toContain("events beyond 3");
  expect(cut.events).toBeLessThan(all.events);
});

test("a cancelled analysis runs nothing", () => {
  expect(ended("void f(HWND w) { begin(w); }", {}, true).events).toBe(0);
});

test("a callee may use a sixth of what is left, but four hundred statements at least", () => {
  const spending = new Spending();
  spending.begin();
  const outer = spending.enterRoot(6000);
  spending.steps = 600;
  expect(spending.share).toBeCloseTo(0.1);
  const root = spending.enterCallee();
  spending.steps = 600 + 900;
  expect(spending.isOver).toBe(false);
  const callee = spending.enterCallee();
  spending.steps += 400;
  expect(spending.isOver).toBe(true);
  spending.leave(callee);
  expect(spending.isOver).toBe(true);
  spending.leave(root);
  expect(spending.isOver).toBe(false);
  spending.steps = 6000;
  expect(spending.isOver).toBe(false);
  spending.steps = 6001;
  expect(spending.isOver).toBe(true);
  spending.leave(outer);
  spending.begin();
  expect(spending.steps).toBe(0);
});
