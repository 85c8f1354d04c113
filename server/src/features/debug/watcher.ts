/** What stops a run, as the person said it: breakpoints with their conditions, counts and log messages, changes of data, events. */
import { evaluateExpression, ExpressionError } from "../../explorer/inspect/expression.ts";
import { Inspector } from "../../explorer/inspect/values.ts";
import type { SourceStatement } from "../../explorer/statements.ts";
import type { Moment, Stepper } from "../../explorer/stepper.ts";
import { type Breakpoints, hitCounts } from "./breakpoints.ts";
import { type Change, DataBreakpoints } from "./dataBreakpoints.ts";
import type { ExceptionBreakpoints, Met } from "./exceptions.ts";
import type { Runner, Watch } from "./runner.ts";

/** A statement's place, where something is said about it. */
export interface Said {
  readonly fn: SourceStatement["fn"];
  readonly start: number;
}
export type Say = (output: string, category: "stdout" | "stderr" | "console", at?: Said) => void;

export class Watcher implements Watch {
  readonly data: DataBreakpoints;

  constructor(
    private readonly stepper: Stepper,
    /** Of the file whose names a condition of a data breakpoint means. */
    private readonly uri: string,
    private readonly own: Breakpoints,
    private readonly exceptions: ExceptionBreakpoints,
    private readonly runner: () => Runner,
    private readonly say: Say,
  ) {
    this.data = new DataBreakpoints(stepper);
  }

  event(moment: Moment): Met | undefined {
    return this.exceptions.met(this.stepper, moment);
  }

  /** The value of an expression where a thread stands. */
  #valueAt(text: string, thread: number, uri: string): string {
    const { world } = this.stepper;
    const frame = world.threads[thread]?.frames.at(-1);
    const inspector = new Inspector(world);
    return inspector.show("", evaluateExpression(inspector, frame?.kind === "code" ? frame : undefined, text, uri)).value;
  }

  /** A condition that has no value holds, and says so. */
  #holds(condition: string, thread: number, uri: string, at?: Said): boolean {
    try {
      return !/^(?:0|false|NULL|unknown.*|not set yet)$/.test(this.#valueAt(condition, thread, uri));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.say(`The condition ${condition} has no value: ${error.message}\n`, "stderr", at);
      return true;
    }
  }

  holds({ condition }: Change, { thread }: Moment): boolean {
    return condition === undefined || this.#holds(condition, thread < 0 ? this.runner().thread : thread, this.uri);
  }

  breakpoints(statement: SourceStatement, { thread, position }: Moment, present: boolean): readonly number[] {
    const place = { fn: statement.fn, start: statement.start };
    const { uri } = statement.fn;
    return this.own.at(statement).flatMap(({ id, condition, hits, logMessage }) => {
      if (hits !== undefined && !hitCounts(hits, this.#arrivals(statement, position))) return [];
      if (logMessage === undefined) return condition === undefined || !present || this.#holds(condition, thread, uri, place) ? [id] : [];
      if (!present || !this.runner().running || (condition !== undefined && !this.#holds(condition, thread, uri, place))) return [];
      const text = logMessage.replace(/\{([^{}]+)\}/g, (_whole, inner: string) => {
        try {
          return this.#valueAt(inner, thread, uri);
        } catch {
          return "?";
        }
      });
      this.say(`${text}\n`, "console", place);
      return [];
    });
  }

  /** How often the statement had begun when the run came to a position. */
  #arrivals(statement: SourceStatement, position: number): number {
    let count = 0;
    for (let at = 0; at <= position; at++) if (this.stepper.moment(at).begins === statement) count++;
    return count;
  }

  functionBreakpoint(statement: SourceStatement): boolean {
    return this.own.entersFunction(statement);
  }
}
