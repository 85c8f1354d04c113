/** Runs of a simulation that are done again by their decisions: what the monitors said of them, and what happened, told. */
import type { Unit } from "../program/types.ts";
import type { Position } from "./interpreter/simulation.ts";
import type { World } from "./interpreter/world.ts";
import { Judge } from "./judge.ts";
import { allMonitors, hangVerdict, thoroughMonitors, type Verdict } from "./monitors/index.ts";
import type { Prepared } from "./prepare.ts";
import { replay, type Replayed } from "./replay.ts";
import { decodeSchedule, encodeSchedule, irHash, type ScheduleMode } from "./schedule.ts";
import { type SimulateOptions, SimulationError } from "./simulateTypes.ts";
import type { Trace, TraceEvent } from "./trace.ts";
import { buildTrace, type TraceInput } from "./traceBuilder.ts";

/** A replayed run with what the monitors said. */
export interface HeardRun extends Replayed {
  readonly heard: readonly { readonly at: number; readonly rule: string; readonly message: string; readonly key?: string }[];
  readonly schedule: string;
}

export class Replays {
  readonly judge: Judge;
  readonly maxEvents: number;
  readonly #unit: Unit;
  readonly #prepared: Prepared;
  readonly #options: SimulateOptions;
  /** What the monitors say of the run that is done again. */
  #heard: { at: number; rule: string; message: string; key?: string }[] | undefined;

  constructor(unit: Unit, prepared: Prepared, options: SimulateOptions) {
    this.#unit = unit;
    this.#prepared = prepared;
    this.#options = options;
    this.maxEvents = options.maxEvents ?? 2;
    this.judge = new Judge(
      prepared,
      (world, verdict, position) => this.#report(world, verdict, position),
      options.thorough ? thoroughMonitors : allMonitors,
    );
  }

  /** Which kind of search the schedules are of. */
  get #mode(): ScheduleMode {
    const { failingStarts = true, thorough = false } = this.#options;
    return { merged: this.#prepared.simulation.mergePosts, failingStarts, thorough, shared: [...this.#prepared.simulation.sharing.places] };
  }

  #report(world: World, verdict: Verdict, position: Position | undefined): void {
    const key = `${verdict.rule} ${position ? `${position.fn.index} ${position.start}` : ""}`;
    world.violations = [...world.violations, { ...verdict, key }];
    this.#heard?.push({ at: (this.#prepared.simulation.log?.length ?? 0) + 1, rule: verdict.rule, message: verdict.message, key });
  }

  /** A run by its decisions, then by defaults. @param stopAtPath not by defaults. */
  run(path: readonly number[], stopAtPath = false): HeardRun {
    this.#heard = [];
    try {
      const done = replay(this.#prepared.simulation, this.#prepared.root, this.#prepared.environment, this.maxEvents, path, stopAtPath);
      if (done.cycle && !done.world.exit) {
        const verdict = hangVerdict(this.judge.context(done.world, done.world.ledger, true));
        this.#heard.push({ at: done.log.length, rule: verdict.rule, message: verdict.message });
      }
      const functions = [...this.#prepared.simulation.reached].map((index) => this.#prepared.image.functionAt(index).ir);
      return { ...done, heard: this.#heard, schedule: encodeSchedule(functions, path, this.#mode) };
    } finally {
      this.#heard = undefined;
    }
  }

  events(done: HeardRun, until?: string, everything = false, key?: string): TraceEvent[] {
    return buildTrace(this.story(done, until, everything, key));
  }

  /** @param key of the one violation that is meant, where a rule is broken at several places. */
  story(done: HeardRun, until?: string, everything = false, key?: string): TraceInput {
    const ofRule = done.heard.filter((one) => one.rule === until);
    const ofKey = ofRule.filter((one) => one.key === key);
    return {
      unit: this.#unit,
      image: this.#prepared.image,
      environment: this.#prepared.environment,
      log: done.log,
      decisions: done.decisions,
      // the story of one mistake: what else goes wrong on the way has a story of its own
      violations: until === undefined ? done.heard : ofKey.length > 0 ? ofKey : ofRule,
      everything,
      ...(until === undefined ? {} : { until }),
    };
  }

  /** The decisions of a schedule. @throws SimulationError if it was recorded for other code. */
  decode(schedule: string): readonly number[] {
    const decoded = decodeSchedule(schedule);
    if (!decoded) throw new SimulationError(`${schedule} is no schedule`);
    const { failingStarts, thorough } = this.#mode;
    if (decoded.failingStarts !== failingStarts || decoded.thorough !== thorough)
      throw new SimulationError("the schedule belongs to another kind of search");
    this.#prepared.simulation.mergePosts = decoded.merged;
    this.#prepared.simulation.sharing.assume(decoded.shared);
    const done = this.run(decoded.path);
    const reached = [...this.#prepared.simulation.reached].map((index) => this.#prepared.image.functionAt(index));
    const again = decodeSchedule(done.schedule)!;
    if (again.hash === decoded.hash && done.drift === undefined) return decoded.path;
    const stopped = this.run(decoded.path, true);
    if (decodeSchedule(stopped.schedule)!.hash === decoded.hash && stopped.drift === undefined) return decoded.path;
    const changed = reached.find((fn, i) => (irHash(fn.ir) & 255) !== decoded.functionBytes[i]);
    throw new SimulationError(
      `the schedule was recorded for other code: ${changed ? `${changed.name} has changed` : "a function it ran is not reached any more"}`,
    );
  }

  /** All events of a schedule. */
  trace(schedule: string): Trace {
    const mode = this.#prepared.simulation.mergePosts;
    const shared = [...this.#prepared.simulation.sharing.places];
    try {
      const path = this.decode(schedule);
      return { schedule, events: this.events(this.run(path), undefined, true) };
    } finally {
      this.#prepared.simulation.mergePosts = mode;
      this.#prepared.simulation.sharing.assume(shared);
    }
  }

  placeOf(position: Position | undefined): { uri?: string; line?: number } {
    const file = position && this.#unit.files.get(position.fn.uri);
    return file ? { uri: position.fn.uri, line: file.source.lines.position(position.start).line + 1 } : {};
  }
}
