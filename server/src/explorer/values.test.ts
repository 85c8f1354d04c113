import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BinaryOp } from "../ir/types.ts";
import { apply, assume, evaluate, Facts, relate, SymbolTable } from "./symbols.ts";
import { compute, convert, fromBig, rangeOf, type Scalar, type Sym, wrap } from "./values.ts";

const types: readonly Scalar[] = ([1, 2, 4, 8] as const).flatMap((size) =>
  [true, false].map((signed) => ({ kind: "int" as const, size, signed })),
);
const operations: readonly BinaryOp[] = ["add", "sub", "mul", "div", "mod", "and", "or", "xor", "eq", "lt", "ge"];

/** Any value of the type, in canonical form. */
const anyOf = (type: Scalar) => {
  const [low, high] = rangeOf(type);
  return fc.oneof(fc.bigInt({ min: BigInt(low), max: BigInt(high) }).map(fromBig), fc.constantFrom(low, high, type.signed ? -1 : 1, 0, 1));
};

/** The same in plain modular arithmetic. */
function reference(op: BinaryOp, a: bigint, b: bigint, type: Scalar): bigint | undefined {
  const bits = type.size * 8;
  const narrow = (value: bigint): bigint => (type.signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
  switch (op) {
    case "add":
      return narrow(a + b);
    case "sub":
      return narrow(a - b);
    case "mul":
      return narrow(a * b);
    case "div":
      return b === 0n ? undefined : narrow(a / b);
    case "mod":
      return b === 0n ? undefined : narrow(a % b);
    case "and":
      return narrow(a & b);
    case "or":
      return narrow(a | b);
    case "xor":
      return narrow(a ^ b);
    case "eq":
      return a === b ? 1n : 0n;
    case "lt":
      return a < b ? 1n : 0n;
    default:
      return a >= b ? 1n : 0n;
  }
}

describe("integers", () => {
  it.each(types.map((type) => [`${type.signed ? "" : "un"}signed ${type.size * 8}`, type] as const))(
    "%s computes modulo its width",
    (_name, type) => {
      fc.assert(
        fc.property(fc.constantFrom(...operations), anyOf(type), anyOf(type), (op, a, b) => {
          const wanted = reference(op, BigInt(a), BigInt(b), type);
          const result = compute(op, a, b, type);
          expect(result).toBe(wanted === undefined ? undefined : fromBig(wanted));
        }),
        { numRuns: 400 },
      );
    },
  );

  it("keeps shifts within the width", () => {
    const int: Scalar = { kind: "int", size: 4, signed: true };
    const unsigned: Scalar = { kind: "int", size: 4, signed: false };
    expect(compute("shr", -8, 1, int)).toBe(-4);
    expect(compute("shr", 0x8000_0000, 31, unsigned)).toBe(1);
    expect(compute("shl", 1, 31, int)).toBe(-2147483648);
    expect(compute("shl", 1, 40, { kind: "int", size: 8, signed: true })).toBe(1099511627776);
  });

  it("converts floating-point values towards zero", () => {
    const double: Scalar = { kind: "float", size: 8, signed: true };
    expect(convert(-2.9, double, { kind: "int", size: 4, signed: true })).toBe(-2);
    expect(convert(300.5, double, { kind: "int", size: 1, signed: false })).toBe(44);
    expect(wrap(0xffff_ffff, 4, true)).toBe(-1);
  });
});

describe("unknown values", () => {
  const int: Scalar = { kind: "int", size: 4, signed: true };
  const bool: Scalar = { kind: "bool", size: 1, signed: false };
  const table = new SymbolTable();
  const x = table.leaf("x", 0, int, "x");

  it("remembers a branch, also through conversions and a constant that was added", () => {
    const test = apply(table, Facts.none, "eq", bool, x, 3, int) as Sym;
    const yes = assume(Facts.none, test, true);
    expect(evaluate(table, yes, x)).toBe(3);
    expect(evaluate(table, assume(Facts.none, test, false), test)).toBe(0);
    const wide = apply(table, Facts.none, "cast", { kind: "int", size: 8, signed: true }, x, undefined, int);
    expect(evaluate(table, yes, wide)).toBe(3);
    const plus = apply(table, Facts.none, "add", int, x, 2, int) as Sym;
    expect(evaluate(table, relate(Facts.none, plus, "eq", 10), x)).toBe(8);
  });

  it("decides what an interval decides, and nothing else", () => {
    const positive = relate(Facts.none, x, "gt", 0);
    expect(evaluate(table, positive, apply(table, positive, "ge", bool, x, 1, int))).toBe(1);
    expect(evaluate(table, positive, apply(table, positive, "eq", bool, x, -4, int))).toBe(0);
    expect(typeof evaluate(table, positive, apply(table, positive, "gt", bool, x, 7, int))).toBe("object");
  });

  it("never contradicts a value that satisfies the facts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom<BinaryOp>("eq", "ne", "lt", "le", "gt", "ge"), fc.integer({ min: -5, max: 5 })), {
          maxLength: 5,
        }),
        fc.integer({ min: -6, max: 6 }),
        fc.constantFrom<BinaryOp>("eq", "ne", "lt", "ge"),
        fc.integer({ min: -6, max: 6 }),
        (facts, value, op, against) => {
          let known = Facts.none;
          for (const [relation, bound] of facts) {
            if (compute(relation, value, bound, int) === 1) known = relate(known, x, relation, bound);
          }
          const decided = evaluate(table, known, apply(table, known, op, bool, x, against, int));
          if (typeof decided === "number") expect(decided).toBe(compute(op, value, against, int));
        },
      ),
    );
  });
});
