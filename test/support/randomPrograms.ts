/**
 * Small random C programs around requests, for comparing two searches: what happens when (start, cancel, free, pump, sleep, timer, a second
 * thread, the close of the window) is drawn from a seed. The programs are neither right nor wrong on purpose.
 */

/** Numbers from 0 up to `n`, from a seed (mulberry32). */
export function random(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

export interface RandomProgram {
  readonly text: string;
  /** Undefined: the program starts at main. */
  readonly entry: string | undefined;
}

const HEADER = `#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#define WM_DONE (WM_APP + 1)
#define WM_OWN (WM_APP + 2)
`;

export function randomProgram(seed: number): RandomProgram {
  const draw = random(seed);
  const chance = (percent: number): boolean => draw(100) < percent;
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!;
  const count = 1 + draw(2) + (chance(15) ? 1 : 0);
  const whole = chance(60);
  const thread = whole && chance(30);
  const shared = count > 1 && chance(10);
  const slot = (): number => draw(count);
  const buffer = (i: number): string => (shared ? "b[0]" : `b[${i}]`);
  const start = (i: number): string => {
    const name = chance(12) ? '"alpha.test"' : undefined;
    return name
      ? `h[${i}] = WSAAsyncGetHostByName(w, WM_DONE, ${name}, ${buffer(i)}, MAXGETHOSTSTRUCT);`
      : `h[${i}] = WSAAsyncGetProtoByName(w, WM_DONE, "${pick(["tcp", "udp"])}", ${buffer(i)}, MAXGETHOSTSTRUCT);`;
  };
  const act = (i: number): string =>
    pick([
      `if (h[${i}]) WSACancelAsyncRequest(h[${i}]);`,
      `if (h[${i}] && WSACancelAsyncRequest(h[${i}]) == 0) { h[${i}] = 0; left--; puts("cancelled"); }`,
      `if (h[${i}] && WSACancelAsyncRequest(h[${i}]) != 0) puts("late");`,
      `free(${buffer(i)}); ${buffer(i)} = NULL;`,
      `if (${buffer(i)} && ${buffer(i)}[0]) puts("filled");`,
      `PostMessage(w, WM_OWN, ${i}, 0);`,
      `puts("act ${i}");`,
      `h[${i}] = 0;`,
    ]);
  const handler = pick([
    `for (i = 0; i < ${count}; i++) if (h[i] == (HANDLE)a) { printf("done %d\\n", i); h[i] = 0; left--; }`,
    `printf("done %s\\n", WSAGETASYNCERROR(l) ? "badly" : "well"); left--;`,
    `for (i = 0; i < ${count}; i++) if (h[i] == (HANDLE)a) { if (!WSAGETASYNCERROR(l)) puts(((struct protoent *)b[i])->p_name ? "name" : "none"); h[i] = 0; left--; }`,
    `h[first] = 0; printf("%d\\n", first++); left--;`,
    `left--; ${act(slot())}`,
  ]);
  const close = pick([
    "DestroyWindow(w);",
    `${act(slot())} DestroyWindow(w);`,
    `${act(slot())} ${act(slot())} DestroyWindow(w);`,
    "PostQuitMessage(0);",
    `${act(slot())} PostQuitMessage(0);`,
  ]);
  const destroy = pick(["PostQuitMessage(0);", `${act(slot())} PostQuitMessage(0);`, ""]);
  const timer = chance(20);
  const proc = `static LRESULT CALLBACK proc(HWND v, UINT m, WPARAM a, LPARAM l)
{
    int i;
    (void)i;
    switch (m) {
    case WM_DONE: ${handler} return 0;
    case WM_OWN: ${act(slot())} return 0;
    case WM_CLOSE: ${close} return 0;
    case WM_DESTROY: ${destroy} return 0;
    ${timer ? `case WM_TIMER: KillTimer(v, 1); ${act(slot())} return 0;` : ""}
    }
    return DefWindowProc(v, m, a, l);
}`;
  const starts = Array.from({ length: count }, (_, i) => `${start(i)} if (h[${i}]) left++;`);
  if (chance(30)) starts.splice(1 + draw(starts.length), 0, act(0));
  const body = [
    ...Array.from({ length: shared ? 1 : count }, (_, i) => `b[${i}] = (char *)calloc(1, MAXGETHOSTSTRUCT);`),
    ...starts,
    ...(timer ? ["SetTimer(w, 1, 100, NULL);"] : []),
    ...(chance(20) ? ["Sleep(10);"] : []),
    ...(chance(45) ? [act(slot())] : []),
  ];
  const globals = `static HANDLE h[${count}]; static char *b[${count}]; static int left, first; static HWND w; static volatile int stop;`;
  if (!whole) return { entry: "begin", text: `${HEADER}${globals}\n${proc}\nvoid begin(void)\n{\n    ${body.join("\n    ")}\n}\n` };
  const pump = pick([
    "while (left > 0 && GetMessage(&msg, NULL, 0, 0) > 0) DispatchMessage(&msg);",
    "while (left > 0 && GetMessage(&msg, NULL, 0, 0) > 0) DispatchMessage(&msg);",
    "while (GetMessage(&msg, NULL, 0, 0) > 0) { DispatchMessage(&msg); if (left <= 0) break; }",
    "while (PeekMessage(&msg, NULL, 0, 0, PM_REMOVE)) DispatchMessage(&msg);",
    "if (GetMessage(&msg, w, WM_DONE, WM_DONE) > 0) DispatchMessage(&msg);",
  ]);
  const other = thread
    ? `static DWORD WINAPI other(LPVOID p) { (void)p; ${act(slot())} ${chance(40) ? act(slot()) : ""} return 0; }\n`
    : "";
  return {
    entry: undefined,
    text: `${HEADER}${globals}
${proc}
${other}int main(void)
{
    WSADATA data;
    WNDCLASS c = {0};
    MSG msg;
    c.lpfnWndProc = proc;
    c.lpszClassName = TEXT("x");
    RegisterClass(&c);
    w = CreateWindow(TEXT("x"), TEXT(""), WS_OVERLAPPED, 0, 0, 0, 0, NULL, NULL, NULL, NULL);
    ${chance(40) ? "ShowWindow(w, SW_SHOW);" : ""}
    WSAStartup(MAKEWORD(2, 2), &data);
    ${thread ? "CreateThread(NULL, 0, other, NULL, 0, NULL);" : ""}
    ${body.join("\n    ")}
    ${pump}
    ${chance(30) ? act(slot()) : ""}
    ${chance(80) ? "WSACleanup();" : ""}
    return 0;
}
`,
  };
}
