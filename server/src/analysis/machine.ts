/** What the steps of a run share. */
import type { Statement } from "../ir/types.ts";
import type { ProgramFunction } from "../program/types.ts";
import { type Budget, Spending } from "./budget.ts";
import { Effects } from "./effects.ts";
import type { Frame, Place } from "./events.ts";
import type { Identities } from "./identities.ts";
import { Joins } from "./joins.ts";
import type { Questions } from "./questions.ts";
import type { State } from "./state.ts";
import { Storage } from "./storage.ts";
import type { Term, Terms } from "./terms.ts";
import { Trail } from "./trail.ts";

/** One way in which a call ends. */
export interface Outcome {
  readonly state: State;
  readonly result: Term | undefined;
  readonly thrown: boolean;
}

export type Call = Extract<Statement, { kind: "call" }>;

/** Runs a body in its frame, to all its ends. */
export type Execute = (frame: Frame, entry: State, args: readonly Term[], self: Term | undefined) => Outcome[];

export class Machine {
  readonly trail = new Trail();
  readonly spending = new Spending();
  /** Bounds that the running root hit, in words. */
  cuts = new Set<string>();
  readonly terms: Terms;
  readonly storage: Storage;
  readonly joins: Joins;
  readonly effects: Effects;

  constructor(
    readonly questions: Questions,
    readonly budget: Budget,
    readonly identities: Identities,
  ) {
    this.terms = identities.terms;
    this.storage = new Storage(this.terms, questions);
    this.joins = new Joins(questions);
    this.effects = new Effects(identities, this.joins);
  }

  frame(fn: ProgramFunction, parent: Frame | undefined, call: Place | undefined): Frame {
    return {
      id: this.identities.nextFrame(),
      function: fn,
      depth: parent ? parent.depth + 1 : 0,
      ...(parent ? { parent } : {}),
      ...(call ? { call } : {}),
    };
  }

  /** Stores what a call answers. */
  answer(frame: Frame, state: State, s: Call, result: Term | undefined): void {
    if (s.target !== undefined) state.temps.set(s.target, result ?? this.terms.unknown(`result ${this.terms.number(s)}`));
    if (s.resultPlace) {
      const path = this.storage.path(frame, state, s.resultPlace);
      state.forget(path);
      if (result) state.set(path, result);
    }
  }
}
