/** Misuse of memory is found under its own name, and the right way of doing the same is no fault. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { simulate } from "../simulate.ts";

interface Pair {
  readonly what: string;
  readonly rule: string;
  readonly wrong: string;
  readonly right: string;
}

const pairs: readonly Pair[] = [
  {
    what: "a block read after free",
    rule: "use-after-free",
    wrong: "#include <stdlib.h>\nint main() { int *p = (int *)malloc(4); *p = 1; free(p); return *p; }",
    right: "#include <stdlib.h>\nint main() { int *p = (int *)malloc(4); *p = 1; int n = *p; free(p); return n; }",
  },
  {
    what: "a reference into a vector that grew",
    rule: "use-after-free",
    wrong: "#include <vector>\nint main() { std::vector<int> v(1, 5); int &first = v[0]; v.push_back(6); return first; }",
    right: "#include <vector>\nint main() { std::vector<int> v(1, 5); v.reserve(9); int &first = v[0]; v.push_back(6); return first; }",
  },
  {
    what: "the text of a string that was destroyed",
    rule: "use-after-free",
    wrong: '#include <string>\nstatic std::string name() { return "host"; }\nint main() { const char *p = name().c_str(); return p[0]; }',
    right: '#include <string>\nstatic std::string name() { return "host"; }\nint main() { std::string s = name(); return s.c_str()[0]; }',
  },
  {
    what: "an element of a list that was erased",
    rule: "use-after-free",
    wrong: "#include <list>\nint main() { std::list<int> l = {1, 2}; auto i = l.begin(); l.erase(i); return *i; }",
    right: "#include <list>\nint main() { std::list<int> l = {1, 2}; auto i = l.begin(); i = l.erase(i); return *i; }",
  },
  {
    what: "a local that is no more",
    rule: "use-after-scope",
    wrong: "static int *where() { int n = 3; int *p = &n; return p; }\nint main() { int *p = where(); return *p; }",
    right: "static int *where() { static int n = 3; int *p = &n; return p; }\nint main() { int *p = where(); return *p; }",
  },
  {
    what: "a capture by reference that outlives the local",
    rule: "use-after-scope",
    wrong:
      "#include <functional>\nstatic std::function<int()> make() { int n = 3; return [&n] { return n; }; }\nint main() { std::function<int()> f = make(); return f(); }",
    right:
      "#include <functional>\nstatic std::function<int()> make() { int n = 3; return [n] { return n; }; }\nint main() { std::function<int()> f = make(); return f(); }",
  },
  {
    what: "a local without a value",
    rule: "uninitialised-read",
    wrong: "int main() { int n; return n + 1; }",
    right: "int main() { int n = 2; return n + 1; }",
  },
  {
    what: "a member that no constructor sets",
    rule: "uninitialised-read",
    wrong: "struct S { int a, b; S() : a(1) {} };\nint main() { S s; return s.a + s.b; }",
    right: "struct S { int a, b; S() : a(1), b(2) {} };\nint main() { S s; return s.a + s.b; }",
  },
  {
    what: "an element behind the end",
    rule: "buffer-overrun",
    wrong: "int main() { int list[3] = {1, 2, 3}; int sum = 0; for (int i = 0; i <= 3; i++) sum += list[i]; return sum; }",
    right: "int main() { int list[3] = {1, 2, 3}; int sum = 0; for (int i = 0; i < 3; i++) sum += list[i]; return sum; }",
  },
  {
    what: "a text that is longer than its buffer",
    rule: "buffer-overrun",
    wrong: '#include <string.h>\nint main() { char b[4]; strcpy(b, "host"); return b[0]; }',
    right: '#include <string.h>\nint main() { char b[5]; strcpy(b, "host"); return b[0]; }',
  },
  {
    what: "a subscript that the vector does not have",
    rule: "buffer-overrun",
    wrong: "#include <vector>\nint main() { std::vector<int> v = {1, 2}; return v[2]; }",
    right: "#include <vector>\nint main() { std::vector<int> v = {1, 2}; return v[1]; }",
  },
  {
    what: "a block given back twice",
    rule: "double-free",
    wrong: "int main() { char *p = new char[4]; delete[] p; delete[] p; return 0; }",
    right: "int main() { char *p = new char[4]; delete[] p; p = nullptr; delete[] p; return 0; }",
  },
  {
    what: "two owners of one buffer, copied byte by byte",
    rule: "double-free",
    wrong: "struct B { char *p; B() : p(new char[2]) {} ~B() { delete[] p; } };\nint main() { B a; B b = a; return 0; }",
    right:
      "struct B { char *p; B() : p(new char[2]) {} B(const B &) : p(new char[2]) {} ~B() { delete[] p; } };\nint main() { B a; B b = a; return 0; }",
  },
  {
    what: "storage that no allocation gave",
    rule: "invalid-free",
    wrong: "#include <stdlib.h>\nint main() { char b[4]; free(b); return 0; }",
    right: "#include <stdlib.h>\nint main() { char *b = (char *)malloc(4); free(b); return 0; }",
  },
  {
    what: "the middle of a block",
    rule: "invalid-free",
    wrong: "#include <stdlib.h>\nint main() { char *b = (char *)malloc(4); free(b + 1); return 0; }",
    right: "#include <stdlib.h>\nint main() { char *b = (char *)malloc(4) + 1; free(b - 1); return 0; }",
  },
  {
    what: "a null pointer",
    rule: "null-dereference",
    wrong: "struct N { N *next; int n; };\nint main() { N a = {nullptr, 1}; return a.next->n; }",
    right: "struct N { N *next; int n; };\nint main() { N a = {nullptr, 1}; return a.next ? a.next->n : a.n; }",
  },
  {
    what: "a virtual call on a null pointer",
    rule: "null-dereference",
    wrong: "struct B { virtual int f() { return 1; } };\nint main() { B *b = nullptr; return b->f(); }",
    right: "struct B { virtual int f() { return 1; } };\nint main() { B o; B *b = &o; return b->f(); }",
  },
];

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

describe.each(pairs)("$what", ({ rule, wrong, right }) => {
  const rules = (text: string): string[] =>
    simulate(unitOfTexts(parser, { "file:///p/a.cpp": text }, { target: "win64" }), undefined).violations.map((one) => one.rule);

  it("is found", () => expect(rules(wrong)).toContain(rule));
  it("is none where it is done right", () => expect(rules(right)).toEqual([]));
});
