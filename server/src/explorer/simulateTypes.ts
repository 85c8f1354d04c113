/** How a simulation is asked for, and how it is driven. */
import type { Answer, NameDatabase, ProfileName, ProviderProfile, Query } from "../emulator/index.ts";
import type { Goal } from "./direction.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulationRun, Trace, Violation } from "./trace.ts";

export interface SimulateOptions {
  /** A profile or the name of one of the four; default `documented`. */
  readonly provider?: ProfileName | ProviderProfile;
  /** Answers of lookups; with it, nothing else is tried. Default: the standard tables, and success or failure for every other host. */
  readonly names?: NameDatabase;
  /** What is pinned: lookups, their times, the user. */
  readonly scenario?: Scenario;
  /** Is told each question to the name database and its answer; those about names that nobody knows are left out. */
  readonly asked?: (query: Query, answer: Answer) => void;
  /** One start in each run may fail; default true. What a scenario says of a start counts in any case. */
  readonly failingStarts?: boolean;
  /**
   * Look for everything that a finding of the checker can be about: also for what harms nobody by itself, and an entry that starts requests
   * may be called again while one is pending. Default false.
   */
  readonly thorough?: boolean;
  /** With `thorough`: places of findings; the search goes towards them first. Default: starts and cancels. */
  readonly goals?: readonly Goal[];
  /** Default 2,000,000. */
  readonly maxStates?: number;
  /** User events in one run, default 2. */
  readonly maxEvents?: number;
  /** Steps of the environment in one run, default 32. */
  readonly maxDecisions?: number;
  /** Turns of one loop on an unknown condition, default 64. */
  readonly maxIterations?: number;
  /** Seconds of `now` after which the search ends as it is, with a `time` bound; default: none. */
  readonly maxSeconds?: number;
  /** Leave out orders that cannot matter; default true. */
  readonly reduce?: boolean;
  /** Only this schedule is run. */
  readonly schedule?: string;
  /** With `schedule`: at this decision another option is taken, and defaults from there on. */
  readonly branch?: { readonly decision: number; readonly option: number };
  /** Milliseconds of a clock, for slices; default `Date.now`. */
  readonly now?: () => number;
}

export interface SimulationProgress {
  readonly states: number;
  readonly transitions: number;
  readonly violations: number;
  readonly outcomes: number;
}

/** A schedule that does not belong to this code, or an entry that is not there. */
export class SimulationError extends Error {}

/** A scenario that does not fit the program. */
export class ScenarioError extends SimulationError {}

/** What a search has seen of the program. */
export interface Coverage {
  /** Indexes of the functions that some run entered. */
  readonly functions: ReadonlySet<number>;
  /** Entries that the user or the system may run beside the entry. */
  readonly users: number;
}

export interface SimulationDriver {
  /** Works for about `milliseconds` (at most 20 is meant); true when done. */
  run(milliseconds: number): boolean;
  readonly progress: SimulationProgress;
  /** Ends the search as it is; the result says so among its bounds. */
  cancel(): void;
  /** The result so far; complete once `run` has answered true. */
  result(): SimulationRun;
  /** Violations of these rules at every place where one was found, shortest first; the result names one of each rule. */
  everyViolation(rules: ReadonlySet<string>): readonly Violation[];
  readonly coverage: Coverage;
  /** The events of a schedule. @throws SimulationError if it was recorded for other code. */
  trace(schedule: string): Trace;
}
