/** What is kept from one version of a program to the next: the questions of a run, whether they would be answered the same, and events taken over. */
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { Answers, targetText } from "./answers.ts";
import { DEFAULT_BUDGET, type Token } from "./budget.ts";
import type { Frame, PathEvent } from "./events.ts";
import { Facts } from "./facts.ts";
import { AnalysisMemory } from "./memory.ts";
import { Questions } from "./questions.ts";
import { callsOf } from "./relevance.ts";
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

/** A program whose text changes. */
function versions(target: "win32" | "win64" = "win64") {
  const workspace = createWorkspace({ parser, target });
  return {
    unit(text: string): Unit {
      const texts = new Map([["file:///p/x.cpp", HEAD + text]]);
      const planned = workspace.plan({ texts }).units[0];
      const unit = planned && workspace.unit({ texts }, planned).unit;
      if (!unit) throw new Error("no unit");
      return unit;
    },
    dispose: () => workspace.dispose(),
  };
}

function questionsOf(unit: Unit): Questions {
  const facts = new Facts(unit);
  return new Questions(unit, facts.callGraph, facts.relevance);
}

/** Asks one version. */
function asked<T>(text: string, question: (questions: Questions, unit: Unit) => T, target: "win32" | "win64" = "win64"): T {
  const { unit, dispose } = versions(target);
  try {
    const made = unit(text);
    return question(questionsOf(made), made);
  } finally {
    dispose();
  }
}

const named = (unit: Unit, name: string): ProgramFunction => {
  const fn = unit.functions.find((f) => f.name === name);
  if (!fn) throw new Error(`no function ${name}`);
  return fn;
};

const BEGIN = `void begin(HWND w, const char *n) { g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, sizeof g_b); }\n`;

describe("questions", () => {
  test("what every run asks", () => {
    const surroundings = (q: Questions): string => `${q.pointerBits}: ${q.surroundings}`;
    expect(asked(BEGIN, surroundings)).toBe("64: 64 g_b g_h");
    expect(asked(BEGIN, surroundings, "win32")).toBe("32: 32 g_b g_h");
  });

  test("functions of one name have keys of their own", () => {
    const keys = asked(`${BEGIN}void f(int a) {}\nvoid f(char *a) {}\nvoid f(HWND a) {}\n`, (q, unit) =>
      unit.functions.map((f) => [q.keyOf(f), q.functionOf(q.keyOf(f)) === f]),
    );
    const file = "file:///p/x.cpp";
    expect(keys).toEqual([
      [`${file} begin`, true],
      [`${file} f`, true],
      [`${file} f 2`, true],
      [`${file} f 3`, true],
    ]);
    expect(asked(BEGIN, (q, unit) => [q.keyOf({ ...named(unit, "begin") }), q.functionOf("file:///p/x.cpp f")])).toEqual(["", undefined]);
  });

  test("which functions are small, wait for messages, or touch a request", () => {
    const long = (n: number): string => `int long${n}(int a) { /* ${"-".repeat(n)} */ return a; }\n`;
    const fit = 1500 - long(1000).trimEnd().length + 1000;
    const text = `${BEGIN}${long(fit)}${long(fit + 1)}
int statements(int a) { ${"a += 1; ".repeat(2)} return a; }
int more(int a) { ${"a += 1; ".repeat(14)} return a; }
int blocks(int a) { if (a == 1) return 1; if (a == 2) return 2; if (a == 3) return 3; if (a == 4) return 4; return 0; }
void takes(void) { MSG m; show("a"); while (GetMessage(&m, 0, 0, 0)) show("b"); }
void modal(HWND w) { unseen(); MessageBox(w, "a", "b", 0); }
void speaks(void) { show("GetMessage"); }
void outer(void) { takes(); }
void over(HWND w) { begin(w, "a"); }
`;
    const found = asked(text, (q, unit) =>
      unit.functions.map((f) =>
        [
          f.name.replace(/\d+/, (n) => (Number(n) === fit ? "" : "er")),
          q.isSmall(f) && "small",
          q.pumps(f) && "pumps",
          q.touchesItself(f) && "itself",
          q.touches(f) && "touches",
        ].filter((x) => x !== false),
      ),
    );
    expect(found.map((f) => f.join(" "))).toEqual([
      "begin small itself touches",
      "long small",
      "longer",
      "statements small",
      "more",
      "blocks",
      "takes pumps",
      "modal small pumps",
      "speaks small",
      "outer small",
      "over small touches",
    ]);
  });

  test("names of the class and of variables", () => {
    const text = `class Base { public: void inherited(); int n; };
class Job : public Base { public: void declared(); void begin(HWND w, const char *n); };
static int g_n; void freely(void);
void Job::begin(HWND w, const char *n) { int own; g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, sizeof g_b); }
void f(void) { g_h = 0; }
void Elsewhere::go(void) { g_h = 0; }
`;
    const found = asked(text, (q, unit) => {
      const [begin, f] = [named(unit, "Job::begin"), named(unit, "f")];
      const own = ["declared", "full", "begin", "inherited", "freely", "clared", "Job::declared", "other"];
      return [
        own.filter((name) => q.isOwnMethod(begin, name)),
        own.filter((name) => q.isOwnMethod(f, name)),
        own.filter((name) => q.isOwnMethod(named(unit, "Elsewhere::go"), name)),
        ["g_n", "g_h", "own", "n", "freely", "other"].filter((name) => q.isVariable(f, name)),
        ["g_h", "g_b", "g_n", "n"].filter((name) => q.isSlotName(name)),
      ];
    });
    expect(found).toEqual([["declared", "begin"], [], [], ["g_n", "g_h"], ["g_h", "g_b"]]);
  });

  test("a target as text", () => {
    const { unit, dispose } = versions();
    const made = unit(`${BEGIN}void f(void) { g_h = 0; }\n`);
    const key = (fn: ProgramFunction): string => fn.name;
    expect([
      targetText({ kind: "program", functions: [named(made, "begin"), named(made, "f")], complete: true }, key),
      targetText({ kind: "winsock", name: "WSAStartup" }, key),
      targetText({ kind: "platform", name: "Sleep" }, key),
      targetText({ kind: "unknown", name: "Sleep" }, key),
      targetText({ kind: "unknown" }, key),
    ]).toEqual(["program begin|f", "winsock WSAStartup", "platform Sleep", "unknown Sleep", "unknown "]);
    dispose();
  });

  test("the first answer is the one that is written down", () => {
    const answers = new Answers();
    answers.note("touches", "f", "", "true");
    answers.note("touches", "f", "", "false");
    answers.note("touches", "g", "", "false");
    answers.note("isSmall", "f", "", "false");
    answers.note("isVariable", "f", "a", "true");
    expect([...answers.facts.values()].map((a) => [a.fact, a.about, a.name, a.answer].join(" "))).toEqual([
      "touches f  true",
      "touches g  false",
      "isSmall f  false",
      "isVariable f a true",
    ]);
  });
});

describe("the same answers", () => {
  const TEXT = `struct Job { HANDLE h; int n; ~Job(); };
typedef HANDLE (WINAPI *Lookup)(HWND, unsigned, const char *, char *, int);
static Lookup g_lookup;
Job::~Job() { h = 0; }
static int helper(int a) { return a; }
void load(HMODULE m) { g_lookup = (Lookup)GetProcAddress(m, "WSAAsyncGetHostByName"); }
void f(HWND w, const char *n, Job *j) { if (w) g_h = g_lookup(w, WM_RESOLVED, n, g_b, sizeof g_b); j->h = g_h; if (helper(1)) helper(2); }
void g(void) { MSG m; GetMessage(&m, 0, 0, 0); }
void last(void) { WSACancelAsyncRequest(g_h); }
`;
  type Ask = (q: Questions, unit: Unit) => void;
  const body: Ask = (q, unit) => q.enter(named(unit, "f"));
  const targets: Ask = (q, unit) => {
    for (const site of callsOf(named(unit, "f"))) q.resolve(site);
  };
  const CASES: readonly { what: string; ask: Ask; from: string; to: string; same: boolean }[] = [
    { what: "of a body while another changes", ask: body, from: "return a;", to: "return a + 1;", same: true },
    { what: "of a body that moves", ask: body, from: "struct Job", to: "// a note\nstruct Job", same: true },
    { what: "of a body that changes", ask: body, from: "j->h = g_h;", to: "", same: false },
    { what: "of a function with another number", ask: body, from: "void load", to: "void more(void) {}\nvoid load", same: false },
    { what: "of a function that is gone", ask: body, from: "void f(", to: "void e(", same: false },
    { what: "of what a body tests twice", ask: body, from: '"WSAAsyncGetHostByName"', to: '"gethostbyname"', same: false },
    { what: "of the meaning of calls", ask: targets, from: "return a;", to: "return a + 1;", same: true },
    {
      what: "of a call that means something else",
      ask: targets,
      from: "static int helper(int a)",
      to: "static int other(int a)",
      same: false,
    },
    { what: "of a pointer with another value", ask: targets, from: '"WSAAsyncGetHostByName"', to: '"gethostbyname"', same: false },
    { what: "of calls of a function that is gone", ask: targets, from: "void f(", to: "void e(", same: false },
    { what: "of a destructor", ask: (q) => q.destructorOf("Job"), from: "{ h = 0; }", to: "{ h = 0; n = 1; }", same: true },
    { what: "of a destructor that is gone", ask: (q) => q.destructorOf("Job"), from: "Job::~Job() { h = 0; }", to: "", same: false },
    {
      what: "of a destructor that comes",
      ask: (q) => q.destructorOf("Els"),
      from: "void g(",
      to: "struct Els { ~Els(); };\nEls::~Els() {}\nvoid g(",
      same: false,
    },
    { what: "of what touches", ask: (q, u) => q.touches(named(u, "helper")), from: "return a;", to: "return g_h != 0;", same: false },
    { what: "of what still does not touch", ask: (q, u) => q.touches(named(u, "helper")), from: "return a;", to: "return 1;", same: true },
    {
      what: "of what touches by itself",
      ask: (q, u) => q.touchesItself(named(u, "g")),
      from: "MSG m;",
      to: "MSG m; g_h = 0;",
      same: false,
    },
    {
      what: "of what is small",
      ask: (q, u) => q.isSmall(named(u, "g")),
      from: "MSG m;",
      to: `MSG m; /* ${"-".repeat(1500)} */`,
      same: false,
    },
    {
      what: "of what waits for messages",
      ask: (q, u) => q.pumps(named(u, "g")),
      from: "GetMessage(&m, 0, 0, 0)",
      to: "unseen()",
      same: false,
    },
    {
      what: "of what waits, asked of a function that is gone",
      ask: (q, u) => q.pumps(named(u, "g")),
      from: "void g(",
      to: "void h(",
      same: false,
    },
    {
      what: "of a method",
      ask: (q, u) => q.isOwnMethod(named(u, "Job::~Job"), "clear"),
      from: "int n;",
      to: "int n; void clear();",
      same: false,
    },
    {
      what: "of a variable",
      ask: (q, u) => q.isVariable(named(u, "g"), "g_more"),
      from: "void load",
      to: "static int g_more;\nvoid load",
      same: false,
    },
    {
      what: "of a variable that is still none",
      ask: (q, u) => q.isVariable(named(u, "g"), "g_more"),
      from: "void load",
      to: "static int g_less;\nvoid load",
      same: true,
    },
  ];
  test.each(CASES)("$what", ({ ask, from, to, same }) => {
    expect(TEXT).toContain(from);
    const { unit, dispose } = versions();
    const before = unit(TEXT);
    const questions = questionsOf(before);
    const answers = questions.record();
    ask(questions, before);
    expect(questionsOf(unit(TEXT)).answersAgain(answers)).toBe(true);
    expect(questionsOf(unit(TEXT.replace(from, to))).answersAgain(answers)).toBe(same);
    dispose();
  });
});

describe("a program's next version", () => {
  const PROGRAM = `static HANDLE g_more; static char g_room[1024];
static void clear(void) { g_h = 0; }
void begin(HWND w, const char *n) { g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, sizeof g_b); }
void stop(int now) { if (now) WSACancelAsyncRequest(g_h); clear(); }
void gone(void) { if (g_h) show("g"); }
void apart(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) clear(); }
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) {
    case WM_RESOLVED: if ((HANDLE)wParam == g_h) clear(); return 0;
    case WM_CLOSE: stop(1); return 0;
    }
    return 0;
}
`;
  const told = (e: PathEvent): string => {
    const frames: string[] = [];
    for (let f: Frame | undefined = e.frame; f; f = f.parent) frames.push(`${f.function.index}:${f.call?.function.index ?? "-"}`);
    const callee = e.kind === "enter" || e.kind === "leave" ? e.callee.index : "";
    const value = "result" in e && e.result ? termText(e.result) : "";
    return [e.kind, e.at.function.index, e.at.range.start, frames.join(), callee, value, e.root.index, e.order, e.previous?.order].join(
      " ",
    );
  };

  /** Analyses versions with one memory; each is what it is from scratch. Answers the functions that were run again for each but the first. */
  function again(texts: readonly string[], memory = new AnalysisMemory()): string[] {
    const { unit, dispose } = versions();
    const reruns = texts.map((text) => {
      const made = unit(text);
      const facts = new Facts(made, { cancelled: false }, DEFAULT_BUDGET, memory);
      expect(facts.engine.events.map(told)).toEqual(new Facts(made).engine.events.map(told));
      // all that an event names is of this version
      const own = new Set(made.functions);
      for (const e of facts.engine.events) {
        expect(own.has(e.root.function)).toBe(true);
        const at = [e.at.function, ...(e.kind === "enter" || e.kind === "leave" ? [e.callee] : [])];
        for (let f: Frame | undefined = e.frame; f; f = f.parent) at.push(f.function, ...(f.call ? [f.call.function] : []));
        expect(at.every((fn) => own.has(fn))).toBe(true);
      }
      return [...facts.engine.rerun].map((f) => f.name).join(" ");
    });
    dispose();
    return reruns.slice(1);
  }
  const edited = (from: string, to: string): string => {
    expect(PROGRAM).toContain(from);
    return PROGRAM.replace(from, to);
  };

  test("runs again what goes through what changed", () => {
    expect(again([PROGRAM, PROGRAM])).toEqual([""]);
    expect(again([PROGRAM, `// a line\n${PROGRAM}`, PROGRAM])).toEqual(["", ""]);
    expect(again([PROGRAM, edited("if (now) ", "")])).toEqual(["WndProc stop clear"]);
    expect(again([PROGRAM, edited('show("g")', 'show("h")')])).toEqual(["gone"]);
  });

  test("runs again a handler that takes another reply, or none", () => {
    expect(again([PROGRAM, edited("w, WM_RESOLVED, n", "w, WM_APP + 9, n"), PROGRAM])).toEqual([
      "WndProc clear begin apart",
      "WndProc clear begin apart",
    ]);
  });

  test("runs again what takes a reply apart once something calls it", () => {
    const open = `void begin(HWND w) { g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "a", g_b, sizeof g_b); }
void apart(WPARAM wParam, LPARAM lParam) { if (WSAGETASYNCERROR(lParam)) g_h = 0; }
`;
    expect(again([open, `${open}void caller(void) { apart(0, 0); }\n`])).toEqual(["apart"]);
  });

  test("runs all again if what holds handles has other names", () => {
    const more = `${PROGRAM}void more(HWND w) { g_more = WSAAsyncGetHostByName(w, WM_RESOLVED, "m", g_room, sizeof g_room); }\n`;
    expect(again([PROGRAM, more])).toEqual(["WndProc clear stop begin gone more apart"]);
  });

  test("forgets what is gone, but not what was only not come to", () => {
    const without = edited('void gone(void) { if (g_h) show("g"); }\n', "");
    const back = `${without}void gone(void) { if (g_h) show("g"); }\n`;
    expect(again([back, without, back])).toEqual(["", "gone"]);
  });

  test("keeps nothing of a run that was cut", () => {
    const { unit, dispose } = versions();
    const fresh = new Facts(unit(PROGRAM)).engine.events.map(told);
    let cut = 0;
    for (let after = 0; after < 60; after += 3) {
      const memory = new AnalysisMemory();
      let looks = 0;
      const token: Token = {
        get cancelled() {
          return ++looks > after;
        },
      };
      const facts = new Facts(unit(PROGRAM), token, DEFAULT_BUDGET, memory);
      if (facts.engine.events.length < fresh.length) cut++;
      expect(new Facts(unit(PROGRAM), { cancelled: false }, DEFAULT_BUDGET, memory).engine.events.map(told)).toEqual(fresh);
    }
    expect(cut).toBeGreaterThan(3);
    dispose();
  });

  test("keeps the table of terms until it has grown", () => {
    const memory = new AnalysisMemory(0);
    const table = (): unknown => memory.identities.terms;
    again([PROGRAM], memory);
    const first = table();
    again([PROGRAM, edited('show("g")', 'show("h")')], memory);
    expect(table()).toBe(first);
    const many = Array.from({ length: 200 }, (_, i) => `unseen(${i} + n);`).join(" ");
    again([edited('show("g")', many), PROGRAM], memory);
    expect(table()).not.toBe(first);
  });
});
