/** Where values come from and what becomes of them, whatever the order: asked of small programs. */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { createWorkspace } from "../program/workspace.ts";
import { isStart } from "../winsock/functions.ts";
import { Calls } from "./calls.ts";
import { declaringClasses } from "./relevance.ts";
import { type Leaf, ValueFlow } from "./valueFlow.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <windows.h>
#include <winsock2.h>
struct one { void *h; void *only; }; struct two { void *h; int n; };
void *g_v, *g_x; char *g_p, *g_q; int g_n, g_m; struct one *g_one; struct two *g_two;
void *unknown(void);
void other(void) {}
`;
// what is read are programs with a request
const TAIL = `void start(HWND w) { g_x = WSAAsyncGetHostByName(w, WM_APP, "n", g_p, 1024); }\n`;

function ask<T>(text: string, question: (flow: ValueFlow) => T): T {
  const workspace = createWorkspace({ parser, target: "win64" });
  const snapshot = { texts: new Map([["file:///flow.cpp", HEAD + text + TAIL]]) };
  try {
    const planned = workspace.plan(snapshot).units[0];
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("no unit");
    return question(new ValueFlow(new Calls(unit, unit.functions), unit.functions, isStart, declaringClasses(unit)));
  } finally {
    workspace.dispose();
  }
}

function told(leaf: Leaf): string {
  switch (leaf.kind) {
    case "int":
      return `${BigInt.asIntN(64, leaf.value)}${leaf.name ? ` ${leaf.name}` : ""}`;
    case "call":
      return `${leaf.start ? "start" : "call"} ${leaf.name}`;
    case "address":
      return `address ${leaf.node.replace(/\d+:/, "")}`;
    case "function":
      return `function ${leaf.name}`;
    case "outside":
      return `outside ${leaf.text}`;
    default:
      return leaf.kind;
  }
}

const f = (body: string): string => `void f(void) { ${body} }\n`;

const ORIGINS: readonly (readonly [node: string, text: string, leaves: readonly string[]])[] = [
  ["gg_v", f("g_v = (void *)5;"), ["5"]],
  ["gg_v", f("g_v = INVALID_HANDLE_VALUE;"), ["-1 INVALID_HANDLE_VALUE"]],
  ["gg_v", f('g_v = (void *)"text";'), ["string"]],
  ["gg_v", f("g_v = new two;"), ["new"]],
  ["gg_v", f("g_v = (void *)other;"), ["function other"]],
  ["gg_v", f("g_v = &g_n;"), ["address gg_n"]],
  ["gg_v", f("g_v = unknown();"), ["call unknown"]],
  ["gg_x", "", ["start WSAAsyncGetHostByName"]],
  ["gg_v", f("g_v = g_x;"), ["start WSAAsyncGetHostByName"]],
  // computed: not where a pointer only moves
  ["gg_p", f('g_q = "text"; g_p = g_q + 1;'), ["string"]],
  ["gg_p", f('g_q = "text"; g_p = g_q - 1;'), ["string"]],
  ["gg_n", f("g_m = 3; g_n = g_m + 1;"), ["computed"]],
  ["gg_n", f("g_m = 3; g_n = g_m * 2;"), ["computed"]],
  ["gg_n", f("g_m = 3; g_n = -g_m;"), ["computed"]],
  ["gg_n", f("g_m = 3; g_n = g_m;"), ["3"]],
  // through functions
  ["gg_v", `void set(int a, void *v) { g_v = v; }\n${f("set(1, (void *)3);")}`, ["3"]],
  ["gg_v", "void set(int a, void *v) { g_v = v; }\n", ["outside v"]],
  ["gg_v", `void *get(void) { return (void *)4; }\n${f("g_v = get();")}`, ["4"]],
  ["gg_v", `void fill(void **p) { *p = (void *)6; }\n${f("fill(&g_v);")}`, ["6"]],
  ["gg_v", `void fill(void *&p) { p = (void *)6; }\n${f("fill(g_v);")}`, ["6"]],
  ["gg_v", `struct maker { maker(void *v) { g_v = v; } };\n${f("maker m((void *)9);")}`, ["9"]],
  ["gg_v", "struct maker { void run(void); };\nvoid maker::run(void) { g_v = this; }\n", ["outside this"]],
  // members: of one class by their name, of two by their class
  ["gg_v", f("g_one->only = (void *)1; g_v = g_one->only;"), ["1"]],
  ["gg_v", f("g_one->h = (void *)1; g_two->h = (void *)2; g_v = g_one->h;"), ["1"]],
  ["gg_v", f("g_one->h = (void *)1; g_two->h = (void *)2; g_v = g_two->h;"), ["2"]],
  // variables of a function, and what several of them share
  ["gg_v", f("static void *s; s = (void *)7; g_v = s;"), ["7"]],
  ["gg_v", `void g(void) { void *l = (void *)8; }\n${f("void *l = (void *)7; g_v = l;")}`, ["7"]],
  ["gg_v", f("void *a[2]; a[0] = (void *)1; a[1] = (void *)2; g_v = a[0];"), ["1", "2"]],
  ["gg_v", f("g_v = g_x; g_x = g_v; g_v = 0;"), ["0", "start WSAAsyncGetHostByName"]],
];

test.each(ORIGINS.map(([node, text, leaves]) => ({ node, text, leaves })))("$node: $text", ({ node, text, leaves }) => {
  expect(ask(text, (flow) => flow.origins(node).leaves.map(told)).sort()).toEqual(leaves);
});

const USES: readonly (readonly [text: string, uses: readonly string[]])[] = [
  [f("other2(1, g_v);"), ["argument 1 other2"]],
  [f("if (g_v == g_p) other();"), ["compare"]],
  [f("if (g_v < (void *)5) other();"), ["compare 5"]],
  [f("if (g_v >= (void *)5) other();"), ["compare 5"]],
  [f("if ((void *)5 != g_v) other();"), ["compare 5"]],
  [f("if (!g_v) other();"), ["branch"]],
  [f("g_n = !g_v;"), ["compare"]],
  [f("if (g_v) other();"), ["branch"]],
  [f("g_n = ~(int)(INT_PTR)g_v;"), ["arithmetic"]],
  [f("g_n = (int)(INT_PTR)g_v * 5;"), ["arithmetic 5"]],
  [f("switch ((int)(INT_PTR)g_v) { case 1: other(); }"), ["branch"]],
  ["void *get(void) { return g_v; }\n", ["return"]],
  [`void keep(void *v) { other2(v); }\n${f("keep(g_v);")}`, ["argument 0 keep", "argument 0 other2"]],
];

test.each(USES.map(([text, uses]) => ({ text, uses })))("becomes: $text", ({ text, uses }) => {
  const found = ask(text, (flow) =>
    flow
      .uses(flow.reached(["gg_v"]))
      .map((u) =>
        [u.kind, u.index, u.callee, u.otherSide?.kind === "int" ? u.otherSide.value : undefined].filter((x) => x !== undefined).join(" "),
      ),
  );
  expect([...new Set(found)].sort()).toEqual(uses);
});

test("what is stored to by name is assigned", () => {
  const assigned = ask(f("g_v = (void *)1; g_n = g_m; g_p[0] = 1;"), (flow) =>
    ["gg_v", "gg_n", "gg_m", "gg_q"].map((n) => flow.isAssigned(n)),
  );
  expect(assigned).toEqual([true, true, false, false]);
});
