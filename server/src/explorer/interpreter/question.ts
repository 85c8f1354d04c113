/** Questions that the next statement of a thread cannot answer by itself, and what an unknown number is tried as. */
import { bounds, type Facts } from "../symbols.ts";
import { type Int, Sym } from "../values.ts";

/** A question that the next statement of a thread cannot answer by itself. */
export type Question =
  /** An unknown condition: option 0 is true, 1 is false. */
  | { readonly kind: "branch"; readonly sym: Sym; readonly options: 2 }
  /** An unknown integer that has to be a number: option i is `values[i]`. */
  | { readonly kind: "value"; readonly sym: Sym; readonly values: readonly Int[]; readonly options: number }
  /** A library function or the provider may go on in several ways. */
  | {
      readonly kind: "choice";
      readonly what: string;
      readonly labels?: readonly string[];
      readonly options: number;
      readonly provider: boolean;
    };

/** Leaves a statement that has changed nothing yet; it is done again once the question is decided. */
export class NeedAnswer {
  readonly question: Question;
  constructor(question: Question) {
    this.question = question;
  }
}

/** Leaves a statement before it touches memory that the provider may still write: others may act first. */
export const AT_POINT = Symbol("at a scheduling point");

/** What a constant of an unseen header is called: `IDC_NAME of the CPage`, `the value of sizeof name`, `MAX_NAME`. */
const UNSEEN_CONSTANT = /^(?:the value of (?:sizeof .*|(?:\w+::)*[A-Z][A-Z0-9_]{3,})|[A-Z][A-Z0-9]*_\w+ of the \w+|[A-Z][A-Z0-9_]{3,})$/;

/** … and one of these that says how large something is: taken to be large enough for any reply. */
const UNSEEN_SIZE = /^(?:the value of sizeof .*|.*(?:SIZE|LEN|MAX|BUF).*)$/;
const ENOUGH = 1024;

/** What an unknown integer is tried as: what it was constrained to, 0, 1. */
export function candidates(facts: Facts, sym: Sym): readonly Int[] {
  const fact = bounds(facts, sym);
  const found: Int[] = [];
  // a name in capitals or a size that is not declared in what is visible is one number, and no 0
  let named = sym;
  while (named.op === "cast" && named.left instanceof Sym) named = named.left;
  const constant = UNSEEN_CONSTANT.test(named.label);
  for (const candidate of constant
    ? [...(UNSEEN_SIZE.test(named.label) ? [ENOUGH] : []), 1, 2, fact.low, fact.high]
    : [0, 1, fact.low, fact.high]) {
    if (candidate < fact.low || candidate > fact.high || fact.not.includes(candidate) || found.includes(candidate)) continue;
    if (typeof candidate === "number" && Number.isFinite(candidate)) found.push(candidate);
    if (found.length === (constant ? 1 : 2)) break;
  }
  if (found.length === 0) found.push(fact.low);
  return found;
}
