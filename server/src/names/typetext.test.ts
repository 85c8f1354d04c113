import { describe, expect, it } from "vitest";
import { declare, typeText } from "./ctype.ts";
import { headFromText } from "./heads.ts";
import { declarationFromText } from "./typetext.ts";

const read = (text: string): string | undefined => {
  const found = declarationFromText(text);
  return found === undefined ? undefined : declare(found.type, found.name);
};

describe("declarations spelled as text", () => {
  it.each([
    ["const char FAR *", "char*"],
    ["unsigned long int n", "unsigned long n"],
    ["struct hostent *he", "hostent*he"],
    ["int (*f)(char *, ...)", "int (*f)(char*, ...)"],
    ["LRESULT (CALLBACK *WNDPROC)(HWND, UINT)", "?LRESULT (*WNDPROC)(?HWND, ?UINT)"],
    ["char b[2][3]", "char b[2][3]"],
    ["char *names[]", "char*names[]"],
    ["HANDLE WSAAPI f(HWND hWnd, char *buf)", "?HANDLE f(?HWND, char*)"],
    ["std::vector<CFoo*> list", "std::vector<?CFoo*> list"],
    ["CFoo &other", "?CFoo&other"],
    ["void f(void)", "void f()"],
    ["static int CFoo::Get(int) const", "int CFoo::Get(int)"],
    ["CFoo::~CFoo()", "int CFoo::~CFoo()"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it("is undefined for what is no declaration", () => {
    for (const text of ["", "1 + 2", "a b c d", "= 3", "("]) expect(read(text), text).toBeUndefined();
  });
});

describe("heads of functions as text", () => {
  it("gives name, parameters and what it is", () => {
    const head = headFromText("static HANDLE CFoo::Start(LPCSTR name, int n = 3) ", 100, undefined)!;
    expect(head.name).toBe("CFoo::Start");
    expect(head.record).toBe("CFoo");
    expect(head.offset).toBe(120);
    expect(head.params.map((p) => `${typeText(p.type)} ${p.name}`)).toEqual(["?LPCSTR name", "int n"]);
    expect(headFromText("CFoo::CFoo(int a) : CBase(a), m_b(2) ", 0, undefined)?.isConstructor).toBe(true);
    expect(headFromText("CFoo::~CFoo() ", 0, undefined)?.isDestructor).toBe(true);
  });

  it("keeps the name that the item cutter knows when the rest is beyond reading", () => {
    expect(headFromText("%% OnX(( ", 0, "OnX")?.name).toBe("OnX");
  });
});
