import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { Facts } from "./facts.ts";
import { calleeName } from "./valueFlow.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h;
static char g_buffer[MAXGETHOSTSTRUCT];
`;
const START = "g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);";

function factsOf<T>(text: string, question: (facts: Facts) => T): T {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map([["file:///x.cpp", HEAD + text]]) };
    const planned = workspace.plan(snapshot).units[0];
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("the text has no unit");
    return question(new Facts(unit));
  } finally {
    workspace.dispose();
  }
}

/** Signatures of the bodies that each call in `caller` is taken to mean, and what calls the function `asked`. */
function resolved(text: string, asked = ""): { readonly calls: Record<string, string[]>; readonly callers: string[] } {
  return factsOf(text, (facts) => {
    const calls: Record<string, string[]> = {};
    for (const fn of facts.functions) {
      if (!/^(?:Window::)?caller$/.test(fn.name)) continue;
      for (const block of fn.ir.blocks)
        block.statements.forEach((statement, index) => {
          if (statement.kind !== "call") return;
          const target = facts.callGraph.resolve({ function: fn, block: block.id, index, statement });
          const bodies = target.kind === "program" ? target.functions.map((f) => `${f.name}/${f.ir.params.map((p) => p.name).join()}`) : [];
          calls[calleeName(statement)] = [...bodies.sort(), ...(target.kind === "program" && !target.complete ? ["?"] : [])];
        });
    }
    const fn = facts.unit.functions.find((f) => f.name === asked);
    return { calls, callers: fn ? facts.callGraph.callers(fn).map((c) => c.function.name) : [] };
  });
}

test("a member of an object out of view is the one member of that name and arity", () => {
  const { calls, callers } = resolved(
    `class Job { public: void Begin(HWND w, const char *n); void Twice(int a); void Apart(int a); };
class Other { public: void Begin(HWND w); void Twice(int a); void Thrice(int a); void Apart(int a, int b); };
void Job::Begin(HWND w, const char *n) { ${START} }
void Job::Twice(int a) { g_h = 0; }
void Other::Twice(int a) { g_h = 0; }
void Job::Apart(int a) { g_h = 0; }
void Other::Begin(HWND w) { g_h = 0; }
void Other::Thrice(int a) { g_h = 0; }
void Other::Apart(int a, int b) { g_h = 0; }
class Unseen;
void caller(HWND w, const char *n, Unseen *u)
{
    ${START}
    u->Begin(w, n);
    u->Twice(1);
    u->Thrice(1, 2, 3);
    u->Apart(1, 2);
}
`,
    "Job::Begin",
  );
  expect(calls).toMatchObject({ Begin: ["Job::Begin/w,n", "?"], Twice: [], Thrice: [], Apart: ["Other::Apart/a,b", "?"] });
  expect(callers).toEqual(["caller"]);
});

test("what is called inside a class whose base is out of view may be a member elsewhere, what is qualified or free is not", () => {
  const program = (caller: string): string => `class Job { public: void Begin(HWND w, const char *n); ~Job(); };
void Job::Begin(HWND w, const char *n) { ${START} }
Job::~Job() { g_h = 0; }
class Window : public CWnd { public: void caller(HWND w, const char *n); };
void ${caller}(HWND w, const char *n)
{
    ${START}
    Begin(w, n);
    Elsewhere::Begin(w, n);
}
`;
  expect(resolved(program("Window::caller")).calls).toMatchObject({ Begin: ["Job::Begin/w,n", "?"], "Elsewhere::Begin": [] });
  expect(resolved(program("caller")).calls).toMatchObject({ Begin: [], "Elsewhere::Begin": [] });
});

test("of overloads, those stay that take a pointer to what is passed", () => {
  const { calls } = resolved(`struct Query { HANDLE h; };
void put(Query *query, int a) { query->h = 0; g_h = 0; }
void put(const char *text, int a) { g_h = 0; }
void put(sockaddr_in *address, int a) { g_h = 0; }
void fill(void *anything) { g_h = 0; }
void fill(const char *text) { g_h = 0; }
void caller(HWND w, const char *n, Query *q)
{
    ${START}
    put(q, 1);
    put2("text", 1);
    fill(q);
}
`);
  expect(calls).toMatchObject({ put: ["put/query,a"], fill: ["fill/anything"] });
});

test("of overloads, one that takes an object made of text is none for a pointer to a structure", () => {
  const { calls } = resolved(`struct Query { HANDLE h; }; struct Text { Text(const char *); };
void byReference(Query *query) { g_h = 0; }
void byReference(const Text &text) { g_h = 0; }
void byValue(Query *query) { g_h = 0; }
void byValue(Text text) { g_h = 0; }
void text(const Text &text) { g_h = 0; }
void text(HWND w) { g_h = 0; }
void number(int n) { g_h = 0; }
void number(Query *query) { g_h = 0; }
void address(sockaddr_in *a) { g_h = 0; }
void address(sockaddr_in6 *b) { g_h = 0; }
void structures(Query *a) { g_h = 0; }
void structures(Text *b) { g_h = 0; }
void nothing(void *a) { g_h = 0; }
void nothing(HWND w) { g_h = 0; }
void wide(const char *a) { g_h = 0; }
void wide(const wchar_t *b) { g_h = 0; }
void unknowns(Query *a) { g_h = 0; }
void unknowns(char *b) { g_h = 0; }
void caller(HWND w, const char *n, Query *q, sockaddr_in *in, void *v, Unseen *u, int i)
{
    ${START}
    byReference(q);
    byValue(q);
    text("a");
    number(q);
    address(in);
    structures(q);
    nothing(q);
    wide("a");
    unknowns(u);
}
`);
  expect(calls).toEqual({
    WSAAsyncGetHostByName: [],
    byReference: ["byReference/query"],
    byValue: ["byValue/query"],
    text: ["text/text"],
    number: ["number/n", "number/query"],
    address: ["address/a"],
    structures: ["structures/a", "structures/b"],
    nothing: ["nothing/a", "nothing/w"],
    wide: ["wide/a", "wide/b"],
    unknowns: ["unknowns/a", "unknowns/b"],
  });
});

test("what one calls, itself aside, and what a wrapper of a call calls it through", () => {
  const text = `void again(int n) { if (n) again(n - 1); g_h = 0; }
void other(void) { again(1); }
void caller(HWND w, const char *n) { ${START} other(); }
`;
  expect(calledFrom(text, ["again"])).toEqual([]);
  expect(calledFrom(text, ["again", "other"])).toEqual(["again"]);
  expect(calledFrom(text, ["caller", "other", "again"])).toEqual(["again", "other"]);
  const wrapped = `HANDLE lookUp(HWND w, const char *n, char *b, int size) { return WSAAsyncGetHostByName(w, WM_RESOLVED, n, b, size); }
void plain(void) { g_h = 0; }
void caller(HWND w, const char *n) { g_h = lookUp(w, n, g_buffer, sizeof g_buffer); }
`;
  expect(calledFrom(wrapped, ["caller"])).toEqual(["lookUp"]);
});

/** Names of the functions that one of these calls. */
function calledFrom(text: string, from: readonly string[]): string[] {
  return factsOf(text, (facts) =>
    [...facts.callGraph.calledFrom(facts.functions.filter((f) => from.includes(f.name)))].map((f) => f.name).sort(),
  );
}
