import { describe, expect, it } from "vitest";
import { INT } from "../names/ctype.ts";
import type { Block, IrFunction, Statement } from "./types.ts";
import { verifyFunction } from "./verify.ts";

const range = { start: 0, end: 1 };
const load = (target: number, index = 0): Statement => ({ kind: "load", target, place: { kind: "param", index }, type: INT, range });
const use = (id: number): Statement => ({
  kind: "store",
  place: { kind: "param", index: 0 },
  value: { kind: "temp", id },
  type: INT,
  range,
});

function fn(blocks: Block[], tempCount = 9): IrFunction {
  return {
    name: "f",
    isStatic: false,
    isVirtual: false,
    isConstructor: false,
    isDestructor: false,
    internal: false,
    result: INT,
    params: [{ name: "n", type: INT, range }],
    variadic: false,
    locals: [],
    blocks,
    tempCount,
    nameRange: range,
    bodyRange: range,
    understood: { statements: 0, unknown: 0 },
    asked: new Map(),
  };
}
const jump = (to: number): Block["end"] => ({ kind: "jump", to, range });
const done: Block["end"] = { kind: "return", range };
const fork = (yes: number, no: number): Block["end"] => ({
  kind: "branch",
  condition: { kind: "int", value: 1n, type: INT },
  // biome-ignore lint/suspicious/noThenProperty: the branch taken when the condition holds
  then: yes,
  else: no,
  range,
  origin: "if",
});

describe("structural invariants", () => {
  it("hold for straight code, branches, loops and code that nothing reaches", () => {
    expect(verifyFunction(fn([{ id: 0, statements: [load(0), use(0)], end: done }]))).toEqual([]);
    expect(
      verifyFunction(
        fn([
          { id: 0, statements: [load(0)], end: fork(1, 2) },
          { id: 1, statements: [use(0)], end: jump(0) },
          { id: 2, statements: [use(0)], end: done },
          { id: 3, statements: [use(0)], end: jump(1) },
        ]),
      ),
    ).toEqual([]);
  });

  it.each([
    ["a temp that is used before it is there", [{ id: 0, statements: [use(0), load(0)], end: done }], "does not dominate"],
    ["a temp that nothing defines", [{ id: 0, statements: [use(4)], end: done }], "t4 is not defined"],
    ["two definitions", [{ id: 0, statements: [load(0), load(0)], end: done }], "defined twice"],
    [
      "a definition on one branch only",
      [
        { id: 0, statements: [], end: fork(1, 2) },
        { id: 1, statements: [load(0)], end: jump(2) },
        { id: 2, statements: [use(0)], end: done },
      ],
      "does not dominate",
    ],
    ["a jump into nothing", [{ id: 0, statements: [], end: jump(7) }], "not there"],
    ["a block under another number", [{ id: 1, statements: [], end: done }], "has id 1"],
    ["a parameter that is not there", [{ id: 0, statements: [load(0, 3)], end: done }], "parameter 3"],
    [
      "a definition that a throw may skip",
      [
        { id: 0, statements: [], end: jump(1) },
        { id: 1, statements: [load(0)], end: done, handlers: [2] },
        { id: 2, statements: [use(0)], end: done },
      ],
      "does not dominate",
    ],
  ] as [string, Block[], string][])("are broken by %s", (_name, blocks, problem) => {
    expect(verifyFunction(fn(blocks)).join("\n")).toContain(problem);
  });

  it("are broken by a temp beyond the count and by no blocks at all", () => {
    expect(verifyFunction(fn([{ id: 0, statements: [load(5)], end: done }], 3))[0]).toContain("beyond the count");
    expect(verifyFunction(fn([]))).toEqual(["no blocks"]);
  });
});
