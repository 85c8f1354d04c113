import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { closeSource } from "../source/document.ts";
import type { Language } from "../source/syntax.ts";
import { printFunction } from "./printer.ts";
import { type LowerTextOptions, lowerText } from "./testing.ts";
import type { IrFunction, Statement } from "./types.ts";
import { verifyFunction } from "./verify.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

function lower(text: string, language: Language = "cpp", options: LowerTextOptions = {}): readonly IrFunction[] {
  const lowered = lowerText(parser, text, language, options);
  closeSource(lowered.source);
  return lowered.functions;
}

function statements<K extends Statement["kind"]>(fn: IrFunction, kind: K): Extract<Statement, { kind: K }>[] {
  return fn.blocks.flatMap((b) => b.statements).filter((s): s is Extract<Statement, { kind: K }> => s.kind === kind);
}

const CALLER = `class CFoo { public: HANDLE m_h; HWND m_w; char m_b[10]; bool Start(LPCSTR n); };
bool CFoo::Start(LPCSTR n) {
  if ((m_h = ::WSAAsyncGetHostByName(m_w, WM_USER + 1, n, m_b, sizeof m_b)) == 0) return false;
  return true;
}
`;

describe("a value passed where an object is wanted", () => {
  const constructed = (text: string) => statements(lower(text).at(-1)!, "call").filter((call) => call.callee.kind === "constructor");

  it("is given to the constructor for such values, not to the one that copies", () => {
    const [made, ...more] = constructed(
      "struct C { C(const C &c); C(long n); };\nvoid take(const C &c);\nvoid f(unsigned n) { take(n); }\n",
    );
    expect(more).toEqual([]);
    expect(made!.callee).toEqual({ kind: "constructor", record: "C" });
    expect(made!.args[1]).toMatchObject({ kind: "temp" });
  });

  it("is given to an unknown constructor where none fits", () => {
    expect(constructed("struct C { C(const C &c); };\nvoid take(const C &c);\nvoid f(char *p) { take(p); }\n")).toHaveLength(1);
  });
});

describe("ranges", () => {
  it("are relative to the item and point at what was written", () => {
    const fn = lower(CALLER)[0]!;
    const item = CALLER.slice(CALLER.indexOf("bool CFoo::Start"));
    const call = statements(fn, "call")[0]!;
    const cut = (r: { start: number; end: number }): string => item.slice(r.start, r.end);
    expect(cut(call.nameRange)).toBe("::WSAAsyncGetHostByName");
    expect(call.argRanges.map(cut)).toEqual(["m_w", "WM_USER + 1", "n", "m_b", "sizeof m_b"]);
    expect(cut(call.range)).toBe("::WSAAsyncGetHostByName(m_w, WM_USER + 1, n, m_b, sizeof m_b)");
    expect(cut(statements(fn, "store")[0]!.range)).toBe(`m_h = ${cut(call.range)}`);
    expect(cut(fn.nameRange)).toBe("Start");
    expect(cut(fn.bodyRange)).toMatch(/^\{[\s\S]*\}$/);
    expect(fn.params.map((p) => cut(p.range))).toEqual(["n"]);
  });

  it("of macro arguments are where the arguments stand", () => {
    const text = "#define CHECK(e) do { if (!(e)) return 0; } while (0)\nint f(int n) { CHECK(Start(n)); return 1; }\n";
    const fn = lower(text)[0]!;
    const call = statements(fn, "call")[0]!;
    const item = text.slice(text.indexOf("int f"));
    expect(item.slice(call.nameRange.start, call.nameRange.end)).toBe("Start");
    expect(call.macro).toBeUndefined();
  });

  it("do not move with the item: the same function elsewhere has the same IR and the same dependencies", () => {
    const here = lower(CALLER)[0]!;
    const there = lower(`// moved\nint other;\n\n${CALLER}`)[0]!;
    expect(printFunction(there)).toBe(printFunction(here));
    expect(there.blocks).toEqual(here.blocks);
    expect([...there.asked]).toEqual([...here.asked]);
  });
});

describe("targets", () => {
  it("decide sizes and conversions", () => {
    const text = "int f(HANDLE h, long l) { return sizeof(h) + sizeof(l) + sizeof(wchar_t) + sizeof(HOSTENT); }";
    const value = (target: "win32" | "win64"): string => printFunction(lower(text, "cpp", { target })[0]!).match(/return (\d+)/)![1]!;
    expect(value("win32")).toBe(String(4 + 4 + 2 + 16));
    expect(value("win64")).toBe(String(8 + 4 + 2 + 32));
  });
});

describe("what the head says", () => {
  it("knows virtual, static, internal, constructors, and the class of each", () => {
    const marks = lower(`
struct Base { virtual void Run(); };
struct Foo : Base { Foo(); ~Foo(); void Run(); static int Count(); void Inline() {} };
Foo::Foo() {} Foo::~Foo() {} void Foo::Run() {} int Foo::Count() { return 1; }
static void hidden() {} namespace { void alsoHidden() {} } namespace net { void open() {} }
CUnseen::CUnseen() {} void CUnseen::OnX() {}
`).map((f) => [f.name, f.record, f.isVirtual, f.isStatic, f.internal, f.isConstructor || f.isDestructor, f.thisTemp !== undefined]);
    expect(marks).toEqual([
      ["Foo::Inline", "Foo", false, false, false, false, true],
      ["Foo::Foo", "Foo", false, false, false, true, true],
      ["Foo::~Foo", "Foo", false, false, false, true, true],
      ["Foo::Run", "Foo", true, false, false, false, true],
      ["Foo::Count", "Foo", false, true, false, false, false],
      ["hidden", undefined, false, false, true, false, false],
      ["alsoHidden", undefined, false, false, true, false, false],
      ["net::open", undefined, false, false, false, false, false],
      ["CUnseen::CUnseen", "CUnseen", false, false, false, true, true],
      ["CUnseen::OnX", "CUnseen", false, false, false, false, true],
    ]);
  });
});

describe("casts that the grammar takes for operators", () => {
  it.each([
    ["p = (LPSTR) &n;", /t\d+ = &n[\s\S]*p = t\d+ : LPSTR/],
    ["h = (HANDLE) -1;", /h = 18446744073709551615/],
    ["n = (DWORD) -1 == u;", /4294967295 == t\d+/],
    ["if (u == (DWORD) -1) n = 1;", /== 4294967295/],
    ["n = u + (DWORD) *p * 2;", /t\d+ \* 2[\s\S]*t\d+ \+ t\d+/],
  ])("%s", (text, expected) => {
    const printed = printFunction(lower(`void f(LPSTR p, HANDLE h, int n, DWORD u) { ${text} }`)[0]!);
    expect(printed).toMatch(expected);
    expect(printed).not.toContain("?(");
  });
});

describe("honesty", () => {
  it("counts what it could not read", () => {
    const [whole] = lower("int f(int n) { g(n); return n; }");
    const [broken] = lower("int f(int n) { g(n); @ @ [ $ ; return n; }");
    expect(whole!.understood.unknown).toBe(0);
    expect(broken!.understood.unknown).toBeGreaterThan(0);
    expect(statements(broken!, "call").length).toBe(1);
    expect(statements(broken!, "unknown")[0]).toMatchObject({ reason: "error-node" });
  });

  it("names what an unread piece mentions", () => {
    const [fn] = lower('int f(int n) { __asm__ volatile("nop" : : "r"(n)); return n; }');
    expect(statements(fn!, "unknown")[0]?.mentions).toContain("n");
  });
});

describe("bad input", () => {
  const check = (text: string, language: Language): void => {
    for (const fn of lower(text, language)) expect(verifyFunction(fn)).toEqual([]);
  };

  it("with junk anywhere still gives sound functions", () => {
    const junk = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      ";",
      "@",
      "#if X\n",
      "\n#endif\n",
      "case 1:",
      "else",
      '"',
      "'",
      "::",
      "->",
      "template<",
      "...",
      "=",
      "goto x;",
      "~",
      "operator",
    );
    fc.assert(
      fc.property(fc.nat(CALLER.length), junk, fc.nat(CALLER.length), junk, fc.boolean(), (a, first, b, second, isC) => {
        const once = CALLER.slice(0, a) + first + CALLER.slice(a);
        check(once.slice(0, b) + second + once.slice(b), isC ? "c" : "cpp");
      }),
      { numRuns: 150 },
    );
  });

  it("cut short at any place gives sound functions", () => {
    for (let end = 0; end < CALLER.length; end += 3) check(CALLER.slice(0, end), "cpp");
  });

  it("that nests without end is cut and says so", () => {
    const nested = (open: string, inner: string, close: string, n: number): string =>
      `int f(int n) { ${open.repeat(n)}${inner}${close.repeat(n)} return n; }`;
    for (const text of [
      nested("(", "n", ");", 0),
      nested("if (n) { ", "g(n);", "}", 700),
      `int f(int n) { n = ${"(".repeat(900)}n${")".repeat(900)}; return n; }`,
      nested("{", "g(n);", "}", 1500),
    ]) {
      const functions = lower(text);
      for (const fn of functions) expect(verifyFunction(fn)).toEqual([]);
      if (/(?:\(|\{ ?){600}/.test(text.replace(/if \(n\) /g, ""))) expect(functions[0]?.understood.unknown).toBeGreaterThan(0);
    }
  });

  it("with macros that go round in circles or grow without end ends", () => {
    const grow = Array.from({ length: 30 }, (_, i) => `#define G${i + 1}(x) G${i}(G${i}(x))`).join("\n");
    check(
      `#define A B\n#define B A\n#define G0(x) ((x) + 1)\n${grow}\n#define F(x) F(x) + F(x)\nint f(int n) { A(n); n = A; n = F(n); return G30(n); }`,
      "c",
    );
  });

  it("of great length takes its time but ends", () => {
    const cases = Array.from({ length: 5000 }, (_, i) => `case ${i}: g(${i}); break;`).join("\n");
    const [fn] = lower(`void f(int n) { switch (n) { ${cases} } }`, "c");
    expect(verifyFunction(fn!)).toEqual([]);
    const heads = fn!.blocks.filter((b) => b.end.kind === "switch");
    expect(heads).toHaveLength(1);
    expect(heads[0]!.end.kind === "switch" && heads[0]!.end.cases.length).toBe(5000);
    const chain = `void f(int n) { ${Array.from({ length: 1000 }, (_, i) => `if (n == ${i}) g(${i}); else`).join(" ")} h(); }`;
    const [long] = lower(chain, "c");
    expect(verifyFunction(long!)).toEqual([]);
  }, 60_000);
});
