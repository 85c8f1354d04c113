import { expect, it } from "vitest";
import { scanFact } from "./facts.ts";
import { createPlan, type FileFact } from "./plan.ts";
import { parseProject } from "./projects/parse.ts";
import { createTextFacts, reach } from "./reach.ts";
import { processorTime } from "../../../test/support/processorTime.ts";

const START = "HANDLE h = WSAAsyncGetHostByName(w, WM_DNS_DONE, n, b, l);";

function scan(files: Record<string, string>): ReadonlyMap<string, FileFact> {
  return new Map(Object.entries(files).map(([uri, text]) => [uri, scanFact(uri, text)]));
}

function reached(files: Record<string, string>, projects: Parameters<typeof createPlan>[1] = []) {
  const plan = createPlan(scan(files), projects);
  return plan.units.map((unit) => ({ id: unit.id, ...reach(unit, plan.includes, (uri) => files[uri], createTextFacts()) }));
}

it("plans nothing for a tree without calls", () => {
  const plan = createPlan(scan({ "/a.c": "int main() {}", "/b.h": "" }), []);
  expect(plan.units).toEqual([]);
  expect(plan.passed).toEqual(["/a.c", "/b.h"]);
});

it("takes the file, its found headers, who handles its message, who calls it and what it calls", () => {
  const files = {
    "/p/dns.cpp": `#include "dns.h"\n#include <windows.h>\nvoid Lookup(HWND w) { ${START} KeepHandle(h); }`,
    "/p/dns.h": "#define WM_DNS_DONE (WM_USER+7)\nvoid Lookup(HWND w); void KeepHandle(HANDLE h);",
    "/p/keep.cpp": '#include "dns.h"\nvoid KeepHandle(HANDLE h) { g = h; }',
    "/p/wnd.cpp": '#include "dns.h"\nLRESULT Proc(HWND w, UINT m, WPARAM wParam, LPARAM l) { if (m == WM_DNS_DONE) Done(); return 0; }',
    "/p/other.cpp": '#include "dns.h"\nvoid Other() { }',
    "/q/far.cpp": "void Far() { }",
  };
  const [unit] = reached(files);
  expect([...unit!.files].sort()).toEqual(["/p/dns.cpp", "/p/dns.h", "/p/keep.cpp", "/p/wnd.cpp"]);
  expect(unit!.passed).toEqual(["/p/other.cpp"]);
  expect(createPlan(scan(files), []).passed).toEqual(["/q/far.cpp"]);
});

it("takes where the bases of a class with calls are defined, and no other class", () => {
  const files = {
    "/p/get.cpp": `#include "get.h"\nvoid CGet::Go(HWND w) { ${START} m_h = h; }\nCGet::~CGet() { WSACancelAsyncRequest(m_h); }`,
    "/p/get.h": '#include "middle.h"\nclass MY_API CGet final : public CMiddle<int>, private COther\n{ HANDLE m_h; ~CGet(); };',
    "/p/middle.h": '#include "base.h"\ntemplate <class T> struct CMiddle : public CBase { };',
    "/p/base.h": "class CBase { HWND m_hWnd; virtual ~CBase(); };\nclass CElse : public CFar { };",
    "/p/base.cpp": '#include "base.h"\nCBase::~CBase()\n{\n\tDestroyWindow(m_hWnd);\n}',
    "/p/far.cpp": '#include "base.h"\nCFar::~CFar() { }',
  };
  expect([...reached(files)[0]!.files].sort()).toEqual(["/p/base.cpp", "/p/base.h", "/p/get.cpp", "/p/get.h", "/p/middle.h"]);
});

it("never joins files that define the same external names", () => {
  const files = {
    "/p/a.cpp": `#include "x.h"\nint main() { ${START} Help(); }`,
    "/p/x.h": "void Help();",
    "/p/b.cpp": '#include "x.h"\nint main() { return 0; }\nvoid Help() { }',
    "/p/c.cpp": '#include "x.h"\nvoid Help() { }',
  };
  expect(reached(files)[0]!.files).toEqual(["/p/a.cpp", "/p/c.cpp", "/p/x.h"]);
});

it("answers what it needs and does not have", () => {
  const files: Record<string, string> = { "/p/a.cpp": `#include "x.h"\nvoid f() { ${START} }`, "/p/x.h": "" };
  const plan = createPlan(scan(files), []);
  const answer = reach(plan.units[0]!, plan.includes, (uri) => (uri === "/p/x.h" ? undefined : files[uri]), createTextFacts());
  expect(answer.missing).toEqual(["/p/x.h"]);
});

it("makes one unit of a project, also where several compilers have one each", () => {
  const files = {
    "/p/a.cpp": `void f() { ${START} }`,
    "/p/b.cpp": "void g() { f(); }",
    "/p/c.cpp": "int main() { }",
    "/p/test.cpp": "int main() { f(); }",
  };
  const vcxproj = (uri: string, names: string[]) =>
    parseProject(uri, `<Project>${names.map((n) => `<ClCompile Include="${n}"/>`).join("")}</Project>`)!;
  const units = reached(files, [
    vcxproj("/p/v16.vcxproj", ["a.cpp", "b.cpp", "c.cpp"]),
    vcxproj("/p/v17.vcxproj", ["a.cpp", "b.cpp", "c.cpp"]),
    vcxproj("/p/old.vcxproj", ["a.cpp"]),
  ]);
  expect(units.map((u) => u.id)).toEqual(["/p/v17.vcxproj"]);
  expect(units[0]!.files).toEqual(["/p/a.cpp", "/p/b.cpp"]);
});

it("stays fast on a million lines with few hits", () => {
  const files: Record<string, string> = {};
  const filler = `#include "common.h"\n${"static int f(int a) { return a + 1; }\n".repeat(1000)}`;
  for (let i = 0; i < 1000; i++) files[`/p/d${i % 20}/f${i}.cpp`] = filler;
  files["/p/common.h"] = "";
  files["/p/d0/dns.cpp"] = `#include "common.h"\nvoid Lookup() { ${START} }`;
  const facts = scan(files);
  const before = processorTime();
  const plan = createPlan(facts, []);
  const answer = reach(plan.units[0]!, plan.includes, (uri) => files[uri], createTextFacts());
  expect(answer.files).toEqual(["/p/d0/dns.cpp", "/p/common.h"]);
  expect(processorTime() - before).toBeLessThan(8000);
});
