/**
 * Unknown values: the table of expression nodes of a simulation, and the facts of one run about them.
 *
 * There is no solver. A fact is an interval and a list of excluded values of one node; it comes from a branch that was taken. Facts move
 * through value-preserving conversions and through the addition of a constant, no further. Two facts about different nodes are never
 * combined, so a path that is impossible for a deeper reason is explored all the same; it then carries the assumption `branch`.
 */
import type { BinaryOp, UnaryOp } from "../ir/types.ts";
import {
  compute,
  computeUnary,
  convert,
  fromBig,
  type Int,
  isComparison,
  isConcrete,
  rangeOf,
  type Scalar,
  Sym,
  type SymOp,
  type Value,
} from "./values.ts";

export interface Fact {
  readonly low: Int;
  readonly high: Int;
  /** Excluded values inside the interval, ascending. */
  readonly not: readonly Int[];
}

const OPPOSITE: Partial<Record<BinaryOp, BinaryOp>> = { eq: "ne", ne: "eq", lt: "ge", ge: "lt", gt: "le", le: "gt" };
const MIRROR: Partial<Record<BinaryOp, BinaryOp>> = { eq: "eq", ne: "ne", lt: "gt", gt: "lt", le: "ge", ge: "le" };

/** All expression nodes of a simulation, interned. */
export class SymbolTable {
  readonly #nodes = new Map<string, Sym>();
  readonly all: Sym[] = [];

  #intern(key: string, make: (id: number) => Sym): Sym {
    const known = this.#nodes.get(key);
    if (known) return known;
    const node = make(this.all.length);
    this.all.push(node);
    this.#nodes.set(key, node);
    return node;
  }

  /** The leaf number `count` of a site. */
  leaf(site: string, count: number, type: Scalar, label: string): Sym {
    const key = `${site}#${count}:${type.kind}${type.size}${type.signed}`;
    return this.#intern(key, (id) => new Sym(id, type, label, site + "#" + count));
  }

  node(op: SymOp, type: Scalar, left: Value, right: Value | undefined, operandType: Scalar): Value {
    const part = (value: Value | undefined): string =>
      value === undefined ? "-" : value instanceof Sym ? `s${value.id}` : isConcrete(value) ? String(value) : "?";
    const key = `${op}:${type.kind}${type.size}${type.signed}:${operandType.kind}${operandType.size}${operandType.signed}:${part(left)}:${part(right)}`;
    return this.#intern(key, (id) => new Sym(id, type, "", "", op, left, right, operandType));
  }
}

/** What one run knows about unknown values. Immutable; adding a fact makes a new object. */
export class Facts {
  static readonly none = new Facts(new Map());
  readonly map: ReadonlyMap<number, Fact>;
  constructor(map: ReadonlyMap<number, Fact>) {
    this.map = map;
  }

  with(sym: Sym, fact: Fact): Facts {
    const map = new Map(this.map);
    map.set(sym.id, fact);
    return new Facts(map);
  }

  /** Keeps facts of these nodes only. */
  keep(test: (id: number) => boolean): Facts {
    if (this.map.size === 0) return this;
    const map = new Map([...this.map].filter(([id]) => test(id)));
    return map.size === this.map.size ? this : new Facts(map);
  }

  factOf(sym: Sym): Fact {
    const known = this.map.get(sym.id);
    if (known) return known;
    const [low, high] = sym.type.kind === "float" ? [-Infinity, Infinity] : rangeOf(sym.type);
    return { low, high, not: [] };
  }
}

/** The value under the facts: concrete if they decide it, else a node (possibly a simpler one). */
export function evaluate(table: SymbolTable, facts: Facts, value: Value): Value {
  if (!(value instanceof Sym)) return value;
  const known = facts.map.get(value.id);
  if (known && known.low === known.high) return known.low;
  if (value.op === undefined) return value;
  const left = evaluate(table, facts, value.left!);
  const right = value.right === undefined ? undefined : evaluate(table, facts, value.right);
  if (left === value.left && right === value.right) {
    if (value.op && isComparison(value.op)) return decideComparison(facts, value) ?? value;
    return value;
  }
  return apply(table, facts, value.op, value.type, left, right, value.operandType);
}

/** Builds `op` over operands of which at least one is unknown, folding what the facts decide. */
export function apply(
  table: SymbolTable,
  facts: Facts,
  op: SymOp,
  type: Scalar,
  left: Value,
  right: Value | undefined,
  operandType: Scalar,
): Value {
  if (isConcrete(left) && (right === undefined || isConcrete(right))) {
    if (op === "cast") return convert(left, operandType, type);
    if (right === undefined) return computeUnary(op as UnaryOp, left, operandType);
    const result = compute(op as BinaryOp, left, right, operandType);
    if (result !== undefined) return result;
  }
  if (op === "cast" && left instanceof Sym) {
    if (operandType.kind === type.kind && operandType.size === type.size && operandType.signed === type.signed) return left;
    // A conversion back to the type before a widening is the value before it.
    if (left.op === "cast" && left.left instanceof Sym && preserves(left.operandType, left.type)) {
      return apply(table, facts, "cast", type, left.left, undefined, left.operandType);
    }
    if (type.kind === "bool" && left.type.kind === "bool") return left;
  }
  if (isComparison(op) && isConcrete(left) && right instanceof Sym) {
    return apply(table, facts, MIRROR[op as BinaryOp]!, type, right, left, operandType);
  }
  // (a < b) != 0 is a < b; (a < b) == 0 is a >= b.
  if ((op === "ne" || op === "eq") && right === 0 && left instanceof Sym) {
    const inner = strip(left);
    if (inner.op && isComparison(inner.op)) {
      if (op === "ne") return apply(table, facts, inner.op, type, inner.left!, inner.right, inner.operandType);
      const opposite = OPPOSITE[inner.op as BinaryOp]!;
      if (inner.operandType.kind !== "float") return apply(table, facts, opposite, type, inner.left!, inner.right, inner.operandType);
    }
  }
  if (op === "not" && left instanceof Sym) return apply(table, facts, "eq", type, left, 0, operandType);
  if (right === 0 && (op === "add" || op === "sub" || op === "or" || op === "xor" || op === "shl" || op === "shr")) return left;
  if (op === "and" && right === 0) return 0;
  if (op === "sub" && left === right && operandType.kind !== "float") return 0;
  if (left === right && operandType.kind !== "float") {
    if (op === "eq" || op === "le" || op === "ge") return 1;
    if (op === "ne" || op === "lt" || op === "gt") return 0;
  }
  const node = table.node(op, type, left, right, operandType);
  if (node instanceof Sym && isComparison(op)) return decideComparison(facts, node) ?? node;
  return node;
}

/** Removes value-preserving conversions. */
function strip(sym: Sym): Sym {
  let current = sym;
  while (current.op === "cast" && current.left instanceof Sym && preserves(current.operandType, current.type)) current = current.left;
  return current;
}

/** Whether each value of `from` is the same value in `to`. */
function preserves(from: Scalar, to: Scalar): boolean {
  if (to.kind === "float" || from.kind === "float") return to.kind === from.kind && to.size >= from.size;
  if (to.kind === "bool") return from.kind === "bool";
  if (from.kind === "bool") return true;
  if (from.size === to.size) return from.signed === to.signed || from.kind === "pointer" || to.kind === "pointer";
  return to.size > from.size && (!from.signed || to.signed);
}

/** Interval and exclusions of a node, looking through value-preserving conversions. */
export function bounds(facts: Facts, sym: Sym): Fact {
  const own = facts.factOf(sym);
  const inner = strip(sym);
  if (inner === sym) {
    if (sym.op && isComparison(sym.op)) return { low: own.low > 0 ? own.low : 0, high: own.high < 1 ? own.high : 1, not: own.not };
    if (sym.op === "and" && typeof sym.right === "number" && sym.right >= 0) {
      return { low: own.low > 0 ? own.low : 0, high: own.high < sym.right ? own.high : sym.right, not: own.not };
    }
    return own;
  }
  const below = bounds(facts, inner);
  return {
    low: own.low > below.low ? own.low : below.low,
    high: own.high < below.high ? own.high : below.high,
    not: [...new Set([...own.not, ...below.not])],
  };
}

function decideComparison(facts: Facts, sym: Sym): Int | undefined {
  if (!(sym.left instanceof Sym) || sym.right === undefined || !isConcrete(sym.right)) return undefined;
  const fact = bounds(facts, sym.left);
  const c = sym.right;
  switch (sym.op) {
    case "eq":
      if (c < fact.low || c > fact.high || fact.not.includes(c)) return 0;
      return fact.low === fact.high ? 1 : undefined;
    case "ne":
      if (c < fact.low || c > fact.high || fact.not.includes(c)) return 1;
      return fact.low === fact.high ? 0 : undefined;
    case "lt":
      return fact.high < c ? 1 : fact.low >= c ? 0 : undefined;
    case "le":
      return fact.high <= c ? 1 : fact.low > c ? 0 : undefined;
    case "gt":
      return fact.low > c ? 1 : fact.high <= c ? 0 : undefined;
    case "ge":
      return fact.low >= c ? 1 : fact.high < c ? 0 : undefined;
    default:
      return undefined;
  }
}

/** Facts with `sym` being true (not zero) or false (zero). Only called when both are possible. */
export function assume(facts: Facts, sym: Sym, truth: boolean): Facts {
  const inner = strip(sym);
  if (inner.op && isComparison(inner.op) && inner.left instanceof Sym && inner.right !== undefined && isConcrete(inner.right)) {
    const op = truth ? (inner.op as BinaryOp) : OPPOSITE[inner.op as BinaryOp]!;
    return relate(facts, inner.left, op, inner.right);
  }
  return relate(facts, inner, truth ? "ne" : "eq", 0);
}

/** Facts with `sym op c`. */
export function relate(facts: Facts, sym: Sym, op: BinaryOp, c: Int): Facts {
  const inner = strip(sym);
  if (inner !== sym) return relate(facts, inner, op, c);
  // x + k == c is x == c - k (modulo the width); an order says nothing about x because of the wrap.
  if (
    (sym.op === "add" || sym.op === "sub") &&
    sym.left instanceof Sym &&
    sym.right !== undefined &&
    isConcrete(sym.right) &&
    (op === "eq" || op === "ne")
  ) {
    const moved = compute(sym.op === "add" ? "sub" : "add", c, sym.right, sym.type);
    if (moved !== undefined && sym.type.kind !== "float") facts = relate(facts, sym.left, op, moved);
  }
  const old = facts.factOf(sym);
  let low = old.low;
  let high = old.high;
  let not = old.not;
  const step = (value: Int, by: 1 | -1): Int =>
    sym.type.kind === "float" ? value : typeof value === "number" ? fromBig(BigInt(value) + BigInt(by)) : fromBig(value + BigInt(by));
  switch (op) {
    case "eq":
      low = c;
      high = c;
      break;
    case "ne":
      not = [...not, c].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      break;
    case "lt":
      high = step(c, -1);
      break;
    case "le":
      high = c;
      break;
    case "gt":
      low = step(c, 1);
      break;
    default:
      low = c;
  }
  if (low < old.low) low = old.low;
  if (high > old.high) high = old.high;
  if (sym.type.kind !== "float") {
    while (not.includes(low) && low < high) low = step(low, 1);
    while (not.includes(high) && low < high) high = step(high, -1);
  }
  not = not.filter((value) => value > low && value < high);
  return facts.with(sym, { low, high, not });
}

/** Leaves under a value. */
export function leavesOf(value: Value, add: (leaf: Sym) => void): void {
  if (!(value instanceof Sym)) return;
  if (value.op === undefined) {
    add(value);
    return;
  }
  leavesOf(value.left!, add);
  if (value.right !== undefined) leavesOf(value.right, add);
}
