/** How the replies of a request are matched with it, asked of handlers one by one. */
import { beforeAll, expect, test } from "vitest";
import { Facts } from "../analysis/facts.ts";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { type HandlerMatch, matchOfRequest } from "./requests.ts";
import { unitOf } from "./testing.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

const HEAD = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h, g_other;
static char g_buffer[MAXGETHOSTSTRUCT], *g_copy;
static int g_found, g_mode, g_limit;
struct record { HANDLE h; int done; };
int find(WPARAM w); int ready(void); void note(WPARAM w); void show(int a, int b);
int start(HWND w, const char *n)
{
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);
    return g_h != 0;
}
`;
const handler = (body: string, name = "WndProc"): string => `LRESULT CALLBACK ${name}(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) {
    case WM_RESOLVED:
        ${body}
        return 0;
    }
    return 0;
}
`;

/** The kind of the match, and the line of the text at which it was decided. */
function matchOfFirst(text: string): [HandlerMatch["kind"], string | undefined] {
  const { unit, dispose } = unitOf(parser, text, "requests.c");
  try {
    const facts = new Facts(unit);
    const [request] = facts.requests;
    if (!request) throw new Error("no request");
    const { kind, event } = matchOfRequest(facts, request);
    const at = event && event.at.function.offset + event.at.range.start;
    return [kind, at === undefined ? undefined : text.slice(at, text.indexOf(";", at))];
  } finally {
    dispose();
  }
}

const IS_OURS = "if ((HANDLE)wParam != g_h) return 0;";

test.each([
  { body: `${IS_OURS} g_found = 1;`, is: "matched" },
  { body: "if (g_h == (HANDLE)wParam) g_found = 1;", is: "matched" },
  { body: "", is: "matched" },
  { body: "g_found = 1;", is: "unmatched" },
  // no comparison with something that tells requests apart
  { body: "if (wParam) g_found = 1;", is: "unmatched" },
  { body: "if (wParam == 5) g_found = 1;", is: "unmatched" },
  { body: "if ((int)wParam < g_limit) g_found = 1;", is: "unmatched" },
  { body: "if (g_mode == g_limit) g_found = 1; else g_found = 2;", is: "unmatched" },
  // a function that gets wParam, and what it says is looked at
  { body: "if (find(wParam)) g_found = 1;", is: "matched" },
  { body: "if (find(g_limit)) g_found = 1; else g_found = 2;", is: "unmatched" },
  { body: "find(wParam); if (ready()) g_found = 1; else g_found = 2;", is: "unknown" },
  { body: "g_limit = ready(); if (find(wParam)) g_found = 1;", is: "unmatched" },
  // a function that gets it and may compare it
  { body: "note(wParam); g_found = 1;", is: "unknown" },
  { body: "if (g_mode) { note(wParam); g_found = 1; return 0; } g_found = 2;", is: "unmatched" },
  { body: `if (g_mode) { note(wParam); g_found = 1; return 0; } ${IS_OURS} g_found = 2;`, is: "matched" },
  // one decision, and the same is done whichever way it goes
  { body: "if ((HANDLE)wParam == g_h) g_found++; g_h = 0;", is: "unmatched" },
  { body: "if ((HANDLE)wParam != g_h) show(1, 2); note(((struct hostent *)g_buffer)->h_length);", is: "unmatched" },
  { body: "if (!((HANDLE)wParam == g_h)) g_found++; free(g_buffer);", is: "unmatched" },
  // other storage: each reply may be counted
  { body: "if ((HANDLE)wParam == g_h) g_h = 0; g_found++;", is: "matched" },
  // something else is done for the other reply
  { body: "if ((HANDLE)wParam == g_h) { g_found = 1; g_h = 0; } else { g_found = 2; g_other = 0; }", is: "matched" },
  { body: "if ((HANDLE)wParam == g_h) { g_found = 1; g_h = 0; } else g_h = 0;", is: "matched" },
  // decided again, or by what a function says
  { body: "if ((HANDLE)wParam == g_h) g_found = 1; else if ((HANDLE)wParam == g_other) g_found = 2; g_h = 0;", is: "matched" },
  { body: "int i = 0; do { if ((HANDLE)wParam == g_h) break; } while (++i < 3); g_h = 0;", is: "matched" },
  { body: "if (find(wParam)) g_found = 1; g_h = 0;", is: "matched" },
  // compared on one path, used without on another
  { body: `if (g_mode) { ${IS_OURS} } g_found = 1;`, is: "unknown" },
  // uses
  { body: "static int seen; seen = 1;", is: "unmatched" },
  { body: "int seen; seen = 1; note(seen);", is: "matched" },
  { body: "((struct record *)g_copy)->done = 1;", is: "unmatched" },
  { body: "free(g_copy);", is: "unmatched" },
  { body: "show(0, WSAGETASYNCERROR(lParam));", is: "unmatched" },
  { body: "show(0, (int)lParam);", is: "unmatched" },
  { body: "show(0, 1);", is: "matched" },
  { body: "note(((struct hostent *)g_buffer)->h_length);", is: "unmatched" },
  { body: "note(((struct hostent *)g_copy)->h_length);", is: "matched" },
])("$is: $body", ({ body, is }) => {
  expect(matchOfFirst(HEAD + handler(body))[0]).toBe(is);
});

test("the place is that of the comparison, or of the use without one", () => {
  expect(matchOfFirst(HEAD + handler(`${IS_OURS} g_found = 1;`))).toEqual(["matched", "(HANDLE)wParam != g_h) return 0"]);
  expect(matchOfFirst(HEAD + handler("g_mode = 2; g_found = 1;"))).toEqual(["unmatched", "g_mode = 2"]);
  expect(matchOfFirst(HEAD + handler(`if (g_mode) { ${IS_OURS} } g_found = 1;`))).toEqual(["unknown", "g_found = 1"]);
  expect(matchOfFirst(HEAD + handler(""))).toEqual(["matched", undefined]);
});

test("of several handlers the one that matches least counts; of none nothing is known", () => {
  const kindOf = (...bodies: string[]): string => matchOfFirst(HEAD + bodies.map((body, i) => handler(body, `Proc${i}`)).join(""))[0];
  const [matched, unmatched, unknown] = [`${IS_OURS} g_found = 1;`, "g_found = 1;", "note(wParam); g_found = 1;"];
  expect(kindOf()).toBe("unknown");
  expect(kindOf(matched, matched)).toBe("matched");
  expect(kindOf(matched, unmatched)).toBe("unmatched");
  expect(kindOf(unknown, unmatched)).toBe("unmatched");
  expect(kindOf(matched, unknown)).toBe("unknown");
});
