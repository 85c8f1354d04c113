/** Macros of MFC's message maps. */
import type { TableMacro } from "../frameworks/types.ts";

function macro(name: string, kind: TableMacro["kind"], facts: Partial<TableMacro> = {}): TableMacro {
  return { name, framework: "mfc", kind, ...facts };
}

/**
 * `ON_WM_X` = member `OnX`. The members take cracked parameters, not wParam and lParam, so only their spelling is of interest: the words
 * below are the parts of the names, in the capitals of the members.
 */
const windowMembers = `
Activate ActivateApp AppCommand AskCbFormatName CancelMode CaptureChanged ChangeCbChain Char CharToItem ChildActivate ClipboardUpdate Close
Compacting CompareItem ContextMenu CopyData Create CtlColor DeadChar DeleteItem Destroy DestroyClipboard DeviceChange DevModeChange DrawClipboard
DrawItem DropFiles Enable EndSession EnterIdle EnterMenuLoop EnterSizeMove EraseBkgnd ExitMenuLoop ExitSizeMove FontChange GetDlgCode GetMinMaxInfo
HelpInfo HotKey HScroll HScrollClipboard IconEraseBkgnd InitMenu InitMenuPopup InputLangChange InputLangChangeRequest KeyDown KeyUp KillFocus
LButtonDblClk LButtonDown LButtonUp MButtonDblClk MButtonDown MButtonUp MDIActivate MeasureItem MenuChar MenuCommand MenuDrag MenuSelect
MouseActivate MouseHover MouseLeave MouseMove MouseWheel MouseHWheel Move Moving NcActivate NcCalcSize NcCreate NcDestroy NcHitTest NcLButtonDblClk
NcLButtonDown NcLButtonUp NcMButtonDblClk NcMButtonDown NcMButtonUp NcMouseHover NcMouseLeave NcMouseMove NcPaint NcRButtonDblClk NcRButtonDown
NcRButtonUp NextMenu NotifyFormat Paint PaintClipboard PaletteChanged PaletteIsChanging ParentNotify PowerBroadcast QueryDragIcon QueryEndSession
QueryNewPalette QueryOpen QueryUIState RButtonDblClk RButtonDown RButtonUp RenderAllFormats RenderFormat SessionChange SetCursor SetFocus
SettingChange ShowWindow Size SizeClipboard Sizing SpoolerStatus StyleChanged StyleChanging SysChar SysColorChange SysCommand SysDeadChar SysKeyDown
SysKeyUp TCard TimeChange Timer UniChar UninitMenuPopup UserChanged VKeyToItem VScroll VScrollClipboard WindowPosChanged WindowPosChanging WinIniChange
XButtonDblClk XButtonDown XButtonUp
`;

/** Macros whose message has another name. */
const otherNames: Readonly<Record<string, string>> = { HELPINFO: "WM_HELP", SESSIONCHANGE: "WM_WTSSESSION_CHANGE" };

const windowMacros = windowMembers
  .trim()
  .split(/\s+/)
  .map((part) => {
    const upper = part.toUpperCase();
    return macro(`ON_WM_${upper}`, "window-message", { message: otherNames[upper] ?? `WM_${upper}`, member: `On${part}` });
  });

const notifications = `
BN_CLICKED BN_DOUBLECLICKED BN_SETFOCUS BN_KILLFOCUS EN_CHANGE EN_UPDATE EN_SETFOCUS EN_KILLFOCUS EN_ERRSPACE EN_MAXTEXT EN_HSCROLL EN_VSCROLL
LBN_SELCHANGE LBN_DBLCLK LBN_SETFOCUS LBN_KILLFOCUS LBN_SELCANCEL LBN_ERRSPACE CBN_SELCHANGE CBN_DBLCLK CBN_DROPDOWN CBN_CLOSEUP CBN_EDITCHANGE
CBN_EDITUPDATE CBN_SETFOCUS CBN_KILLFOCUS CBN_SELENDOK CBN_SELENDCANCEL CBN_ERRSPACE STN_CLICKED STN_DBLCLK STN_ENABLE STN_DISABLE CLBN_CHKCHANGE
`
  .trim()
  .split(/\s+/);

export const mfcMacros: readonly TableMacro[] = [
  macro("BEGIN_MESSAGE_MAP", "begin", { record: 0, base: 1 }),
  macro("BEGIN_TEMPLATE_MESSAGE_MAP", "begin", { record: 0, base: 2 }),
  macro("END_MESSAGE_MAP", "end"),
  macro("DECLARE_MESSAGE_MAP", "other"),
  // LRESULT OnX(WPARAM, LPARAM)
  macro("ON_MESSAGE", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("ON_REGISTERED_MESSAGE", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("ON_THREAD_MESSAGE", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("ON_REGISTERED_THREAD_MESSAGE", "message", { number: 0, handler: 1, wParam: 0, lParam: 1 }),
  macro("ON_MESSAGE_VOID", "message", { number: 0, handler: 1 }),
  macro("ON_COMMAND", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("ON_COMMAND_EX", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("ON_COMMAND_RANGE", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("ON_COMMAND_EX_RANGE", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("ON_UPDATE_COMMAND_UI", "other", { handler: 1 }),
  macro("ON_UPDATE_COMMAND_UI_RANGE", "other", { handler: 2 }),
  macro("ON_CONTROL", "command", { message: "WM_COMMAND", handler: 2 }),
  macro("ON_CONTROL_RANGE", "command", { message: "WM_COMMAND", handler: 3 }),
  macro("ON_CONTROL_REFLECT", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("ON_CONTROL_REFLECT_EX", "command", { message: "WM_COMMAND", handler: 1 }),
  macro("ON_NOTIFY", "notify", { message: "WM_NOTIFY", handler: 2 }),
  macro("ON_NOTIFY_EX", "notify", { message: "WM_NOTIFY", handler: 2 }),
  macro("ON_NOTIFY_RANGE", "notify", { message: "WM_NOTIFY", handler: 3 }),
  macro("ON_NOTIFY_EX_RANGE", "notify", { message: "WM_NOTIFY", handler: 3 }),
  macro("ON_NOTIFY_REFLECT", "notify", { message: "WM_NOTIFY", handler: 1 }),
  macro("ON_NOTIFY_REFLECT_EX", "notify", { message: "WM_NOTIFY", handler: 1 }),
  macro("ON_TOOLBAR", "other"),
  ...notifications.map((name) => macro(`ON_${name}`, "command", { message: "WM_COMMAND", handler: 1 })),
  ...windowMacros,
];
