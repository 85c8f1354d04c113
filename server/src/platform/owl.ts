/** Borland's ObjectWindows: class tree, virtuals, and response tables. */
import type { FrameworkClass, MethodEffect, MethodRow, TableMacro, VirtualMember } from "./frameworks/types.ts";

function owl(
  name: string,
  bases: readonly string[],
  members: readonly string[] = [],
  virtuals: readonly VirtualMember[] = [],
  methods: readonly MethodRow[] = [],
): FrameworkClass {
  return { name, framework: "owl", bases, members, virtuals, methods };
}

const modal: MethodEffect = { modal: true, pumpsMessages: true, blocks: true };

const windowMethods: readonly MethodRow[] = [
  ["HWND GetHandle()", { object: "reads", pure: true }],
  ["bool Create()", { object: "writes", sends: {}, runs: ["GetWindowClass", "SetupWindow"] }],
  ["void Destroy(int result)", { object: "writes", destroysOwnWindow: true, sends: {}, runs: ["CleanupWindow"] }],
  ["void CloseWindow(int result)", { object: "writes", destroysOwnWindow: true, sends: {}, runs: ["CanClose", "CleanupWindow"] }],
  [
    "LRESULT SendMessage(UINT message, WPARAM wParam, LPARAM lParam)",
    { ownWindow: true, sends: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2], blocks: true },
  ],
  [
    "LRESULT HandleMessage(UINT message, WPARAM wParam, LPARAM lParam)",
    { ownWindow: true, sends: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2], blocks: true },
  ],
  [
    "bool PostMessage(UINT message, WPARAM wParam, LPARAM lParam)",
    { ownWindow: true, posts: { message: 0, wParam: 1, lParam: 2 }, escapes: [1, 2] },
  ],
  ["int MessageBox(const char *text, const char *caption, UINT type)", { ...modal, reads: [0, 1], ownWindow: true }],
  ["bool SetTimer(UINT id, UINT timeout, TIMERPROC procedure)", { ownWindow: true, keepsCallback: [2] }],
  ["bool KillTimer(UINT id)", { ownWindow: true }],
  ["LRESULT DefaultProcessing()", { ownWindow: true, sends: {} }],
];

export const owlClasses: readonly FrameworkClass[] = [
  owl("TEventHandler", []),
  owl("TStreamableBase", []),
  owl("TModule", [], ["HINSTANCE HInstance"]),
  owl(
    "TApplication",
    ["TModule"],
    [],
    [
      { name: "InitMainWindow", trigger: "start" },
      { name: "InitInstance", trigger: "start" },
      { name: "IdleAction", trigger: "idle" },
      { name: "ProcessAppMsg", trigger: "message", msg: 0 },
      { name: "CanClose", trigger: "close" },
      { name: "TermInstance", trigger: "end" },
    ],
    [
      ["int Run()", { pumpsMessages: true, blocks: true, runs: ["InitMainWindow", "IdleAction"] }],
      ["bool PumpWaitingMessages()", { pumpsMessages: true }],
    ],
  ),
  owl(
    "TWindow",
    ["TEventHandler", "TStreamableBase"],
    ["HWND HWindow", "TWindow *Parent"],
    [
      { name: "SetupWindow", trigger: "create" },
      { name: "CleanupWindow", trigger: "destroy" },
      { name: "CanClose", trigger: "close" },
      { name: "WindowProc", trigger: "message", wParam: 1, lParam: 2 },
      { name: "PreProcessMsg", trigger: "message", msg: 0 },
      { name: "IdleAction", trigger: "idle" },
      { name: "CmExit", trigger: "close", own: { destroysOwnWindow: true } },
      { name: "EvClose", trigger: "close", own: { destroysOwnWindow: true, runs: ["CanClose", "CleanupWindow"] } },
      { name: "EvDestroy", trigger: "destroy" },
      { name: "EvTimer", trigger: "timer" },
      { name: "GetWindowClass", trigger: "create" },
      { name: "Paint", trigger: "message" },
    ],
    windowMethods,
  ),
  owl("TFrameWindow", ["TWindow"]),
  owl("TDecoratedFrame", ["TFrameWindow"]),
  owl("TMDIFrame", ["TFrameWindow"]),
  owl("TMDIChild", ["TFrameWindow"]),
  owl("TMDIClient", ["TWindow"]),
  owl("TControl", ["TWindow"]),
  owl(
    "TDialog",
    ["TWindow"],
    [],
    [
      { name: "CmOk", trigger: "command", own: { destroysOwnWindow: true } },
      { name: "CmCancel", trigger: "close", own: { destroysOwnWindow: true } },
      { name: "DialogFunction", trigger: "message", wParam: 1, lParam: 2 },
    ],
    [
      [
        "int Execute()",
        { ...modal, object: "writes", destroysOwnWindow: true, sends: {}, runs: ["SetupWindow", "CmOk", "CmCancel", "CleanupWindow"] },
      ],
    ],
  ),
  // ObjectWindows' own Winsock classes: TWinSock starts requests from members of a hidden window.
  owl("TSocketWindow", ["TWindow"]),
  owl("THostInfoWindow", ["TWindow"]),
  owl("TServiceWindow", ["TWindow"]),
];

function macro(name: string, kind: TableMacro["kind"], facts: Partial<TableMacro> = {}): TableMacro {
  return { name, framework: "owl", kind, ...facts };
}

/** DEFINE_RESPONSE_TABLE1(class, base) up to four bases. */
const heads = ["", "1", "2", "3", "4"].map((n) => macro(`DEFINE_RESPONSE_TABLE${n}`, "begin", { record: 0, ...(n !== "" && { base: 1 }) }));

export const owlMacros: readonly TableMacro[] = [
  ...heads,
  macro("END_RESPONSE_TABLE", "end"),
  macro("DECLARE_RESPONSE_TABLE", "other"),
  // LRESULT EvX(WPARAM, LPARAM)
  macro("EV_MESSAGE", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("EV_REGISTERED", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("EV_COMMAND", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("EV_COMMAND_AND_ID", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("EV_COMMAND_ENABLE", "other", { handler: 1 }),
  macro("EV_CHILD_NOTIFY", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("EV_CHILD_NOTIFY_AND_CODE", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("EV_CHILD_NOTIFY_ALL_CODES", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("EV_NOTIFY", "notify", { message: "WM_NOTIFY", handler: 2 }),
  ...["BN_CLICKED", "EN_CHANGE", "EN_KILLFOCUS", "LBN_SELCHANGE", "LBN_DBLCLK", "CBN_SELCHANGE", "CBN_EDITCHANGE"].map((n) =>
    macro(`EV_${n}`, "command", { message: "WM_COMMAND", handler: 1 }),
  ),
];

/** `EV_WM_TIMER` calls `EvTimer`: the member's capitals are not in the macro, so `member` is to be compared without regard to case. */
export function owlMessageMacro(name: string): TableMacro | undefined {
  const match = /^EV_WM_([A-Z]+)$/.exec(name);
  return match ? { name, framework: "owl", kind: "window-message", message: `WM_${match[1]}`, member: `Ev${match[1]}` } : undefined;
}
