/** Borland's Visual Component Library: forms, their published events, and message maps. Handlers get `TMessage &`: Msg, WParam, LParam, Result. */
import type { FrameworkClass, MethodEffect, MethodRow, TableMacro, VirtualMember } from "./frameworks/types.ts";

function vcl(
  name: string,
  bases: readonly string[],
  members: readonly string[] = [],
  virtuals: readonly VirtualMember[] = [],
  methods: readonly MethodRow[] = [],
): FrameworkClass {
  return { name, framework: "vcl", bases, members, virtuals, methods };
}

const modal: MethodEffect = { modal: true, pumpsMessages: true, blocks: true };

export const vclClasses: readonly FrameworkClass[] = [
  vcl("TObject", [], [], [{ name: "Dispatch", trigger: "message", msg: 0 }], [["void Free()", { deletesObject: true }]]),
  vcl("TPersistent", ["TObject"]),
  vcl("TComponent", ["TPersistent"], ["TComponent *Owner"]),
  vcl(
    "TControl",
    ["TComponent"],
    [],
    [{ name: "WndProc", trigger: "message", msg: 0 }],
    [
      ["int Perform(UINT message, WPARAM wParam, LPARAM lParam)", { ownWindow: true, sends: { message: 0, wParam: 1, lParam: 2 } }],
      ["void Show()", { sends: {} }],
      ["void Hide()", { sends: {} }],
      ["void Invalidate()", {}],
      ["void Refresh()", { sends: {} }],
    ],
  ),
  vcl(
    "TWinControl",
    ["TControl"],
    ["HWND Handle"],
    [
      { name: "CreateWnd", trigger: "create" },
      { name: "DestroyWnd", trigger: "destroy" },
      { name: "CreateParams", trigger: "create" },
    ],
  ),
  vcl(
    "TCustomForm",
    ["TWinControl"],
    ["int ModalResult"],
    [
      { name: "DoClose", trigger: "close" },
      { name: "CloseQuery", trigger: "close" },
    ],
    [
      ["int ShowModal()", { ...modal, object: "writes", sends: {} }],
      ["void Close()", { object: "writes", sends: {}, runs: ["CloseQuery", "DoClose"] }],
      ["void Release()", { ownWindow: true, deletesObject: true }],
    ],
  ),
  vcl("TForm", ["TCustomForm"]),
  vcl("TFrame", ["TWinControl"]),
  vcl("TDataModule", ["TComponent"]),
  vcl("TTimer", ["TComponent"], ["bool Enabled", "unsigned Interval"]),
  vcl(
    "TThread",
    ["TObject"],
    ["bool Terminated", "bool FreeOnTerminate"],
    [{ name: "Execute", trigger: "start" }],
    [
      ["void Synchronize(LPVOID method)", { blocks: true }],
      ["void Resume()", {}],
      ["void Terminate()", { object: "writes" }],
      ["int WaitFor()", { blocks: true }],
    ],
  ),
  vcl(
    "TApplication",
    ["TComponent"],
    ["HWND Handle", "bool Terminated"],
    [],
    [
      ["void ProcessMessages()", { pumpsMessages: true }],
      ["void HandleMessage()", { pumpsMessages: true, blocks: true }],
      ["void Run()", { pumpsMessages: true, blocks: true }],
      ["int MessageBox(const char *text, const char *caption, int flags)", { ...modal, reads: [0, 1] }],
      ["void Terminate()", { posts: {} }],
    ],
  ),
];

/** Names under which forms publish their events: `FormClose(TObject *Sender, TCloseAction &Action)`. */
export const vclEvents: readonly VirtualMember[] = [
  { name: "FormCreate", trigger: "create" },
  { name: "FormShow", trigger: "create" },
  { name: "FormActivate", trigger: "create" },
  { name: "FormCloseQuery", trigger: "close" },
  { name: "FormClose", trigger: "close" },
  { name: "FormHide", trigger: "close" },
  { name: "FormDestroy", trigger: "destroy" },
];

function macro(name: string, kind: TableMacro["kind"], facts: Partial<TableMacro> = {}): TableMacro {
  return { name, framework: "vcl", kind, ...facts };
}

export const vclMacros: readonly TableMacro[] = [
  // BEGIN_MESSAGE_MAP without arguments, inside the class; END_MESSAGE_MAP(base).
  macro("BEGIN_MESSAGE_MAP", "begin"),
  macro("END_MESSAGE_MAP", "end", { base: 0 }),
  macro("VCL_BEGIN_MESSAGE_MAP", "begin"),
  macro("VCL_END_MESSAGE_MAP", "end", { base: 0 }),
  macro("MESSAGE_HANDLER", "message", { number: 0, handler: 2, wParam: "msg", lParam: "msg" }),
  macro("VCL_MESSAGE_HANDLER", "message", { number: 0, handler: 2, wParam: "msg", lParam: "msg" }),
];
