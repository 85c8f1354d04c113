/** The steps of the environment: which can happen, what each does, and the default order for use without a search. */
import type { Dispatch, Outcome, Snapshot, Step } from "../api.ts";
import { AddrInfo } from "../calls/addrInfo.ts";
import {
  CANCELLED,
  D,
  DEADLINE,
  DEADLINE_LOOKUP,
  DEADLINE_QUERY,
  DEADLINE_RIPE,
  DEADLINE_SLEEP,
  DEADLINE_TIMER,
  DEADLINE_WAIT,
  Deadlines,
  FINISHED,
  FLAG_DUE,
  LOOKED_UP,
  MARKED,
  MemoryState,
  PHASE_NEW,
  PICKED,
  R,
  Requests,
  SOCKET,
  Sockets,
  T,
  Threads,
  W,
  WAIT,
  WAIT_BLOCKING,
  WAIT_CALLS,
  WAIT_GET,
  WAIT_MESSAGE,
  WAIT_MSG_OBJECTS,
  WAIT_OBJECT,
  WAIT_OBJECTS,
  WAIT_QUERY,
  WAIT_SECTION,
  WAIT_SEND,
  WINDOW,
  Waits,
  Windows,
  World,
} from "./layout.ts";
import { QS_TIMER } from "../codes.ts";

const FINE_KINDS = ["pick-up", "lookup", "check", "copy", "mark", "post"] as const;
/** FD_READ to FD_CLOSE. */
const SOCKET_EVENTS = [1, 2, 4, 8, 16, 32];

export class SchedulerView extends AddrInfo {
  // --- which steps can happen ----------------------------------------------------------------------------------------------------------------

  enabledSteps(grain: "merged" | "fine" = "merged"): Step[] {
    const steps: Step[] = [];
    for (const request of this.workable()) this.#ofRequest(request, grain, steps);
    this.#others(steps);
    return steps;
  }

  /**
   * The same in parts that depend on little each, in order: with a pool one for each request, then one for the rest; else a single one.
   * Undefined behind the last.
   */
  protected enabledPart(part: number, grain: "merged" | "fine"): Step[] | undefined {
    const requests = this.profile.worker === "pool" ? this.store.count(Requests) : 0;
    if (part > requests) return undefined;
    if (this.profile.worker !== "pool") return this.enabledSteps(grain);
    const steps: Step[] = [];
    if (part < requests) this.#ofRequest(part, grain, steps);
    else this.#others(steps);
    return steps;
  }

  #ofRequest(request: number, grain: "merged" | "fine", steps: Step[]): void {
    if (this.request(request)[R.phase] === FINISHED) return;
    if (grain === "fine") this.#fine(request, steps);
    else this.#merged(request, steps);
  }

  #others(steps: Step[]): void {
    if (this.workerCanEnd()) steps.push({ kind: "worker-ends" });
    for (const thread of this.blockingThreads())
      for (const outcome of this.outcomesOf(-1, () => this.blockingAsks(thread))) steps.push({ kind: "blocking-answer", thread, outcome });
    for (const query of this.pendingQueries())
      for (const outcome of this.outcomesOf(-1, () => this.queryAsks(query))) steps.push({ kind: "addrinfo", query, outcome });
    for (const deadline of this.#dueDeadlines()) steps.push({ kind: "deadline", deadline });
    for (let index = 0; index < this.store.count(Sockets); index++) {
      const s = this.store.get(Sockets, index);
      for (const event of SOCKET_EVENTS) {
        if (s[SOCKET.mask]! & event & ~s[SOCKET.fired]!) steps.push({ kind: "socket", socket: this.socketHandle(index), event });
      }
    }
  }

  #fine(request: number, steps: Step[]): void {
    const phase = this.request(request)[R.phase]!;
    if (phase === PICKED) {
      if (this.isSlow(request)) return;
      const outcomes = this.request(request)[R.state] === CANCELLED ? (["database"] as const) : this.outcomesOf(request);
      for (const outcome of outcomes) steps.push({ kind: "lookup", request, outcome });
    } else if (phase !== MARKED || this.canPost(request)) steps.push({ kind: FINE_KINDS[phase]! as "pick-up", request });
  }

  #merged(request: number, steps: Step[]): void {
    const r = this.request(request);
    const phase = r[R.phase]!;
    if (r[R.state] === CANCELLED) steps.push({ kind: "abandon", request });
    else if (phase === MARKED) {
      if (this.canPost(request)) steps.push({ kind: "post", request });
    } else {
      if (phase === PHASE_NEW && this.#runningShows()) steps.push({ kind: "pick-up", request });
      // Past the lookup the outcome is fixed.
      if (phase >= LOOKED_UP) steps.push({ kind: "commit", request, outcome: "database" });
      else if (!this.isSlow(request)) for (const outcome of this.outcomesOf(request)) steps.push({ kind: "commit", request, outcome });
    }
  }

  /** Whether a cancel can tell a running lookup from a queued one. */
  #runningShows(): boolean {
    const { cancel, zeroIdleQuirk } = this.profile;
    return zeroIdleQuirk || cancel.queued !== cancel.running || cancel.cancelled !== cancel.cancelledRunning;
  }

  /**
   * Deadlines that may fire next: the earliest ones among those whose thread waits (time passes only while nobody else could act on it), and
   * among timers of windows whose WM_TIMER is not yet in the queue.
   */
  #dueDeadlines(): number[] {
    if (this.delays && this.workable().some((request) => this.request(request)[R.flags]! & FLAG_DUE)) return [];
    let earliest = Number.POSITIVE_INFINITY;
    let numbers: number[] = [];
    for (const d of this.deadlines()) {
      if (d[D.kind] === DEADLINE_RIPE) continue;
      if (d[D.kind] !== DEADLINE_QUERY && d[D.kind] !== DEADLINE_LOOKUP && this.store.get(Waits, d[D.thread]!).length === 0) continue;
      if (isWait(d) && this.store.get(Waits, d[D.thread]!)[WAIT.expired]) continue;
      if (d[D.due]! > earliest) continue;
      if (d[D.due]! < earliest) numbers = [];
      earliest = d[D.due]!;
      if (d[D.kind] !== DEADLINE_LOOKUP || this.#timePasses()) numbers.push(d[D.number]!);
    }
    return numbers;
  }

  /** No thread could do anything of its own accord: each waits, or looked in vain. */
  #timePasses(): boolean {
    for (let thread = 0; thread < this.store.count(Threads); thread++) {
      const numbers = this.thread(thread);
      if (!numbers[T.alive] || numbers[T.polled]) continue;
      if (this.store.get(Waits, thread).length === 0 || this.canResume(thread)) return false;
    }
    return true;
  }

  // --- performing --------------------------------------------------------------------------------------------------------------------------------

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
    this.#passTime(d[D.due]!);
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
  #passTime(due: number): void {
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

  // --- threads that wait ---------------------------------------------------------------------------------------------------------------------------

  waitsIn(thread: number): string | undefined {
    const kind = this.store.get(Waits, thread)?.[WAIT.kind];
    return kind === undefined ? undefined : WAIT_CALLS[kind];
  }

  canResume(thread: number): boolean {
    const wait = this.store.get(Waits, thread);
    if (!wait || wait.length === 0) return true;
    if (wait[WAIT.expired]) return true;
    const args = wait.slice(WAIT.arguments);
    switch (wait[WAIT.kind]) {
      case WAIT_GET:
        return this.hasMessage(thread, args[0]!, args[1]!, args[2]!) || (args[0] !== 0 && args[0] !== -1 && this.windowIndex(args[0]!) < 0);
      case WAIT_MESSAGE:
        return this.thread(thread)[T.changed] !== 0;
      case WAIT_MSG_OBJECTS: {
        const handles = args.slice(2);
        const input = (this.thread(thread)[T.changed]! & args[1]!) !== 0;
        const first = handles.length ? this.signalled(handles, args[0] === 1, false) : 0;
        if (first < 0) return true;
        return args[0] ? input && first < Math.max(1, handles.length) : input || (handles.length > 0 && first < handles.length);
      }
      case WAIT_OBJECT:
      case WAIT_OBJECTS: {
        const handles = args.slice(2);
        return this.signalled(handles, args[0] === 1, false) < handles.length;
      }
      case WAIT_SECTION: {
        const owner = this.sectionOwner(args[0]!);
        return owner === 0 || owner === thread + 1;
      }
      case WAIT_SEND:
        return this.thread(thread)[T.reply] !== 1 || this.sentWaits(thread);
      case WAIT_BLOCKING:
        return this.blockingCanResume(thread);
      case WAIT_QUERY:
        return this.queryCanResume(args[0]!);
      default:
        return false;
    }
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

  /** Numbers of what a step touches: 16 * index + family. One worker is one thing; the queue that a post ends in counts. */
  footprint(step: Step): number[] {
    const at = (family: number, index: number) => index * 16 + family;
    switch (step.kind) {
      case "deadline": {
        const d = this.deadlines().find((one) => one[D.number] === step.deadline);
        if (d?.[D.kind] === DEADLINE_LOOKUP) return [at(Deadlines, 0), at(Requests, d[D.timer]!)];
        return [at(Deadlines, 0), ...(d ? [at(Waits, d[D.thread]!)] : [])];
      }
      case "worker-ends":
        return [at(World, 0)];
      case "blocking-answer":
        return [at(Waits, step.thread)];
      case "addrinfo":
        return [at(10, step.query), at(World, 0)];
      case "socket": {
        const index = this.socketIndex(step.socket);
        return [
          at(Sockets, index),
          ...this.#queuesOf(index < 0 ? 0 : this.store.get(Sockets, index)[SOCKET.window]!).map((t) => at(Waits, t)),
        ];
      }
      default: {
        const result = [at(Requests, step.request)];
        // With one worker the next request can begin only after this one: they share the worker.
        if (this.profile.worker === "fifo") result.push(at(World, 0));
        if (step.kind === "post") result.push(...this.#queuesOf(this.request(step.request)[R.window]!).map((t) => at(Waits, t)));
        return result;
      }
    }
  }

  #queuesOf(hWnd: number): number[] {
    return this.targets(hWnd).map((index) => this.store.get(Windows, index)[WINDOW.thread]!);
  }

  // --- the default order ---------------------------------------------------------------------------------------------------------------------------------

  /** The first worker step that is due at the present time, or undefined. */
  #nextDue(): Step | undefined {
    for (const request of this.workable()) {
      const r = this.request(request);
      const phase = r[R.phase]!;
      if (phase === FINISHED) continue;
      if ((phase === PICKED || phase === MARKED) && r[R.ready]! > this.now) continue;
      const steps: Step[] = [];
      this.#fine(request, steps);
      const step = steps[0];
      if (step) return step.kind === "lookup" ? { ...step, outcome: "database" } : step;
    }
    if (this.workerCanEnd()) return { kind: "worker-ends" };
    for (const thread of this.blockingThreads())
      if (this.blockingReady(thread)! <= this.now) return { kind: "blocking-answer", thread, outcome: "database" };
    for (const query of this.pendingQueries())
      if (this.queryReady(query) <= this.now) return { kind: "addrinfo", query, outcome: "database" };
    return undefined;
  }

  /**
   * Performs worker steps that are due now, in order of issue, until none is left or `limit` steps are made. Answers their number.
   * Completion routines that are not JavaScript are dropped: a host that has such drives `perform` itself.
   */
  run(limit = Number.POSITIVE_INFINITY): number {
    let count = 0;
    while (count < limit) {
      const step = this.#nextDue();
      if (!step) break;
      this.perform(step);
      count++;
    }
    return count;
  }

  /** Earliest time after now at which something falls due. */
  #nextTime(): number {
    let next = Number.POSITIVE_INFINITY;
    const consider = (time: number) => {
      if (time > this.now && time < next) next = time;
    };
    for (const request of this.workable()) {
      const phase = this.request(request)[R.phase]!;
      if (phase === PICKED || phase === MARKED) consider(this.request(request)[R.ready]!);
    }
    for (const thread of this.blockingThreads()) consider(this.blockingReady(thread)!);
    for (const query of this.pendingQueries()) consider(this.queryReady(query));
    for (const d of this.deadlines()) if (this.#canFire(d)) consider(d[D.due]!);
    return next;
  }

  #canFire(d: readonly number[]): boolean {
    if (d[D.kind] === DEADLINE_RIPE) return false;
    return !isWait(d) || !this.store.get(Waits, d[D.thread]!)[WAIT.expired];
  }

  /**
   * Moves the clock on by `milliseconds`; on the way everything that falls due happens, in order of time. Answers the number of steps.
   * @throws TypeError without a clock.
   */
  advance(milliseconds: number): number {
    if (!this.clock) throw new TypeError("advance needs an emulator with a clock");
    const target = this.now + milliseconds;
    let count = this.run();
    for (;;) {
      const due = this.deadlines().filter((d) => this.#canFire(d) && d[D.due]! <= this.now);
      if (due.length) {
        this.perform({ kind: "deadline", deadline: due[0]![D.number]! });
        count += 1 + this.run();
        continue;
      }
      const next = this.#nextTime();
      if (next > target) break;
      this.#passTime(next);
      count += this.run();
    }
    this.#passTime(target);
    return count;
  }
}

/** The deadline ends a wait of its thread. */
function isWait(d: readonly number[]): boolean {
  return d[D.kind] === DEADLINE_WAIT || d[D.kind] === DEADLINE_SLEEP;
}
