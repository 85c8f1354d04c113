/** Moves of a debugger over one run: forwards in slices that leave room for messages, back at once. */
import type { SourceStatement } from "../../explorer/statements.ts";
import type { Moment, Stepper } from "../../explorer/stepper.ts";
import type { Change, DataBreakpoints } from "./dataBreakpoints.ts";
import type { Met } from "./exceptions.ts";

export type StopReason = "entry" | "step" | "breakpoint" | "function breakpoint" | "data breakpoint" | "exception" | "pause" | "goto";

export interface Stop {
  readonly reason: StopReason;
  /** Index of the thread that is looked at. */
  readonly thread: number;
  readonly description?: string;
  readonly text?: string;
  readonly breakpoints?: readonly number[];
}

/** What the person wants to be stopped by. */
export interface Watch {
  /** Ids of the breakpoints of a moment's statement that hold there; conditions are judged only where it is the `present`. */
  breakpoints(statement: SourceStatement, moment: Moment, present: boolean): readonly number[];
  /** The statement is the first of a function with a breakpoint. */
  functionBreakpoint(statement: SourceStatement): boolean;
  /** What of a moment's events stops the run. */
  event(moment: Moment): Met | undefined;
  readonly data: DataBreakpoints;
  /** The condition of a data breakpoint holds in the present. */
  holds(change: Change, moment: Moment): boolean;
}

export interface RunnerHost {
  /** Milliseconds, monotone. */
  now(): number;
  /** Calls back when waiting messages have been delivered. */
  later(action: () => void): void;
}

const SLICE = 15;

/** Ends a forward move; undefined: it goes on. */
type Until = (moment: Moment) => Stop | undefined;

export class Runner {
  thread = 0;
  #running = false;
  #pause = false;

  constructor(
    readonly stepper: Stepper,
    private readonly watch: Watch,
    private readonly host: RunnerHost,
    private readonly stopped: (stop: Stop) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  get running(): boolean {
    return this.#running;
  }

  // -------------------------------------------------------------------------------------------------------------- forwards

  /** To the first statement of the entry. */
  toEntry(): void {
    this.#run((moment) => (moment.begins ? { reason: "entry", thread: moment.thread } : undefined), false);
  }

  goOn(): void {
    this.#run(() => undefined);
  }

  stepIn(): void {
    const { thread } = this;
    this.#run((moment) => (moment.begins && this.#follows(moment, thread) ? { reason: "step", thread: moment.thread } : undefined));
  }

  stepOver(): void {
    const { thread } = this;
    const depth = this.#depth(thread);
    this.#run((moment) =>
      moment.begins && this.#follows(moment, thread) && (moment.thread !== thread || moment.depth <= depth)
        ? { reason: "step", thread: moment.thread }
        : undefined,
    );
  }

  stepOut(): void {
    const { thread } = this;
    const depth = this.#depth(thread);
    this.#run((moment) => (moment.thread === thread && moment.depth < depth && moment.depth > 0 ? { reason: "step", thread } : undefined));
  }

  /** The person's choice of who acts next. */
  choose(option: number, description: string): void {
    this.watch.data.forget();
    this.stepper.choose(option);
    this.thread = this.#threadAt(this.stepper.position);
    this.#stop({ reason: "goto", thread: this.thread, description });
  }

  pause(): void {
    if (this.#running) this.#pause = true;
  }

  /** Ends whatever runs, without a word. */
  end(): void {
    this.#running = false;
    this.#pause = true;
  }

  #depth(thread: number): number {
    let depth = 0;
    for (const frame of this.stepper.world.threads[thread]?.frames ?? []) if (frame.kind === "code") depth++;
    return depth;
  }

  /** The thread of the move, or any other once that one is gone. */
  #follows(moment: Moment, thread: number): boolean {
    return moment.thread === thread || this.stepper.world.threads[thread]?.ended !== false;
  }

  #run(until: Until, watching = true): void {
    this.#running = true;
    this.#pause = false;
    const { data } = this.watch;
    const armed = watching && data.any;
    if (armed) data.arm();
    const slice = (): void => {
      if (!this.#running) return;
      try {
        const end = this.host.now() + SLICE;
        do {
          for (let i = 0; i < 32; i++) {
            if (this.#pause) {
              this.#stop({ reason: "pause", thread: this.#threadAt(this.stepper.position) });
              return;
            }
            const moment = this.stepper.step();
            if (!moment) {
              this.#stop({ reason: "pause", thread: this.thread, description: endText(this.stepper) });
              return;
            }
            const stop = (watching ? this.#met(moment, true, armed ? data.changed() : []) : undefined) ?? until(moment);
            if (stop) {
              this.#stop(stop);
              return;
            }
          }
        } while (this.host.now() < end);
      } catch (error) {
        this.#running = false;
        this.failed(error);
        return;
      }
      this.host.later(slice);
    };
    slice();
  }

  #stop(stop: Stop): void {
    this.#running = false;
    this.thread = stop.thread;
    this.stopped(stop);
  }

  /** What the person wants to be stopped by there. */
  #met(moment: Moment, present: boolean, changes: readonly Change[]): Stop | undefined {
    const { flags, begins } = moment;
    const thread = moment.thread >= 0 ? moment.thread : this.#threadAt(moment.position);
    const event = flags ? this.watch.event(moment) : undefined;
    if (event) return { reason: "exception", thread, ...event };
    const changed = present ? changes.filter((change) => this.watch.holds(change, moment)) : changes;
    if (changed.length > 0) {
      const text = changed.map((one) => one.text).join("; ");
      return {
        reason: "data breakpoint",
        thread,
        description: "Paused on a changed value",
        text,
        breakpoints: changed.map(({ id }) => id),
      };
    }
    if (!begins) return undefined;
    const breakpoints = this.watch.breakpoints(begins, moment, present);
    if (breakpoints.length > 0) return { reason: "breakpoint", thread: moment.thread, breakpoints };
    return this.watch.functionBreakpoint(begins) ? { reason: "function breakpoint", thread: moment.thread } : undefined;
  }

  // ------------------------------------------------------------------------------------------------------------------ back

  /** The thread that acted last before a position. */
  #threadAt(position: number): number {
    for (let at = position; at >= 0; at--) {
      const { thread } = this.stepper.moment(at);
      if (thread >= 0) return thread;
    }
    return 0;
  }

  /** To the statement before, in the same function or a caller. */
  stepBack(): void {
    const { thread, stepper } = this;
    const depth = this.#depth(thread) || Number.POSITIVE_INFINITY;
    for (let at = stepper.position - 1; at >= 0; at--) {
      const moment = stepper.moment(at);
      if (!moment.begins || moment.thread !== thread || moment.depth > depth) continue;
      this.#back(at, { reason: "step", thread });
      return;
    }
    this.#toStart();
  }

  /** Back to the last place where the person wants to be stopped. */
  reverse(): void {
    const { stepper } = this;
    const { data } = this.watch;
    const changes = data.any ? data.before() : undefined;
    for (let at = stepper.position - 1; at > 0; at--) {
      const moment = stepper.moment(at);
      const changed = changes?.get(at) ?? [];
      if (!this.#met(moment, false, changed)) continue;
      stepper.goTo(at);
      // conditions are judged in the state that they speak about
      const stop = this.#met(moment, true, changed);
      if (!stop) continue;
      this.#stop(stop);
      return;
    }
    this.#toStart();
  }

  /** Back to the first statement of the call that stands at this depth, counting from 1. */
  restartFrame(thread: number, depth: number): void {
    const { stepper } = this;
    let first = stepper.position;
    for (let at = stepper.position; at >= 0; at--) {
      const moment = stepper.moment(at);
      if (moment.thread !== thread) continue;
      if (moment.depth < depth) break;
      if (moment.begins && moment.depth === depth) first = at;
    }
    this.#back(first, { reason: "step", thread });
  }

  #toStart(): void {
    const { stepper } = this;
    let first = 0;
    while (first < stepper.position && !stepper.moment(first).begins) first++;
    const moment = stepper.moment(first);
    this.#back(first, { reason: "entry", thread: Math.max(moment.thread, 0) });
  }

  #back(position: number, stop: Stop): void {
    this.stepper.goTo(position);
    this.#stop(stop);
  }
}

/** Why the run does not go on. */
export function endText(stepper: Stepper): string {
  const { exit } = stepper.world;
  if (stepper.ended === "cycle") return "The program goes round for ever";
  if (stepper.ended === "limit") return "The run is too long";
  switch (exit?.kind) {
    case "returned":
      return exit.code === undefined ? "The function has returned and nothing is left to do" : `The program has returned ${exit.code}`;
    case "exited":
      return `The program has exited with ${exit.code ?? 0}`;
    case "hang":
      return "The program waits for ever";
    case "fault":
      return `The program ${exit.text ?? "has failed"}`;
    case "cut":
      return `The run was cut: ${exit.text ?? ""}`;
    default:
      return "The run has ended";
  }
}
