import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "./fromTexts.ts";
import { mayOverlap, type Path, pathKey, pathOfPlace, pathText } from "./paths.ts";
import { statementsOf } from "./values.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

/** Paths of the places that the function `f` stores to by `=`. */
function stored(text: string): Path[] {
  const unit = unitOfTexts(parser, { "/a.cpp": text });
  const fn = unit.functions.find((f) => f.name.endsWith("f"))!;
  const found: Path[] = [];
  for (const { statement } of statementsOf(fn.ir))
    if (statement.kind === "store" && statement.initialises) found.push(pathOfPlace(fn.ir, statement.place));
  return found;
}

const HEAD = `struct Leaf { HANDLE h; struct Leaf *next; char b[8]; };
struct Node { struct Leaf leaf; struct Leaf *p; struct Leaf all[4]; };
static HANDLE g_h; static struct Node g_n; static HANDLE table[4];
`;

it("spells places the way a reader does", () => {
  const paths = stored(`${HEAD}
struct C { HANDLE m_h; struct Node *m_n; void f(struct Node *n, HANDLE *out, int i); };
void C::f(struct Node *n, HANDLE *out, int i) {
  struct Node local;
  g_h = 0; m_h = 0; this->m_h = 0; m_n->leaf.h = 0; n->p->h = 0; n->all[i].h = 0; n->all[2].h = 0; *out = 0; local.leaf.h = 0; table[i] = 0;
  *(HANDLE *)((char *)n + 0x1c) = 0;
}`);
  expect(paths.map(pathText)).toEqual([
    "g_h",
    "m_h",
    "m_h",
    "m_n->leaf.h",
    "n->p->h",
    "n->all[*].h",
    "n->all[2].h",
    "*out",
    "local.leaf.h",
    "table[*]",
    "*n[28]",
  ]);
  expect(pathKey(paths[1]!)).toBe(pathKey(paths[2]!));
});

it("cuts after three members and says so", () => {
  const [three, four] = stored(`${HEAD}
void f(struct Leaf *n) { n->next->next->h = 0; n->next->next->next->h = 0; }`);
  expect(three).toMatchObject({ cut: false });
  expect(pathText(three!)).toBe("n->next->next->h");
  expect(four).toMatchObject({ cut: true });
  expect(pathText(four!)).toBe("n->next->next->next…");
});

it("knows which storages can be the same", () => {
  const [g, a1, a2, ai, ph, qh, qb, local] = stored(`${HEAD}
void f(struct Leaf *p, struct Leaf *q, int i) {
  HANDLE l;
  g_h = 0; table[1] = 0; table[2] = 0; table[i] = 0; p->h = 0; q->h = 0; q->next = 0; l = 0;
}`);
  expect(mayOverlap(a1!, a2!)).toBe(false);
  expect(mayOverlap(a1!, ai!)).toBe(true);
  expect(mayOverlap(ph!, qh!)).toBe(true);
  expect(mayOverlap(ph!, qb!)).toBe(false);
  expect(mayOverlap(g!, local!)).toBe(false);
});
