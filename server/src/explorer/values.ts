/**
 * Values of a run: integers in canonical form (a number if safe, else a bigint), floating-point numbers, records by value, and unknowns.
 *
 * An unknown is a node of an expression graph, interned, so that the same expression over the same unknowns is the same node. What is known
 * about a node (equal to, not equal to, between) is kept in the {@link Constraints} of the run: no solver, only facts that a branch added.
 */
import type { Aggregate, Int, Unknown } from "../platform/run/types.ts";
import type { BinaryOp, UnaryOp } from "../ir/types.ts";
import { nearestFloat } from "../names/literals.ts";

export type { Int } from "../platform/run/types.ts";

/** Run-time type of a scalar. `size` in bytes. */
export interface Scalar {
  readonly kind: "int" | "float" | "bool" | "pointer";
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
}

export type SymOp = BinaryOp | UnaryOp | "cast" | "bytes";

/** An unknown value or an expression over some. Identity is equality. */
export class Sym implements Unknown {
  readonly unknown = true as const;
  /** Number of the node, in order of making; stable within one simulation. */
  readonly id: number;
  readonly type: Scalar;
  /** Of a leaf: what it is, in words (`result of recv`, `parameter name`). Empty for expressions. */
  readonly label: string;
  readonly op: SymOp | undefined;
  readonly left: Value | undefined;
  readonly right: Value | undefined;
  /** Type in which an operation is done; for a comparison that of its operands. */
  readonly operandType: Scalar;
  /** Site and count of a leaf, for reuse once it is dead. */
  readonly site: string;
  constructor(id: number, type: Scalar, label: string, site: string, op?: SymOp, left?: Value, right?: Value, operandType?: Scalar) {
    this.id = id;
    this.type = type;
    this.label = label;
    this.site = site;
    this.op = op;
    this.left = left;
    this.right = right;
    this.operandType = operandType ?? type;
  }
}

/** The bytes of a record by value, with what is known about each byte. Never changed after it was made. */
export class Blob implements Aggregate {
  readonly aggregate = true as const;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly shadow: Uint8Array;
  readonly syms: ReadonlyMap<number, Sym> | undefined;
  /** Class, where it is known. */
  readonly record: string | undefined;
  constructor(bytes: Uint8Array, shadow: Uint8Array, syms: ReadonlyMap<number, Sym> | undefined, record?: string) {
    this.record = record;
    this.size = bytes.length;
    this.bytes = bytes;
    this.shadow = shadow;
    this.syms = syms;
  }
}

export type Value = Int | Sym | Blob;

export const INT32: Scalar = { kind: "int", size: 4, signed: true };
export const UINT8: Scalar = { kind: "int", size: 1, signed: false };

export function isConcrete(value: Value): value is Int {
  return typeof value === "number" || typeof value === "bigint";
}

/** Canonical form of a bigint. */
export function fromBig(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** The value of `value` modulo 2^bits as an integer of that width. */
export function wrap(value: Int, size: 1 | 2 | 4 | 8, signed: boolean): Int {
  if (typeof value === "number") {
    switch (size) {
      case 4:
        return signed ? value | 0 : value >>> 0;
      case 1:
        return signed ? (value << 24) >> 24 : value & 255;
      case 2:
        return signed ? (value << 16) >> 16 : value & 65535;
      default:
        return signed || value >= 0 ? value : fromBig(BigInt.asUintN(64, BigInt(value)));
    }
  }
  return fromBig(signed ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value));
}

/** Conversion of a concrete value between scalar types, as C does it. */
export function convert(value: Int, from: Scalar, to: Scalar): Int {
  if (to.kind === "bool") return value !== 0 && !Object.is(value, -0) ? 1 : 0;
  if (to.kind === "float") {
    return to.size === 4 ? nearestFloat(value) : Number(value);
  }
  if (from.kind === "float") {
    const number = Number(value);
    if (!Number.isFinite(number)) return to.size === 8 ? fromBig(-(1n << 63n)) : wrap(-2147483648, to.size, to.signed);
    const whole = Math.trunc(number);
    return Number.isSafeInteger(whole)
      ? wrap(whole === 0 ? 0 : whole, to.size, to.signed)
      : wrap(fromBig(BigInt(whole)), to.size, to.signed);
  }
  return wrap(value, to.size, to.signed);
}

const COMPARE: Partial<Record<BinaryOp, (a: Int, b: Int) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

export function isComparison(op: SymOp): boolean {
  return op in COMPARE;
}

/** Result of `op` on concrete operands of one type; undefined for a division by zero (of integers). */
export function compute(op: BinaryOp, a: Int, b: Int, type: Scalar): Int | undefined {
  const compare = COMPARE[op];
  if (compare) return compare(a, b) ? 1 : 0;
  if (type.kind === "float") return computeFloat(op, Number(a), Number(b), type);
  const size = type.size;
  const signed = type.signed;
  if (typeof a === "number" && typeof b === "number") {
    let result: number | undefined;
    switch (op) {
      case "add":
        result = a + b;
        break;
      case "sub":
        result = a - b;
        break;
      case "mul":
        result = a * b;
        break;
      case "div":
        if (b === 0) return undefined;
        result = Math.trunc(a / b);
        break;
      case "mod":
        if (b === 0) return undefined;
        result = a % b;
        break;
      case "and":
        if (size <= 4) result = a & b;
        break;
      case "or":
        if (size <= 4) result = a | b;
        break;
      case "xor":
        if (size <= 4) result = a ^ b;
        break;
      case "shl":
        if (size <= 4) result = b >= 32 || b < 0 ? a << (b & 31) : a << b;
        break;
      case "shr":
        if (size <= 4) result = signed ? a >> (b & 31) : a >>> (b & 31);
        break;
      default:
        break;
    }
    // Quotients of 64-bit operands are exact here: both operands are safe integers and the division truncates towards zero.
    if (result !== undefined && Number.isSafeInteger(result)) return wrap(result === 0 ? 0 : result, size, signed);
  }
  const left = BigInt(a);
  const right = BigInt(b);
  const mask = BigInt(size * 8 - 1);
  switch (op) {
    case "add":
      return wrap(fromBig(left + right), size, signed);
    case "sub":
      return wrap(fromBig(left - right), size, signed);
    case "mul":
      return wrap(fromBig(left * right), size, signed);
    case "div":
      return right === 0n ? undefined : wrap(fromBig(left / right), size, signed);
    case "mod":
      return right === 0n ? undefined : wrap(fromBig(left % right), size, signed);
    case "and":
      return wrap(fromBig(left & right), size, signed);
    case "or":
      return wrap(fromBig(left | right), size, signed);
    case "xor":
      return wrap(fromBig(left ^ right), size, signed);
    case "shl":
      return wrap(fromBig(left << (right & mask)), size, signed);
    case "shr":
      return wrap(fromBig(left >> (right & mask)), size, signed);
    default:
      return undefined;
  }
}

function computeFloat(op: BinaryOp, a: number, b: number, type: Scalar): Int | undefined {
  const round = (value: number): number => (type.size === 4 ? Math.fround(value) : value);
  switch (op) {
    case "add":
      return round(a + b);
    case "sub":
      return round(a - b);
    case "mul":
      return round(a * b);
    case "div":
      return round(a / b);
    default:
      return undefined;
  }
}

export function computeUnary(op: UnaryOp, a: Int, type: Scalar): Int {
  switch (op) {
    case "not":
      return a === 0 || Object.is(a, -0) ? 1 : 0;
    case "plus":
      return a;
    case "neg":
      if (type.kind === "float") return -Number(a);
      return compute("sub", 0, a, type) ?? 0;
    default:
      return compute("xor", a, -1, type) ?? 0;
  }
}

/** Smallest and largest value of an integer type. */
export function rangeOf(type: Scalar): readonly [Int, Int] {
  if (type.kind === "bool") return [0, 1];
  const bits = BigInt(type.size * 8);
  return type.signed ? [fromBig(-(1n << (bits - 1n))), fromBig((1n << (bits - 1n)) - 1n)] : [0, fromBig((1n << bits) - 1n)];
}
