import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { closeSource, openSource } from "../source/document.ts";
import { evaluateConstant } from "./constants.ts";
import { createNames } from "./create.ts";
import { typeText } from "./ctype.ts";
import { indexFile } from "./index.ts";
import { layoutOf, memberLayout, recordLayout } from "./layout.ts";
import { recordingNames, stillHolds } from "./recording.ts";
import type { Names } from "./types.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

function names(texts: string | readonly string[], target: "win32" | "win64" = "win32"): Names {
  const files = (typeof texts === "string" ? [texts] : texts).map((text, i) => {
    const source = openSource({ uri: `file${i}.cpp`, text, parser, configuration: { target } });
    if (source === undefined) throw new Error("cut");
    const file = indexFile(source);
    closeSource(source);
    return file;
  });
  return createNames(files, target);
}

describe("names in view", () => {
  it("follows typedefs, also through several files, and ends on cycles", () => {
    const n = names([
      "typedef MYHANDLE TASK; typedef LOOP2 LOOP1; typedef LOOP1 LOOP2;",
      "typedef HANDLE MYHANDLE; struct S { TASK task; };",
    ]);
    expect(typeText(n.type("TASK")!)).toBe("HANDLE");
    expect(n.type("LOOP1")?.kind).toBe("unknown");
    expect(typeText(n.field("S", "task")!.type)).toBe("HANDLE");
    expect(n.type("NOBODY")).toBeUndefined();
  });

  it("looks in the class, its bases, its namespace, then outside", () => {
    const n = names(`
namespace net { typedef int Id; const int kLimit = 7;
struct Base { enum { kBase = 3 }; int m_base; static int s_count; void Run(); };
struct Derived : Base { typedef char Id; int m_own; }; }
int Id; using namespace net; void Run(int);`);
    expect(typeText(n.type("Id", "net::Derived")!)).toBe("char");
    expect(typeText(n.type("Id", "net::Base")!)).toBe("int");
    expect(n.constant("kBase", "net::Derived")?.value).toBe(3n);
    expect(n.constant("kBase")).toBeUndefined();
    expect(n.constant("kLimit")?.value).toBe(7n);
    expect(n.field("net::Derived", "m_base")?.name).toBe("m_base");
    expect(n.variable("s_count", "net::Derived")?.name).toBe("net::Base::s_count");
    expect(n.functions("Run", "net::Derived").map((f) => f.name)).toEqual(["net::Base::Run"]);
    expect(n.functions("Run").map((f) => f.name)).toEqual(["Run"]);
  });

  it("falls back to the models of Windows", () => {
    const n = names("struct X { HWND m_hWnd; };");
    expect(typeText(n.type("DWORD")!)).toBe("DWORD");
    expect(n.constant("WSAENOBUFS")?.value).toBe(10055n);
    expect(n.record("hostent")?.fields.map((f) => f.name)).toContain("h_addr_list");
    expect(n.type("LPHOSTENT")).toMatchObject({ kind: "pointer", to: { kind: "record", name: "hostent" } });
    expect(n.functions("WSAAsyncGetHostByName")[0]?.params).toHaveLength(5);
    expect(n.record("CDialog")?.external).toBe(true);
    expect(n.record("list")).toBeUndefined();
    expect(n.record("std::list")?.external).toBe(true);
  });

  it("evaluates macros, enumerators and constants on each other", () => {
    const n = names(
      "#define BASE (WM_USER + 0x10)\n#define NEXT(n) (BASE + (n))\nenum { first = NEXT(1), second };\nconst UINT third = second + 1;\n#define SELF SELF\n#define A B\n#define B A\n",
    );
    expect(n.constant("BASE")?.value).toBe(1040n);
    expect(n.constant("second")?.value).toBe(1042n);
    expect(n.constant("third")?.value).toBe(1043n);
    expect(evaluateConstant("NEXT(2) << 1", n)?.value).toBe(2084n);
    for (const name of ["SELF", "A", "B"]) expect(n.constant(name), name).toBeUndefined();
  });

  it("gives arrays the length of their initialisers", () => {
    const n = names('int a[] = { 1, 2, 3, };\nchar s[] = "ab\\n";\nchar b[MAXGETHOSTSTRUCT];\nconst char *t[] = { "x, y", "z" };');
    const length = (name: string): unknown => {
      const type = n.variable(name)!.type;
      return type.kind === "array" ? type.length : undefined;
    };
    expect(["a", "s", "b", "t"].map(length)).toEqual([3, 4, 1024, 2]);
  });
});

describe("layout", () => {
  const text = `
struct Plain { char c; double d; short s; };
struct Pointers { char c; HANDLE h; char tail; };
union Both { char c[5]; int n; };
struct Bits { unsigned a : 3; unsigned b : 30; unsigned c : 2; char d : 2; };
struct Base { virtual void f(); int x; };
struct Derived : Base { char y; };
struct Holder { int n; struct { short p, q; }; union { int u; char v; } w; };
#pragma pack(push, 1)
struct Packed { char c; int n; };
#pragma pack(pop)
struct Unseen { Nobody n; };
struct Self { Self *next; Self again; };
`;
  it.each([
    ["Plain", 24, 24],
    ["Pointers", 12, 24],
    ["Both", 8, 8],
    ["Bits", 12, 12],
    ["Base", 8, 16],
    ["Derived", 12, 24],
    ["Holder", 12, 12],
    ["Packed", 5, 5],
    ["hostent", 16, 32],
    ["WSADATA", 400, 408],
    ["MSG", 28, 48],
  ])("%s takes %i bytes on win32 and %i on win64", (name, small, large) => {
    for (const [target, size] of [
      ["win32", small],
      ["win64", large],
    ] as const) {
      const n = names(text, target);
      expect(layoutOf(n.type(name)!, n)?.size, target).toBe(size);
    }
  });

  it("says where members stand", () => {
    const n = names(text, "win64");
    expect(memberLayout("Pointers", "h", n)?.offset).toBe(8);
    expect(memberLayout("Derived", "x", n)?.offset).toBe(8);
    expect(memberLayout("Derived", "y", n)?.offset).toBe(16);
    expect(memberLayout("Holder", "q", n)?.offset).toBe(6);
    expect(memberLayout("Bits", "b", n)).toMatchObject({ offset: 4, bit: { shift: 0, width: 30 } });
    expect(memberLayout("Bits", "c", n)).toMatchObject({ offset: 4, bit: { shift: 30, width: 2 } });
  });

  it("is not known where a definition is missing or goes round in circles", () => {
    const n = names(text);
    expect(recordLayout("Unseen", n)).toBeUndefined();
    expect(recordLayout("Self", n)).toBeUndefined();
    expect(recordLayout("Nobody", n)).toBeUndefined();
    expect(recordLayout("CDialog", n)).toBeUndefined();
  });
});

describe("recording", () => {
  const text = "#define WM_X 5\nstruct S { int a; };\nint f(S);\n";

  it("holds as long as the answers do, wherever they stand", () => {
    const recording = recordingNames(names(text));
    recording.names.constant("WM_X");
    recording.names.field("S", "a");
    recording.names.functions("f", "CFoo");
    recording.names.type("NOBODY");
    expect([...recording.asked.keys()]).toEqual(["constant:WM_X", "field:S.a", "functions:f@CFoo", "type:NOBODY"]);
    expect(stillHolds(recording.asked, names(`\n\n\nint more;\n${text}`))).toBe(true);
    expect(stillHolds(recording.asked, names(text.replace("5", "6")))).toBe(false);
    expect(stillHolds(recording.asked, names(text.replace("int a", "char a")))).toBe(false);
    expect(stillHolds(recording.asked, names(text.replace("f(S)", "f(S, int)")))).toBe(false);
    expect(stillHolds(recording.asked, names(`${text}typedef int NOBODY;`))).toBe(false);
  });
});
