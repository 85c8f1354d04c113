/**
 * One simulation: the search over the orders of an entry under one provider, its outcomes, violations and traces. The driver works in slices,
 * so that a worker, the browser and the command line run the same loop; `simulate` runs it to its end.
 */
import type { ProviderProfile } from "../emulator/index.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Assumption } from "../rules/types.ts";
import { Direction, handlersBeside } from "./direction.ts";
import type { Environment } from "./environment/environment.ts";
import { findEntry, programEntry } from "./entry.ts";
import type { ProgramImage } from "./interpreter/image.ts";
import { standingAt } from "./interpreter/position.ts";
import type { Position, Simulation } from "./interpreter/simulation.ts";
import type { World } from "./interpreter/world.ts";
import { Judge } from "./judge.ts";
import { allMonitors, hangVerdict, thoroughMonitors, type Verdict } from "./monitors/index.ts";
import { prepare } from "./prepare.ts";
import { replay, type Replayed } from "./replay.ts";
import { decodeSchedule, encodeSchedule, irHash, modeOf, type ScheduleMode } from "./schedule.ts";
import { type FoundOutcome, type FoundViolation, Search } from "./search.ts";
import { type Coverage, type SimulateOptions, type SimulationDriver, SimulationError, type SimulationProgress } from "./simulateTypes.ts";
import { isUnnoticed } from "./unnoticed.ts";
import { buildChoices, buildTrace, type TraceInput } from "./traceBuilder.ts";
import type { BoundHit, Outcome, SimulationRun, Trace, TraceEvent, Violation } from "./trace.ts";

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

export function chosenEntry(unit: Unit, entry: string | ProgramFunction | undefined): ProgramFunction {
  if (typeof entry === "object") return entry;
  if (entry === undefined) {
    const found = programEntry(unit);
    if (!found) throw new SimulationError("there is no main or WinMain; name an entry");
    return found;
  }
  const found = findEntry(unit, entry);
  if (found.length === 0) throw new SimulationError(`there is no function ${entry}`);
  if (found.length > 1) throw new SimulationError(`${entry} is not one function: ${found.map((fn) => fn.name).join(", ")}`);
  return found[0]!;
}

/** A replayed run with what the monitors said. */
interface HeardRun extends Replayed {
  readonly heard: readonly { readonly at: number; readonly rule: string; readonly message: string; readonly key?: string }[];
  readonly schedule: string;
}

class Driver implements SimulationDriver {
  readonly #unit: Unit;
  readonly #entry: ProgramFunction;
  readonly #options: SimulateOptions;
  readonly #image: ProgramImage;
  readonly #profile: ProviderProfile;
  readonly #simulation: Simulation;
  readonly #environment: Environment;
  readonly #root: World;
  readonly #judge: Judge;
  #search: Search;
  #direction: Direction | undefined;
  readonly #now: () => number;
  /** What the running transition notes for the search; absent in replays. */
  #searching = false;
  #heard: { at: number; rule: string; message: string; key?: string }[] | undefined;
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
    const prepared = prepare(unit, entry, options);
    this.#image = prepared.image;
    this.#profile = prepared.profile;
    this.#simulation = prepared.simulation;
    this.#environment = prepared.environment;
    this.#root = prepared.root;
    this.#judge = new Judge(
      prepared,
      (world, verdict, position) => this.#report(world, verdict, position),
      options.thorough ? thoroughMonitors : allMonitors,
    );
    this.#simulation.listener = {
      event: (world, event, before) => {
        if (this.#searching) this.#search.codes.note(event);
        this.#judge.event(world, event, before);
      },
    };
    this.#simulation.mergePosts = options.reduce ?? true;
    this.#search = this.#newSearch();
  }

  get #mode(): ScheduleMode {
    const { failingStarts = true, thorough = false } = this.#options;
    return { merged: this.#simulation.mergePosts, failingStarts, thorough, shared: [...this.#simulation.sharing.places] };
  }

  #newSearch(): Search {
    const options = this.#options;
    const direction = options.thorough && options.schedule === undefined ? (this.#direction ??= this.#headed()) : undefined;
    return new Search(this.#simulation, this.#root, this.#environment, {
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

  // ------------------------------------------------------------------------------------------------------------ monitors

  #report(world: World, verdict: Verdict, position: Position | undefined): void {
    const key = `${verdict.rule} ${position ? `${position.fn.index} ${position.start}` : ""}`;
    world.violations = [...world.violations, { ...verdict, key }];
    this.#heard?.push({ at: (this.#simulation.log?.length ?? 0) + 1, rule: verdict.rule, message: verdict.message, key });
  }

  // --------------------------------------------------------------------------------------------------------------- search

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
      if (this.#simulation.lookedAtRequests && this.#simulation.mergePosts) {
        this.#simulation.mergePosts = false;
        this.#search = this.#newSearch();
        return false;
      }
      // Threads that use the same memory: others may act before each use, so everything is tried anew.
      if (this.#simulation.sharing.learn()) {
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

  #replay(path: readonly number[], stopAtPath = false): HeardRun {
    this.#heard = [];
    try {
      const done = replay(this.#simulation, this.#root, this.#environment, this.#options.maxEvents ?? 2, path, stopAtPath);
      if (done.cycle && !done.world.exit) {
        const verdict = hangVerdict(this.#judge.context(done.world, done.world.ledger, true));
        this.#heard.push({ at: done.log.length, rule: verdict.rule, message: verdict.message });
      }
      const functions = [...this.#simulation.reached].map((index) => this.#image.functionAt(index).ir);
      return { ...done, heard: this.#heard, schedule: encodeSchedule(functions, path, this.#mode) };
    } finally {
      this.#heard = undefined;
    }
  }

  #events(done: HeardRun, until?: string, everything = false, key?: string): TraceEvent[] {
    return buildTrace(this.#story(done, until, everything, key));
  }

  /** @param key of the one violation that is meant, where a rule is broken at several places. */
  #story(done: HeardRun, until?: string, everything = false, key?: string): TraceInput {
    const ofRule = done.heard.filter((one) => one.rule === until);
    const ofKey = ofRule.filter((one) => one.key === key);
    return {
      unit: this.#unit,
      image: this.#image,
      environment: this.#environment,
      log: done.log,
      decisions: done.decisions,
      // the story of one mistake: what else goes wrong on the way has a story of its own
      violations: until === undefined ? done.heard : ofKey.length > 0 ? ofKey : ofRule,
      everything,
      ...(until === undefined ? {} : { until }),
    };
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
    if (complete) this.#unnoticedStarts(consider);
    if (complete && !cut) {
      for (const node of search.graph.hangs().slice(0, 200)) {
        const path = search.graph.pathTo(node);
        const done = this.#replay(path, true);
        const verdict = done.heard.at(-1)!;
        const { assumptions } = done.world;
        if (verdict.rule === "hang" && [...assumptions.values()].some((kind) => kind !== "config")) {
          // Round and round on something unknown that never changes: nobody says that the real one does not.
          search.bounds.set(`cycle ${node}`, { kind: "cycle", limit: 1, position: standingAt(done.world) });
          continue;
        }
        consider({ rule: verdict.rule, message: verdict.message, key: verdict.rule, path, events: done.world.eventCount, stops: true });
        search.addOutcome({ output: done.world.output, debugOutput: done.world.debugOutput, exit: { kind: "hang" }, path });
      }
      for (const difference of search.codes.found()) {
        const done = this.#replay(difference.path, true);
        const { ledger } = done.world;
        const record = ledger.requests.at(-1);
        consider({
          rule: "einval-ealready-differ",
          message: `after the failed cancel${record ? ` of request ${record.request + 1}` : ""} WSAEINVAL and WSAEALREADY lead to different things; with one of them alone comes ${difference.what.slice(0, 3).join(", ")}`,
          key: "einval-ealready-differ",
          path: difference.path,
          events: done.world.eventCount,
          stops: true,
        });
      }
    }
    for (const found of [...byRule.values()].sort((a, b) => a.path.length - b.path.length || a.events - b.events))
      violations.push(this.#violation(found));
    const exhaustive = complete && search.bounds.size === 0;
    const first = [...byRule.values()][0];
    const shown = first ? undefined : [...search.outcomes.values()][0];
    return {
      version: 1,
      entry: this.#entry.name,
      target: this.#unit.target,
      provider: this.#profile.name,
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

  /** Starts whose failure changes nothing that the program does. */
  #unnoticedStarts(consider: (found: FoundViolation) => void): void {
    for (const [place, { position, startup, nodes }] of this.#search.starts) {
      const site = this.#unit.starts.find(
        ({ site: { function: fn, statement } }) => fn === position.fn && fn.offset + statement.range.start === position.start,
      )?.site;
      // who looks at a handle that is kept is known to the checker
      if (!this.#options.thorough && !site?.statement.discarded) continue;
      for (const node of nodes) {
        const path = this.#search.graph.pathTo(node);
        if (!isUnnoticed(this.#simulation, this.#root, this.#environment, this.#options.maxEvents ?? 2, path)) continue;
        if (startup) {
          const message = `WSAStartup has failed, and ${position.fn.name} goes on as if it had not`;
          consider({ rule: "startup-unchecked", message, key: `unnoticed ${place}`, path: [...path, 1], events: 0, stops: true });
          break;
        }
        const { call } = site?.statement.callee.kind === "name" ? { call: site.statement.callee.name } : { call: "the start" };
        consider({
          rule: "unchecked-start",
          message: `${call} has failed, and ${position.fn.name} goes on as if the request had begun`,
          key: `unnoticed ${place}`,
          path: [...path, 1],
          events: 0,
          stops: true,
          ...(site?.statement.discarded ? {} : { assumes: { kind: "call", text: "nothing else looks at the handle that was not given" } }),
        });
        break;
      }
    }
  }

  everyViolation(rules: ReadonlySet<string>): readonly Violation[] {
    this.result();
    return this.#all
      .filter((found) => rules.has(found.rule))
      .sort((a, b) => a.path.length - b.path.length || a.events - b.events)
      .map((found) => this.#violation(found));
  }

  get coverage(): Coverage {
    return { functions: this.#simulation.covered, users: this.#environment.users.length };
  }

  #violation(found: FoundViolation): Violation {
    // the mistake comes before the next decision; what a program does behind it may go on for ever
    const done = this.#replay(found.path, found.stops || this.#options.thorough);
    let events = this.#events(done, found.rule, false, found.key);
    if (!done.heard.some((one) => one.rule === found.rule)) {
      events = [
        ...events,
        {
          step: events.length + 1,
          actor: "system",
          thread: 0,
          kind: "violation",
          ...this.#placeOf(standingAt(done.world)),
          text: `${found.rule}: ${found.message}`,
        },
      ];
    }
    const assumptions = [...listed(done.world.assumptions), ...(found.assumes ? [found.assumes] : [])];
    return { rule: found.rule, message: found.message, assumptions, schedule: done.schedule, events };
  }

  #outcome(outcome: FoundOutcome): Outcome {
    const done = this.#replay(outcome.path, outcome.exit.kind === "hang");
    const { kind, code } = outcome.exit;
    return {
      output: outcome.output,
      debugOutput: outcome.debugOutput,
      exit: code === undefined ? { kind } : { kind, code },
      schedule: done.schedule,
    };
  }

  #traceOf(path: readonly number[]): Trace {
    const done = this.#replay(path);
    return { schedule: done.schedule, events: this.#events(done) };
  }

  #bounds(): BoundHit[] {
    return [...this.#search.bounds.values()].map(({ kind, limit, position }) => ({ kind, limit, ...this.#placeOf(position) }));
  }

  #placeOf(position: Position | undefined): { uri?: string; line?: number } {
    const file = position && this.#unit.files.get(position.fn.uri);
    return file ? { uri: position.fn.uri, line: file.source.lines.position(position.start).line + 1 } : {};
  }

  #assumptions(): Assumption[] {
    const invented = [...this.#image.layouts.invented].map((record) => ({
      kind: "layout" as const,
      text: `the layout of ${record} was invented`,
    }));
    return [...listed(this.#search.assumptions), ...invented, ...pins(this.#options)];
  }

  // ------------------------------------------------------------------------------------------------------------- schedules

  #decode(schedule: string): readonly number[] {
    const decoded = decodeSchedule(schedule);
    if (!decoded) throw new SimulationError(`${schedule} is no schedule`);
    const { failingStarts, thorough } = this.#mode;
    if (decoded.failingStarts !== failingStarts || decoded.thorough !== thorough)
      throw new SimulationError("the schedule belongs to another kind of search");
    this.#simulation.mergePosts = decoded.merged;
    this.#simulation.sharing.assume(decoded.shared);
    const done = this.#replay(decoded.path);
    const reached = [...this.#simulation.reached].map((index) => this.#image.functionAt(index));
    const again = decodeSchedule(done.schedule)!;
    if (again.hash === decoded.hash && done.drift === undefined) return decoded.path;
    const stopped = this.#replay(decoded.path, true);
    if (decodeSchedule(stopped.schedule)!.hash === decoded.hash && stopped.drift === undefined) return decoded.path;
    const changed = reached.find((fn, i) => (irHash(fn.ir) & 255) !== decoded.functionBytes[i]);
    throw new SimulationError(
      `the schedule was recorded for other code: ${changed ? `${changed.name} has changed` : "a function it ran is not reached any more"}`,
    );
  }

  trace(schedule: string): Trace {
    const mode = this.#simulation.mergePosts;
    const shared = [...this.#simulation.sharing.places];
    try {
      const path = this.#decode(schedule);
      return { schedule, events: this.#events(this.#replay(path), undefined, true) };
    } finally {
      this.#simulation.mergePosts = mode;
      this.#simulation.sharing.assume(shared);
    }
  }

  #only(recorded: string): SimulationRun {
    const { branch } = this.#options;
    const decoded = this.#decode(recorded);
    const path = branch ? [...Array.from({ length: branch.decision }, (_, i) => decoded[i] ?? 0), branch.option] : decoded;
    const done = this.#replay(path);
    if (branch && done.drift !== undefined) throw new SimulationError("that cannot happen there");
    const schedule = branch ? done.schedule : recorded;
    const { world } = done;
    const exit = world.exit ?? { kind: "hang" as const };
    const events = this.#events(done);
    return {
      version: 1,
      entry: this.#entry.name,
      target: this.#unit.target,
      provider: this.#profile.name,
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
        events: this.#events(done, one.rule),
      })),
      trace: { schedule, events, choices: buildChoices(this.#story(done), world) },
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
