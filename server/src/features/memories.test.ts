import { expect, test } from "vitest";
import { AnalysisMemory } from "../analysis/memory.ts";
import { Memories } from "./memories.ts";
import type { Scope } from "./scopes.ts";

const make = () => new AnalysisMemory();
const scope = {} as Scope;

test("a program has one memory under one set of settings", () => {
  const memories = new Memories();
  const first = memories.of(scope, "a", make);
  expect(memories.of(scope, "a", make)).toBe(first);
  expect(memories.of({} as Scope, "a", make)).not.toBe(first);
});

test("the programs that were not looked at for longest are forgotten", () => {
  const memories = new Memories();
  const a = memories.of(scope, "a", make);
  const b = memories.of(scope, "b", make);
  for (const program of ["c", "d", "a", "e"]) memories.of(scope, program, make);
  expect(memories.of(scope, "a", make)).toBe(a);
  expect(memories.of(scope, "b", make)).not.toBe(b);
});
