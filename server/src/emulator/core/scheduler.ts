/** What each step of the environment does, and the whole state as a snapshot. */
import type { Dispatch, Outcome, Snapshot, Step } from "../api.ts";
import { QS_TIMER } from "../codes.ts";
import {
  D,
  DEADLINE,
  DEADLINE_LOOKUP,
  DEADLINE_QUERY,
  DEADLINE_RIPE,
  DEADLINE_SLEEP,
  DEADLINE_TIMER,
  Deadlines,
  FINISHED,
  FLAG_DUE,
  MARKED,
  MemoryState,
  R,
  Requests,
  SOCKET,
  Sockets,
  W,
  WAIT,
  WINDOW,
  Waits,
  Windows,
} from "./layout.ts";
import { FINE_KINDS, Steps } from "./steps.ts";

export class SchedulerView extends Steps {
  perform(step: Step): Dispatch | undefined {
    if (this.loud) this.actor = step.kind === "deadline" ? "timer" : step.kind === "socket" ? "user" : "resolver";
    switch (step.kind) {
      case "pick-up":
      case "check":
      case "copy":
      case "mark":
      case "post":
        this.#expect(step.request, step.kind);
        this.workerStep(step.request, "database");
        return undefined;
      case "lookup":
        this.#expect(step.request, step.kind);
        this.workerStep(step.request, step.outcome);
        return undefined;
      case "commit":
        return this.#commit(step.request, step.outcome);
      case "abandon":
        while (this.request(step.request)[R.phase] !== FINISHED) this.workerStep(step.request, "database");
        return undefined;
      case "worker-ends":
        this.workerEnds();
        return undefined;
      case "blocking-answer":
        this.answerBlocking(step.thread, step.outcome);
        return undefined;
      case "addrinfo":
        return this.endQuery(step.query, step.outcome);
      case "deadline":
        return this.#fire(step.deadline);
      case "socket":
        this.#socketEvent(step.socket, step.event);
        return undefined;
    }
  }

  #expect(request: number, kind: Step["kind"]): void {
    const phase = this.store.count(Requests) > request ? this.request(request)[R.phase]! : FINISHED;
    if (FINE_KINDS[phase] !== kind) throw new TypeError(`step '${kind}' of request ${request} is not enabled`);
  }

  #commit(request: number, outcome: Outcome): undefined {
    while (this.request(request)[R.phase]! < MARKED) this.workerStep(request, outcome);
  }

  #fire(number: number): Dispatch | undefined {
    const d = this.deadlines().find((one) => one[D.number] === number);
    if (!d) throw new TypeError(`deadline ${number} is not set`);
    this.passTime(d[D.due]!);
    const thread = d[D.thread]!;
    const kind = d[D.kind]!;
    if (this.loud && kind !== DEADLINE_QUERY && kind !== DEADLINE_LOOKUP) {
      const what = kind === DEADLINE_TIMER ? "timer" : kind === DEADLINE_SLEEP ? "sleep" : "wait";
      this.emit({ kind: "deadline", what, thread, hWnd: d[D.window]!, id: d[D.timer]! });
    }
    if (kind === DEADLINE_QUERY) return this.endQuery(d[D.timer]!, "timeout");
    if (kind === DEADLINE_LOOKUP) {
      const request = d[D.timer]!;
      this.endDelay(request);
      this.setRequest(request, R.flags, this.request(request)[R.flags]! | FLAG_DUE);
      return undefined;
    }
    if (kind === DEADLINE_TIMER) {
      const own = this.store.own(Deadlines, 0);
      for (let at = 0; at < own.length; at += DEADLINE) if (own[at + D.number] === number) own[at + D.kind] = DEADLINE_RIPE;
      this.wake(thread, QS_TIMER);
    } else {
      this.store.own(Waits, thread)[WAIT.expired] = 1;
    }
    return undefined;
  }

  /** Time goes on to `due`. Without a clock the present stays 0 and what is still to come moves nearer. */
  protected passTime(due: number): void {
    const passed = due - this.now;
    if (passed <= 0) return;
    if (this.clock) this.setWorld(W.now, due);
    else {
      const own = this.store.own(Deadlines, 0);
      for (let at = D.due; at < own.length; at += DEADLINE) own[at] = Math.max(0, own[at]! - passed);
    }
  }

  #socketEvent(s: number, event: number): void {
    const index = this.socketIndex(s);
    if (index < 0) throw new TypeError(`no socket ${s}`);
    const own = this.store.own(Sockets, index);
    own[SOCKET.fired]! |= event;
    const [hWnd, message] = [own[SOCKET.window]!, own[SOCKET.message]!];
    if (this.loud) this.emit({ kind: "socket-event", socket: s, event, error: 0 });
    const window = this.windowIndex(hWnd);
    if (window < 0) {
      this.lose("no-window", hWnd, message, s, event, -1);
      return;
    }
    const thread = this.store.get(Windows, window)[WINDOW.thread]!;
    if (this.queueFull(thread)) this.lose("queue-full", hWnd, message, s, event, -1);
    else this.append(thread, hWnd, message, s, event, -1);
  }

  // --- snapshots -------------------------------------------------------------------------------------------------------------------------------------

  /** The whole state, with that of the memory if the memory can tell it. Microseconds: what did not change since the last one is shared. */
  snapshot(): Snapshot {
    if (this.memory.snapshot) this.store.set(MemoryState, 0, 0, this.memory.snapshot());
    return this.store.snapshot();
  }

  restore(snapshot: Snapshot): void {
    this.store.restore(snapshot);
    this.memory.restore?.(this.store.get(MemoryState, 0)[0]!);
  }

  hash(): number {
    if (this.memory.snapshot) this.store.set(MemoryState, 0, 0, this.memory.snapshot());
    return this.store.hash();
  }

  /** How many different components and states this emulator has met. */
  get interned(): { components: number; states: number } {
    return this.store.size;
  }
}
