/** The paths on which requests are followed: which are kept apart, which cannot be, and what is known after what nobody saw. */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import type { PathEvent } from "./events.ts";
import { before } from "./events.ts";
import { Facts } from "./facts.ts";
import { bare } from "./roles.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <winsock2.h>
#include <windows.h>
struct record { HANDLE h; int busy; char buffer[MAXGETHOSTSTRUCT]; };
static HANDLE g_h, g_second; static int g_busy, g_other; static char g_b[MAXGETHOSTSTRUCT];
static HANDLE begin(HWND w) { return WSAAsyncGetHostByName(w, 1025, "a", g_b, sizeof g_b); }
int unseen(void); void fill(HANDLE *h); void drop(struct record *r);
`;

/** `a1` is an event on the first line of the body: a start, `x` a cancel, `f` a free, `e` a call that is entered, `c` another call, +/- a decision. */
function shown(e: PathEvent, text: string): string {
  const line = text.slice(HEAD.length, e.at.function.offset + e.at.range.start).split("\n").length - 2;
  switch (e.kind) {
    case "start":
      return "a";
    case "cancel":
      return `x${line}`;
    case "free":
      return `f${line}`;
    case "branch":
      return `${e.truth ? "+" : "-"}${line}`;
    case "call":
      return `${bare(e.name)}`;
    case "throw":
      return `throw${line}`;
    case "exit":
      return e.how;
    default:
      return "";
  }
}

/** Every path of `f`, as what happens on it; sorted, without duplicates. `rest` is what stands behind it. */
function paths(body: string, cpp = false, rest = ""): string[] {
  const text = `${HEAD}void f(HWND w, int n, int m, struct record *r)\n{\n${body}\n}\n${rest}`;
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map([[`file:///x.${cpp ? "cpp" : "c"}`, text]]) };
    const planned = workspace.plan(snapshot).units[0];
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("the text has no unit");
    const facts = new Facts(unit);
    const ends = facts.all("exit").filter((e) => e.root.function.name === "f");
    const told = ends.map((e) =>
      [...[...before(e)].reverse(), e]
        .map((x) => shown(x, text))
        .filter((x) => x !== "")
        .join(" "),
    );
    return [...new Set(told)].sort();
  } finally {
    workspace.dispose();
  }
}

test("every path is its own", () => {
  expect(paths("g_h = begin(w);\nif (g_h == 0) return;\nWSACancelAsyncRequest(g_h);")).toEqual(["a +2 return", "a -2 x3 return"]);
  expect(
    paths(
      "switch (n) {\ncase 1: g_h = begin(w); break;\ncase 2: unseen();\ndefault: g_busy = 1;\n}\nif (n == 1) WSACancelAsyncRequest(g_h);",
    ),
  ).toEqual(["+1 -6 return", "+2 a +6 x6 return", "+3 unseen -6 return"]);
  expect(paths("g_h = begin(w);\nif (n) throw 1;\nWSACancelAsyncRequest(g_h);", true)).toEqual(["a +2 throw2 throw", "a -2 x3 return"]);
});

test("what was decided stays decided", () => {
  expect(paths("g_h = begin(w);\nif (g_h == 0) unseen();\nif (g_h != 0) WSACancelAsyncRequest(g_h);")).toEqual([
    "a +2 unseen -3 return",
    "a -2 +3 x3 return",
  ]);
  expect(paths("HANDLE h = begin(w);\nif (!h) return;\nif (h) WSACancelAsyncRequest(h);")).toEqual(["a +2 +3 x3 return", "a -2 return"]);
  expect(paths("if (n) g_h = begin(w);\nif (n) WSACancelAsyncRequest(g_h);")).toEqual(["+1 a +2 x2 return", "-1 -2 return"]);
  expect(paths("if (n == 1) g_h = begin(w);\nif (n == 2) unseen();\nif (n == 1) WSACancelAsyncRequest(g_h);")).toEqual([
    "+1 a -2 +3 x3 return",
    "-1 +2 unseen -3 return",
    "-1 -2 -3 return",
  ]);
  expect(paths("if (n < 1) g_h = begin(w);\nif (n < 1) WSACancelAsyncRequest(g_h);\nif (n >= 1) unseen();")).toEqual([
    "+1 a +2 x2 -3 return",
    "-1 -2 +3 unseen return",
  ]);
  expect(paths("g_h = n ? begin(w) : 0;\nif (!n) return;\nWSACancelAsyncRequest(g_h);")).toEqual(["+1 a +2 x3 return", "-1 -2 return"]);
});

test("both sides of && and ||", () => {
  expect(paths("if (n && m) g_h = begin(w);\nelse return;\nif (m) WSACancelAsyncRequest(g_h);")).toEqual([
    "+1 +1 a +3 x3 return",
    "+1 -1 return",
    "-1 return",
  ]);
  expect(paths("if (n || m) g_h = begin(w);\nif (!n && !m) unseen();")).toEqual([
    "+1 a +2 return",
    "-1 +1 a -2 +2 return",
    "-1 -1 -2 -2 unseen return",
  ]);
});

test("values are followed through variables and members", () => {
  expect(paths("HANDLE h = begin(w);\ng_h = h;\nif (!h) return;\nif (g_h) WSACancelAsyncRequest(g_h);")).toEqual([
    "a +3 +4 x4 return",
    "a -3 return",
  ]);
  expect(paths("g_busy = 1;\ng_h = begin(w);\nif (!g_busy) return;\nWSACancelAsyncRequest(g_h);")).toEqual(["a +3 x4 return"]);
  expect(paths("r->h = begin(w);\nif (r->h == 0) return;\nif (r->h) WSACancelAsyncRequest(r->h);\nfree(r);")).toEqual([
    "a +2 return",
    "a -2 +3 x3 free f4 return",
  ]);
});

test("a function out of view may fill what it gets the address of", () => {
  expect(paths("HANDLE h = begin(w);\nif (!h) return;\nfill(&h);\nif (h) WSACancelAsyncRequest(h);")).toEqual([
    "a +2 fill +4 x4 return",
    "a +2 fill -4 return",
    "a -2 return",
  ]);
});

test("memory that was asked for is there", () => {
  const body =
    "char *p = malloc(2000);\nif (!p) return;\ng_h = WSAAsyncGetHostByName(w, 1025, 0, p, 2000);\nif (!g_h) { free(p); return; }\nif (p) unseen();";
  expect(paths(body)).toEqual(["malloc +2 a +4 +5 unseen return", "malloc +2 a -4 free f4 return"]);
});

test("a counted loop runs for none, one, and a few rounds", () => {
  const found = paths("for (n = 0; n < 3; n++) {\ng_h = begin(w);\nif (g_h) break;\n}\nif (g_h) WSACancelAsyncRequest(g_h);");
  expect(found).toContain("+1 a +3 +5 x5 return");
  expect(found).toContain("+1 a -3 +1 a +3 +5 x5 return");
  expect(found).toContain("+1 a -3 -1 -5 return");
  // the last start of a loop that was not left by break has failed
  expect(found.filter((p) => /a -3 (?:-1 )?\+5/.test(p))).toEqual([]);
  expect(found.filter((p) => (p.match(/a/g)?.length ?? 0) > 4)).toEqual([]);
});

const LONG = "g_other = g_other + 1;\n".repeat(14);

test("a long function that is near no request is passed by: it changes only its caller's variables that it gets", () => {
  const body =
    "int own = 1;\ng_busy = 1;\ng_h = begin(w);\nif (!g_h) return;\nlength(&own);\nif (!g_busy) return;\nif (own) WSACancelAsyncRequest(g_h);";
  const plain = paths(body, false, `void length(int *n) { ${LONG} }`);
  expect(plain).toEqual(["a +4 length +6 +7 x7 return", "a +4 length +6 -7 return", "a -4 return"]);
  // one that waits for messages lets handlers run
  const pumps = paths(body, false, `void length(int *n) { MSG m; ${LONG} while (GetMessage(&m, 0, 0, 0)) DispatchMessage(&m); }`);
  expect(pumps).toEqual(["a +4 length +6 +7 x7 return", "a +4 length -6 return", "a -4 return"]);
  // it mentions the call, which another function makes
  const mentions = paths(body, false, `void length(int *n) { MSG m; ${LONG} /* GetMessage */ }`);
  expect(mentions).toEqual(plain);
  // a shorter one is gone into
  expect(paths(body, false, "void length(int *n) { g_busy = 0; }")).toEqual(["a +4 -6 return", "a -4 return"]);
  // one that is near a request, but too deep in itself, may do anything to what it gets
  expect(paths("g_busy = 1;\ng_h = begin(w);\nf(w, n, m, r);\nif (g_busy) unseen();")).toEqual(["a f +4 unseen return"]);
  expect(paths("g_busy = 1;\ng_h = begin(w);\nf(w, n, m, &g_busy);\nif (g_busy) unseen();")).toEqual(["a f -4 return"]);
});
