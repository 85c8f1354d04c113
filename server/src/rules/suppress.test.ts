import { expect, test } from "vitest";
import { suppressionsOf } from "./suppress.ts";

const of = (text: string) =>
  suppressionsOf("file:///x.c", text).map((s) => ({
    rules: s.rules.join(),
    reason: s.reason,
    lines: s.lines.join(),
    words: text.slice(s.start, s.end),
  }));
const lines = (text: string): string[] => of(text).map((s) => s.lines);

test("rules and reasons", () => {
  expect(of("// winsock-async-ignore a-rule: because")).toEqual([
    { rules: "a-rule", reason: "because", lines: "0,1", words: "winsock-async-ignore a-rule: because" },
  ]);
  expect(of("/* winsock-async-ignore a , b,c : why not   */ f();")).toMatchObject([
    { rules: "a,b,c", reason: "why not", words: "winsock-async-ignore a , b,c : why not" },
  ]);
  expect(of("/* winsock-async-ignore a */")).toMatchObject([{ rules: "a", reason: "", words: "winsock-async-ignore a" }]);
  expect(of("//\twinsock-async-ignore\ta\r\nf();")).toMatchObject([{ rules: "a", reason: "", lines: "0,1" }]);
  expect(of("// winsock-async-ignore")).toEqual([]);
  expect(of("// winsock-async-ignore a words that are no reason")).toEqual([]);
});

test("a comment behind code speaks of its line, one of its own of the next as well", () => {
  expect(lines("f();\ng(); // winsock-async-ignore a: r\nh();")).toEqual(["1"]);
  expect(lines("f();\n  /* winsock-async-ignore a: r */ g();\nh();")).toEqual(["1,2"]);
  expect(lines("f(); /* winsock-async-ignore a: r */ g();")).toEqual(["0"]);
});

test("lines end with any of the three line ends", () => {
  for (const eol of ["\n", "\r\n", "\r"]) {
    const mark = "// winsock-async-ignore a: r";
    expect(lines([mark, "f();", `g(); ${mark}`, "", mark].join(eol))).toEqual(["0,1", "2", "4,5"]);
    expect(of([mark, "f();"].join(eol))).toMatchObject([{ reason: "r" }]);
  }
});

test("a comment that goes on at the start of a line is of that line", () => {
  expect(lines("/*\nwinsock-async-ignore a: r */\nf();")).toEqual(["1,2"]);
  expect(lines("f();\n/*\nwinsock-async-ignore a: r\n*/")).toEqual(["2,3"]);
});

test("what stands in no comment is none", () => {
  const mark = "winsock-async-ignore a: r";
  for (const text of [
    `const char *s = "${mark}";`,
    `const char *s = "// ${mark}";`,
    `const char *s = "a\\"// ${mark}";`,
    `char c = '"'; const char *s = "/* ${mark}";`,
    `char c = '\\''; const char *s = "/* ${mark}";`,
    `/* c */ x = ${mark}`,
    `// c\nx = ${mark}`,
    `// c\rx = ${mark}`,
    `"" ${mark}`,
    `"\\\\" ${mark}`,
    `const char *s = " // ${mark}";`,
    `const char *s = "a // ${mark}";`,
    `'x ${mark}`,
    `int a_long_first_line_of_the_text_with_no_comment;\n// c\nx = ${mark}`,
  ])
    expect(of(text)).toEqual([]);
});

test("a quote that is not closed ends with its line", () => {
  const mark = "winsock-async-ignore a: r";
  for (const text of [
    `it's\n// ${mark}`,
    `it's\r// ${mark}`,
    `"x\n/* ${mark} */`,
    `"a" /* ${mark} */`,
    `'"' // ${mark}`,
    `/* one */ /* ${mark} */`,
    `/* a\n b ${mark} */`,
    `/* never closed ${mark}`,
    `a / b; // ${mark}`,
    `/*/ ${mark} */`,
    `/*'*/ // ${mark}`,
    `/*"*/ // ${mark}`,
  ])
    expect(of(text)).toHaveLength(1);
});
