import { beforeAll, expect, test } from "vitest";
import type { IrFunction } from "../ir/types.ts";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { shapeOf, successors } from "./bodyShape.ts";
import { placeName } from "./relevance.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

/** Asks the body of `f`. */
function ask<T>(body: string, question: (ir: IrFunction) => T): T {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const text = `#include <winsock2.h>
static HANDLE g_h; static char g_b[1024]; static int g_done, g_more;
struct record { int done; };
int step(void);
void f(HWND w, int n, int m, unsigned short s, struct record *r)
{
    int i = 0, j = 0, *p = &j;
    g_h = WSAAsyncGetHostByName(w, 1025, "a", g_b, sizeof g_b);
    ${body}
}
`;
    const snapshot = { texts: new Map([["file:///x.c", text]]) };
    const planned = workspace.plan(snapshot).units[0];
    const ir = planned && workspace.unit(snapshot, planned).unit?.functions.find((f) => f.name === "f")?.ir;
    if (!ir) throw new Error("no function f");
    return question(ir);
  } finally {
    workspace.dispose();
  }
}

/** Counters and flags of the loops of `f`, outermost first. */
const loopsOf = (body: string): { readonly counters: string; readonly flags: string }[] =>
  ask(body, (ir) => {
    const names = (places: readonly Parameters<typeof placeName>[1][]): string =>
      [...new Set(places.map((p) => placeName(ir, p)))].sort().join();
    return [...shapeOf(ir).loops.values()]
      .sort((a, b) => b.blocks.size - a.blocks.size)
      .map((l) => ({ counters: names(l.counters), flags: names(l.flags) }));
  });

test("what a loop only counts", () => {
  expect(loopsOf("for (i = 0; i < n; i++) g_more = i;")).toMatchObject([{ counters: "i" }]);
  expect(loopsOf("while (n > 0) n = n - 2;")).toMatchObject([{ counters: "n" }]);
  expect(loopsOf("while (s > 0) s--;")).toMatchObject([{ counters: "s" }]);
  expect(loopsOf("while (n > 0) n = m - 1;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (n > 0) n = n * 2;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (n > 0) n = n - m;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (n > 0) n = 2 - n;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (i < n) i = j + 1;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (i < n) i = *p + 1;")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (n > 0) { n = n - 1; if (m) n = m; }")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (n > 0) { if (m) n = m; n = n - 1; }")).toMatchObject([{ counters: "" }]);
  expect(loopsOf("while (g_more > 0) g_more--;")).toMatchObject([{ counters: "" }]);
});

test("loops in loops have their own", () => {
  expect(loopsOf("for (i = 0; i < n; i++) for (j = 0; j < m; j++) g_more = j;")).toMatchObject([{ counters: "i" }, { counters: "j" }]);
  expect(loopsOf("if (n) g_more = 1; else g_more = 2;")).toEqual([]);
});

test("what a loop waits for without writing it", () => {
  expect(loopsOf("while (!g_done) step();")).toMatchObject([{ flags: "g_done" }]);
  expect(loopsOf("while (!r->done) step();")).toMatchObject([{ flags: "done" }]);
  expect(loopsOf("while (!g_done && !g_more) step();")[0]?.flags).toContain("g_done");
  expect(loopsOf("while (!g_done) i++;")).toMatchObject([{ flags: "" }]);
  expect(loopsOf("while (!g_done) { step(); g_done = 1; }")).toMatchObject([{ flags: "" }]);
  expect(loopsOf("while (!g_done) { step(); g_more = 1; }")).toMatchObject([{ flags: "g_done" }]);
  expect(loopsOf("while (!r->done) { step(); r->done = 1; }")).toMatchObject([{ flags: "" }]);
  expect(loopsOf("while (!n) step();")).toMatchObject([{ flags: "" }]);
  expect(loopsOf("do step(); while (!g_done);")).toMatchObject([{ flags: "g_done" }]);
  expect(loopsOf("do step(); while (!g_done && !g_more);")).toMatchObject([{ flags: "g_done,g_more" }]);
  expect(loopsOf("for (i = 0; i < 9 && !g_done; i++) step();")).toMatchObject([{ flags: "g_done" }]);
  expect(loopsOf("do { if (g_more) step(); g_done = step(); } while (!g_done);")).toMatchObject([{ flags: "g_more" }]);
  expect(loopsOf("do { step(); if (n) step(); if (g_more) n++; } while (!g_done);")).toMatchObject([{ flags: "g_done" }]);
});

test("values that one block makes and another uses", () => {
  /** What makes each of them. */
  const crossing = (body: string): string[] =>
    ask(body, (ir) => {
      const makers = ir.blocks.flatMap((b) => b.statements).filter((s) => "target" in s && s.target !== undefined);
      const { crossing: found } = shapeOf(ir);
      return makers.filter((s) => found.has((s as { target: number }).target)).map((s) => s.kind);
    });
  expect(crossing("g_more = n + m; if (n > m) g_more = step();")).toEqual([]);
  expect(crossing("g_more = step() + (n ? 1 : 2);")).toEqual(["call"]);
  expect(crossing("g_more = n * (m && step());")).toEqual(["load"]);
  expect(crossing("step2(n, &g_more, m ? 1 : 2);")).toEqual(["load", "addressOf"]);
});

test("blocks stand in an order in which only loops go back", () => {
  const backward = (body: string): number[] =>
    ask(body, (ir) => {
      const { order, entries } = shapeOf(ir);
      const edges = ir.blocks.flatMap((b) => successors(ir, b.id).map((to) => [b.id, to] as const));
      const back = edges.filter(([from, to]) => (order[to] as number) <= (order[from] as number)).length;
      return [back, new Set(order).size - ir.blocks.length, entries.reduce((a, b) => a + b, 0) - edges.length, order[0] as number];
    });
  expect(backward("if (n) step(); else if (m) i = 1; g_more = 2;")).toEqual([0, 0, 0, 0]);
  expect(backward("while (n) { if (m) break; step(); }")).toEqual([1, 0, 0, 0]);
  expect(
    backward("for (;;) { if (n) continue; switch (m) { case 1: step(); case 2: i = 2; break; default: goto out; } } out: step();"),
  ).toEqual([1, 0, 0, 0]);
  // what nobody comes to stands before the entry
  expect(backward("goto in; while (n) { in: step(); } return; step();")).toEqual([1, 0, 0, 1]);
});
