/** MSG in memory, and which takings of a message commute with what others do. */
import type { Run } from "./types.ts";

const MSG_FIELDS = ["hwnd", "message", "wParam", "lParam", "time"] as const;

export function writeMessage(
  run: Run,
  to: number,
  message: { hwnd: number; message: number; wParam: number; lParam: number; time: number },
): void {
  const p = run.pointerSize;
  run.writePointer(to, message.hwnd);
  run.writeInt(to + p, 4, message.message);
  run.writePointer(to + 2 * p, message.wParam);
  run.writePointer(to + 3 * p, message.lParam);
  run.writeInt(to + 4 * p, 4, message.time);
  run.writeInt(to + 4 * p + 4, 4, 0);
  run.writeInt(to + 4 * p + 8, 4, 0);
}

export function readMessage(run: Run, from: number): { hwnd: number; message: number; wParam: number; lParam: number; time: number } {
  const p = run.pointerSize;
  return {
    hwnd: run.int(run.readInt(from, p, false)),
    message: run.int(run.readInt(from + p, 4, false)),
    wParam: run.int(run.readInt(from + 2 * p, p, false)),
    lParam: run.int(run.readInt(from + 3 * p, p, true)),
    time: 0,
  };
}

export const emptyMessage = (): Record<(typeof MSG_FIELDS)[number], number> => ({ hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 });

export const WM_QUIT = 0x0012;
const WM_TIMER = 0x0113;

/**
 * Taking the first message commutes with whatever is appended behind it, so nothing needs to be tried before. Not so for WM_QUIT and
 * WM_TIMER: they come only when nothing else is there.
 */
export function takesFirst(run: Run, result: unknown, message: { readonly message: number }): boolean {
  return run.alone && result === 1 && message.message !== WM_QUIT && message.message !== WM_TIMER;
}

/** Name under which a value of a window is kept: GetWindowLong and its kin. */
export const key = (hwnd: number, index: number): string => `window ${hwnd} ${index}`;
