/**
 * Where a search is headed: how many blocks a run has left, at least, to a place that a finding names. Calls are followed through the
 * program, along the graph of the functions that the entry can come to. Only an order among the states that wait: none is left out.
 */
import type { ProgramFunction, Unit } from "../program/types.ts";
import { nameOf } from "./entry.ts";
import type { CompiledFunction } from "./interpreter/compiled.ts";
import type { World } from "./interpreter/world.ts";

/** A place to come to. */
export interface Goal {
  readonly uri: string;
  /** Offset in the file. */
  readonly start: number;
}

/** Functions that are looked at; what lies beyond them counts as out of reach. */
const MAX_FUNCTIONS = 600;
/** Goals that are told apart. */
const MAX_GOALS = 24;
/** Steps for a function that has to return before its caller gets on. */
const RETURN = 2;
/** A run in which a request has begun is nearer than any in which none has. */
const NO_REQUEST = 10_000;
const FAR = 1_000_000;

/** Steps to each goal. */
type Steps = Float64Array;

interface BlockSteps {
  /** Statements from which goals are so far, by their index. */
  readonly inside: readonly { readonly index: number; readonly steps: Steps }[];
  /** From the block's end. */
  readonly after: Steps;
}

export class Direction {
  /** Least steps from the start of a function to the goals in it or in what it calls, by index. */
  readonly #entries = new Map<number, Steps>();
  readonly #callees = new Map<number, ReadonlyMap<number, readonly ProgramFunction[]>>();
  readonly #compiled = new Map<number, readonly BlockSteps[]>();
  /** Goals by function: offset in its item. */
  readonly #goals = new Map<number, { readonly goal: number; readonly offset: number }[]>();
  readonly #count: number;
  /** How often the search went on from each goal; the last one is a run that waits for messages. */
  readonly #visits: number[];

  constructor(
    private readonly unit: Unit,
    entry: ProgramFunction,
    handlers: readonly ProgramFunction[],
    goals: readonly Goal[],
  ) {
    const told = new Set<string>();
    for (const { uri, start } of goals) {
      const key = `${uri} ${start}`;
      if (told.has(key) || told.size === MAX_GOALS) continue;
      let found: ProgramFunction | undefined;
      for (const fn of unit.files.get(uri)?.functions ?? []) if (fn.offset <= start && (!found || fn.offset > found.offset)) found = fn;
      if (!found) continue;
      const list = this.#goals.get(found.index) ?? [];
      list.push({ goal: told.size, offset: start - found.offset });
      this.#goals.set(found.index, list);
      told.add(key);
    }
    this.#count = told.size;
    this.#visits = new Array<number>(this.#count + 1).fill(0);
    this.#measure([entry, ...handlers]);
  }

  /** Steps to each goal, and at the end to where all wait for messages. */
  steps(world: World): Steps {
    const early = world.ledger.requests.length === 0 ? NO_REQUEST : 0;
    const best = new Float64Array(this.#count + 1).fill(early + FAR);
    for (const thread of world.threads) {
      if (thread.ended) continue;
      if (thread.status === "blocked") best[this.#count] = early;
      let back = early;
      for (let i = thread.frames.length - 1; i >= 0; i--) {
        const frame = thread.frames[i]!;
        const block = frame.kind === "code" ? this.#blocks(frame.fn)[frame.block] : undefined;
        if (!block || frame.kind !== "code") continue;
        for (const { index, steps } of block.inside) if (index >= frame.pc) lower(best, steps, back);
        lower(best, block.after, back);
        back += RETURN;
      }
    }
    return best;
  }

  /** The less, the sooner: few steps to a goal from which the search went on seldom. */
  cost(steps: Steps): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= this.#count; i++) least = Math.min(least, steps[i]! + this.#visits[i]!);
    return least;
  }

  /** The search goes on from a run: the goals that it is at have less to offer from now on. */
  visit(steps: Steps): void {
    for (let i = 0; i <= this.#count; i++) if (steps[i]! % NO_REQUEST === 0) this.#visits[i]!++;
  }

  /** Steps from the entries of all functions that can be come to. */
  #measure(roots: readonly ProgramFunction[]): void {
    const functions: ProgramFunction[] = [];
    const seen = new Set<number>();
    const queue = [...roots];
    for (let fn = queue.shift(); fn && functions.length < MAX_FUNCTIONS; fn = queue.shift()) {
      if (seen.has(fn.index)) continue;
      seen.add(fn.index);
      functions.push(fn);
      for (const callees of this.#calls(fn).values()) queue.push(...callees);
    }
    // callees first; each round knows something better, or is the last
    functions.reverse();
    for (let changed = true; changed; ) {
      changed = false;
      for (const fn of functions) {
        const known = this.#entries.get(fn.index) ?? new Float64Array(this.#count).fill(FAR);
        this.#entries.set(fn.index, known);
        const { blocks } = fn.ir;
        const [first] = this.#distances(
          fn,
          blocks.map(({ statements, end }) => ({ places: statements.map(({ range }) => range), next: successors(end) })),
        );
        if (first && lower(known, this.#from(first), 0)) changed = true;
      }
    }
  }

  /** Functions that the calls of a function may run, by the offset of the call. */
  #calls(fn: ProgramFunction): ReadonlyMap<number, readonly ProgramFunction[]> {
    const known = this.#callees.get(fn.index);
    if (known) return known;
    const found = new Map<number, readonly ProgramFunction[]>();
    for (const block of fn.ir.blocks) {
      block.statements.forEach((statement, index) => {
        if (statement.kind !== "call") return;
        const target = this.unit.resolve({ function: fn, block: block.id, index, statement });
        if (target.kind === "program") found.set(statement.range.start, target.functions);
      });
    }
    this.#callees.set(fn.index, found);
    return found;
  }

  #blocks(compiled: CompiledFunction): readonly BlockSteps[] {
    const known = this.#compiled.get(compiled.index);
    if (known) return known;
    const fn = compiled.program;
    const { blocks } = fn.ir;
    const found = this.#distances(
      fn,
      compiled.blocks.map(({ ops }, i) => ({ places: ops.map(({ range }) => range), next: blocks[i] ? successors(blocks[i].end) : [] })),
    );
    this.#compiled.set(compiled.index, found);
    return found;
  }

  #from({ inside, after }: BlockSteps): Steps {
    const best = after.slice();
    for (const { steps } of inside) lower(best, steps, 0);
    return best;
  }

  #distances(
    fn: ProgramFunction,
    blocks: readonly { readonly places: readonly { readonly start: number; readonly end: number }[]; readonly next: readonly number[] }[],
  ): readonly BlockSteps[] {
    const goals = this.#goals.get(fn.index) ?? [];
    const calls = this.#callees.get(fn.index);
    const result: BlockSteps[] = blocks.map(({ places }) => ({
      inside: places.flatMap(({ start, end }, index) => {
        const steps = new Float64Array(this.#count).fill(FAR);
        let any = false;
        for (const callee of calls?.get(start) ?? []) {
          const entry = this.#entries.get(callee.index);
          if (entry && lower(steps, entry, 1)) any = true;
        }
        for (const { goal, offset } of goals) {
          if (offset < start || offset >= Math.max(end, start + 1)) continue;
          steps[goal] = 0;
          any = true;
        }
        return any ? [{ index, steps }] : [];
      }),
      after: new Float64Array(this.#count).fill(FAR),
    }));
    for (let changed = true; changed; ) {
      changed = false;
      for (let i = blocks.length - 1; i >= 0; i--)
        for (const next of blocks[i]!.next) if (result[next] && lower(result[i]!.after, this.#from(result[next]), 1)) changed = true;
    }
    return result;
  }
}

/** Takes over what is nearer by another way; whether anything was. */
function lower(best: Steps, other: Steps, more: number): boolean {
  let changed = false;
  for (let i = 0; i < other.length; i++) {
    const steps = other[i]! + more;
    if (other[i]! >= FAR || steps >= best[i]!) continue;
    best[i] = steps;
    changed = true;
  }
  return changed;
}

function successors(end: ProgramFunction["ir"]["blocks"][number]["end"]): readonly number[] {
  switch (end.kind) {
    case "jump":
      return [end.to];
    case "branch":
      return [end.then, end.else];
    case "switch":
      return [...end.cases.map(({ to }) => to), end.default];
    default:
      return [];
  }
}

/** Functions that the message graph may run beside the entry. */
export function handlersBeside(unit: Unit, entry: ProgramFunction): readonly ProgramFunction[] {
  return [...new Set(unit.handlers.map((handler) => handler.function))].filter((fn) => nameOf(fn) !== nameOf(entry));
}
