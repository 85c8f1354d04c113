import { expect, test } from "vitest";
import type { Statement } from "../ir/types.ts";
import { isWithin, pathText, rootOf, someTerm, stripNarrow, type Term, Terms, termText } from "./terms.ts";

type Call = Extract<Statement, { kind: "call" }>;

const terms = new Terms();
const [p, self] = [terms.entry(terms.local(1, "p", "l0", false, "")), terms.entry(terms.local(1, "this", "this", false, ""))];
const call = { kind: "call" } as Call;

test("equal things are one object", () => {
  expect(terms.int(1)).toBe(terms.int(1n));
  expect(terms.int(1, "ONE")).not.toBe(terms.int(1));
  expect(terms.string("a", true)).not.toBe(terms.string("a", false));
  expect(terms.func("f")).toBe(terms.func("f"));
  expect(terms.narrow(p, 16, true)).not.toBe(terms.narrow(p, 16, false));
  expect(terms.op("neg", p)).toBe(terms.op("neg", p));
  expect(terms.op("sub", p, self)).not.toBe(terms.op("sub", self, p));
  expect(terms.call(call, 1, "f")).not.toBe(terms.call(call, 2, "f"));
  expect(terms.call(call, 1, "f")).not.toBe(terms.call({ ...call }, 1, "f"));
  expect(terms.number(call)).toBe(terms.number(call));
  expect(terms.global("g")).toBe(terms.global("g"));
  expect(terms.config("A")).not.toBe(terms.config("B"));
});

test("locals are of their call, static ones of their function", () => {
  expect(terms.local(1, "x", "l1", false, "f")).not.toBe(terms.local(2, "x", "l1", false, "f"));
  expect(terms.local(1, "x", "l1", true, "f")).toBe(terms.local(2, "x", "l1", true, "f"));
  expect(terms.local(1, "x", "l1", true, "f")).not.toBe(terms.local(1, "x", "l1", true, "g"));
});

test("the address of what a pointer points at is the pointer", () => {
  expect(terms.address(terms.deref(p))).toBe(p);
  const g = terms.global("g");
  expect(terms.deref(terms.address(g))).toBe(g);
});

test("roots and what lies within", () => {
  const g = terms.global("g");
  const field = terms.field(terms.index(g, p), "h", "R");
  expect(rootOf(field)).toBe(g);
  expect(rootOf(terms.field(terms.deref(p), "h"))).toBe(terms.deref(p));
  expect([isWithin(field, g), isWithin(g, g), isWithin(g, field), isWithin(field, terms.global("k"))]).toEqual([true, true, false, false]);
});

test("a term is searched through operands, paths and pointers", () => {
  const x = terms.int(42);
  const inside = (t: Term, depth?: number): boolean => someTerm(t, (u) => u === x, depth);
  const g = terms.global("g");
  for (const t of [
    x,
    terms.op("neg", x),
    terms.op("add", x, p),
    terms.op("add", p, x),
    terms.narrow(x, 8, true),
    terms.entry(terms.deref(x)),
    terms.havoc(terms.field(terms.deref(x), "m"), 1),
    terms.address(terms.index(g, x)),
    terms.entry(terms.index(terms.deref(x), p)),
  ])
    expect(inside(t)).toBe(true);
  for (const t of [p, terms.op("add", p, p), terms.entry(g), terms.address(terms.field(g, "m")), terms.func("f")])
    expect(inside(t)).toBe(false);
  let deep: Term = x;
  for (let i = 0; i < 12; i++) deep = terms.op("neg", deep);
  expect(inside(deep)).toBe(true);
  expect(inside(terms.op("neg", deep))).toBe(false);
  expect([inside(terms.op("neg", x), 1), inside(terms.op("neg", x), 0)]).toEqual([true, false]);
});

test("narrowings are taken away", () => {
  expect(stripNarrow(terms.narrow(terms.narrow(p, 32, true), 16, false))).toBe(p);
  expect(stripNarrow(p)).toBe(p);
});

test("paths in words", () => {
  const g = terms.global("g_table");
  expect(pathText(terms.field(terms.index(g, terms.int(3)), "h"))).toBe("g_table[3].h");
  expect(pathText(terms.index(g, p))).toBe("g_table[…]");
  expect(pathText(terms.field(terms.deref(p), "h"))).toBe("p->h");
  expect(pathText(terms.deref(p))).toBe("*p");
  expect(pathText(terms.field(terms.deref(self), "m_h"))).toBe("m_h");
  expect(pathText(terms.deref(self))).toBe("*this");
  const later = terms.havoc(terms.local(1, "this", "this", false, ""), 2);
  expect(pathText(terms.field(terms.deref(later), "m_h"))).toBe("m_h");
  expect(pathText(terms.field(terms.deref(terms.entry(terms.global("this"))), "m"))).toBe("this->m");
  expect(pathText(terms.object("1", "temporary"))).toBe("temporary");
  expect(pathText(terms.field(terms.deref(terms.message("lParam")), "h"))).toBe("lParam->h");
});

test("values in words", () => {
  const texts = [
    terms.int(5),
    terms.int(5, "FIVE"),
    terms.string('a"', false),
    terms.func("f"),
    terms.address(terms.global("g")),
    terms.havoc(terms.global("g"), 1),
    terms.call(call, 1, "f"),
    terms.heap("1", "malloc"),
    terms.message("lParam"),
    terms.narrow(terms.message("wParam"), 16, false),
    terms.config("DEBUG"),
    terms.unknown("x"),
    terms.op("add", p, p),
  ].map(termText);
  expect(texts).toEqual([
    "5",
    "FIVE",
    '"a\\""',
    "f",
    "g",
    "g",
    "the result of f",
    "the new object",
    "lParam",
    "wParam",
    "DEBUG",
    "the value",
    "the value",
  ]);
});

test("how deep a term is searched", () => {
  const x = terms.int(42);
  const nested = (wrap: (t: Term) => Term, n: number): Term => (n === 0 ? x : wrap(nested(wrap, n - 1)));
  const wraps: readonly ((t: Term) => Term)[] = [
    (t) => terms.op("neg", t),
    (t) => terms.op("add", p, t),
    (t) => terms.narrow(t, 8, true),
    (t) => terms.entry(terms.deref(t)),
    (t) => terms.entry(terms.index(terms.global("t"), t)),
  ];
  for (const wrap of wraps)
    expect([2, 3, 12, 13].map((n) => someTerm(nested(wrap, n), (t) => t === x, n < 12 ? 2 : 12))).toEqual([true, false, true, false]);
});

test("what is not there is not found", () => {
  const x = terms.int(42);
  const elsewhere = [
    terms.entry(terms.index(terms.global("t"), p)),
    terms.entry(terms.index(terms.deref(p), self)),
    terms.string("42", false),
  ];
  expect(elsewhere.filter((t) => someTerm(t, (u) => u === x))).toEqual([]);
});

test("a constant without a name has none, a member without a class has none", () => {
  const terms = new Terms();
  const g = terms.global("g");
  expect(["name" in terms.int(77), "name" in terms.int(78, "N")]).toEqual([false, true]);
  expect(["record" in terms.field(g, "bare"), "record" in terms.field(g, "owned", "R")]).toEqual([false, true]);
});
