import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { closeSource, openSource } from "./document.ts";
import { prepare } from "./prepare.ts";

const configuration = { target: "win32" } as const;
const blanked = (text: string) => prepare(text, "cpp", configuration).blanked.replace(/ +/g, " ");

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

describe("macros between the class key and the name", () => {
  it.each([
    ["class MY_API Name : public Base { int a; };", "class Name : public Base { int a; };"],
    ["class MyExport Name : public Base<A, B> {};", "class Name : public Base<A, B> {};"],
    ["class MYAPI Name\n{\npublic:\n};", "class Name\n{\npublic:\n};"],
    ["struct PACKED Name { int a; };", "struct Name { int a; };"],
    ["struct MY_EXPORT Name {};", "struct Name {};"],
    ["class Q_EXPORT X final : public A::B { };", "class X final : public A::B { };"],
    ["class Q_EXPORT X final { int a; };", "class X final { int a; };"],
    ["class __declspec(dllexport) X { int a; };", "class X { int a; };"],
    ["class __declspec(dllexport) MY_API X : Y { };", "class X : Y { };"],
    ["class AFX_EXT_CLASS X : public CWnd { int a; };", "class X : public CWnd { int a; };"],
    ["class ALIGNED(8) MY_API X : Y { };", "class X : Y { };"],
    ["class MY_API X;", "class X;"],
    ["typedef class MY_API X<BYTE> XByte;", "typedef class X<BYTE> XByte;"],
    ["template <class T> class MY_API X : public Y<sizeof(T)> { };", "template <class T> class X : public Y<sizeof(T)> { };"],
  ])("%s", (text, expected) => {
    expect(blanked(text)).toBe(expected);
    const source = openSource({ uri: "a.cpp", text, parser, configuration });
    if (source === undefined) throw new Error("cut");
    closeSource(source);
    expect(source.errorRanges).toEqual([]);
  });

  it.each([
    "class Name final { int a; };",
    "class Name final : public Base { int a; };",
    "class Name : public Base { int a; };",
    "class Name { int a; };",
    "class Name;",
    "class Name var;",
    "struct Name var = {1, 2};",
    "struct Name var{1, 2};",
    "struct SOCKADDR_IN sin{};",
    "struct Name var;",
    "struct Name fn() { return a; }",
    "struct Name *fn(struct Other o) { int a; }",
    "struct Name fn(a) int a; { return a; }",
    "struct Name Class::fn() { int a; }",
    "void f() { for (struct Name var : list) { int a; } }",
    "struct S { struct Name a, b; unsigned c : 3; };",
    "template <class T, class U> class V { int a; };",
    "class alignas(8) Name { int a; };",
    "struct { int a; } b{1};",
  ])("leaves %s", (text) => {
    expect(blanked(text)).toBe(text);
  });

  it("finds the class, its base and its members", () => {
    const text = "class MY_API Dialog : public CDialog\n{\npublic:\n\tvoid OnCancel() { Close(); }\n};\n\nvoid Dialog::Close()\n{\n}\n";
    const source = openSource({ uri: "a.cpp", text, parser, configuration });
    if (source === undefined) throw new Error("cut");
    closeSource(source);
    expect(source.items.map(({ name }) => name)).toEqual(["Dialog", "OnCancel", "Dialog::Close"]);
  });
});
