import { expect, test } from "vitest";
import { strayBrackets, withoutStrays } from "./balance.ts";
import { lex } from "./lex.ts";

const straysOf = (text: string): string => {
  const all = { start: 0, end: text.length };
  const strays = strayBrackets(text, lex(text), all);
  return withoutStrays(text, lex(text), all) ?? (strays.length === 0 ? "none" : "?");
};

test("a text whose brackets match has no strays, however it is laid out", () => {
  for (const text of [
    "int f(void)\n{\n    for (i = 0; i < 3; i++) { a[i] = (char)g(i); }\n    if (x) {\n        y();\n    }\n}\n",
    "int f(void) { return 1; }\nint g;\n",
    "void f(void)\n  {\n    if (x)\n      {\n        y();\n      }\n  }\n",
    "struct S {\n  int a;\n} s, *p;\ntypedef struct {\n    int b;\n} T;\n",
    "void f()\n{\n    run([&](int a) { g(a); });\n    do {\n        g(1);\n    } while (x);\n}\n",
  ])
    expect(straysOf(text)).toBe("none");
});

test("parentheses end with their statement", () => {
  expect(straysOf("void f(void)\n{\n    g((a);\n    h(b);\n}\n")).toBe("void f(void)\n{\n    g@(a);\n    h(b);\n}\n");
  expect(straysOf("void f(void)\n{\n    g(a));\n    h(b[1);\n}\n")).toBe("void f(void)\n{\n    g(a)@;\n    h(b@1);\n}\n");
});

test("a closing brace belongs to the line that is indented like it", () => {
  expect(straysOf("void f(void)\n{\n    if (a) {\n        g();\n    {\n    }\n}\n")).toBe(
    "void f(void)\n{\n    if (a) @\n        g();\n    {\n    }\n}\n",
  );
  expect(straysOf("void f(void)\n{\n    g();\n    }\n    h();\n}\nint x;\n")).toBe(
    "void f(void)\n{\n    g();\n    @\n    h();\n}\nint x;\n",
  );
});

test("what began in column 0 ends in column 0, and the next item is not swallowed", () => {
  expect(straysOf("void f(void)\n{\n} }\n    h();\n}\nint g(void)\n{\n}\n")).toBe("void f(void)\n{\n@ @\n    h();\n}\nint g(void)\n{\n}\n");
  expect(straysOf("void f(void)\n{\n    { {\n    h();\n}\nint g(void)\n{\n}\n")).toBe(
    "void f(void)\n{\n    @ @\n    h();\n}\nint g(void)\n{\n}\n",
  );
});
