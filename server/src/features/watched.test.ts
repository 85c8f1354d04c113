import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { PROJECT_NAME, SOURCE_NAME } from "../node/collect.ts";
import { PROJECTS, SETTINGS, SOURCES } from "./watched.ts";

const SOURCE = ["a.c", "b.C", "c.CPP", "d.Cxx", "e.c++", "f.C++", "g.H", "h.hpp", "i.INL", "j.ipp", "k.tcc", "l.cc", "m.hh", "n.hxx"];
const PROJECT = ["p.vcxproj", "q.VCPROJ", "r.dsp", "s.BPR", "t.cbproj"];
const OTHER = ["u.cs", "v.cpp.bak", "w.txt", "x.json", "c"];

test("the watched files are those that are read, whatever the case of their endings", () => {
  const folder = mkdtempSync(join(tmpdir(), "winsock-async-watched-"));
  const found = (pattern: string): string[] => globSync(pattern, { cwd: folder, dot: true }).sort();
  try {
    for (const name of [...SOURCE, ...PROJECT, ...OTHER, ".winsock-async.json", "compile_commands.json"])
      writeFileSync(join(folder, name), "");
    expect(found(SOURCES)).toEqual(SOURCE.toSorted());
    expect(found(PROJECTS)).toEqual(PROJECT.toSorted());
    expect(found(SETTINGS)).toEqual([".winsock-async.json", "compile_commands.json"]);
    expect(SOURCE.every((name) => SOURCE_NAME.test(name)) && PROJECT.every((name) => PROJECT_NAME.test(name))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
