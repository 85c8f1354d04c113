/**
 * One simulation: the search over the orders of an entry under one provider, its outcomes, violations and traces. The driver works in slices,
 * so that a worker, the browser and the command line run the same loop; `simulate` runs it to its end.
 */
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Assumption } from "../rules/types.ts";
import { Direction, handlersBeside } from "./direction.ts";
import { chosenEntry } from "./entry.ts";
import { standingAt } from "./interpreter/position.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { Replays } from "./replays.ts";
import { modeOf } from "./schedule.ts";
import { type FoundOutcome, type FoundViolation, Search } from "./search.ts";
import { type Coverage, type SimulateOptions, type SimulationDriver, SimulationError, type SimulationProgress } from "./simulateTypes.ts";
import type { BoundHit, Outcome, SimulationRun, Trace, Violation } from "./trace.ts";
import { buildChoices } from "./traceBuilder.ts";
import { codeDifferences, hangs, unnoticedStarts } from "./wholeSearch.ts";

export { ScenarioError, type SimulateOptions, type SimulationDriver, SimulationError, type SimulationProgress } from "./simulateTypes.ts";

export function simulate(unit: Unit, entry: string | ProgramFunction | undefined, options: SimulateOptions = {}): SimulationRun {
  const driver = createSimulation(unit, entry, options);
  while (!driver.run(1000)) {
    // Slices only matter to those who share the thread.
  }
  return driver.result();
}

export function createSimulation(unit: Unit, entry: string | ProgramFunction | undefined, options: SimulateOptions = {}): SimulationDriver {
  return new Driver(unit, chosenEntry(unit, entry), options);
}

class Driver implements SimulationDriver {
  readonly #unit: Unit;
  readonly #entry: ProgramFunction;
  readonly #options: SimulateOptions;
  readonly #prepared: Prepared;
  readonly #replays: Replays;
  #search: Search;
  #direction: Direction | undefined;
  readonly #now: () => number;
  /** What the running transition notes for the search; absent in replays. */
  #searching = false;
  #finished: SimulationRun | undefined;
  /** Each place where a rule was broken, not only the first of each rule. */
  #all: readonly FoundViolation[] = [];
  /** When the search began, in milliseconds of `now`. */
  #began: number | undefined;

  constructor(unit: Unit, entry: ProgramFunction, options: SimulateOptions) {
    this.#unit = unit;
    this.#entry = entry;
    // a schedule is of its own kind of search
    options = { ...options, ...modeOf(options.schedule) };
    this.#options = options;
    this.#now = options.now ?? (() => Date.now());
    this.#prepared = prepare(unit, entry, options);
    this.#replays = new Replays(unit, this.#prepared, options);
    this.#prepared.simulation.listener = {
      event: (world, event, before) => {
        if (this.#searching) this.#search.codes.note(event);
        this.#replays.judge.event(world, event, before);
      },
    };
    this.#prepared.simulation.mergePosts = options.reduce ?? true;
    this.#search = this.#newSearch();
  }

  #newSearch(): Search {
    const options = this.#options;
    const direction = options.thorough && options.schedule === undefined ? (this.#direction ??= this.#headed()) : undefined;
    return new Search(this.#prepared.simulation, this.#prepared.root, this.#prepared.environment, {
      maxStates: options.maxStates ?? 2_000_000,
      maxDecisions: options.maxDecisions ?? 32,
      maxEvents: options.maxEvents ?? 2,
      ...(direction ? { direction } : {}),
    });
  }

  #headed(): Direction {
    const starts = this.#unit.starts.map(({ site: { function: fn, statement } }) => ({
      uri: fn.uri,
      start: fn.offset + statement.range.start,
    }));
    const goals = [...starts, ...(this.#options.goals ?? [])];
    return new Direction(this.#unit, this.#entry, handlersBeside(this.#unit, this.#entry), goals);
  }

  get progress(): SimulationProgress {
    const { states, transitions, violations, outcomes } = this.#search;
    return { states, transitions, violations: violations.size, outcomes: outcomes.size };
  }

  run(milliseconds: number): boolean {
    if (this.#finished) return true;
    if (this.#options.schedule !== undefined) {
      this.#finished = this.#only(this.#options.schedule);
      return true;
    }
    this.#searching = true;
    const { maxSeconds } = this.#options;
    this.#began ??= this.#now();
    const left = maxSeconds === undefined ? Number.POSITIVE_INFINITY : maxSeconds * 1000 - (this.#now() - this.#began);
    try {
      const done = this.#search.run(Math.min(milliseconds, left), this.#now);
      if (!done && maxSeconds !== undefined && milliseconds >= left) {
        this.#search.stop("time", maxSeconds);
        this.#finished = this.#assemble(true);
        return true;
      }
      if (this.#prepared.simulation.lookedAtRequests && this.#prepared.simulation.mergePosts) {
        this.#prepared.simulation.mergePosts = false;
        this.#search = this.#newSearch();
        return false;
      }
      // Threads that use the same memory: others may act before each use, so everything is tried anew.
      if (this.#prepared.simulation.sharing.learn()) {
        this.#search = this.#newSearch();
        return false;
      }
      if (!done) return false;
    } finally {
      this.#searching = false;
    }
    this.#finished = this.#assemble(true);
    return true;
  }

  cancel(): void {
    if (this.#finished) return;
    this.#search.stop("cancelled", 0);
    this.#finished = this.#assemble(true);
  }

  result(): SimulationRun {
    return this.#finished ?? this.#assemble(false);
  }

  #assemble(complete: boolean): SimulationRun {
    const search = this.#search;
    const violations: Violation[] = [];
    const byRule = new Map<string, FoundViolation>();
    const all: FoundViolation[] = [];
    const consider = (found: FoundViolation): void => {
      all.push(found);
      const known = byRule.get(found.rule);
      if (!known || found.path.length < known.path.length || (found.path.length === known.path.length && found.events < known.events))
        byRule.set(found.rule, found);
    };
    for (const found of search.violations.values()) consider(found);
    this.#all = all;
    const cut = search.bounds.size > 0;
    const { thorough = false } = this.#options;
    if (complete) unnoticedStarts(this.#unit, search, this.#prepared, this.#replays.maxEvents, thorough).forEach(consider);
    if (complete && !cut) [...hangs(search, this.#replays), ...codeDifferences(search, this.#replays)].forEach(consider);
    for (const found of [...byRule.values()].sort((a, b) => a.path.length - b.path.length || a.events - b.events))
      violations.push(this.#violation(found));
    const exhaustive = complete && search.bounds.size === 0;
    const first = [...byRule.values()][0];
    const shown = first ? undefined : [...search.outcomes.values()][0];
    return {
      version: 1,
      entry: this.#entry.name,
      target: this.#unit.target,
      provider: this.#prepared.profile.name,
      exhaustive,
      shortest: complete && (exhaustive || violations.length > 0),
      bounds: this.#bounds(),
      assumptions: this.#assumptions(),
      states: search.states,
      transitions: search.transitions,
      executions: complete ? search.graph.executions() : 0,
      outcomes: [...search.outcomes.values()].map((outcome) => this.#outcome(outcome)),
      violations,
      ...(shown ? { trace: this.#traceOf(shown.path) } : {}),
    };
  }

  everyViolation(rules: ReadonlySet<string>): readonly Violation[] {
    this.result();
    return this.#all
      .filter((found) => rules.has(found.rule))
      .sort((a, b) => a.path.length - b.path.length || a.events - b.events)
      .map((found) => this.#violation(found));
  }

  trace(schedule: string): Trace {
    return this.#replays.trace(schedule);
  }

  get coverage(): Coverage {
    return { functions: this.#prepared.simulation.covered, users: this.#prepared.environment.users.length };
  }

  #violation(found: FoundViolation): Violation {
    // the mistake comes before the next decision; what a program does behind it may go on for ever
    const done = this.#replays.run(found.path, found.stops || this.#options.thorough);
    let events = this.#replays.events(done, found.rule, false, found.key);
    if (!done.heard.some((one) => one.rule === found.rule)) {
      events = [
        ...events,
        {
          step: events.length + 1,
          actor: "system",
          thread: 0,
          kind: "violation",
          ...this.#replays.placeOf(standingAt(done.world)),
          text: `${found.rule}: ${found.message}`,
        },
      ];
    }
    const assumptions = [...listed(done.world.assumptions), ...(found.assumes ? [found.assumes] : [])];
    return { rule: found.rule, message: found.message, assumptions, schedule: done.schedule, events };
  }

  #outcome(outcome: FoundOutcome): Outcome {
    const done = this.#replays.run(outcome.path, outcome.exit.kind === "hang");
    const { kind, code } = outcome.exit;
    return {
      output: outcome.output,
      debugOutput: outcome.debugOutput,
      exit: code === undefined ? { kind } : { kind, code },
      schedule: done.schedule,
    };
  }

  #traceOf(path: readonly number[]): Trace {
    const done = this.#replays.run(path);
    return { schedule: done.schedule, events: this.#replays.events(done) };
  }

  #bounds(): BoundHit[] {
    return [...this.#search.bounds.values()].map(({ kind, limit, position }) => ({ kind, limit, ...this.#replays.placeOf(position) }));
  }

  #assumptions(): Assumption[] {
    const invented = [...this.#prepared.image.layouts.invented].map((record) => ({
      kind: "layout" as const,
      text: `the layout of ${record} was invented`,
    }));
    return [...listed(this.#search.assumptions), ...invented, ...pins(this.#options)];
  }

  #only(recorded: string): SimulationRun {
    const { branch } = this.#options;
    const decoded = this.#replays.decode(recorded);
    const path = branch ? [...Array.from({ length: branch.decision }, (_, i) => decoded[i] ?? 0), branch.option] : decoded;
    const done = this.#replays.run(path);
    if (branch && done.drift !== undefined) throw new SimulationError("that cannot happen there");
    const schedule = branch ? done.schedule : recorded;
    const { world } = done;
    const exit = world.exit ?? { kind: "hang" as const };
    const events = this.#replays.events(done);
    return {
      version: 1,
      entry: this.#entry.name,
      target: this.#unit.target,
      provider: this.#prepared.profile.name,
      exhaustive: false,
      shortest: false,
      bounds: [],
      assumptions: listed(world.assumptions),
      states: done.decisions.length + 1,
      transitions: done.decisions.length,
      executions: 1,
      outcomes: [
        {
          output: world.output,
          debugOutput: world.debugOutput,
          exit: exit.code === undefined ? { kind: exit.kind } : { kind: exit.kind, code: exit.code },
          schedule,
        },
      ],
      violations: done.heard.map((one) => ({
        rule: one.rule,
        message: one.message,
        assumptions: listed(world.assumptions),
        schedule,
        events: this.#replays.events(done, one.rule),
      })),
      trace: { schedule, events, choices: buildChoices(this.#replays.story(done), world) },
    };
  }
}

/** With a scenario the result holds for what it pins. */
function pins({ scenario }: SimulateOptions): Assumption[] {
  const what = [
    ...(scenario?.records ? ["what names resolve to"] : []),
    ...(scenario?.lookups ? ["how lookups end"] : []),
    ...(scenario?.user ? ["what the user does"] : []),
    ...(scenario?.knobs ? [`the provider's ${Object.keys(scenario.knobs).join(", ")}`] : []),
  ];
  return what.length === 0 ? [] : [{ kind: "config", text: `${what.join(", ")}: as pinned` }];
}

function listed(assumptions: ReadonlyMap<string, Assumption["kind"]>): Assumption[] {
  return [...assumptions].map(([text, kind]) => ({ kind, text }));
}
