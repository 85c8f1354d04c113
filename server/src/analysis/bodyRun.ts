/**
 * One run of a body from its entry to all its ends, path by path, in reverse postorder: paths that wait before a block are met there by all
 * that lead to it. Paths that agree in everything that matters to requests go on as one.
 */
import type { BlockId, IrFunction, Statement } from "../ir/types.ts";
import { type BodyShape, shapeOf } from "./bodyShape.ts";
import { branch, choose } from "./branches.ts";
import { call, remove } from "./callSteps.ts";
import type { Frame } from "./events.ts";
import type { Loop } from "./loops.ts";
import type { Execute, Machine, Outcome } from "./machine.ts";
import { type State, zeroness } from "./state.ts";
import { step } from "./steps.ts";
import { rootOf, type Term } from "./terms.ts";

export class BodyRun {
  readonly #machine: Machine;
  readonly #frame: Frame;
  readonly #fn: IrFunction;
  readonly #shape: BodyShape;
  readonly #execute: Execute;
  /** What the caller's path had before. */
  readonly #saved: { readonly temps: ReadonlyMap<number, Term>; readonly visits: ReadonlyMap<number, number> };
  /** The path before the call, for a callee that is cut before its first end. */
  readonly #spare: State | undefined;
  readonly #entry: State;
  /** Paths that wait before a block. */
  readonly #pending = new Map<BlockId, State[]>();
  readonly #seen = new Map<BlockId, Set<string>>();
  readonly #outcomes: Outcome[] = [];
  readonly #outcomeKeys = new Set<string>();

  constructor(machine: Machine, frame: Frame, entry: State, args: readonly Term[], self: Term | undefined, execute: Execute) {
    this.#machine = machine;
    this.#frame = frame;
    this.#fn = frame.function.ir;
    this.#shape = shapeOf(this.#fn);
    this.#execute = execute;
    machine.questions.enter(frame.function);
    this.#saved = { temps: entry.temps, visits: entry.visits };
    this.#spare = frame.parent ? entry.fork() : undefined;
    this.#entry = entry;
    entry.temps = new Map();
    entry.visits = new Map();
    if (this.#fn.thisTemp !== undefined && self) entry.temps.set(this.#fn.thisTemp, self);
    this.#fn.params.forEach((p, i) => {
      entry.set(machine.storage.parameter(frame, i), args[i] ?? machine.terms.unknown(`argument ${p.name}`));
    });
  }

  /** All ends of the paths; `isOver` says when the rest is cut. */
  run(first: BlockId, isOver: () => boolean): Outcome[] {
    this.#pending.set(first, [this.#entry]);
    while (this.#pending.size > 0) {
      const id = this.#nextBlock();
      const states = this.#pending.get(id) as State[];
      this.#pending.delete(id);
      if (!this.#fn.blocks[id]) continue;
      for (const state of states) {
        if (isOver()) {
          this.#cut();
          return this.#outcomes;
        }
        this.#block(state, id);
      }
    }
    return this.#outcomes;
  }

  #nextBlock(): BlockId {
    const { order } = this.#shape;
    let id = -1;
    for (const candidate of this.#pending.keys()) if (id < 0 || (order[candidate] ?? 0) < (order[id] ?? 0)) id = candidate;
    return id;
  }

  #cut(): void {
    this.#machine.cuts.add(`statements of ${this.#fn.name}`);
    if (this.#outcomes.length > 0 || !this.#spare) return;
    // nothing is known of what the rest of it does
    this.#spare.unknown = true;
    this.#outcomes.push({ state: this.#spare, result: undefined, thrown: false });
  }

  // ------------------------------------------------------------------------------------------------------ one block

  #block(state: State, id: BlockId): void {
    const handlers = this.#fn.blocks[id]?.handlers ?? [];
    for (const handler of handlers) this.#go(handler, state.fork(), id);
    this.#statements(state, id, 0, (after, thrown) => {
      if (!thrown) {
        this.#end(after, id);
        return;
      }
      const [catcher] = handlers;
      if (catcher !== undefined) this.#go(catcher, after, id);
      else this.#leave(after, undefined, true);
    });
  }

  /** Statements from `index` on; a call that ends in several ways continues once for each. */
  #statements(state: State, block: BlockId, index: number, then: (state: State, thrown: boolean) => void): void {
    const machine = this.#machine;
    const frame = this.#frame;
    const statements = this.#fn.blocks[block]?.statements ?? [];
    for (let i = index; i < statements.length; i++) {
      const s = statements[i] as Statement;
      machine.spending.steps++;
      if (s.kind !== "call" && s.kind !== "delete") {
        step(machine, frame, state, s);
        continue;
      }
      const outcomes =
        s.kind === "call"
          ? call(machine, frame, state, { function: frame.function, block, index: i, statement: s }, this.#execute)
          : remove(machine, frame, state, s, this.#execute);
      if (!outcomes) continue;
      for (const outcome of outcomes) {
        if (outcome.thrown) then(outcome.state, true);
        else {
          if (s.kind === "call") machine.answer(frame, outcome.state, s, outcome.result);
          this.#statements(outcome.state, block, i + 1, then);
        }
      }
      return;
    }
    then(state, false);
  }

  #end(state: State, id: BlockId): void {
    const machine = this.#machine;
    const frame = this.#frame;
    const block = this.#fn.blocks[id];
    if (!block) return;
    this.#keepCrossing(state, id);
    const { end } = block;
    const go = (to: BlockId, path: State): void => this.#go(to, path, id);
    switch (end.kind) {
      case "jump":
        go(end.to, state);
        return;
      case "branch":
        branch(machine, frame, state, end, go);
        return;
      case "switch":
        choose(machine, frame, state, end, go);
        return;
      case "return":
        this.#leave(state, end.value ? machine.storage.value(state, end.value) : undefined, false);
        return;
      case "throw":
        machine.trail.emit(state, frame, { function: frame.function, range: end.range }, { kind: "throw" });
        if (block.handlers?.length) for (const handler of block.handlers) go(handler, state.fork());
        else this.#leave(state, undefined, true);
        return;
      case "unreachable":
        return;
    }
  }

  /** Drops the temps that no other block uses. */
  #keepCrossing(state: State, block: BlockId): void {
    const { crossing } = this.#shape;
    const end = this.#fn.blocks[block]?.end;
    const used =
      end?.kind === "branch"
        ? end.condition
        : end?.kind === "switch" || end?.kind === "return" || end?.kind === "throw"
          ? end.value
          : undefined;
    for (const id of state.temps.keys()) if (!crossing.has(id) && !(used?.kind === "temp" && used.id === id)) state.temps.delete(id);
  }

  // ---------------------------------------------------------------------------------------------------- between blocks

  #go(to: BlockId, state: State, from: BlockId): void {
    const { cuts, budget, joins } = this.#machine;
    const loop = this.#shape.loops.get(to);
    if (loop && !this.#round(loop, state, from)) return;
    const keys = this.#seen.get(to) ?? new Set<string>();
    this.#seen.set(to, keys);
    // paths meet only where several edges do
    const key = loop || (this.#shape.entries[to] ?? 0) > 1 ? joins.key(state, this.#frame) : String(keys.size);
    if (keys.has(key)) return;
    if (keys.size >= budget.paths * 3) {
      cuts.add(`paths in ${this.#fn.name}`);
      return;
    }
    keys.add(key);
    const list = this.#pending.get(to);
    if (list) list.push(state);
    else this.#pending.set(to, [state]);
  }

  /** The path comes to the head of a loop: false if it has been round often enough. Two rounds show what a third would. */
  #round({ head, counters, flags }: Loop, state: State, from: BlockId): boolean {
    const { effects, storage, terms } = this.#machine;
    const { order } = this.#shape;
    const back = (order[head] ?? 0) <= (order[from] ?? 0);
    const rounds = back ? (state.visits.get(head) ?? 0) + 1 : 0;
    if (rounds > 2) return false;
    state.visits.set(head, rounds);
    // a counter's value in any round is one unknown; what was learnt of the last round's elements goes with it
    for (const place of counters) {
      const path = storage.path(this.#frame, state, place);
      state.set(path, terms.unknown(`round ${this.#frame.id}:${head}:${path.key}:${rounds}`));
    }
    for (const place of flags) {
      // a member is named by its object's pointer, if that is still known
      const named =
        place.kind === "global" ||
        (place.kind === "field" && place.of.kind === "deref" && place.of.pointer.kind === "temp" && state.temps.has(place.of.pointer.id));
      if (!named) continue;
      const path = storage.path(this.#frame, state, place);
      if (state.get(path)?.kind === "int") effects.clobber(state, path);
    }
    if (back) effects.forgetDead(state, undefined);
    return true;
  }

  /** The path leaves the body. */
  #leave(state: State, result: Term | undefined, thrown: boolean): void {
    const { budget, cuts, effects, joins } = this.#machine;
    const frame = this.#frame;
    for (const [key, value] of state.values) {
      const root = rootOf(value.path);
      if (root.kind === "local" && !root.isStatic && root.frame === frame.id) state.values.delete(key);
    }
    state.temps = new Map(this.#saved.temps);
    state.visits = new Map(this.#saved.visits);
    effects.forgetDead(state, result);
    // the caller may test it
    const known = result && frame.parent ? zeroness(state, result) : "";
    const key = `${thrown}|${result?.id ?? ""}${known}|${joins.key(state, frame.parent ?? frame)}`;
    if (this.#outcomeKeys.has(key)) return;
    if (this.#outcomes.length >= (frame.parent ? budget.paths : budget.paths * 4)) {
      cuts.add(`outcomes of ${this.#fn.name}`);
      return;
    }
    this.#outcomeKeys.add(key);
    this.#outcomes.push({ state, result, thrown });
  }
}
