import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, readFixture, type TestParser } from "../../../test/support/parser.ts";
import { evaluateCondition, normaliseCondition, withoutNegation } from "./condition.ts";
import type { Configuration, MacroState } from "./configuration.ts";
import { closeSource, openSource } from "./document.ts";
import { prepare } from "./prepare.ts";

const win64: Configuration = { target: "win64" };
const read = (text: string, configuration = win64) => prepare(text, "cpp", configuration);
const groups = (text: string, configuration = win64) =>
  read(text, configuration).conditionals.map(({ status, branches }) => [
    status,
    ...branches.map(({ condition, state }) => `${condition ?? "else"}: ${state}`),
  ]);
const lines = (text: string) => text.split("\n").map((line) => line.trimEnd());

describe("conditions", () => {
  it("have one normal form", () => {
    expect(normaliseCondition("ifndef", " X ")).toBe("!defined(X)");
    expect(normaliseCondition("if", "( defined X&&!defined( Y ) || Z>=2 )")).toBe("defined(X) && !defined(Y) || Z >= 2");
    expect(normaliseCondition("if", "X == -1")).toBe("X == -1");
    expect(withoutNegation("!defined(X)")).toEqual({ base: "defined(X)", negated: true });
    expect(withoutNegation("!(A || B)")).toEqual({ base: "A || B", negated: true });
    expect(withoutNegation("!A && B")).toEqual({ base: "!A && B", negated: false });
  });

  it.each<[string, boolean | undefined]>([
    ["1 + 2 * 3 == 7 && !(4 >> 1 != 2)", true],
    ["KNOWN >= 1000 && KNOWN < 0x1000UL", true],
    ["ABSENT", false],
    ["ABSENT || defined(KNOWN)", true],
    ["UNSEEN", undefined],
    ["UNSEEN && ABSENT", false],
    ["UNSEEN || KNOWN", true],
    ["UNSEEN ? 1 : 1", true],
    ["defined(UNSEEN)", undefined],
    ["CHAIN == KNOWN", true],
    ["__has_include(<x.h>)", undefined],
    ["__has_include(<x.h>) && 0", false],
    ["'A' == 65", true],
    ["1 / 0", undefined],
    ["3 -", undefined],
    ["", undefined],
    ["1 2", undefined],
    ["LOOP", undefined],
  ])("%s is %s", (condition, truth) => {
    const macros = new Map<string, MacroState>([
      ["KNOWN", "1500"],
      ["ABSENT", null],
      ["CHAIN", "(KNOWN)"],
      ["LOOP", "LOOP"],
    ]);
    expect(evaluateCondition(condition, { state: (name) => macros.get(name) })).toBe(truth);
  });
});

describe("groups that the configuration decides", () => {
  it("#if 0, the target, C++ and what the person defines", () => {
    expect(groups("#if 0\na\n#else\nb;\n#endif")).toEqual([["decided", "0: inactive", "else: active"]]);
    expect(groups("#ifdef _WIN64\nint a;\n#else\nint b;\n#endif")).toEqual([["decided", "defined(_WIN64): active", "else: inactive"]]);
    expect(groups("#ifdef _WIN64\nint a;\n#endif", { target: "win32" })).toEqual([["decided", "defined(_WIN64): inactive"]]);
    expect(groups("#if _MSC_VER < 1300\nint a;\n#elif defined(WIN32)\nint b;\n#else\nint c;\n#endif")).toEqual([
      ["decided", "_MSC_VER < 1300: inactive", "defined(WIN32): active", "else: inactive"],
    ]);
    expect(groups("#ifdef UNICODE\nint a;\n#endif", { target: "win64", unicode: false })).toEqual([
      ["decided", "defined(UNICODE): inactive"],
    ]);
    expect(groups("#if LEVEL > 2\nint a;\n#endif", { target: "win64", defines: new Map([["LEVEL", "3"]]) })).toEqual([
      ["decided", "LEVEL > 2: active"],
    ]);
    expect(groups("#ifdef WIN32\nint a;\n#endif", { target: "win64", defines: new Map([["WIN32", undefined]]) })).toEqual([
      ["decided", "defined(WIN32): inactive"],
    ]);
  });

  it("definitions of the file count from where they stand, those in an undecided branch leave it open", () => {
    expect(
      groups("#ifdef X\nint a;\n#endif\n#define X\n#ifdef X\nint b;\n#endif\n#undef X\n#ifdef X\nint c;\n#endif").map(([status]) => status),
    ).toEqual(["kept", "decided", "decided"]);
    expect(groups("#ifdef A\n#define X 1\n#endif\n#if X\nint b;\n#endif").map(([status]) => status)).toEqual(["kept", "kept"]);
  });

  it("a header's guard is open, with its directives blanked", () => {
    const text = "// top\n#pragma once\n#ifndef X_H\n#define X_H\nint a;\n#endif // X_H\n";
    expect(read(text).conditionals[0]).toMatchObject({ guard: true, status: "decided" });
    expect(read(text).blanked).toBe(text.replace("#ifndef X_H", " ".repeat(11)).replace("#endif // X_H", " ".repeat(13)));
  });

  it("a blanked branch may hold anything, and keeps its lines", () => {
    const { blanked } = read("int a;\n#if 0\ndon't { \"open\n#ifdef Q\n#else\n#endif\n#endif\nint b;\n");
    expect(lines(blanked)).toEqual(["int a;", "", "", "", "", "", "", "int b;", ""]);
  });
});

describe("groups that nobody decides", () => {
  it("stay when their branches are whole statements or items", () => {
    const text =
      "void f() {\n#ifdef A\n  g();\n#elif defined(B)\n  if (x) { h(); }\n#else\n  label: i();\n#endif\n}\n#ifdef C\nint c;\n#endif\n";
    expect(groups(text)).toEqual([
      ["kept", "defined(A): kept", "defined(B): kept", "else: kept"],
      ["kept", "defined(C): kept"],
    ]);
    expect(read(text).blanked).toBe(text);
  });

  it.each([
    ["a brace", "#ifdef A\nvoid f(int x) {\n#else\nvoid f() {\n#endif\n}\n"],
    ["a dangling else", "void f() {\n#ifdef A\n  if (x) g();\n  else\n#endif\n  h();\n}\n"],
    ["an else of its own", "void f() {\n  if (x) { g(); }\n#ifdef A\n  else { h(); }\n#endif\n}\n"],
    ["a statement that goes on", "void f() {\n  x = a\n#ifdef A\n  + b;\n#else\n  ;\n#endif\n}\n"],
    ["arguments", "void f() {\n  g(a,\n#ifdef A\n  1\n#else\n  2\n#endif\n  );\n}\n"],
    ["an initialiser", "int a[] = {\n#ifdef A\n  1,\n#else\n  2,\n#endif\n  3 };\n"],
    ["the head of an if", "void f() {\n#ifdef A\n  if (x)\n#else\n  if (y)\n#endif\n    g();\n}\n"],
    ["a branch under an if without braces", "void f() {\n  if (x)\n#ifdef A\n    g();\n#else\n    h();\n#endif\n}\n"],
  ])("cut through %s: the first branch is taken", (_what, text) => {
    const { conditionals, chosen, blanked } = read(text);
    expect(conditionals[0]?.status).toBe("chosen");
    expect(conditionals[0]?.branches[0]?.state).toBe("active");
    expect([...chosen]).toEqual([["defined(A)", true]]);
    expect(blanked).not.toContain("#");
    expect(blanked.length).toBe(text.length);
  });

  it("cut: the branch with more of our calls is taken, and the condition holds everywhere in the file", () => {
    const text =
      "#ifdef A\nint early;\n#endif\nvoid f() {\n#ifdef A\n  if (g()) {\n#else\n  if (WSAAsyncGetHostByName(w, 1, n, b, 1024)) {\n#endif\n  }\n}\n#ifndef A\nint late;\n#endif\n";
    const { conditionals, chosen } = read(text);
    expect([...chosen]).toEqual([["defined(A)", false]]);
    expect(conditionals.map(({ status, branches }) => [status, ...branches.map(({ state }) => state)])).toEqual([
      ["chosen", "inactive"],
      ["chosen", "inactive", "active"],
      ["chosen", "active"],
    ]);
  });

  it("follow what another file of the unit chose", () => {
    expect(groups("#ifdef A\nint a;\n#else\nint b;\n#endif\n", { target: "win64", assumed: new Map([["defined(A)", false]]) })).toEqual([
      ["chosen", "defined(A): inactive", "else: active"],
    ]);
    expect(
      groups("#if defined(A) && defined(B)\nint a;\n#endif\n", { target: "win64", assumed: new Map([["defined(A)", false]]) })[0],
    ).toEqual(["chosen", "defined(A) && defined(B): inactive"]);
  });

  it("inner groups that cut are settled before the group around them is judged", () => {
    const text = "void f() {\n#ifdef A\n#ifdef B\n  if (x) {\n#else\n  if (y) {\n#endif\n  }\n#else\n  h();\n#endif\n}\n";
    expect(groups(text)).toEqual([
      ["kept", "defined(A): kept", "else: kept"],
      ["chosen", "defined(B): active", "else: inactive"],
    ]);
  });

  it("a missing #endif reaches to the end, a stray one is blanked", () => {
    expect(groups("#ifdef A\nint a;\n")[0]?.[0]).toBe("kept");
    expect(read("int a;\n#endif\n#else\nint b;\n").blanked.replace(/\s+/g, " ")).toBe("int a; int b; ");
  });
});

describe("the tree", () => {
  let parser: TestParser;
  beforeAll(async () => {
    parser = await openTestParser();
  });
  afterAll(() => parser.delete());

  it("has kept groups as nodes and the rest as plain code", () => {
    const source = openSource({ uri: "conditionals.c", text: readFixture("conditionals.c"), parser, configuration: win64 });
    if (source === undefined) throw new Error("cut");
    expect(source.conditionals.map(({ status }) => status)).toEqual(["chosen", "decided", "decided", "kept", "chosen", "chosen", "chosen"]);
    expect(source.tree.rootNode.hasError).toBe(false);
    expect(source.tree.rootNode.namedChildren.filter(({ type }) => type === "preproc_ifdef")).toEqual([]);
    expect(source.items.filter(({ kind }) => kind === "function").map(({ name }) => name)).toEqual(["open_it", "look_up"]);
    closeSource(source);
  });
});
