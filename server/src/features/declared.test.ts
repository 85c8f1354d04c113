/** Settings that declare functions and macros of the program, from the text of a settings file to the findings. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import { checkUnit } from "../rules/check.ts";
import { ruleIds } from "../rules/index.ts";
import type { Parser } from "../source/syntax.ts";
import { parseConfiguration } from "./configuration.ts";
import { workspaceOptions } from "./settings.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});
afterAll(() => expect(parser.liveTrees).toBe(0));

/** `line rule` of each finding of the default profile. */
function findings(text: string, settings: object): string[] {
  const { configuration, problems } = parseConfiguration(JSON.stringify(settings), ruleIds);
  expect(problems).toEqual([]);
  const workspace = createWorkspace({ parser, ...workspaceOptions(configuration, []) });
  try {
    const snapshot = { texts: new Map([["file:///x.cpp", text]]) };
    return workspace.plan(snapshot).units.flatMap((planned) => {
      const unit = workspace.unit(snapshot, planned).unit;
      const found = unit ? checkUnit(unit, { profile: "default" }).findings : [];
      return found.filter((f) => f.rule !== "obsolete-function").map((f) => `${text.slice(0, f.start).split("\n").length} ${f.rule}`);
    });
  } finally {
    workspace.dispose();
  }
}

const HEAD = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h;
`;

test("a file that only names a declared start is read, and its arguments are where the settings say", () => {
  const text = `${HEAD}static char g_buffer[MAXGETHOSTSTRUCT];
int wrong(HWND w, const char *n)
{
    char b[MAXGETHOSTSTRUCT];
    g_h = net_lookup(n, b, sizeof b, w, WM_RESOLVED);
    return g_h != 0;
}
int right(HWND w, const char *n)
{
    g_h = net_lookup(n, g_buffer, sizeof g_buffer, w, WM_RESOLVED);
    return g_h != 0;
}
`;
  expect(findings(text, {})).toEqual([]);
  const args = { name: 1, buf: 2, buflen: 3, hWnd: 4, wMsg: 5 };
  const declared = { wrappers: { start: { net_lookup: { call: "WSAAsyncGetHostByName", arguments: args } } } };
  expect(findings(text, declared)).toEqual(["9 stack-buffer"]);
});

test("a handle that comes back through a pointer", () => {
  const text = `${HEAD}static char g_buffer[MAXGETHOSTSTRUCT];
void wrong(HWND w, const char *n)
{
    look(w, n, g_buffer, &g_h);
    SetWindowText(w, "looking up");
}
int right(HWND w, const char *n)
{
    if (!look(w, n, g_buffer, &g_h)) return 0;
    SetWindowText(w, "looking up");
    return 1;
}
void stop(void)
{
    if (g_h != 0) WSACancelAsyncRequest(g_h);
    g_h = 0;
}
`;
  const look = { call: "WSAAsyncGetHostByName", arguments: { hWnd: 1, name: 2, buf: 3 }, handle: 4 };
  expect(findings(text, { wrappers: { start: { look } } })).toEqual(["8 unchecked-start"]);
});

test("a cancel whose handle is another argument, also as a member", () => {
  const text = `${HEAD}class Net { public: static int Stop(int why, HANDLE h); };
static char *g_b;
void start(HWND w, const char *n)
{
    g_b = new char[MAXGETHOSTSTRUCT];
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, MAXGETHOSTSTRUCT);
    if (g_h == 0) delete[] g_b;
}
void wrong()
{
    Net::Stop(1, g_h);
}
void right()
{
    if (g_h) Net::Stop(1, g_h);
    g_h = 0;
}
`;
  expect(findings(text, {})).toEqual([]);
  expect(findings(text, { wrappers: { cancel: { "Net::Stop": 2 } } })).toEqual(["15 stale-handle-kept"]);
});

test("memory of the program's own pool is freed while a request is pending", () => {
  const text = `${HEAD}static char *g_b;
int wrong(HWND w, const char *n, int hidden)
{
    g_b = (char *)pool_get(POOL_NET, MAXGETHOSTSTRUCT);
    if (g_b == 0) return 0;
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, MAXGETHOSTSTRUCT);
    if (g_h != 0 && hidden) pool_put(POOL_NET, g_b);
    return g_h != 0;
}
int right(HWND w, const char *n)
{
    g_b = (char *)pool_get(POOL_NET, MAXGETHOSTSTRUCT);
    if (g_b == 0) return 0;
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, MAXGETHOSTSTRUCT);
    if (g_h == 0) pool_put(POOL_NET, g_b);
    return g_h != 0;
}
`;
  expect(findings(text, {})).toEqual([]);
  expect(findings(text, { wrappers: { acquire: { pool_get: 2 }, release: { pool_put: 2 } } })).toEqual(["11 freed-while-pending"]);
  const short = text.replace("POOL_NET, MAXGETHOSTSTRUCT", "100").replaceAll("pool_put(POOL_NET, g_b)", "pool_put(g_b)");
  expect(findings(short, { wrappers: { acquire: { pool_get: 1 }, release: ["pool_put"] } })).toContain("11 freed-while-pending");
});

test("a macro of a message map leads to the handler", () => {
  const text = `${HEAD}class CNet : public CWnd {
    HANDLE m_h; char *m_b;
    void Start(const char *n);
    LRESULT OnWrong(WPARAM w, LPARAM l);
    DECLARE_MESSAGE_MAP()
};
BEGIN_MESSAGE_MAP(CNet, CWnd)
    ON_REPLY(OnWrong, WM_RESOLVED)
END_MESSAGE_MAP()
void CNet::Start(const char *n)
{
    m_b = new char[MAXGETHOSTSTRUCT];
    m_h = WSAAsyncGetHostByName(m_hWnd, WM_RESOLVED, n, m_b, MAXGETHOSTSTRUCT);
    if (m_h == 0) { delete[] m_b; m_b = 0; }
}
LRESULT CNet::OnWrong(WPARAM w, LPARAM l)
{
    struct hostent *h = (struct hostent *)m_b;
    Use(h->h_name);
    return 0;
}
`;
  const reported = findings(text, { messageMaps: { ON_REPLY: { message: 2, handler: 1 } } });
  expect(reported).toContain("23 unchecked-completion");
  expect(findings(text.replace("OnWrong, WM_RESOLVED", "WM_RESOLVED, OnWrong"), { messageMaps: ["ON_REPLY"] })).toEqual(reported);
  expect(findings(text, {})).not.toContain("23 unchecked-completion");
});
