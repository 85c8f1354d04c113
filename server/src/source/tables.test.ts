import { describe, expect, it } from "vitest";
import { readFixture } from "../../../test/support/parser.ts";
import { prepare } from "./prepare.ts";

const read = (text: string) => prepare(text, "cpp", { target: "win64" });
const shape = (text: string) =>
  read(text).tables.map(({ head, entries, tail }) => [
    head.macro,
    head.args.map((a) => a.text).join("|"),
    entries.map((e) => `${e.macro}(${e.args.map((a) => a.text).join("|")})`).join(" "),
    tail?.macro,
  ]);

describe("tables", () => {
  it("are read as data before they are blanked", () => {
    expect(shape(readFixture("tables.cpp"))).toEqual([
      [
        "BEGIN_MESSAGE_MAP",
        "CLookup|CWnd",
        "ON_WM_DESTROY() ON_MESSAGE(WM_USER + 1|OnHostFound) ON_WM_TIMER() ON_COMMAND_RANGE(ID_FIRST|ID_LAST|OnCommand)",
        "END_MESSAGE_MAP",
      ],
      ["BEGIN_DISPATCH_MAP", "CLookup|CWnd", 'DISP_FUNCTION(CLookup|"Look"|Look|VT_EMPTY|VTS_BSTR VTS_I4)', "END_DISPATCH_MAP"],
      ["BEGIN_MSG_MAP", "CLookup", "MESSAGE_HANDLER(WM_USER + 1|OnHostFound) CHAIN_MSG_MAP(CWnd)", "END_MSG_MAP"],
      ["DEFINE_RESPONSE_TABLE1", "TLookup|TWindow", "EV_WM_SIZE() EV_MESSAGE(WM_USER + 1|HostFound)", "END_RESPONSE_TABLE"],
    ]);
  });

  it("have offsets that point at what was written", () => {
    const text = readFixture("tables.cpp");
    for (const { head, entries, tail, start, end } of read(text).tables) {
      expect(text.slice(start, head.end).startsWith(head.macro)).toBe(true);
      for (const use of [...entries, head]) {
        expect(text.slice(use.start, use.end)).toMatch(new RegExp(`^${use.macro}`));
        for (const arg of use.args) expect(text.slice(arg.start, arg.end)).toBe(arg.text);
      }
      expect(tail !== undefined && tail.end <= end).toBe(true);
    }
  });

  it("end where their shape ends when the end macro is missing", () => {
    const { tables, blanked } = read("BEGIN_MESSAGE_MAP(A, B)\n  ON_WM_SIZE()\nvoid A::f() { g(); }\n");
    expect(tables[0]?.entries.map((e) => e.macro)).toEqual(["ON_WM_SIZE"]);
    expect(tables[0]?.tail).toBeUndefined();
    expect(blanked).toContain("void A::f() { g(); }");
  });

  it("are not seen in code, strings, comments or branches that are blanked", () => {
    expect(shape("void f() { BEGIN_CRITICAL_SECTION(); g(); END_CRITICAL_SECTION(); }")).toEqual([]);
    expect(
      shape('const char *s = "BEGIN_MESSAGE_MAP(A, B) ON_WM_SIZE() END_MESSAGE_MAP()"; // BEGIN_MESSAGE_MAP(A, B) END_MESSAGE_MAP()'),
    ).toEqual([]);
    expect(shape("#if 0\nBEGIN_MESSAGE_MAP(A, B)\nEND_MESSAGE_MAP()\n#endif\n")).toEqual([]);
    expect(shape("#ifdef __unix__\n#else\nBEGIN_MESSAGE_MAP(A, B)\n#ifdef WIN16\nON_X()\n#endif\nEND_MESSAGE_MAP()\n#endif\n")).toEqual([
      ["BEGIN_MESSAGE_MAP", "A|B", "", "END_MESSAGE_MAP"],
    ]);
  });

  it("lone macros are read and blanked, calls that look like them stay", () => {
    const { macros, blanked } = read(
      "IMPLEMENT_DYNAMIC(CFoo, CWnd)\nclass CFoo {\n  DECLARE_MESSAGE_MAP()\n  int a;\n};\nvoid f() {\n  ASSERT_VALID(p)\n  g();\n}\n",
    );
    expect(macros.map(({ macro, args }) => [macro, ...args.map(({ text }) => text)])).toEqual([
      ["IMPLEMENT_DYNAMIC", "CFoo", "CWnd"],
      ["DECLARE_MESSAGE_MAP"],
    ]);
    expect(blanked).not.toContain("DECLARE_MESSAGE_MAP");
    expect(blanked).toContain("ASSERT_VALID(p);");
  });
});
