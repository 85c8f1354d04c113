/** Calls in a branch of `#if` that had to give way to another one, because the group cuts through a statement or a brace. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { AnalysisMemory } from "../analysis/memory.ts";
import { createWorkspace } from "../program/workspace.ts";
import { checkUnit } from "./check.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

const HEAD = `#include <windows.h>
#include <winsock2.h>
HANDLE g_h;
char g_buffer[MAXGETHOSTSTRUCT];
int g_state;
`;

/** The first branch wins, for both name one call. */
const cut = (first: string, second: string, condition = "defined(NEW_WAY)"): string => `${HEAD}void f(HWND w, int busy)
{
#if ${condition}
  if (!busy) {
    ${first}
#else
  if (busy < 2) {
    ${second}
#endif
    g_state = 1;
  }
}
`;

const RIGHT = `g_h = WSAAsyncGetHostByName(w, WM_APP, "a", g_buffer, sizeof g_buffer); if (g_h == 0) return;`;
const WRONG = `g_h = WSAAsyncGetHostByName(w, WM_APP, "b", g_buffer, sizeof g_buffer);`;
const STRICT_OFF = { "no-watchdog": "off", "obsolete-function": "off", "abandoned-request": "off" } as const;

function check(texts: Readonly<Record<string, string>>, defines?: ReadonlyMap<string, string | undefined>): string[] {
  const workspace = createWorkspace({ parser, target: "win64", ...(defines ? { defines } : {}) });
  const snapshot = { texts: new Map(Object.entries(texts)) };
  const memory = new AnalysisMemory();
  const lines = workspace.plan(snapshot).units.flatMap((planned) => {
    const { unit } = workspace.unit(snapshot, planned);
    if (!unit) throw new Error("no unit");
    const found = checkUnit(unit, { profile: "default", levels: STRICT_OFF, memory });
    expect(found.failed).toEqual([]);
    // what is remembered of both readings gives the same
    expect(checkUnit(unit, { profile: "default", levels: STRICT_OFF, memory }).findings).toEqual(found.findings);
    return found.findings.map(({ rule, uri, start, assumptions, suppressed }) => {
      const line = (texts[uri] ?? "").slice(0, start).split("\n").length;
      return [rule, line, ...(assumptions ?? []).map(({ text }) => text), ...(suppressed ? ["silenced"] : [])].join(" ");
    });
  });
  workspace.dispose();
  return lines;
}

const MAIN = "file:///p/main.c";

test("a mistake in the other branch is reported, with the condition under which it is one", () => {
  expect(check({ [MAIN]: cut(RIGHT, WRONG) })).toEqual(["unchecked-start 13 `!defined(NEW_WAY)` holds"]);
  expect(check({ [MAIN]: cut(WRONG, RIGHT) })).toEqual(["unchecked-start 10"]);
});

test("each branch reports its own, and nothing twice", () => {
  expect(check({ [MAIN]: cut(WRONG, WRONG) })).toEqual(["unchecked-start 10", "unchecked-start 13 `!defined(NEW_WAY)` holds"]);
  expect(check({ [MAIN]: cut(RIGHT, RIGHT) })).toEqual([]);
});

test("a mistake beside the group is reported once", () => {
  const text = `${cut(RIGHT, RIGHT)}void g(HWND w) { ${WRONG} g_state = 2; }\n`;
  expect(check({ [MAIN]: text })).toEqual(["unchecked-start 18"]);
});

test("a branch that the target or the person excludes is not read", () => {
  expect(check({ [MAIN]: cut(RIGHT, WRONG, "defined(_WIN32)") })).toEqual([]);
  expect(check({ [MAIN]: cut(RIGHT, WRONG) }, new Map([["NEW_WAY", "1"]]))).toEqual([]);
  expect(check({ [MAIN]: cut(RIGHT, WRONG) }, new Map([["NEW_WAY", undefined]]))).toEqual(["unchecked-start 13"]);
});

test("a branch without a call is no reason to read the program again", () => {
  expect(check({ [MAIN]: cut(RIGHT, "") })).toEqual([]);
});

test("a comment silences what stands in the other branch, and is used by it", () => {
  const comment = "// winsock-async-ignore unchecked-start: the window is told otherwise\n    ";
  expect(check({ [MAIN]: cut(RIGHT, comment + WRONG) })).toEqual(["unchecked-start 14 `!defined(NEW_WAY)` holds silenced"]);
});

test("one choice holds in all files of the program", () => {
  const header = `#ifdef NEW_WAY
#define STORE(x) (void)(x)
void both(void) {
#else
#define STORE(x) g_h = (x)
void both2(void) {
#endif
}
`;
  // in the other reading the handle is stored and tested
  const second = `STORE(WSAAsyncGetHostByName(w, WM_APP, "b", g_buffer, sizeof g_buffer)); if (g_h == 0) return;`;
  const main = cut(RIGHT, second, "defined(NEW_WAY)").replace("HANDLE g_h;", '#include "way.h"\nHANDLE g_h;');
  expect(check({ [MAIN]: main, "file:///p/way.h": header })).toEqual([]);
});
