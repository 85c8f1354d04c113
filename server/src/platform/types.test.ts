import { describe, expect, it } from "vitest";
import { structures } from "../winsock/structures.ts";
import { constantNames, lookupConstant, windowMessageName } from "./constants.ts";
import { layoutOf, lookupRecord, memberPath } from "./records.ts";
import { lookupType, parseType, scalarSize } from "./types.ts";
import { callbackTypes } from "./types/callbacks.ts";
import { handleNames, integerNames, pointerNames, recordTypeNames, sameAs } from "./types/names.ts";
import { recordTexts } from "./types/records.ts";

const bits = (name: string, target: "win32" | "win64") => {
  const size = scalarSize(lookupType(name, target)!, target);
  return size === undefined ? undefined : size * 8;
};

describe("types", () => {
  it("have the widths of both targets", () => {
    for (const name of [
      "HANDLE",
      "HWND",
      "WPARAM",
      "LPARAM",
      "LRESULT",
      "SOCKET",
      "size_t",
      "DWORD_PTR",
      "LPVOID",
      "LPMSG",
      "WNDPROC",
      "LPCTSTR",
    ])
      expect([bits(name, "win32"), bits(name, "win64")], name).toEqual([32, 64]);
    for (const name of ["DWORD", "UINT", "BOOL", "LONG", "ULONG", "u_long", "u_int", "long", "COLORREF", "HRESULT"])
      expect([bits(name, "win32"), bits(name, "win64")], name).toEqual([32, 32]);
    for (const name of ["WORD", "u_short", "ATOM", "SHORT", "WCHAR", "wchar_t"]) expect(bits(name, "win64"), name).toBe(16);
  });
  it("have the signs of the headers", () => {
    const signed = (name: string) => {
      const type = lookupType(name, "win64")!;
      return type.kind === "int" ? type.signed : undefined;
    };
    for (const name of ["LPARAM", "LRESULT", "LONG", "BOOL", "int", "INT_PTR", "short", "char"]) expect(signed(name), name).toBe(true);
    for (const name of ["WPARAM", "DWORD", "WORD", "BYTE", "SOCKET", "u_short", "UINT_PTR", "size_t"])
      expect(signed(name), name).toBe(false);
  });
  it("follow UNICODE where the headers do", () => {
    expect(lookupType("LPCTSTR", "win32")).toMatchObject({ kind: "pointer", to: { bits: 8 } });
    expect(lookupType("LPCTSTR", "win32", true)).toMatchObject({ kind: "pointer", to: { bits: 16 } });
    expect(lookupType("LPCSTR", "win32", true)).toMatchObject({ kind: "pointer", to: { bits: 8 } });
  });
  it("name nothing twice, and resolve every name on both targets", () => {
    const names = [integerNames, sameAs, pointerNames, callbackTypes, handleNames, recordTypeNames].flatMap((text) =>
      text
        .trim()
        .split(/\s+/)
        .map((w) => w.split("=")[0]!),
    );
    const structureNames = recordTexts.flatMap(([head]) => head.replace(/^\w+ /, "").split(", ")).map((n) => n.replace("*", ""));
    const all = [...names, ...structureNames];
    expect(all.filter((n, i) => all.indexOf(n) !== i)).toEqual([]);
    for (const target of ["win32", "win64"] as const)
      for (const name of all) {
        const type = lookupType(name, target);
        expect(type, name).toBeDefined();
        expect(JSON.stringify(type), name).not.toContain('"unknown"');
      }
  });
  it("parse what prototypes write", () => {
    const env = { target: "win32" as const };
    expect(parseType("const char *", env)).toEqual({ kind: "pointer", to: { kind: "int", bits: 8, signed: true, name: "char" } });
    expect(parseType("unsigned long", env)).toMatchObject({ kind: "int", bits: 32, signed: false });
    expect(parseType("struct sockaddr *", env)).toEqual({ kind: "pointer", to: { kind: "record", name: "sockaddr" } });
    expect(parseType("Foo *", env)).toEqual({ kind: "pointer", to: { kind: "unknown", text: "Foo" } });
    expect(lookupType("toString", "win32")).toBeUndefined();
  });
});

describe("records", () => {
  const size = (name: string, target: "win32" | "win64") => layoutOf({ kind: "record", name }, target)?.size;
  it("have the sizes the compilers give them", () => {
    const rows: [string, number, number][] = [
      ["POINT", 8, 8],
      ["RECT", 16, 16],
      ["MSG", 28, 48],
      ["WNDCLASS", 40, 72],
      ["WNDCLASSEX", 48, 80],
      ["CREATESTRUCT", 48, 80],
      ["PAINTSTRUCT", 64, 72],
      ["NMHDR", 12, 24],
      ["CRITICAL_SECTION", 24, 40],
      ["SECURITY_ATTRIBUTES", 12, 24],
      ["STARTUPINFO", 68, 104],
      ["PROCESS_INFORMATION", 16, 24],
      ["OSVERSIONINFO", 148, 148],
      ["OSVERSIONINFOEX", 156, 156],
      ["WIN32_FIND_DATA", 320, 320],
      ["SYSTEM_INFO", 36, 48],
      ["LARGE_INTEGER", 8, 8],
      ["GUID", 16, 16],
      ["in_addr", 4, 4],
      ["sockaddr_in", 16, 16],
      ["sockaddr_in6", 28, 28],
      ["SOCKADDR_STORAGE", 128, 128],
      ["fd_set", 260, 520],
      ["timeval", 8, 8],
      ["linger", 4, 4],
      ["addrinfo", 32, 48],
      ["WSABUF", 8, 16],
      ["tm", 36, 36],
      ["LOGFONT", 60, 60],
      ["TEXTMETRIC", 56, 56],
      ["WSADATA", 400, 408],
      ["OVERLAPPED", 20, 32],
    ];
    for (const [name, win32, win64] of rows) expect([name, size(name, "win32"), size(name, "win64")]).toEqual([name, win32, win64]);
  });
  it("agree with the layouts of the API data", () => {
    for (const s of structures)
      for (const target of ["win32", "win64"] as const) {
        expect(size(s.name, target), s.name).toBe(s.layout[target].size);
        const offsets = layoutOf({ kind: "record", name: s.name }, target)!.offsets!;
        for (const f of s.layout[target].fields) if (f.name in offsets) expect(offsets[f.name], `${s.name}.${f.name}`).toBe(f.offset);
      }
  });
  it("have a layout each", () => {
    for (const [head] of recordTexts) {
      const tag = head.split(/[ ,]/)[1]!;
      expect(size(tag, "win64"), tag).toBeGreaterThan(0);
      expect(size(tag, "win32"), tag).toBeGreaterThan(0);
    }
    expect(lookupRecord("Nothing", "win32")).toBeUndefined();
    expect(size("WIN32_FIND_DATAW", "win32")).toBe(592);
    expect(size("WIN32_FIND_DATAA", "win32")).toBe(320);
    expect(layoutOf({ kind: "record", name: "WIN32_FIND_DATA" }, "win32", true)?.size).toBe(592);
    expect(lookupType("LPWNDCLASSEXW", "win32")).toMatchObject({ kind: "pointer", to: { kind: "record", name: "WNDCLASSEXW" } });
    expect(lookupRecord("POINTW", "win32")).toBeUndefined();
  });
  it("know members that are macros", () => {
    expect(memberPath("IN_ADDR", "s_addr")).toBe("S_un.S_addr");
    expect(memberPath("HOSTENT", "h_addr")).toBe("h_addr_list[0]");
    expect(memberPath("hostent", "h_name")).toBeUndefined();
  });
});

describe("constants", () => {
  it("have values and types of the headers", () => {
    const value = (name: string, target: "win32" | "win64" = "win64") => lookupConstant(name, target)?.value;
    expect(value("WM_USER")).toBe(0x400n);
    expect(value("WM_DESTROY")).toBe(2n);
    expect(value("TRUE")).toBe(1n);
    expect(value("INFINITE")).toBe(0xffffffffn);
    expect(value("INVALID_HANDLE_VALUE", "win32")).toBe(0xffffffffn);
    expect(value("INVALID_HANDLE_VALUE", "win64")).toBe(0xffffffffffffffffn);
    expect(value("SOCKET_ERROR")).toBe(-1n);
    expect(value("GWL_WNDPROC")).toBe(-4n);
    expect(value("WAIT_TIMEOUT")).toBe(258n);
    expect(value("WSAEALREADY")).toBe(10037n);
    expect(value("ULLONG_MAX")).toBe(0xffffffffffffffffn);
    expect(value("INT_MIN")).toBe(-0x80000000n);
    expect(value("FIONBIO")).toBe(0x8004667en);
    expect(value("nonsense")).toBeUndefined();
    expect(lookupConstant("NULL")!.type.kind).toBe("pointer");
    expect(lookupConstant("INVALID_SOCKET", "win32")!.value).toBe(0xffffffffn);
    expect(windowMessageName(0x113)).toBe("WM_TIMER");
  });
  it("all fit their types", () => {
    for (const target of ["win32", "win64"] as const)
      for (const name of constantNames()) {
        const { type, value } = lookupConstant(name, target)!;
        if (type.kind === "int") expect(type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value)).toBe(value);
      }
  });
});
