/** What findings name, and how two findings of one place become one. */
import { expect, test } from "vitest";
import { Terms } from "../analysis/terms.ts";
import type { Unit } from "../program/types.ts";
import {
  argumentText,
  defineRule,
  lineAt,
  locate,
  nameOf,
  nameOfArgument,
  type PathEvent,
  type Place,
  type ReportOptions,
  statementExtent,
} from "./context.ts";

const uri = "file:///x.c";
const unitOf = (text: string): Unit => ({ files: new Map([[uri, { source: { text } }]]) }) as unknown as Unit;
const terms = new Terms();
const g = terms.global("g_h");

/** A call whose first argument is this text. */
function withArgument(text: string): { readonly unit: Unit; readonly event: PathEvent } {
  const range = { start: 2, end: 2 + text.length };
  const statement = { kind: "call", range: { start: 0, end: range.end + 1 }, nameRange: { start: 0, end: 1 }, argRanges: [range] };
  return {
    unit: unitOf(`f(${text})`),
    event: { at: { function: { uri, offset: 0 }, range: statement.range, statement } } as unknown as PathEvent,
  };
}

test("an argument is named as it is written, without its cast, unless that is long", () => {
  const named = (text: string): string => {
    const { unit, event } = withArgument(text);
    return nameOfArgument(unit, event, 0, terms.entry(g));
  };
  expect(named("h")).toBe("`h`");
  for (const cast of ["(HANDLE)h", "(HANDLE) h", "( HANDLE)h", "(HANDLE )h", "(  HANDLE  )  h"]) expect(named(cast)).toBe("`h`");
  expect(named("pick((HANDLE)h)")).toBe("`pick((HANDLE)h)`");
  expect(named("")).toBe("`g_h`");
  expect(named("(HANDLE)")).toBe("`g_h`");
  expect(named("x".repeat(40))).toBe(`\`${"x".repeat(40)}\``);
  expect(named("x".repeat(41))).toBe("`g_h`");
  const { unit, event } = withArgument("h");
  expect(nameOfArgument(unit, event, 1, terms.entry(g))).toBe("`g_h`");
});

test("a value is named by where it was read", () => {
  expect(nameOf(terms.entry(g))).toBe("`g_h`");
  expect(nameOf(terms.havoc(g, 1))).toBe("`g_h`");
  expect(nameOf(terms.int(3))).toBe("`3`");
});

test("the text of an argument in one line", () => {
  const text = (argument: string): string => {
    const { unit, event } = withArgument(argument);
    return argumentText(unit, event, 0);
  };
  expect(text("a  +\n\t b")).toBe("a + b");
  expect(text(" a ")).toBe("a");
});

test("a call is where its name is; a part of it is where that is", () => {
  const { event } = withArgument("x");
  expect(locate(event.at)).toEqual({ uri, start: 0, end: 1 });
  const part: Place = { ...event.at, range: { start: 2, end: 3 } };
  expect(locate(part)).toEqual({ uri, start: 2, end: 3 });
});

test("of two findings at one place the certain one stands, otherwise the first", () => {
  const at = { uri, start: 5, end: 6 };
  const told = (...reports: readonly (readonly [string, ReportOptions?])[]): unknown[] => {
    const rule = defineRule({
      id: "x",
      catalogue: "-",
      severity: "warning",
      profile: "default",
      documentation: { summary: "", why: "", seen: "", wrong: "", right: "" },
      check(_, report) {
        for (const [message, options] of reports) report(at, message, options);
      },
    });
    return rule
      .check({} as Parameters<typeof rule.check>[0])
      .map((f) => [f.message, f.confidence, f.severity, f.function, f.assumptions?.length]);
  };
  expect(told(["a"], ["b"])).toEqual([["a", "likely", "warning", undefined, undefined]]);
  expect(told(["a", { possible: true }], ["b"])).toEqual([["b", "likely", "warning", undefined, undefined]]);
  expect(told(["a", { possible: true }], ["b", { possible: true }])).toEqual([["a", "possible", "warning", undefined, undefined]]);
  expect(told(["a"], ["b", { possible: true }])).toEqual([["a", "likely", "warning", undefined, undefined]]);
  expect(told(["a", { severity: "error", assumptions: [{ kind: "config", text: "X" }] }])).toEqual([
    ["a", "likely", "error", undefined, 1],
  ]);
  expect(Object.keys(defineRuleOnce()[0] ?? {})).not.toContain("function");
});

function defineRuleOnce(): readonly object[] {
  const rule = defineRule({
    id: "x",
    catalogue: "-",
    severity: "warning",
    profile: "default",
    documentation: { summary: "", why: "", seen: "", wrong: "", right: "" },
    check: (_, report) => report({ uri, start: 1, end: 2 }, "a"),
  });
  return rule.check({} as Parameters<typeof rule.check>[0]);
}

test("lines and statements at the ends of the text", () => {
  expect(lineAt(unitOf("a  b"), uri, 3)).toEqual({ start: 0, indent: "", eol: "\n" });
  const extent = (text: string, start: number, end: number): string | undefined => {
    const found = statementExtent(unitOf(text), { uri, start, end });
    return found && text.slice(found.start, found.end);
  };
  expect(extent("f", 0, 1)).toBeUndefined();
  // a semicolon inside of each kind of parenthesis is none of the statement's
  expect(extent("f (1; 2) + 3; g;", 0, 1)).toBe("f (1; 2) + 3;");
  expect(extent("f [1; 2] + 3; g;", 0, 1)).toBe("f [1; 2] + 3;");
  expect(extent("f {1; 2} + 3; g;", 0, 1)).toBe("f {1; 2} + 3;");
  expect(extent(`f${" ".repeat(1999)};`, 0, 1)).toBe(`f${" ".repeat(1999)};`);
  expect(extent(`f${" ".repeat(2000)};`, 0, 1)).toBeDefined();
  expect(extent(`f${" ".repeat(2001)};`, 0, 1)).toBeUndefined();
});
