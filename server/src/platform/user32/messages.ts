/** Message queues, sending, timers and hooks. */
import { family } from "../family.ts";

export const userMessages = family(
  "user32",
  { setsLastError: true },
  [
    [{ blocks: true }, "BOOL WaitMessage()", "DWORD WaitForInputIdle(HANDLE, DWORD)"],
    [{ reads: [0] }, "BOOL TranslateMessage(const MSG *msg)"],
    [{ setsLastError: false, posts: {} }, "void PostQuitMessage(int)"],
    [{}, "BOOL ReplyMessage(LRESULT)", "BOOL InSendMessage()", "DWORD InSendMessageEx(LPVOID)"],
    [
      { setsLastError: false },
      "DWORD GetMessagePos()",
      "LONG GetMessageTime()",
      "LPARAM GetMessageExtraInfo()",
      "DWORD GetQueueStatus(UINT)",
      "BOOL GetInputState()",
      "LPARAM SetMessageExtraInfo(LPARAM)",
    ],
    [{ keepsCallback: [3] }, "UINT_PTR SetTimer(HWND, UINT_PTR, UINT, TIMERPROC timerFunc)"],
    [{}, "BOOL KillTimer(HWND, UINT_PTR)", "BOOL UnhookWindowsHookEx(HHOOK)"],
    [{ sends: {} }, "LRESULT CallNextHookEx(HHOOK, int, WPARAM, LPARAM)"],
    [
      {},
      "BOOL ChangeWindowMessageFilter(UINT, DWORD)",
      "BOOL AttachThreadInput(DWORD, DWORD, BOOL)",
      "void keybd_event(BYTE, BYTE, DWORD, ULONG_PTR)",
      "void mouse_event(DWORD, DWORD, DWORD, DWORD, ULONG_PTR)",
    ],
    [{ reads: [1] }, "UINT SendInput(UINT, LPINPUT inputs, int)"],
  ],
  [
    [{ writes: [0], blocks: true, pumpsMessages: true }, "BOOL GetMessage(LPMSG msg, HWND, UINT, UINT)"],
    [{ writes: [0], pumpsMessages: true }, "BOOL PeekMessage(LPMSG msg, HWND, UINT, UINT, UINT)"],
    [{ reads: [0], pumpsMessages: true, sends: {} }, "LRESULT DispatchMessage(const MSG *msg)"],
    [{ reads: [2], sends: { window: 0 } }, "int TranslateAccelerator(HWND wnd, HACCEL, LPMSG msg)"],
    [{ reads: [1], pumpsMessages: true, sends: { window: 0 } }, "BOOL IsDialogMessage(HWND dlg, LPMSG msg)"],
    [{ reads: [0] }, "BOOL CallMsgFilter(LPMSG msg, int)"],
    [
      { escapes: [2, 3], posts: { window: 0, message: 1, wParam: 2, lParam: 3 } },
      "BOOL PostMessage(HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { escapes: [2, 3], posts: { message: 1, wParam: 2, lParam: 3 } },
      "BOOL PostThreadMessage(DWORD, UINT msg, WPARAM param, LPARAM lParam)",
      "BOOL PostAppMessage(DWORD, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, blocks: true },
      "LRESULT SendMessage(HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, writes: [6], blocks: true },
      "LRESULT SendMessageTimeout(HWND wnd, UINT msg, WPARAM param, LPARAM lParam, UINT, UINT, PDWORD_PTR lpdwResult)",
    ],
    [
      { escapes: [2, 3], sends: { window: 0, message: 1, wParam: 2, lParam: 3 } },
      "BOOL SendNotifyMessage(HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { escapes: [2, 3, 5], sends: { window: 0, message: 1, wParam: 2, lParam: 3 }, keepsCallback: [4] },
      "BOOL SendMessageCallback(HWND wnd, UINT msg, WPARAM param, LPARAM lParam, SENDASYNCPROC resultCallBack, ULONG_PTR data)",
    ],
    [
      { escapes: [3, 4], sends: { message: 2, wParam: 3, lParam: 4 }, blocks: true },
      "LRESULT SendDlgItemMessage(HWND, int, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { writes: [1], escapes: [3, 4], sends: { message: 2, wParam: 3, lParam: 4 }, blocks: true },
      "long BroadcastSystemMessage(DWORD, LPDWORD info, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [{ reads: [0] }, "UINT RegisterWindowMessage(LPCTSTR string)"],
    [
      { sends: { window: 0, message: 1, wParam: 2, lParam: 3 } },
      "LRESULT DefWindowProc(HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
      "LRESULT DefDlgProc(HWND dlg, UINT msg, WPARAM param, LPARAM lParam)",
      "LRESULT DefMDIChildProc(HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { sends: { window: 0, message: 2, wParam: 3, lParam: 4 } },
      "LRESULT DefFrameProc(HWND wnd, HWND, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { calls: [0], sends: { window: 1, message: 2, wParam: 3, lParam: 4 } },
      "LRESULT CallWindowProc(WNDPROC prevWndFunc, HWND wnd, UINT msg, WPARAM param, LPARAM lParam)",
    ],
    [
      { keepsCallback: [1] },
      "HHOOK SetWindowsHookEx(int, HOOKPROC lpfn, HINSTANCE, DWORD)",
      "HHOOK SetWindowsHook(int, HOOKPROC filterProc)",
    ],
  ],
);
