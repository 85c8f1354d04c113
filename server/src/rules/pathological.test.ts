/** Nothing hangs: programs that are hard on a parser, a lowering or an analysis end inside their budget, and what was cut is said. */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { checkUnit } from "./check.ts";
import type { CheckedFinding } from "./types.ts";

const HEAD = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h;
static char g_buffer[MAXGETHOSTSTRUCT];
static int g_found;
`;
/** A mistake that is found where the rest does not hinder it. */
const MISTAKE = `void mistake(HWND w, const char *n)
{
    char b[1024];
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, b, sizeof b);
    if (g_h == 0) g_found = -1;
}
`;
const START = "g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer); if (g_h == 0) return;";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

interface Run {
  readonly findings: readonly CheckedFinding[];
  readonly cuts: readonly string[];
  readonly failed: readonly string[];
  readonly ms: number;
}

function run(texts: Readonly<Record<string, string>>): Run {
  const started = performance.now();
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map(Object.entries(texts).map(([name, text]) => [`file:///${name}`, text])) };
    const findings: CheckedFinding[] = [];
    const cuts: string[] = [];
    const failed: string[] = [];
    for (const planned of workspace.plan(snapshot).units) {
      const unit = workspace.unit(snapshot, planned).unit;
      if (!unit) continue;
      const result = checkUnit(unit, { profile: "strict" });
      findings.push(...result.findings);
      cuts.push(...result.cuts);
      failed.push(...result.failed);
    }
    return { findings, cuts, failed, ms: performance.now() - started };
  } finally {
    workspace.dispose();
  }
}

const nested = (depth: number): string =>
  `void f(HWND w, const char *n, int a)\n{\n${"if (a) {".repeat(depth)}${START}${"}".repeat(depth)}\n}\n`;
const parentheses = (depth: number): string =>
  `void f(HWND w, const char *n, int a)\n{\n    g_found = ${"(".repeat(depth)}a${")".repeat(depth)};\n    ${START}\n}\n`;
const cases = (count: number): string =>
  `void f(HWND w, const char *n, int a)\n{\n    switch (a) {\n${Array.from({ length: count }, (_, i) => `    case ${i}: g_found += ${i};${i % 3 ? " break;" : ""}\n`).join("")}    default: ${START} break;\n    }\n}\n`;
const branches = (count: number): string =>
  `void f(HWND w, const char *n, int *a)\n{\n${Array.from({ length: count }, (_, i) => `    if (a[${i}]) g_h = 0; else g_found += a[${i}];\n`).join("")}    ${START}\n    if (g_h) WSACancelAsyncRequest(g_h);\n}\n`;
const chain = (count: number): string =>
  `${Array.from({ length: count }, (_, i) => `static void f${i}(HWND w, const char *n)${i === 0 ? ` { ${START} }` : ` { f${i - 1}(w, n); }`}\n`).join("")}`;
const many = (count: number): string =>
  Array.from({ length: count }, (_, i) => `int g${i}(int a) { if (a > ${i}) return a - 1; return ${i}; }\n`).join("");
const recursion = (count: number): string =>
  `${Array.from({ length: count }, (_, i) => `void r${i}(HWND w, const char *n, int a);\n`).join("")}${Array.from({ length: count }, (_, i) => `void r${i}(HWND w, const char *n, int a)\n{\n    if (a == ${i}) { ${START} }\n    r${(i + 1) % count}(w, n, a - 1);\n    r${(i + 3) % count}(w, n, a + 1);\n}\n`).join("")}`;
const macros = (count: number): string =>
  `#define A B\n#define B A\n${Array.from({ length: count }, (_, i) => `#define M${i}(x) ${i === 0 ? "(x)" : `M${i - 1}(M${i - 1}(x))`}\n`).join("")}void f(HWND w, const char *n, int a)\n{\n    g_found = A + M${count - 1}(a);\n    ${START}\n}\n`;

const PROGRAMS: readonly { readonly name: string; readonly texts: Readonly<Record<string, string>> }[] = [
  { name: "conditions 400 deep", texts: { "x.c": HEAD + nested(400) + MISTAKE } },
  { name: "parentheses 5,000 deep", texts: { "x.c": HEAD + parentheses(5_000) + MISTAKE } },
  { name: "a switch of 5,000 cases", texts: { "x.c": HEAD + cases(5_000) + MISTAKE } },
  { name: "300 branches that all matter", texts: { "x.c": HEAD + branches(300) + MISTAKE } },
  { name: "a chain of 300 calls", texts: { "x.c": HEAD + chain(300) + MISTAKE } },
  { name: "10,000 functions", texts: { "x.c": HEAD + many(10_000) + MISTAKE } },
  { name: "40 functions that call each other", texts: { "x.c": HEAD + recursion(40) + MISTAKE } },
  { name: "macros that name each other, and one of 2^24 expansions", texts: { "x.c": HEAD + macros(25) + MISTAKE } },
  {
    name: "headers in a circle",
    texts: {
      "x.c": `#include "a.h"\n${HEAD}${MISTAKE}`,
      "a.h": '#include "b.h"\nstatic int a(void);\n',
      "b.h": '#include "c.h"\nstatic int b(void);\n',
      "c.h": '#include "a.h"\n#include "c.h"\nstatic int c(void);\n',
    },
  },
];

/** Generous, since the machine may be busy: what hangs takes minutes or for ever. */
const LIMIT = 60_000;

for (const program of PROGRAMS) {
  test(program.name, { timeout: 4 * LIMIT }, () => {
    const result = run(program.texts);
    expect(result.ms).toBeLessThan(LIMIT);
    expect(result.failed).toEqual([]);
    // the rest of the file is checked as ever, or the cut is told
    const found = result.findings.some((f) => f.rule === "stack-buffer" && f.function === "mistake");
    expect(found || result.cuts.length > 0).toBe(true);
  });
}

test("a cut is told", { timeout: 4 * LIMIT }, () => {
  const result = run({ "x.c": HEAD + branches(300) });
  expect(result.cuts.join("; ")).toMatch(/ of f$| of f;/);
});
