import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { closeSource, openSource } from "../source/document.ts";
import { typeText } from "./ctype.ts";
import { indexFile } from "./index.ts";
import type { FileNames } from "./types.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

function index(text: string, uri = "a.cpp"): FileNames & { readonly itemNames: readonly (string | undefined)[] } {
  const source = openSource({ uri, text, parser, configuration: { target: "win32" } });
  if (source === undefined) throw new Error("cut");
  const names = indexFile(source);
  const itemNames = source.items.map((i) => i.name);
  closeSource(source);
  return { ...names, itemNames };
}

describe("macros and includes", () => {
  it("reads directives whatever the tree makes of them", () => {
    const names = index(`
#include <winsock2.h>
#include "own.h"
#define WM_X (WM_USER \\
  + 1) /* number */
#define CALL(a, ...) f(a) // call
/* #define HIDDEN 1 */
const char *s = "#define ALSO 2";
( ( ( [ #define BROKEN 3
#define AFTER 4
`);
    expect(names.includes.map(({ path, angle }) => [path, angle])).toEqual([
      ["winsock2.h", true],
      ["own.h", false],
    ]);
    expect(names.macros.map((m) => [m.name, m.params, m.body.replace(/\s+/g, " ")])).toEqual([
      ["WM_X", undefined, "(WM_USER + 1)"],
      ["CALL", ["a", "..."], "f(a)"],
      ["AFTER", undefined, "4"],
    ]);
  });

  it("leaves out what the configuration decides against", () => {
    const names = index("#ifdef _WIN32\n#define A 1\n#else\n#define A 2\n#endif\n");
    expect(names.macros.map((m) => m.body)).toEqual(["1"]);
  });
});

describe("records", () => {
  const names = (): ReturnType<typeof index> =>
    index(`
class CBase;
namespace net {
class CFoo : public CBase, private Other<int> {
  friend class Z;
public:
  CFoo(int n);
  virtual ~CFoo() { Stop(); }
  virtual void Stop() = 0;
  static HANDLE s_table[4];
  int a : 3, b;
  struct Inner { char c; };
  union { long u; char v[sizeof(long)]; };
  enum State { idle, busy = 4, done };
  LRESULT (CALLBACK *m_pfn)(HWND, UINT);
  HANDLE Start(const char *name, bool retry = true) const;
protected:
  CFoo *m_next = 0;
};
}
typedef struct { int x; } POINTX, *PPOINTX;
typedef struct tagQ Q;
`);

  it("lists members with their types", () => {
    const foo = names().records.find((r) => r.name === "net::CFoo")!;
    expect(foo.bases).toEqual(["CBase", "Other"]);
    expect(
      foo.fields.map((f) => `${f.isStatic ? "static " : ""}${f.name}: ${typeText(f.type)}${f.bits === undefined ? "" : ` : ${f.bits}`}`),
    ).toEqual([
      "static s_table: ?HANDLE [4]",
      "a: int : 3",
      "b: int",
      expect.stringMatching(/^: net::CFoo::<anon:[\da-f]{8}>$/),
      "m_pfn: ?LRESULT (*)(?HWND, ?UINT)",
      "m_next: ?CFoo*",
    ]);
    expect(foo.fields.find((f) => f.name === "m_next")?.initialiser?.text).toBe("0");
  });

  it("lists member functions, where they are defined and what they are", () => {
    const foo = names().records.find((r) => r.name === "net::CFoo")!;
    const marks = foo.methods.map((m) => [m.name, m.isConstructor, m.isDestructor, m.isVirtual, m.defined]);
    expect(marks).toEqual([
      ["net::CFoo::CFoo", true, false, false, false],
      ["net::CFoo::~CFoo", false, true, true, true],
      ["net::CFoo::Stop", false, false, true, false],
      ["net::CFoo::Start", false, false, false, false],
    ]);
    expect(foo.methods[3]!.params.map((p) => [p.name, p.default])).toEqual([
      ["name", undefined],
      ["retry", "true"],
    ]);
    expect(foo.methods[1]!.item).toBeDefined();
  });

  it("names nested and anonymous types", () => {
    const all = names();
    expect(all.records.map((r) => r.name)).toContain("net::CFoo::Inner");
    expect(all.records.find((r) => r.name === "POINTX")?.fields.map((f) => f.name)).toEqual(["x"]);
    expect(all.typedefs.map((t) => [t.name, typeText(t.type)])).toEqual([
      ["POINTX", "POINTX"],
      ["PPOINTX", "POINTX*"],
      ["Q", "tagQ"],
    ]);
    expect(all.enumConstants.map((e) => [e.name, e.value, e.enum])).toEqual([
      ["net::CFoo::idle", 0n, "net::CFoo::State"],
      ["net::CFoo::busy", 4n, "net::CFoo::State"],
      ["net::CFoo::done", 5n, "net::CFoo::State"],
    ]);
  });
});

describe("functions and variables", () => {
  it("tells prototypes from definitions, and what is seen from outside", () => {
    const names = index(`
extern "C" int proto(int a, ...);
static int g_n = 3, *g_p;
extern HANDLE g_h;
const UINT WM_REPLY = WM_USER + 5;
namespace { void hidden() {} }
static BOOL CALLBACK Proc(HWND, UINT);
int CFoo::Get(void) { extern int outer; struct Local { int z; }; return 0; }
using namespace std;
`);
    const heads = names.functions.map((f) => [f.name, f.record, f.internal, f.defined, f.params.length, f.variadic]);
    expect(heads).toEqual([
      ["proto", undefined, false, false, 1, true],
      ["hidden", undefined, true, true, 0, false],
      ["Proc", undefined, true, false, 2, false],
      ["CFoo::Get", "CFoo", false, true, 0, false],
    ]);
    expect(names.variables.map((v) => [v.name, v.internal, v.isExtern, v.initialiser?.text])).toEqual([
      ["g_n", true, false, "3"],
      ["g_p", true, false, undefined],
      ["g_h", false, true, undefined],
      ["WM_REPLY", true, false, "WM_USER + 5"],
      ["outer", false, true, undefined],
    ]);
    expect(names.records.map((r) => r.name)).toEqual(["Local"]);
    expect(names.usings).toEqual(["namespace std"]);
  });

  it("reads the types of an old parameter list", () => {
    const names = index("int knr(a, b) char *b; { return 0; }", "a.c");
    expect(names.functions[0]!.params.map((p) => [p.name, typeText(p.type)])).toEqual([
      ["a", "int"],
      ["b", "char*"],
    ]);
  });

  it("finds functions behind a broken piece, by their text if the tree has lost them", () => {
    const names = index(
      "int good(int a) { return a; }\n@@ ( {{ [ ;\nHANDLE CFoo::Start(LPCSTR name)\n{\n  return 0;\n}\nint last(void) { return 1; }\n",
    );
    expect(names.functions.map((f) => f.name)).toEqual(expect.arrayContaining(["good", "CFoo::Start"]));
    for (const f of names.functions) if (f.item !== undefined) expect(names.itemNames[f.item]).toBeDefined();
  });
});

describe("message tables", () => {
  it("says which class they route and where they go on", () => {
    const names = index(`
BEGIN_MESSAGE_MAP(CFoo, CDialog)
  ON_MESSAGE(WM_X, OnX)
  ON_WM_TIMER()
END_MESSAGE_MAP()
DEFINE_RESPONSE_TABLE1(TFoo, TWindow)
  EV_MESSAGE(WM_X, EvX),
END_RESPONSE_TABLE;
`);
    expect(names.tables.map((t) => [t.framework, t.record, t.base, t.entries.map((e) => [e.macro, e.args])])).toEqual([
      [
        "mfc",
        "CFoo",
        "CDialog",
        [
          ["ON_MESSAGE", ["WM_X", "OnX"]],
          ["ON_WM_TIMER", []],
        ],
      ],
      ["owl", "TFoo", "TWindow", [["EV_MESSAGE", ["WM_X", "EvX"]]]],
    ]);
  });
});
