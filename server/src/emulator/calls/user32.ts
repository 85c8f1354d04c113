/** Timers, and waiting for messages. Each method is the function of that name in user32. */
import type { Procedure, WouldBlock } from "../api.ts";
import {
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  ERROR_INVALID_WINDOW_HANDLE,
  INFINITE,
  QS_ALLPOSTMESSAGE,
  QS_POSTMESSAGE,
  QS_SENDMESSAGE,
  QS_TIMER,
  WAIT_FAILED,
  WAIT_OBJECT_0,
  WAIT_TIMEOUT,
} from "../codes.ts";
import { D, DEADLINE_RIPE, DEADLINE_TIMER, Queues, Sent, T, WAIT_MESSAGE, WAIT_MSG_OBJECTS, WINDOW, Windows } from "../core/layout.ts";
import type { Address } from "../memory.ts";
import { Messages } from "./messages.ts";

export class User32 extends Messages {
  // --- timers ------------------------------------------------------------------------------------------------------------------------------

  SetTimer(thread: number, hWnd: number, nIDEvent: number, uElapse: number, lpTimerFunc: Address | Procedure = 0): number {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    const args = [hWnd, nIDEvent, uElapse];
    const index = hWnd === 0 ? -1 : this.windowIndex(hWnd);
    if (hWnd !== 0 && index < 0) return this.called(thread, "SetTimer", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    const owner = index < 0 ? thread : this.store.get(Windows, index)[WINDOW.thread]!;
    let id = nIDEvent;
    if (hWnd === 0 && !this.deadlines().some((d) => isTimer(d, 0, nIDEvent, thread))) {
      const used = this.deadlines()
        .filter((d) => d[D.window] === 0)
        .map((d) => d[D.timer]!);
      id = Math.max(0, ...used) + 1;
    }
    this.removeDeadlines((d) => isTimer(d, hWnd, id, owner));
    const period = Math.min(Math.max(uElapse, 10), 0x7fffffff);
    this.addDeadline(DEADLINE_TIMER, owner, period, hWnd, id, period, this.procedureAddress(lpTimerFunc));
    return this.called(thread, "SetTimer", args, hWnd === 0 ? id : Math.max(id, 1));
  }

  /** A WM_TIMER that waits in the queue goes with its timer, as in Wine; Windows' page lets posted ones stay. */
  KillTimer(thread: number, hWnd: number, uIDEvent: number): number {
    this.enter(thread);
    const index = hWnd === 0 ? -1 : this.windowIndex(hWnd);
    const owner = index < 0 ? thread : this.store.get(Windows, index)[WINDOW.thread]!;
    const killed = this.removeDeadlines((d) => isTimer(d, hWnd, uIDEvent, owner));
    return this.called(thread, "KillTimer", [hWnd, uIDEvent], killed ? 1 : this.fail(thread, ERROR_INVALID_PARAMETER, 0));
  }

  // --- waiting for messages ------------------------------------------------------------------------------------------------------------------

  /** QS_ bits of what lies in the queue. */
  protected queueBits(thread: number): number {
    let bits = 0;
    if (this.store.get(Queues, thread).length || this.thread(thread)[T.quit]) bits |= QS_POSTMESSAGE | QS_ALLPOSTMESSAGE;
    if (this.store.get(Sent, thread).length) bits |= QS_SENDMESSAGE;
    if (this.deadlines().some((d) => d[D.kind] === DEADLINE_RIPE && d[D.thread] === thread)) bits |= QS_TIMER;
    return bits;
  }

  /** Low word: what is new since the last look; high word: what is there. */
  GetQueueStatus(thread: number, flags: number): number {
    this.enter(thread);
    const changed = this.thread(thread)[T.changed]!;
    const result = (this.queueBits(thread) & flags) * 0x1_0000 + (changed & flags);
    this.setThread(thread, T.changed, changed & ~flags);
    if (result === 0) this.lookedInVain(thread);
    return this.called(thread, "GetQueueStatus", [flags], result);
  }

  WaitMessage(thread: number): number | WouldBlock {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    if (!this.thread(thread)[T.changed]) {
      this.noteSwallowedQuit(thread);
      return this.block(thread, WAIT_MESSAGE, [], INFINITE);
    }
    this.unblock(thread);
    return this.called(thread, "WaitMessage", [], 1);
  }

  /** Ends for a message only if it is new since the queue was last looked at, as on Windows. */
  MsgWaitForMultipleObjects(
    thread: number,
    handles: readonly number[],
    fWaitAll: number,
    dwMilliseconds: number,
    dwWakeMask: number,
  ): number | WouldBlock {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    const args = [fWaitAll ? 1 : 0, dwWakeMask, ...handles];
    const end = (result: number) => {
      this.unblock(thread);
      return this.called(thread, "MsgWaitForMultipleObjects", [...handles, dwMilliseconds, dwWakeMask], result);
    };
    if (handles.some((handle) => this.objectIndex(handle) < 0)) return end(this.fail(thread, ERROR_INVALID_HANDLE, WAIT_FAILED));
    const input = (this.thread(thread)[T.changed]! & dwWakeMask) !== 0;
    const first = handles.length ? this.signalled(handles, fWaitAll !== 0, !fWaitAll || input) : fWaitAll && input ? 0 : handles.length;
    if (fWaitAll ? input && first < Math.max(1, handles.length) : first < handles.length) return end(WAIT_OBJECT_0 + first);
    if (!fWaitAll && input) return end(WAIT_OBJECT_0 + handles.length);
    if (dwMilliseconds === 0) this.lookedInVain(thread);
    if (dwMilliseconds === 0 || this.expired(thread, WAIT_MSG_OBJECTS, args)) return end(WAIT_TIMEOUT);
    this.noteSwallowedQuit(thread);
    return this.block(thread, WAIT_MSG_OBJECTS, args, dwMilliseconds);
  }

  /** Whether another thread's SendMessage waits for this one. */
  protected sentWaits(thread: number): boolean {
    return this.store.get(Sent, thread).length > 0;
  }

  /** What a thread that waits for messages would find. */
  protected hasMessage(thread: number, hWnd: number, min: number, max: number): boolean {
    return this.store.get(Sent, thread).length > 0 || this.findMessage(thread, hWnd, min, max) !== undefined;
  }
}

function isTimer(d: readonly number[], hWnd: number, id: number, thread: number): boolean {
  const kind = d[D.kind];
  return (kind === DEADLINE_TIMER || kind === DEADLINE_RIPE) && d[D.window] === hWnd && d[D.timer] === id && d[D.thread] === thread;
}
