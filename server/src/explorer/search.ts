/**
 * Breadth-first search over the orders of a program, by number of decisions. A node is a state with more than one way to go on (or an end);
 * everything between two decisions runs through. States are kept by their exact numbers; the runs themselves only while they wait for their turn.
 */
import type { Assumption, AssumptionKind } from "../rules/types.ts";
import type { RunEvent } from "./events.ts";
import { Interner } from "./interner.ts";
import { positionOf, standingAt } from "./interpreter/position.ts";
import { CHOICES, type Position, type Simulation, STARTUP } from "./interpreter/simulation.ts";
import type { BoundReached, ExitState, World } from "./interpreter/world.ts";
import { type Option, Scheduler, type Standing, Walk } from "./scheduler.ts";
import type { Direction } from "./direction.ts";
import { Nearest } from "./nearest.ts";
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

interface Waiting {
  readonly node: number;
  readonly world: World;
  readonly options: readonly Option[];
  /** To each goal of the direction. */
  readonly steps: Float64Array | undefined;
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

/** What a node is, beside its edges. */
const OPEN = 0;
const EXPANDED = 1;
const END = 2;
const CUT = 3;

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
  readonly #parent: number[] = [];
  readonly #choice: number[] = [];
  readonly #level: number[] = [];
  readonly #kind: number[] = [];
  readonly #edges: (Int32Array | undefined)[] = [];
  /** Signature of what happened on each edge, for the pair monitor: parallel to `#edges`. */
  readonly #labels: (readonly number[] | undefined)[] = [];
  /** Nodes whose choice is the code of a failed cancel. */
  readonly #codeNodes: number[] = [];
  /** Nodes where a start can fail, at most a few for each place in the program. */
  readonly starts = new Map<string, { readonly position: Position; readonly startup: boolean; readonly nodes: number[] }>();
  /** States that wait for their turn, in order; taken ones are gone. */
  #queue: (Waiting | undefined)[] = [];
  #head = 0;
  #waiting = 0;
  /** The last state was the nearest one. */
  #near = false;
  readonly #nearest = new Nearest();
  transitions = 0;
  readonly violations = new Map<string, FoundViolation>();
  readonly outcomes = new Map<string, FoundOutcome>();
  readonly bounds = new Map<string, Omit<BoundReached, "kind"> & { readonly kind: BoundHit["kind"] }>();
  readonly assumptions = new Map<string, AssumptionKind>();
  /** Labels (calls of Winsock, frees, exits) seen since the last decision. */
  #label: number[] = [];
  readonly #labelNames: string[] = [];
  readonly #labelIds = new Map<string, number>();
  #started = false;
  /** The node whose options are being taken, and the run that is on its way to its next decision. */
  #expanding: Expanding | undefined;
  #arriving: Arriving | undefined;

  constructor(sim: Simulation, root: World, environment: Environment, limits: SearchLimits) {
    this.sim = sim;
    this.#root = root;
    this.#limits = limits;
    this.scheduler = new Scheduler(environment, limits.maxEvents, (world) => internState(world, this.#states));
  }

  get states(): number {
    return this.#parent.length;
  }
  get done(): boolean {
    return this.#started && !this.#arriving && !this.#expanding && this.#waiting === 0;
  }

  /** Remembers that something happened which another answer of the provider should not change. */
  note(event: RunEvent): void {
    let label: string | undefined;
    if (event.kind === "call" && /^WSA(?!GetLastError|SetLastError|CancelAsync)/.test(event.call)) label = `a call of ${event.call}`;
    else if (event.kind === "free") label = `the free of ${event.object}`;
    if (label === undefined) return;
    this.#noteLabel(label);
  }

  #noteLabel(label: string): void {
    let id = this.#labelIds.get(label);
    if (id === undefined) {
      id = this.#labelNames.length;
      this.#labelNames.push(label);
      this.#labelIds.set(label, id);
    }
    if (!this.#label.includes(id)) this.#label.push(id);
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
    const left = this.#queue.slice(this.#head).filter((waiting) => waiting !== undefined);
    const world = this.#arriving?.world ?? this.#expanding?.world ?? left[0]?.world;
    this.bounds.set(kind, { kind, limit, position: world && standingAt(world) });
    if (this.#expanding) this.#kind[this.#expanding.node] = CUT;
    for (const { node } of left) this.#kind[node] = CUT;
    this.#arriving = this.#expanding = undefined;
    this.#queue = [];
    this.#head = this.#waiting = 0;
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
    const waiting = this.#next();
    if (!waiting) return false;
    this.#expand(waiting.node, waiting.world, waiting.options);
    return true;
  }

  /** The state that is gone into next. */
  #next(): Waiting | undefined {
    const { direction } = this.#limits;
    this.#near = direction !== undefined && !this.#near;
    while (this.#near && direction) {
      const near = this.#nearest.pop();
      if (near === undefined) break;
      const waiting = this.#queue[near.number];
      if (!waiting) continue;
      const { steps } = waiting;
      const cost = direction.cost(steps!);
      // its goals were visited since
      if (cost > near.distance) this.#nearest.push(near.number, cost);
      else {
        direction.visit(steps!);
        return this.#take(near.number);
      }
    }
    while (this.#head < this.#queue.length) {
      const waiting = this.#take(this.#head++);
      if (this.#head > 4096 && this.#head * 2 > this.#queue.length && !this.#limits.direction) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      if (waiting) return waiting;
    }
    return undefined;
  }

  #take(index: number): Waiting | undefined {
    const waiting = this.#queue[index];
    this.#queue[index] = undefined;
    if (waiting) this.#waiting--;
    return waiting;
  }

  #expand(node: number, world: World, options: readonly Option[]): void {
    if (this.states >= this.#limits.maxStates) {
      this.#kind[node] = CUT;
      this.bounds.set("states", { kind: "states", limit: this.#limits.maxStates, position: undefined });
      return;
    }
    this.#kind[node] = EXPANDED;
    if (
      options[0]?.kind === "answer" &&
      options[0].question.kind === "choice" &&
      options[0].question.provider &&
      /code/.test(options[0].question.what)
    ) {
      this.#codeNodes.push(node);
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
    this.#label = [];
    this.scheduler.apply(child, option);
    this.#arriving = { world: child, parent: node, choice, level: this.#level[node]! + 1, walk: new Walk(false) };
  }

  #arrived(found: number): void {
    const at = this.#expanding;
    this.#arriving = undefined;
    if (!at) return;
    at.edges[at.next - 1] = found;
    at.labels.push(this.#packLabel());
    if (at.next < at.options.length) return;
    this.#edges[at.node] = at.edges;
    this.#labels[at.node] = at.labels;
    this.#expanding = undefined;
  }

  #packLabel(): number {
    // As a set: the order within one edge does not matter to the pair monitor.
    if (this.#label.length === 0) return 0;
    const key = `set ${this.#label.sort((a, b) => a - b).join(",")}`;
    let id = this.#setIds.get(key);
    if (id === undefined) {
      id = this.#sets.length;
      this.#sets.push(this.#label.slice());
      this.#setIds.set(key, id);
    }
    return id;
  }
  readonly #sets: number[][] = [[]];
  readonly #setIds = new Map<string, number>();

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
    const path = (): number[] => this.pathTo(parent, parent < 0 ? undefined : choice);
    for (const violation of world.violations) {
      this.#noteLabel(`the mistake ${violation.rule}`);
      const known = this.violations.get(violation.key);
      if (!known || (known.path.length === level && world.eventCount < known.events)) {
        this.violations.set(violation.key, { ...violation, path: path(), events: world.eventCount });
      }
    }
    world.violations = [];
    if (world.exit) this.#noteLabel(endLabel(world.exit));
    const state = internState(world, this.#states);
    const known = this.#nodeOf[state];
    if (known !== undefined) return known;
    const node = this.#parent.length;
    this.#nodeOf[state] = node;
    this.#parent.push(parent);
    this.#choice.push(choice);
    this.#level.push(level);
    for (const [text, kind] of world.assumptions) if (!this.assumptions.has(text)) this.assumptions.set(text, kind);
    for (const bound of world.bounds) this.bounds.set(`${bound.kind} ${bound.position?.fn.index} ${bound.position?.start}`, bound);
    if (standing.kind === "over") {
      this.#kind.push(END);
      this.#outcome(world, path());
      return node;
    }
    if (standing.kind === "cycle") {
      // An expanded node that only leads to itself.
      this.#kind.push(EXPANDED);
      this.#edges[node] = Int32Array.of(node);
      return node;
    }
    if (world.environmentSteps >= this.#limits.maxDecisions) {
      this.#kind.push(CUT);
      this.bounds.set("decisions", { kind: "decisions", limit: this.#limits.maxDecisions, position: standingAt(world) });
      return node;
    }
    this.#kind.push(OPEN);
    const { direction } = this.#limits;
    const steps = direction?.steps(world);
    if (direction && steps) this.#nearest.push(this.#queue.length, direction.cost(steps));
    this.#queue.push({ node, world, options: standing.options, steps });
    this.#waiting++;
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

  /** Options from the start to a node, and one more. */
  pathTo(node: number, choice?: number): number[] {
    const path: number[] = choice === undefined ? [] : [choice];
    for (let at = node; at > 0; at = this.#parent[at]!) path.push(this.#choice[at]!);
    return path.reverse();
  }

  /**
   * Cycles that nothing can leave: one node of each. Only meaningful once everything was expanded; a component with an unexpanded or cut node
   * is left out.
   */
  hangs(): number[] {
    const found: number[] = [];
    for (const component of this.#components()) {
      const inside = new Set(component);
      const trapped = component.every(
        (node) => this.#kind[node] === EXPANDED && [...(this.#edges[node] ?? [])].every((next) => inside.has(next)),
      );
      if (trapped) found.push(Math.min(...component));
    }
    return found;
  }

  /** Strongly connected components with an inner edge (Tarjan, without recursion). */
  #components(): number[][] {
    const count = this.#parent.length;
    const index = new Int32Array(count).fill(-1);
    const low = new Int32Array(count);
    const onStack = new Uint8Array(count);
    const stack: number[] = [];
    const result: number[][] = [];
    let next = 0;
    for (let start = 0; start < count; start++) {
      if (index[start] !== -1) continue;
      const work: { node: number; edge: number }[] = [{ node: start, edge: 0 }];
      while (work.length > 0) {
        const top = work[work.length - 1]!;
        const { node } = top;
        if (top.edge === 0) {
          index[node] = low[node] = next++;
          stack.push(node);
          onStack[node] = 1;
        }
        const edges = this.#edges[node];
        if (edges && top.edge < edges.length) {
          const to = edges[top.edge++]!;
          if (index[to] === -1) work.push({ node: to, edge: 0 });
          else if (onStack[to]) low[node] = Math.min(low[node]!, index[to]!);
          continue;
        }
        work.pop();
        const above = work[work.length - 1];
        if (above) low[above.node] = Math.min(low[above.node]!, low[node]!);
        if (low[node] !== index[node]) continue;
        const component: number[] = [];
        let member: number;
        do {
          member = stack.pop()!;
          onStack[member] = 0;
          component.push(member);
        } while (member !== node);
        if (component.length > 1 || [...(this.#edges[node] ?? [])].includes(node)) result.push(component);
      }
    }
    return result;
  }

  /** Complete runs in the explored graph; a cycle is counted as if it were not taken. */
  executions(): number {
    const count = this.#parent.length;
    const memo = new Float64Array(count).fill(-1);
    const onPath = new Uint8Array(count);
    const work: number[] = [0];
    while (work.length > 0) {
      const node = work[work.length - 1]!;
      if (memo[node]! >= 0) {
        work.pop();
        continue;
      }
      const edges = this.#edges[node];
      if (!edges || edges.length === 0) {
        memo[node] = 1;
        work.pop();
        continue;
      }
      if (!onPath[node]) {
        onPath[node] = 1;
        for (const to of edges) if (memo[to]! < 0 && !onPath[to]) work.push(to);
        continue;
      }
      let total = 0;
      for (const to of edges) total += memo[to]! >= 0 ? memo[to]! : 0;
      memo[node] = total === 0 ? 1 : total;
      onPath[node] = 0;
      work.pop();
    }
    return count === 0 ? 0 : memo[0]!;
  }

  /**
   * Failed cancels whose two codes lead to different things: calls of Winsock, frees, violations or exits that only one of them can reach.
   * Answers the path to the choice and what differs, in words.
   */
  codeDifferences(): { readonly path: readonly number[]; readonly what: readonly string[] }[] {
    const found: { path: readonly number[]; what: string[] }[] = [];
    for (const node of this.#codeNodes) {
      const edges = this.#edges[node];
      if (!edges || edges.length < 2 || edges[0] === edges[1]) continue;
      const [a, b] = [0, 1].map((i) => this.#reachableLabels(edges[i]!, this.#labels[node]![i]!));
      const what = [...[...a!].filter((one) => !b!.has(one)), ...[...b!].filter((one) => !a!.has(one))].map((id) => this.#labelNames[id]!);
      if (what.length > 0) found.push({ path: this.pathTo(node), what: [...new Set(what)] });
    }
    return found;
  }

  #reachableLabels(from: number, first: number): ReadonlySet<number> {
    const labels = new Set(this.#sets[first]!);
    const seen = new Set([from]);
    const work = [from];
    while (work.length > 0) {
      const node = work.pop()!;
      const edges = this.#edges[node];
      if (!edges) continue;
      edges.forEach((to, i) => {
        for (const id of this.#sets[this.#labels[node]?.[i] ?? 0]!) labels.add(id);
        if (!seen.has(to)) {
          seen.add(to);
          work.push(to);
        }
      });
    }
    return labels;
  }
}
