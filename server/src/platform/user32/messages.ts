/** Message queues, sending, timers and hooks. */
import { family } from "../family.ts";

export const userMessages = family(
  "user32",
  { setsLastError: true },
  [
    ["BOOL WaitMessage()", { blocks: true }],
    ["DWORD WaitForInputIdle(HANDLE hProcess, DWORD dwMilliseconds)", { blocks: true }],
    ["BOOL TranslateMessage(const MSG *lpMsg)", { reads: [0] }],
    ["void PostQuitMessage(int nExitCode)", { setsLastError: false, posts: {} }],
    ["BOOL ReplyMessage(LRESULT lResult)"],
    ["BOOL InSendMessage()"],
    ["DWORD InSendMessageEx(LPVOID lpReserved)"],
    ["DWORD GetMessagePos()", { setsLastError: false }],
    ["LONG GetMessageTime()", { setsLastError: false }],
    ["LPARAM GetMessageExtraInfo()", { setsLastError: false }],
    ["DWORD GetQueueStatus(UINT flags)", { setsLastError: false }],
    ["BOOL GetInputState()", { setsLastError: false }],
    ["LPARAM SetMessageExtraInfo(LPARAM lParam)", { setsLastError: false }],
    ["UINT_PTR SetTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse, TIMERPROC lpTimerFunc)", { keepsCallback: [3] }],
    ["BOOL KillTimer(HWND hWnd, UINT_PTR uIDEvent)"],
    ["BOOL UnhookWindowsHookEx(HHOOK hhk)"],
    ["LRESULT CallNextHookEx(HHOOK hhk, int nCode, WPARAM wParam, LPARAM lParam)", { sends: {} }],
    ["BOOL ChangeWindowMessageFilter(UINT message, DWORD dwFlag)"],
    ["BOOL AttachThreadInput(DWORD idAttach, DWORD idAttachTo, BOOL fAttach)"],
    ["void keybd_event(BYTE bVk, BYTE bScan, DWORD dwFlags, ULONG_PTR dwExtraInfo)"],
    ["void mouse_event(DWORD dwFlags, DWORD dx, DWORD dy, DWORD dwData, ULONG_PTR dwExtraInfo)"],
    ["UINT SendInput(UINT cInputs, LPINPUT pInputs, int cbSize)", { reads: [1] }],
  ],
  [
    ["BOOL GetMessage(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax)", { writes: [0], blocks: true, pumpsMessages: true }],
    [
      "BOOL PeekMessage(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg)",
      { writes: [0], pumpsMessages: true },
    ],
    ["LRESULT DispatchMessage(const MSG *lpMsg)", { reads: [0], pumpsMessages: true, sends: {} }],
    ["int TranslateAccelerator(HWND hWnd, HACCEL hAccTable, LPMSG lpMsg)", { reads: [2], sends: { window: 0 } }],
    ["BOOL IsDialogMessage(HWND hDlg, LPMSG lpMsg)", { reads: [1], pumpsMessages: true, sends: { window: 0 } }],
    ["BOOL CallMsgFilter(LPMSG lpMsg, int nCode)", { reads: [0] }],
    [
      "BOOL PostMessage(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [2, 3], posts: { window: 0, message: 1, wParam: 2, lParam: 3 } },
    ],
    [
      "BOOL PostThreadMessage(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [2, 3], posts: { message: 1, wParam: 2, lParam: 3 } },
    ],
    [
      "BOOL PostAppMessage(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [2, 3], posts: { message: 1, wParam: 2, lParam: 3 } },
    ],
    [
      "LRESULT SendMessage(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, blocks: true },
    ],
    [
      "LRESULT SendMessageTimeout(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam, UINT fuFlags, UINT uTimeout, PDWORD_PTR lpdwResult)",
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, writes: [6], blocks: true },
    ],
    [
      "BOOL SendNotifyMessage(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 } },
    ],
    [
      "BOOL SendMessageCallback(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam, SENDASYNCPROC lpResultCallBack, ULONG_PTR dwData)",
      { escapes: [2, 3, 5], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, keepsCallback: [4] },
    ],
    [
      "LRESULT SendDlgItemMessage(HWND hDlg, int nIDDlgItem, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { escapes: [3, 4], sends: { message: 2, wParam: 3, lParam: 4 }, blocks: true },
    ],
    [
      "long BroadcastSystemMessage(DWORD flags, LPDWORD lpInfo, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { writes: [1], escapes: [3, 4], sends: { message: 2, wParam: 3, lParam: 4 }, blocks: true },
    ],
    ["UINT RegisterWindowMessage(LPCTSTR lpString)", { reads: [0] }],
    [
      "LRESULT DefWindowProc(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { sends: { window: 0, message: 1, wParam: 2, lParam: 3 } },
    ],
    ["LRESULT DefDlgProc(HWND hDlg, UINT Msg, WPARAM wParam, LPARAM lParam)", { sends: { window: 0, message: 1, wParam: 2, lParam: 3 } }],
    [
      "LRESULT DefMDIChildProc(HWND hWnd, UINT uMsg, WPARAM wParam, LPARAM lParam)",
      { sends: { window: 0, message: 1, wParam: 2, lParam: 3 } },
    ],
    [
      "LRESULT DefFrameProc(HWND hWnd, HWND hWndMDIClient, UINT uMsg, WPARAM wParam, LPARAM lParam)",
      { sends: { window: 0, message: 2, wParam: 3, lParam: 4 } },
    ],
    [
      "LRESULT CallWindowProc(WNDPROC lpPrevWndFunc, HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)",
      { calls: [0], sends: { window: 1, message: 2, wParam: 3, lParam: 4 } },
    ],
    ["HHOOK SetWindowsHookEx(int idHook, HOOKPROC lpfn, HINSTANCE hmod, DWORD dwThreadId)", { keepsCallback: [1] }],
    ["HHOOK SetWindowsHook(int nFilterType, HOOKPROC pfnFilterProc)", { keepsCallback: [1] }],
  ],
);
