/** After an edit only the functions are run again to which it matters, and what is found is what the text from scratch gives. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { AnalysisMemory } from "../analysis/memory.ts";
import { createWorkspace } from "../program/workspace.ts";
import { checkUnit } from "./check.ts";
import type { CheckResult } from "./types.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

const MAIN = "file:///p/main.cpp";
const HEADER = "file:///p/lookup.h";

const HEADER_TEXT = `#define WM_REPLY (WM_USER + 7)
#define IS_BUSY(h) ((h) != 0)
struct Lookup { HANDLE task; char buffer[MAXGETHOSTSTRUCT]; };
extern HANDLE g_single;
`;

const MAIN_TEXT = `#include <winsock2.h>
#include "lookup.h"
HANDLE g_single;
static Lookup g_lookup;
static char g_buffer[MAXGETHOSTSTRUCT];
static bool mayStart(Lookup *lookup) { return !IS_BUSY(lookup->task); }
static void finished(Lookup *lookup) { lookup->task = 0; }
void start(HWND window, const char *name) {
  if (!mayStart(&g_lookup)) return;
  g_lookup.task = WSAAsyncGetHostByName(window, WM_REPLY, name, g_lookup.buffer, sizeof g_lookup.buffer);
}
void stop(void) {
  if (g_lookup.task) WSACancelAsyncRequest(g_lookup.task);
  finished(&g_lookup);
}
void startSingle(HWND window) {
  g_single = WSAAsyncGetHostByName(window, WM_USER + 8, "localhost", g_buffer, sizeof g_buffer);
  if (!g_single) return;
}
int unrelated(int a) { return a + 1; }
LRESULT CALLBACK WndProc(HWND window, UINT message, WPARAM wParam, LPARAM lParam) {
  switch (message) {
    case WM_REPLY:
      if (WSAGETASYNCERROR(lParam) == 0) use(g_lookup.buffer);
      finished(&g_lookup);
      return 0;
    case WM_USER + 8:
      if ((HANDLE)wParam == g_single && WSAGETASYNCERROR(lParam) == 0) use(g_buffer);
      g_single = 0;
      return 0;
  }
  return DefWindowProc(window, message, wParam, lParam);
}
`;

interface Edit {
  readonly what: string;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  /** Functions that are run again; absent: at least one and not all. */
  readonly rerun?: number | "some" | "all";
}

const EDITS: readonly Edit[] = [
  { what: "a function that no request goes through", uri: MAIN, from: "a + 1", to: "a + 2", rerun: 0 },
  { what: "a comment that moves everything", uri: MAIN, from: "HANDLE g_single;", to: "// a\n\n/* note */ HANDLE g_single;", rerun: 0 },
  { what: "a line in a header that nothing asks about", uri: HEADER, from: "extern", to: "#define UNUSED 1\nextern", rerun: 0 },
  { what: "one function of its own", uri: MAIN, from: "if (!g_single) return;", to: "", rerun: 1 },
  { what: "a guard", uri: MAIN, from: "if (g_lookup.task) WSACancel", to: "WSACancel", rerun: 2 },
  { what: "a callee that decides whether there is a start", uri: MAIN, from: "return !IS_BUSY(lookup->task)", to: "return true", rerun: 2 },
  { what: "a callee that clears the handle", uri: MAIN, from: "lookup->task = 0;", to: "", rerun: "some" },
  { what: "a macro that a callee tests by", uri: HEADER, from: "((h) != 0)", to: "((h) == 0)", rerun: 2 },
  { what: "a message number", uri: HEADER, from: "WM_USER + 7", to: "WM_USER + 9", rerun: "some" },
  { what: "a type of a member", uri: HEADER, from: "HANDLE task;", to: "WORD task;", rerun: "some" },
  { what: "a member's name", uri: HEADER, from: "HANDLE task;", to: "HANDLE job;", rerun: "some" },
  { what: "the size of a buffer", uri: HEADER, from: "[MAXGETHOSTSTRUCT]", to: "[64]", rerun: "some" },
  { what: "which handler a message has", uri: MAIN, from: "case WM_USER + 8", to: "case WM_USER + 6", rerun: "some" },
  { what: "a global that becomes another", uri: MAIN, from: "  g_single = 0;", to: "  g_other = 0;", rerun: "some" },
  { what: "a new caller", uri: MAIN, from: "int unrelated(int a) { return", to: "int unrelated(int a) { stop(); return", rerun: "some" },
  {
    what: "a new function before the others",
    uri: MAIN,
    from: "static bool may",
    to: "static int more() { return 3; }\nstatic bool may",
    rerun: "all",
  },
  {
    what: "a wrapper's body that goes away",
    uri: MAIN,
    from: "static void finished(Lookup *lookup) { lookup->task = 0; }",
    to: "",
    rerun: "some",
  },
];

function open() {
  const workspace = createWorkspace({ parser, target: "win64" });
  const texts = new Map([
    [MAIN, MAIN_TEXT],
    [HEADER, HEADER_TEXT],
  ]);
  const check = (memory?: AnalysisMemory): CheckResult => {
    const [answer] = workspace.unitsOf({ texts }, MAIN);
    if (!answer?.unit) throw new Error("no unit");
    return checkUnit(answer.unit, { profile: "strict", ...(memory ? { memory } : {}) });
  };
  return { workspace, texts, check };
}

const found = ({ findings, cuts, failed }: CheckResult) => ({ findings, cuts, failed });

describe("an edit", () => {
  test.each(EDITS)("of $what", ({ uri, from, to, rerun }) => {
    const { workspace, texts, check } = open();
    const memory = new AnalysisMemory();
    const whole = check(memory).rerun;
    const before = texts.get(uri) ?? "";
    expect(before).toContain(from);
    texts.set(uri, before.replace(from, to));
    const edited = check(memory);
    const scratch = open();
    scratch.texts.set(uri, texts.get(uri) ?? "");
    const fresh = scratch.check();
    expect(found(edited)).toEqual(found(fresh));
    if (typeof rerun === "number") expect(edited.rerun).toBe(rerun);
    if (rerun === "some") expect(edited.rerun).toBeGreaterThan(0);
    if (rerun === "all") expect(edited.rerun).toBe(fresh.rerun);
    else expect(edited.rerun).toBeLessThan(whole);
    // taken back, it is what it was
    texts.set(uri, before);
    const original = open();
    expect(found(check(memory))).toEqual(found(original.check()));
    for (const each of [workspace, scratch.workspace, original.workspace]) each.dispose();
  });

  test("nothing is run again for the same text", () => {
    const { workspace, check } = open();
    const memory = new AnalysisMemory();
    const first = check(memory);
    const second = check(memory);
    expect(first.rerun).toBeGreaterThan(4);
    expect(second).toEqual({ ...first, rerun: 0 });
    workspace.dispose();
  });
});

test("what a token cut is not remembered, and what was remembered before stays", () => {
  const { workspace, texts, check } = open();
  const memory = new AnalysisMemory();
  const first = check(memory);
  const [answer] = workspace.unitsOf({ texts }, MAIN);
  if (!answer?.unit) throw new Error("no unit");
  checkUnit(answer.unit, { profile: "strict", memory, token: { isCancelled: () => true } });
  expect(check(memory)).toEqual({ ...first, rerun: 0 });
  workspace.dispose();
});

test("terms of versions that are gone do not pile up", () => {
  const { workspace, texts, check } = open();
  const memory = new AnalysisMemory(200);
  check(memory);
  const sizes: number[] = [];
  for (let i = 0; i < 12; i++) {
    const names = Array.from({ length: 100 }, (_, n) => `use(${i * 1000 + n} + b${i * 1000 + n});`).join(" ");
    texts.set(MAIN, MAIN_TEXT.replace("if (!g_single) return;", names));
    check(memory);
    sizes.push(memory.identities.terms.size);
  }
  expect(Math.max(...sizes)).toBeLessThan(6 * (sizes[0] ?? 0));
  workspace.dispose();
});
