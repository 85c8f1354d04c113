import { readFileSync } from "node:fs";
import { initialiseParser } from "../../server/src/source/parser.ts";
import type { Parser } from "../../server/src/source/syntax.ts";

const grammar = (name: string): Uint8Array => readFileSync(new URL(`../../grammars/${name}`, import.meta.url));

export type TestParser = Parser;

/** The parser that verdicts come from, with the grammars that `npm run setup` has copied. */
export function openTestParser(): Promise<TestParser> {
  return initialiseParser({
    runtimeWasm: grammar("web-tree-sitter.wasm"),
    c: grammar("tree-sitter-c.wasm"),
    cpp: grammar("tree-sitter-cpp.wasm"),
    now: () => performance.now(),
  });
}

export const FIXTURES = ["bare-words.c", "clean.cpp", "conditionals.c", "cpp-inside.c", "macros.cpp", "old-style.c", "tables.cpp"] as const;

/** Text of a file in test/fixtures/source. */
export function readFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/source/${name}`, import.meta.url), "utf8");
}
