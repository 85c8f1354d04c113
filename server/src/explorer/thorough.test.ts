/** What a search looks for when a finding of the checker is to be shown: quiet mistakes, unnoticed failures, and an entry that is called again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { simulate } from "./simulate.ts";
import type { SimulationRun } from "./trace.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const run = (text: string, entry: string, thorough = true, name = "a.c"): SimulationRun =>
  simulate(unitOfTexts(parser, { [`file:///p/${name}`]: text }, { target: "win64" }), entry, { thorough });
const rules = (result: SimulationRun): string[] => result.violations.map((one) => one.rule).sort();

const HEAD = `#include <winsock2.h>
#include <windows.h>
#define WM_DONE (WM_APP + 1)
static HANDLE pending;
static char buffer[MAXGETHOSTSTRUCT];
`;

describe("a thorough search", () => {
  const again = `${HEAD}static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM b)
{
    if (m == WM_DONE) { HANDLE old = pending; pending = 0; if (WSAGETASYNCBUFLEN(b) > 0) WSACancelAsyncRequest(old); return 0; }
    return DefWindowProc(w, m, a, b);
}
void begin(HWND w, const char *name)
{
    if (pending) WSACancelAsyncRequest(pending);
    pending = WSAAsyncGetHostByName(w, WM_DONE, name, buffer, sizeof buffer);
}
`;

  it("calls the entry again while its request is pending, and says that it does", () => {
    const result = run(again, "begin");
    const reused = result.violations.find((one) => one.rule === "reuse-after-cancel");
    expect(reused?.assumptions).toContainEqual({ kind: "entry", text: "begin was taken to be called again while its request is pending" });
    expect(
      simulate(unitOfTexts(parser, { "file:///p/a.c": again }, { target: "win64" }), "begin", { schedule: reused!.schedule }),
    ).toMatchObject({
      executions: 1,
    });
  });

  it("tells what harms nobody by itself, and only then", () => {
    expect(rules(run(again, "begin"))).toEqual(expect.arrayContaining(["buflen-read-on-success", "cancel-in-own-handler"]));
    const plain = rules(run(again, "begin", false));
    for (const rule of ["buflen-read-on-success", "cancel-in-own-handler", "reuse-after-cancel"]) expect(plain).not.toContain(rule);
  });

  it("tells a start whose failure nobody notices from one that is looked at", () => {
    const discards = `${HEAD}void begin(HWND w) { WSAAsyncGetHostByName(w, WM_DONE, "a", buffer, sizeof buffer); }\n`;
    const keeps = `${HEAD}void begin(HWND w) { pending = WSAAsyncGetHostByName(w, WM_DONE, "a", buffer, sizeof buffer); }\n`;
    const tests = keeps.replace("; }", "; if (!pending) MessageBeep(0); }");
    const returns = `${HEAD}HANDLE begin(HWND w) { return WSAAsyncGetHostByName(w, WM_DONE, "a", buffer, sizeof buffer); }\n`;
    // a result that is thrown away needs no thoroughness
    expect(rules(run(discards, "begin", false))).toEqual(["unchecked-start"]);
    expect(rules(run(keeps, "begin", false))).toEqual([]);
    expect(rules(run(keeps, "begin"))).toContain("unchecked-start");
    expect(rules(run(tests, "begin"))).not.toContain("unchecked-start");
    expect(rules(run(returns, "begin"))).not.toContain("unchecked-start");
    expect(rules(run(discards, "begin"))).toContain("handle-discarded");
    expect(rules(run(keeps, "begin"))).not.toContain("handle-discarded");
  });

  it("takes a message number that is declared elsewhere for one of its own, so that its handler gets it, and joins a window and its owner", () => {
    const text = `#include <winsock2.h>
#include <windows.h>
class Wnd { public: class Lookup *m_owner; LRESULT OnDone(WPARAM a, LPARAM b); };
class Lookup { public: HWND m_window; HANDLE m_h; char m_b[MAXGETHOSTSTRUCT]; Lookup(); void Start(); void Done(); };
BEGIN_MESSAGE_MAP(Wnd, CWnd)
  ON_MESSAGE(WM_ELSEWHERE, OnDone)
END_MESSAGE_MAP()
LRESULT Wnd::OnDone(WPARAM a, LPARAM b) { m_owner->Done(); return 0; }
Lookup::Lookup() { m_window = NULL; m_h = 0; }
void Lookup::Start() { m_h = WSAAsyncGetHostByName(m_window, WM_ELSEWHERE, "a", m_b, sizeof m_b); }
void Lookup::Done() { OutputDebugString("done"); m_h = 0; }
`;
    const result = run(text, "Lookup::Start", false, "a.cpp");
    expect(result.outcomes.some((one) => one.debugOutput === "done")).toBe(true);
    const said = result.assumptions.map((one) => one.text);
    expect(said).toContain("WM_ELSEWHERE was taken to be a number of its own");
    expect(said).toContain("the window of a request, which nothing has made yet, was taken to be a window of the thread");
    expect(said).toContain("m_owner of the Wnd was taken to point to the Lookup");
  });
});
