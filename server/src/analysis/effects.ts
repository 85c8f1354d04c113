/** What a path no longer knows: after unknown writes, after other code ran, and of values that are gone. */
import type { Statement } from "../ir/types.ts";
import type { Identities } from "./identities.ts";
import type { Joins } from "./joins.ts";
import type { State } from "./state.ts";
import { type Path, rootOf, someTerm, type Term, type Terms } from "./terms.ts";

export class Effects {
  readonly #identities: Identities;
  readonly #terms: Terms;
  readonly #joins: Joins;

  constructor(identities: Identities, joins: Joins) {
    this.#identities = identities;
    this.#terms = identities.terms;
    this.#joins = joins;
  }

  /** Something unknown wrote to the path. */
  clobber(state: State, path: Path): void {
    state.clobber(path, this.#identities.nextGeneration());
  }

  clobberObject(state: State, object: Term): void {
    this.clobber(state, this.#terms.deref(object));
  }

  /** While messages are dispatched handlers run: what lives outside the function and held a constant may hold another value. */
  othersRan(state: State): void {
    for (const { path, term } of [...state.values.values()]) {
      const root = rootOf(path);
      if (term.kind === "int" && (root.kind !== "local" || root.isStatic)) this.clobber(state, path);
    }
  }

  /** The result of this execution of a call, told apart from that of earlier ones on the path. */
  resultOf(state: State, call: Extract<Statement, { kind: "call" }>, name: string): Term {
    return this.#terms.call(call, this.#instance(state, call), name);
  }

  /** A pointer to storage that this statement makes. */
  fresh(state: State, s: Statement, how: string): Term {
    return this.#terms.heap(`${this.#terms.number(s)}:${this.#instance(state, s)}`, how);
  }

  #instance(state: State, s: Statement): number {
    const n = this.#terms.number(s);
    const instance = (state.instances.get(n) ?? 0) + 1;
    state.instances.set(n, instance);
    return instance;
  }

  /** Drops what is known of values that nothing holds any more and that cannot be loaded again: results of calls, rounds of loops. */
  forgetDead(state: State, result: Term | undefined): void {
    const live = new Set<number>();
    const mark = (term: Term): void => {
      someTerm(term, (t) => {
        live.add(t.id);
        return false;
      });
    };
    for (const { term } of state.values.values()) mark(term);
    for (const term of state.temps.values()) mark(term);
    if (result) mark(result);
    for (const { path } of state.values.values()) {
      const root = rootOf(path);
      if (root.kind === "deref") mark(root.pointer);
    }
    for (const [id, { term }] of state.constraints) {
      const dead = someTerm(term, (t) => (t.kind === "unknown" || (t.kind === "call" && !this.#joins.isInteresting(t))) && !live.has(t.id));
      if (dead) state.constraints.delete(id);
    }
  }
}
