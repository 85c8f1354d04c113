/** Message crackers of windowsx.h: `HANDLE_MSG(hwnd, WM_X, fn)` is a case label, `HANDLE_WM_X(hwnd, wParam, lParam, fn)` the call behind it. */
import type { TableMacro } from "./frameworks/types.ts";

const fixed: readonly TableMacro[] = [
  { name: "HANDLE_MSG", framework: "windowsx", kind: "cracker", number: 1, handler: 2 },
  // Of a well-known dialog header: the same, with the result stored for the dialog.
  { name: "HANDLE_DLGMSG", framework: "windowsx", kind: "cracker", number: 1, handler: 2 },
];

export interface CrackedParameter {
  readonly type: string;
  /** Expression on wParam and lParam. */
  readonly from: string;
}

/** Parameters of cracked handlers after the HWND, for the messages that matter around a request. */
export const crackedParameters: Readonly<Record<string, readonly CrackedParameter[]>> = {
  WM_CREATE: [{ type: "LPCREATESTRUCT", from: "lParam" }],
  WM_INITDIALOG: [
    { type: "HWND", from: "wParam" },
    { type: "LPARAM", from: "lParam" },
  ],
  WM_DESTROY: [],
  WM_NCDESTROY: [],
  WM_CLOSE: [],
  WM_QUIT: [{ type: "int", from: "wParam" }],
  WM_QUERYENDSESSION: [],
  WM_ENDSESSION: [{ type: "BOOL", from: "wParam" }],
  WM_PAINT: [],
  WM_TIMER: [{ type: "UINT", from: "wParam" }],
  WM_COMMAND: [
    { type: "int", from: "LOWORD(wParam)" },
    { type: "HWND", from: "lParam" },
    { type: "UINT", from: "HIWORD(wParam)" },
  ],
  WM_SYSCOMMAND: [
    { type: "UINT", from: "wParam" },
    { type: "int", from: "LOWORD(lParam)" },
    { type: "int", from: "HIWORD(lParam)" },
  ],
  WM_NOTIFY: [
    { type: "int", from: "wParam" },
    { type: "LPNMHDR", from: "lParam" },
  ],
  WM_SIZE: [
    { type: "UINT", from: "wParam" },
    { type: "int", from: "LOWORD(lParam)" },
    { type: "int", from: "HIWORD(lParam)" },
  ],
};

/** `HANDLE_MSG`, `HANDLE_WM_TIMER`, `FORWARD_WM_TIMER`; undefined for other names. */
export function crackerMacro(name: string): TableMacro | undefined {
  const known = fixed.find((m) => m.name === name);
  if (known) return known;
  const match = /^(HANDLE|FORWARD)_(WM_[A-Z]+)$/.exec(name);
  if (!match) return undefined;
  const base = { name, framework: "windowsx" as const, message: match[2]! };
  return match[1] === "HANDLE" ? { ...base, kind: "cracker", handler: 3, wParam: 1, lParam: 2 } : { ...base, kind: "other" };
}
