/**
 * What is known at one point of one path: values of access paths, constraints on values, and the events that led here.
 * A state is changed only by its owner; `fork` makes an independent copy.
 */
import { SharedMap } from "./sharedMap.ts";
import type { Path, Term } from "./terms.ts";
import { isWithin, stripNarrow } from "./terms.ts";
import type { PathEvent } from "./events.ts";

/** What is known of one value on this path. */
export interface Constraint {
  readonly equal?: bigint;
  readonly notEqual: readonly bigint[];
}

const NO_TERMS = new Map<number, Term>();
const NO_NUMBERS = new Map<number, number>();
const NOTHING: Constraint = { notEqual: [] };

export class State {
  /** Values stored on this path, by path key. */
  readonly values: SharedMap<string, { readonly path: Path; readonly term: Term }>;
  readonly constraints: SharedMap<number, { readonly term: Term; readonly constraint: Constraint }>;
  /** Storage that something unknown may have written, with the number of that write. */
  readonly clobbered: SharedMap<string, { readonly path: Path; readonly generation: number }>;
  /** Temps of the current function call that are used beyond their block. */
  temps: Map<number, Term>;
  /** Times a loop head of the current call was entered. */
  visits: Map<number, number>;
  /** Last event of the path. */
  last: PathEvent | undefined;
  /** Last start, cancel or free of the path. */
  mark: PathEvent | undefined;
  /** Identity of the sequence of events that matter for requests: equal numbers, equal histories. */
  history: number;
  /** The path crossed something that could not be read. */
  unknown: boolean;
  /** The last Winsock call of the path was a start, a cancel or a start-up. */
  network: boolean;
  instances: Map<number, number>;
  #snapshot: State | undefined;

  /** `bare` leaves out what only the running of statements needs: temps, rounds, counts of calls, the way here. */
  constructor(from?: State, bare = false) {
    this.values = new SharedMap(from?.values);
    this.constraints = new SharedMap(from?.constraints);
    this.clobbered = new SharedMap(from?.clobbered);
    this.temps = bare ? NO_TERMS : new Map(from?.temps);
    this.visits = bare ? NO_NUMBERS : new Map(from?.visits);
    this.instances = bare ? NO_NUMBERS : new Map(from?.instances);
    this.last = bare ? undefined : from?.last;
    this.mark = bare ? undefined : from?.mark;
    this.history = from?.history ?? 0;
    this.unknown = from?.unknown ?? false;
    this.network = from?.network ?? false;
  }

  fork(): State {
    return new State(this);
  }

  /** A copy that later changes do not touch, shared until something changes. Temps are not part of it. */
  snapshot(): State {
    this.#snapshot ??= new State(this, true);
    return this.#snapshot;
  }

  set(path: Path, term: Term): void {
    this.#snapshot = undefined;
    this.values.set(path.key, { path, term });
  }

  /** Forgets what is stored in `path` and below. */
  forget(path: Path, itself = true): void {
    this.#snapshot = undefined;
    for (const [key, entry] of this.values) if ((itself || entry.path !== path) && isWithin(entry.path, path)) this.values.delete(key);
  }

  /** Text that could not be read may have changed what it names; if it is `lost`, whatever else it did is not known either. */
  crossUnreadable(names: readonly string[], lost: boolean): void {
    this.#snapshot = undefined;
    if (lost) this.unknown = true;
    for (const [key, { path }] of this.values) {
      const name = path.kind === "field" ? path.member : path.kind === "local" || path.kind === "global" ? path.name : undefined;
      if (name !== undefined && names.includes(name)) this.values.delete(key);
    }
  }

  get(path: Path): Term | undefined {
    return this.values.get(path.key)?.term;
  }

  constraint(term: Term): Constraint {
    return this.constraints.get(term.id)?.constraint ?? NOTHING;
  }

  /** Records `term == value` or `term != value`; false if that contradicts what is known. */
  constrain(term: Term, value: bigint, equal: boolean): boolean {
    this.#snapshot = undefined;
    const old = this.constraint(term);
    if (equal) {
      if (old.equal !== undefined) return old.equal === value;
      if (old.notEqual.includes(value)) return false;
      this.constraints.set(term.id, { term, constraint: { equal: value, notEqual: [] } });
      return true;
    }
    if (old.equal !== undefined) return old.equal !== value;
    if (!old.notEqual.includes(value) && old.notEqual.length < 12)
      this.constraints.set(term.id, { term, constraint: { notEqual: [...old.notEqual, value] } });
    return true;
  }

  /** Forgets the values stored in `path` and below, and marks it as written by something unknown. */
  clobber(path: Path, generation: number): void {
    this.#snapshot = undefined;
    for (const [key, entry] of this.values) if (isWithin(entry.path, path)) this.values.delete(key);
    this.clobbered.set(path.key, { path, generation });
  }

  /** Generation of the last unknown write to the path or to an object that holds it; 0 = none. */
  generation(path: Path): number {
    if (this.clobbered.size === 0) return 0;
    let newest = 0;
    for (let p: Path = path; ; p = p.of) {
      const hit = this.clobbered.get(p.key);
      if (hit && hit.generation > newest) newest = hit.generation;
      if (p.kind !== "field" && p.kind !== "index") return newest;
    }
  }
}

/** The constant the term is known to be, if it is. */
export function constantOf(state: State, term: Term): bigint | undefined {
  if (term.kind === "int") return term.value;
  const own = state.constraint(term).equal;
  if (own !== undefined) return own;
  if (term.kind === "narrow") {
    const inner = constantOf(state, term.of);
    return inner === undefined ? undefined : wrap(inner, term.bits, term.signed);
  }
  return undefined;
}

export function wrap(value: bigint, bits: number, signed: boolean): bigint {
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** "zero", "nonzero" or "unknown" (nothing on this path says). */
export function zeroness(state: State, term: Term): "zero" | "nonzero" | "unknown" {
  const constant = constantOf(state, term);
  if (constant !== undefined) return constant === 0n ? "zero" : "nonzero";
  const bare = stripNarrow(term);
  switch (bare.kind) {
    case "address":
    case "string":
    case "function":
    case "heap":
      return "nonzero";
  }
  if (state.constraint(term).notEqual.includes(0n)) return "nonzero";
  if (bare !== term) return zeroness(state, bare);
  return "unknown";
}

/** Truth of a condition on this path, if it is known. */
export function decide(state: State, condition: Term): boolean | undefined {
  if (condition.kind === "op") {
    if (condition.op === "not") {
      const inner = decide(state, condition.left);
      return inner === undefined ? undefined : !inner;
    }
    if (condition.op === "eq" && condition.right) {
      const left = constantOf(state, condition.left);
      const right = constantOf(state, condition.right);
      if (left !== undefined && right !== undefined) return left === right;
      if (right !== undefined) {
        if (right === 0n && zeroness(state, condition.left) === "nonzero") return false;
        if (state.constraint(condition.left).notEqual.includes(right)) return false;
      }
      if (left !== undefined && state.constraint(condition.right).notEqual.includes(left)) return false;
    }
    if (condition.op === "lt" && condition.right) {
      const left = constantOf(state, condition.left);
      const right = constantOf(state, condition.right);
      if (left !== undefined && right !== undefined) return left < right;
    }
  }
  const known = zeroness(state, condition);
  return known === "unknown" ? undefined : known === "nonzero";
}

/** Adds the condition to the path; false if the path becomes infeasible. */
export function assume(state: State, condition: Term, truth: boolean): boolean {
  const known = decide(state, condition);
  if (known !== undefined) return known === truth;
  if (condition.kind === "op") {
    if (condition.op === "not") return assume(state, condition.left, !truth);
    if (condition.op === "eq" && condition.right) {
      const right = constantOf(state, condition.right);
      if (right !== undefined) {
        if ((right === 0n || right === -1n) && truthOfNarrow(condition.left)) state.constrain(stripNarrow(condition.left), right, truth);
        if (condition.right.kind !== "int") state.constrain(condition, 1n, truth);
        return state.constrain(condition.left, right, truth);
      }
      const left = constantOf(state, condition.left);
      if (left !== undefined) {
        state.constrain(condition, 1n, truth);
        return state.constrain(condition.right, left, truth);
      }
      if (truth) {
        // what is known of one side holds for the other
        for (const no of state.constraint(condition.left).notEqual) state.constrain(condition.right, no, false);
        for (const no of state.constraint(condition.right).notEqual) state.constrain(condition.left, no, false);
      }
    }
    // comparisons are 0 or 1
    if (condition.op === "eq" || condition.op === "lt") return state.constrain(condition, 1n, truth);
  }
  if (truthOfNarrow(condition)) state.constrain(stripNarrow(condition), 0n, !truth);
  return state.constrain(condition, 0n, !truth);
}

/** Whether zero after the narrowing is taken to mean zero before it (pointer-sized values cut to 32 bits). */
function truthOfNarrow(term: Term): boolean {
  return term.kind === "narrow" && term.bits >= 32;
}
