/** A file that is named alone is read with the rest of its program; only the named one is reported. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check, type Finding, folder, type Report, run, statuses } from "./cli.ts";

/** Looks a name up, waits for the reply in a function of another file, and frees the buffer. */
const MAIN = `#include "net/pump.h"
int look_up(HWND w, const char *name)
{
    char *buffer = (char *)malloc(MAXGETHOSTSTRUCT);
    HANDLE h;
    if (buffer == 0) return 0;
    h = WSAAsyncGetHostByName(w, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);
    if (h != 0) pump_one();
    free(buffer);
    return h != 0;
}
`;
const HEADER = "#include <winsock2.h>\n#include <windows.h>\n#include <stdlib.h>\n#define WM_RESOLVED (WM_APP + 1)\nint pump_one(void);\n";
const PUMP = `#include "pump.h"
int pump_one(void)
{
    MSG m;
    if (GetMessage(&m, 0, 0, 0) <= 0) return 0;
    DispatchMessage(&m);
    return 1;
}
`;
const NAMED = { "main.c": MAIN, "net/pump.h": HEADER, "net/pump.c": PUMP };
/** Without the function that waits, the buffer is freed at once. */
const ALONE = MAIN.replace("pump_one()", "other()");
/** What is worse than a hint. */
const rules = (findings: readonly Pick<Finding, "rule" | "severity">[]): string[] =>
  findings.flatMap(({ rule, severity }) => (severity === "error" || severity === "warning" ? [rule] : []));

test("what the file includes and calls is read, and not reported", async () => {
  const dir = folder({ ...NAMED, "other.c": ALONE });
  mkdirSync(join(dir, ".git"));
  const { report } = await check([join(dir, "main.c")]);
  expect(statuses(report, dir)).toEqual({ "main.c": "analysed" });
  expect(rules(report.findings)).toEqual([]);
  const whole = await check([dir]);
  expect(whole.report.findings.filter(({ file }) => file.endsWith("/main.c"))).toEqual(report.findings);
  expect(rules((await check([join(dir, "other.c")])).report.findings)).toEqual(["freed-while-pending"]);
});

test("a file of no project is read with what stands beside it and what these include", async () => {
  const dir = folder({ ...NAMED, "waits.c": PUMP.replace("pump.h", "net/pump.h"), "deep/other.c": "#error not read\n" });
  const { report } = await check([join(dir, "main.c")], { cwd: "/" });
  expect(statuses(report, dir)).toEqual({ "main.c": "analysed" });
  expect(rules(report.findings)).toEqual([]);
});

test("standard input has the program of its path around it", async () => {
  const dir = folder({ ...NAMED, "main.c": "int old;\n" });
  mkdirSync(join(dir, ".git"));
  const path = join(dir, "main.c");
  expect(rules((await check(["--stdin", "--stdin-path", path], { stdin: MAIN })).report.findings)).toEqual([]);
  expect(rules((await check(["--stdin", "--stdin-path", path], { stdin: ALONE })).report.findings)).toEqual(["freed-while-pending"]);
});

test("a header that is named is read in the program that includes it", async () => {
  const header = `${HEADER}static HANDLE g_h;\nstatic void stop(void)\n{\n    WSACancelAsyncRequest(0);\n}\n`;
  const dir = folder({ ...NAMED, "net/pump.h": header });
  mkdirSync(join(dir, ".git"));
  const { report } = await check([join(dir, "net", "pump.h")]);
  expect(statuses(report, dir)).toEqual({ "net/pump.h": "analysed" });
  expect(rules(report.findings)).toEqual(["cancel-zero-handle"]);
});

test("a folder below with settings of its own is another project, and is not read", async () => {
  const dir = folder({ ...NAMED, ".winsock-async.json": "{}", "old/.winsock-async.json": '{ "target": "win16" }', "old/main.c": MAIN });
  const ran = await run(["check", "--format", "json", join(dir, "main.c")]);
  expect(ran.stderr).toBe("");
  expect(rules((JSON.parse(ran.stdout) as Report).findings)).toEqual([]);
});

test("requests knows the handler in another file", async () => {
  const handler = `#include "net/pump.h"
HANDLE g_h;
LRESULT CALLBACK on_message(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    if (m == WM_RESOLVED && (HANDLE)wParam == g_h) g_h = 0;
    return DefWindowProc(w, m, wParam, lParam);
}
void create(void) { WNDCLASS wc = { 0 }; wc.lpfnWndProc = on_message; wc.lpszClassName = "w"; RegisterClass(&wc); }
`;
  const start = MAIN.replace("HANDLE h;", "extern HANDLE g_h;")
    .replaceAll(/\bh = /g, "g_h = ")
    .replaceAll(/\bh != 0/g, "g_h != 0");
  const dir = folder({ ...NAMED, "main.c": start, "window.c": handler });
  mkdirSync(join(dir, ".git"));
  const ran = await run(["requests", "--format", "json", join(dir, "main.c")]);
  const { requests } = JSON.parse(ran.stdout) as { requests: { handlers: { function: string; match: string }[] }[] };
  expect(requests.map(({ handlers }) => handlers.map((h) => [h.function, h.match]))).toEqual([[["on_message", "wParam"]]]);
  const other = await run(["requests", "--format", "json", join(dir, "window.c")]);
  expect((JSON.parse(other.stdout) as { requests: unknown[] }).requests).toEqual([]);
});
