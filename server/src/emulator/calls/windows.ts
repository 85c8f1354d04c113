/** Window classes and windows. Each method is the function of that name in user32. */
import type { Procedure } from "../api.ts";
import {
  ERROR_ACCESS_DENIED,
  ERROR_CANNOT_FIND_WND_CLASS,
  ERROR_CLASS_ALREADY_EXISTS,
  ERROR_CLASS_DOES_NOT_EXIST,
  ERROR_CLASS_HAS_WINDOWS,
  ERROR_INVALID_WINDOW_HANDLE,
  HWND_MESSAGE,
} from "../codes.ts";
import { Classes, D, DEADLINE_RIPE, DEADLINE_TIMER, T, WINDOW, Windows } from "../core/layout.ts";
import type { Address } from "../memory.ts";
import { Kernel32 } from "./kernel32.ts";

const FIRST_WINDOW = 0x1_0000;

export class UserWindows extends Kernel32 {
  // --- classes and windows ---------------------------------------------------------------------------------------------------------------

  #classIndex(name: string): number {
    const wanted = name.toLowerCase();
    for (let index = this.store.count(Classes) - 1; index >= 0; index--) {
      if (this.store.get(Classes, index)[2] && this.className(index).toLowerCase() === wanted) return index;
    }
    return -1;
  }

  RegisterClass(thread: number, lpszClassName: string, lpfnWndProc: Address | Procedure): number {
    this.enter(thread);
    const known = this.#classIndex(lpszClassName) >= 0;
    const atom = known ? 0 : 0xc000 + this.store.add(Classes, [this.textId(lpszClassName), this.procedureAddress(lpfnWndProc), 1]);
    if (known) this.setThread(thread, T.lastError, ERROR_CLASS_ALREADY_EXISTS);
    return this.called(thread, "RegisterClass", [lpszClassName], atom);
  }

  UnregisterClass(thread: number, lpClassName: string): number {
    this.enter(thread);
    const index = this.#classIndex(lpClassName);
    let error = index < 0 ? ERROR_CLASS_DOES_NOT_EXIST : 0;
    for (let w = 0; w < this.store.count(Windows) && !error; w++) {
      const window = this.store.get(Windows, w);
      if (window[WINDOW.alive] && window[WINDOW.class] === index) error = ERROR_CLASS_HAS_WINDOWS;
    }
    if (error) return this.called(thread, "UnregisterClass", [lpClassName], this.fail(thread, error, 0));
    this.store.set(Classes, index, 2, 0);
    return this.called(thread, "UnregisterClass", [lpClassName], 1);
  }

  CreateWindowEx(thread: number, lpClassName: string, hWndParent = 0): number {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    const args = [lpClassName, hWndParent] as const;
    const windowClass = this.#classIndex(lpClassName);
    if (windowClass < 0) return this.called(thread, "CreateWindowEx", args, this.fail(thread, ERROR_CANNOT_FIND_WND_CLASS, 0));
    if (hWndParent !== 0 && hWndParent !== HWND_MESSAGE && this.windowIndex(hWndParent) < 0) {
      return this.called(thread, "CreateWindowEx", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    }
    const count = this.store.count(Windows);
    let hWnd = FIRST_WINDOW + 2 * (count + 1);
    if (this.profile.reuseWindowHandles) {
      for (let w = count - 1; w >= 0; w--) {
        const gone = this.store.get(Windows, w)[WINDOW.handle]!;
        if (this.windowIndex(gone) < 0) hWnd = gone;
      }
    }
    this.store.add(Windows, [1, hWnd, thread, windowClass, hWndParent, this.store.get(Classes, windowClass)[1]!]);
    if (this.loud) this.emit({ kind: "window-created", thread, hWnd, className: lpClassName });
    return this.called(thread, "CreateWindowEx", args, hWnd);
  }

  DestroyWindow(thread: number, hWnd: number): number {
    this.enter(thread);
    const index = this.windowIndex(hWnd);
    let error = 0;
    if (index < 0) error = this.profile.goneWindowError;
    else if (this.store.get(Windows, index)[WINDOW.thread] !== thread) error = ERROR_ACCESS_DENIED;
    if (error) return this.called(thread, "DestroyWindow", [hWnd], this.fail(thread, error, 0));
    this.removeWindow(index);
    return this.called(thread, "DestroyWindow", [hWnd], 1);
  }

  protected override removeWindow(index: number): void {
    const window = this.store.get(Windows, index);
    const hWnd = window[WINDOW.handle]!;
    const thread = window[WINDOW.thread]!;
    this.store.set(Windows, index, WINDOW.alive, 0);
    for (let child = 0; child < this.store.count(Windows); child++) {
      const other = this.store.get(Windows, child);
      if (other[WINDOW.alive] && other[WINDOW.parent] === hWnd) this.removeWindow(child);
    }
    this.dropMessages(thread, "window-destroyed", (target) => target === hWnd);
    this.dropSent(thread, (target) => target === hWnd);
    this.removeDeadlines((d) => (d[D.kind] === DEADLINE_TIMER || d[D.kind] === DEADLINE_RIPE) && d[D.window] === hWnd);
    if (this.loud) this.emit({ kind: "window-destroyed", thread, hWnd });
  }

  IsWindow(thread: number, hWnd: number): number {
    this.enter(thread);
    return this.called(thread, "IsWindow", [hWnd], this.windowIndex(hWnd) < 0 ? 0 : 1);
  }

  /** The thread's id (as GetCurrentThreadId gives it), or 0. */
  GetWindowThreadProcessId(thread: number, hWnd: number): number {
    this.enter(thread);
    const index = this.windowIndex(hWnd);
    const id =
      index < 0 ? this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0) : this.threadId(this.store.get(Windows, index)[WINDOW.thread]!);
    return this.called(thread, "GetWindowThreadProcessId", [hWnd], id);
  }

  GetParent(thread: number, hWnd: number): number {
    this.enter(thread);
    const index = this.windowIndex(hWnd);
    const parent = index < 0 ? this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0) : this.store.get(Windows, index)[WINDOW.parent]!;
    return this.called(thread, "GetParent", [hWnd], parent === HWND_MESSAGE ? 0 : parent);
  }

  /** SetWindowLongPtr(GWLP_WNDPROC): the former procedure's address, or 0. */
  SetWindowProcedure(thread: number, hWnd: number, procedure: Address | Procedure): Address {
    this.enter(thread);
    const index = this.windowIndex(hWnd);
    if (index < 0) return this.called(thread, "SetWindowProcedure", [hWnd], this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    const before = this.store.get(Windows, index)[WINDOW.procedure]!;
    this.store.set(Windows, index, WINDOW.procedure, this.procedureAddress(procedure));
    return this.called(thread, "SetWindowProcedure", [hWnd], before);
  }
}
