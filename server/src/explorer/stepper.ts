/**
 * One run, in the smallest steps, forwards and back: what a debugger stands on. A position counts the steps since the start. The run is
 * settled by its decisions, so that going back is a replay from the nearest kept state; what was seen on the way stays known, in columns.
 */
import type { ProgramFunction, Unit } from "../program/types.ts";
import { History } from "./history.ts";
import { assign, type Assignment } from "./inspect/assign.ts";
import { Interner } from "./interner.ts";
import type { World } from "./interpreter/world.ts";
import { Judge } from "./judge.ts";
import { KeptStates } from "./keptStates.ts";
import { allMonitors, hangVerdict, thoroughMonitors, type Verdict } from "./monitors/index.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { type LoggedEvent, replay } from "./replay.ts";
import { decodeSchedule, encodeSchedule, modeOf } from "./schedule.ts";
import { type Option, Scheduler, type Standing, Walk } from "./scheduler.ts";
import { createSimulation } from "./simulate.ts";
import { type SimulateOptions, SimulationError } from "./simulateTypes.ts";
import { internState } from "./stateKey.ts";
import type { FunctionStatements, SourceStatement } from "./statements.ts";

/** What can be said about the step that led to a position, as bits. */
export const POSTED = 1;
export const CANCEL_FAILED = 2;
export const VERDICT = 4;
/** A decision was taken there. */
export const DECIDED = 8;

export interface Moment {
  readonly position: number;
  /** Index of the thread that acted; -1 for the environment. */
  readonly thread: number;
  /** Depth of its stack in functions of the program. */
  readonly depth: number;
  /** The statement that the thread begins next; undefined in the middle of one. */
  readonly begins: SourceStatement | undefined;
  readonly flags: number;
}

interface Taken {
  /** Position at which the choice stood open. */
  readonly position: number;
  readonly options: readonly Option[];
  /** Number of the state. */
  readonly state: number;
}

/** `over`: the program has ended. `cycle`: it goes round for ever. `limit`: more steps are not kept. */
export type Ended = "over" | "cycle" | "limit";

const KEEP_EVERY = 400;
const MAX_STEPS = 4_000_000;
/** Steps that are looked ahead for the next decision. */
const LOOK_AHEAD = 50_000;

export class Stepper {
  readonly unit: Unit;
  readonly entry: ProgramFunction;
  readonly prepared: Prepared;
  readonly #options: SimulateOptions;
  readonly #scheduler: Scheduler;
  readonly #states = new Interner();
  readonly #history: History;
  readonly #kept = new KeptStates();
  /** Choices that the schedule or the person made, by the number of the decision; later ones are the default. */
  #path: number[] = [];
  /** What a person has set, by the position at which it was done, with the decisions before it. */
  readonly #assigned = new Map<number, { readonly assignments: Assignment[]; readonly decisions: number }>();
  #taken: Taken[] = [];
  #merged = false;

  // the present
  #world: World;
  #walk = new Walk();
  #open: readonly Option[] | undefined;
  #position = 0;
  #decisions = 0;
  #ended: Ended | undefined;
  #known = 0;
  #verdicts: Verdict[] = [];
  #quiet = false;
  /** Called for each event of a step that is done for the first time. */
  onEvent: ((logged: LoggedEvent) => void) | undefined;

  /** @throws SimulationError if the schedule was recorded for other code. */
  constructor(unit: Unit, entry: ProgramFunction, options: SimulateOptions = {}) {
    this.unit = unit;
    this.entry = entry;
    options = { ...options, ...modeOf(options.schedule) };
    this.#options = options;
    let shared: readonly number[] = [];
    if (options.schedule !== undefined) {
      // refuses one that does not belong to this code, and says which function changed
      createSimulation(unit, entry, options).trace(options.schedule);
      const decoded = decodeSchedule(options.schedule);
      if (!decoded) throw new SimulationError(`${options.schedule} is no schedule`);
      this.#path = [...decoded.path];
      this.#merged = decoded.merged;
      shared = decoded.shared;
    }
    this.prepared = prepare(unit, entry, options);
    const { simulation, environment, root } = this.prepared;
    this.#scheduler = new Scheduler(environment, options.maxEvents ?? 2, (world) => internState(world, this.#states), 0);
    const judge = new Judge(
      this.prepared,
      (_world, verdict) => this.#verdicts.push(verdict),
      options.thorough ? thoroughMonitors : allMonitors,
    );
    this.#judge = judge;
    simulation.listener = { event: (world, event, before) => judge.event(world, event, before) };
    simulation.mergePosts = this.#merged;
    simulation.sharing.assume(shared);
    this.#world = root.fork();
    this.#history = new History(unit);
    this.#history.record(0, this.#world, 0, 0);
    this.#keep();
    simulation.activate(this.#world);
  }
  readonly #judge: Judge;

  get world(): World {
    return this.#world;
  }
  get position(): number {
    return this.#position;
  }
  /** Why no step can be made from here. */
  get ended(): Ended | undefined {
    return this.#ended;
  }
  /** Decisions that were taken before the present. */
  get decisions(): number {
    return this.#decisions;
  }

  // ----------------------------------------------------------------------------------------------------------- statements

  /** The statements of a function, as a person counts them. */
  statements(fn: ProgramFunction): FunctionStatements {
    return this.#history.statements(fn);
  }

  /** What is known about a position that was reached. */
  moment(position: number): Moment {
    return this.#history.moment(position);
  }

  verdictsAt(position: number): readonly Verdict[] {
    return this.#history.verdictsAt(position);
  }
  /** Events of the step that led to the position, where it has flags. */
  eventsAt(position: number): readonly LoggedEvent[] {
    return this.#history.eventsAt(position);
  }

  // -------------------------------------------------------------------------------------------------------------- forwards

  /** One step. Undefined if the run has ended. */
  step(): Moment | undefined {
    if (this.#ended) return undefined;
    if (this.#position >= MAX_STEPS) {
      this.#ended = "limit";
      return undefined;
    }
    const { simulation } = this.prepared;
    const log: LoggedEvent[] = [];
    simulation.log = log;
    this.#verdicts = [];
    let thread = -1;
    let flags = 0;
    try {
      simulation.activate(this.#world);
      if (this.#open) flags |= DECIDED;
      thread = this.#open ? this.#decide(this.#open, this.#path[this.#decisions] ?? 0) : this.#advance();
    } finally {
      simulation.log = undefined;
    }
    this.#position++;
    if (!this.#quiet && this.#position > this.#known) {
      for (const { event } of log) {
        if (event.kind === "message-posted" && event.request !== undefined) flags |= POSTED;
        if (event.kind === "call" && event.call === "WSACancelAsyncRequest" && event.result !== 0) flags |= CANCEL_FAILED;
      }
      if (this.#verdicts.length > 0) flags |= VERDICT;
      const notes = flags & ~DECIDED ? { events: log, verdicts: this.#verdicts } : undefined;
      this.#history.record(this.#position, this.#world, thread, flags, notes);
      this.#known = this.#position;
      for (const logged of log) this.onEvent?.(logged);
    }
    this.#assignAgain();
    if (!this.#quiet && (this.#position % KEEP_EVERY === 0 || flags & DECIDED)) this.#keep();
    return this.moment(this.#position);
  }

  /** Answers the thread that acted. */
  #advance(): number {
    const standing: Standing | { kind: "paused"; thread: number } = this.#scheduler.advance(this.#world, this.#walk);
    switch (standing.kind) {
      case "paused":
        return standing.thread;
      case "over":
        this.#ended = "over";
        return -1;
      case "cycle":
        this.#goRound();
        return -1;
      case "decision": {
        const { simulation } = this.prepared;
        simulation.suspend();
        const state = internState(this.#world, this.#states);
        simulation.activate(this.#world);
        this.#open = standing.options;
        this.#taken[this.#decisions] = { position: this.#position + 1, options: standing.options, state };
        // From here on only defaults are taken, and they have led here before.
        for (let i = Math.max(this.#path.length, this.#lastAssigned()); i < this.#decisions; i++)
          if (this.#taken[i]!.state === state) this.#goRound();
        return -1;
      }
    }
  }

  #goRound(): void {
    this.#ended = "cycle";
    this.#verdicts.push(hangVerdict(this.#judge.context(this.#world, this.#world.ledger, true)));
  }

  #decide(options: readonly Option[], chosen: number): number {
    const option = options[chosen];
    if (!option) throw new SimulationError("the schedule asks for a step that cannot happen here");
    this.#open = undefined;
    this.#walk = new Walk();
    this.#decisions++;
    if (option.kind !== "answer" && option.kind !== "thread") this.#world.environmentSteps++;
    this.#scheduler.apply(this.#world, option);
    return -1;
  }

  // -------------------------------------------------------------------------------------------------------------- choosing

  /** What can happen at the next decision, found by looking ahead; empty if there is none. */
  next(): { readonly options: readonly Option[]; readonly chosen: number } {
    if (this.#open) return { options: this.#open, chosen: this.#path[this.#decisions] ?? 0 };
    if (this.#ended) return { options: [], chosen: 0 };
    const { simulation } = this.prepared;
    const { listener } = simulation;
    simulation.suspend();
    const ahead = this.#world.fork();
    const walk = this.#walk.copy();
    simulation.listener = undefined;
    try {
      simulation.activate(ahead);
      for (let i = 0; i < LOOK_AHEAD; i++) {
        const standing = this.#scheduler.advance(ahead, walk);
        if (standing.kind === "paused") continue;
        return { options: standing.kind === "decision" ? standing.options : [], chosen: this.#path[this.#decisions] ?? 0 };
      }
      return { options: [], chosen: 0 };
    } finally {
      simulation.suspend();
      simulation.listener = listener;
      simulation.activate(this.#world);
    }
  }

  /** Goes on to the next decision and takes this option there. What came later is forgotten. */
  choose(option: number): void {
    while (!this.#open && !this.#ended) this.step();
    if (!this.#open?.[option]) throw new SimulationError("that cannot happen here");
    const at = this.#decisions;
    this.#path = Array.from({ length: at }, (_, i) => this.#path[i] ?? 0);
    this.#path.push(option);
    this.#ended = undefined;
    this.#forgetAfter(this.#position, at);
    this.step();
  }

  // -------------------------------------------------------------------------------------------------------------- setting

  /** A person has set something before the present: no schedule tells of that. */
  get assigned(): boolean {
    for (const at of this.#assigned.keys()) if (at <= this.#position) return true;
    return false;
  }

  /** Gives a variable another value from here on. What came later is forgotten; going back goes before it, and forwards does it again. */
  assign(assignment: Assignment): void {
    const known = this.#assigned.get(this.#position) ?? { assignments: [], decisions: this.#decisions };
    this.#path.length = Math.min(this.#path.length, this.#decisions);
    this.#forgetAfter(this.#position, this.#decisions);
    this.#assigned.set(this.#position, { ...known, assignments: [...known.assignments, assignment] });
    if (this.#ended === "cycle") this.#ended = undefined;
    this.#walk = this.#walk.anew();
    assign(this.#world, assignment);
    this.#keep();
  }

  #assignAgain(): void {
    const done = this.#assigned.get(this.#position);
    if (!done) return;
    // What was before is no round that the run goes again.
    this.#walk = this.#walk.anew();
    for (const assignment of done.assignments) assign(this.#world, assignment);
  }

  /** Decisions before the last value that was set. */
  #lastAssigned(): number {
    let last = 0;
    for (const [at, { decisions }] of this.#assigned) if (at <= this.#position) last = Math.max(last, decisions);
    return last;
  }

  #forgetAfter(position: number, decisions: number): void {
    for (const at of [...this.#assigned.keys()]) if (at > position) this.#assigned.delete(at);
    this.#history.forgetAfter(position);
    // the state at the open decision may have been kept as the end of a round
    this.#kept.forgetFrom(position);
    this.#taken.length = decisions + 1;
    this.#known = position;
  }

  /** The decisions so far as a schedule id. */
  schedule(): string {
    const { simulation, environment, root, image } = this.prepared;
    const path = Array.from({ length: this.#decisions }, (_, i) => this.#path[i] ?? 0);
    const { listener } = simulation;
    simulation.listener = undefined;
    try {
      simulation.suspend();
      replay(simulation, root, environment, this.#options.maxEvents ?? 2, path);
      const functions = [...simulation.reached].map((index) => image.functionAt(index).ir);
      const { failingStarts = true, thorough = false } = this.#options;
      return encodeSchedule(functions, path, { merged: this.#merged, failingStarts, thorough, shared: [...simulation.sharing.places] });
    } finally {
      simulation.listener = listener;
      simulation.activate(this.#world);
    }
  }

  // ------------------------------------------------------------------------------------------------------------------ back

  #keep(): void {
    const { simulation } = this.prepared;
    if (this.#kept.has(this.#position)) return;
    simulation.suspend();
    this.#kept.keep(this.#position, {
      world: this.#world.fork(),
      walk: this.#walk.copy(),
      options: this.#open,
      decisions: this.#decisions,
      ended: this.#ended,
    });
    simulation.activate(this.#world);
  }

  /** Makes a position that was reached before the present: back by replay from the nearest kept state, forwards by steps. */
  goTo(position: number): void {
    if (position > this.#known || position < 0) throw new RangeError(`position ${position} was not reached`);
    if (position < this.#position) {
      const [nearest, kept] = this.#kept.nearest(position);
      const { simulation } = this.prepared;
      simulation.suspend();
      this.#world = kept.world.fork();
      this.#walk = kept.walk.copy();
      this.#open = kept.options;
      this.#decisions = kept.decisions;
      this.#ended = kept.ended;
      this.#position = nearest;
      simulation.activate(this.#world);
    }
    this.#quiet = true;
    try {
      while (this.#position < position) this.step();
    } finally {
      this.#quiet = false;
    }
  }
}
