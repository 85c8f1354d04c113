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
