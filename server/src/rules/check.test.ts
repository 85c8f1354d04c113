import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Declared } from "../program/declared.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { type CheckOptions, checkUnit } from "./check.ts";
import type { CheckedFinding } from "./types.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

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
