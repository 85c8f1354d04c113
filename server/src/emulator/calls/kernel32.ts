/** Threads, events, critical sections and time. Each method is the function of that name in kernel32. */
import { type Procedure, type WouldBlock, WOULD_BLOCK } from "../api.ts";
import { ERROR_INVALID_HANDLE, INFINITE, WAIT_FAILED, WAIT_OBJECT_0, WAIT_TIMEOUT } from "../codes.ts";
import {
  D,
  DEADLINE,
  DEADLINE_LOOKUP,
  DEADLINE_SLEEP,
  DEADLINE_WAIT,
  Deadlines,
  OBJECT,
  OBJECT_CLOSED,
  OBJECT_EVENT,
  OBJECT_THREAD,
  Objects,
  SECTION,
  Sections,
  T,
  Threads,
  WAIT,
  WAIT_CALLS,
  WAIT_OBJECT,
  WAIT_OBJECTS,
  WAIT_SECTION,
  WAIT_SLEEP,
  WINDOW,
  Waits,
  Windows,
} from "../core/layout.ts";
import { Machine } from "../core/machine.ts";
import type { Address } from "../memory.ts";

export class Kernel32 extends Machine {
  // --- waits ---------------------------------------------------------------------------------------------------------------------------

  /** Begins a wait or goes on with it. `milliseconds` INFINITE for none. */
  protected block(thread: number, kind: number, args: readonly number[], milliseconds: number, deadlineKind = DEADLINE_WAIT): WouldBlock {
    const wait = this.store.get(Waits, thread);
    if (wait[WAIT.kind] === kind && sameArguments(wait, args)) return WOULD_BLOCK;
    this.unblock(thread);
    const limited = milliseconds !== INFINITE;
    const own = this.store.own(Waits, thread);
    own.push(kind, 0, limited ? 1 : 0, ...args);
    if (limited) this.addDeadline(deadlineKind, thread, milliseconds, 0, 0, 0, 0);
    if (this.loud) this.emit({ kind: "wait", call: WAIT_CALLS[kind]!, thread });
    return WOULD_BLOCK;
  }

  /** Ends the thread's wait, if it has one. */
  protected unblock(thread: number): void {
    const wait = this.store.get(Waits, thread);
    if (wait.length === 0) return;
    if (wait[WAIT.limited])
      this.removeDeadlines((d) => d[D.thread] === thread && (d[D.kind] === DEADLINE_WAIT || d[D.kind] === DEADLINE_SLEEP));
    this.store.own(Waits, thread).length = 0;
  }

  /** Whether the time of this very wait is up. */
  protected expired(thread: number, kind: number, args: readonly number[]): boolean {
    const wait = this.store.get(Waits, thread);
    return wait[WAIT.kind] === kind && wait[WAIT.expired] === 1 && sameArguments(wait, args);
  }

  protected addDeadline(
    kind: number,
    thread: number,
    milliseconds: number,
    window: number,
    timer: number,
    period: number,
    procedure: Address,
  ): number {
    // The smallest number that is free, so that equal situations are equal states.
    const used = new Set(this.deadlines().map((d) => d[D.number]));
    let number = 0;
    while (used.has(number)) number++;
    this.store.own(Deadlines, 0).push(number, this.now + Math.max(0, milliseconds), kind, thread, window, timer, period, procedure);
    return number;
  }

  protected removeDeadlines(matches: (deadline: readonly number[]) => boolean): boolean {
    const all = this.store.get(Deadlines, 0);
    const kept: number[] = [];
    for (let at = 0; at < all.length; at += DEADLINE) {
      const one = all.slice(at, at + DEADLINE);
      if (!matches(one)) kept.push(...one);
    }
    if (kept.length === all.length) return false;
    const own = this.store.own(Deadlines, 0);
    own.length = 0;
    own.push(...kept);
    return true;
  }

  protected deadlines(): number[][] {
    const all = this.store.get(Deadlines, 0);
    const result: number[][] = [];
    for (let at = 0; at < all.length; at += DEADLINE) result.push(all.slice(at, at + DEADLINE));
    return result;
  }

  // --- objects -------------------------------------------------------------------------------------------------------------------------

  /** True if a wait for all or one of these would end now; with `take`, auto-reset events that end it are reset. -1 for a bad handle. */
  protected signalled(handles: readonly number[], all: boolean, take: boolean): number {
    const indexes = handles.map((handle) => this.objectIndex(handle));
    if (indexes.includes(-1)) return -1;
    const ready = indexes.map((index) => this.store.get(Objects, index)[OBJECT.signalled] === 1);
    const first = all ? (ready.every(Boolean) ? 0 : -1) : ready.indexOf(true);
    if (first < 0) return handles.length;
    if (take) {
      for (const index of all ? indexes : [indexes[first]!]) {
        const object = this.store.get(Objects, index);
        if (object[OBJECT.kind] === OBJECT_EVENT && !object[OBJECT.manual]) this.store.set(Objects, index, OBJECT.signalled, 0);
      }
    }
    return first;
  }

  CreateEvent(thread: number, bManualReset: number, bInitialState: number): number {
    this.enter(thread);
    const index = this.store.add(Objects, [OBJECT_EVENT, bInitialState ? 1 : 0, bManualReset ? 1 : 0, 0]);
    return this.called(thread, "CreateEvent", [bManualReset, bInitialState], this.objectHandle(index));
  }

  #event(thread: number, handle: number): number {
    const index = this.objectIndex(handle);
    if (index >= 0 && this.store.get(Objects, index)[OBJECT.kind] === OBJECT_EVENT) return index;
    return this.fail(thread, ERROR_INVALID_HANDLE, -1);
  }

  SetEvent(thread: number, hEvent: number): number {
    this.enter(thread);
    const index = this.#event(thread, hEvent);
    if (index >= 0) this.signal(index);
    return this.called(thread, "SetEvent", [hEvent], index >= 0 ? 1 : 0);
  }

  ResetEvent(thread: number, hEvent: number): number {
    this.enter(thread);
    const index = this.#event(thread, hEvent);
    if (index >= 0) this.store.set(Objects, index, OBJECT.signalled, 0);
    return this.called(thread, "ResetEvent", [hEvent], index >= 0 ? 1 : 0);
  }

  CloseHandle(thread: number, hObject: number): number {
    this.enter(thread);
    const index = this.objectIndex(hObject);
    if (index < 0) return this.called(thread, "CloseHandle", [hObject], this.fail(thread, ERROR_INVALID_HANDLE, 0));
    this.store.set(Objects, index, OBJECT.kind, OBJECT_CLOSED);
    return this.called(thread, "CloseHandle", [hObject], 1);
  }

  WaitForSingleObject(thread: number, hHandle: number, dwMilliseconds: number): number | WouldBlock {
    return this.#wait(thread, "WaitForSingleObject", WAIT_OBJECT, [hHandle], false, dwMilliseconds);
  }

  WaitForMultipleObjects(thread: number, handles: readonly number[], bWaitAll: number, dwMilliseconds: number): number | WouldBlock {
    return this.#wait(thread, "WaitForMultipleObjects", WAIT_OBJECTS, handles, bWaitAll !== 0, dwMilliseconds);
  }

  #wait(thread: number, call: string, kind: number, handles: readonly number[], all: boolean, milliseconds: number): number | WouldBlock {
    this.enter(thread);
    const args = [all ? 1 : 0, 0, ...handles];
    const end = (result: number) => {
      this.unblock(thread);
      return this.called(thread, call, [...handles, milliseconds], result);
    };
    const first = handles.length ? this.signalled(handles, all, true) : -1;
    if (first < 0) return end(this.fail(thread, ERROR_INVALID_HANDLE, WAIT_FAILED));
    if (first < handles.length) return end(WAIT_OBJECT_0 + first);
    if (milliseconds === 0) this.lookedInVain(thread);
    if (milliseconds === 0 || this.expired(thread, kind, args)) return end(WAIT_TIMEOUT);
    return this.block(thread, kind, args, milliseconds);
  }

  // --- time ----------------------------------------------------------------------------------------------------------------------------

  Sleep(thread: number, dwMilliseconds: number): 0 | WouldBlock {
    this.enter(thread);
    if (dwMilliseconds === 0 || this.expired(thread, WAIT_SLEEP, [dwMilliseconds])) {
      this.unblock(thread);
      return this.called(thread, "Sleep", [dwMilliseconds], 0);
    }
    return this.block(thread, WAIT_SLEEP, [dwMilliseconds], dwMilliseconds, DEADLINE_SLEEP);
  }

  /** Milliseconds of the manual clock; without a clock 0: a search puts a symbol of its own there. */
  GetTickCount(thread: number): number {
    this.enter(thread);
    return this.called(thread, "GetTickCount", [], this.now % 0x1_0000_0000);
  }

  // --- threads -------------------------------------------------------------------------------------------------------------------------

  /** The new thread's handle. Its number is `threadOf(handle)`; its code (`lpStartAddress` with `lpParameter`) is the caller's to run. */
  CreateThread(thread: number, lpStartAddress: Address | Procedure, lpParameter: number): number {
    this.enter(thread);
    const procedure = this.procedureAddress(lpStartAddress);
    const created = this.addThread(procedure, lpParameter);
    if (this.loud) this.emit({ kind: "thread-started", thread: created, procedure });
    return this.called(thread, "CreateThread", [procedure, lpParameter], this.objectHandle(this.thread(created)[T.object]!));
  }

  /** Number of the thread behind a thread handle, or -1. */
  threadOf(handle: number): number {
    const index = this.objectIndex(handle);
    const object = index < 0 ? undefined : this.store.get(Objects, index);
    return object?.[OBJECT.kind] === OBJECT_THREAD ? object[OBJECT.thread]! : -1;
  }

  /** Where the thread's code begins, for whoever runs it. */
  startOf(thread: number): { procedure: Address; parameter: number } {
    const numbers = this.thread(thread);
    return { procedure: numbers[T.procedure]!, parameter: numbers[T.parameter]! };
  }

  /** The thread ends: its windows and its queue go, its handle becomes signalled. Also to be called when its function returns. */
  ExitThread(thread: number, dwExitCode: number): void {
    this.enter(thread);
    this.called(thread, "ExitThread", [dwExitCode], 0);
    this.endThread(thread, dwExitCode);
  }

  protected endThread(thread: number, code: number): void {
    for (let index = 0; index < this.store.count(Windows); index++) {
      const window = this.store.get(Windows, index);
      if (window[WINDOW.alive] && window[WINDOW.thread] === thread) this.removeWindow(index);
    }
    this.dropMessages(thread, "thread-ended", () => true);
    this.dropSent(thread, () => true);
    this.unblock(thread);
    this.removeDeadlines((d) => d[D.thread] === thread && d[D.kind] !== DEADLINE_LOOKUP);
    // A critical section that the thread still owns stays owned for ever, as in Windows.
    const own = this.store.own(Threads, thread);
    const object = own[T.object]!;
    own.length = T.frames;
    own.fill(0);
    own[T.object] = object;
    own[T.exitCode] = code;
    this.signal(object);
    if (this.loud) this.emit({ kind: "thread-ended", thread, code });
  }

  /** Takes a window out of the world; User32 knows how. */
  protected removeWindow(_index: number): void {}

  GetCurrentThreadId(thread: number): number {
    this.enter(thread);
    return this.called(thread, "GetCurrentThreadId", [], this.threadId(thread));
  }

  /** The number that programs know a thread by. */
  threadId(thread: number): number {
    return 0x100 + 4 * thread;
  }

  protected threadOfId(id: number): number {
    const thread = (id - 0x100) / 4;
    return Number.isInteger(thread) && this.isAlive(thread) ? thread : -1;
  }

  GetLastError(thread: number): number {
    this.enter(thread);
    return this.called(thread, "GetLastError", [], this.thread(thread)[T.lastError]!);
  }

  SetLastError(thread: number, dwErrCode: number): void {
    this.enter(thread);
    this.setThread(thread, T.lastError, dwErrCode);
    this.called(thread, "SetLastError", [dwErrCode], 0);
  }

  // --- critical sections -----------------------------------------------------------------------------------------------------------------

  #section(address: Address): number {
    const count = this.store.count(Sections);
    for (let index = 0; index < count; index++) if (this.store.get(Sections, index)[SECTION.address] === address) return index;
    return this.store.add(Sections, [address, 0, 0]);
  }

  InitializeCriticalSection(thread: number, lpCriticalSection: Address): void {
    this.enter(thread);
    const own = this.store.own(Sections, this.#section(lpCriticalSection));
    own[SECTION.owner] = own[SECTION.count] = 0;
    this.called(thread, "InitializeCriticalSection", [lpCriticalSection], 0);
  }

  EnterCriticalSection(thread: number, lpCriticalSection: Address): 0 | WouldBlock {
    this.enter(thread);
    const index = this.#section(lpCriticalSection);
    const owner = this.store.get(Sections, index)[SECTION.owner]!;
    if (owner !== 0 && owner !== thread + 1) return this.block(thread, WAIT_SECTION, [lpCriticalSection], INFINITE);
    this.#take(thread, index);
    this.unblock(thread);
    return this.called(thread, "EnterCriticalSection", [lpCriticalSection], 0);
  }

  TryEnterCriticalSection(thread: number, lpCriticalSection: Address): number {
    this.enter(thread);
    const index = this.#section(lpCriticalSection);
    const owner = this.store.get(Sections, index)[SECTION.owner]!;
    const free = owner === 0 || owner === thread + 1;
    if (free) this.#take(thread, index);
    return this.called(thread, "TryEnterCriticalSection", [lpCriticalSection], free ? 1 : 0);
  }

  #take(thread: number, index: number): void {
    const own = this.store.own(Sections, index);
    own[SECTION.owner] = thread + 1;
    own[SECTION.count]!++;
  }

  LeaveCriticalSection(thread: number, lpCriticalSection: Address): void {
    this.enter(thread);
    const own = this.store.own(Sections, this.#section(lpCriticalSection));
    if (own[SECTION.owner] === thread + 1 && --own[SECTION.count]! === 0) own[SECTION.owner] = 0;
    this.called(thread, "LeaveCriticalSection", [lpCriticalSection], 0);
  }

  DeleteCriticalSection(thread: number, lpCriticalSection: Address): void {
    this.enter(thread);
    const own = this.store.own(Sections, this.#section(lpCriticalSection));
    own[SECTION.owner] = own[SECTION.count] = 0;
    this.called(thread, "DeleteCriticalSection", [lpCriticalSection], 0);
  }

  protected sectionOwner(address: Address): number {
    const count = this.store.count(Sections);
    for (let index = 0; index < count; index++) {
      const section = this.store.get(Sections, index);
      if (section[SECTION.address] === address) return section[SECTION.owner]!;
    }
    return 0;
  }
}

function sameArguments(wait: readonly number[], args: readonly number[]): boolean {
  if (wait.length !== WAIT.arguments + args.length) return false;
  for (let i = 0; i < args.length; i++) if (wait[WAIT.arguments + i] !== args[i]) return false;
  return true;
}
