import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Declared } from "../program/declared.ts";
import type { Unit } from "../program/types.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { type CheckOptions, checkUnit } from "./check.ts";
import type { CheckedFinding, CheckResult } from "./types.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

/** The check of the one program of these files, with all that it says; `change` may put something else in place of its unit. */
function checkFiles(texts: Readonly<Record<string, string>>, options: CheckOptions, change = (unit: Unit): Unit => unit): CheckResult {
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map(Object.entries(texts).map(([name, text]) => [`file:///${name}`, text])) };
    const [planned] = workspace.plan(snapshot).units;
    const unit = planned && workspace.unit(snapshot, planned).unit;
    if (!unit) throw new Error("no unit");
    return checkUnit(change(unit), options);
  } finally {
    workspace.dispose();
  }
}

function check(text: string, options: CheckOptions, wrappers?: Declared): readonly CheckedFinding[] {
  const workspace = createWorkspace({ parser, target: "win64", ...(wrappers ? { wrappers } : {}) });
  try {
    const snapshot = { texts: new Map([["file:///x.c", text]]) };
    return workspace.plan(snapshot).units.flatMap((planned) => {
      const unit = workspace.unit(snapshot, planned).unit;
      return unit ? checkUnit(unit, options).findings : [];
    });
  } finally {
    workspace.dispose();
  }
}

const ids = (findings: readonly CheckedFinding[]): string[] => findings.filter((f) => f.rule !== "obsolete-function").map((f) => f.rule);

const HEAD = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h;
static char g_buffer[MAXGETHOSTSTRUCT];
static int g_state;
`;
const start = (before = ""): string => `${HEAD}void f(HWND w, const char *n)
{
    ${before}
    WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);
    g_state = 1;
}
`;

test("levels: another severity, off, and a strict rule that is named", () => {
  const severity = (levels: CheckOptions["levels"]): unknown =>
    check(start(), { profile: "default", ...(levels ? { levels } : {}) }).find((f) => f.rule === "unchecked-start")?.severity;
  expect(severity(undefined)).toBe("warning");
  expect(severity({ "unchecked-start": "error" })).toBe("error");
  expect(severity({ "unchecked-start": "off" })).toBeUndefined();
  expect(ids(check(start(), { profile: "default" }))).toEqual(["unchecked-start"]);
  expect(ids(check(start(), { profile: "default", levels: { "no-watchdog": "hint" } })).sort()).toEqual(["no-watchdog", "unchecked-start"]);
});

test("a report names the rules it stands over", () => {
  expect(ids(check(start(), { profile: "strict" }))).not.toContain("handle-discarded");
  expect(check(start(), { profile: "default" }).find((f) => f.rule === "unchecked-start")?.also).toContain("handle-discarded");
});

test("a comment with a reason silences the report of its line and the next, also by the name of a rule that the report stands over", () => {
  const silenced = (comment: string): unknown[] =>
    check(start(comment), { profile: "default" })
      .filter((f) => f.rule === "unchecked-start")
      .map((f) => f.suppressed?.reason);
  expect(silenced("")).toEqual([undefined]);
  expect(silenced("/* winsock-async-ignore unchecked-start: shown elsewhere */")).toEqual(["shown elsewhere"]);
  expect(silenced("// winsock-async-ignore handle-discarded: shown elsewhere")).toEqual(["shown elsewhere"]);
  expect(silenced("/* winsock-async-ignore stack-buffer: another rule */")).toEqual([undefined]);
});

test("a comment that silences nothing is reported, where its rule ran", () => {
  const unused = (comment: string, options: CheckOptions): string[] =>
    check(start(comment), options)
      .filter((f) => f.rule === "unused-suppression")
      .map((f) => f.message);
  const comment = "/* winsock-async-ignore stack-buffer: it was one */";
  expect(unused(comment, { profile: "strict" })).toHaveLength(1);
  expect(unused(comment, { profile: "default" })).toEqual([]);
  expect(unused(comment, { profile: "strict", levels: { "stack-buffer": "off" } })).toEqual([]);
  expect(unused(comment, { profile: "strict", levels: { "unused-suppression": "off" } })).toEqual([]);
  expect(unused("/* winsock-async-ignore stack-bufer: a slip */", { profile: "default" })[0]).toContain("stack-bufer");
});

test("functions of the program's own that start and cancel are taken for the calls they are said to be", () => {
  const text = `${HEAD}HANDLE lookup(HWND w, unsigned m, const char *n, char *b, int l);
int safe_cancel(HANDLE h);
void f(HWND w, const char *n)
{
    char b[1024];
    g_h = lookup(w, WM_RESOLVED, n, b, sizeof b);
    if (g_h == 0) g_state = -1;
}
void stop(void)
{
    HANDLE h = 0;
    safe_cancel(h);
    if (g_h) WSACancelAsyncRequest(g_h);
    g_h = 0;
}
`;
  expect(ids(check(text, { profile: "default" }))).toEqual([]);
  const wrapped = check(
    text,
    { profile: "default" },
    new Map([
      ["lookup", { kind: "winsock", name: "WSAAsyncGetHostByName" }],
      ["safe_cancel", { kind: "winsock", name: "WSACancelAsyncRequest" }],
    ]),
  );
  expect(ids(wrapped).sort()).toEqual(["cancel-zero-handle", "stack-buffer"]);
});

test("the id of a finding does not change with the lines before it", () => {
  const [a] = check(start(), { profile: "default" }).filter((f) => f.rule === "unchecked-start");
  const [b] = check(start("\n\n\n"), { profile: "default" }).filter((f) => f.rule === "unchecked-start");
  expect(a?.start).not.toBe(b?.start);
  expect(a?.id).toBe(b?.id);
});

test("a check that is cancelled ends early: with what the rules had said by then", () => {
  let asked = 0;
  const cancelledAt = (n: number): readonly CheckedFinding[] => {
    asked = 0;
    return check(start(), { profile: "strict", token: { isCancelled: () => ++asked > n } });
  };
  const all = ids(cancelledAt(Number.POSITIVE_INFINITY));
  expect(all.length).toBeGreaterThan(0);
  const often = asked;
  expect(cancelledAt(0)).toEqual([]);
  expect(asked).toBeLessThan(often / 2);
  // the paths are run, half of the rules are asked
  const some = ids(cancelledAt(often - 60));
  expect(some.length).toBeLessThan(all.length);
  for (const id of some) expect(all).toContain(id);
  expect(asked).toBeLessThan(often);
});

test("a rule that fails is named with its error, and the others report", () => {
  const small = start().replace("g_buffer[MAXGETHOSTSTRUCT]", "g_buffer[100]").replace("sizeof g_buffer", "1024");
  const options: CheckOptions = { profile: "default" };
  const whole = checkFiles({ "x.c": small }, options);
  expect(whole.failed).toEqual([]);
  expect(ids(whole.findings)).toEqual(["unchecked-start", "length-exceeds-buffer"]);
  const failing = (error: unknown): CheckResult =>
    checkFiles({ "x.c": small }, options, (unit) =>
      Object.assign(Object.create(unit) as Unit, {
        layout(): never {
          throw error;
        },
      }),
    );
  expect(failing(new Error("no layout")).failed).toEqual(["length-exceeds-buffer: no layout"]);
  expect(failing("nothing").failed).toEqual(["length-exceeds-buffer: nothing"]);
  expect(ids(failing(new Error("no layout")).findings)).toEqual(["unchecked-start"]);
});

test("what is only possible is held back by default, and counted by its rule", () => {
  // another variable says whether a request runs
  const stop = (name: string): string => `void ${name}(void)\n{\n    if (g_state) WSACancelAsyncRequest(g_h);\n}\n`;
  const text = `${start("g_h =")}${stop("a")}${stop("b")}`;
  const held = (profile: CheckOptions["profile"]): readonly unknown[] => {
    const { findings, suppressedByUnknown } = checkFiles({ "x.c": text }, { profile });
    return [findings.filter((f) => f.rule === "cancel-zero-handle").length, suppressedByUnknown];
  };
  expect(held("default")).toEqual([0, { "cancel-zero-handle": 2 }]);
  expect(held("strict")).toEqual([2, {}]);
  // asked for by name it is shown
  const named = checkFiles({ "x.c": text }, { profile: "default", levels: { "cancel-zero-handle": "hint" } });
  expect(named.findings.filter((f) => f.rule === "cancel-zero-handle").map((f) => f.severity)).toEqual(["hint", "hint"]);
  expect(named.suppressedByUnknown).toEqual({});
});

test("a check that is cancelled reads no other branch of #if", () => {
  let read = 0;
  const other = (unit: Unit): Unit => Object.assign(Object.create(unit) as Unit, { otherChoice: () => void read++ });
  checkFiles({ "x.c": start() }, { profile: "default", token: { isCancelled: () => true } }, other);
  expect(read).toBe(0);
  checkFiles({ "x.c": start() }, { profile: "default" }, other);
  expect(read).toBe(1);
});

test("of two files each comment silences its own, and findings are told by file, place and rule", () => {
  const call = (name: string, comment = ""): string => `void ${name}(HWND w, const char *n)
{
    WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);${comment}
    g_state = 1;
}
`;
  const comment = " // winsock-async-ignore unchecked-start: told elsewhere";
  // the call stands on the same line of both
  const head = HEAD.replace("static HANDLE", '#include "a.h"\nstatic HANDLE');
  const blank = head.replace(/.*\n/g, "\n");
  const told = (texts: Readonly<Record<string, string>>): string[] =>
    checkFiles(texts, { profile: "default", levels: { "obsolete-function": "off" } }).findings.map(
      (f) =>
        `${f.uri.slice(8)}:${(texts[f.uri.slice(8)] ?? "").slice(0, f.start).split("\n").length} ${f.rule}${f.suppressed ? " silenced" : ""}`,
    );
  const included = (own: string, other: string, name: string): Record<string, string> => ({
    [name]: head.replace("a.h", "m.h") + call("f", own),
    "m.h": blank + call("g", other),
  });
  expect(told(included("", comment, "b.c"))).toEqual(["b.c:10 unchecked-start", "m.h:10 unchecked-start silenced"]);
  expect(told(included(comment, "", "b.c"))).toEqual(["b.c:10 unchecked-start silenced", "m.h:10 unchecked-start"]);
  expect(told(included("", "", "z.c"))).toEqual(["m.h:10 unchecked-start", "z.c:10 unchecked-start"]);
});

test("a comment silences in its line, whatever ends the lines", () => {
  const text = start("/* winsock-async-ignore unchecked-start: shown elsewhere */");
  for (const eol of ["\n", "\r\n", "\r"]) {
    const found = check(text.replaceAll("\n", eol), { profile: "default" }).filter((f) => f.rule === "unchecked-start");
    expect(found.map((f) => f.suppressed?.reason)).toEqual(["shown elsewhere"]);
  }
});

test("a comment that silences nothing is told only where it stands in a function that was read, and all its rules ran", () => {
  const comment = "/* winsock-async-ignore stack-buffer, null-name: it was one */";
  const unused = (text: string, levels?: CheckOptions["levels"]): number =>
    check(text, { profile: "strict", ...(levels ? { levels } : {}) }).filter((f) => f.rule === "unused-suppression").length;
  expect(unused(start(comment))).toBe(1);
  expect(unused(start(comment), { "null-name": "off" })).toBe(0);
  // before the first function, far behind the last, and in one that has to do with no request
  expect(unused(`${comment}\n${start()}`)).toBe(0);
  expect(unused(`${start()}${"\n".repeat(400)}${comment}\n`)).toBe(0);
  expect(unused(`${start()}${"\n".repeat(400)}int twice(int n)\n{\n    ${comment}\n    return 2 * n;\n}\n`)).toBe(0);
});

test("what could not be read of the functions of a file is summed", () => {
  const odd = (name: string): string =>
    `void ${name}(void)\n{\n    if (g_h) WSACancelAsyncRequest(g_h);\n    g_h = 0;\n    g_state = ) n + [ ;\n}\n`;
  const understood = (text: string): unknown => [...checkFiles({ "x.c": text }, { profile: "default" }).understood.values()];
  const one = understood(start() + odd("a")) as { unknown: number; functions: number; whole: number }[];
  expect(one).toMatchObject([{ functions: 2, whole: 1 }]);
  const each = one[0]?.unknown ?? 0;
  expect(each).toBeGreaterThan(0);
  expect(understood(start() + odd("a") + odd("b"))).toMatchObject([{ functions: 3, whole: 1, unknown: 2 * each }]);
});

test("findings of two files are told by file, whichever rule comes first", () => {
  const head = HEAD.replace("static HANDLE", '#include "m.h"\nstatic HANDLE');
  const cancel = "void stop(void)\n{\n    HANDLE h = 0;\n    WSACancelAsyncRequest(h);\n}\n";
  const lost = start().slice(HEAD.length);
  const { findings } = checkFiles(
    { "b.c": `${head}${"\n".repeat(50)}${lost}`, "m.h": cancel },
    { profile: "default", levels: { "obsolete-function": "off" } },
  );
  expect(findings.map((f) => [f.uri.slice(8), f.rule])).toEqual([
    ["b.c", "unchecked-start"],
    ["m.h", "cancel-zero-handle"],
  ]);
});

test("one of the rules that a report stands over is enough for a comment", () => {
  const text = `${HEAD}void stop(void)
{
    if (!g_h) return;
    // winsock-async-ignore einval-ealready-differ: known
    while (WSACancelAsyncRequest(g_h) && WSAGetLastError() == WSAEALREADY) Sleep(50);
    g_h = 0;
}
${start("g_h =").slice(HEAD.length)}`;
  const found = checkFiles({ "x.c": text }, { profile: "default" }).findings.find((f) => f.rule === "ealready-means-busy");
  expect(found?.also?.length).toBeGreaterThan(1);
  expect(found?.suppressed?.reason).toBe("known");
});

test("a comment that silences nothing is told in each function that was read, and in the file that the function is in", () => {
  const comment = "/* winsock-async-ignore stack-buffer: it was one */";
  const unused = (texts: Readonly<Record<string, string>>): string[] =>
    checkFiles(texts, { profile: "strict" })
      .findings.filter((f) => f.rule === "unused-suppression")
      .map((f) => f.uri.slice(8));
  const other = start().slice(HEAD.length).replace("void f", "void g");
  expect(unused({ "x.c": start(comment) + other })).toEqual(["x.c"]);
  expect(unused({ "x.c": start() + other.replace("{", `{\n    ${comment}`) })).toEqual(["x.c"]);
  // at the offset of a function of the other file
  const head = HEAD.replace("static HANDLE", '#include "m.h"\nstatic HANDLE');
  const before = "/* */ ".repeat(50);
  expect(unused({ "b.c": head + start().slice(HEAD.length), "m.h": `${before}${comment}\n` })).toEqual([]);
});

test("what was read and what was not is summed over the functions of a file", () => {
  const understood = (text: string) => [...checkFiles({ "x.c": text }, { profile: "default" }).understood.values()][0];
  const stop = (name: string): string => `void ${name}(void)\n{\n    if (g_h) WSACancelAsyncRequest(g_h);\n    g_h = 0;\n}\n`;
  const [none, one, two] = [start(), start() + stop("a"), start() + stop("a") + stop("b")].map(understood);
  const each = (one?.statements ?? 0) - (none?.statements ?? 0);
  expect(each).toBeGreaterThan(0);
  expect(two?.statements).toBe((one?.statements ?? 0) + each);
});
