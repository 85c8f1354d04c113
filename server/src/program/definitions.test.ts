import { expect, it } from "vitest";
import { externalNames, textDefinitions } from "./definitions.ts";
import { processorTime } from "../../../test/support/processorTime.ts";

const names = (text: string) => textDefinitions(text).map((d) => `${d.internal ? "static " : ""}${d.name}/${d.params}`);

it("finds definitions and passes over declarations, calls and strings", () => {
  expect(
    names(`// f(x) {
int declared(int a);
static HWND helper(void) { if (x) { call(1); } return 0; }
LRESULT CALLBACK WndProc(HWND w, UINT m,
  WPARAM a, LPARAM b)
{
  char c = '{'; const char *s = "}";
}
CFoo::CFoo(int a) : CBase(a), m_x(0) { }
CFoo::~CFoo() { }
void N::CFoo :: OnReply(WPARAM w) const { }
int table[] = { f(1), 2 };
`),
  ).toEqual(["static helper/0", "WndProc/4", "CFoo::CFoo/1", "CFoo::~CFoo/0", "N::CFoo::OnReply/1"]);
});

it("looks into namespaces and extern C, not into classes", () => {
  expect(
    names(
      'extern "C" { int a(int x) {} }\nnamespace N { void b() {} }\nnamespace { void c() {} }\nclass K { void d() {} };\nstruct S f() {}',
    ),
  ).toEqual(["a/1", "b/0", "static c/0", "f/0"]);
});

it("keeps K&R heads and survives a brace opened in both branches", () => {
  expect(names("int f(a, b)\nint a;\nchar *b;\n{\n}\n#ifdef X\nint g(int a) {\n#else\nint g(void) {\n#endif\n}\nint h() {\n}\n")).toEqual([
    "f/2",
    "g/1",
    "h/0",
  ]);
});

it("treats every entry point as the same name", () => {
  const a = externalNames(textDefinitions("int main() {}\nstatic int x() {}"));
  const b = externalNames(textDefinitions("int WINAPI WinMain(int a) {}"));
  expect([...a]).toEqual([...b]);
});

it("is fast on a megabyte and ends on anything", () => {
  const big = "static int f(int a) { if (a) { g(a); } return 1; }\n".repeat(20_000);
  const before = processorTime();
  expect(textDefinitions(big)).toHaveLength(20_000);
  expect(processorTime() - before).toBeLessThan(2000);
  for (const odd of ["{", "}}}}", '"', "/*", "((((", "#define X \\"]) expect(textDefinitions(odd)).toEqual([]);
});
