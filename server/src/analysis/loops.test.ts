import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { shapeOf } from "./bodyShape.ts";
import { placeName } from "./relevance.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

/** Counters and flags of the loops of `f`, outermost first. */
function loopsOf(body: string): { readonly counters: string; readonly flags: string }[] {
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
    const names = (places: readonly Parameters<typeof placeName>[1][]): string =>
      [...new Set(places.map((p) => placeName(ir, p)))].sort().join();
    return [...shapeOf(ir).loops.values()]
      .sort((a, b) => b.blocks.size - a.blocks.size)
      .map((l) => ({ counters: names(l.counters), flags: names(l.flags) }));
  } finally {
    workspace.dispose();
  }
}

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
