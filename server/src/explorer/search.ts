/**
 * Breadth-first search over the orders of a program, by number of decisions. A node is a state with more than one way to go on (or an end);
 * everything between two decisions runs through. States are kept by their exact numbers; the runs themselves only while they wait for their turn.
 */
import type { Assumption, AssumptionKind } from "../rules/types.ts";
import { Interner } from "./interner.ts";
import { positionOf, standingAt } from "./interpreter/position.ts";
import { CHOICES, type Position, type Simulation, STARTUP } from "./interpreter/simulation.ts";
import type { BoundReached, ExitState, World } from "./interpreter/world.ts";
import { type Option, Scheduler, type Standing, Walk } from "./scheduler.ts";
import { CodeDifferences } from "./codeDifferences.ts";
import type { Direction } from "./direction.ts";
import { Frontier } from "./frontier.ts";
import { CUT, END, EXPANDED, SearchGraph } from "./searchGraph.ts";
import { internState } from "./stateKey.ts";
import type { Environment } from "./environment/environment.ts";
import type { BoundHit } from "./trace.ts";

export interface SearchLimits {
  readonly maxStates: number;
  /** Steps of the environment in one run. */
  readonly maxDecisions: number;
  readonly maxEvents: number;
  /**
   * Where the search is headed: every second state is the one that has least to go, among equals the newest. What lies far in is met soon,
   * and what is shown need not be the shortest.
   */
  readonly direction?: Direction;
}

export interface FoundViolation {
  readonly rule: string;
  readonly message: string;
  readonly key: string;
  /** Options taken from the start. */
  readonly path: readonly number[];
  readonly events: number;
  /** The run is shown up to the end of the path: from there it goes round, or parts in two. */
  readonly stops?: boolean;
  /** What it takes for granted beside what its run does. */
  readonly assumes?: Assumption;
}

export interface FoundOutcome {
  readonly output: string;
  readonly debugOutput: string;
  readonly exit: ExitState;
  readonly path: readonly number[];
}

interface Expanding {
  readonly node: number;
  readonly world: World;
  readonly options: readonly Option[];
  next: number;
  readonly edges: Int32Array;
  readonly labels: number[];
}

interface Arriving {
  readonly world: World;
  readonly parent: number;
  readonly choice: number;
  readonly level: number;
  readonly walk: Walk;
}

/** States before one start that are kept. */
const SAME_START = 8;

/** How a run ends, in the list of what one code of a failed cancel leads to. */
function endLabel({ kind, code }: ExitState): string {
  const end = { returned: "the end", exited: "the exit", hang: "a wait without end", fault: "a fault", cut: "a run that was cut" }[kind];
  return code === undefined ? end : `${end} with status ${code}`;
}

export class Search {
  readonly sim: Simulation;
  readonly scheduler: Scheduler;
  readonly #limits: SearchLimits;
  readonly #root: World;
  readonly #states = new Interner(1024);
  /** Node of each state, by the state's number. */
  readonly #nodeOf: number[] = [];
  readonly graph = new SearchGraph();
  readonly codes = new CodeDifferences(this.graph);
  /** Nodes where a start can fail, at most a few for each place in the program. */
  readonly starts = new Map<string, { readonly position: Position; readonly startup: boolean; readonly nodes: number[] }>();
  readonly #frontier: Frontier;
  transitions = 0;
  readonly violations = new Map<string, FoundViolation>();
  readonly outcomes = new Map<string, FoundOutcome>();
  readonly bounds = new Map<string, Omit<BoundReached, "kind"> & { readonly kind: BoundHit["kind"] }>();
  readonly assumptions = new Map<string, AssumptionKind>();
  #started = false;
  /** The node whose options are being taken, and the run that is on its way to its next decision. */
  #expanding: Expanding | undefined;
  #arriving: Arriving | undefined;

  constructor(sim: Simulation, root: World, environment: Environment, limits: SearchLimits) {
    this.sim = sim;
    this.#root = root;
    this.#limits = limits;
    this.#frontier = new Frontier(limits.direction);
    this.scheduler = new Scheduler(environment, limits.maxEvents, (world) => internState(world, this.#states));
  }

  get states(): number {
    return this.graph.size;
  }
  get done(): boolean {
    return this.#started && !this.#arriving && !this.#expanding && this.#frontier.size === 0;
  }

  /** A fresh copy of the state before anything happened. */
  root(): World {
    return this.#root.fork();
  }

  /** Works for about `milliseconds`; true when there is nothing left to do. */
  run(milliseconds: number, now: () => number): boolean {
    const end = now() + milliseconds;
    const due = (): boolean => now() >= end;
    this.sim.due = due;
    try {
      if (!this.#started) {
        this.#started = true;
        this.#arriving = { world: this.root(), parent: -1, choice: 0, level: 0, walk: new Walk(false) };
      }
      while (this.#step()) if (due()) break;
    } finally {
      this.sim.due = undefined;
    }
    return this.done;
  }

  /** Ends the search as it is: what was not expanded is cut. */
  stop(kind: "time" | "cancelled", limit: number): void {
    const left = this.#frontier.clear();
    const world = this.#arriving?.world ?? this.#expanding?.world ?? left[0]?.world;
    this.bounds.set(kind, { kind, limit, position: world && standingAt(world) });
    if (this.#expanding) this.graph.mark(this.#expanding.node, CUT);
    for (const { node } of left) this.graph.mark(node, CUT);
    this.#arriving = this.#expanding = undefined;
  }

  /** One run to its next decision, or a part of it; false when there is nothing left to do. */
  #step(): boolean {
    if (this.#arriving) {
      this.#arrive(this.#arriving);
      return true;
    }
    if (this.#expanding) {
      this.#branch(this.#expanding);
      return true;
    }
    const waiting = this.#frontier.next();
    if (!waiting) return false;
    this.#expand(waiting.node, waiting.world, waiting.options);
    return true;
  }

  #expand(node: number, world: World, options: readonly Option[]): void {
    if (this.states >= this.#limits.maxStates) {
      this.graph.mark(node, CUT);
      this.bounds.set("states", { kind: "states", limit: this.#limits.maxStates, position: undefined });
      return;
    }
    this.graph.mark(node, EXPANDED);
    if (
      options[0]?.kind === "answer" &&
      options[0].question.kind === "choice" &&
      options[0].question.provider &&
      /code/.test(options[0].question.what)
    ) {
      this.codes.choose(node);
    }
    this.#noteStart(node, world, options[0]!);
    this.#expanding = { node, world, options, next: 0, edges: new Int32Array(options.length), labels: [] };
  }

  #noteStart(node: number, world: World, option: Option): void {
    if (
      option.kind !== "answer" ||
      option.question.kind !== "choice" ||
      (option.question.what !== CHOICES.start && option.question.what !== STARTUP)
    )
      return;
    const position = positionOf(world.threads[option.thread]!);
    if (!position) return;
    const place = `${position.fn.index} ${position.start}`;
    const known = this.starts.get(place);
    if (!known) this.starts.set(place, { position, startup: option.question.what === STARTUP, nodes: [node] });
    else if (known.nodes.length < SAME_START) known.nodes.push(node);
  }

  /** Takes the next option of the node that is being expanded. */
  #branch(at: Expanding): void {
    const { node, world, options } = at;
    const choice = at.next++;
    const last = choice === options.length - 1;
    const child = last ? world : world.fork();
    child.violations = [];
    const option = options[choice]!;
    if (option.kind !== "answer" && option.kind !== "thread") child.environmentSteps++;
    this.sim.activate(child);
    this.codes.begin();
    this.scheduler.apply(child, option);
    this.#arriving = { world: child, parent: node, choice, level: this.graph.level(node) + 1, walk: new Walk(false) };
  }

  #arrived(found: number): void {
    const at = this.#expanding;
    this.#arriving = undefined;
    if (!at) return;
    at.edges[at.next - 1] = found;
    at.labels.push(this.codes.pack());
    if (at.next < at.options.length) return;
    this.graph.setEdges(at.node, at.edges);
    this.codes.setEdges(at.node, at.labels);
    this.#expanding = undefined;
  }

  /** Runs a world to its next decision, or until it is time for others. */
  #arrive({ world, parent, choice, level, walk }: Arriving): void {
    this.sim.activate(world);
    const standing = this.scheduler.advance(world, walk);
    this.sim.suspend();
    if (standing.kind === "paused") return;
    this.transitions++;
    this.#arrived(this.#node(world, standing, parent, choice, level));
  }

  /** Node of a state; a new one if it was not there before. */
  #node(world: World, standing: Standing, parent: number, choice: number, level: number): number {
    const path = (): number[] => this.graph.pathTo(parent, parent < 0 ? undefined : choice);
    for (const violation of world.violations) {
      this.codes.add(`the mistake ${violation.rule}`);
      const known = this.violations.get(violation.key);
      if (!known || (known.path.length === level && world.eventCount < known.events)) {
        this.violations.set(violation.key, { ...violation, path: path(), events: world.eventCount });
      }
    }
    world.violations = [];
    if (world.exit) this.codes.add(endLabel(world.exit));
    const state = internState(world, this.#states);
    const known = this.#nodeOf[state];
    if (known !== undefined) return known;
    const node = this.graph.add(parent, choice, level);
    this.#nodeOf[state] = node;
    for (const [text, kind] of world.assumptions) if (!this.assumptions.has(text)) this.assumptions.set(text, kind);
    for (const bound of world.bounds) this.bounds.set(`${bound.kind} ${bound.position?.fn.index} ${bound.position?.start}`, bound);
    if (standing.kind === "over") {
      this.graph.mark(node, END);
      this.#outcome(world, path());
      return node;
    }
    if (standing.kind === "cycle") {
      // An expanded node that only leads to itself.
      this.graph.mark(node, EXPANDED);
      this.graph.setEdges(node, Int32Array.of(node));
      return node;
    }
    if (world.environmentSteps >= this.#limits.maxDecisions) {
      this.graph.mark(node, CUT);
      this.bounds.set("decisions", { kind: "decisions", limit: this.#limits.maxDecisions, position: standingAt(world) });
      return node;
    }
    this.#frontier.push(node, world, standing.options);
    return node;
  }

  #outcome(world: World, path: readonly number[]): void {
    const exit = world.exit!;
    this.addOutcome({ output: world.output, debugOutput: world.debugOutput, exit, path });
  }

  addOutcome(outcome: FoundOutcome): void {
    const key = JSON.stringify([outcome.output, outcome.debugOutput, outcome.exit.kind, outcome.exit.code]);
    if (!this.outcomes.has(key)) this.outcomes.set(key, outcome);
  }
}
