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

/** Signatures of the bodies that each call in `caller` is taken to mean, and what calls the function `asked`. */
function resolved(text: string, asked = ""): { readonly calls: Record<string, string[]>; readonly callers: string[] } {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map([["file:///x.cpp", HEAD + text]]) };
    const planned = workspace.plan(snapshot).units[0];
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("the text has no unit");
    const facts = new Facts(unit);
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
    const fn = unit.functions.find((f) => f.name === asked);
    return { calls, callers: fn ? facts.callGraph.callers(fn).map((c) => c.function.name) : [] };
  } finally {
    workspace.dispose();
  }
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
