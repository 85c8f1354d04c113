/** Where a path goes at the end of a block, and what it then knows. */
import type { BlockId, Terminator } from "../ir/types.ts";
import { binary } from "./arithmetic.ts";
import type { Frame, Place } from "./events.ts";
import type { Machine } from "./machine.ts";
import { assume, decide, type State } from "./state.ts";
import type { Term } from "./terms.ts";

/** The path, or a copy of it that knows more, goes on at a block. */
type Go = (to: BlockId, state: State) => void;

export function branch(machine: Machine, frame: Frame, state: State, end: Extract<Terminator, { kind: "branch" }>, go: Go): void {
  const { terms, trail } = machine;
  const { origin } = end;
  const condition = machine.storage.value(state, end.condition);
  const at: Place = { function: frame.function, range: end.range };
  const take = (path: State, truth: boolean): void => {
    trail.emit(path, frame, at, { kind: "branch", condition, truth, origin: end.ofLoop ? "loop" : origin });
    go(truth ? end.then : end.else, path);
  };
  const known = decide(state, condition);
  if (known !== undefined) {
    take(state, known);
    return;
  }
  const other = state.fork();
  if (assumeAll(machine, state, condition, true)) take(state, true);
  // an assertion is gone in a release build, and what it promises is not known to be untrue
  if (origin !== "assert" && !assumeAll(machine, other, condition, false)) return;
  // a counting loop that ends by its condition ends exactly at the bound
  if (origin === "loop" && condition.kind === "op" && condition.op === "lt" && condition.right)
    assume(other, binary(terms, "eq", condition.left, condition.right), true);
  take(other, false);
}

/** Adds the condition and what follows from it for other comparisons of the same values. */
function assumeAll({ terms }: Machine, state: State, condition: Term, truth: boolean): boolean {
  if (!assume(state, condition, truth)) return false;
  const [bare, holds] = condition.kind === "op" && condition.op === "not" ? [condition.left, !truth] : [condition, truth];
  if (bare.kind !== "op" || !bare.right || !holds) return true;
  if (bare.op === "lt") assume(state, binary(terms, "eq", bare.left, bare.right), false);
  if (bare.op === "eq") {
    assume(state, binary(terms, "lt", bare.left, bare.right), false);
    assume(state, binary(terms, "lt", bare.right, bare.left), false);
  }
  return true;
}

/** Each case knows its value, the default that it is none of them. */
export function choose(machine: Machine, frame: Frame, state: State, end: Extract<Terminator, { kind: "switch" }>, go: Go): void {
  const { storage, terms, trail } = machine;
  const value = storage.value(state, end.value);
  const rest = state.fork();
  for (const c of end.cases) {
    const label = storage.value(rest, c.value);
    const is = c.high ? terms.unknown(`range ${c.range.start}`) : binary(terms, "eq", value, label);
    const one = rest.fork();
    if (assume(one, is, true)) {
      const at: Place = { function: frame.function, range: c.range };
      trail.emit(one, frame, at, { kind: "branch", condition: is, truth: true, origin: "switch" });
      go(c.to, one);
    }
    if (!assume(rest, is, false)) return;
  }
  const at: Place = { function: frame.function, range: end.range };
  trail.emit(rest, frame, at, { kind: "branch", condition: value, truth: true, origin: "default" });
  go(end.default, rest);
}
