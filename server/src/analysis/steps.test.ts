/** What single steps of a path leave: values, events, which paths stay apart, and where the running of a body ends. */
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { type Budget, DEFAULT_BUDGET } from "./budget.ts";
import { isMark, type PathEvent, type Root } from "./events.ts";
import { Facts } from "./facts.ts";
import { State } from "./state.ts";
import { pathText, type Term } from "./terms.ts";
import { Trail } from "./trail.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <winsock2.h>
#include <windows.h>
#define WM_RESOLVED (WM_APP + 1)
enum mode { idle, busy };
struct record { int n; int t[4]; HANDLE h; struct record *next; char text[8]; };
static HANDLE g_h, g_k, g_handles[4]; static char g_b[MAXGETHOSTSTRUCT]; static int g_n, g_m, g_t[4]; static struct record g_r;
int unseen(void); void fill(...); void show(const char *text); void take(...); void x1(void); void x2(void);
`;
const START = `WSAAsyncGetHostByName(w, WM_RESOLVED, "a", g_b, sizeof g_b)`;

function factsOf<T>(text: string, question: (facts: Facts) => T, budget: Budget = DEFAULT_BUDGET): T {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const texts = new Map([["file:///x.cpp", HEAD + text]]);
    const planned = workspace.plan({ texts }).units[0];
    const unit = planned && workspace.unit({ texts }, planned).unit;
    if (!unit) throw new Error("no unit");
    return question(new Facts(unit, { cancelled: false }, budget));
  } finally {
    workspace.dispose();
  }
}

/** A function with a request in it, and this body. */
const f = (body: string): string => `void f(HWND w, int n, int m, struct record *r)\n{\n    g_h = ${START};\n    ${body}\n}\n`;

/** The term with all that it is made of. */
function shape(t: Term | undefined): string {
  if (!t) return "nothing";
  switch (t.kind) {
    case "int":
      return String(t.value);
    case "string":
      return `"${t.value}"`;
    case "entry":
    case "havoc":
      return `${t.kind} ${pathText(t.path)}`;
    case "address":
      return `&${pathText(t.path)}`;
    case "call":
      return `${t.name}#${t.instance}`;
    case "heap":
      return `heap ${t.how}`;
    case "message":
      return t.part;
    case "op":
      return `(${t.op} ${shape(t.left)}${t.right ? ` ${shape(t.right)}` : ""})`;
    case "narrow":
      return `(${t.signed ? "s" : "u"}${t.bits} ${shape(t.of)})`;
    default:
      return t.kind;
  }
}

const inF = (e: PathEvent): boolean => e.root.function.name === "f";

/** What `take` gets in `f`, each once, in order. */
function taken(body: string, rest = ""): string[] {
  const found = factsOf(rest + f(body), (facts) =>
    facts
      .calls("take")
      .filter(inF)
      .map((e) => e.args.map(shape).join(", ")),
  );
  return [...new Set(found)];
}

/** How many paths come to `show` in `f`. */
const times = (body: string, rest = ""): number => factsOf(rest + f(body), (facts) => facts.calls("show").filter(inF).length);

/** Events of these kinds in `f`, without duplicates. */
function events(kinds: readonly string[], body: string, rest = ""): string[] {
  const told = (e: PathEvent): string => {
    switch (e.kind) {
      case "call":
        return `call ${e.name}${e.known ? " known" : ""}${e.object ? ` of ${shape(e.object)}` : ""}`;
      case "enter":
        return `enter ${e.callee.name} of ${e.choices}${e.object ? ` for ${shape(e.object)}` : ""}`;
      case "macro":
        return `macro ${e.name} ${shape(e.argument)} ${shape(e.result)}`;
      case "free":
        return `free ${e.how} ${shape(e.pointer)} ${e.record ?? ""}`.trim();
      case "compare":
        return `compare ${e.op} ${shape(e.left)} ${shape(e.right)}`;
      case "store":
        return `store ${pathText(e.path)} ${shape(e.value)} ${shape(e.old)}`;
      default:
        return e.kind;
    }
  };
  const found = factsOf(rest + f(body), (facts) => facts.engine.events.filter((e) => inF(e) && kinds.includes(e.kind)).map(told));
  return [...new Set(found)];
}

type Row<T> = readonly [body: string, expected: T, rest?: string];
const cases = <T>(rows: readonly Row<T>[]) => rows.map(([body, expected, rest]) => ({ body, expected, rest }));

const VALUES: readonly Row<readonly string[]>[] = [
  // variables: what is not set, zeroed, overlaid, or written by others
  ["int l; take(l);", ["unknown"]],
  ["struct record o; take(o.n);", ["entry o.n"]],
  ["struct record o = { 0 }; take(o.n, o.t[1]);", ["0, 0"]],
  ["struct record o = { 0 }; fill(&o.n); take(o.n);", ["havoc o.n"]],
  ["struct record o = { 0 }; fill(&o.t[1]); take(o.n, o.t[1]);", ["0, havoc o.t[1]"]],
  ["*(int *)&g_r = 5; take(g_r.n);", ["entry g_r.n"]],
  ["int t[3] = { 0 }; take(t[2]); t[1] = 4; take(t[1], t[0]);", ["0", "4, 0"]],
  ["for (int i = 0; i < 3; i++) { static int s; take(s); if (s) x1(); s = 5; if (s) x2(); }", ["entry s", "5"]],
  ["for (int i = 7; unseen(); ) x1(); take(i, j);", ["7, entry j"]],
  // text that cannot be read: what it names
  ['g_n = 3; g_m = 4; __asm__("x" : "=r"(g_n)); take(g_n, g_m);', ["entry g_n, 4"]],
  ['int l = 3, k = 4; r->n = 4; r->h = 0; __asm__("x" : "=r"(l), "=r"(n)); take(l, k, r->n, r->h);', ["unknown, 4, entry r->n, 0"]],
  // messages are dispatched: what others may change
  [
    "static int s; int own = 1; MSG q; s = 1; g_n = 1; r->n = 1; GetMessage(&q, 0, 0, 0); take(own, s, g_n, r->n);",
    ["1, havoc s, havoc g_n, havoc r->n"],
  ],
  // calls: each time another result
  [
    `do { g_k = ${START}; take(g_k); } while (g_k == 0);`,
    ["WSAAsyncGetHostByName#1", "WSAAsyncGetHostByName#2", "WSAAsyncGetHostByName#3"],
  ],
  ["take(malloc(4), new record, new record[2], LocalAlloc(0, 4));", ["heap malloc, heap new, heap new[], heap LocalAlloc"]],
  ["struct record o; o.n = 3; o = made(); take(o.n);", ["entry o.n"], "struct record made(void);\n"],
  ["take(helper(n), helper(m));", ["2, 2", "2, 1", "1, 2", "1, 1"], "static int helper(int a) { if (a) return 1; return 2; }\n"],
  ["g_n = unseen(); if (g_n) x1(); x2(); if (g_n) take(1); else take(2);", ["2", "1"]],
  // conversions: those that lose nothing are none
  [
    "take((char)g_flag, (short)g_mode, (int)g_mode, (char)g_mode, (short)n, (int)n, (unsigned short)n, (int)(LONG_PTR)r);",
    ["entry g_flag, (s16 entry g_mode), entry g_mode, (s8 entry g_mode), (s16 entry n), entry n, (lo16 entry n), (s32 entry r)"],
    "static bool g_flag; static enum mode g_mode;\n",
  ],
  // macros that stand there as calls
  [
    "take(MAKEWORD(1, 2), MAKELONG(1, 2), MAKELPARAM(3, 4), HIWORD(n), LOWORD(n), WSAMAKEASYNCREPLY(5, 6));",
    ["513, 131073, 262147, (hi16 entry n), (lo16 entry n), 393221"],
  ],
  ["take(MAKELONG(1), HIWORD());", ["MAKELONG#1, HIWORD#1"]],
  // what a call may have written
  ['int l = 1; printf("a", &l); take(l); g_n = 2; printf("b", &g_n); take(g_n);', ["havoc l", "2"]],
  ["g_n = 1; g_r.other(&g_n); take(g_n);", ["havoc g_n"]],
  [
    'int l = 1; g_n = 2; printf("a", &g_n, &l); take(l, g_n); g_m = 3; l = 4; fill(&l, &g_m); take(l, g_m);',
    ["havoc l, havoc g_n", "havoc l, havoc g_m"],
  ],
  // counters end at their bound, a comparison tells of others of the same values
  ["int i; for (i = 0; i < n; i++) x1(); if (i == n) take(1); else take(2);", ["1"]],
  ["while (n & 4) x1(); if (n == 4) take(1); else take(2);", ["2", "1"]],
  ["if (n & m) { if (n == m) take(1); else take(2); }", ["2", "1"]],
  ["if (n < m) { if (n == m) take(1); else take(2); }", ["2"]],
  ["if ((n < m) | unseen()) x1(); else if (n == m) take(1); else take(2);", ["2", "1"]],
  ["if (n == m) { if (n < m) take(1); else if (m < n) take(2); else take(3); }", ["3"]],
  // an assertion is gone in a release build
  ["assert(n == 0); if (n == 0) take(1); else take(2);", ["2", "1"]],
  ["assert(n == 0); if (n != 0) take(1); if (n == 5) take(5);", ["1", "5"]],
  // loops that wait
  ["g_n = 0; while (!g_n) unseen(); take(1);", ["1"]],
  ["struct record o; o.n = 0; while (!o.n) { unseen(); if (m) break; } take(1, m);", ["1, entry m"]],
];

describe("values", () => {
  test.each(cases(VALUES))("$body", ({ body, expected, rest }) => {
    expect(taken(body, rest)).toEqual(expected);
  });
});

const APART: readonly Row<number>[] = [
  // what is stored where a handle may be
  ['if (unseen()) g_h = 0; else g_h = (HANDLE)1; show("");', 2],
  ['if (unseen()) g_h = 0; else g_h = (HANDLE)1; g_h = (HANDLE)2; show("");', 2],
  ['if (unseen()) g_h = g_k; else g_h = 0; g_h = (HANDLE)2; show("");', 2],
  ['if (unseen()) g_h = (HANDLE)r; else g_h = (HANDLE)w; g_h = (HANDLE)2; show("");', 2],
  ['if (unseen()) g_n = 1; else g_n = 2; show("");', 1],
  [`g_handles[1] = ${START}; if (unseen()) g_handles[0] = 0; else g_handles[0] = (HANDLE)1; show("");`, 2],
  [`net::h = ${START}; if (unseen()) net::h = 0; else net::h = (HANDLE)1; show("");`, 2, "namespace net { HANDLE h; }\n"],
  ['HANDLE l; if (unseen()) l = g_h; else l = 0; show("");', 2],
  ['int l; if (unseen()) l = 1; else l = 2; show("");', 1],
  // what is tested more than once
  ['int l; if (unseen()) l = 1; else l = 2; show(""); if (l == 1) x1(); if (l == 2) x2();', 2],
  ['int l = unseen(); if (l) x1(); show(""); if (l) x2();', 2],
  ['g_n = unseen(); if (g_n) x1(); show(""); if (g_n) x2();', 2],
  ['if (g_n) x1(); show(""); if (g_n) x2();', 2],
  ['if (g_n) x1(); show(""); x2();', 1],
  ['fill(&g_n); if (g_n) x1(); show(""); if (g_n) x2();', 2],
  ['if (r->n) x1(); show(""); if (r->n) x2();', 2],
  ['if (n) x1(); show(""); if (n) x2();', 2],
  ['if (n == 3) x1(); show("");', 1],
  [
    'int k = 0, l = 0; if (unseen()) { k = 1; l = 2; } else { l = 2; k = 1; } show(""); if (k) x1(); if (k) x1(); if (l) x2(); if (l) x2();',
    1,
  ],
  // what is known of handles, words and results
  ['if (g_h) x1(); show("");', 2],
  ['if (g_k) x1(); show("");', 1],
  ['if (g_q.lParam) x1(); show("");', 2, "static MSG g_q;\n"],
  ['if (g_q.xlParam) x1(); show("");', 1, "static struct { int xlParam, lParams; } g_q;\n"],
  ['if (g_q.lParams) x1(); show("");', 1, "static struct { int xlParam, lParams; } g_q;\n"],
  ['if (WSAIsBlocking()) x1(); show("");', 1],
  ['if (MyWSAAsyncThing()) x1(); show("");', 1],
  ['WSADATA d; if (WSAStartup(0x101, &d)) x1(); show("");', 2],
  ['if (g_k == 0) x1(); show(""); WSACancelAsyncRequest(g_k);', 2],
  ['if (unseen()) { if (g_k == (HANDLE)1) return; } else { if (g_k == (HANDLE)2) return; } show(""); WSACancelAsyncRequest(g_k);', 2],
  [
    'if (unseen()) { if (g_k == (HANDLE)1) return; if (g_k == (HANDLE)2) return; } else { if (g_k == (HANDLE)2) return; if (g_k == (HANDLE)1) return; } show(""); WSACancelAsyncRequest(g_k);',
    1,
  ],
  [
    'if (unseen()) { if (!g_h) return; if (!g_k) return; } else { if (!g_k) return; if (!g_h) return; } show(""); WSACancelAsyncRequest(g_k);',
    1,
  ],
  // what was done
  ['if (unseen()) WSACleanup(); show("");', 2],
  ['if (unseen()) DestroyWindow(w); show("");', 2],
  ['if (unseen()) MyWSACleanup(); show("");', 1],
  ['if (unseen()) WSACleanupAll(); show("");', 1],
  ['if (unseen()) free(r); show("");', 2],
  // ways out of a callee
  ['if (helper(n)) x1(); show("");', 1, "static int helper(int a) { if (unseen()) return 1; return 2; }\n"],
];

describe("paths that stay apart", () => {
  test.each(cases(APART))("$body", ({ body, expected, rest }) => {
    expect(times(body, rest)).toBe(expected);
  });

  test("for the error of a start, a cancel or a start-up, not for that of other calls", () => {
    const apart = (call: string): number => times(`${call}; if (WSAGetLastError() == WSAEWOULDBLOCK) x1(); show("");`);
    const others = "connect send sendto recv recvfrom socket bind listen accept WSASend WSAEnumProtocolsW".split(" ");
    expect(others.filter((name) => apart(`${name}(0)`) !== 1)).toEqual([]);
    const nothing = ["unseen", "connected", "xconnect", "resend", "sockets", "binds", "listener", "acceptor", "MyWSA"];
    expect(nothing.filter((name) => apart(`${name}(0)`) !== 2)).toEqual([]);
    expect([apart("WSACancelAsyncRequest(g_h)"), apart("WSADATA d; WSAStartup(0x101, &d)"), apart("WSACleanup()")]).toEqual([2, 2, 1]);
  });
});

const EVENTS: readonly (readonly [kinds: string, body: string, expected: readonly string[], rest?: string])[] = [
  // macros of the program that stand for those of Winsock
  [
    "macro",
    "take(WSAGETASYNCERROR(n), WSAGETASYNCBUFLEN(n), WSAGETSELECTSUM(n), MYWSAGETASYNCERROR(n));",
    ["macro WSAGETASYNCERROR entry n (hi16 entry n)", "macro WSAGETASYNCBUFLEN entry n (lo16 entry n)"],
    "#define WSAGETASYNCERROR(l) ((l) >> 16)\n#define WSAGETASYNCBUFLEN(l) ((l) & 0xffff)\n#define WSAGETSELECTSUM(l) ((l) + 1)\n#define MYWSAGETASYNCERROR(l) ((l) >> 16)\n",
  ],
  [
    "macro",
    "take(HIWORD(n), WSAGETSELECTEVENT(m));",
    ["macro HIWORD entry n (hi16 entry n)", "macro WSAGETSELECTEVENT entry m (lo16 entry m)"],
  ],
  [
    "compare",
    "if (n == m) x1(); if (g_h == g_k) x1(); if (g_h > (HANDLE)5) x1();",
    ["compare eq WSAAsyncGetHostByName#1 entry g_k", "compare gt WSAAsyncGetHostByName#1 5"],
  ],
  [
    "store",
    "int l = 1; static int s = 2; HANDLE h = g_h; g_n = 3; g_n = 4; s = 5; l = 6; r->n = 7;",
    [
      "store g_h WSAAsyncGetHostByName#1 nothing",
      "store s 2 nothing",
      "store s initialised 1 nothing",
      "store h WSAAsyncGetHostByName#1 nothing",
      "store g_n 3 nothing",
      "store g_n 4 3",
      "store s 5 nothing",
      "store r->n 7 nothing",
    ],
  ],
  [
    "free",
    "struct record *q = new record; delete q; delete[] r; free(g_b); delete (struct record *)0;",
    ["free delete heap new record", "free delete[] entry r record", "free free &g_b"],
  ],
  [
    "call",
    "unseen(); Sleep(5); c.run(&n); g_r.other(1);",
    ["call unseen", "call Sleep known", "call run known of &c", "call record::other of &g_r"],
    "struct cls { void run(int *); }; static cls c;\n",
  ],
  // a callee that is not gone into
  [
    "call",
    "c.run(5); helper(5);",
    ["call cls::run known of &c", "call helper known"],
    `struct cls { void run(int); }; static cls c;\nvoid cls::run(int a) { ${"g_m = g_m + a; ".repeat(14)} }\nvoid helper(int a) { ${"g_m = g_m + a; ".repeat(14)} }\n`,
  ],
  // and ones that are: for an object or not, one of several, a few at most
  [
    "enter",
    "c.run(5); cls::fixed(1); c.fixed(2); delete g_c; cls two(3);",
    [
      "enter cls::run of 1 for &c",
      "enter cls::fixed of 1",
      "enter cls::inner of 1 for &c",
      "enter cls::~cls of 1 for entry g_c",
      "enter cls::cls of 1 for &two",
      "enter cls::~cls of 1 for &two",
    ],
    "struct cls { HANDLE h; cls(); cls(int a); ~cls(); void run(int); static void fixed(int); void inner(int); }; static cls c, *g_c;\ncls::cls(int a) { g_h = 0; }\ncls::~cls() { g_h = 0; }\nvoid cls::fixed(int a) { g_h = 0; }\nvoid cls::inner(int a) { g_h = 0; }\nvoid cls::run(int a) { fixed(a); inner(a); }\n",
  ],
];

describe("events", () => {
  test.each(EVENTS.map(([kinds, body, expected, rest]) => ({ kinds, body, expected, rest })))("$kinds: $body", (c) => {
    expect(events([c.kinds], c.body, c.rest)).toEqual(c.expected);
  });
});

const CHOICES = (n: number, body: string): string => `struct base { virtual void act(int *p) = 0; }; static base *g_base;
${Array.from({ length: n }, (_, i) => `struct d${i} : base { void act(int *p); };\nvoid d${i}::act(int *p) { ${body} }\n`).join("")}`;
const LONG = "g_t[1] = g_t[1] + 1; ".repeat(14);

describe("calls of one of several functions", () => {
  test("each is gone into, if they are few", () => {
    const entered = (n: number): number => events(["enter"], "g_base->act(&n);", CHOICES(n, "g_h = 0;")).length;
    expect([1, 4, 5].map(entered)).toEqual([1, 4, 0]);
    const left = (n: number): string[] => taken("g_n = 1; g_base->act(&g_n); take(g_n);", CHOICES(n, "g_h = 0;"));
    expect([1, 4, 5].map(left)).toEqual([["1"], ["1"], ["havoc g_n"]]);
  });

  test("those that are near no request change what of their caller they get, and let handlers run if one of them does", () => {
    expect(taken("int l = 1; g_n = 1; g_base->act(&g_n); take(l, g_n); g_base->act(&l); take(l, g_n);", CHOICES(2, LONG))).toEqual([
      "1, 1",
      "havoc l, 1",
    ]);
    const waits = `struct late : base { void act(int *p); };\nvoid late::act(int *p) { MSG q; ${LONG} GetMessage(&q, 0, 0, 0); }\n`;
    expect(taken("g_n = 1; g_base->act(&n); take(g_n);", CHOICES(1, LONG) + waits)).toEqual(["havoc g_n"]);
  });

  test("if one of them is near a request and under way, they may change whatever they get", () => {
    const under = "struct d0 : base { void act(int *p); };\nvoid d0::act(int *p) { g_h = 0; g_m = 1; g_base->act(&g_m); take(g_m); }\n";
    const other = `struct d1 : base { void act(int *p); };\nvoid d1::act(int *p) { ${LONG} }\n`;
    expect(taken("g_base->act(&g_n);", CHOICES(0, "") + under + other)).toEqual(["havoc g_m"]);
  });

  test("members of the object itself: a body is gone into, what has none may change the object", () => {
    const rest = `struct cls { int n, m; void stop(); void wait(); void other(int *p); bool IsEmpty(); void spin(); }; static cls c;
void cls::stop() { n = 1; m = 2; wait(); take(n, m); n = 3; IsEmpty(); take(n); m = 4; elsewhere(); take(m); n = 5; m = 6; other(&m); take(n, m); g_h = 0; }
void cls::spin() { n = 0; while (!n) unseen(); take(7); g_h = 0; }
`;
    expect(taken("c.stop(); c.spin();", rest)).toEqual(["havoc c.n, havoc c.m", "3", "4", "7"]);
  });
});

describe("bounds", () => {
  const bounded = (text: string, budget: Partial<Budget>, names: readonly string[]): string[] =>
    factsOf(
      text,
      (facts) => [
        facts
          .calls(...names)
          .filter((e) => inF(e) || e.root.handler)
          .map((e) => (e.args[0] ? shape(e.args[0]) : e.name))
          .join(" "),
        ...facts.engine.cuts,
      ],
      { ...DEFAULT_BUDGET, ...budget },
    );

  test("ways in which a call ends", () => {
    const helper = "static int helper(int a) { g_h = 0; if (a == 1) return 1; if (a == 2) return 2; if (a == 3) return 3; return 4; }\n";
    const ends = (paths: number): string[] => bounded(helper + f("take(helper(n));"), { paths }, ["take"]);
    expect(ends(24)).toEqual(["4 3 2 1"]);
    expect(ends(2)).toEqual(["4 3", "outcomes of helper"]);
    const several = (paths: number): string[] =>
      bounded(CHOICES(3, "g_h = 0; if (*p) g_k = 0;") + f("g_base->act(&n); take(1);"), { paths }, ["take"]);
    expect([several(24), several(2)]).toEqual([["1 1 1"], ["1 1"]]);
  });

  test("how deep calls are gone into", () => {
    const deep = 'void d3(void) { g_h = 0; show("3"); }\nvoid d2(void) { d3(); show("2"); }\nvoid d1(void) { d2(); show("1"); }\n';
    expect([0, 1, 2, 3].map((depth) => bounded(deep + f("d1();"), { depth }, ["show"]))).toEqual([
      ["", "depth at d1"],
      ['"1"', "depth at d2"],
      ['"2" "1"', "depth at d3"],
      ['"3" "2" "1"'],
    ]);
  });

  test("statements: late calls are taken by their effect, a handler without a reply gets fewer", () => {
    const deep = 'void d2(void) { g_h = 0; show("2"); }\nstatic int near(int a) { return a; }\n';
    const late = (statements: number): string[] =>
      bounded(deep + f(`${"g_n = g_n + 1; ".repeat(8)} near(1); d2(); x1();`), { statements }, ["show", "x1", "near"]);
    expect([36, 48, 60, 80].map(late)).toEqual([['1 "2" x1', "calls of near"], ['1 "2" x1', "calls of near"], ['"2" x1'], ['"2" x1']]);
    const handler = (message: string): string => `void begin(HWND w) { g_h = ${START}; }
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    if (m != ${message}) return 0;
    ${"if (unseen()) x2(); ".repeat(10)} g_h = 0; x1();
    return 0;
}
`;
    expect(["WM_RESOLVED", "WM_CLOSE"].map((message) => bounded(handler(message), { statements: 60 }, ["x1"]))).toEqual([
      ["x1"],
      ["", "statements of WndProc"],
    ]);
    expect(bounded(f(`${"if (unseen()) x2(); ".repeat(10)} x1();`), { statements: 60 }, ["x1"])).toEqual(["x1"]);
  });

  test("events of the whole program", () => {
    const two = `${f("x1();")}void g(void) { g_h = 0; x2(); }\n`;
    const first = factsOf(two, (facts) => facts.engine.events.filter(inF).length);
    const ran = (events: number): readonly [number, number] =>
      factsOf(two, (facts) => [facts.calls("x2").length, facts.engine.cuts.size], { ...DEFAULT_BUDGET, events });
    expect([first - 1, first].map(ran)).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe("where a path begins", () => {
  const says = (text: string): string[] =>
    factsOf(text, (facts) =>
      facts.calls("take", "x1").map((e) => {
        const args = e.args.map((a) => `${shape(a)}${facts.slotOfValue(a) ? " slot" : ""}`);
        return `${e.root.function.name} ${e.root.handler?.message?.text ?? ""}: ${args.join(", ")}`;
      }),
    );

  test("the words of a message are known for those of the reply", () => {
    const told = `void told(WPARAM wParam, LPARAM lParam, int c) { if (WSAGETASYNCERROR(lParam)) g_h = 0; take(wParam, lParam, c); }
void part(int a, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_h = 0; take(a, lParam); }
void begin(HWND w) { g_h = ${START}; take(w); }
`;
    expect([...new Set(says(told))]).toEqual(["told : wParam, lParam, entry c", "part : entry a, lParam", "begin : entry w"]);
  });

  test("a handler knows its message, one of a number out of view begins at its label", () => {
    const body = "g_h = 0; take(w, m, wParam, lParam); return 0;";
    const handlers = `void begin(HWND w) { g_h = ${START}; }
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) { case WM_RESOLVED: ${body} case WM_CLOSE: ${body} case WM_UNSEEN: ${body} }
    x1();
    return 0;
}
class Wnd : public CWnd { LRESULT OnResolved(WPARAM wParam, LPARAM lParam); DECLARE_MESSAGE_MAP() };
BEGIN_MESSAGE_MAP(Wnd, CWnd)
    ON_MESSAGE(WM_RESOLVED, OnResolved)
END_MESSAGE_MAP()
LRESULT Wnd::OnResolved(WPARAM wParam, LPARAM lParam) { g_h = 0; take(this, wParam, lParam); return 0; }
`;
    expect(says(handlers)).toEqual([
      "WndProc WM_RESOLVED: entry w, 32769, wParam, lParam",
      "Wnd::OnResolved WM_RESOLVED: entry this, wParam, lParam",
      "WndProc WM_CLOSE: entry w, 16, entry wParam, entry lParam",
      "WndProc WM_UNSEEN: entry w, entry m, entry wParam, entry lParam",
    ]);
  });
});

test("what could not be read is told from there on, also where nothing was stored since", () => {
  const crossed = factsOf(f('show("a"); x1(); g_n @@ 3; show("b"); x1(); __asm__("x" : "=r"(g_n)); show("c");'), (facts) =>
    facts.calls("show").map((e) => e.state.unknown),
  );
  expect(crossed).toEqual([false, true, true]);
  expect(factsOf(f('x1(); __asm__("x" : "=r"(g_n)); show("a");'), (facts) => facts.calls("show").map((e) => e.state.unknown))).toEqual([
    false,
  ]);
});

test("starts, cancels and what is given back mark a path, and what is remembered tells paths apart", () => {
  const kinds = ["start", "cancel", "free", "call", "store", "enter", "exit"] as const;
  expect(kinds.filter(isMark)).toEqual(["start", "cancel", "free"]);
  const trail = new Trail();
  trail.begin({ index: 0 } as Root);
  const [a, b, c] = [new State(), new State(), new State()];
  for (const [state, what] of [
    [a, "x"],
    [b, "y"],
    [c, "x"],
  ] as const)
    trail.remember(state, what);
  expect([a.history === c.history, a.history === b.history, a.history === new State().history]).toEqual([true, false, false]);
  const before = a.history;
  trail.remember(a, "y");
  expect([before, b.history, 0].includes(a.history)).toBe(false);
});
