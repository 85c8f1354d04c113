/** The emulator with what an environment asks beside the calls of a program. */
import { readString, Winsock } from "../../emulator/index.ts";
import { M, MESSAGE, Queues, R, T, Threads, W, WINDOW, Windows, World } from "../../emulator/core/layout.ts";

/** A message that waits in a queue. */
export interface QueuedMessage {
  readonly hWnd: number;
  readonly message: number;
  readonly wParam: number;
  readonly lParam: number;
  /** The request whose completion it is. */
  readonly request: number | undefined;
}

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

  /** The posted messages that wait for a thread, the next one first. */
  queued(thread: number): readonly QueuedMessage[] {
    const queue = this.store.get(Queues, thread);
    return Array.from({ length: queue.length / MESSAGE }, (_, i) => {
      const at = (field: number): number => queue[i * MESSAGE + field]!;
      const request = at(M.request);
      return {
        hWnd: at(M.window),
        message: at(M.message),
        wParam: at(M.wParam),
        lParam: at(M.lParam),
        request: request > 0 ? request - 1 : undefined,
      };
    });
  }

  /** WM_QUIT waits behind the posted messages. */
  quitWaits(thread: number): boolean {
    return this.store.get(Threads, thread)[T.quit] !== 0;
  }

  /** WSAStartup calls without their WSACleanup. */
  startups(): number {
    return this.store.get(World, 0)[W.startups]!;
  }
}
