/** Where values come from and what becomes of them, whatever the order: asked of small programs. */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Place, Statement } from "../ir/types.ts";
import type { ProgramFunction } from "../program/types.ts";
import type { Parser } from "../source/syntax.ts";
import { createWorkspace } from "../program/workspace.ts";
import { isStart } from "../winsock/functions.ts";
import { Calls } from "./calls.ts";
import { declaringClasses } from "./relevance.ts";
import { isKept, type Leaf, ValueFlow } from "./valueFlow.ts";

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
      return `function ${leaf.name.replace(/@\d+/, "")}`;
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
  // what cannot be read, and what reads through no variable
  ["gg_n", f("g_n = 1.5;"), ["unknown"]],
  ["gg_v", f("g_v = *(void **)5;"), ["unknown"]],
  ["gg_v", f("g_v = (void *)[] (int) {};"), ["function f::<lambda>"]],
  // calls of what is declared without a body, of what may be elsewhere, and of what is not declared
  [
    "gg_v",
    `struct box { void *get(); }; struct unseen;\nvoid *box::get() { return (void *)4; }\n${f("unseen *u = 0; g_v = u->get();")}`,
    ["4", "call box::get"],
  ],
  ["gg_v", `struct box { void *get(); };\n${f("box b; g_v = b.other();")}`, ["call box::other"]],
  [
    "gg_v",
    `struct box { box(int, void *v) { g_v = v; } ~box() {} };\n${f("box b(1, (void *)2), *p = new box(3, (void *)4); b.~box();")}`,
    ["2", "4"],
  ],
];

test.each(ORIGINS.map(([node, text, leaves]) => ({ node, text, leaves })))("$node: $text", ({ node, text, leaves }) => {
  expect(ask(text, (flow) => flow.origins(node).leaves.map(told)).sort()).toEqual(leaves);
});

const USES: readonly (readonly [text: string, uses: readonly string[]])[] = [
  [f("other2(1, g_v);"), ["argument 1 other2"]],
  [f("if (g_v == g_p) other();"), ["compare"]],
  [f("if (g_v < (void *)5) other();"), ["compare 5"]],
  [f("if (g_v >= (void *)5) other();"), ["compare 5"]],
  [f("if (g_v <= (void *)5) other();"), ["compare 5"]],
  [f("if (g_v > (void *)5) other();"), ["compare 5"]],
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

test("a member has a node of its class where several classes have one of that name, however they are used", () => {
  const nodes = (body: string): string[] =>
    ask(f(body), (flow) => [
      flow.fieldNode("h", "one"),
      flow.fieldNode("h", "two"),
      flow.fieldNode("h", undefined),
      flow.fieldNode("n", "two"),
    ]);
  const two = ["sone.h", "stwo.h", "s?.h", "s.n"];
  expect(nodes("g_v = g_one->h;")).toEqual(["s.h", "s.h", "s.h", "s.n"]);
  expect(nodes("g_v = g_one->h; g_x = g_two->h;")).toEqual(two);
  expect(nodes("g_one->h = 0; g_two->h = 0;")).toEqual(two);
  expect(nodes("unknown(&g_one->h); unknown(&g_two->h);")).toEqual(two);
  expect(nodes("one o = { 0 }; two t = { 0 }; g_v = o.h; g_v = t.h;")).toEqual(two);
  expect(nodes("g_n = g_one->h; g_two->n = 1;")).toEqual(["s.h", "s.h", "s.h", "s.n"]);
});

test("what is no place has no origins and reaches nothing", () => {
  const found = ask(f("g_v = *(void **)5; *(void **)6 = g_v;"), (flow) => [
    flow.origins(undefined).nodes.size,
    flow.reached([undefined, "gg_v", undefined]).has(undefined as unknown as string),
    [...flow.origins("gg_v").nodes].every((n) => typeof n === "string"),
  ]);
  expect(found).toEqual([0, false, true]);
});

test("a circle is gone through once", () => {
  const found = ask(f("g_v = g_p; g_p = g_q; g_q = g_v; g_n = 1;"), (flow) => [
    [...flow.reached(["gg_v"])].filter((n) => n[0] === "g").sort(),
    [...flow.origins("gg_v").nodes].filter((n) => n[0] === "g").sort(),
  ]);
  expect(found).toEqual([
    ["gg_p", "gg_q", "gg_v"],
    ["gg_p", "gg_q", "gg_v"],
  ]);
});

test("a constant keeps its name, and one without has none", () => {
  const leaves = ask(f("g_v = INVALID_HANDLE_VALUE; g_n = 3;"), (flow) => [...flow.leavesOf("gg_v"), ...flow.leavesOf("gg_n")]);
  expect(leaves.map((leaf) => "name" in leaf)).toEqual([true, false]);
});

test("a chain without end is followed so far", () => {
  const place = (i: number): Place => ({ kind: "global", name: `g${i}` });
  const range = { start: 0, end: 0 };
  const type = { kind: "int", bits: 32, signed: true } as const;
  const statements: Statement[] = [];
  for (let i = 0; i < 3000; i++) {
    statements.push({ kind: "load", target: i, place: place(i), type, range });
    statements.push({ kind: "store", place: place(i + 1), value: { kind: "temp", id: i }, type, range });
  }
  const blocks = [{ id: 0, statements, end: { kind: "return", range } }];
  const fn = { index: 0, name: "f", uri: "", offset: 0, ir: { blocks, params: [], locals: [] } } as unknown as ProgramFunction;
  const flow = new ValueFlow({} as Calls, [fn], isStart);
  expect([flow.reached(["gg0"]).size, flow.origins("gg3000").nodes.size]).toEqual([5000, 5000]);
  expect([flow.reached(["gg1000"]).size, flow.origins("gg2000").nodes.size]).toEqual([4001, 4001]);
});

test("storage that outlives a call", () => {
  expect(["s.h", "sone.h", "gg_v", "S1:2", "*p1:2", "l1:2", "p1:2", "t1:2", "r1"].filter(isKept)).toEqual([
    "s.h",
    "sone.h",
    "gg_v",
    "S1:2",
    "*p1:2",
  ]);
});
