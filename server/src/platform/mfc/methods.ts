/** Member functions of MFC classes that programs call around a request. Members of the window forms of user32 work on the object's window. */
import type { MethodEffect, MethodRow } from "../frameworks/types.ts";

const modal: MethodEffect = { modal: true, pumpsMessages: true, blocks: true };
const toWindow: MethodEffect = { ownWindow: true, sends: {} };
const asks: MethodEffect = { object: "reads" };

export const cwndMethods: readonly MethodRow[] = [
  ["HWND GetSafeHwnd()", { object: "reads", pure: true }],
  [
    "BOOL Create(LPCTSTR className, LPCTSTR windowName, DWORD style, const RECT &rect, CWnd *parent, UINT id, LPVOID context)",
    { object: "writes", sends: {}, runs: ["PreCreateWindow", "OnCreate"] },
  ],
  [
    "BOOL CreateEx(DWORD exStyle, LPCTSTR className, LPCTSTR windowName, DWORD style, int x, int y, int width, int height, HWND parent, HMENU menu, LPVOID parameter)",
    { object: "writes", escapes: [10], sends: {}, runs: ["PreCreateWindow", "OnCreate"] },
  ],
  ["BOOL DestroyWindow()", { object: "writes", destroysOwnWindow: true, sends: {}, runs: ["OnDestroy", "OnNcDestroy", "PostNcDestroy"] }],
  ["BOOL Attach(HWND window)", { object: "writes", escapes: [0] }],
  ["HWND Detach()", { object: "writes" }],
  ["BOOL SubclassWindow(HWND window)", { object: "writes", runs: ["PreSubclassWindow"] }],
  ["BOOL SubclassDlgItem(UINT id, CWnd *parent)", { object: "writes", runs: ["PreSubclassWindow"] }],
  ["HWND UnsubclassWindow()", { object: "writes" }],
  [
    "LRESULT SendMessage(UINT message, WPARAM wParam, LPARAM lParam)",
    { ownWindow: true, sends: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2], blocks: true },
  ],
  [
    "BOOL PostMessage(UINT message, WPARAM wParam, LPARAM lParam)",
    { ownWindow: true, posts: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2] },
  ],
  [
    "LRESULT SendDlgItemMessage(int id, UINT message, WPARAM wParam, LPARAM lParam)",
    { sends: { message: 1, wParam: 2, lParam: 3 }, escapes: [2, 3], blocks: true },
  ],
  [
    "void SendMessageToDescendants(UINT message, WPARAM wParam, LPARAM lParam, BOOL deep, BOOL onlyPerm)",
    { sends: { message: 0, wParam: 1, lParam: 2 } },
  ],
  ["int MessageBox(LPCTSTR text, LPCTSTR caption, UINT type)", { ...modal, reads: [0, 1], ownWindow: true }],
  ["UINT_PTR SetTimer(UINT_PTR id, UINT elapse, TIMERPROC procedure)", { ownWindow: true, keepsCallback: [2] }],
  ["BOOL KillTimer(UINT_PTR id)", { ownWindow: true }],
  ["CWnd *GetDlgItem(int id)", asks],
  ["CWnd *GetParent()", asks],
  ["CWnd *GetOwner()", asks],
  ["CWnd *GetTopLevelParent()", asks],
  ["CFrameWnd *GetParentFrame()", asks],
  ["void GetWindowText(CString &text)", { writes: [0], object: "reads" }],
  ["void SetWindowText(LPCTSTR text)", { ...toWindow, reads: [0] }],
  ["int GetDlgItemText(int id, CString &text)", { writes: [1], object: "reads" }],
  ["void SetDlgItemText(int id, LPCTSTR text)", { ...toWindow, reads: [1] }],
  ["void SetDlgItemInt(int id, UINT value, BOOL isSigned)", toWindow],
  ["UINT GetDlgItemInt(int id, BOOL *translated, BOOL isSigned)", { writes: [1] }],
  ["BOOL EnableWindow(BOOL enable)", toWindow],
  ["BOOL ShowWindow(int show)", toWindow],
  ["void MoveWindow(int x, int y, int width, int height, BOOL repaint)", toWindow],
  ["BOOL SetWindowPos(const CWnd *after, int x, int y, int cx, int cy, UINT flags)", toWindow],
  ["void UpdateWindow()", toWindow],
  ["void Invalidate(BOOL erase)", {}],
  ["void InvalidateRect(LPCRECT rect, BOOL erase)", { reads: [0] }],
  ["BOOL RedrawWindow(LPCRECT rect, CRgn *region, UINT flags)", toWindow],
  ["CWnd *SetFocus()", toWindow],
  ["BOOL SetForegroundWindow()", toWindow],
  ["void CenterWindow(CWnd *other)", toWindow],
  ["void GetClientRect(LPRECT rect)", { writes: [0] }],
  ["void GetWindowRect(LPRECT rect)", { writes: [0] }],
  ["BOOL UpdateData(BOOL saveAndValidate)", { object: "writes", runs: ["DoDataExchange"] }],
  ["LRESULT Default()", { ownWindow: true, sends: {} }],
  ["void EndModalLoop(int result)", { object: "writes" }],
  ["int RunModalLoop(DWORD flags)", { ...modal, ownWindow: true }],
  ["CWnd *FromHandle(HWND window)", { setsLastError: false }],
  ["void OnOK()", { object: "writes", runs: ["EndDialog"] }],
  ["void OnClose()", { destroysOwnWindow: true, runs: ["DestroyWindow"] }],
];

export const cdialogMethods: readonly MethodRow[] = [
  // The loop runs until EndDialog; the window is destroyed before DoModal returns, the object is not.
  [
    "INT_PTR DoModal()",
    {
      ...modal,
      object: "writes",
      destroysOwnWindow: true,
      sends: {},
      runs: ["OnInitDialog", "OnOK", "OnCancel", "OnDestroy", "PostNcDestroy"],
    },
  ],
  ["BOOL Create(UINT id, CWnd *parent)", { object: "writes", sends: {}, runs: ["OnInitDialog"] }],
  ["void EndDialog(int result)", { object: "writes" }],
  ["void OnCancel()", { object: "writes", runs: ["EndDialog"] }],
  ["void NextDlgCtrl()", toWindow],
  ["void GotoDlgCtrl(CWnd *control)", toWindow],
];

export const frameMethods: readonly MethodRow[] = [
  [
    "BOOL LoadFrame(UINT id, DWORD style, CWnd *parent, CCreateContext *context)",
    { object: "writes", sends: {}, runs: ["PreCreateWindow", "OnCreate"] },
  ],
  ["void ActivateFrame(int show)", toWindow],
  ["void SetMessageText(LPCTSTR text)", { ...toWindow, reads: [0] }],
  ["CView *GetActiveView()", asks],
  ["CDocument *GetActiveDocument()", asks],
  ["void RecalcLayout(BOOL notify)", toWindow],
];

export const cwinThreadMethods: readonly MethodRow[] = [
  ["BOOL CreateThread(DWORD flags, UINT stack, LPSECURITY_ATTRIBUTES security)", { object: "writes" }],
  ["BOOL PostThreadMessage(UINT message, WPARAM wParam, LPARAM lParam)", { posts: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2] }],
  ["BOOL PumpMessage()", { pumpsMessages: true, blocks: true }],
  ["int Run()", { pumpsMessages: true, blocks: true, runs: ["OnIdle"] }],
  ["DWORD ResumeThread()", {}],
  ["DWORD SuspendThread()", {}],
  ["BOOL SetThreadPriority(int priority)", {}],
  ["int DoMessageBox(LPCTSTR text, UINT type, UINT id)", { ...modal, reads: [0] }],
  ["CString GetProfileString(LPCTSTR section, LPCTSTR entry, LPCTSTR fallback)", { reads: [0, 1, 2] }],
  ["UINT GetProfileInt(LPCTSTR section, LPCTSTR entry, int fallback)", { reads: [0, 1] }],
  ["BOOL WriteProfileString(LPCTSTR section, LPCTSTR entry, LPCTSTR value)", { reads: [0, 1, 2] }],
  ["BOOL WriteProfileInt(LPCTSTR section, LPCTSTR entry, int value)", { reads: [0, 1] }],
  ["void BeginWaitCursor()", {}],
  ["void EndWaitCursor()", {}],
];

export const socketMethods: readonly MethodRow[] = [
  ["BOOL Create(UINT port, int type, long events, LPCTSTR address)", { object: "writes", reads: [3] }],
  ["BOOL Socket(int type, long events, int protocol, int family)", { object: "writes" }],
  ["BOOL Attach(SOCKET socket, long events)", { object: "writes" }],
  ["SOCKET Detach()", { object: "writes" }],
  ["void Close()", { object: "writes" }],
  ["BOOL Bind(UINT port, LPCTSTR address)", { reads: [1] }],
  ["BOOL Connect(LPCTSTR host, UINT port)", { reads: [0], blocks: true }],
  ["BOOL Listen(int backlog)", {}],
  ["BOOL Accept(CAsyncSocket &socket, SOCKADDR *address, int *length)", { writes: [0, 1, 2] }],
  ["int Send(const void *data, int length, int flags)", { reads: [0] }],
  ["int SendTo(const void *data, int length, UINT port, LPCTSTR host, int flags)", { reads: [0, 3], blocks: true }],
  ["int Receive(void *data, int length, int flags)", { writes: [0] }],
  ["int ReceiveFrom(void *data, int length, CString &host, UINT &port, int flags)", { writes: [0, 2, 3] }],
  ["BOOL ShutDown(int how)", {}],
  ["BOOL AsyncSelect(long events)", {}],
  ["BOOL GetPeerName(CString &address, UINT &port)", { writes: [0, 1] }],
  ["BOOL GetSockName(CString &address, UINT &port)", { writes: [0, 1] }],
  ["BOOL IOCtl(long command, DWORD *argument)", { reads: [1], writes: [1] }],
  ["BOOL SetSockOpt(int option, const void *value, int length, int level)", { reads: [1] }],
  ["BOOL GetSockOpt(int option, void *value, int *length, int level)", { writes: [1, 2] }],
  ["int GetLastError()", { setsLastError: false }],
];

const pure: MethodEffect = { object: "reads", pure: true, setsLastError: false };
const changes: MethodEffect = { object: "writes", setsLastError: false };

/** CString: `GetBuffer` and the conversion to a pointer refer into the string until it changes. */
export const stringMethods: readonly MethodRow[] = [
  ["int GetLength()", pure],
  ["BOOL IsEmpty()", pure],
  ["TCHAR GetAt(int index)", pure],
  ["int Find(LPCTSTR text, int start)", { ...pure, reads: [0] }],
  ["int ReverseFind(TCHAR c)", pure],
  ["int FindOneOf(LPCTSTR set)", { ...pure, reads: [0] }],
  ["int Compare(LPCTSTR text)", { ...pure, reads: [0] }],
  ["int CompareNoCase(LPCTSTR text)", { ...pure, reads: [0] }],
  ["int Collate(LPCTSTR text)", { ...pure, reads: [0] }],
  ["CString Left(int count)", pure],
  ["CString Right(int count)", pure],
  ["CString Mid(int first, int count)", pure],
  ["CString SpanExcluding(LPCTSTR set)", { ...pure, reads: [0] }],
  ["CString SpanIncluding(LPCTSTR set)", { ...pure, reads: [0] }],
  ["LPCTSTR GetString()", { object: "reads", refersInto: true, setsLastError: false }],
  ["LPTSTR GetBuffer(int length)", { object: "writes", refersInto: true, moves: true, setsLastError: false }],
  ["LPTSTR GetBufferSetLength(int length)", { object: "writes", refersInto: true, moves: true, setsLastError: false }],
  ["LPTSTR LockBuffer()", { object: "writes", refersInto: true, setsLastError: false }],
  ["void UnlockBuffer()", changes],
  ["void ReleaseBuffer(int length)", changes],
  ["void FreeExtra()", { ...changes, moves: true }],
  ["void Empty()", { ...changes, moves: true }],
  ["void Format(LPCTSTR format, ...)", { ...changes, moves: true, reads: [0] }],
  ["void FormatV(LPCTSTR format, va_list arguments)", { ...changes, moves: true, reads: [0] }],
  ["void AppendFormat(LPCTSTR format, ...)", { ...changes, moves: true, reads: [0] }],
  ["void Append(LPCTSTR text)", { ...changes, moves: true, reads: [0] }],
  ["void AppendChar(TCHAR c)", { ...changes, moves: true }],
  ["BOOL LoadString(UINT id)", { ...changes, moves: true }],
  ["void SetAt(int index, TCHAR c)", changes],
  ["void MakeUpper()", changes],
  ["void MakeLower()", changes],
  ["void MakeReverse()", changes],
  ["void TrimLeft()", { ...changes, moves: true }],
  ["void TrimRight()", { ...changes, moves: true }],
  ["void Trim()", { ...changes, moves: true }],
  ["int Replace(LPCTSTR from, LPCTSTR to)", { ...changes, moves: true, reads: [0, 1] }],
  ["int Remove(TCHAR c)", { ...changes, moves: true }],
  ["int Insert(int index, LPCTSTR text)", { ...changes, moves: true, reads: [1] }],
  ["int Delete(int index, int count)", { ...changes, moves: true }],
  ["CString Tokenize(LPCTSTR tokens, int &start)", { ...pure, pure: undefined, reads: [0], writes: [1] }],
  ["LPTSTR AllocSysString()", { object: "reads", allocates: { by: "SysAllocString" }, setsLastError: false }],
];
