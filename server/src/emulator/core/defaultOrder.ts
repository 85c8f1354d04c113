/** The default order, for use without a search: what is due happens in order of issue and of time. */
import type { Step } from "../api.ts";
import { D, DEADLINE_RIPE, FINISHED, MARKED, PICKED, R, WAIT, Waits } from "./layout.ts";
import { SchedulerView } from "./scheduler.ts";
import { isWait } from "./steps.ts";

export class DefaultOrder extends SchedulerView {
  /** The first worker step that is due at the present time, or undefined. */
  #nextDue(): Step | undefined {
    for (const request of this.workable()) {
      const r = this.request(request);
      const phase = r[R.phase]!;
      if (phase === FINISHED) continue;
      if ((phase === PICKED || phase === MARKED) && r[R.ready]! > this.now) continue;
      const steps: Step[] = [];
      this.fineSteps(request, steps);
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
      this.passTime(next);
      count += this.run();
    }
    this.passTime(target);
    return count;
  }
}
