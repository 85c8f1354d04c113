import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { hash, identify, normalisedStatement } from "./identity.ts";
import type { Finding } from "./types.ts";

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

test("a sum is sixteen digits, and every character and its place count", () => {
  expect(hash("")).toBe("811c9dc501000193");
  expect(hash("a")).toMatch(/^[0-9a-f]{16}$/);
  const sums = ["a", "b", "ab", "ba", "aa", "\u0161", "abc", "acb"].map(hash);
  expect(new Set(sums.map((s) => s.slice(0, 8))).size).toBe(sums.length);
  expect(new Set(sums.map((s) => s.slice(8))).size).toBe(sums.length);
  // ids are kept in baselines: they are the same in every version
  expect(hash("unchecked-start\nx.c")).toBe("7f2d2a9387120fc2");
});

test("a statement is its tokens: without comments, directives and layout", () => {
  const of = (text: string): string => {
    const at = text.indexOf("call");
    return normalisedStatement(text, at, at + 4);
  };
  expect(of("a();\n  h =  call /* why */ (x,\n\t y); b();")).toBe("h = call (x, y)");
  expect(of("{ call(x); // first\n }")).toBe("call(x)");
  expect(of("{ f(); // of the line before\n call(x); }")).toBe("call(x)");
  expect(of("if (a) { x = /* one */ call(/* two */ 1); }")).toBe("x = call( 1)");
  expect(of("int a;\n#define B 1\ncall(B) }")).toBe("call(B)");
  expect(of("call(x)")).toBe("call(x)");
  expect(of("call(/* one\n of\n several lines */ x, /**/ y)")).toBe("call( x, y)");
  // no further than four hundred characters on either side
  expect(of(`${"a ".repeat(300)}call${" b".repeat(300)}`)).toHaveLength(400 + 4 + 400);
});

test("an id names rule, file, function, statement, and which of equal ones", () => {
  const text = "HANDLE h; void f(HWND w) { h = WSAAsyncGetHostByName(w, 1025, 0, 0, 0); }\n";
  const texts = new Map([
    ["file:///p/src/a/x.c", `#include "../b/y.h"\n${text}`],
    ["file:///p/src/b/y.h", "void g(void);\n"],
  ]);
  const workspace = createWorkspace({ parser, target: "win64" });
  const planned = workspace.plan({ texts }).units[0];
  const unit = planned && workspace.unit({ texts }, planned).unit;
  expect([...(unit?.files.keys() ?? [])].sort()).toEqual([...texts.keys()]);
  if (!unit) return;
  const at = texts.get("file:///p/src/a/x.c")?.indexOf("WSA") ?? 0;
  const finding = (change: Partial<Finding>): Finding => ({
    rule: "r",
    uri: "file:///p/src/a/x.c",
    start: at,
    end: at + 3,
    severity: "error",
    confidence: "likely",
    message: "m",
    related: [],
    function: "f",
    ...change,
  });
  const statement = "void g(void)";
  expect(
    identify(unit, [
      finding({}),
      finding({}),
      finding({ rule: "q" }),
      finding({ function: "g" }),
      finding({ uri: "file:///p/src/b/y.h", start: 0, end: 1 }),
    ]),
  ).toEqual(
    [
      "r\na/x.c\nf\nh = WSAAsyncGetHostByName(w, 1025, 0, 0, 0)\n0",
      "r\na/x.c\nf\nh = WSAAsyncGetHostByName(w, 1025, 0, 0, 0)\n1",
      "q\na/x.c\nf\nh = WSAAsyncGetHostByName(w, 1025, 0, 0, 0)\n0",
      "r\na/x.c\ng\nh = WSAAsyncGetHostByName(w, 1025, 0, 0, 0)\n0",
      `r\nb/y.h\nf\n${statement}\n0`,
    ].map(hash),
  );
  workspace.dispose();
});
