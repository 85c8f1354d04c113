import { expect, test } from "vitest";
import type { Unit } from "../program/types.ts";
import { lineAt, statementExtent } from "./context.ts";
import type { Place } from "../analysis/events.ts";
import { insideIf, lineAfter, lineBefore, onlyCall, removal, standsAlone } from "./edits.ts";
import type { Location, TextEdit } from "./types.ts";

const uri = "file:///x.c";
const unitOf = (text: string): Unit => ({ files: new Map([[uri, { source: { text } }]]) }) as unknown as Unit;

/** The place of `part` in the text. */
function at(text: string, part: string): Location {
  const start = text.indexOf(part);
  if (start < 0) throw new Error(`no ${part}`);
  return { uri, start, end: start + part.length };
}

/** Text of the statement around `part`. */
function statement(text: string, part: string): string | undefined {
  const extent = statementExtent(unitOf(text), at(text, part));
  return extent && text.slice(extent.start, extent.end);
}

const applied = (text: string, e: TextEdit): string => text.slice(0, e.start) + e.newText + text.slice(e.end);

test("the statement around a call goes to its semicolon", () => {
  expect(statement("a();\n    h = f(x, g(1));\nb();", "f")).toBe("h = f(x, g(1));");
  expect(statement("{ f(x); }", "f")).toBe("f(x);");
  expect(statement("} f(x[1]);", "f")).toBe("f(x[1]);");
  expect(statement("f({ 1; 2 }, 3); g();", "f")).toBe("f({ 1; 2 }, 3);");
  expect(statement("if (f(x)) g();", "f(x)")).toBe("if (f(x)) g();");
  expect(statement("f(x)", "f")).toBeUndefined();
  expect(statement(`f(${" ".repeat(1990)});`, "f")).toHaveLength(1994);
  expect(statement(`f(${" ".repeat(2100)});`, "f")).toBeUndefined();
});

test("lines have an indentation and the line end of the file", () => {
  const line = (text: string, part: string) => lineAt(unitOf(text), uri, at(text, part).start);
  expect(line("a\n \tb", "b")).toEqual({ start: 2, indent: " \t", eol: "\n" });
  expect(line("a\r\n  b c", "c")).toEqual({ start: 3, indent: "  ", eol: "\r\n" });
  expect(line("a\r  b", "b")).toEqual({ start: 2, indent: "  ", eol: "\r" });
  expect(line("b", "b")).toEqual({ start: 0, indent: "", eol: "\n" });
});

test("a statement stands alone behind another one, a label or a comment", () => {
  const alone = (text: string): boolean => standsAlone(unitOf(text), at(text, "f()"));
  for (const text of [
    "a; f();",
    "{ f();",
    "} f();",
    "case 1: f();",
    "// c\n  f();",
    "/* c */ f();",
    "a; // if (x)\n f();",
    `// ${"long ".repeat(60)}\n f();`,
  ])
    expect(alone(text)).toBe(true);
  for (const text of ["if (x) f();", "else f();", "f();", "x = f();", "/* c */ if (x) f();"]) expect(alone(text)).toBe(false);
});

test("a statement goes with its line, if it has it for itself", () => {
  const removed = (text: string): string => applied(text, removal(unitOf(text), at(text, "f();")));
  expect(removed("a;\n    f();\nb;")).toBe("a;\nb;");
  expect(removed("a;\n    f(); \t\nb;")).toBe("a;\nb;");
  expect(removed("a;\r\n  f();\r\nb;")).toBe("a;\r\nb;");
  expect(removed("a;\r  f();\rb;")).toBe("a;\rb;");
  expect(removed("a; f();\nb;")).toBe("a; \nb;");
  expect(removed("a;\n f(); b;")).toBe("a;\n  b;");
  expect(removed("a;\n f(); b;\nc;")).toBe("a;\n  b;\nc;");
  expect(removed("if (x)\n    f();\nb;")).toBe("if (x)\n    ;\nb;");
});

test("lines before and behind a statement", () => {
  const text = "a;\n    f();\nb;";
  expect(applied(text, lineBefore(unitOf(text), at(text, "f();"), "x = 0;"))).toBe("a;\n    x = 0;\n    f();\nb;");
  expect(applied(text, lineAfter(unitOf(text), at(text, "f();"), "x = 0;"))).toBe("a;\n    f();\n    x = 0;\nb;");
});

test("the condition around a call", () => {
  const inside = (text: string): string | undefined => {
    const place = insideIf(unitOf(text), at(text, "f()"));
    return place && `${text.slice(0, place.start)}^${text.slice(place.start)}`;
  };
  expect(inside("a; if (f()) b;")).toBe("a; if (^f()) b;");
  expect(inside("{ if ( (x && f()) ) b;")).toBe("{ if (^ (x && f()) ) b;");
  expect(inside("if (a) if (f()) b;")).toBe("if (a) if (^f()) b;");
  expect(inside("a; if (x || f()) b;")).toBeUndefined();
  expect(inside("a; if (x) f();")).toBeUndefined();
  expect(inside("if (x) { f(); }")).toBeUndefined();
  expect(inside("if (x) a; f();")).toBeUndefined();
  expect(inside("notif (f());")).toBeUndefined();
  expect(inside("if(f()) b;")).toBe("if(^f()) b;");
  expect(inside("if (a) if(f()) b;")).toBe("if (a) if(^f()) b;");
  expect(inside("x = a || b; if (f()) c;")).toBe("x = a || b; if (^f()) c;");
  expect(inside("if (f()) c; x = a || b;")).toBe("if (^f()) c; x = a || b;");
  // a body inside the condition
  expect(inside("if (each([] { f(); })) b;")).toBeUndefined();
  // not closed
  expect(inside("if (f()")).toBeUndefined();
});

test("a statement that is the call alone", () => {
  const only = (text: string, part: string): string | undefined => {
    const place = { function: { uri, offset: 0 }, range: at(text, part) } as unknown as Place;
    const extent = onlyCall(unitOf(text), place);
    return extent && text.slice(extent.start, extent.end);
  };
  expect(only("a;\n f(x);", "f(x)")).toBe("f(x);");
  expect(only("a;\n ::f(x);", "f(x)")).toBe("::f(x);");
  expect(only("a;\n :: f(x);", "f(x)")).toBe(":: f(x);");
  expect(only("a;\n ( void )f (x) ;", "f (x)")).toBe("( void )f (x) ;");
  expect(only("a;\n f(x) + 1;", "f(x)")).toBeUndefined();
  expect(only("a;\n f(x), g(x);", "f(x)")).toBeUndefined();
  expect(only("a;\n y = f(x);", "f(x)")).toBeUndefined();
  expect(only("a;\n return f(x);", "f(x)")).toBeUndefined();
  expect(only("a;\n if (b) f(x);", "f(x)")).toBeUndefined();
});
