import { expect, test } from "vitest";
import { binary, narrow, not, unary } from "./arithmetic.ts";
import { type Term, type TermOp, Terms } from "./terms.ts";

const terms = new Terms();
const [a, b] = [terms.entry(terms.global("a")), terms.entry(terms.global("b"))];
const int = (value: bigint | number) => terms.int(value);
const folded = (op: TermOp, x: bigint, y: bigint): bigint | string => {
  const t = binary(terms, op, int(x), int(y));
  return t.kind === "int" ? t.value : t.kind;
};

test("constants are folded", () => {
  const of = (x: bigint, y: bigint, ops: readonly TermOp[]) => ops.map((op) => folded(op, x, y));
  expect(of(7n, 2n, ["add", "sub", "mul", "div", "mod"])).toEqual([9n, 5n, 14n, 3n, 1n]);
  expect(of(6n, 3n, ["and", "or", "xor", "shl", "shr"])).toEqual([2n, 7n, 5n, 48n, 0n]);
  expect(of(1n, 2n, ["eq", "ne", "lt", "le", "gt", "ge"])).toEqual([0n, 1n, 1n, 1n, 0n, 0n]);
  expect(of(2n, 2n, ["eq", "ne", "lt", "le", "gt", "ge"])).toEqual([1n, 0n, 0n, 1n, 0n, 1n]);
  expect(of(3n, 2n, ["eq", "ne", "lt", "le", "gt", "ge"])).toEqual([0n, 1n, 0n, 0n, 1n, 1n]);
});

test("what has no value is not folded", () => {
  expect([folded("div", 1n, 0n), folded("mod", 1n, 0n)]).toEqual(["op", "op"]);
  expect(["shl", "shr"].flatMap((op) => [-1n, 64n].map((by) => folded(op as TermOp, 1n, by)))).toEqual(["op", "op", "op", "op"]);
  expect([folded("shl", 1n, 63n), folded("shl", 5n, 0n), folded("shr", 256n, 8n)]).toEqual([-(1n << 63n), 5n, 1n]);
  expect([folded("shr", 1n, 63n), folded("shr", 5n, 0n)]).toEqual([0n, 5n]);
});

test("spellings of one comparison are one term", () => {
  expect(binary(terms, "gt", a, b)).toBe(binary(terms, "lt", b, a));
  expect(binary(terms, "ge", a, b)).toBe(not(terms, binary(terms, "lt", a, b)));
  expect(binary(terms, "le", a, b)).toBe(binary(terms, "ge", b, a));
  expect(binary(terms, "eq", b, a)).toBe(binary(terms, "eq", a, b));
  expect(binary(terms, "eq", int(3), a)).toBe(binary(terms, "eq", a, int(3)));
  expect(binary(terms, "ne", a, int(0))).toBe(not(terms, not(terms, a)));
  const less = binary(terms, "lt", a, b);
  expect(binary(terms, "eq", less, int(1))).toBe(less);
  expect(binary(terms, "eq", less, int(0))).toBe(not(terms, less));
  expect(binary(terms, "ne", less, int(0))).toBe(less);
  expect(binary(terms, "eq", a, int(1))).not.toBe(a);
  expect(binary(terms, "eq", less, int(2)).kind).toBe("op");
});

test("a value equals itself, what could not be read does not", () => {
  expect(binary(terms, "eq", a, a)).toBe(int(1));
  const unread = terms.unknown("u");
  expect(binary(terms, "eq", unread, unread).kind).toBe("op");
});

test("operands of an equation have one order", () => {
  const fresh = new Terms();
  const made = [fresh.entry(fresh.global("z")), fresh.entry(fresh.global("c")), fresh.message("wParam"), fresh.havoc(fresh.global("c"), 2)];
  made.push(fresh.havoc(fresh.global("c"), 1));
  for (const x of made) for (const y of made) expect(binary(fresh, "eq", x, y)).toBe(binary(fresh, "eq", y, x));
});

test("a constant stands on the right of what commutes", () => {
  for (const op of ["add", "mul", "or", "xor", "and"] as const)
    expect(binary(terms, op, int(6), a)).toMatchObject({ op, left: a, right: int(6) });
  for (const op of ["sub", "div", "shl"] as const) expect(binary(terms, op, int(6), a)).toMatchObject({ op, left: int(6), right: a });
});

test("nothing added is nothing done", () => {
  for (const op of ["add", "sub", "or", "shl", "shr", "xor"] as const) expect(binary(terms, op, a, int(0))).toBe(a);
  for (const op of ["mul", "and", "div"] as const) expect(binary(terms, op, a, int(0))).toMatchObject({ op, left: a });
  expect(binary(terms, "add", a, int(1))).toMatchObject({ op: "add", left: a, right: int(1) });
});

test("halves of a long word", () => {
  const high = binary(terms, "shr", a, int(16));
  const low = binary(terms, "and", a, int(0xffff));
  expect([high, low]).toMatchObject([
    { op: "hi16", left: a },
    { op: "lo16", left: a },
  ]);
  expect(binary(terms, "shr", binary(terms, "and", a, int(0xffff0000n)), int(16))).toBe(high);
  expect(binary(terms, "shr", binary(terms, "and", a, int(-1)), int(16))).toBe(high);
  expect(binary(terms, "shr", binary(terms, "and", a, int(0xff0000n)), int(16))).not.toBe(high);
  expect(binary(terms, "shr", binary(terms, "or", a, int(0xffff0000n)), int(16))).not.toBe(high);
  expect(binary(terms, "shr", terms.narrow(a, 32, false), int(16))).toBe(high);
  expect(binary(terms, "shr", terms.narrow(a, 16, false), int(16))).not.toBe(high);
  expect(binary(terms, "and", high, int(0xffff))).toBe(high);
  expect(binary(terms, "and", low, int(0xffff))).toBe(low);
  const sum = binary(terms, "add", a, b);
  expect(binary(terms, "and", sum, int(0xffff))).toMatchObject({ op: "lo16", left: sum });
  expect(binary(terms, "shr", a, int(8))).toMatchObject({ op: "shr" });
  expect(binary(terms, "shl", a, int(16))).toMatchObject({ op: "shl" });
  expect(binary(terms, "and", a, int(0xff))).toMatchObject({ op: "and" });
  expect(binary(terms, "or", a, int(0xffff))).toMatchObject({ op: "or" });
});

test("not", () => {
  expect([not(terms, int(0)), not(terms, int(7))]).toEqual([int(1), int(0)]);
  const less = binary(terms, "lt", a, b);
  expect(not(terms, less)).toMatchObject({ op: "not", left: less });
  expect(not(terms, not(terms, less))).toBe(less);
  expect(not(terms, a)).toBe(binary(terms, "eq", a, int(0)));
  const odd = terms.op("not", a);
  expect(not(terms, odd)).toMatchObject({ op: "not", left: odd });
});

test("unary operators", () => {
  expect(unary(terms, "plus", a)).toBe(a);
  expect(unary(terms, "not", a)).toBe(not(terms, a));
  expect([unary(terms, "neg", int(5)), unary(terms, "bitnot", int(5))]).toEqual([int(-5), int(-6)]);
  expect([unary(terms, "neg", a), unary(terms, "bitnot", a)]).toMatchObject([
    { op: "neg", left: a },
    { op: "bitnot", left: a },
  ]);
});

test("conversions keep what they can lose nothing of", () => {
  const named = terms.int(5, "FIVE");
  expect(narrow(terms, named, 16, false, 32)).toBe(named);
  expect(narrow(terms, int(0x12345), 16, false, 32)).toBe(int(0x2345));
  expect(narrow(terms, int(0xffff), 16, true, 32)).toBe(int(-1));
  expect(narrow(terms, a, 64, true, 32)).toBe(a);
  expect(narrow(terms, a, 32, true, 32)).toBe(a);
  const less = binary(terms, "lt", a, b);
  for (const truth of [less, not(terms, less), binary(terms, "eq", a, b)]) expect(narrow(terms, truth, 8, false, 32)).toBe(truth);
  const [high, low] = [terms.op("hi16", a), terms.op("lo16", a)];
  expect([narrow(terms, high, 16, true, 32), narrow(terms, low, 16, false, 32)]).toEqual([high, low]);
  expect(narrow(terms, high, 8, false, 32)).toMatchObject({ kind: "narrow", bits: 8 });
  const sum = binary(terms, "add", a, b);
  expect(narrow(terms, sum, 32, true, 64)).toMatchObject({ kind: "narrow", of: sum, bits: 32, signed: true });
  expect(narrow(terms, sum, 32, false, 64)).toMatchObject({ kind: "narrow", of: sum, bits: 32, signed: false });
});

test("a conversion to WORD is the low half", () => {
  expect(narrow(terms, a, 16, false, 64)).toBe(terms.op("lo16", a));
  expect(narrow(terms, terms.narrow(a, 32, false), 16, false, 32)).toBe(terms.op("lo16", a));
  expect(narrow(terms, terms.narrow(a, 16, true), 16, false, 32)).toBe(terms.op("lo16", a));
  expect(narrow(terms, terms.narrow(a, 8, true), 16, false, 32)).toMatchObject({ op: "lo16", left: { kind: "narrow", bits: 8 } });
  expect(narrow(terms, a, 16, true, 32)).toMatchObject({ kind: "narrow", bits: 16, signed: true });
});

test("comparisons are themselves only beside 1, and a negation is taken away only from a negation", () => {
  const less = binary(terms, "lt", a, b);
  const both = binary(terms, "eq", less, b);
  expect([both === less, both === b, binary(terms, "eq", less, int(5)) === less]).toEqual([false, false, false]);
  expect(not(terms, terms.op("neg", less))).not.toBe(less);
  expect(not(terms, terms.op("not", less))).toBe(less);
});

test("operands of a comparison stand by kind, then by text, whichever was made first", () => {
  const late = terms.entry(terms.global("zz"));
  const early = terms.entry(terms.global("yy"));
  const word = terms.message("wParam");
  const left = (t: Term): Term | undefined => (t.kind === "op" ? t.left : undefined);
  expect([left(binary(terms, "eq", late, early)), left(binary(terms, "eq", early, late))]).toEqual([early, early]);
  expect([left(binary(terms, "eq", a, word)), left(binary(terms, "eq", word, a))]).toEqual([word, word]);
  const [first, second] = [terms.havoc(terms.global("g"), 1), terms.havoc(terms.global("g"), 2)];
  expect(binary(terms, "eq", first, second)).toBe(binary(terms, "eq", second, first));
});
