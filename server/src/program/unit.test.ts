import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "./fromTexts.ts";
import type { Unit } from "./types.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const unitOf = (files: Record<string, string> | string): Unit =>
  unitOfTexts(parser, typeof files === "string" ? { "/p/a.cpp": files } : files);

const starts = (unit: Unit) => unit.starts.map((s) => `${s.site.function.name}: ${s.call} ${s.message.text}=${s.message.value ?? "?"}`);
const vias = (unit: Unit) =>
  [...unit.starts.map((s) => s.site), ...unit.cancels.map((c) => c.site)].map((site) => {
    const target = unit.resolve(site);
    return target.kind === "winsock" ? `${target.name}${target.via ? ` via ${target.via}` : ""}` : target.kind;
  });
const handlers = (unit: Unit, start = 0) =>
  unit.starts[start]!.handlers.map((h) => `${h.kind} ${h.function.name} w=${h.wParam ?? "-"} l=${h.lParam ?? "-"}`);

const HEAD = "#include <winsock.h>\n#define WM_DNS (WM_USER + 7)\nstatic char buf[MAXGETHOSTSTRUCT];\nstatic HANDLE g_h;\n";
const START = "WSAAsyncGetHostByName(hwnd, WM_DNS, name, buf, sizeof buf)";

describe("call targets", () => {
  it("finds direct and global calls, and leaves look-alikes alone", () => {
    const unit = unitOf(`${HEAD}
HANDLE WSAAsyncGetAddrInfo(HWND w, UINT m) { return 0; }
static void myWSACancelAsyncRequest(HANDLE h) { }
void f(HWND hwnd, const char *name) {
  g_h = ${START};
  ::WSACancelAsyncRequest(g_h);
  g_h = WSAAsyncGetAddrInfo(hwnd, WM_DNS);
  myWSACancelAsyncRequest(g_h);
  WSAAsyncSelect(0, hwnd, WM_DNS, 1);
}`);
    expect(vias(unit)).toEqual(["WSAAsyncGetHostByName", "WSACancelAsyncRequest"]);
    expect(starts(unit)).toEqual(["f: WSAAsyncGetHostByName WM_DNS=1031"]);
  });

  it("follows pointers filled by name, by ordinal, by a loader and by a table", () => {
    const unit = unitOf(`${HEAD}
typedef HANDLE (WINAPI *START)(HWND, UINT, const char *, char *, int);
typedef int (WINAPI *CANCEL)(HANDLE);
static START fnLookup; static CANCEL fnStop;
struct Dll { START start; CANCEL cancel; } dll;
static CANCEL tableStop;
static struct { const char *name; void *place; } entries[] = { { "WSACancelAsyncRequest", &tableStop }, { 0, 0 } };
int Load(const char *name, void *place);
void init(HMODULE m) {
  fnLookup = (START)GetProcAddress(m, "WSAAsyncGetHostByName");
  dll.start = (START)GetProcAddress(m, MAKEINTRESOURCE(103));
  Load("WSACancelAsyncRequest", &dll.cancel);
  fnStop = WSACancelAsyncRequest;
}
void f(HWND hwnd, const char *name) {
  g_h = fnLookup(hwnd, WM_DNS, name, buf, sizeof buf);
  g_h = dll.start(hwnd, WM_DNS, name, buf, sizeof buf);
  g_h = (*fnLookup)(hwnd, WM_DNS, name, buf, sizeof buf);
  dll.cancel(g_h);
  fnStop(g_h);
  tableStop(g_h);
  CANCEL local = (CANCEL)GetProcAddress(0, "WSACancelAsyncRequest");
  local(g_h);
}`);
    expect(unit.starts).toHaveLength(3);
    expect(unit.cancels).toHaveLength(4);
  });

  it("believes the name of a pointer that nothing contradicts, but not against what is stored in it", () => {
    const unit = unitOf(`${HEAD}
extern int (*PWSACancelAsyncRequest)(HANDLE);
extern HANDLE (*PWSAAsyncGetHostByName)(HWND, UINT, const char *, char *, int);
HANDLE Own(HWND w, UINT m, const char *n, char *b, int l) { return 0; }
void init() { PWSAAsyncGetHostByName = Own; }
void f(HWND hwnd, const char *name) {
  g_h = PWSAAsyncGetHostByName(hwnd, WM_DNS, name, buf, sizeof buf);
  PWSACancelAsyncRequest(g_h);
}`);
    expect(unit.starts).toHaveLength(0);
    expect(vias(unit)).toEqual(["WSACancelAsyncRequest via pointer PWSACancelAsyncRequest (by its name)"]);
  });

  it("sees through functors, wrapper classes and one-line wrappers", () => {
    const unit = unitOf({
      "/p/dll.cpp": `#include "dll.h"
int Sockets::WSACancelAsyncRequest(HANDLE h) {
  static TModuleProc1<int, HANDLE> WSACancelAsyncRequest(Module(), "WSACancelAsyncRequest");
  return WSACancelAsyncRequest(h);
}
HANDLE Lookup(HWND w, UINT m, const char *n, char *b, int l) { return WSAAsyncGetHostByName(w, m, n, b, l); }
`,
      "/p/dll.h":
        "#include <winsock.h>\nstruct Sockets { static int WSACancelAsyncRequest(HANDLE h); static HANDLE WSAAsyncGetServByName(HWND w, UINT m, const char *n, const char *p, char *b, int l); };\nHANDLE Lookup(HWND w, UINT m, const char *n, char *b, int l);",
      "/p/use.cpp": `#include "dll.h"
#define WM_X (WM_USER+1)
static char b[1024];
void f(HWND w) {
  HANDLE h = Lookup(w, WM_X, "n", b, 1024);
  Sockets::WSACancelAsyncRequest(h);
  h = Sockets::WSAAsyncGetServByName(w, WM_X, "n", "p", b, 1024);
}`,
    });
    expect(vias(unit).sort()).toEqual([
      "WSAAsyncGetHostByName",
      "WSAAsyncGetHostByName via wrapper Lookup",
      "WSAAsyncGetServByName via wrapper without a visible body",
      "WSACancelAsyncRequest via functor WSACancelAsyncRequest",
      "WSACancelAsyncRequest via wrapper Sockets::WSACancelAsyncRequest",
    ]);
  });

  it("keeps a hook that does more than forward a function of the program", () => {
    const unit = unitOf(`${HEAD}
struct Hook { static int WSACancelAsyncRequest(HANDLE h) { if (known(h)) return 0; return ::WSACancelAsyncRequest(h); } static bool known(HANDLE h); };
void f() { Hook::WSACancelAsyncRequest(g_h); }`);
    expect(unit.cancels).toHaveLength(1);
    expect(unit.cancels[0]!.site.function.name).toBe("Hook::WSACancelAsyncRequest");
    expect(unit.callers(unit.cancels[0]!.site.function).map((c) => c.function.name)).toEqual(["f"]);
  });

  it("reads macros around the call", () => {
    const unit = unitOf(`${HEAD}
#define WS_CALL(f) (f)
#define RESOLVE(w, n) WSAAsyncGetHostByName(w, WM_DNS, n, buf, sizeof buf)
void f(HWND hwnd, const char *name) { g_h = WS_CALL(WSAAsyncGetHostByName)(hwnd, WM_DNS, name, buf, sizeof buf); }
void g(HWND hwnd, const char *name) { g_h = RESOLVE(hwnd, name); }`);
    expect(starts(unit)).toEqual(["f: WSAAsyncGetHostByName WM_DNS=1031", "g: WSAAsyncGetHostByName WM_DNS=1031"]);
  });

  it("dispatches virtual calls over the visible classes", () => {
    const unit = unitOf(`
struct A { virtual void go(); void plain(); }; struct B : A { void go(); }; struct C : B { void go(); };
void A::go() { } void B::go() { } void C::go() { } void A::plain() { }
void f(A *a, B *b) { a->go(); b->go(); b->plain(); b->A::go(); }`);
    const f = unit.functions.find((fn) => fn.name === "f")!;
    const targets = f.ir.blocks.flatMap((block) =>
      block.statements.flatMap((statement, index) => {
        if (statement.kind !== "call") return [];
        const target = unit.resolve({ function: f, block: block.id, index, statement });
        return [target.kind === "program" ? target.functions.map((t) => t.name).join(",") : target.kind];
      }),
    );
    expect(targets).toEqual(["A::go,B::go,C::go", "B::go,C::go", "A::plain", "A::go"]);
    expect(unit.derived("A")).toEqual(["A", "B", "C"]);
  });

  it("never joins statics of two files, and leaves a name with two definitions unknown", () => {
    const unit = unitOf({
      "/p/x/a.cpp": `#include "h.h"\nvoid f(HWND hwnd, const char *name) { WSAAsyncGetHostByName(hwnd, 1, name, 0, 0); help(); twice(); }`,
      "/p/x/h.h": "void help(); void twice();",
      "/p/x/b.cpp": '#include "h.h"\nstatic void help() { }\nvoid other() { help(); twice(); }',
    });
    const f = unit.functions.find((fn) => fn.name === "f")!;
    const calls = f.ir.blocks.flatMap((b) => b.statements.map((statement, index) => ({ function: f, block: b.id, index, statement })));
    const kinds = calls.flatMap((c) => (c.statement.kind === "call" ? [unit.resolve({ ...c, statement: c.statement }).kind] : []));
    expect(kinds).toEqual(["winsock", "unknown", "unknown"]);
  });
});

describe("messages and handlers", () => {
  it("finds the case of a window procedure, with its parameters and trigger", () => {
    const unit = unitOf(`${HEAD}
LRESULT CALLBACK WndProc(HWND hwnd, UINT msg, WPARAM wp, LPARAM lp) {
  switch (msg) {
    case WM_CREATE: g_h = WSAAsyncGetHostByName(hwnd, WM_DNS, "x", buf, sizeof buf); return 0;
    case WM_DNS: if ((HANDLE)wp == g_h) g_h = 0; return 0;
    case WM_DESTROY: PostQuitMessage(0); return 0;
  }
  return DefWindowProc(hwnd, msg, wp, lp);
}
void reg() { WNDCLASS wc = {0}; wc.lpfnWndProc = WndProc; wc.lpszClassName = "Main"; RegisterClass(&wc); }`);
    expect(handlers(unit)).toEqual(["window-procedure WndProc w=2 l=3"]);
    expect(unit.starts[0]!.handlers[0]!.owner).toBe("Main");
    expect(unit.handlers.find((h) => h.trigger === "destroy")?.message).toMatchObject({ value: 2 });
    expect(unit.requests[0]!.handlers[0]!.match).toBe("wParam");
    expect(unit.handlersComplete(unit.starts[0]!.message)).toBe(true);
  });

  it("finds if-chains, ranges and inverted tests", () => {
    const unit = unitOf(`${HEAD}
#define WM_FIRST (WM_USER + 100)
LRESULT CALLBACK A(HWND hwnd, UINT msg, WPARAM wParam, LPARAM lParam) {
  if (msg != WM_DNS) return DefWindowProc(hwnd, msg, wParam, lParam);
  g_h = 0;
  return 0;
}
LRESULT CALLBACK B(HWND hwnd, UINT msg, WPARAM wParam, LPARAM lParam) {
  if (msg >= WM_FIRST && msg < WM_FIRST + 10) { g_h = 0; }
  return 0;
}
void f(HWND hwnd, const char *name) {
  g_h = ${START};
  g_h = WSAAsyncGetHostByName(hwnd, WM_FIRST + 3, name, buf, sizeof buf);
}`);
    expect(handlers(unit, 0)).toEqual(["window-procedure A w=2 l=3"]);
    expect(handlers(unit, 1)).toEqual(["window-procedure B w=2 l=3"]);
    expect(unit.starts[1]!.handlers[0]).toMatchObject({ message: { value: 1124 }, last: { value: 1133 } });
  });

  it("finds local message loops, filters and PreTranslateMessage", () => {
    const unit = unitOf(`${HEAD}
#define WM_OTHER (WM_USER + 8)
class CApp { public: BOOL PreTranslateMessage(MSG *pMsg); };
BOOL CApp::PreTranslateMessage(MSG *pMsg) { if (pMsg->message == WM_OTHER) { g_h = 0; return TRUE; } return FALSE; }
void wait(HWND hwnd, const char *name) {
  MSG Msg;
  g_h = ${START};
  do { if (!GetMessage(&Msg, 0, 0, 0)) return; } while (Msg.message != WM_DNS);
  g_h = WSAAsyncGetHostByName(hwnd, WM_OTHER, name, buf, sizeof buf);
  g_h = WSAAsyncGetHostByName(hwnd, WM_USER + 9, name, buf, sizeof buf);
  while (PeekMessage(&Msg, hwnd, WM_USER + 9, WM_USER + 9, PM_REMOVE)) g_h = 0;
}`);
    expect(handlers(unit, 0)).toEqual(["message-loop wait w=msg l=msg"]);
    expect(handlers(unit, 1)).toEqual(["pre-translate CApp::PreTranslateMessage w=msg l=msg"]);
    expect(handlers(unit, 2)).toEqual(["message-loop wait w=msg l=msg"]);
  });

  it("reads MFC, OWL and ATL tables", () => {
    const mfc = unitOf(`${HEAD}
class CDlg : public CDialog { public: LRESULT OnDns(WPARAM, LPARAM); void OnDestroy(); void OnCancel(); void Start(); HANDLE m_h; };
BEGIN_MESSAGE_MAP(CDlg, CDialog)
  ON_MESSAGE(WM_DNS, OnDns)
  ON_WM_DESTROY()
  ON_BN_CLICKED(IDC_GO, Start)
END_MESSAGE_MAP()
LRESULT CDlg::OnDns(WPARAM wParam, LPARAM lParam) { m_h = 0; return 0; }
void CDlg::OnDestroy() { WSACancelAsyncRequest(m_h); }
void CDlg::OnCancel() { CDialog::OnCancel(); }
void CDlg::Start() { m_h = WSAAsyncGetHostByName(m_hWnd, WM_DNS, "x", buf, sizeof buf); }`);
    expect(handlers(mfc)).toEqual(["mfc CDlg::OnDns w=0 l=1"]);
    expect(mfc.handlers.map((h) => `${h.function.name} ${h.trigger ?? "-"}`).sort()).toEqual([
      "CDlg::OnCancel close",
      "CDlg::OnDestroy destroy",
      "CDlg::OnDns completion",
      "CDlg::Start command",
    ]);
    const owl = unitOf(`${HEAD}
class TDns : public TWindow { LRESULT EvDns(WPARAM, LPARAM); void go(); DECLARE_RESPONSE_TABLE(TDns); };
DEFINE_RESPONSE_TABLE1(TDns, TWindow)
  EV_MESSAGE(WM_DNS, EvDns),
END_RESPONSE_TABLE;
LRESULT TDns::EvDns(WPARAM w, LPARAM l) { return 0; }
void TDns::go() { g_h = WSAAsyncGetHostByName(HWindow, WM_DNS, "x", buf, sizeof buf); }`);
    expect(handlers(owl)).toEqual(["owl TDns::EvDns w=0 l=1"]);
    const atl = unitOf(`${HEAD}
class CWin : public CWindowImpl<CWin> { public:
  BEGIN_MSG_MAP(CWin)
    MESSAGE_HANDLER(WM_DNS, OnDns)
  END_MSG_MAP()
  LRESULT OnDns(UINT uMsg, WPARAM wParam, LPARAM lParam, BOOL &bHandled) { return 0; }
  void go() { g_h = WSAAsyncGetHostByName(m_hWnd, WM_DNS, "x", buf, sizeof buf); }
};`);
    expect(handlers(atl)).toEqual(["atl CWin::OnDns w=1 l=2"]);
  });

  it("follows a message handed on to a dispatcher object, in another file", () => {
    const unit = unitOf({
      "/p/wnd.cpp": `#include "sock.h"
LRESULT CALLBACK Proc(HWND hwnd, UINT msg, WPARAM wParam, LPARAM lParam) {
  Sock *s = (Sock *)GetWindowLong(hwnd, 0);
  return s->Handle(msg, wParam, lParam);
}`,
      "/p/sock.h":
        "#include <winsock.h>\n#define WM_DNS (WM_USER+3)\nclass Sock { public: long Handle(unsigned kind, WPARAM a, LPARAM b); void Go(HWND w); HANDLE m_task; char m_buf[1024]; };",
      "/p/sock.cpp": `#include "sock.h"
long Sock::Handle(unsigned kind, WPARAM a, LPARAM b) { if (kind == WM_DNS) { m_task = 0; } return 0; }
void Sock::Go(HWND w) { m_task = WSAAsyncGetHostByName(w, WM_DNS, "n", m_buf, sizeof(m_buf)); }`,
    });
    expect(handlers(unit)).toEqual(["dispatcher Sock::Handle w=1 l=2"]);
    expect(unit.requests[0]).toMatchObject({
      handle: { path: "m_task", kind: "member" },
      buffer: { path: "m_buf", storage: "member", size: 1024 },
      window: "w",
    });
  });

  it("gets numbers from variables, parameters of wrappers and counters", () => {
    const unit = unitOf(`${HEAD}
static UINT s_msg = RegisterWindowMessage("dns");
static const UINT kMsg = WM_USER + 20;
LRESULT CALLBACK P(HWND hwnd, UINT msg, WPARAM wParam, LPARAM lParam) {
  if (msg == s_msg) return 1;
  switch (msg) { case kMsg: return 2; case WM_USER + 30: return 3; case WM_USER + 31: return 4; case WM_USER + 32: return 5; }
  return 0;
}
static void go(HWND hwnd, UINT m) { if (hwnd) g_h = WSAAsyncGetHostByName(hwnd, m, "a", buf, sizeof buf); }
void f(HWND hwnd) {
  g_h = WSAAsyncGetHostByName(hwnd, s_msg, "a", buf, sizeof buf);
  g_h = WSAAsyncGetHostByName(hwnd, kMsg, "a", buf, sizeof buf);
  go(hwnd, WM_USER + 30);
  int i = 0;
  i++;
  g_h = WSAAsyncGetHostByName(hwnd, WM_USER + 30 + i, "a", buf, sizeof buf); i++;
  g_h = WSAAsyncGetHostByName(hwnd, WM_USER + 30 + i, "a", buf, sizeof buf);
}`);
    expect(unit.starts.map((s) => s.message.value ?? s.message.text)).toEqual([1054, "s_msg", 1044, 1055, 1056]);
    expect(unit.starts.map((s) => s.handlers.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it("says when a handler is not in view", () => {
    const unit = unitOf(`${HEAD}\nvoid f(HWND hwnd, const char *name) { g_h = ${START}; }`);
    expect(unit.starts[0]!.handlers).toEqual([]);
    expect(unit.requests[0]!.unresolved).toEqual(["no handler of WM_DNS is in view"]);
    expect(unit.handlersComplete(unit.starts[0]!.message)).toBe(false);
  });
});

describe("requests", () => {
  it("tells where handle and buffer live and which cancels belong to them", () => {
    const unit = unitOf(`${HEAD}
struct Req { HANDLE task; char *data; };
static HANDLE table[10];
void f(HWND hwnd, const char *name, struct Req *r) {
  char local[64];
  char *heap = (char *)malloc(1024);
  HANDLE h = WSAAsyncGetHostByName(hwnd, WM_DNS, name, local, sizeof local);
  r->task = WSAAsyncGetHostByName(hwnd, WM_DNS, name, heap, 1024);
  table[3] = g_h = ${START};
  WSAAsyncGetHostByName(hwnd, WM_DNS, name, r->data, 1024);
  if (WSACancelAsyncRequest(h) != 0) return;
}
void stop(struct Req *r) { WSACancelAsyncRequest(r->task); }
void all() { for (int i = 0; i < 10; i++) WSACancelAsyncRequest(table[i]); }`);
    expect(unit.requests.map((r) => [r.handle.kind, r.handle.path, r.buffer.storage, r.buffer.path, r.buffer.size])).toEqual([
      ["local", "h", "stack", "local", 64],
      ["member", "r->task", "heap", "heap", 1024],
      ["collection", "table[3]", "global", "buf", 1024],
      ["discarded", "", "unknown", "r->data", undefined],
    ]);
    expect(unit.requests.map((r) => r.cancels.map((c) => `${c.cancel.site.function.name} ${c.tested}`))).toEqual([
      ["f true"],
      ["stop false"],
      ["all false"],
      [],
    ]);
  });

  it("follows a setter and a container", () => {
    const unit = unitOf(`${HEAD}
class Task { HANDLE m_hTask; std::vector<HANDLE> m_all; public: void SetTask(HANDLE h) { m_hTask = h; } void Go(HWND hwnd, const char *name); void Two(HWND hwnd, const char *name); };
void Task::Go(HWND hwnd, const char *name) { SetTask(${START}); }
void Task::Two(HWND hwnd, const char *name) { HANDLE h = ${START}; if (h == NULL) return; m_all.push_back(h); }`);
    expect(unit.requests.map((r) => `${r.handle.kind} ${r.handle.path}`)).toEqual(["member m_hTask", "collection m_all"]);
  });

  it("lists as relevant what can touch a request and nothing else", () => {
    const unit = unitOf(`${HEAD}
void unrelated() { } void helper() { }
LRESULT CALLBACK P(HWND hwnd, UINT msg, WPARAM w, LPARAM l) { if (msg == WM_DNS) helper(); return 0; }
void start(HWND hwnd, const char *name) { g_h = ${START}; }
void caller(HWND hwnd) { start(hwnd, "x"); }
void reads() { if (g_h) return; }`);
    expect(unit.relevant.map((f) => f.name)).toEqual(["helper", "P", "start", "caller", "reads"]);
  });
});

describe("windows", () => {
  it("keeps one number of two windows apart, by the window's class and by the name of the number", () => {
    const unit = unitOf(`
#define WM_A (WM_USER + 1)
#define WM_B (WM_USER + 1)
static char buf[1024];
class CFirst : public CWnd { public: LRESULT OnA(WPARAM, LPARAM); };
class CSecond : public CWnd { public: LRESULT OnB(WPARAM, LPARAM); };
BEGIN_MESSAGE_MAP(CFirst, CWnd)
  ON_MESSAGE(WM_A, OnA)
END_MESSAGE_MAP()
BEGIN_MESSAGE_MAP(CSecond, CWnd)
  ON_MESSAGE(WM_B, OnB)
END_MESSAGE_MAP()
LRESULT CFirst::OnA(WPARAM w, LPARAM l) { return 0; }
LRESULT CSecond::OnB(WPARAM w, LPARAM l) { return 0; }
class CSocket1 { CFirst *m_wnd; HWND m_hTarget; public: void init(); void a(); void b(HWND other); };
void CSocket1::init() { m_hTarget = m_wnd->m_hWnd; }
void CSocket1::a() { WSAAsyncGetHostByName(m_hTarget, WM_USER + 1, "a", buf, sizeof buf); }
void CSocket1::b(HWND other) { WSAAsyncGetHostByName(other, WM_B, "a", buf, sizeof buf); }`);
    expect(handlers(unit, 0)).toEqual(["mfc CFirst::OnA w=0 l=1"]);
    expect(handlers(unit, 1)).toEqual(["mfc CSecond::OnB w=0 l=1"]);
  });
});

describe("lambdas", () => {
  it("finds calls inside them and resolves calls of them", () => {
    const unit = unitOf(`${HEAD}
void f(HWND hwnd, const char *name) {
  auto start = [hwnd](const char *n) { return WSAAsyncGetHostByName(hwnd, WM_DNS, n, buf, sizeof buf); };
  g_h = start(name);
}`);
    expect(unit.starts.map((s) => s.site.function.name)).toEqual([expect.stringMatching(/^f::<lambda@\d+>$/)]);
    const f = unit.functions.find((fn) => fn.name === "f")!;
    const targets = f.ir.blocks.flatMap((b) =>
      b.statements.flatMap((statement, index) => {
        if (statement.kind !== "call" || statement.callee.kind === "constructor") return [];
        const target = unit.resolve({ function: f, block: b.id, index, statement });
        return [target.kind === "program" ? target.functions.map((t) => t.name).join() : target.kind];
      }),
    );
    expect(targets).toEqual([expect.stringMatching(/^f::<lambda@\d+>$/)]);
  });
});
