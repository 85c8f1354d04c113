import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIXTURES, openTestParser, readFixture, type TestParser } from "../../../test/support/parser.ts";
import { closeSource, editSource, itemAt, itemNode, nearestBraceBlock, nodesWithin, openSource, SETTLE_LENGTH } from "./document.ts";
import { SourceStore } from "./store.ts";
import type { SyntaxNode } from "./syntax.ts";
import { editBetween } from "./treeEdit.ts";
import type { SourceFile, TextRange } from "./types.ts";

const configuration = { target: "win64" } as const;
let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

function open(text: string, uri = "a.cpp"): SourceFile {
  const source = openSource({ uri, text, parser, configuration });
  if (source === undefined) throw new Error("cut");
  return source;
}

function using<T>(source: SourceFile, look: (source: SourceFile) => T): T {
  try {
    return look(source);
  } finally {
    closeSource(source);
  }
}

/** Every node with its place; what two trees must agree on. */
function dump(root: SyntaxNode): string {
  const lines: string[] = [];
  const visit = (node: SyntaxNode, depth: number): void => {
    lines.push(`${depth} ${node.type} ${node.startIndex} ${node.endIndex}${node.isError ? " E" : ""}${node.isMissing ? " M" : ""}`);
    for (const child of node.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return lines.join("\n");
}

const brief = (source: SourceFile) =>
  source.items.map(({ kind, name, parent }) =>
    [kind, name ?? "", parent === undefined ? "" : (source.items[parent]?.name ?? "?")].join(" ").trim(),
  );

describe("language", () => {
  it("is chosen for .c by what parses better, and is C++ for everything else", () => {
    expect(using(open(readFixture("old-style.c"), "old-style.c"), (s) => [s.language, s.errorRanges.length])).toEqual(["c", 0]);
    expect(using(open(readFixture("cpp-inside.c"), "cpp-inside.c"), (s) => [s.language, s.errorRanges.length])).toEqual(["cpp", 0]);
    expect(using(open("int a;", "a.h"), (s) => s.language)).toBe("cpp");
    expect(using(open("int a;", "A.C"), (s) => s.language)).toBe("cpp");
    expect(using(open("int a;", "a.c"), (s) => s.language)).toBe("c");
  });
});

describe("items", () => {
  it("are functions, also inside classes and namespaces, tables and declarations", () => {
    using(open(readFixture("clean.cpp")), (source) => {
      expect(brief(source)).toEqual([
        "declaration Resolver",
        "function Resolver Resolver",
        "function ~Resolver Resolver",
        "function start Resolver",
        "function Resolver::cancel",
        "function larger",
        "function plain",
        "declaration",
      ]);
      for (const item of source.items) {
        expect(item.cut || item.broken).toBe(false);
        expect(itemNode(source, item)?.startIndex).toBe(item.start);
        if (item.body !== undefined) expect(source.text.slice(item.body.start, item.body.end)).toMatch(/^\{[\s\S]*\}$/);
      }
      expect(itemAt(source, source.text.indexOf("request_ = ::"))?.name).toBe("start");
    });
    using(open(readFixture("tables.cpp")), (source) => {
      expect(source.items.filter(({ kind }) => kind === "table").map(({ table }) => table)).toEqual([0, 1, 2, 3]);
    });
  });

  const twoFunctions = "int a;\nvoid f(int x)\n{\n  g(x);\n}\n\nvoid h()\n{\n  k();\n}\n";
  const keys = (text: string) => using(open(text), (s) => new Map(s.items.map(({ name, key }) => [name ?? "", key])));

  it("keep their keys wherever they move, and change only their own", () => {
    const before = keys(twoFunctions);
    expect(keys(`// a comment\n\n\n${twoFunctions}`)).toEqual(before);
    const after = keys(twoFunctions.replace("g(x)", "g(x, 1)"));
    expect(after.get("f")).not.toBe(before.get("f"));
    expect(after.get("h")).toBe(before.get("h"));
    // Lowering keeps offsets relative to the start of a function, so the key covers them.
    expect(keys(twoFunctions.replace("k();", "  k();")).get("h")).not.toBe(before.get("h"));
  });

  it("a class's key covers its members but not their bodies", () => {
    const text = "class A {\n  int f() { return 1; }\n  int x;\n};\n";
    expect(keys(text.replace("return 1", "return 22")).get("A")).toBe(keys(text).get("A"));
    expect(keys(text.replace("int x", "long x")).get("A")).not.toBe(keys(text).get("A"));
  });

  it("one typed brace does not swallow the functions below it", () => {
    const text = "void one(int a)\n{\n  first(a);\n}\n\nvoid two(int b)\n{\n  second(b);\n}\n\nint C::three()\n{\n  return third();\n}\n";
    const at = text.indexOf("  first");
    using(open(text), (before) => {
      const after = editSource(before, [{ start: at, end: at, text: "  if (a) {\n" }], parser, configuration);
      if (after === undefined) throw new Error("cut");
      using(after, (source) => {
        expect(source.items.filter(({ kind }) => kind === "function").map(({ name, broken }) => [name, broken])).toEqual([
          ["one", true],
          ["two", expect.any(Boolean)],
          ["C::three", expect.any(Boolean)],
        ]);
        // The text of the functions below is what it was, and so are their keys.
        expect(source.items.map(({ key }) => key).slice(1)).toEqual(before.items.map(({ key }) => key).slice(1));
      });
    });
  });

  it("without a brace in column 0 they are cut before lines that started an item before", () => {
    const text = "void one(int a) {\n  first(a); }\nvoid two(int b) {\n  second(b); }\nvoid three() {\n  third(); }\n";
    const at = text.indexOf("first");
    using(open(text), (before) => {
      const after = editSource(before, [{ start: at, end: at, text: "if (a) { " }], parser, configuration);
      if (after === undefined) throw new Error("cut");
      using(after, (source) =>
        expect(source.items.filter(({ kind }) => kind === "function").map(({ name }) => name)).toEqual(["one", "two", "three"]),
      );
    });
  });
});

describe("what the tree does not explain", () => {
  const broken = "void f()\n{\n  ok();\n  if (a @@ b) ( {\n    WSACancelAsyncRequest(h);\n  }\n}\n\nvoid g()\n{\n  fine();\n}\n";

  it("is counted, and located by the nearest braces", () => {
    using(open(broken), (source) => {
      expect(source.errorRanges.length).toBeGreaterThan(0);
      expect(source.parsedPercent()).toBeLessThan(100);
      const call = broken.indexOf("WSACancel");
      const block = nearestBraceBlock(source, call) as TextRange;
      expect(broken.slice(block.start, block.end)).toMatch(/^\{\s+WSACancelAsyncRequest\(h\);\s+\}$/);
      expect(nearestBraceBlock(source, 0)).toBeUndefined();
      expect(source.items.filter(({ kind }) => kind === "function").map(({ name }) => name)).toEqual(["f", "g"]);
      const range = { start: broken.indexOf("void g"), end: broken.length };
      expect(nodesWithin(source, range).some(({ text }) => text.includes("fine()"))).toBe(true);
    });
  });

  it("blanked branches count as not parsed", () => {
    expect(using(open("int a;\n#if 0\n1234567\n#endif\n"), (s) => s.parsedPercent())).toBeLessThan(70);
    expect(using(open("int a;\n"), (s) => s.parsedPercent())).toBe(100);
    expect(using(open(""), (s) => [s.parsedPercent(), s.items, s.errorRanges])).toEqual([100, [], []]);
  });
});

describe("edits", () => {
  it("are the difference of the blanked texts", () => {
    expect(editBetween("abc", "abc")).toBeUndefined();
    expect(editBetween("a\nbXc", "a\nbYYc")).toEqual({
      startIndex: 3,
      oldEndIndex: 4,
      newEndIndex: 5,
      startPosition: { row: 1, column: 1 },
      oldEndPosition: { row: 1, column: 2 },
      newEndPosition: { row: 1, column: 3 },
    });
  });

  it("a change of one character may change what is blanked elsewhere", () => {
    const text = "#define A 0\nint a;\n#if A\nint b;\n#else\nint c;\n#endif\n";
    using(open(text), (before) => {
      const after = editSource(before, [{ start: text.indexOf("0"), end: text.indexOf("0") + 1, text: "1" }], parser, configuration);
      if (after === undefined) throw new Error("cut");
      using(after, (source) => {
        expect(source.blanked).toContain("int b;");
        expect(source.blanked).not.toContain("int c;");
        expect(before.blanked).toContain("int c;");
      });
    });
  });

  it("use the tree before", () => {
    const text = readFixture("clean.cpp");
    const idOf = (source: SourceFile, what: string) => source.tree.rootNode.namedDescendantForIndex(source.text.indexOf(what))?.id;
    using(open(text), (before) => {
      const at = text.indexOf("return a > b");
      const after = editSource(before, [{ start: at, end: at, text: "++a; " }], parser, configuration);
      if (after === undefined) throw new Error("cut");
      using(after, (source) => expect(idOf(source, "WSACancelAsyncRequest")).toBe(idOf(before, "WSACancelAsyncRequest")));
    });
  });

  it("a large text with an error waits for a parse from scratch and says so", () => {
    const text = "int f(int a) { return a + 1; }\n".repeat(Math.ceil(SETTLE_LENGTH / 30));
    const edit = (source: SourceFile, start: number, end: number, text: string) => {
      const next = editSource(source, [{ start, end, text }], parser, configuration);
      if (next === undefined) throw new Error("cut");
      closeSource(source);
      return next;
    };
    let source = open(text);
    expect(source.settled).toBe(true);
    source = edit(source, 14, 14, "( {");
    expect([source.tree.rootNode.hasError, source.settled]).toEqual([true, false]);
    source = edit(source, 14, 17, "");
    expect([source.tree.rootNode.hasError, source.settled]).toEqual([false, true]);
    closeSource(source);
  }, 60_000);

  it("parsed with the tree before give the tree from scratch", () => {
    const pieces = [
      "",
      " ",
      "{",
      "}",
      "(",
      ")",
      ";",
      '"',
      "/*",
      "*/",
      "\n",
      "\r\n",
      "#if 0\n",
      "#endif\n",
      "FAR ",
      "x",
      "if (a) ",
      "WINAPI ",
      "é",
      "😀",
      "0",
      "else ",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...FIXTURES),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), fc.constantFrom(...pieces)), {
          minLength: 1,
          maxLength: 6,
        }),
        (name, edits) => {
          let source = open(readFixture(name), name);
          try {
            for (const [where, length, text] of edits) {
              const start = Math.floor(where * source.text.length);
              const end = Math.min(source.text.length, start + length);
              const next = editSource(source, [{ start, end, text }], parser, configuration);
              if (next === undefined) throw new Error("cut");
              closeSource(source);
              source = next;
              const fresh = parser.parse(source.blanked, source.language);
              if (fresh === undefined) throw new Error("cut");
              try {
                expect(dump(source.tree.rootNode)).toBe(dump(fresh.rootNode));
              } finally {
                fresh.delete();
              }
            }
          } finally {
            closeSource(source);
          }
        },
      ),
      { numRuns: 100, seed: 20 },
    );
  }, 60_000);
});

describe("ownership and limits", () => {
  it("a cut parse gives nothing, leaks nothing, and the next one is whole", () => {
    const long = "int f(int a) { return a + 1; }\n".repeat(20_000);
    const live = parser.liveTrees;
    let asked = 0;
    expect(openSource({ uri: "a.cpp", text: long, parser, configuration, limits: { cancelled: () => ++asked > 3 } })).toBeUndefined();
    expect(openSource({ uri: "a.c", text: long, parser, configuration, limits: { budgetMs: 1 } })).toBeUndefined();
    expect(parser.liveTrees).toBe(live);
    using(open("int a;"), (source) => expect(source.tree.rootNode.text).toBe("int a;"));
  });

  it("a store closes what it drops, and each tree once", () => {
    const store = new SourceStore(20);
    const live = parser.liveTrees;
    const first = open("int first;", "1.cpp");
    store.put(first);
    store.put(first);
    store.put(open("int second;", "2.cpp"));
    expect(store.size).toBe(1);
    expect(() => first.tree.rootNode).toThrow(/deleted/);
    store.put(open("int b;", "3.cpp"));
    expect(store.get("2.cpp")?.tree.rootNode.hasError).toBe(false);
    store.put(open("int cc;", "4.cpp"));
    expect([store.get("3.cpp"), store.get("2.cpp")?.text, store.get("4.cpp")?.text]).toEqual([undefined, "int second;", "int cc;"]);
    store.put(open("int d;", "2.cpp"));
    expect(parser.liveTrees).toBe(live + 2);
    store.clear();
    expect(parser.liveTrees).toBe(live);
    const twice = open("int a;");
    closeSource(twice);
    expect(() => closeSource(twice)).toThrow(/twice/);
  });

  it("a list of words that cannot be read is an error of one line", () => {
    expect(() => openSource({ uri: "a.cpp", text: "", parser, configuration: { target: "win64", words: ["not a word"] } })).toThrow(
      RangeError,
    );
    expect(parser.liveTrees).toBe(0);
  });
});
