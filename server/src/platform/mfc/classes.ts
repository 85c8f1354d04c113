/** MFC: class tree, members, and the virtuals it calls. `DestroyWindow` runs OnDestroy (by WM_DESTROY), OnNcDestroy, then PostNcDestroy. */
import type { FrameworkClass, MethodRow, VirtualMember } from "../frameworks/types.ts";
import { cdialogMethods, cwinThreadMethods, cwndMethods, frameMethods, socketMethods, stringMethods } from "./methods.ts";

function mfc(
  name: string,
  bases: readonly string[],
  members: readonly string[] = [],
  virtuals: readonly VirtualMember[] = [],
  methods: readonly MethodRow[] = [],
): FrameworkClass {
  return { name, framework: "mfc", bases, members, virtuals, methods };
}

/** Runs when the window is gone; frames and views then delete themselves. */
const deletesItself: VirtualMember = { name: "PostNcDestroy", trigger: "destroy", own: { deletesObject: true } };

const windowVirtuals: readonly VirtualMember[] = [
  { name: "PreCreateWindow", trigger: "create" },
  { name: "PreSubclassWindow", trigger: "create" },
  { name: "PreTranslateMessage", trigger: "message", msg: 0 },
  { name: "WindowProc", trigger: "message", wParam: 1, lParam: 2, own: { runs: ["OnWndMsg", "DefWindowProc"] } },
  { name: "OnWndMsg", trigger: "message", wParam: 1, lParam: 2 },
  { name: "DefWindowProc", trigger: "message", wParam: 1, lParam: 2 },
  { name: "OnCommand", trigger: "command", wParam: 0, lParam: 1 },
  { name: "OnNotify", trigger: "command", wParam: 0, lParam: 1 },
  { name: "OnCmdMsg", trigger: "command" },
  { name: "OnClose", trigger: "close", own: { destroysOwnWindow: true, runs: ["DestroyWindow"] } },
  { name: "OnDestroy", trigger: "destroy" },
  { name: "OnNcDestroy", trigger: "destroy", own: { runs: ["PostNcDestroy"] } },
  { name: "OnTimer", trigger: "timer" },
  { name: "OnCreate", trigger: "create" },
  { name: "PostNcDestroy", trigger: "destroy" },
  { name: "DestroyWindow", trigger: "destroy", own: { destroysOwnWindow: true, runs: ["OnDestroy", "OnNcDestroy", "PostNcDestroy"] } },
  { name: "OnFinalRelease", trigger: "destroy", own: { deletesObject: true } },
];

const dialogVirtuals: readonly VirtualMember[] = [
  { name: "OnInitDialog", trigger: "create" },
  { name: "DoDataExchange", trigger: "other" },
  // The dialog's own versions end the modal loop; DoModal then destroys the window and returns.
  { name: "OnOK", trigger: "command", own: { runs: ["EndDialog"] } },
  { name: "OnCancel", trigger: "close", own: { runs: ["EndDialog"] } },
];

const pageVirtuals: readonly VirtualMember[] = [
  { name: "OnApply", trigger: "command", own: { runs: ["OnOK"] } },
  { name: "OnSetActive", trigger: "other" },
  { name: "OnKillActive", trigger: "other" },
  { name: "OnQueryCancel", trigger: "close" },
  { name: "OnReset", trigger: "close", own: { runs: ["OnCancel"] } },
  { name: "OnWizardNext", trigger: "command" },
  { name: "OnWizardBack", trigger: "command" },
  { name: "OnWizardFinish", trigger: "command" },
];

const socketVirtuals: readonly VirtualMember[] = ["OnAccept", "OnClose", "OnConnect", "OnReceive", "OnSend", "OnOutOfBandData"].map(
  (name) => ({
    name,
    trigger: "message" as const,
  }),
);

const threadVirtuals: readonly VirtualMember[] = [
  { name: "InitInstance", trigger: "start" },
  { name: "ExitInstance", trigger: "end" },
  { name: "Run", trigger: "start", own: { pumpsMessages: true, blocks: true, runs: ["OnIdle"] } },
  { name: "OnIdle", trigger: "idle" },
  { name: "PreTranslateMessage", trigger: "message", msg: 0 },
  { name: "PumpMessage", trigger: "message" },
  { name: "ProcessMessageFilter", trigger: "message", msg: 1 },
];

const controls = [
  "CButton",
  "CComboBox",
  "CEdit",
  "CHeaderCtrl",
  "CHotKeyCtrl",
  "CIPAddressCtrl",
  "CListBox",
  "CListCtrl",
  "CProgressCtrl",
  "CReBarCtrl",
  "CRichEditCtrl",
  "CScrollBar",
  "CSliderCtrl",
  "CSpinButtonCtrl",
  "CStatic",
  "CStatusBarCtrl",
  "CTabCtrl",
  "CToolBarCtrl",
  "CToolTipCtrl",
  "CTreeCtrl",
  "CAnimateCtrl",
  "CDateTimeCtrl",
  "CMonthCalCtrl",
];

export const mfcClasses: readonly FrameworkClass[] = [
  mfc("CObject", []),
  mfc("CCmdTarget", ["CObject"], [], [{ name: "OnCmdMsg", trigger: "command" }]),
  mfc("CWnd", ["CCmdTarget"], ["HWND m_hWnd"], windowVirtuals, cwndMethods),
  mfc("CDialog", ["CWnd"], [], dialogVirtuals, cdialogMethods),
  mfc("CDialogEx", ["CDialog"]),
  mfc("CDialogBar", ["CControlBar"]),
  mfc("CCommonDialog", ["CDialog"]),
  mfc("CFileDialog", ["CCommonDialog"], ["OPENFILENAME m_ofn"]),
  mfc("CColorDialog", ["CCommonDialog"]),
  mfc("CFontDialog", ["CCommonDialog"]),
  mfc("CPrintDialog", ["CCommonDialog"]),
  mfc("CPropertyPage", ["CDialog"], ["PROPSHEETPAGE m_psp"], pageVirtuals),
  mfc("CPropertySheet", ["CWnd"], ["PROPSHEETHEADER m_psh"], [{ name: "OnInitDialog", trigger: "create" }], cdialogMethods),
  mfc("CFrameWnd", ["CWnd"], ["BOOL m_bAutoMenuEnable"], [deletesItself], frameMethods),
  mfc("CMDIFrameWnd", ["CFrameWnd"], ["HWND m_hWndMDIClient"]),
  mfc("CMDIChildWnd", ["CFrameWnd"]),
  mfc("CMiniFrameWnd", ["CFrameWnd"]),
  mfc("CControlBar", ["CWnd"]),
  mfc("CToolBar", ["CControlBar"]),
  mfc("CStatusBar", ["CControlBar"]),
  mfc("CSplitterWnd", ["CWnd"]),
  mfc(
    "CView",
    ["CWnd"],
    ["CDocument *m_pDocument"],
    [
      deletesItself,
      { name: "OnDraw", trigger: "message" },
      { name: "OnInitialUpdate", trigger: "create" },
      { name: "OnUpdate", trigger: "other" },
    ],
  ),
  mfc("CScrollView", ["CView"]),
  mfc("CFormView", ["CScrollView"]),
  mfc("CCtrlView", ["CView"]),
  mfc("CEditView", ["CCtrlView"]),
  mfc("CListView", ["CCtrlView"]),
  mfc("CTreeView", ["CCtrlView"]),
  mfc("CHtmlView", ["CFormView"]),
  mfc(
    "CDocument",
    ["CCmdTarget"],
    [],
    [
      { name: "OnNewDocument", trigger: "command" },
      { name: "OnOpenDocument", trigger: "command" },
      { name: "OnCloseDocument", trigger: "close", own: { deletesObject: true } },
      { name: "SaveModified", trigger: "close" },
    ],
  ),
  mfc(
    "CWinThread",
    ["CCmdTarget"],
    ["HANDLE m_hThread", "DWORD m_nThreadID", "CWnd *m_pMainWnd", "BOOL m_bAutoDelete"],
    threadVirtuals,
    cwinThreadMethods,
  ),
  mfc(
    "CWinApp",
    ["CWinThread"],
    ["HINSTANCE m_hInstance", "LPTSTR m_lpCmdLine", "int m_nCmdShow", "LPCTSTR m_pszAppName", "LPCTSTR m_pszExeName"],
  ),
  mfc("CWinAppEx", ["CWinApp"]),
  // CAsyncSocket sends its events through a hidden window; sockets, not task handles, are in their wParam.
  mfc("CAsyncSocket", ["CObject"], ["SOCKET m_hSocket"], socketVirtuals, socketMethods),
  mfc("CSocket", ["CAsyncSocket"], [], [{ name: "OnMessagePending", trigger: "message" }]),
  mfc("CString", [], [], [], stringMethods),
  ...controls.map((name) => mfc(name, ["CWnd"])),
];
