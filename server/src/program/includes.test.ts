import { expect, it } from "vitest";
import { createIncludeIndex, includesOf } from "./includes.ts";

const index = createIncludeIndex(["/w/src/a.cpp", "/w/src/a.h", "/w/inc/Net/Dns.h", "/w/x/util.h", "/w/y/util.h", "/w/y/z/b.cpp"]);

it("looks beside the file, in the include folders, then for one matching path", () => {
  expect(index.resolve("/w/src/a.cpp", "A.H", false, [])).toBe("/w/src/a.h");
  expect(index.resolve("/w/src/a.cpp", "net\\dns.h", false, ["/w/inc"])).toBe("/w/inc/Net/Dns.h");
  expect(index.resolve("/w/src/a.cpp", "net/dns.h", true, [])).toBe("/w/inc/Net/Dns.h");
  expect(index.resolve("/w/src/a.cpp", "../lost/Dns.h", false, [])).toBe("/w/inc/Net/Dns.h");
  expect(index.resolve("/w/src/a.cpp", "winsock/Dns2.h", false, [])).toBeUndefined();
  expect(index.resolve("/w/src/a.cpp", "app/util.h", true, [])).toBeUndefined();
});

it("guesses between equals only where one is nearer, and never for <>", () => {
  expect(index.resolve("/w/src/a.cpp", "util.h", false, [])).toBeUndefined();
  expect(index.resolve("/w/y/z/b.cpp", "util.h", false, [])).toBe("/w/y/util.h");
  expect(index.resolve("/w/y/z/b.cpp", "util.h", true, [])).toBeUndefined();
});

it("takes no file of the tree for a header of the system, unless it lies where the include says", () => {
  const tree = createIncludeIndex(["/w/src/a.c", "/w/owl/winsock.h", "/w/emu/tcp.h", "/w/src/time.h"]);
  expect(tree.resolve("/w/src/a.c", "WinSock.h", true, [])).toBeUndefined();
  expect(tree.resolve("/w/src/a.c", "winsock.h", false, [])).toBeUndefined();
  expect(tree.resolve("/w/src/a.c", "netinet/tcp.h", true, [])).toBeUndefined();
  expect(tree.resolve("/w/src/a.c", "winsock.h", true, ["/w/owl"])).toBe("/w/owl/winsock.h");
  expect(tree.resolve("/w/src/a.c", "time.h", false, [])).toBe("/w/src/time.h");
  expect(tree.resolve("/w/src/a.c", "owl/winsock.h", true, [])).toBe("/w/owl/winsock.h");
});

it("never includes a file in itself", () => {
  expect(index.resolve("/w/src/a.h", "a.h", false, [])).toBeUndefined();
});

it("reads include lines without a parse, also with bare CR", () => {
  expect(includesOf('#include "a.h"\r  # include <b/c.h>\rint x;\r#import "d.h"')).toEqual([
    { path: "a.h", angle: false },
    { path: "b/c.h", angle: true },
    { path: "d.h", angle: false },
  ]);
});
