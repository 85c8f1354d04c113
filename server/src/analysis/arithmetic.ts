/** Building terms in normal form, so that different spellings of one expression become one term. */
import { wrap } from "./state.ts";
import { type Term, termText, type TermOp, type Terms } from "./terms.ts";

const U16 = 0xffffn;

function isComparison(term: Term): boolean {
  return term.kind === "op" && (term.op === "eq" || term.op === "lt" || term.op === "not");
}

/** Result of a binary operator. `eq` and `lt` are the only comparisons kept; the others are made of these and `not`. */
export function binary(terms: Terms, op: TermOp, left: Term, right: Term): Term {
  switch (op) {
    case "ne":
      return not(terms, binary(terms, "eq", left, right));
    case "gt":
      return binary(terms, "lt", right, left);
    case "le":
      return not(terms, binary(terms, "lt", right, left));
    case "ge":
      return not(terms, binary(terms, "lt", left, right));
  }
  if (left.kind === "int" && right.kind === "int") {
    const folded = fold(op, left.value, right.value);
    if (folded !== undefined) return terms.int(folded);
  }
  if (op === "eq") {
    if (left === right && left.kind !== "unknown") return terms.int(1);
    if (left.kind === "int") return binary(terms, "eq", right, left);
    if (right.kind === "int" && right.value === 0n && isComparison(left)) return not(terms, left);
    if (right.kind === "int" && right.value === 1n && isComparison(left)) return left;
    if (right.kind !== "int" && precedes(right, left)) return terms.op("eq", right, left);
    return terms.op("eq", left, right);
  }
  if ((op === "add" || op === "mul" || op === "or" || op === "xor" || op === "and") && left.kind === "int")
    return binary(terms, op, right, left);
  if (right.kind === "int") {
    if (right.value === 0n && (op === "add" || op === "sub" || op === "or" || op === "shl" || op === "shr" || op === "xor")) return left;
    if (op === "shr" && right.value === 16n) return terms.op("hi16", unmask(left));
    if (op === "and" && right.value === U16)
      return left.kind === "op" && (left.op === "hi16" || left.op === "lo16") ? left : terms.op("lo16", left);
  }
  return terms.op(op, left, right);
}

const KINDS: readonly Term["kind"][] = [
  "message",
  "entry",
  "havoc",
  "call",
  "heap",
  "address",
  "function",
  "string",
  "config",
  "narrow",
  "op",
];

/** An order of operands that does not depend on which term was made first. */
function precedes(a: Term, b: Term): boolean {
  if (a.kind !== b.kind) return KINDS.indexOf(a.kind) < KINDS.indexOf(b.kind);
  const [x, y] = [termText(a), termText(b)];
  return x === y ? a.id < b.id : x < y;
}

/** `l & 0xffff0000` or `l & 0xffffffff` before a shift by 16 changes nothing of the high word. */
function unmask(term: Term): Term {
  if (
    term.kind === "op" &&
    term.op === "and" &&
    term.right?.kind === "int" &&
    (BigInt.asUintN(32, term.right.value) & 0xffff0000n) === 0xffff0000n
  )
    return term.left;
  return term.kind === "narrow" && term.bits >= 32 ? term.of : term;
}

export function not(terms: Terms, term: Term): Term {
  if (term.kind === "int") return terms.int(term.value === 0n ? 1 : 0);
  if (term.kind === "op" && term.op === "not" && isComparison(term.left)) return term.left;
  if (isComparison(term)) return terms.op("not", term);
  return binary(terms, "eq", term, terms.int(0));
}

export function unary(terms: Terms, op: "neg" | "not" | "bitnot" | "plus", operand: Term): Term {
  if (op === "plus") return operand;
  if (op === "not") return not(terms, operand);
  if (operand.kind === "int") return terms.int(op === "neg" ? -operand.value : ~operand.value);
  return terms.op(op, operand);
}

/** Conversion to an integer type of that width; conversions that lose nothing of interest disappear. */
export function narrow(terms: Terms, term: Term, bits: number, signed: boolean, fromBits: number): Term {
  if (term.kind === "int") {
    const value = wrap(term.value, bits, signed);
    return value === term.value ? term : terms.int(value);
  }
  if (bits >= fromBits) return term;
  if (term.kind === "op") {
    if (term.op === "eq" || term.op === "lt" || term.op === "not") return term;
    if ((term.op === "hi16" || term.op === "lo16") && bits >= 16) return term;
  }
  if (bits === 16 && !signed) return terms.op("lo16", term.kind === "narrow" && term.bits >= 16 ? term.of : term);
  return terms.narrow(term, bits, signed);
}

function fold(op: TermOp, a: bigint, b: bigint): bigint | undefined {
  switch (op) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return b === 0n ? undefined : a / b;
    case "mod":
      return b === 0n ? undefined : a % b;
    case "shl":
      return b >= 0n && b < 64n ? BigInt.asIntN(64, a << b) : undefined;
    case "shr":
      return b >= 0n && b < 64n ? a >> b : undefined;
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "eq":
      return a === b ? 1n : 0n;
    case "lt":
      return a < b ? 1n : 0n;
    default:
      return undefined;
  }
}
