import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, readFixture, type TestParser } from "../../../test/support/parser.ts";
import { closeSource, openSource } from "./document.ts";
import { prepare } from "./prepare.ts";
import type { SyntaxNode } from "./syntax.ts";

const configuration = { target: "win32" } as const;
const blank = (text: string, words: readonly string[] = []) => prepare(text, "cpp", { ...configuration, words }).blanked;

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

function parsed<T>(name: string, look: (root: SyntaxNode, source: NonNullable<ReturnType<typeof openSource>>) => T): T {
  const source = openSource({ uri: name, text: readFixture(name), parser, configuration });
  if (source === undefined) throw new Error("cut");
  try {
    return look(source.tree.rootNode, source);
  } finally {
    closeSource(source);
  }
}

function calls(root: SyntaxNode): string[] {
  const found: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === "call_expression") found.push(node.childForFieldName("function")?.text ?? "");
    node.namedChildren.forEach(visit);
  };
  visit(root);
  return found;
}

describe("blanking", () => {
  it.each(["bare-words.c", "conditionals.c", "tables.cpp", "macros.cpp", "clean.cpp", "old-style.c", "cpp-inside.c"])(
    "%s parses whole, at its length",
    (name) => {
      parsed(name, (_root, source) => {
        expect(source.errorRanges.map(({ start, end }) => source.blanked.slice(start, end + 40))).toEqual([]);
        expect(source.blanked.length).toBe(source.text.length);
      });
    },
  );

  it("the same files do not parse as they stand, clean.cpp apart", () => {
    for (const name of ["bare-words.c", "conditionals.c", "tables.cpp", "macros.cpp"]) {
      const tree = parser.parse(readFixture(name), name.endsWith(".c") ? "c" : "cpp");
      expect(tree?.rootNode.hasError, name).toBe(true);
      tree?.delete();
    }
  });

  it("leaves code without Windows words as it is", () => {
    expect(blank(readFixture("clean.cpp"))).toBe(readFixture("clean.cpp"));
  });

  it("touches no string, no comment, and no name that only looks like a word", () => {
    const text = readFixture("bare-words.c");
    const blanked = blank(text);
    expect(blanked).toContain('"CALLBACK WINAPI"; /* FAR PASCAL stay here */');
    expect(blanked).toContain("int near = 3, far = 4;");
    expect(blanked).toContain("near * far +");
    expect(blanked).toContain("enum Reach { NEAR, FAR, HUGE };");
    expect(blanked).toContain("/* Calling conventions, 16-bit words and annotations. */");
  });

  it("blanks conventions, annotations with their arguments, and parameter words", () => {
    expect(blank("typedef int (WINAPI *p)(char FAR *);")).toBe("typedef int (       *p)(char     *);");
    expect(blank("void f(_Out_writes_(n + g(2)) char *b, IN int c);")).toBe("void f(                       char *b,    int c);");
    expect(blank("long FAR PASCAL _export P();")).toBe("long                    P();");
    expect(blank("x = p->FAR;")).toBe("x = p->FAR;");
  });

  it("takes listed words: blanked, with arguments, replaced, as a table", () => {
    expect(blank("MYAPI int f();", ["MYAPI"])).toBe("      int f();");
    expect(blank("int f() MYATTR(1, 2);", ["MYATTR()"])).toBe("int f()             ;");
    expect(blank("if (a IST b) c();", ["IST=!="])).toBe("if (a !=  b) c();");
    const table = prepare("MAP_OPEN(C) ENTRY(1, f) MAP_CLOSE", "cpp", { ...configuration, words: ["MAP_OPEN..MAP_CLOSE"] }).tables[0];
    expect(table?.entries.map(({ macro, args }) => [macro, args.map(({ text }) => text)])).toEqual([["ENTRY", ["1", "f"]]]);
    expect(() => blank("", ["IS=longer"])).toThrow(RangeError);
    expect(() => blank("", ["a b"])).toThrow(/"a b" is no word/);
  });

  it("takes words that the file itself defines", () => {
    expect(blank("#define IS ==\nint a = b IS c;")).toBe("#define IS ==\nint a = b == c;");
    expect(blank("#define API __declspec(dllexport)\nAPI int f();")).toBe("#define API __declspec(dllexport)\n    int f();");
    expect(blank("#define EXPORT 5\nint a[EXPORT + 1] ;\nint EXPORT_COUNT = EXPORT * 2;")).toContain("EXPORT + 1");
  });

  it("joins text macros only beside another string", () => {
    expect(blank('f(_T("a"));')).toBe('f(_T("a"));');
    expect(blank('f(_T("a") _T("b") L"c");')).toBe('f(   "a"     "b"  L"c");');
    expect(blank('f("a" NUM(x) "b" FORMAT "c");')).toBe('f("a"        "b"        "c");');
  });

  it("keeps every call of a line a call of its own", () => {
    const found = parsed("macros.cpp", calls);
    expect(found.filter((name) => /WSAAsync|WSACancel/.test(name))).toEqual([
      "WSAAsyncGetHostByName",
      "Api::WSAAsyncGetHostByName",
      "WSACancelAsyncRequest",
      "WSACancelAsyncRequest",
    ]);
    expect(found).toContain("TRACE_ENTER");
  });

  it("reads function heads that are macros", () => {
    const names = parsed("macros.cpp", (_root, { items }) => items.filter(({ kind }) => kind === "function").map(({ name }) => name));
    expect(names).toEqual(["Name", "sockets::look_up"]);
  });

  it("treats CR, a stray NUL and Ctrl-Z as line end and blank", () => {
    expect(blank("#define A 1\rint f(WINAPI);\r\n\u001a")).toBe("#define A 1\nint f(WINAPI);\r\n ");
    const source = openSource({ uri: "cr.c", text: "#include <a.h>\rint f() {\r  // note\r  return g();\r}\r", parser, configuration });
    expect(source?.errorRanges).toEqual([]);
    expect(source?.lines.position(source.text.indexOf("return"))).toEqual({ line: 3, column: 2 });
    if (source !== undefined) closeSource(source);
  });
});
