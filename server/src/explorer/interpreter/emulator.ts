/** The emulator with what an environment asks beside the calls of a program. */
import { readString, Winsock } from "../../emulator/index.ts";
import { R, T, Threads, WINDOW, Windows } from "../../emulator/core/layout.ts";

export class SearchWinsock extends Winsock {
  /** Window procedure of a window, or 0. */
  windowProcedure(hWnd: number): number {
    const index = this.windowIndex(hWnd);
    return index < 0 ? 0 : this.store.get(Windows, index)[WINDOW.procedure]!;
  }

  /** The name that a request asks for; empty for those by number. */
  requestName(request: number): string {
    const numbers = this.request(request);
    const id = numbers[R.name]!;
    if (id >= 0) return this.text(id);
    return readString(this.memory, numbers[R.nameAddress]!, 256) ?? "";
  }

  /** Milliseconds that the database gives for the lookup of a request. */
  databaseDelay(request: number): number {
    return this.delayOf(request);
  }

  /** What GetExitCodeThread gives: STILL_ACTIVE (259) or the code. */
  threadExitCode(handle: number): number {
    const numbers = this.store.get(Threads, this.threadOf(handle));
    return numbers[T.alive] ? 259 : numbers[T.exitCode]!;
  }

  windowExists(hWnd: number): boolean {
    return this.windowIndex(hWnd) >= 0;
  }

  /** A message that the user or the system puts into the queue of the window's thread. */
  userPosts(hWnd: number, message: number, wParam: number, lParam: number): void {
    const index = this.windowIndex(hWnd);
    if (index < 0) return;
    this.actor = "user";
    this.append(this.store.get(Windows, index)[WINDOW.thread]!, hWnd, message, wParam, lParam, -1);
  }
}
