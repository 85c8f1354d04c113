import { expect, test } from "vitest";
import {
  allocatedSizeArgument,
  bare,
  dispatches,
  freedArgument,
  isLogging,
  isModal,
  isPure,
  isWait,
  PUMPS,
  REALLOCATES,
  takesMessages,
} from "./roles.ts";

test("names without what qualifies them", () => {
  expect(["connect", "Winsock::connect", "a::b::c", "m_list.GetNext", "p->Close", "this->m.x"].map(bare)).toEqual([
    "connect",
    "connect",
    "c",
    "GetNext",
    "Close",
    "x",
  ]);
});

test("what is given back and what is asked for", () => {
  expect(["free", "::free", "HeapFree", "GlobalFree", "_ffree", "strlen"].map(freedArgument)).toEqual([0, 0, 2, 0, 0, undefined]);
  expect(["malloc", "calloc", "GlobalAlloc", "HeapAlloc", "HeapReAlloc", "free"].map(allocatedSizeArgument)).toEqual([
    0,
    1,
    1,
    2,
    3,
    undefined,
  ]);
  expect([REALLOCATES.get("realloc"), REALLOCATES.get("HeapReAlloc"), REALLOCATES.get("malloc")]).toEqual([0, 2, undefined]);
});

test("waiting, taking and dispatching messages", () => {
  expect(["WaitForSingleObject", "Sleep", "GetMessage"].map(isWait)).toEqual([true, true, false]);
  expect(["GetMessage", "GetMessageW", "PeekMessageA", "DispatchMessage", "Sleep"].map(takesMessages)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(["DispatchMessage", "MsgWaitForMultipleObjects", "MessageBox", "dlg.DoModal", "GetMessage"].map(dispatches)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(["MessageBoxW", "DoModal", "DispatchMessage"].map(isModal)).toEqual([true, true, false]);
  for (const name of PUMPS) expect(takesMessages(name) || dispatches(name)).toBe(true);
  for (const name of ["GetMessage", "DispatchMessage", "DoModal"]) expect(PUMPS).toContain(name);
});

test("what only shows something", () => {
  const shows = ["printf", "sprintf", "snprintf", "_snprintf", "wsprintf", "wsprintfA", "OutputDebugString", "OutputDebugStringW", "TRACE"];
  shows.push("TRACE0", "MessageBox", "MessageBoxW", "MessageBoxEx", "MessageBoxExA", "AfxMessageBox", "perror", "puts", "fputs");
  shows.push("WriteLog", "DebugOut", "ShowWarning", "report_error", "MsgBox", "CLog::Add", "swprintf");
  expect(shows.filter((name) => !isLogging(name))).toEqual(["CLog::Add"]);
  const others = ["strcpy", "scanf", "xputs", "putsx", "sprintfish", "free", "WSAGetLastError", "SetTimer", "perrors", "xperror"];
  expect(others.filter(isLogging)).toEqual(["sprintfish"].filter(isLogging));
  // words in which one for logging stands
  const near = [
    "EndDialog",
    "DialogBoxParam",
    "CCatalog::Find",
    "LogonUser",
    "Login",
    "SendMessage",
    "PostMessageW",
    "PostThreadMessage",
    "OnMessage",
  ];
  near.push(
    "PeekMessage",
    "DispatchMessageA",
    "RegisterWindowMessage",
    "HandleMessages",
    "MessageLoop",
    "SendDlgItemMessage",
    "PumpMessages",
  );
  expect(near.filter(isLogging)).toEqual([]);
  expect(
    ["LogMessage", "PrintMessage", "ErrorMessage", "PostErrorMessageBox", "ShowLogMessage"].filter((name) => !isLogging(name)),
  ).toEqual([]);
});

test("what neither keeps nor changes what it is given", () => {
  const pure = [
    "strlen",
    "lstrlenA",
    "lstrlen",
    "lstrcmpiW",
    "lstrcmp",
    "htons",
    "inet_addr",
    "PostMessage",
    "PostMessageA",
    "SendMessageW",
  ];
  pure.push("KillTimer", "closesocket", "SetWindowTextA", "SetDlgItemText", "LoadCursorA", "LoadCursor", "printf", "IsWindow");
  expect(pure.filter((name) => !isPure(name))).toEqual([]);
  expect(["strcpy", "memcpy", "xstrlen", "strlenx", "recv", "GetWindowText"].filter(isPure)).toEqual([]);
});

test("each of these neither keeps nor changes what it is given, and no name that only begins or ends so", () => {
  const both = ["lstrlen", "lstrcmp", "lstrcmpi", "SetWindowText", "SetDlgItemText", "LoadCursor", "DefWindowProc"];
  const others =
    `strlen strcmp stricmp _stricmp strncmp memcmp htons htonl ntohs ntohl inet_addr inet_ntoa atoi atol strtol strtoul GetTickCount
    time abs isdigit IsWindow GetParent GetDlgItem KillTimer SetTimer SetCursor EnableWindow ShowWindow InvalidateRect SetFocus Beep closesocket
    CloseHandle WSAGetLastError GetLastError WSASetLastError SetLastError EnterCriticalSection LeaveCriticalSection DestroyWindow IsEmpty GetCount
    GetSize size empty length`.split(/\s+/);
  for (const name of [...others, ...both, ...both.map((n) => `${n}A`), ...both.map((n) => `${n}W`)])
    expect([name, isPure(name), isPure(`${name}X`), isPure(`X${name}`)]).toEqual([name, true, false, false]);
});

test("a name is told without the space behind what qualifies it", () => {
  expect(["Winsock:: connect", "p -> Close", " send "].map(bare)).toEqual(["connect", "Close", "send"]);
});
