import { describe, expect, it } from "vitest";
import { functions as winsockFunctions } from "../winsock/functions.ts";
import { type Effect, indexesOf } from "./effects.ts";
import { nameIn, signatureOf } from "./family.ts";
import { families, functionNames, lookupFunction } from "./functions.ts";

type Row = readonly [prototype: string, effect: Effect];
const rows: [string, Row][] = families.flatMap((f) =>
  [...f.plain, ...f.variants].flatMap(([effect, ...prototypes]) => prototypes.map((p) => [nameIn(p), [p, effect]] as [string, Row])),
);

describe("library functions", () => {
  it("stand once each", () => {
    const names = rows.map(([name]) => name);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
    for (const f of winsockFunctions) expect(names).not.toContain(f.name);
  });

  it("have effects whose indexes are arguments", () => {
    for (const [name, [prototype, effect]] of rows) {
      const signature = signatureOf({ prototype }, "win64");
      // A variadic function may be said to write through its further arguments: one index beyond the named ones.
      const count = signature.params.length + (signature.variadic ? 1 : 0);
      for (const index of indexesOf(effect ?? {})) expect(index, `${name} ${prototype}`).toBeLessThan(count);
    }
  });

  it("read and write through pointers only, and keep only what can be a reference", () => {
    for (const [name, [prototype, effect]] of rows) {
      const { params } = signatureOf({ prototype }, "win64");
      const kinds = (list: readonly number[] | undefined) => (list ?? []).filter((i) => i < params.length).map((i) => params[i]!.type.kind);
      for (const kind of [...kinds(effect?.reads), ...kinds(effect?.writes)])
        expect(["pointer", "reference", "unknown"], `${name}: ${prototype}`).toContain(kind);
      for (const i of [...(effect?.calls ?? []), ...(effect?.keepsCallback ?? [])]) {
        const type = params[i]!.type;
        expect(type.kind === "pointer" && ["function", "void", "unknown"].includes(type.to.kind), `${name} callback ${i}`).toBe(true);
      }
      for (const i of effect?.writes ?? [])
        if (
          i < params.length &&
          /\bconst\b/.test(prototype.split("(")[1]!.split(",")[i]!) &&
          !/\*.*\*/.test(prototype.split("(")[1]!.split(",")[i]!)
        )
          expect.fail(`${name} writes through a const pointer`);
    }
  });

  it("have types that are known", () => {
    const unknown = new Set<string>();
    for (const [, [prototype]] of rows)
      for (const text of JSON.stringify(signatureOf({ prototype }, "win32")).matchAll(/"kind":"unknown","text":"(.*?)"/g))
        unknown.add(text[1]!);
    expect([...unknown].sort()).toEqual([]);
  });

  it("frees say from where, and pure functions do nothing else", () => {
    for (const [name, [, effect]] of rows) {
      if (effect?.frees !== undefined) expect(effect.freesFrom, name).toBeDefined();
      if (effect?.pure)
        for (const key of ["writes", "escapes", "frees", "blocks", "allocates", "sends", "posts"] as const)
          expect(effect[key], name).toBeUndefined();
      if (effect?.modal) expect(effect.pumpsMessages && effect.blocks, name).toBe(true);
    }
  });
});

describe("lookupFunction", () => {
  it("finds the A, W, tchar and qualified names", () => {
    expect(lookupFunction("MessageBoxW")?.prototype).toBe("int MessageBoxW(HWND, LPCWSTR text, LPCWSTR caption, UINT)");
    expect(lookupFunction("MessageBox")?.prototype).toContain("LPCSTR");
    expect(lookupFunction("MessageBox", true)?.prototype).toContain("LPCWSTR");
    expect(lookupFunction("SendMessageA")?.generic).toBe("SendMessage");
    expect(lookupFunction("_tcscpy")?.generic).toBe("strcpy");
    expect(lookupFunction("_tcscpy", true)?.generic).toBe("wcscpy");
    expect(lookupFunction("::closesocket")?.effect.closesHandle).toBe(0);
    expect(lookupFunction("std::memcpy")?.effect.writes).toEqual([0]);
    expect(lookupFunction("ListBox_AddString")?.effect.sends).toEqual({ window: 0 });
    expect(lookupFunction("DlgProc")).toBeUndefined();
    expect(lookupFunction("constructor")).toBeUndefined();
    expect(lookupFunction("CloseHandleA")).toBeUndefined();
  });
  it("knows what such programs rely on", () => {
    const effect = (name: string) => lookupFunction(name)!.effect;
    expect(effect("realloc")).toMatchObject({ frees: 0, allocates: { by: "malloc", size: [1] } });
    expect(effect("calloc").allocates).toMatchObject({ size: [0, 1], zeroed: true });
    expect(effect("GlobalLock").returnsArg).toBe(0);
    expect(effect("HeapFree").frees).toBe(2);
    expect(effect("PeekMessage")).toMatchObject({ writes: [0], pumpsMessages: true });
    expect(effect("PeekMessage").blocks).toBeUndefined();
    expect(effect("GetMessage")).toMatchObject({ blocks: true, pumpsMessages: true });
    expect(effect("DialogBoxParam")).toMatchObject({ modal: true, calls: [3], escapes: [4] });
    expect(effect("SetWindowLongPtr").escapes).toEqual([2]);
    expect(effect("CreateThread").startsThread).toEqual({ procedure: 2, argument: 3 });
    expect(effect("_beginthreadex").startsThread).toEqual({ procedure: 2, argument: 3 });
    expect(effect("DestroyWindow").destroysWindow).toBe(0);
    expect(effect("WaitForSingleObject")).toMatchObject({ blocks: true, waitsOn: [0] });
    expect(effect("htons").pure).toBe(true);
    expect(effect("recv")).toMatchObject({ writes: [1], blocks: true, setsLastError: true });
    expect(effect("gethostbyname").blocks).toBe(true);
    expect(effect("GetLastError").setsLastError).toBeUndefined();
    expect(effect("LeaveCriticalSection").setsLastError).toBe(false);
    expect(effect("CloseHandle")).toMatchObject({ closesHandle: 0, setsLastError: true });
    expect(effect("exit").neverReturns).toBe(true);
    expect(effect("sprintf")).toMatchObject({ writes: [0], reads: [1] });
    expect(effect("WSAAsyncSelect").posts).toEqual({ window: 1, message: 2 });
  });
  it("has many", () => {
    expect([...functionNames()].length).toBeGreaterThan(1000);
  });
  it("gives signatures by target", () => {
    expect(signatureOf(lookupFunction("connect")!, "win64").params[0]!.type).toMatchObject({ kind: "int", bits: 64, signed: false });
    expect(signatureOf(lookupFunction("connect")!, "win32").params[0]!.type).toMatchObject({ bits: 32 });
    expect(signatureOf(lookupFunction("printf")!, "win32").variadic).toBe(true);
    expect(
      signatureOf({ prototype: "int f(unsigned int, const char *text, struct tm *, WORD)" }, "win32").params.map((p) => p.name),
    ).toEqual(["", "text", "", ""]);
    expect(
      signatureOf({ prototype: "int f(unsigned int, const char *text, struct tm *, const WORD)" }, "win32").params[3]!.type,
    ).toMatchObject({ bits: 16 });
  });
});
