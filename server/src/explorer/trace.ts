/** What a simulation gives: plain data that reports, timeline and debugger read. Lines and columns count from 1. */
import type { Assumption } from "../rules/types.ts";

export interface TraceEvent {
  readonly step: number;
  /** `app:<thread>`, `resolver`, `queue:<thread>`, `timer`, `user`, `system`. */
  readonly actor: string;
  readonly thread: number;
  /** `call`, `return`, `start`, `cancel`, `resolve`, `commit`, `post`, `take`, `dispatch`, `free`, `alloc`, `scope-end`, `user-event`, `timer`,
   *  `print`, `debug-print`, `wait`, `violation`, `fault`, `exit`, `assume`. */
  readonly kind: string;
  readonly call?: string;
  readonly args?: readonly string[];
  readonly result?: string;
  readonly lastError?: string;
  readonly uri?: string;
  readonly line?: number;
  readonly column?: number;
  /** Request (1, 2, …) and memory object this event is about, for lanes and arrows. */
  readonly request?: number;
  readonly buffer?: string;
  /** Step of the event that caused this one (post → take → dispatch, start → resolve). */
  readonly cause?: number;
  /** What changed, for change marks: `h: 0 → 1`. */
  readonly changes?: readonly string[];
  /** A sentence. */
  readonly text: string;
}

/** A decision of a run, with everybody who could act there. */
export interface TraceChoice {
  /** Events before it. */
  readonly after: number;
  readonly options: readonly string[];
  readonly chosen: number;
}

export interface Trace {
  readonly schedule: string;
  readonly events: readonly TraceEvent[];
  /** Of a run that was asked for by its schedule. */
  readonly choices?: readonly TraceChoice[];
}

export interface Violation {
  readonly rule: string;
  readonly message: string;
  /** What the run that shows it relies on; empty for one that relies on nothing. */
  readonly assumptions: readonly Assumption[];
  readonly schedule: string;
  readonly events: readonly TraceEvent[];
}

export interface Outcome {
  readonly output: string;
  readonly debugOutput: string;
  readonly exit: { readonly kind: "returned" | "exited" | "hang" | "fault" | "cut"; readonly code?: number };
  readonly schedule: string;
}

export interface BoundHit {
  /**
   * `time`: seconds of the search. `cancelled`: somebody ended it. `steps`: statements in one run. `loop`: turns of a loop on unknowns.
   * `cycle`: the run goes round for ever on something unknown, and nobody says that the real one stays as it is. `unable`: the interpreter
   * could not execute something. `invented`: a fault that rests on what was invented about the start, a layout or an unseen function.
   */
  readonly kind:
    | "states"
    | "decisions"
    | "loop"
    | "cycle"
    | "steps"
    | "depth"
    | "events"
    | "time"
    | "cancelled"
    | "memory"
    | "unable"
    | "invented";
  readonly uri?: string;
  readonly line?: number;
  readonly limit: number;
}

/** Result of a search under one provider. */
export interface SimulationRun {
  readonly version: 1;
  readonly entry: string;
  readonly target: "win32" | "win64";
  readonly provider: string;
  readonly exhaustive: boolean;
  /** The second search for the shortest violation finished. */
  readonly shortest: boolean;
  readonly bounds: readonly BoundHit[];
  readonly assumptions: readonly Assumption[];
  /** Distinct states, generated transitions, complete runs in the explored graph. */
  readonly states: number;
  readonly transitions: number;
  readonly executions: number;
  readonly outcomes: readonly Outcome[];
  readonly violations: readonly Violation[];
  readonly trace?: Trace;
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

const LIMITS: Readonly<Record<BoundHit["kind"], (limit: number) => string>> = {
  states: (limit) => `the search stopped at ${plural(limit, "state")}`,
  time: (limit) => `the search stopped after ${plural(limit, "second")}`,
  cancelled: () => "the search was cancelled",
  decisions: (limit) => `a run stopped after ${limit} steps of the environment`,
  steps: (limit) => `a run stopped after ${limit} statements`,
  loop: (limit) => `a loop on an unknown value stopped after ${limit} turns`,
  cycle: () => "a run goes round for ever on an unknown value that never changes",
  depth: (limit) => `calls are nested more than ${limit} deep`,
  events: (limit) => `a run stopped after ${limit} user events`,
  unable: () => "a run stopped at what the simulation cannot execute",
  invented: () => "a run stopped at a fault that rests on what was invented",
  memory: (limit) => `a run needs more than ${limit} bytes`,
};

/** What cut the search, in words. */
export const boundText = (bound: BoundHit): string => LIMITS[bound.kind](bound.limit);
