/** What the facts of a program are: where paths begin, what matters to requests, where handles and buffers live, and what is asked of events. */
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Unit } from "../program/types.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { DEFAULT_BUDGET, type Budget } from "./budget.ts";
import type { EventOf, PathEvent, Root } from "./events.ts";
import { Facts, takesApart, wordsOf } from "./facts.ts";
import { declaringClasses, lastName } from "./relevance.ts";
import { termText } from "./terms.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <winsock2.h>
#include <windows.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h; static char g_b[MAXGETHOSTSTRUCT];
void show(const char *text); int unseen(void);
`;
const START = "g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, sizeof g_b);";
const BEGIN = `void begin(HWND w, const char *n) { ${START} }\n`;

type Texts = string | Readonly<Record<string, string>>;

/** Asks the program of one text behind the head, or of several files as they are. */
function ask<T>(text: Texts, question: (unit: Unit) => T): T {
  const texts = new Map(
    Object.entries(typeof text === "string" ? { "x.cpp": HEAD + text } : text).map(([name, content]) => [`file:///p/${name}`, content]),
  );
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const planned = workspace.plan({ texts }).units[0];
    const unit = planned && workspace.unit({ texts }, planned).unit;
    if (!unit) throw new Error("no unit");
    return question(unit);
  } finally {
    workspace.dispose();
  }
}

const factsOf = <T>(text: Texts, question: (facts: Facts) => T, budget: Budget = DEFAULT_BUDGET): T =>
  ask(text, (unit) => question(new Facts(unit, { cancelled: false }, budget)));

const names = (functions: Iterable<{ readonly name: string }>): string => [...functions].map((f) => f.name).join(" ");

function told(root: Root): string {
  const { handler: h, words } = root;
  return [
    root.function.name,
    ...(h ? [`${h.kind} ${h.message?.text ?? "all"}`] : []),
    ...(root.completes.length > 0 ? [`completes ${root.completes.length}`] : []),
    ...(words ? [`words ${words.wParam ?? "-"} ${words.lParam}`] : []),
    ...(root.outcomeOnly ? ["outcome"] : []),
    ...(root.uncalled ? [] : ["called"]),
  ].join(", ");
}

const roots = (text: Texts): string[] => factsOf(text, (facts) => facts.roots.map(told));

const PROCEDURE = (name: string, message: string, body: string): string =>
  `LRESULT CALLBACK ${name}(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) {
    case ${message}: ${body} return 0;
    }
    return DefWindowProc(w, m, wParam, lParam);
}
`;

describe("where paths begin", () => {
  test("in a handler as from outside, even if the program calls it", () => {
    const called = `${BEGIN}${PROCEDURE("WndProc", "WM_RESOLVED", "g_h = 0;")}void poke(HWND w) { g_h = 0; WndProc(w, WM_RESOLVED, 0, 0); }\n`;
    expect(roots(called)).toEqual(["WndProc, window-procedure WM_RESOLVED, completes 1", "begin", "poke"]);
  });

  test("in each handler once, and in what nothing that matters calls", () => {
    const program = `${BEGIN}void helper(void) { g_h = 0; }
int plain(int a) { return a + 1; }
void twice(HWND w, const char *n) { if (g_h) return; begin(w, n); begin(w, n); }
void other(HWND w) { g_h = WSAAsyncGetServByName(w, WM_RESOLVED, "a", "tcp", g_b, sizeof g_b); }
${PROCEDURE("WndProc", "WM_RESOLVED", "if (WSAGETASYNCERROR(lParam) == 0) show(g_b); helper();")}${PROCEDURE("Plain", "WM_PAINT", "plain(1);")}`;
    expect(roots(program)).toEqual(["WndProc, window-procedure WM_RESOLVED, completes 2", "twice", "other"]);
  });

  test("a loop of its own is no handler of its own, what sees the messages of a loop elsewhere is", () => {
    const program = `${BEGIN}class Frame : public CFrameWnd { public: BOOL PreTranslateMessage(MSG *p); };
BOOL Frame::PreTranslateMessage(MSG *p)
{
    if (p->message == WM_RESOLVED) { if (WSAGETASYNCERROR(p->lParam) == 0) show(g_b); g_h = 0; return TRUE; }
    return FALSE;
}
void run(HWND w)
{
    MSG msg;
    begin(w, "a");
    while (GetMessage(&msg, 0, 0, 0)) if (msg.message == WM_RESOLVED) { if ((HANDLE)msg.wParam == g_h) g_h = 0; }
}
`;
    expect(roots(program)).toEqual(["Frame::PreTranslateMessage, pre-translate WM_RESOLVED, completes 1", "run"]);
  });

  test("in what calls itself in a circle", () => {
    const program = `${BEGIN}void pong(int n);
void ping(int n) { g_h = 0; if (n) pong(n - 1); }
void pong(int n) { if (n > 1) ping(n); }
void back(int n);
void forth(int n) { g_h = 0; back(n - 1); }
void back(int n) { if (n > 1) forth(n); }
`;
    const found = factsOf(program, (facts) => [
      facts.roots.map(told).join("; "),
      ...facts.all("store").map((e) => `${e.root.index} ${told(e.root)}`),
    ]);
    // neither begins a path of the others, so one of them is taken
    expect(found).toEqual(["begin", "0 begin", "1 ping, called", "2 forth, called"]);
  });

  test("at starts and cancels that no path comes to", () => {
    const program = `static void begin(HWND w, const char *n, int on) { if (!on) return; ${START} }
static void end(int on) { if (!on) return; WSACancelAsyncRequest(g_h); }
void never(HWND w) { begin(w, "a", 0); end(0); }
`;
    const found = factsOf(program, (facts) =>
      [...facts.all("start"), ...facts.all("cancel")].map((e) => `${e.kind} in ${e.root.index} ${told(e.root)}`),
    );
    expect(found).toEqual(["start in 1 begin, called", "cancel in 2 end, called"]);
    // what was come to is not gone into again
    expect(factsOf(BEGIN, (facts) => facts.all("start").map((e) => `${e.root.index} ${told(e.root)}`))).toEqual(["0 begin"]);
  });
});

describe("a function that is told by code out of view that a request is over", () => {
  const TOLD: readonly (readonly [what: string, text: string])[] = [
    ["it clears and uses", "void finished(int error) { g_h = 0; if (!error) show(g_b); }"],
    ["it gets yes or no", "void finished(bool ok) { g_h = 0; if (ok) show(g_b); }"],
    ["it gets one of a few", "enum answer { yes, no };\nvoid finished(enum answer a, int n) { g_h = 0; if (a == yes) show(g_b); }"],
    ["only it calls itself", "void finished(int again) { if (again) finished(again - 1); g_h = 0; show(g_b); }"],
    ["it reads the buffer", "void finished(int error) { static char c; c = g_b[3]; g_h = 0; }"],
  ];
  const OTHERS: readonly (readonly [what: string, text: string])[] = [
    ["it is called", "void finished(int error) { g_h = 0; show(g_b); }\nvoid caller(void) { finished(0); }"],
    ["it gets nothing", "void finished(void) { g_h = 0; show(g_b); }"],
    ["it gets a handle as well", "void finished(int error, HANDLE h) { g_h = 0; show(g_b); }"],
    ["it gets what may be a handle", "void finished(unsigned which) { g_h = 0; show(g_b); }"],
    ["it gets what may be a pointer", "void finished(__int64 which) { g_h = 0; show(g_b); }"],
    ["it gets text", "void finished(const char *text) { g_h = 0; show(g_b); }"],
    ["it only clears", "void finished(int error) { g_h = 0; }"],
    ["it only uses", "void finished(int error) { show(g_b); }"],
    ["it stores another value", "void finished(int error) { g_h = (HANDLE)1; show(g_b); }"],
    ["it clears something else", "static HANDLE g_else;\nvoid finished(int error) { g_else = 0; show(g_b); }"],
    ["it uses something else", "static char g_else[4];\nvoid finished(int error) { g_h = 0; show(g_else); }"],
    ["it clears a copy", "void finished(int error) { HANDLE h = g_h; h = 0; show(g_b); }"],
    ["it starts the next one", `void finished(int error) { HWND w = 0; const char *n = g_b; g_h = 0; ${START} }`],
    ["it cancels", "void finished(int error) { WSACancelAsyncRequest(g_h); g_h = 0; show(g_b); }"],
    ["it makes an object", "struct Job { int n; Job(int error); };\nJob::Job(int error) { g_h = 0; show(g_b); }"],
    ["it ends an object", "struct Job { int n; ~Job(); };\nJob::~Job() { g_h = 0; show(g_b); }"],
  ];
  const outcomes = (text: string): string[] => roots(`${BEGIN}${text}\n`).filter((r) => r.endsWith("outcome"));
  test.each(TOLD.map(([what, text]) => ({ what, text })))("$what", ({ text }) => {
    expect(outcomes(text)).toEqual(["finished, completes 1, outcome"]);
  });
  test.each(OTHERS.map(([what, text]) => ({ what, text })))("none: $what", ({ text }) => {
    expect(outcomes(text)).toEqual([]);
  });

  test("reads the buffer through its pointer", () => {
    expect(
      roots(
        `static char *g_p;
void begin(HWND w, const char *n) { g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_p, 1024); }
void finished(int error) { g_h = 0; if (!error) show(g_p); }
`,
      ),
    ).toEqual(["begin", "finished, completes 1, outcome"]);
  });
});

describe("a function with the words of a message that no table names", () => {
  test("takes the reply apart, or looks for the request", () => {
    const program = `${BEGIN}static HANDLE g_other;
void apart(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_h = 0; }
void length(UINT m, LPARAM lp) { if (WSAGETASYNCBUFLEN(lp) > 9) g_h = 0; }
int looks(WPARAM wParam, LPARAM lParam) { return (HANDLE)wParam == g_h; }
int behind(WPARAM wParam, LPARAM lParam) { HANDLE h = (HANDLE)wParam; return g_h == h; }
int elsewhere(WPARAM wParam, LPARAM lParam) { g_h = 0; return (HANDLE)wParam == g_other; }
int number(WPARAM wParam, LPARAM lParam) { g_h = 0; return wParam == 3; }
int words(WPARAM wParam, LPARAM lParam) { g_h = 0; return wParam == lParam; }
int other(LPARAM lParam) { g_h = 0; return lParam == 0; }
int known(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_h = 0; return 1; }
void caller(void) { known(0, 0); }
int again(WPARAM wParam, LPARAM lParam) { return (HANDLE)wParam == g_h ? again(0, 0) : 1; }
`;
    expect(roots(program)).toEqual([
      "begin",
      "apart, completes 1, words 0 1",
      "length, completes 1, words - 1",
      "looks, completes 1, words 0 1",
      "behind, completes 1, words 0 1",
      "elsewhere",
      "number",
      "words",
      "other",
      "again, completes 1, words 0 1",
    ]);
    // of several requests
    const several = `static HANDLE g_second;
${BEGIN}void second(HWND w) { g_second = WSAAsyncGetHostByName(w, WM_RESOLVED, "b", g_b, sizeof g_b); }
int looks(WPARAM wParam, LPARAM lParam) { return (HANDLE)wParam == g_h; }
int sum(WPARAM wParam, LPARAM lParam) { return (int)((LONG_PTR)wParam + (LONG_PTR)g_h); }
int same(HANDLE h) { return h == g_h; }
int passes(WPARAM wParam, LPARAM lParam) { g_h = g_h; return same((HANDLE)wParam); }
`;
    expect(roots(several)).toEqual(["begin", "second", "looks, completes 2, words 0 1", "sum", "passes"]);
    // none of them is told where every request has its handler
    const found = roots(program + PROCEDURE("WndProc", "WM_RESOLVED", "g_h = 0;")).filter((r) => r.includes("completes"));
    expect(found).toEqual(["WndProc, window-procedure WM_RESOLVED, completes 1"]);
  });

  test("belongs to the starts of its file or class", () => {
    const header = `#include <winsock2.h>
#include <windows.h>
struct Job { HANDLE h; char b[MAXGETHOSTSTRUCT]; void Begin(HWND w); void Taken(WPARAM wParam, LPARAM lParam); };
struct Else { int n; void Taken(WPARAM wParam, LPARAM lParam); };
static HANDLE g_free; static char g_room[1024];
`;
    const include = `#include "job.h"\n`;
    const found = roots({
      "job.h": header,
      "a.cpp": `${include}void Job::Begin(HWND w) { h = WSAAsyncGetHostByName(w, WM_APP, "a", b, sizeof b); }
void free(HWND w) { g_free = WSAAsyncGetHostByName(w, WM_APP, "b", g_room, sizeof g_room); }
void here(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) show(); }
`,
      "b.cpp": `${include}static Job g_job;
void Job::Taken(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) h = 0; }
void Else::Taken(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_job.h = 0; }
void there(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_job.h = 0; }
`,
    });
    expect(found).toEqual([
      "Job::Begin",
      "free",
      "here, completes 2, words 0 1",
      "Job::Taken, completes 1, words 0 1",
      "Else::Taken, words 0 1",
      "there, words 0 1",
    ]);
  });

  test("its words are known by types and names", () => {
    const text = `${BEGIN}void a(WPARAM x, LPARAM y) {}
void b(int wp, int lp) {}
void c(unsigned param1, unsigned param2) {}
void d(LPARAM y) {}
void e(LPARAM y, WPARAM x) {}
void f(HWND w, UINT m, WPARAM x, LPARAM y) {}
void g(int n, int lParams) {}
void h(int w_p, int l_param2) {}
void i(int wparam2, int l_param) {}
void j(int xwp, int lparam7) {}
void k(LPARAM y, LPARAM z, WPARAM x) {}
void l(void) {}
void o(WPARAM x, int y) {}
void p(int wparam7, int xlp) {}
void q(int a_w_param, long lparam) {}
void r(LPARAM wParam) {}
void s(int wparam12, int lparam12) {}
void t(int wpx, LPARAM y) {}
void u(int x, int l_px) {}
`;
    const found = ask(text, (unit) =>
      unit.functions
        .filter((f) => f.name.length === 1)
        .map((f) => {
          const words = wordsOf(f);
          return words ? `${f.name} ${words.wParam ?? "-"} ${words.lParam}` : f.name;
        }),
    );
    expect(found).toEqual([
      "a 0 1",
      "b 0 1",
      "c 0 1",
      "d - 0",
      "e - 0",
      "f 2 3",
      "g",
      "h",
      "i 0 1",
      "j - 1",
      "k - 0",
      "l",
      "o",
      "p",
      "q - 1",
      "r - 0",
      "s 0 1",
      "t - 1",
      "u",
    ]);
  });

  test("takes a reply apart with the two macros alone", () => {
    const text = `${BEGIN}int a(LPARAM l) { return WSAGETASYNCERROR(l); }
int b(LPARAM l) { return WSAGETASYNCBUFLEN(l); }
int c(LPARAM l) { return WSAGETSELECTERROR(l); }
int d(LPARAM l) { return MY_WSAGETASYNCERROR(l); }
int e(LPARAM l) { return HIWORD(l); }
int i(void) { return unseen(); }
#undef WSAGETASYNCBUFLEN
#define WSAGETASYNCBUFLEN(l) ((l) & 0xffff)
int j(LPARAM l) { return WSAGETASYNCBUFLEN(l); }
`;
    expect(ask(text, (unit) => names(unit.functions.filter(takesApart)))).toBe("a b j");
  });
});

describe("what matters to requests", () => {
  const relevant = (text: Texts) =>
    factsOf(text, ({ relevance: r, functions }) => ({
      analysed: names(functions),
      functions: names(r.functions),
      direct: names(r.direct),
      handles: [...r.handleNodes].join(" "),
      buffers: [...r.bufferNodes].join(" "),
      names: [...r.names].join(" "),
      records: [...r.records].join(" "),
    }));

  test("where handles and buffers live", () => {
    expect(
      relevant(`struct Job { HANDLE h; char buffer[1024]; }; struct Else { HANDLE h; }; struct Reply { HANDLE first; char *rest; };
static Else g_else; static Job *g_job; HANDLE g_cancelled; static struct { char raw[4][300]; } g_ent;
void keep(Reply *r, HANDLE h) { r->first = h; }
void begin(HWND w, Reply *r)
{
    static HANDLE last;
    HANDLE copy;
    g_job->h = WSAAsyncGetHostByName(w, WM_RESOLVED, "a", g_job->buffer, 1024);
    copy = last = g_job->h;
    keep(r, copy);
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "a", (char *)&g_ent, sizeof g_ent);
    WSAAsyncGetHostByName(w, WM_RESOLVED, "a", r->rest, 512);
    g_else.h = 0;
}
void fill(HWND w, HANDLE *h) { *h = WSAAsyncGetHostByName(w, WM_RESOLVED, "c", (char *)malloc(1024), 1024); }
void stop(void) { WSACancelAsyncRequest(g_cancelled); }
`),
    ).toEqual({
      analysed: "keep begin fill stop",
      functions: "keep begin fill stop",
      direct: "keep begin fill stop",
      handles: "sJob.h s.first S1:0 gg_h *p2:1 gg_cancelled",
      buffers: "s.buffer gg_ent s.rest",
      names: "h first buffer g_h g_ent rest g_cancelled",
      records: "Reply Job",
    });
  });

  test("functions in which something of a request stands, and their callers three levels up", () => {
    expect(
      relevant(`${BEGIN}struct Job { HANDLE h; char b[1024]; ~Job(); void quiet(); }; struct Else { int n; ~Else(); };
struct Global { int n; void Begin(HWND w, const char *n); ~Global(); void Other(); };
static Job g_job; static struct { char raw[4][300]; } g_ent; static int g_n;
void with(HWND w) { addresses(); element(); inside(); deletes(0); deletesElse(0); nothing(1); g_job.h = WSAAsyncGetHostByName(w, WM_APP + 9, "a", g_job.b, sizeof g_job.b); }
void into(HWND w) { g_job.h = WSAAsyncGetHostByName(w, WM_APP + 9, "a", (char *)&g_ent, sizeof g_ent); }
void loads(void) { HANDLE h = g_h; }
void stores(void) { g_h = 0; }
void addresses(void) { char *p = g_b; }
void element(void) { int c = g_b[3]; }
void inside(void) { int c = g_ent.raw[0][1]; }
void Job::quiet() { g_n = 5; /* no WSACleanup here */ }
Job::~Job() { g_n = 1; /* WSACleanup is the caller's */ }
Else::~Else() { g_n = 2; /* WSACleanup is the caller's */ }
void Global::Begin(HWND w, const char *n) { ${START} }
Global::~Global() { g_n = 3; }
void Global::Other() { g_n = 4; /* no WSACleanup here */ }
void deletes(Job *j) { delete j; }
void deletesElse(Else *e) { delete e; }
int nothing(int a) { return a; }
void up(void) { WSADATA d; WSAStartup(0x101, &d); }
void down(void) { WSACleanup(); }
int error(LPARAM l) { return WSAGETASYNCERROR(l); }
int length(LPARAM l) { return WSAGETASYNCBUFLEN(l); }
int event(LPARAM l) { return WSAGETSELECTEVENT(l); /* WSAGETASYNC */ }
int mine(LPARAM l) { return MY_WSAGETASYNCERROR(l); }
int extended(LPARAM l) { return WSAGETASYNCERROREX(l); }
void newer(void) { GetAddrInfoExW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0); }
void older(void) { GetAddrInfoExA(0, 0, 0, 0, 0, 0, 0, 0, 0, 0); }
void ends(HANDLE h) { GetAddrInfoExCancel(&h); }
void one(HWND w) { begin(w, "a"); }
void two(HWND w) { one(w); }
void three(HWND w) { two(w); }
void four(HWND w) { three(w); }
void five(HWND w) { four(w); }
`),
    ).toMatchObject({
      analysed: [
        "begin with into loads stores addresses element inside Job::quiet Job::~Job Else::~Else Global::Begin Global::~Global Global::Other",
        "deletes deletesElse nothing up down newer ends one two three error length event mine extended older",
      ].join(" "),
      direct: [
        "begin with into loads stores addresses element inside Global::Begin Job::~Job Global::~Global",
        "deletes up down newer ends error length older",
      ].join(" "),
      functions: [
        "begin with into loads stores addresses element inside Global::Begin Job::~Job Global::~Global",
        "deletes up down newer ends error length older one two three",
      ].join(" "),
      records: "Job",
    });
  });

  test("a lambda in between takes nothing from what stands behind it", () => {
    expect(
      relevant(`${BEGIN}void first(HWND w) { auto later = [](WPARAM wParam, LPARAM lParam) { return lParam; }; later(0, 0); }
void second(void) { int n = 1; }
void third(void) { WSADATA d; WSAStartup(0x202, &d); }
`).analysed,
    ).toBe("begin third");
  });

  test("a handler of a reply, and what a program without a request is read for", () => {
    const quiet = `int apart(LPARAM l) { return WSAGETASYNCERROR(l); }\nvoid up(void) { WSADATA d; if (WSAStartup(0x101, &d)) show("no"); }
int nothing(int a) { return a; }
`;
    const analysed = (text: string): string => relevant(quiet + text).analysed;
    expect([
      analysed("void stop(HANDLE h) { WSACancelAsyncRequest(h); }\n"),
      analysed(BEGIN),
      analysed(`${BEGIN}void stop(HANDLE h) { WSACancelAsyncRequest(h); }\n`),
      // the calls are named, and nothing of it is a request
      analysed('FARPROC find(HMODULE m) { return GetProcAddress(m, "WSAAsyncGetHostByName"); }\n'),
      analysed(
        'FARPROC find(HMODULE m) { GetAddrInfoExW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0); return GetProcAddress(m, "WSAAsyncGetHostByName"); }\n',
      ),
      factsOf(
        {
          "x.cpp": `#include "y.h"\n#include "z.h"\nFARPROC find(HMODULE m) { return GetProcAddress(m, "WSAAsyncGetHostByName"); }\n`,
          "y.h": "#include <winsock2.h>\ninline int apart(LPARAM l) { return WSAGETASYNCERROR(l); }\n",
          "z.h": "inline void newer(void) { GetAddrInfoExW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0); }\n",
        },
        (f) => names(f.functions),
      ),
    ]).toEqual(["up stop apart", "up begin apart", "up begin stop apart", "up find", "up find apart", "find newer apart"]);
    expect(
      relevant(`${BEGIN}${PROCEDURE("WndProc", "WM_RESOLVED", "show(wParam);")}${PROCEDURE("Other", "WM_PAINT", "show(wParam);")}`).direct,
    ).toBe("begin WndProc");
  });

  test("names that decide more than once", () => {
    const tested = (body: string): string =>
      factsOf(
        `struct Job { int state; HANDLE h; }; static int g_n, g_m; static Job *g_job;
int f(HWND w, const char *n, int a, int b) { int x = a; ${body} }
`,
        (facts) => {
          const fn = facts.functions.find((f) => f.name === "f");
          return fn ? [...facts.relevance.testedTwice(fn)].sort().join(" ") : "none";
        },
      );
    expect([
      tested(`if (a) ${START} if (a) return 1; if (b) return 2; return 3;`),
      tested(`${START} if (a + x) return 1; switch (a) { case 1: return 2; } return x;`),
      tested(`if (g_n == 1) ${START} while (g_n) g_m++; if (g_job->state) return 1; return g_job->state;`),
      tested(`int t[3]; if (t[a]) ${START} if (t[1]) return 1; return 0;`),
      tested(`if (a) g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, a); return 1;`),
      tested(`if (a) show(n); ${START} show(n); return 1;`),
      tested(`${START} if (((((((a + 1) + 2) + 3) + 4) + 5) + 6) + b) return 1; if (b) return 2; if (a) return 3; return 0;`),
      tested(`${START} if (b + (1 + (2 + (3 + (4 + (5 + (6 + a))))))) return 1; if (b) return 2; if (a) return 3; return 0;`),
      tested(`${START} if (-(-(-(-(-(-(-(-a))))))) > b) return 1; if (b) return 2; if (a) return 3; return 0;`),
      tested(`${START} if (!a) return 1; if (-a) return 2; return 0;`),
      tested(`${START} if (unseen() == a) return 1; if (unseen() == 2) return 2; return a;`),
      tested(`${START}
#if TRACING
 if (a) return 1;
#endif
#if TRACING
 return 2;
#endif
 return 3;`),
    ]).toEqual(["a", "a x", "g_n state", "t", "a", "", "b", "b", "b", "a", "a", "config TRACING"]);
  });

  test("the class that declares a member, itself or a base in view", () => {
    const text = `struct Root { int first; }; struct Base : Root { int second; }; struct Job : Unseen, Base { int third; };
struct Left : Right { int a; }; struct Right : Left { int b; };
${BEGIN}`;
    const found = ask(text, (unit) => {
      const declaring = declaringClasses(unit);
      const asked = [
        ["Job", "third"],
        ["Job", "second"],
        ["Job", "first"],
        ["Job", "none"],
        ["Unseen", "first"],
        ["Left", "b"],
        ["Left", "none"],
      ] as const;
      return [...asked, ...asked].map(([record, member]) => declaring(record, member)).join(" ");
    });
    const once = "Job Base Root Job Unseen Right Left";
    expect(found).toBe(`${once} ${once}`);
  });

  test("last names", () => {
    expect(["a", "a::b", "a::b::c", "::a"].map(lastName)).toEqual(["a", "b", "c", "a"]);
  });
});

describe("where the parts of a request live", () => {
  test("all of them, those that outlive a call, and what the buffer points into", () => {
    const found = factsOf(
      `struct Job { HANDLE h; char b[1024]; };
static char *g_p; static HANDLE g_copy;
void begin(HWND w, Job *j, const char *n)
{
    char own[1024], *p = g_p;
    HANDLE h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, j->b, 1024);
    j->h = h;
    g_h = g_copy = WSAAsyncGetHostByName(w, WM_RESOLVED, n, p, 1024);
    WSAAsyncGetHostByName(w, WM_RESOLVED, n, own, 1024);
    WSAAsyncGetServByPort(w, WM_RESOLVED, 7, "tcp", g_b, 1024);
}
`,
      (facts) => facts.requests.map((r) => [r.start.call, [...r.slots], [...r.buffers], r.handles.size, r.events.length]),
    );
    expect(found).toEqual([
      ["WSAAsyncGetHostByName", ["s.h"], ["s.b"], 4, 1],
      ["WSAAsyncGetHostByName", ["gg_h", "gg_copy"], ["gg_p"], 3, 1],
      ["WSAAsyncGetHostByName", [], ["l0:0"], 1, 1],
      ["WSAAsyncGetServByPort", [], ["gg_b"], 1, 1],
    ]);
  });

  test("those whose handle may be there", () => {
    const text = `static HANDLE g_other;
${BEGIN}void second(HWND w) { g_other = WSAAsyncGetServByPort(w, WM_RESOLVED, 7, "tcp", g_b, sizeof g_b); }
`;
    const found = factsOf(text, (facts) => [
      ...["gg_h", "gg_other", "gg_b", undefined].map((n) => facts.requestsIn(n).map((r) => r.start.call)),
      ...facts.all("start").map((e) => facts.requestOf(e)?.start.call),
    ]);
    const [host, port] = ["WSAAsyncGetHostByName", "WSAAsyncGetServByPort"];
    expect(found).toEqual([[host], [port], [], [], host, port]);
  });
});

describe("questions about values and events", () => {
  /** Every value that `take` is called with. */
  const taken = <T>(text: string, question: (facts: Facts, e: EventOf<"call">, value: EventOf<"call">["args"][number]) => T): T[] =>
    factsOf(`void take(LONG_PTR value);\n${text}`, (facts) =>
      facts.calls("take").flatMap((e) => e.args.slice(0, 1).map((value) => question(facts, e, value))),
    );

  test("the words of a message, and what stands in them", () => {
    const words = taken(
      `${BEGIN}static MSG g_msg; struct Mine { int lParams, wParamX, xlParam, xwParam; LPARAM lparam; WPARAM WParam; }; static Mine g_mine;
void later(LPARAM l) { if (WSAGETASYNCERROR(l)) g_h = 0; take(l); }
void plain(DWORD d) { if (WSAGETASYNCERROR(d)) g_h = 0; take(d); }
void other(DWORD d, int i) { if (WSAGETASYNCERROR(MAKELONG(i, d))) g_h = 0; take(MAKELONG(i, d)); take(d); }
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    MSG own;
    if (m != WM_RESOLVED) return 0;
    g_h = 0;
    take(wParam); take(lParam); take(m); take(WSAGETASYNCERROR(lParam)); take(WSAGETASYNCBUFLEN(lParam)); take(HIWORD(wParam));
    take(WSAGETASYNCERROR(wParam)); take(lParam + 1); take(wParam * 2); take(LOWORD(lParam) == 3); take(WSAGETASYNCERROR(lParam) * 2);
    take(g_msg.wParam); take(g_msg.lParam); take(g_msg.message); take(g_mine.lParams); take(g_mine.wParamX); take(g_mine.xlParam);
    take(g_mine.xwParam); take(g_mine.lparam); take(g_mine.WParam);
    unseenFill(&own);
    take(own.wParam); take(own.lParam); take(own.message);
    take((int)lParam); take((LONG_PTR)(HANDLE)wParam);
    return 0;
}
`,
      (facts, e, value) => {
        const yes = [
          facts.isWParam(value) && "w",
          facts.isLParam(value) && "l",
          facts.mentionsWParam(value) && "has w",
          facts.mentionsLParam(value) && "has l",
          facts.isError(value) && "error",
          facts.isLength(value) && "length",
        ].filter((x) => x !== false);
        return `${e.root.function.name} ${termText(value)}: ${yes.join(", ")}`;
      },
    );
    expect([...new Set(words)]).toEqual([
      "WndProc wParam: w, has w",
      "WndProc lParam: l, has l",
      "WndProc WM_RESOLVED: ",
      "WndProc the value: has l, error",
      "WndProc the value: has l, length",
      "WndProc the value: has w",
      "WndProc the value: has l",
      "WndProc g_msg.wParam: w, has w",
      "WndProc g_msg.lParam: l, has l",
      "WndProc g_msg.message: ",
      "WndProc g_mine.lParams: ",
      "WndProc g_mine.wParamX: ",
      "WndProc g_mine.xlParam: ",
      "WndProc g_mine.xwParam: ",
      "WndProc g_mine.lparam: l, has l",
      "WndProc g_mine.WParam: w, has w",
      "WndProc own.wParam: w, has w",
      "WndProc own.lParam: l, has l",
      "WndProc own.message: ",
      "later lParam: l, has l",
      "plain d: l, has l",
      "other the value: ",
      "other d: ",
    ]);
  });

  test("what is known of the error of the reply", () => {
    const known = taken(
      `${BEGIN}LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    int error = WSAGETASYNCERROR(lParam), other = unseen();
    if (m != WM_RESOLVED) return 0;
    g_h = 0;
    if (other) take(1); else take(2);
    if (error == WSAENOBUFS) take(3);
    else if (error != 0) take(4);
    else take(5);
    return 0;
}
`,
      (facts, e, value) => `${termText(value)} ${facts.errorKnown(e)}`,
    );
    expect([...new Set(known)].sort()).toEqual(["1 unknown", "2 unknown", "3 nonzero", "4 nonzero", "5 zero"]);
  });

  test("calls by their names, in the order of their events", () => {
    const found = factsOf(
      `${BEGIN}void f(void) { g_h = 0; show("1"); unseen(); a::show("2"); p->show("3"); unseen(); other(); }\n`,
      (facts) => [
        facts.calls("show").length,
        facts.calls("nobody").length,
        facts.calls("unseen", "show").map((e) => e.name),
        facts.calls("other", "unseen").map((e) => e.name),
      ],
    );
    expect(found).toEqual([3, 0, ["show", "unseen", "a::show", "p::show", "unseen"], ["unseen", "unseen", "other"]]);
  });

  test("calls of Winsock", () => {
    const list = `socket connect send sendto recv recvfrom bind listen accept closesocket ioctlsocket select setsockopt getsockopt shutdown
    gethostbyname gethostbyaddr gethostname getservbyname getservbyport inet_addr getpeername getsockname Connect Send Receive Create Close Bind Listen
    Accept DoConnect Psocket GetAddrInfoExW WSAEnumProtocolsW WSAGetLastError`.split(/\s+/);
    const others = ["xsocket", "sockets", "GetWSA", "show", "connected", "resend", "PPsend", "htons"];
    const text = `${BEGIN}void f(HANDLE h) { ${[...list, ...others].map((n) => `${n}();`).join(" ")} WSACancelAsyncRequest(h); g_h = 0; }\n`;
    const found = factsOf(text, (facts) =>
      facts.engine.events.filter((e) => facts.isWinsockCall(e)).map((e) => (e.kind === "call" ? e.name : e.kind)),
    );
    expect(found).toEqual(["start", ...list, "cancel"]);
  });

  test("what comes after and before an event", () => {
    const found = factsOf(
      `${BEGIN}void f(HWND w, int a) { begin(w, "a"); one(); if (a) { two(); if (unseen()) three(); else four(); } else five(); six(); }\n`,
      (facts) => {
        const start = facts.all("start").find((e) => e.root.function.name === "f") as PathEvent;
        const exit = facts.all("exit").find((e) => e.root.function.name === "f") as PathEvent;
        const name = (e: PathEvent | undefined): string => (e?.kind === "call" ? e.name : (e?.kind ?? "none"));
        const isCall =
          (...wanted: string[]) =>
          (e: PathEvent): boolean =>
            e.kind === "call" && wanted.includes(e.name);
        const seen: string[] = [];
        facts.after(start, (e) => {
          if (e.kind === "call") seen.push(e.name);
          return isCall("three")(e);
        });
        const few: string[] = [];
        facts.after(start, (e) => few.push(name(e)) < 0, 3);
        return [
          seen.join(" "),
          few.join(" "),
          name(facts.firstAfter(start, isCall("six"))),
          name(facts.firstAfter(start, isCall("four", "two"))),
          name(facts.firstAfter(start, isCall("four"), isCall("two"))),
          name(facts.firstAfter(start, isCall("five"), isCall("two"))),
          name(facts.firstAfter(start, isCall("nobody"))),
          name(facts.firstAfter(exit, () => true)),
          name(facts.lastBefore(exit, isCall("one", "six"))),
          name(facts.lastBefore(exit, isCall("one"))),
          name(facts.lastBefore(exit, isCall("nobody"))),
        ];
      },
    );
    expect(found).toEqual([
      "one two unseen three four five six",
      "store leave one",
      "six",
      "two",
      "none",
      "five",
      "none",
      "none",
      "six",
      "one",
      "none",
    ]);
  });

  test("where a value was kept", () => {
    const slots = taken(
      `struct Job { int n; int t[4]; }; struct Else { int n; }; static Job *g_job; static Else *g_else; static int g_n; static int g_t[3];
${BEGIN}void f(int a)
{
    static int s;
    int l;
    g_h = 0;
    take(g_n); take(g_job->n); take(g_else->n); take(g_t[a]); take(g_job->t[a]); take(s); take(l); take(a); take(3); take((char)g_n);
    unseenFill(&g_n, &g_job->n);
    take(g_n); take(g_job->n);
}
`,
      (facts, _, value) => facts.slotOfValue(value)?.replace(/\d+:\d+/, "#") ?? "none",
    );
    const [first, again] = [
      ["gg_n", "sJob.n"],
      ["gg_n", "sJob.n"],
    ];
    expect(slots).toEqual([...first, "sElse.n", "gg_t", "s.t", "S#", "none", "none", "none", "gg_n", ...again]);
  });

  test("a buffer of which nothing is known but its name is an array", () => {
    const found = factsOf(
      `class Lookup : public Unseen { public: void Begin(HWND w); void Prepare(); HANDLE m_h; };
static char *g_p; static char *g_q;
void Lookup::Begin(HWND w)
{
    m_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "a", m_buffer, 1024);
    Prepare();
    m_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "b", m_buffer, 1024);
    m_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "c", g_p, 1024);
    m_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "d", g_q, 1024);
    m_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "e", g_b, 1024);
    g_q = 0;
}
`,
      (facts) => facts.all("start").map((e) => [facts.argument(e, "buf")?.kind, facts.bufferOf(e)?.kind].join(" ")),
    );
    expect(found).toEqual(["entry address", "havoc address", "entry address", "entry entry", "address address"]);
  });
});
