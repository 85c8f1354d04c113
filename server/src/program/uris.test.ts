import { expect, it } from "vitest";
import { baseName, directoryOf, isRelative, joinUri, pathKey, sharedDepth, stem } from "./uris.ts";

it("joins folders and relative paths of both kinds", () => {
  expect(joinUri("file:///w/a%20b", "..\\inc\\x y.h")).toBe("file:///w/inc/x%20y.h");
  expect(joinUri("/w/a", "./b/../c.h")).toBe("/w/a/c.h");
  expect(joinUri("/w", "../../../x.h")).toBe("/x.h");
  expect(joinUri("/w", "/opt/x.h")).toBe("/opt/x.h");
  expect(joinUri("vscode-vfs://github/o/r", "src/a.c")).toBe("vscode-vfs://github/o/r/src/a.c");
});

it("compares spellings of one file", () => {
  expect(pathKey("file:///W/A%20b.H")).toBe(pathKey("file:///w/a b.h"));
  expect(pathKey("/w/100%.h")).toBe("/w/100%.h");
  expect(stem("file:///w/Foo.CPP")).toBe("foo");
  expect(baseName("file:///w/a%20b.h")).toBe("a b.h");
  expect(directoryOf("/w/a.c")).toBe("/w");
  expect(isRelative("C:\\x")).toBe(false);
  expect(isRelative("x/y")).toBe(true);
  expect(sharedDepth("/w/a/x.c", "/w/b/y.c")).toBe(2);
});
