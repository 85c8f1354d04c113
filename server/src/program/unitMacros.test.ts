import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { createWorkspace } from "./workspace.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

const START = 'HANDLE h = WSAAsyncGetHostByName(w, 1025, "x", b, 1024);';

/** What stays of each file in the unit of `/p/a.cpp`, in words; parses of a second look at the same texts. */
function blanked(texts: Record<string, string>, defines?: ReadonlyMap<string, string | undefined>) {
  const workspace = createWorkspace({ parser, target: "win32", ...(defines ? { defines } : {}) });
  const snapshot = { texts: new Map(Object.entries(texts)) };
  const { unit } = workspace.unitsOf(snapshot, "/p/a.cpp")[0]!;
  const words = (uri: string) => unit!.files.get(uri)!.source.blanked.replace(/\s+/g, " ").trim();
  const { parses } = workspace.statistics;
  workspace.unitsOf({ texts: new Map(snapshot.texts) }, "/p/a.cpp");
  const again = workspace.statistics.parses - parses;
  workspace.dispose();
  return { words, parses, again };
}

it("conditions of a source know what its headers define, through other headers and in the order of the lines", () => {
  const { words, again } = blanked({
    "/p/a.cpp": `#include "a.h"\nvoid f() { ${START}\n#ifndef NOLAYERS\nif (m_layer) return;\n#endif\n#if LEVEL > 2\ng();\n#endif\n}`,
    "/p/a.h": '#ifndef A_H\n#define A_H\n#include "config.h"\n#ifdef FULL\n#define LEVEL 3\n#else\n#define LEVEL 1\n#endif\n#endif',
    "/p/config.h": "#pragma once\n#define NOLAYERS\n#define FULL\n#undef FULL",
  });
  expect(words("/p/a.cpp")).toBe(`#include "a.h" void f() { ${START} }`);
  expect(again).toBe(0);
});

it("leaves open what a header defines only perhaps, and what the person defines as it is", () => {
  const source = `#include "a.h"\nvoid f() { ${START}\n#ifdef LAYERS\ng();\n#endif\n}`;
  const perhaps = { "/p/a.cpp": source, "/p/a.h": "#ifdef SOMETHING\n#define LAYERS\n#endif" };
  expect(blanked(perhaps).words("/p/a.cpp")).toContain("#ifdef LAYERS g(); #endif");
  const alternative = { "/p/a.cpp": source.replace('#include "a.h"', '#ifdef B\n#include "a.h"\n#endif'), "/p/a.h": "#define LAYERS" };
  expect(blanked(alternative).words("/p/a.cpp")).toContain("#ifdef LAYERS g(); #endif");
  const defined = { "/p/a.cpp": source, "/p/a.h": "#define LAYERS" };
  expect(blanked(defined).words("/p/a.cpp")).not.toContain("#ifdef LAYERS");
  expect(blanked(defined, new Map([["LAYERS", undefined]])).words("/p/a.cpp")).not.toContain("g();");
});

it("a condition that the file with the calls had to choose is chosen the same way where a header has to choose", () => {
  const { words, again } = blanked({
    "/p/a.cpp": `#include "a.h"\n#ifdef BLOCKING\nvoid f(int w) {\n#else\nvoid f(HWND w) { ${START}\n#endif\n}`,
    "/p/a.h":
      "#ifdef BLOCKING\nclass A : public B {\n#else\nclass A : public C {\n#endif\n};\n#ifdef BLOCKING\nint whole;\n#endif\n#ifdef OTHER\nint other;\n#endif",
  });
  expect(words("/p/a.cpp")).toBe(`#include "a.h" void f(HWND w) { ${START} }`);
  expect(words("/p/a.h")).toBe("class A : public C { }; #ifdef OTHER int other; #endif");
  expect(again).toBe(0);
});

it("includes in a circle end", () => {
  const { words } = blanked({
    "/p/a.cpp": `#include "a.h"\n#ifdef B_H\nint b;\n#endif\nvoid f() { ${START} }`,
    "/p/a.h": '#include "b.h"\n#ifdef X\nint x;\n#endif',
    "/p/b.h": '#define B_H\n#include "a.h"\n#ifdef X\nint y;\n#endif',
  });
  expect(words("/p/a.cpp")).toContain("int b;");
});
