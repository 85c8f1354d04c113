/** What an entry that is not the whole program finds: values of an earlier part of the program are taken as such, never as facts. */
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

const HEADER = "#include <winsock2.h>\n#include <windows.h>\n#include <stdio.h>\n#include <stdlib.h>\n#define WM_X (WM_APP + 1)\n";
const run = (text: string, entry: string, name = "a.cpp"): SimulationRun =>
  simulate(unitOfTexts(parser, { [`file:///p/${name}`]: HEADER + text }, { target: "win64" }), entry);
const rules = (result: SimulationRun): string[] => result.violations.map((one) => one.rule);
const texts = (result: SimulationRun): string[] => result.assumptions.map((one) => `${one.kind}: ${one.text}`);

describe("an entry on its own", () => {
  it("relies on what a variable holds at the start if others write it", () => {
    const text = 'static HANDLE g_h;\nvoid begin(HWND w, char *b) { g_h = WSAAsyncGetHostByName(w, WM_X, "a", b, MAXGETHOSTSTRUCT); }\n';
    const read = run(`${text}int busy(void) { return g_h != 0; }\n`, "busy", "a.c");
    expect(texts(read)).toEqual(["entry: g_h was taken to hold what it holds at the start of the program"]);
    // Nobody writes it: it holds what it holds.
    expect(texts(run("static int limit = 4;\nint first(void) { return limit; }\n", "first", "a.c"))).toEqual([]);
    // It was written before it is read.
    expect(texts(run(`${text}int set(void) { g_h = (HANDLE)3; return g_h != 0; }\n`, "set", "a.c"))).toEqual([]);
  });

  it("takes a handle of an invented object for no zero that the program passes", () => {
    const owner = "class Query { public: HANDLE m_h; void Stop(); void Start(HWND w); char m_b[MAXGETHOSTSTRUCT]; };\n";
    const start = 'void Query::Start(HWND w) { m_h = WSAAsyncGetHostByName(w, WM_X, "a", m_b, sizeof m_b); }\n';
    const stop = run(`${owner}${start}void Query::Stop() { WSACancelAsyncRequest(m_h); m_h = 0; }\n`, "Query::Stop");
    expect(rules(stop)).toEqual([]);
    const twice = run(
      `${owner}${start}void Query::Stop() { WSACancelAsyncRequest(m_h); m_h = 0; WSACancelAsyncRequest(m_h); }\n`,
      "Query::Stop",
    );
    expect(rules(twice)).toEqual(["cancel-zero-handle"]);
  });

  it("gets from a window the object that its class keeps there", () => {
    const text = `class Wnd { public: virtual long OnMsg(UINT m, WPARAM a, LPARAM l); static LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l); };
LRESULT CALLBACK Wnd::Proc(HWND w, UINT m, WPARAM a, LPARAM l) {
  Wnd *p = (Wnd *)GetWindowLongPtr(w, GWLP_USERDATA);
  if (m == WM_X) return p->OnMsg(m, a, l);
  return DefWindowProc(w, m, a, l);
}
long Wnd::OnMsg(UINT, WPARAM, LPARAM) { return 0; }
class Lookup : public Wnd { public: HANDLE m_h; char *m_b; HWND m_w; void Start(); ~Lookup(); long OnMsg(UINT m, WPARAM a, LPARAM l); };
void Lookup::Start() { m_b = new char[MAXGETHOSTSTRUCT]; m_h = WSAAsyncGetHostByName(m_w, WM_X, "a", m_b, MAXGETHOSTSTRUCT); }
Lookup::~Lookup() { delete [] m_b; }
long Lookup::OnMsg(UINT, WPARAM, LPARAM) { OutputDebugString(m_b[0] ? "done" : "bad"); m_h = 0; return 0; }
`;
    const result = run(text, "Lookup::Start");
    expect(rules(result)).toEqual(["freed-while-pending"]);
    expect(result.outcomes.map((one) => one.exit.kind)).not.toContain("fault");
    expect(result.outcomes.some((one) => one.debugOutput !== "")).toBe(true);
    expect(texts(result)).toContain("entry: what the window keeps was taken to be the Lookup");
  });

  it("closes its own window, not the first one of the program that can be closed", () => {
    const text = `class Dns { public: void Start(); LRESULT OnDone(WPARAM a, LPARAM l); HWND m_w; char m_b[MAXGETHOSTSTRUCT]; };
LRESULT CALLBACK Other(HWND w, UINT m, WPARAM a, LPARAM l) {
  if (m == WM_CLOSE) { puts("other"); WSACancelAsyncRequest((HANDLE)7); return 0; }
  return DefWindowProc(w, m, a, l);
}
BEGIN_MESSAGE_MAP(Dns, CWnd)
  ON_MESSAGE(WM_X, OnDone)
END_MESSAGE_MAP()
void Dns::Start() { WSAAsyncGetHostByName(m_w, WM_X, "a", m_b, sizeof m_b); }
LRESULT Dns::OnDone(WPARAM, LPARAM) { puts("done"); return 0; }
`;
    const result = run(text, "Dns::Start");
    expect(rules(result)).toEqual([]);
    // … and where the start fails there is nothing to be done
    expect(result.outcomes.map((one) => one.output).sort()).toEqual(["done\nother\n", "other\n", "other\ndone\n"]);
  });

  it("starts requests on a window that only an unseen class knows", () => {
    const text = `class Lookup { public: void Start(); HANDLE m_h; Helper m_helper; char m_b[MAXGETHOSTSTRUCT]; };
LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l) {
  if (m == WM_X) puts("done");
  return DefWindowProc(w, m, a, l);
}
void Lookup::Start() { m_h = WSAAsyncGetHostByName(m_helper.m_hWnd, WM_X, "a", m_b, sizeof m_b); }
`;
    const result = run(text, "Lookup::Start");
    expect(result.outcomes.some((one) => one.output === "done\n")).toBe(true);
    expect(texts(result).some((one) => /^entry: .* was taken to be a window of the thread$/.test(one))).toBe(true);
  });

  it("lets an object go between its functions, not under one that still runs", () => {
    const own = `class Lookup { public: void Start(HWND w); void Wait(HWND w); ~Lookup(); int m_left; char m_b[MAXGETHOSTSTRUCT]; };
Lookup::~Lookup() { WSACleanup(); }
LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l) { return DefWindowProc(w, m, a, l); }
void Lookup::Start(HWND w) { m_left = WSAAsyncGetHostByName(w, WM_X, "a", m_b, sizeof m_b) != 0; }
void Lookup::Wait(HWND w) {
  MSG msg;
  Start(w);
  while (m_left && GetMessage(&msg, NULL, 0, 0) > 0) if (msg.message == WM_X) m_left = 0;
}
`;
    expect(rules(run(own, "Lookup::Start"))).toContain("cleanup-with-pending");
    expect(rules(run(own, "Lookup::Wait"))).toEqual([]);
  });

  it("has the program's window where its replies are met in a loop", () => {
    const text = `static HWND window; static char b[MAXGETHOSTSTRUCT];
LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l) {
  if (m == WM_CLOSE) { DestroyWindow(w); return 0; }
  return DefWindowProc(w, m, a, l);
}
void pump(void) {
  MSG msg;
  while (GetMessage(&msg, NULL, 0, 0) > 0) {
    if (msg.message == WM_X) puts("done");
    else DispatchMessage(&msg);
  }
}
HANDLE begin(const char *name) { return WSAAsyncGetHostByName(window, WM_X, name, b, sizeof b); }
`;
    expect(rules(run(text, "begin", "a.c"))).toEqual(["teardown-order"]);
  });
});
