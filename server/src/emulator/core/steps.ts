/** The steps of the environment that can happen, what each of them touches, and which threads can go on. */
import type { Step } from "../api.ts";
import { AddrInfo } from "../calls/addrInfo.ts";
import {
  CANCELLED,
  D,
  DEADLINE_LOOKUP,
  DEADLINE_QUERY,
  DEADLINE_RIPE,
  DEADLINE_SLEEP,
  DEADLINE_WAIT,
  Deadlines,
  FINISHED,
  FLAG_DUE,
  LOOKED_UP,
  MARKED,
  PHASE_NEW,
  PICKED,
  R,
  Requests,
  SOCKET,
  Sockets,
  T,
  Threads,
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

/** Step of a request in each of its phases. */
export const FINE_KINDS = ["pick-up", "lookup", "check", "copy", "mark", "post"] as const;
/** FD_READ to FD_CLOSE. */
const SOCKET_EVENTS = [1, 2, 4, 8, 16, 32];

export class Steps extends AddrInfo {
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
    if (grain === "fine") this.fineSteps(request, steps);
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

  protected fineSteps(request: number, steps: Step[]): void {
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

  // --- what depends on what ---------------------------------------------------------------------------------------------------------------

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
}

/** The deadline ends a wait of its thread. */
export function isWait(d: readonly number[]): boolean {
  return d[D.kind] === DEADLINE_WAIT || d[D.kind] === DEADLINE_SLEEP;
}
