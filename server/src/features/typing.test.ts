import { describe, expect, test } from "vitest";
import type { Finding } from "../rules/types.ts";
import { editBetween, endsNoStatement, keptWhileBroken, moveFinding, type Shown } from "./typing.ts";

const uri = "file:///a.c";
const TEXT = "void f(void) { g(); h(); }\n";
const finding = (text: string, word: string, extra: Partial<Finding> = {}): Finding => ({
  uri,
  start: text.indexOf(word),
  end: text.indexOf(word) + word.length,
  rule: "r",
  severity: "warning",
  confidence: "likely",
  message: word,
  related: [],
  ...extra,
});
const shown = (text: string, findings: Finding[] = [], errors: Shown["errors"] = []): Shown => ({ text, findings, errors });
const words = (state: Shown | undefined): string[] | undefined => state?.findings.map((f) => state.text.slice(f.start, f.end));

test("the edit between two texts", () => {
  expect(editBetween("abc", "abXc")).toEqual({ start: 2, end: 2, length: 1 });
  expect(editBetween("abXc", "abc")).toEqual({ start: 2, end: 3, length: 0 });
  expect(editBetween("aaa", "aaaa")).toEqual({ start: 3, end: 3, length: 1 });
  expect(editBetween("same", "same")).toEqual({ start: 4, end: 4, length: 0 });
});

describe("text with a new syntax error", () => {
  test("keeps its findings, moved, and gets none", () => {
    const broken = TEXT.replace("h();", "if ( h();");
    const now = shown(
      broken,
      [finding(broken, "g()"), finding(broken, "if")],
      [{ start: broken.indexOf("if"), end: broken.indexOf("if") + 4 }],
    );
    expect(words(keptWhileBroken(uri, shown(TEXT, [finding(TEXT, "h()")]), now))).toEqual(["h()"]);
  });

  test("loses those that the edit overlaps", () => {
    const broken = TEXT.replace("h()", "h((");
    const error = { start: broken.indexOf("h(("), end: broken.length - 1 };
    expect(words(keptWhileBroken(uri, shown(TEXT, [finding(TEXT, "h()"), finding(TEXT, "g()")]), shown(broken, [], [error])))).toEqual([
      "g()",
    ]);
  });

  test("keeps them over several edits until the error is gone", () => {
    const texts = ["i", "if", "if (", "if (x"].map((typed) => TEXT.replace("h();", `${typed} h();`));
    let state = shown(TEXT, [finding(TEXT, "h()")]);
    for (const text of texts) {
      const at = text.indexOf(" i") + 1;
      const kept = keptWhileBroken(uri, state, shown(text, [], [{ start: at, end: at + 3 }]));
      expect(words(kept)).toEqual(["h()"]);
      state = kept ?? state;
    }
    const whole = TEXT.replace("h();", "if (x) h();");
    expect(keptWhileBroken(uri, state, shown(whole))).toBeUndefined();
  });

  test("a missing token is an error of no length", () => {
    const broken = TEXT.replace("h();", "h()");
    const at = broken.indexOf("h()") + 3;
    expect(words(keptWhileBroken(uri, shown(TEXT, [finding(TEXT, "g()")]), shown(broken, [], [{ start: at, end: at }])))).toEqual(["g()"]);
  });
});

describe("an error that was there before", () => {
  const error = { start: 15, end: 18 };
  test("changes nothing, wherever it has moved", () => {
    const moved = `int x;\n${TEXT}`;
    expect(keptWhileBroken(uri, shown(TEXT, [], [error]), shown(moved, [], [{ start: 22, end: 25 }]))).toBeUndefined();
  });
  test("is a new one when it swallows much more than was typed", () => {
    const opened = TEXT.replace("g();", "g();{");
    expect(keptWhileBroken(uri, shown(TEXT, [], [error]), shown(opened, [], [{ start: 10, end: opened.length }]))).toBeDefined();
  });
});

describe("a moved finding", () => {
  test("takes its related places and fixes along, and drops those the edit overlaps", () => {
    const text = TEXT;
    const fix = (word: string) => ({
      title: word,
      preferred: true,
      edits: [{ uri, start: text.indexOf(word), end: text.indexOf(word) + word.length, newText: "x" }],
    });
    const place = (word: string) => ({ uri, start: text.indexOf(word), end: text.indexOf(word) + word.length, message: word });
    const other = { uri: "file:///b.h", start: 0, end: 3, message: "elsewhere" };
    const moved = moveFinding(
      finding(text, "h()", { related: [place("g()"), place("void f"), other], fixes: [fix("g()"), fix("h()")] }),
      uri,
      editBetween(text, text.replace("g()", "g(1)")),
    );
    expect(moved?.start).toBe(text.indexOf("h()") + 1);
    expect(moved?.related.map((r) => r.message)).toEqual(["void f", "elsewhere"]);
    expect(moved?.fixes?.map((f) => [f.title, f.edits[0]?.start])).toEqual([["h()", text.indexOf("h()") + 1]]);
  });
});

describe("a line that ends no statement", () => {
  const typed = (before: string, inserted: string, after: string): boolean =>
    endsNoStatement(before + inserted + after, { start: before.length, end: before.length, length: inserted.length });

  test.each([
    ["the head of a branch", "    if (a)", "\n    g();\n"],
    ["an else", "    else // why", "\n    g();\n"],
    ["a lone word", "    h", "\n    x = g();\n"],
    ["a head and a new line", "    if (a)\n        ", "\n    g();\n"],
    ["a word before a call", "h", "\r\n\r\n(void)g();\r\n"],
  ])("waits for its end: %s", (_, inserted, after) => {
    expect(typed("void f(void) {\n", inserted, after)).toBe(true);
  });

  test.each([
    ["a statement", "    g();", "\n    h();\n"],
    ["a head with its body", "    if (a)", "\n        g();\n"],
    ["a head with its block", "void g(void)", "\n{\n"],
    ["an argument", "    g(a,", "\n    b);\n"],
    ["a directive", "#define A 1", "\n#define B 2\n"],
    ["a comment", "    // words", "\n    h();\n"],
    ["an expression that goes on", "    x = a", "\n    + b;\n"],
    ["the last line", "    h", "\n"],
  ])("is whole: %s", (_, inserted, after) => {
    expect(typed("\n", inserted, after)).toBe(false);
  });

  test("keeps the findings shown before, and gets none", () => {
    const before = "void f(void)\n{\n    g();\n    if (a\n    h();\n}\n";
    const after = before.replace("(a", "(a)");
    const now = shown(after, [finding(after, "h()")]);
    expect(words(keptWhileBroken(uri, shown(before, [finding(before, "g()")]), now))).toEqual(["g()"]);
  });
});
