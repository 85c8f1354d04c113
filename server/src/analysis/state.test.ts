import { expect, test } from "vitest";
import { binary, not } from "./arithmetic.ts";
import { assume, constantOf, decide, State, wrap, zeroness } from "./state.ts";
import { Terms } from "./terms.ts";

const terms = new Terms();
const [g, k] = [terms.global("g"), terms.global("k")];
const [a, b] = [terms.entry(g), terms.entry(k)];
const int = (value: number | bigint) => terms.int(value);
const zero = (of = a) => binary(terms, "eq", of, int(0));
const holds = (...conditions: readonly Parameters<typeof assume>[1][]): State => {
  const state = new State();
  for (const c of conditions) expect(assume(state, c, true)).toBe(true);
  return state;
};

test("stored values are found, forgotten with what they lie in, and not seen by copies", () => {
  const field = terms.field(g, "m");
  const state = new State();
  state.set(field, int(1));
  state.set(g, int(2));
  state.set(k, int(3));
  const copy = state.fork();
  copy.forget(g, false);
  expect([copy.get(field), copy.get(g), copy.get(k)]).toEqual([undefined, int(2), int(3)]);
  copy.forget(g);
  expect([copy.get(g), copy.get(k)]).toEqual([undefined, int(3)]);
  expect([state.get(field), state.get(g)]).toEqual([int(1), int(2)]);
});

test("a snapshot stays as it was and is shared until something changes", () => {
  const state = new State();
  state.set(g, int(1));
  state.temps.set(1, a);
  const first = state.snapshot();
  expect(state.snapshot()).toBe(first);
  expect(first.temps.size).toBe(0);
  const changes: readonly ((s: State) => void)[] = [
    (s) => s.set(g, int(2)),
    (s) => s.forget(g),
    (s) => void s.constrain(a, 1n, true),
    (s) => s.clobber(g, 1),
  ];
  for (const change of changes) {
    const before = state.snapshot();
    change(state);
    expect(state.snapshot()).not.toBe(before);
  }
  expect(first.get(g)).toBe(int(1));
  expect(first.constraint(a).equal).toBeUndefined();
});

test("a copy goes on where the state stands", () => {
  const state = new State();
  state.history = 4;
  state.unknown = true;
  state.network = true;
  state.temps.set(1, a);
  state.visits.set(2, 1);
  state.instances.set(3, 1);
  const copy = state.fork();
  expect([copy.history, copy.unknown, copy.network, copy.temps.get(1), copy.visits.get(2), copy.instances.get(3)]).toEqual([
    4,
    true,
    true,
    a,
    1,
    1,
  ]);
  copy.temps.set(1, b);
  expect(state.temps.get(1)).toBe(a);
});

test("what something unknown wrote has the number of the newest write around it", () => {
  const field = terms.field(g, "m");
  const state = new State();
  expect(state.generation(field)).toBe(0);
  state.set(field, int(1));
  state.clobber(g, 5);
  expect([state.get(field), state.generation(field), state.generation(g), state.generation(k)]).toEqual([undefined, 5, 5, 0]);
  state.clobber(field, 7);
  expect([state.generation(field), state.generation(g)]).toEqual([7, 5]);
  state.clobber(g, 6);
  expect(state.generation(field)).toBe(7);
  expect(state.generation(terms.index(field, a))).toBe(7);
});

test("constraints that contradict are refused", () => {
  const state = new State();
  expect(state.constrain(a, 1n, false)).toBe(true);
  expect(state.constrain(a, 1n, true)).toBe(false);
  expect(state.constrain(a, 2n, true)).toBe(true);
  expect([state.constrain(a, 2n, true), state.constrain(a, 3n, true)]).toEqual([true, false]);
  expect([state.constrain(a, 2n, false), state.constrain(a, 3n, false)]).toEqual([false, true]);
  expect(state.constraint(a)).toEqual({ equal: 2n, notEqual: [] });
});

test("at most twelve values that a term is not are kept", () => {
  const state = new State();
  for (let i = 0n; i < 20n; i++) expect(state.constrain(a, i % 13n, false)).toBe(true);
  expect(state.constraint(a).notEqual).toEqual(Array.from({ length: 12 }, (_, i) => BigInt(i)));
});

test("constants", () => {
  const state = holds(binary(terms, "eq", a, int(0x1_0005)));
  expect([constantOf(state, int(4)), constantOf(state, a), constantOf(state, b)]).toEqual([4n, 0x1_0005n, undefined]);
  expect(constantOf(state, terms.narrow(a, 16, false))).toBe(5n);
  expect(constantOf(state, terms.narrow(b, 16, false))).toBeUndefined();
  expect([wrap(0xffffn, 16, true), wrap(-1n, 16, false)]).toEqual([-1n, 0xffffn]);
});

test("zero or not", () => {
  const state = new State();
  const known = [int(0), int(1), terms.address(g), terms.string("", false), terms.func("f"), terms.heap("1", "new"), a];
  expect(known.map((t) => zeroness(state, t))).toEqual(["zero", "nonzero", "nonzero", "nonzero", "nonzero", "nonzero", "unknown"]);
  expect(zeroness(state, terms.narrow(terms.address(g), 32, false))).toBe("nonzero");
  state.constrain(a, 0n, false);
  expect([zeroness(state, a), zeroness(state, terms.narrow(a, 32, false)), zeroness(state, b)]).toEqual(["nonzero", "nonzero", "unknown"]);
  state.constrain(b, 1n, false);
  expect(zeroness(state, b)).toBe("unknown");
});

test("conditions are decided by what is known", () => {
  const five = holds(binary(terms, "eq", a, int(5)));
  expect(decide(five, binary(terms, "eq", a, int(5)))).toBe(true);
  expect(decide(five, binary(terms, "eq", a, int(6)))).toBe(false);
  expect(decide(five, binary(terms, "ne", a, int(6)))).toBe(true);
  expect(decide(five, zero())).toBe(false);
  expect(decide(five, a)).toBe(true);
  expect([decide(five, binary(terms, "lt", a, int(5))), decide(five, binary(terms, "lt", a, int(6)))]).toEqual([false, true]);
  expect(decide(five, binary(terms, "ge", a, int(6)))).toBe(false);
  expect([decide(five, binary(terms, "eq", a, b)), decide(five, binary(terms, "lt", a, b)), decide(five, b)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const other = holds(binary(terms, "ne", a, int(5)));
  expect(decide(other, binary(terms, "eq", a, int(5)))).toBe(false);
  expect(decide(other, zero())).toBeUndefined();
  expect(decide(holds(zero()), a)).toBe(false);
  const both = holds(binary(terms, "ne", b, int(5)), binary(terms, "eq", a, int(5)));
  expect(decide(both, terms.op("eq", a, b))).toBe(false);
  expect(decide(both, terms.op("eq", b, a))).toBe(false);
});

test("an assumption that contradicts is refused, one that is known changes nothing", () => {
  const state = holds(zero());
  expect([assume(state, zero(), true), assume(state, zero(), false), assume(state, a, true), assume(state, a, false)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("what is assumed is known afterwards", () => {
  const not5 = new State();
  expect(assume(not5, not(terms, binary(terms, "eq", a, int(5))), true)).toBe(true);
  expect(not5.constraint(a).notEqual).toEqual([5n]);
  const truth = new State();
  expect(assume(truth, a, true)).toBe(true);
  expect(zeroness(truth, a)).toBe("nonzero");
  const lie = new State();
  expect(assume(lie, a, false)).toBe(true);
  expect(zeroness(lie, a)).toBe("zero");
  const less = binary(terms, "lt", a, b);
  for (const holdsIt of [true, false]) {
    const state = new State();
    expect(assume(state, less, holdsIt)).toBe(true);
    expect([assume(state.fork(), less, !holdsIt), assume(state.fork(), not(terms, less), holdsIt)]).toEqual([false, false]);
    expect(assume(state, less, holdsIt)).toBe(true);
  }
});

test("equal values share what is known of one of them", () => {
  const same = binary(terms, "eq", a, b);
  const right = holds(binary(terms, "eq", b, int(7)), same);
  expect([constantOf(right, a), decide(right, same)]).toEqual([7n, true]);
  const left = holds(binary(terms, "eq", a, int(7)), same);
  expect([constantOf(left, b), decide(left, same)]).toEqual([7n, true]);
  const apart = holds(binary(terms, "eq", a, int(7)));
  expect(assume(apart, same, false)).toBe(true);
  expect([apart.constraint(b).notEqual, decide(apart, same)]).toEqual([[7n], false]);
  const fromLeft = holds(binary(terms, "ne", a, int(7)), same);
  expect(fromLeft.constraint(b).notEqual).toEqual([7n]);
  const fromRight = holds(binary(terms, "ne", b, int(8)), same);
  expect(fromRight.constraint(a).notEqual).toEqual([8n]);
  const unequal = holds(binary(terms, "ne", b, int(8)));
  expect(assume(unequal, same, false)).toBe(true);
  expect([unequal.constraint(a).notEqual, assume(unequal, same, true)]).toEqual([[], false]);
});

test("zero after a cut to 32 bits is zero before it, not after a cut to 16", () => {
  const [wide, small] = [terms.narrow(a, 32, false), terms.narrow(a, 16, true)];
  const known = (t: typeof wide, value: number, truth: boolean) => {
    const state = new State();
    expect(assume(state, binary(terms, "eq", t, int(value)), truth)).toBe(true);
    return state.constraint(a);
  };
  expect(known(wide, 0, true)).toEqual({ equal: 0n, notEqual: [] });
  expect(known(wide, 0, false)).toEqual({ notEqual: [0n] });
  expect(known(wide, -1, true)).toEqual({ equal: -1n, notEqual: [] });
  expect(known(wide, 5, true)).toEqual({ notEqual: [] });
  expect(known(small, 0, true)).toEqual({ notEqual: [] });
  const truth = new State();
  expect(assume(truth, wide, true)).toBe(true);
  expect([truth.constraint(a), truth.constraint(wide)]).toEqual([{ notEqual: [0n] }, { notEqual: [0n] }]);
  const small16 = new State();
  expect(assume(small16, small, true)).toBe(true);
  expect([small16.constraint(a), small16.constraint(small)]).toEqual([{ notEqual: [] }, { notEqual: [0n] }]);
});

test("nothing is known of a path that begins, and sums are no comparisons", () => {
  expect([new State().network, new State().unknown, new State().history]).toEqual([false, false, 0]);
  const state = holds(binary(terms, "eq", a, int(1)), binary(terms, "eq", b, int(2)));
  expect([decide(state, binary(terms, "lt", a, b)), decide(state, terms.op("add", a, b)), decide(state, terms.op("xor", a, b))]).toEqual([
    true,
    undefined,
    undefined,
  ]);
});
