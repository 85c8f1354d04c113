/**
 * Lists of names that rules go by: each name is known, in each of its forms, and a name that only begins or ends like one is not. A row is one list
 * and a program with a place for the name; the rule of the row speaks exactly where the name is one of `loud`.
 */
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { check } from "./testing.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

interface List {
  readonly list: string;
  readonly rule: string;
  readonly loud: readonly string[];
  readonly quiet: readonly string[];
  readonly program: (name: string) => string;
}

const PRELUDE = `#include <windows.h>
#include <winsock2.h>
#define WM_RESOLVED (WM_APP + 1)
static HANDLE g_h; static char g_buffer[MAXGETHOSTSTRUCT]; static SOCKET g_s; static int g_found;
`;
const START = `int start(HWND w, const char *n)
{
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);
    return g_h != 0;
}
`;
const WORKER = `static CRITICAL_SECTION g_cs; static HWND g_window;
void launch(LPVOID n) { CreateThread(0, 0, worker, n, 0, 0); }
`;
const words = (text: string): string[] => text.trim().split(/\s+/);
const wide = (text: string): string[] => words(text).flatMap((name) => [name, `${name}W`]);
/** A handler whose reply does this, once it is known for that of the request. */
const handler = (body: string): string => `LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) {
    case WM_RESOLVED:
        ${body}
        return 0;
    }
    return 0;
}
`;
const matched = (body: string): string =>
  handler(`if ((HANDLE)wParam != g_h) return 0; g_h = 0; if (WSAGETASYNCERROR(lParam) == 0) ${body}`);

const drained = (name: string): string => `${START}void stop(void)
{
    MSG m;
    if (!g_h) return;
    WSACancelAsyncRequest(g_h);
    g_h = 0;
    while (PeekMessage(&m, NULL, 0, 0, PM_REMOVE)) ${name}(m.hwnd, m.message, 0, 0);
}
`;

const late = (between: string): string => `${START}int stop(void)
{
    int r;
    if (!g_h) return 0;
    r = WSACancelAsyncRequest(g_h);
    g_h = 0;
    ${between}
    if (r) return WSAGetLastError();
    return 0;
}
`;

const lists: readonly List[] = [
  {
    list: "calls that may change the error",
    rule: "late-last-error",
    loud: [
      ...words("closesocket LeaveCriticalSection ReleaseMutex SetEvent KillTimer GlobalFree LocalFree HeapFree CloseHandle DestroyWindow"),
      ...wide("CreateFile CreateWindow CreateWindowEx RegOpenKey RegOpenKeyEx LoadLibrary"),
      ...words("SetLastError WSASetLastError WSACleanup shutdown WriteFile ReadFile setsockopt"),
    ],
    quiet: words("MyCloseHandle CloseHandleLater PostMessage FormatMessageA printf"),
    program: (name) => late(`${name}(g_s);`),
  },
  {
    list: "calls of the interface, which set an error of their own",
    rule: "late-last-error",
    loud: words("connectLater MyConnect P recvLater"),
    quiet: words(
      "socket Psocket connect send sendto recv recvfrom bind listen accept ioctlsocket select getsockopt gethostbyname gethostbyaddr gethostname getservbyname getservbyport inet_addr getpeername getsockname Connect Send Receive Create Close Bind Listen Accept DoConnect WSAIsBlocking",
    ),
    program: (name) => late(`CloseHandle(g_window); ${name}(g_s);`).replace("int stop", "static HANDLE g_window;\nint stop"),
  },
  {
    list: "functions that make another kind of handle",
    rule: "foreign-handle",
    loud: [
      ...words("CreateThread _beginthread _beginthreadex AfxBeginThread OpenThread WSACreateEvent WSAAsyncSelect WSAEventSelect"),
      ...wide("CreateEvent CreateMutex CreateFile CreateProcess CreateSemaphore CreateWaitableTimer WSASocket"),
      ...words("socket Psocket accept Paccept WSAAccept"),
    ],
    quiet: words("MyCreateThread CreateThreadLater Mysocket socketpair"),
    program: (name) => `void f(void) { g_h = (HANDLE)${name}(0); if (g_h) WSACancelAsyncRequest(g_h); g_h = 0; }`,
  },
  {
    list: "functions that take a kernel object",
    rule: "foreign-handle",
    loud: words("CloseHandle WaitForSingleObject GetExitCodeThread TerminateThread"),
    quiet: words("MyCloseHandle CloseHandleLater"),
    program: (name) => `HANDLE open_worker(void);
void begin(void) { g_h = open_worker(); }
void stop(void) { if (g_h != 0) WSACancelAsyncRequest(g_h); }
void end(void) { ${name}(g_h, 0); g_h = 0; }`,
  },
  {
    list: "functions that hand a message on",
    rule: "wparam-ignored",
    loud: [
      ...wide("DefWindowProc DefDlgProc DefFrameProc DefMDIChildProc PostMessage SendMessage CallWindowProc"),
      ...words("ASSERT OnWndMsg WindowProc PreTranslateMessage DefaultProcessing Default Dispatch"),
    ],
    // these may have compared it
    quiet: words("Match MyDispatch DispatchReply PostMessageLater"),
    program: (name) => `${START}void restart(HWND w, const char *n)
{
    static char other[MAXGETHOSTSTRUCT];
    if (g_h) WSACancelAsyncRequest(g_h);
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, other, sizeof other);
}
${handler(`${name}(w, m, wParam, lParam); g_h = 0; g_found = 1;`)}`,
  },
  {
    list: "functions that pass a drained message on",
    rule: "drain-removes-foreign",
    loud: words("MyPostMessage PostMessageLater MySendMessage SendMessageLater"),
    quiet: [...wide("PostMessage SendMessage")],
    program: drained,
  },
  {
    list: "functions that wait for an object without end",
    rule: "ui-thread-blocks",
    loud: words("WaitForSingleObject WaitForSingleObjectEx"),
    quiet: words("WaitForSingleObjectLater RegisterWait SignalObjectAndWait"),
    program: (name) => `static HANDLE g_event;
${START}${matched("SetEvent(g_event);")}int run(HWND w, const char *n)
{
    if (!start(w, n)) return 0;
    ${name}(g_event, INFINITE);
    return 1;
}`,
  },
  {
    list: "functions that end the program",
    rule: "double-cancel-fatal",
    loud: words("abort exit ExitProcess terminate FatalAppExit FatalAppExitA FatalAppExitW FatalExit __debugbreak DebugBreak"),
    quiet: words("MyAbort abortLater on_exit exitLater"),
    program: (name) => `${START}void stop(void) { if (g_h) WSACancelAsyncRequest(g_h); }
void quit(void) { if (g_h && WSACancelAsyncRequest(g_h) != 0) ${name}(1); g_h = 0; }`,
  },
  {
    list: "functions that measure a text",
    rule: "text-address",
    loud: words("strlen lstrlen lstrlenA lstrlenW _tcslen wcslen"),
    quiet: words("mystrlen strlen_s"),
    program: (name) =>
      `void f(HWND w, const char *n) { g_h = WSAAsyncGetHostByAddr(w, WM_RESOLVED, n, (int)${name}(n), AF_INET, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "methods that measure a text",
    rule: "text-address",
    loud: words("GetLength length size Length"),
    quiet: words("max_size sizeOf"),
    program: (name) => `struct Text { const char *c_str(); int ${name}(); };
void f(HWND w, Text n) { g_h = WSAAsyncGetHostByAddr(w, WM_RESOLVED, n.c_str(), n.${name}(), AF_INET, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "windows that are none of the program's",
    rule: "window-null-or-foreign",
    loud: [
      "NULL",
      "0",
      "nullptr",
      "(HWND)0",
      "( HWND )  NULL",
      "HWND_BROADCAST",
      "HWND_TOPMOST",
      "GetDesktopWindow()",
      "GetDesktopWindow ( )",
    ],
    quiet: ["w", "NOT_NULL", "NULLABLE", "MY_HWND_BROADCAST", "HWND_BROADCAST_2"],
    program: (window) => `#define NOT_NULL ((HWND)0)
#define NULLABLE ((HWND)0)
extern HWND MY_HWND_BROADCAST, HWND_BROADCAST_2;
void f(HWND w, const char *n) { g_h = WSAAsyncGetHostByName(${window}, WM_RESOLVED, n, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "texts of an IPv6 address",
    rule: "ipv6-unsupported",
    loud: ["::1", "fe80::1", "2001:DB8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1"],
    quiet: ["host", "fe80:1", "x::1", "::1.example.org", "12345::1", "host.example.org"],
    program: (text) => `void f(HWND w) { g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, "${text}", g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "calls that take a lock",
    rule: "publish-race",
    loud: words("MyEnter EnterCriticalSectionLater relock clock"),
    quiet: words("EnterCriticalSection Lock lock AcquireSRWLockExclusive"),
    program: (name) => `DWORD WINAPI worker(LPVOID n);
${WORKER}DWORD WINAPI worker(LPVOID n)
{
    ${name}(&g_cs);
    g_h = WSAAsyncGetHostByName(g_window, WM_RESOLVED, (const char *)n, g_buffer, sizeof g_buffer);
    return g_h != 0;
}`,
  },
  {
    list: "calls that give a lock back",
    rule: "publish-race",
    loud: words("LeaveCriticalSection Unlock unlock ReleaseSRWLockExclusive ReleaseSRWLockShared ReleaseMutex"),
    quiet: words("LeaveCriticalSectionLater MyUnlock unlocked"),
    program: (name) => `DWORD WINAPI worker(LPVOID n);
${WORKER}DWORD WINAPI worker(LPVOID n)
{
    AcquireSRWLockShared(&g_cs);
    ${name}(&g_cs);
    g_h = WSAAsyncGetHostByName(g_window, WM_RESOLVED, (const char *)n, g_buffer, sizeof g_buffer);
    return g_h != 0;
}`,
  },
  {
    list: "members of a result that point into the buffer",
    rule: "result-member-freed",
    loud: words("h_name h_aliases h_addr_list h_addr s_name s_aliases s_proto p_name p_aliases"),
    quiet: words("my_h_name h_name_copy h_length"),
    program: (member) => START + matched(`free(((struct hostent *)g_buffer)->${member});`),
  },
  {
    list: "members of another structure than the result's",
    rule: "wrong-result-type",
    loud: words("s_name s_aliases s_port s_proto p_name p_aliases p_proto"),
    quiet: words("my_s_name s_name_length s_other h_name h_length h_aliases"),
    program: (member) => START + matched(`g_found = (int)((struct record *)g_buffer)->${member};`),
  },
  {
    list: "calls that only look at a handle",
    rule: "handle-discarded",
    loud: words("CloseHandle ASSERT assert VERIFY"),
    quiet: words("MyCloseHandle assertLater remember"),
    program: (name) => `int f(HWND w, const char *n)
{
    HANDLE h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_buffer, sizeof g_buffer);
    ${name}(h);
    if (h == 0) return 0;
    return 1;
}`,
  },
  {
    list: "calls that must not stand in DllMain",
    rule: "startup-in-dllmain",
    loud: words("WSAStartup WSACleanup"),
    quiet: words("MyWSAStartup WSAStartupLater"),
    program: (name) => `${START}BOOL WINAPI DllMain(HINSTANCE i, DWORD reason, LPVOID p) { ${name}(1, 0); return TRUE; }`,
  },
  {
    list: "functions that turn the bytes of a port",
    rule: "double-swap",
    loud: words("htons ntohs htonl ntohl"),
    quiet: words("myhtons htons_later"),
    program: (name) =>
      `void f(HWND w, struct sockaddr_in *a) { g_h = WSAAsyncGetServByPort(w, WM_RESOLVED, ${name}(a->sin_port), 0, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "members that hold a port in network order",
    rule: "double-swap",
    loud: words("s_port sin_port sin6_port"),
    quiet: words("as_port s_port_host port"),
    program: (member) =>
      `void f(HWND w, struct record *a) { g_h = WSAAsyncGetServByPort(w, WM_RESOLVED, htons(a->${member}), 0, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "functions that turn four bytes",
    rule: "long-swap-on-port",
    loud: words("htonl ntohl"),
    quiet: words("htonll myhtonl htons"),
    program: (name) => `void f(HWND w) { g_h = WSAAsyncGetServByPort(w, WM_RESOLVED, (int)${name}(80), 0, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "functions that read a port as a number",
    rule: "host-order-port",
    loud: words("atoi _wtoi _ttoi strtol strtoul GetDlgItemInt ntohs"),
    quiet: words("my_atoi atoi_port htons htonl"),
    program: (name) => `void f(HWND w) { g_h = WSAAsyncGetServByPort(w, WM_RESOLVED, ${name}(g_found), 0, g_buffer, sizeof g_buffer); }`,
  },
  {
    list: "functions that turn an address to host order",
    rule: "host-order-address",
    loud: ["ntohl"],
    quiet: words("my_ntohl ntohll htonl"),
    program: (name) => `void f(HWND w, u_long from)
{
    u_long a = ${name}(from);
    g_h = WSAAsyncGetHostByAddr(w, WM_RESOLVED, (char *)&a, 4, AF_INET, g_buffer, sizeof g_buffer);
}`,
  },
  {
    list: "functions that turn an address back",
    rule: "host-order-address",
    loud: words("my_htonl htonll"),
    quiet: ["htonl"],
    program: (name) => `void f(HWND w, u_long from)
{
    u_long a = ntohl(from) ^ ${name}(g_found);
    g_h = WSAAsyncGetHostByAddr(w, WM_RESOLVED, (char *)&a, 4, AF_INET, g_buffer, sizeof g_buffer);
}`,
  },
  {
    list: "calls after which no late message comes",
    rule: "free-despite-failed-cancel",
    loud: words("MyDestroyWindow EndDialogLater ShowWindow"),
    quiet: words("DestroyWindow EndDialog DeallocateHWnd DestroyHandle"),
    program: (name) => `static char *g_b;
int start(HWND w, const char *n) { g_b = (char *)malloc(1024); g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, g_b, 1024); return g_h != 0; }
void stop(HWND w) { if (g_h) WSACancelAsyncRequest(g_h); g_h = 0; ${name}(w); free(g_b); }
${handler("if (WSAGETASYNCERROR(lParam) == 0) g_found = ((struct hostent *)g_b)->h_length; g_h = 0;")}`,
  },
  {
    list: "functions that tell the time",
    rule: "freed-while-pending",
    loud: words("GetTickCount GetTickCount64 GetMessageTime timeGetTime time clock WSAGetTickCount"),
    quiet: words("MyGetTickCount GetTickCountLater runtime"),
    program: (name) => `int once(HWND w, const char *n)
{
    MSG m;
    char *b = (char *)malloc(1024);
    g_h = WSAAsyncGetHostByName(w, WM_RESOLVED, n, b, 1024);
    if (g_h == 0) { free(b); return 0; }
    while (g_h != 0) {
        GetMessage(&m, 0, 0, 0);
        DispatchMessage(&m);
        if (${name}(0) > 5000) { free(b); return 0; }
    }
    return 1;
}`,
  },
  {
    list: "functions whose port is turned already",
    rule: "double-swap",
    loud: ["htons"],
    quiet: words("myhtons htons_later ntohs"),
    program: (name) =>
      `void f(HWND w, int port) { g_h = WSAAsyncGetServByPort(w, WM_RESOLVED, htons(${name}(port)), 0, g_buffer, sizeof g_buffer); }`,
  },
];

test.each(lists)("$rule: $list", ({ rule, loud, quiet, program }) => {
  const speaks = (name: string): boolean =>
    check(parser, PRELUDE + program(name), "strict", "names.cpp").findings.some((f) => f.rule === rule || f.also?.includes(rule));
  expect(loud.filter((name) => !speaks(name))).toEqual([]);
  expect(quiet.filter(speaks)).toEqual([]);
});
