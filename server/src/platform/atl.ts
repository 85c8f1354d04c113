/** ATL and WTL: window classes, what they call, and the macros of their message maps. */
import type { FrameworkClass, MethodRow, TableMacro, VirtualMember } from "./frameworks/types.ts";
import { cwndMethods } from "./mfc/methods.ts";

function atl(
  name: string,
  bases: readonly string[],
  members: readonly string[] = [],
  virtuals: readonly VirtualMember[] = [],
  methods: readonly MethodRow[] = [],
): FrameworkClass {
  return { name, framework: "atl", bases, members, virtuals, methods };
}

const common = new Set([
  "SendMessage",
  "PostMessage",
  "MessageBox",
  "SetTimer",
  "KillTimer",
  "ShowWindow",
  "EnableWindow",
  "MoveWindow",
  "SetFocus",
  "UpdateWindow",
  "SubclassWindow",
  "UnsubclassWindow",
  "Attach",
  "Detach",
]);
/** ATL's window class has the same members as MFC's, without its virtuals. */
const windowMethods: readonly MethodRow[] = cwndMethods
  .filter(([prototype]) => common.has(/(\w+)\(/.exec(prototype)![1]!))
  .map(([prototype, effect]) => [prototype, { ...effect, runs: undefined }]);

const loop = { pumpsMessages: true, blocks: true } as const;

export const atlClasses: readonly FrameworkClass[] = [
  atl(
    "CWindow",
    [],
    ["HWND m_hWnd"],
    [],
    [...windowMethods, ["BOOL DestroyWindow()", { object: "writes", destroysOwnWindow: true, sends: {} }]],
  ),
  atl("CMessageMap", [], [], [{ name: "ProcessWindowMessage", trigger: "message", wParam: 2, lParam: 3 }]),
  atl("CWindowImplRoot", ["CWindow", "CMessageMap"]),
  atl(
    "CWindowImplBaseT",
    ["CWindowImplRoot"],
    [],
    [{ name: "OnFinalMessage", trigger: "destroy" }],
    [
      [
        "HWND Create(HWND parent, RECT &rect, LPCTSTR name, DWORD style, DWORD exStyle, UINT id, LPVOID parameter)",
        { object: "writes", sends: {} },
      ],
    ],
  ),
  atl("CWindowImpl", ["CWindowImplBaseT"]),
  atl("CContainedWindowT", ["CWindow"]),
  atl("CContainedWindow", ["CContainedWindowT"]),
  atl(
    "CDialogImplBaseT",
    ["CWindowImplRoot"],
    [],
    [{ name: "OnFinalMessage", trigger: "destroy" }],
    [["BOOL EndDialog(int result)", { object: "writes" }]],
  ),
  atl(
    "CDialogImpl",
    ["CDialogImplBaseT"],
    [],
    [],
    [
      ["INT_PTR DoModal(HWND parent, LPARAM parameter)", { ...loop, modal: true, object: "writes", destroysOwnWindow: true, sends: {} }],
      ["HWND Create(HWND parent, LPARAM parameter)", { object: "writes", sends: {} }],
    ],
  ),
  atl("CAxDialogImpl", ["CDialogImpl"]),
  atl("CFrameWindowImpl", ["CWindowImpl"]),
  atl(
    "CMessageLoop",
    [],
    [],
    [
      { name: "PreTranslateMessage", trigger: "message", msg: 0 },
      { name: "OnIdle", trigger: "idle" },
    ],
    [["int Run()", loop]],
  ),
  atl("CMessageFilter", [], [], [{ name: "PreTranslateMessage", trigger: "message", msg: 0 }]),
];

function macro(name: string, kind: TableMacro["kind"], facts: Partial<TableMacro> = {}): TableMacro {
  return { name, framework: "atl", kind, ...facts };
}

// LRESULT OnX(UINT message, WPARAM, LPARAM, BOOL &handled); the _EX forms of WTL leave the last one out.
const words = { wParam: 1, lParam: 2 } as const;

export const atlMacros: readonly TableMacro[] = [
  macro("BEGIN_MSG_MAP", "begin", { record: 0 }),
  macro("BEGIN_MSG_MAP_EX", "begin", { record: 0 }),
  macro("END_MSG_MAP", "end"),
  macro("ALT_MSG_MAP", "other"),
  macro("MESSAGE_HANDLER", "message", { number: 0, handler: 1, ...words }),
  macro("MESSAGE_HANDLER_EX", "message", { number: 0, handler: 1, ...words }),
  macro("MESSAGE_RANGE_HANDLER", "range", { number: 0, last: 1, handler: 2, ...words }),
  macro("MESSAGE_RANGE_HANDLER_EX", "range", { number: 0, last: 1, handler: 2, ...words }),
  macro("COMMAND_HANDLER", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("COMMAND_HANDLER_EX", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("COMMAND_ID_HANDLER", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("COMMAND_ID_HANDLER_EX", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("COMMAND_CODE_HANDLER", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("COMMAND_CODE_HANDLER_EX", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("COMMAND_RANGE_HANDLER", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("COMMAND_RANGE_HANDLER_EX", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("NOTIFY_HANDLER", "notify", { message: "WM_NOTIFY", handler: 2 }),
  macro("NOTIFY_ID_HANDLER", "notify", { message: "WM_NOTIFY", handler: 1 }),
  macro("NOTIFY_CODE_HANDLER", "notify", { message: "WM_NOTIFY", handler: 1 }),
  macro("CHAIN_MSG_MAP", "chain", { base: 0 }),
  macro("CHAIN_MSG_MAP_ALT", "chain", { base: 0 }),
  macro("CHAIN_MSG_MAP_MEMBER", "chain"),
  macro("REFLECT_NOTIFICATIONS", "other"),
  macro("DEFAULT_REFLECTION_HANDLER", "other"),
];

/** `MSG_WM_X(OnX)` of WTL: one cracked handler; the message is in the macro's name. */
export function wtlMessageMacro(name: string): TableMacro | undefined {
  const match = /^MSG_(WM_[A-Z0-9_]+)$/.exec(name);
  return match ? { name, framework: "atl", kind: "window-message", message: match[1]!, handler: 0 } : undefined;
}
