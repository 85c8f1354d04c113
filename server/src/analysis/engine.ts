/**
 * Runs function bodies on symbolic values, path by path. Paths that agree in everything that matters to requests are joined;
 * calls are entered when the callee can touch a request, else they are taken by their effect. Every bound that cuts a path
 * is counted.
 */
import type { BlockId } from "../ir/types.ts";
import type { ProgramFunction } from "../program/types.ts";
import { BodyRun } from "./bodyRun.ts";
import type { Budget, Token } from "./budget.ts";
import type { Frame, PathEvent, Root } from "./events.ts";
import { type Execute, Machine, type Outcome } from "./machine.ts";
import { AnalysisMemory } from "./memory.ts";
import type { Questions } from "./questions.ts";
import { State } from "./state.ts";
import type { Term, Terms } from "./terms.ts";

export class Engine {
  /** Functions that the paths go through. */
  readonly visited = new Set<ProgramFunction>();
  /** Those whose bodies were run for it now; the paths of the others were remembered. */
  readonly rerun = new Set<ProgramFunction>();
  /** Bounds that were hit, in words. */
  readonly cuts = new Set<string>();
  readonly #questions: Questions;
  readonly #memory: AnalysisMemory;
  readonly #machine: Machine;
  readonly #budget: Budget;
  readonly #token: Token;

  constructor(questions: Questions, budget: Budget, token: Token, memory = new AnalysisMemory()) {
    memory.begin(`${questions.surroundings} ${JSON.stringify(budget)}`);
    this.#questions = questions;
    this.#memory = memory;
    this.#machine = new Machine(questions, budget, memory.identities);
    this.#budget = budget;
    this.#token = token;
  }

  get terms(): Terms {
    return this.#machine.terms;
  }

  get events(): readonly PathEvent[] {
    return this.#machine.trail.events;
  }

  get stopped(): boolean {
    return this.#token.cancelled || this.events.length > this.#budget.events;
  }

  run(root: Root): void {
    if (this.stopped) {
      this.cuts.add(`events beyond ${this.#budget.events}`);
      return;
    }
    const { trail } = this.#machine;
    const kept = this.#memory.find(root, this.#questions, trail.events.length);
    if (kept) {
      trail.take(kept.events);
      for (const fn of kept.functions.values()) this.visited.add(fn);
      for (const cut of kept.cuts) this.cuts.add(cut);
      return;
    }
    const first = trail.events.length;
    const answers = this.#questions.record();
    const cuts = this.#runAnew(root);
    for (const cut of cuts) this.cuts.add(cut);
    // what was cut by other roots' events or by a token is not what the root does
    if (!this.stopped) this.#memory.keep(root, this.#questions, answers, trail.events.slice(first), cuts);
  }

  /** All roots are run. */
  end(): void {
    this.#memory.end(this.stopped);
  }

  #runAnew(root: Root): ReadonlySet<string> {
    const machine = this.#machine;
    const { joins, spending, terms, trail } = machine;
    machine.cuts = new Set();
    trail.begin(root);
    joins.begin();
    spending.begin();
    const { statements } = this.#budget;
    // a handler that completes nothing is a bystander
    const outer = spending.enterRoot(root.completes.length > 0 || !root.handler ? statements : Math.floor(statements / 3));
    const fn = root.function;
    const frame = machine.frame(fn, undefined, undefined);
    const args = fn.ir.params.map((p, i) => rootArgument(machine, root, frame, p.name, i));
    const self = terms.entry(terms.local(0, "this", "this", false, ""));
    const outcomes = this.#body(frame, new State(), args, self, firstBlock(root));
    spending.leave(outer);
    for (const { state, result, thrown } of outcomes) {
      const at = { function: fn, range: fn.ir.nameRange };
      trail.emit(state, frame, at, { kind: "exit", result, how: thrown ? "throw" : "return" });
    }
    return machine.cuts;
  }

  #body(frame: Frame, entry: State, args: readonly Term[], self: Term | undefined, first: BlockId): Outcome[] {
    this.visited.add(frame.function);
    this.rerun.add(frame.function);
    const body = new BodyRun(this.#machine, frame, entry, args, self, this.#enter);
    return body.run(first, () => this.#machine.spending.isOver || this.stopped);
  }

  readonly #enter: Execute = (frame, entry, args, self) => {
    const { spending } = this.#machine;
    const outer = spending.enterCallee();
    const outcomes = this.#body(frame, entry, args, self, 0);
    spending.leave(outer);
    return outcomes;
  };
}

function rootArgument({ terms, storage }: Machine, root: Root, frame: Frame, name: string, index: number): Term {
  const h = root.handler;
  if (!h && root.words) {
    if (root.words.wParam === index) return terms.message("wParam");
    if (root.words.lParam === index) return terms.message("lParam");
  }
  if (h) {
    if (root.completes.length > 0 && h.wParam === index) return terms.message("wParam");
    if (root.completes.length > 0 && h.lParam === index) return terms.message("lParam");
    if (typeof h.wParam === "number" && index === h.wParam - 1 && h.message?.value !== undefined)
      return terms.int(h.message.value, h.message.text);
  }
  return storage.entryParameter(frame, name, index);
}

/** A handler whose message number has no value begins at its label. */
function firstBlock(root: Root): BlockId {
  const h = root.handler;
  return h && h.message?.value === undefined ? h.block : 0;
}
