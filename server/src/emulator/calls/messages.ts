/** Message queues and dispatching. Each method is the function of that name in user32. */
import type { Dispatch, Msg, WouldBlock } from "../api.ts";
import {
  ERROR_INVALID_PARAMETER,
  ERROR_INVALID_THREAD_ID,
  ERROR_INVALID_WINDOW_HANDLE,
  ERROR_NOT_ENOUGH_QUOTA,
  HWND_BROADCAST,
  INFINITE,
  QS_ALLPOSTMESSAGE,
  QS_POSTMESSAGE,
  WM_QUIT,
  WM_TIMER,
} from "../codes.ts";
import {
  D,
  DEADLINE_RIPE,
  DEADLINE_TIMER,
  DONE,
  F,
  FRAME,
  M,
  MESSAGE,
  POSTED,
  Queues,
  R,
  Requests,
  SENT,
  Sent,
  T,
  TAKEN,
  Threads,
  WAIT_GET,
  W,
  WAIT_SEND,
  WINDOW,
  Windows,
} from "../core/layout.ts";
import { readMsg, writeMsg } from "../core/msg.ts";
import type { Address } from "../memory.ts";
import { UserWindows } from "./windows.ts";

/** A message found in a queue: where it lies, and its numbers. */
interface FoundMessage {
  readonly source: "posted" | "quit" | "timer";
  /** Offset in the queue, or number of the timer's deadline. */
  readonly at: number;
  readonly message: readonly number[];
}

export class Messages extends UserWindows {
  // --- posting ---------------------------------------------------------------------------------------------------------------------------

  PostMessage(thread: number, hWnd: number, Msg: number, wParam = 0, lParam = 0): number {
    this.enter(thread);
    const args = [hWnd, Msg, wParam, lParam];
    if (hWnd === 0) return this.called(thread, "PostMessage", args, this.#postTo(thread, thread, 0, Msg, wParam, lParam));
    const targets = this.targets(hWnd);
    if (!targets.length && hWnd !== HWND_BROADCAST) {
      return this.called(thread, "PostMessage", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    }
    let result = 1;
    for (const index of targets) {
      const window = this.store.get(Windows, index);
      result &= this.#postTo(thread, window[WINDOW.thread]!, window[WINDOW.handle]!, Msg, wParam, lParam);
    }
    return this.called(thread, "PostMessage", args, result);
  }

  #postTo(thread: number, target: number, hWnd: number, message: number, wParam: number, lParam: number): number {
    if (this.queueFull(target)) {
      this.lose("queue-full", hWnd, message, wParam, lParam, -1);
      return this.fail(thread, ERROR_NOT_ENOUGH_QUOTA, 0);
    }
    this.append(target, hWnd, message, wParam, lParam, -1);
    return 1;
  }

  /** `idThread` is what GetCurrentThreadId gave. Fails for a thread that has not used its queue yet. */
  PostThreadMessage(thread: number, idThread: number, Msg: number, wParam = 0, lParam = 0): number {
    this.enter(thread);
    const args = [idThread, Msg, wParam, lParam];
    const target = this.threadOfId(idThread);
    if (target < 0 || !this.thread(target)[T.queue]) {
      return this.called(thread, "PostThreadMessage", args, this.fail(thread, ERROR_INVALID_THREAD_ID, 0));
    }
    return this.called(thread, "PostThreadMessage", args, this.#postTo(thread, target, 0, Msg, wParam, lParam));
  }

  PostQuitMessage(thread: number, nExitCode: number): void {
    this.enter(thread);
    const own = this.store.own(Threads, thread);
    own[T.quit] = 1;
    own[T.quitCode] = nExitCode;
    own[T.quitTaken] = 0;
    own[T.queue] = 1;
    this.wake(thread, QS_POSTMESSAGE | QS_ALLPOSTMESSAGE);
    this.called(thread, "PostQuitMessage", [nExitCode], 0);
  }

  /** The procedure's result; to a window of another thread a wait until that thread looks at its queue and the procedure has returned. */
  SendMessage(thread: number, hWnd: number, Msg: number, wParam = 0, lParam = 0): number | WouldBlock | Dispatch {
    this.enter(thread);
    const args = [hWnd, Msg, wParam, lParam];
    const state = this.thread(thread)[T.reply];
    if (state === 2) {
      const result = this.thread(thread)[T.replyValue]!;
      const own = this.store.own(Threads, thread);
      own[T.reply] = own[T.replyValue] = 0;
      this.unblock(thread);
      return this.called(thread, "SendMessage", args, result);
    }
    if (state === 1) return this.#handleSent(thread) ?? this.block(thread, WAIT_SEND, args, INFINITE);
    const index = this.windowIndex(hWnd);
    if (index < 0) return this.called(thread, "SendMessage", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    const target = this.store.get(Windows, index)[WINDOW.thread]!;
    if (target === thread) return this.called(thread, "SendMessage", args, this.enterProcedure(thread, index, Msg, wParam, lParam, -1, -1));
    this.setThread(thread, T.reply, 1);
    this.appendSent(target, hWnd, Msg, wParam, lParam, thread);
    return this.block(thread, WAIT_SEND, args, INFINITE);
  }

  // --- taking ----------------------------------------------------------------------------------------------------------------------------

  GetMessage(thread: number, lpMsg: Address | Msg, hWnd = 0, wMsgFilterMin = 0, wMsgFilterMax = 0): number | WouldBlock | Dispatch {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    const args = [hWnd, wMsgFilterMin, wMsgFilterMax];
    const sent = this.#handleSent(thread);
    if (sent) return sent;
    if (this.#badFilterWindow(hWnd)) {
      this.unblock(thread);
      return this.called(thread, "GetMessage", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, -1));
    }
    const found = this.findMessage(thread, hWnd, wMsgFilterMin, wMsgFilterMax);
    if (!found) {
      this.noteSwallowedQuit(thread);
      this.setThread(thread, T.changed, 0);
      return this.block(thread, WAIT_GET, args, INFINITE);
    }
    this.unblock(thread);
    if (!this.#deliver(lpMsg, found.message))
      return this.called(thread, "GetMessage", args, this.fail(thread, ERROR_INVALID_PARAMETER, -1));
    this.#take(thread, found, false);
    return this.called(thread, "GetMessage", args, found.message[M.message] === WM_QUIT ? 0 : 1);
  }

  PeekMessage(thread: number, lpMsg: Address | Msg, hWnd = 0, wMsgFilterMin = 0, wMsgFilterMax = 0, wRemoveMsg = 0): number | Dispatch {
    this.enter(thread);
    this.setThread(thread, T.queue, 1);
    const args = [hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg];
    const sent = this.#handleSent(thread);
    if (sent) return sent;
    this.setThread(thread, T.changed, 0);
    if (this.#badFilterWindow(hWnd)) return this.called(thread, "PeekMessage", args, this.fail(thread, ERROR_INVALID_WINDOW_HANDLE, 0));
    const found = this.findMessage(thread, hWnd, wMsgFilterMin, wMsgFilterMax);
    if (!found) this.lookedInVain(thread);
    if (!found || !this.#deliver(lpMsg, found.message)) return this.called(thread, "PeekMessage", args, 0);
    if (wRemoveMsg & 1) this.#take(thread, found, true);
    else if (this.loud) {
      const [window, message, wParam, lParam, request] = found.message as [number, number, number, number, number];
      this.emit({ kind: "message-peeked", thread, hWnd: window, message, wParam, lParam, ...(request > 0 && { request: request - 1 }) });
    }
    return this.called(thread, "PeekMessage", args, 1);
  }

  #badFilterWindow(hWnd: number): boolean {
    return hWnd !== 0 && hWnd !== -1 && this.windowIndex(hWnd) < 0;
  }

  #deliver(lpMsg: Address | Msg, message: readonly number[]): boolean {
    const msg: Msg = {
      hwnd: message[M.window]!,
      message: message[M.message]!,
      wParam: message[M.wParam]!,
      lParam: message[M.lParam]!,
      time: message[M.time]!,
    };
    if (typeof lpMsg === "number") return writeMsg(this.memory, lpMsg, msg);
    Object.assign(lpMsg, msg);
    return true;
  }

  /** The next message that passes the filter: posted ones in order, then WM_QUIT whatever the filter, then timers. */
  protected findMessage(thread: number, hWnd: number, min: number, max: number): FoundMessage | undefined {
    const queue = this.store.get(Queues, thread);
    const passes = (message: number) => (min === 0 && max === 0) || (message >= min && message <= max);
    for (let at = 0; at < queue.length; at += MESSAGE) {
      const message = queue[at + M.message]!;
      // A posted WM_QUIT is never filtered either.
      if (message !== WM_QUIT && !(this.#windowPasses(queue[at + M.window]!, hWnd) && passes(message))) continue;
      return { source: "posted", at, message: queue.slice(at, at + MESSAGE) };
    }
    const numbers = this.thread(thread);
    if (numbers[T.quit]) return { source: "quit", at: 0, message: [0, WM_QUIT, numbers[T.quitCode]!, 0, 0, this.now] };
    if (!passes(WM_TIMER)) return undefined;
    for (const d of this.deadlines()) {
      if (d[D.kind] !== DEADLINE_RIPE || d[D.thread] !== thread || !this.#windowPasses(d[D.window]!, hWnd)) continue;
      return { source: "timer", at: d[D.number]!, message: [d[D.window]!, WM_TIMER, d[D.timer]!, d[D.procedure]!, 0, this.now] };
    }
    return undefined;
  }

  #windowPasses(target: number, filter: number): boolean {
    if (filter === 0) return true;
    if (filter === -1) return target === 0;
    for (let hWnd = target; hWnd > 0; ) {
      if (hWnd === filter) return true;
      const index = this.windowIndex(hWnd);
      hWnd = index < 0 ? 0 : this.store.get(Windows, index)[WINDOW.parent]!;
    }
    return false;
  }

  #take(thread: number, found: FoundMessage, byPeek: boolean): void {
    const [hWnd, message, wParam, lParam, requestPlus1] = found.message as [number, number, number, number, number];
    const request = requestPlus1 - 1;
    const before = this.thread(thread);
    if (before[T.taken])
      this.observe("message-dropped", { thread, ...(before[T.takenRequest]! > 0 && { request: before[T.takenRequest]! - 1 }) });
    const own = this.store.own(Threads, thread);
    own[T.changed] = 0;
    own[T.taken] = message === WM_QUIT ? 0 : 1;
    own[T.takenWindow] = hWnd;
    own[T.takenMessage] = message;
    own[T.takenRequest] = requestPlus1;
    if (message === WM_QUIT) own[T.quitTaken] = byPeek ? 1 : 0;
    if (found.source === "posted") this.store.own(Queues, thread).splice(found.at, MESSAGE);
    else if (found.source === "quit") own[T.quit] = own[T.quitCode] = 0;
    else this.#rearm(found.at);
    if (this.loud) this.emit({ kind: "message-taken", thread, hWnd, message, wParam, lParam, ...(request >= 0 && { request }) });
    if (request >= 0) this.#requestTaken(thread, request, wParam);
  }

  #requestTaken(thread: number, request: number, handle: number): void {
    const r = this.store.get(Requests, request);
    if (r[R.state] === POSTED) this.setRequestState(request, TAKEN);
    if (!this.loud) return;
    const issuer = r[R.thread]!;
    if (issuer !== thread && this.isAlive(issuer) && this.thread(issuer)[T.started] === request + 1) {
      this.observe("handle-not-yet-known", { thread, request });
    }
    // No value comes back before all have been given.
    const { bits, or } = this.profile.handles;
    if (this.world(W.issued) < (or || 2 ** bits)) return;
    for (let other = this.store.count(Requests) - 1; other >= 0; other--) {
      const o = this.store.get(Requests, other);
      if (other === request || o[R.handle] !== handle || o[R.state]! > TAKEN) continue;
      this.observe("handle-reused", { thread, request: other });
      break;
    }
  }

  /** WM_TIMER was taken: the timer counts its period anew. */
  #rearm(number: number): void {
    const d = this.deadlines().find((one) => one[D.number] === number)!;
    this.removeDeadlines((one) => one[D.number] === number);
    this.addDeadline(DEADLINE_TIMER, d[D.thread]!, d[D.period]!, d[D.window]!, d[D.timer]!, d[D.period]!, d[D.procedure]!);
  }

  protected noteSwallowedQuit(thread: number): void {
    if (!this.thread(thread)[T.quitTaken]) return;
    this.setThread(thread, T.quitTaken, 0);
    this.observe("quit-swallowed", { thread });
  }

  // --- dispatching -------------------------------------------------------------------------------------------------------------------------

  DispatchMessage(thread: number, lpMsg: Address | Msg): number | Dispatch {
    this.enter(thread);
    const msg = typeof lpMsg === "number" ? readMsg(this.memory, lpMsg) : lpMsg;
    if (!msg) return this.called(thread, "DispatchMessage", [null], 0);
    const { hwnd, message, wParam, lParam } = msg;
    const args = [hwnd, message, wParam, lParam];
    const before = this.thread(thread);
    // The request goes with the message that was taken last; the same message dispatched from a copy counts as well.
    const taken =
      before[T.taken] && before[T.takenWindow] === hwnd && before[T.takenMessage] === message ? before[T.takenRequest]! - 1 : -1;
    if (before[T.taken] && before[T.takenWindow] === hwnd && before[T.takenMessage] === message) this.#clearTaken(thread);
    if (message === WM_TIMER && lParam !== 0) {
      return this.called(
        thread,
        "DispatchMessage",
        args,
        this.#run(thread, "timer", lParam, [hwnd, message, wParam, this.now], hwnd, message, taken, -1),
      );
    }
    const index = this.windowIndex(hwnd);
    if (index < 0) return this.called(thread, "DispatchMessage", args, 0);
    return this.called(thread, "DispatchMessage", args, this.enterProcedure(thread, index, message, wParam, lParam, taken, -1));
  }

  #clearTaken(thread: number): void {
    const own = this.store.own(Threads, thread);
    own[T.taken] = own[T.takenWindow] = own[T.takenMessage] = own[T.takenRequest] = 0;
  }

  /** Runs a message that another thread sent, if one waits. */
  #handleSent(thread: number): Dispatch | undefined {
    for (;;) {
      const sent = this.store.get(Sent, thread);
      if (!sent.length) return undefined;
      const [hWnd, message, wParam, lParam, sender] = sent.slice(0, SENT) as [number, number, number, number, number];
      this.store.own(Sent, thread).splice(0, SENT);
      const index = this.windowIndex(hWnd);
      if (index < 0) {
        this.answerSender(sender, 0);
        continue;
      }
      const result = this.enterProcedure(thread, index, message, wParam, lParam, -1, sender);
      if (typeof result === "object") return result;
    }
  }

  protected enterProcedure(
    thread: number,
    index: number,
    message: number,
    wParam: number,
    lParam: number,
    request: number,
    sender: number,
  ): number | Dispatch {
    const window = this.store.get(Windows, index);
    const hWnd = window[WINDOW.handle]!;
    return this.#run(thread, "window", window[WINDOW.procedure]!, [hWnd, message, wParam, lParam], hWnd, message, request, sender);
  }

  /** Enters code of the program: at once if it is JavaScript, else as a Dispatch that `returnFromDispatch` ends. */
  #run(
    thread: number,
    dispatch: Dispatch["dispatch"],
    procedure: Address,
    args: readonly number[],
    hWnd: number,
    message: number,
    request: number,
    sender: number,
  ): number | Dispatch {
    const before = this.thread(thread);
    this.store.own(Threads, thread).push(request + 1, hWnd, message, sender + 1, before[T.reply]!, before[T.replyValue]!);
    const own = this.store.own(Threads, thread);
    own[T.reply] = own[T.replyValue] = 0;
    if (this.loud) {
      const [, , wParam = 0, lParam = 0] = args;
      this.emit({ kind: "dispatched", thread, hWnd, message, wParam, lParam, procedure, ...(request >= 0 && { request }) });
    }
    const code = this.procedure(procedure);
    if (!code) return { dispatch, thread, procedure, args };
    const result = code(thread, ...args);
    if (this.isAlive(thread)) this.returnFromDispatch(thread, result);
    return result;
  }

  /** The code of the last Dispatch on this thread returned `result`. */
  returnFromDispatch(thread: number, result: number): void {
    this.enter(thread);
    const numbers = this.thread(thread);
    if (numbers.length < T.frames + FRAME) throw new TypeError(`thread ${thread} runs no procedure`);
    const frame = numbers.slice(numbers.length - FRAME);
    const own = this.store.own(Threads, thread);
    own.length -= FRAME;
    own[T.reply] = frame[F.reply]!;
    own[T.replyValue] = frame[F.replyValue]!;
    const request = frame[F.request]! - 1;
    if (this.loud) {
      this.emit({ kind: "handled", thread, hWnd: frame[F.window]!, message: frame[F.message]!, result, ...(request >= 0 && { request }) });
    }
    if (request >= 0 && this.store.get(Requests, request)[R.state] === TAKEN) this.setRequestState(request, DONE);
    if (frame[F.sender]! > 0) this.answerSender(frame[F.sender]! - 1, result);
  }

  /** How many procedures the thread is inside of. */
  protected depth(thread: number): number {
    return (this.thread(thread).length - T.frames) / FRAME;
  }

  /** The default blocking hook of Winsock 1.1: takes one message and dispatches it. Undefined if there was none. */
  protected pumpOne(thread: number): number | Dispatch | undefined {
    const sent = this.#handleSent(thread);
    if (sent) return sent;
    const found = this.findMessage(thread, 0, 0, 0);
    if (!found || found.source === "quit") return undefined;
    this.#take(thread, found, false);
    this.#clearTaken(thread);
    const [hWnd, message, wParam, lParam, request] = found.message as [number, number, number, number, number];
    const index = this.windowIndex(hWnd);
    return index < 0 ? 0 : this.enterProcedure(thread, index, message, wParam, lParam, request - 1, -1);
  }

  /** Enters a procedure that no message brought: a blocking hook, a completion routine. */
  protected runProcedure(thread: number, dispatch: Dispatch["dispatch"], procedure: Address, args: readonly number[]): number | Dispatch {
    return this.#run(thread, dispatch, procedure, args, 0, 0, -1, -1);
  }
}
