import { describe, expect, it } from "vitest";
import { cancelAnswers, cancelProviders, cancelStates } from "./cancelStates.ts";
import { constants } from "./constants.ts";
import { errorByName, errorByValue, errorCodes, errorName, errorValues, WSAEALREADY, WSAEINVAL, WSANOTINITIALISED } from "./errors.ts";
import { argumentIndex, cancelFunction, functions, isStart, seedNames, startFunctions, winsockFunction } from "./functions.ts";
import { evaluateMacro, macros, winsockMacro } from "./macros.ts";
import { migration, migrationOf } from "./migration.ts";
import { type DatabaseEntry, reportedResultSize } from "./resultSizes.ts";
import { pointedStructure, structures, winsockStructure } from "./structures.ts";

const split = (prototype: string) =>
  prototype
    .slice(prototype.indexOf("(") + 1, prototype.lastIndexOf(")"))
    .split(",")
    .map((p) => p.trim())
    .filter((p) => p !== "void");

describe("functions", () => {
  it("have unique names, and a page each", () => {
    expect(new Set(functions.map((f) => f.name)).size).toBe(functions.length);
    for (const f of functions) {
      expect(f.url).toMatch(/^https:\/\/learn\.microsoft\.com\/windows\/win32\/api\/(winsock|ws2tcpip)\/nf-\1-[a-z0-9]+$/);
      expect(f.url.endsWith(f.name.toLowerCase())).toBe(true);
    }
  });

  it("have prototypes whose arguments stand where the positions say", () => {
    for (const f of functions) {
      const args = split(f.prototype);
      expect(args.length, f.name).toBe(f.parameters.length);
      for (const [role, index] of Object.entries(f.positions)) {
        const p = f.parameters[index]!;
        expect(p.role).toBe(role);
        expect(args[index]!.endsWith(p.name), `${f.name} ${role}`).toBe(true);
      }
    }
  });

  it("give every role in a function one place only", () => {
    for (const f of functions) expect(new Set(f.parameters.map((p) => p.role)).size, f.name).toBe(f.parameters.length);
  });

  it("name only errors that have a record", () => {
    for (const f of functions) for (const e of f.errors) expect(errorByName(e.code), `${f.name} ${e.code}`).toBeDefined();
  });

  it("spell the six starts and the cancel as the headers do", () => {
    expect(startFunctions.map((f) => f.prototype)).toEqual([
      "HANDLE WSAAPI WSAAsyncGetHostByName(HWND hWnd, u_int wMsg, const char *name, char *buf, int buflen);",
      "HANDLE WSAAPI WSAAsyncGetHostByAddr(HWND hWnd, u_int wMsg, const char *addr, int len, int type, char *buf, int buflen);",
      "HANDLE WSAAPI WSAAsyncGetServByName(HWND hWnd, u_int wMsg, const char *name, const char *proto, char *buf, int buflen);",
      "HANDLE WSAAPI WSAAsyncGetServByPort(HWND hWnd, u_int wMsg, int port, const char *proto, char *buf, int buflen);",
      "HANDLE WSAAPI WSAAsyncGetProtoByName(HWND hWnd, u_int wMsg, const char *name, char *buf, int buflen);",
      "HANDLE WSAAPI WSAAsyncGetProtoByNumber(HWND hWnd, u_int wMsg, int number, char *buf, int buflen);",
    ]);
    expect(cancelFunction.prototype).toBe("int WSAAPI WSACancelAsyncRequest(HANDLE hAsyncTaskHandle);");
    expect(startFunctions.map((f) => f.ordinal).sort()).toEqual([102, 103, 104, 105, 106, 107]);
  });

  it("know byte orders, NULLs and results", () => {
    const facts = (name: string, role: "port" | "number" | "proto" | "addr" | "name") =>
      winsockFunction(name)!.parameters[argumentIndex(name, role)!]!;
    expect(facts("WSAAsyncGetServByPort", "port").byteOrder).toBe("network");
    expect(facts("WSAAsyncGetProtoByNumber", "number").byteOrder).toBe("host");
    expect(facts("WSAAsyncGetHostByAddr", "addr").byteOrder).toBe("network");
    expect(facts("WSAAsyncGetServByName", "proto").nullable).toBe(true);
    expect(facts("WSAAsyncGetHostByName", "name").nullable).toBe(false);
    expect(startFunctions.map((f) => f.resultStructure)).toEqual(["hostent", "hostent", "servent", "servent", "protoent", "protoent"]);
    for (const f of startFunctions) {
      expect(f.result.failureValue).toBe(0);
      expect(f.parameters.at(-1)).toMatchObject({ role: "buflen", unit: "bytes" });
    }
    expect(cancelFunction.result.failureValue).toBe(-1);
    expect(winsockFunction("WSAStartup")!.result.errorSource).toBe("returnValue");
  });

  it("document only four codes for the start itself, and never WSAEINVAL or WSAEFAULT there", () => {
    for (const f of startFunctions) {
      const own = f.errors.filter((e) => e.channel === "S").map((e) => e.code);
      expect(own.sort()).toEqual(["WSAEINPROGRESS", "WSAENETDOWN", "WSAEWOULDBLOCK", "WSANOTINITIALISED"]);
    }
  });

  it("answer questions about names", () => {
    expect(isStart("WSAAsyncGetHostByName")).toBe(true);
    expect(isStart("WSAAsyncSelect")).toBe(false);
    expect(winsockFunction("GetAddrInfoEx")?.name).toBe("GetAddrInfoExW");
    expect(winsockFunction("constructor")).toBeUndefined();
    expect(seedNames).toHaveLength(8);
    for (const f of functions) for (const name of f.replacedBy) expect(name).toMatch(/^[A-Za-z]+$/);
  });
});

describe("errors", () => {
  it("have unique values and the channels that functions use", () => {
    expect(new Set(errorCodes.map((e) => e.value)).size).toBe(errorCodes.length);
    for (const e of errorCodes) {
      expect(e.value, e.name).toBe(errorValues[e.name]);
      const used = new Set(functions.flatMap((f) => f.errors.filter((x) => x.code === e.name).map((x) => x.channel)));
      expect([...e.channels].sort(), e.name).toEqual([...used].sort());
      for (const c of e.undocumentedChannels) expect(e.channels).not.toContain(c);
    }
  });

  it("have the documented numbers", () => {
    expect([WSAEINVAL, WSAEALREADY, WSANOTINITIALISED]).toEqual([10022, 10037, 10093]);
    expect(errorByValue(11001)?.name).toBe("WSAHOST_NOT_FOUND");
    expect(errorByName("WSAEWOULDBLOCK")?.channels).toEqual(["S"]);
    expect(errorByName("WSAENETDOWN")?.channels).toEqual(["S", "A", "C"]);
    expect(errorByName("WSAEALREADY")?.channels).toEqual(["C"]);
    expect(errorName(10061)).toBe("WSAECONNREFUSED");
    expect(errorName(11004)).toBe("WSANO_DATA");
    expect(errorValues["EAI_NONAME"]).toBe(11001);
  });
});

describe("macros", () => {
  const value = (name: string, ...args: number[]) => Number(evaluateMacro(winsockMacro(name)!, args.map(BigInt)));
  it("take apart and put together as the header does", () => {
    expect(value("WSAGETASYNCERROR", 0x27470046)).toBe(10055);
    expect(value("WSAGETASYNCBUFLEN", 0x27470046)).toBe(70);
    expect(value("WSAGETASYNCERROR", 0x0000003d)).toBe(0);
    expect(value("WSAMAKEASYNCREPLY", 70, 10055)).toBe(0x27470046);
    expect(value("MAKEWORD", 2, 2)).toBe(0x0202);
    expect(value("MAKEWORD", 1, 0)).toBe(1);
    expect(value("HIWORD", -1)).toBe(0xffff);
    expect(value("LOBYTE", 0x1234)).toBe(0x34);
    expect(value("HIBYTE", 0x1234)).toBe(0x12);
    expect(value("GET_X_LPARAM", 0x0001fffe)).toBe(-2);
  });
  it("extend as the header does", () => {
    expect(value("MAKELONG", 0, 0x8000)).toBe(-0x80000000);
    expect(value("MAKELPARAM", 0, 0x8000)).toBe(0x80000000);
    expect(Number(evaluateMacro(winsockMacro("MAKELPARAM")!, [0n, 0x8000n], 32))).toBe(-0x80000000);
  });
  it("have unique names and arguments within range", () => {
    expect(new Set(macros.map((m) => m.name)).size).toBe(macros.length);
    for (const m of macros)
      for (const i of JSON.stringify(m.body).matchAll(/"index":(\d+)/g)) expect(Number(i[1])).toBeLessThan(m.parameters.length);
  });
});

describe("structures", () => {
  const offset = (name: string, target: "win32" | "win64", field: string) =>
    winsockStructure(name)!.layout[target].fields.find((f) => f.name === field)!.offset;
  const size = (name: string, target: "win32" | "win64") => winsockStructure(name)!.layout[target].size;

  it("have the sizes and offsets that were measured", () => {
    expect([size("hostent", "win32"), size("hostent", "win64")]).toEqual([16, 32]);
    expect([size("servent", "win32"), size("servent", "win64")]).toEqual([16, 32]);
    expect([size("PROTOENT", "win32"), size("PROTOENT", "win64")]).toEqual([12, 24]);
    expect([offset("servent", "win32", "s_port"), offset("servent", "win32", "s_proto")]).toEqual([8, 12]);
    expect([offset("servent", "win64", "s_proto"), offset("servent", "win64", "s_port")]).toEqual([16, 24]);
    expect([size("MSG", "win32"), size("MSG", "win64")]).toEqual([28, 48]);
    expect([size("WSADATA", "win32"), size("WSADATA", "win64")]).toEqual([400, 408]);
    expect([size("sockaddr_in", "win32"), size("in_addr", "win64")]).toEqual([16, 4]);
    expect(offset("MSG", "win64", "wParam")).toBe(16);
  });
  it("have unique names and no overlaps", () => {
    const names = structures.flatMap((s) => [s.name, ...s.aliases, ...s.pointerAliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const s of structures)
      for (const layout of Object.values(s.layout)) {
        let end = 0;
        for (const f of layout.fields) {
          expect(f.offset).toBeGreaterThanOrEqual(end);
          end = f.offset + f.size;
        }
        expect(layout.size).toBeGreaterThanOrEqual(end);
      }
    expect(pointedStructure("LPHOSTENT")?.name).toBe("hostent");
  });
});

describe("cancel states", () => {
  it("answer for every provider with errors the cancel documents", () => {
    const documented = new Set(cancelFunction.errors.map((e) => e.code));
    for (const row of cancelStates)
      for (const provider of cancelProviders)
        for (const a of row.answers[provider]) {
          expect(a.returns === 0, row.state).toBe(a.error === undefined);
          if (a.error) expect(documented.has(a.error)).toBe(true);
          if (a.completesAnyway) expect(a.returns).toBe(0);
        }
    expect(new Set(cancelStates.map((r) => r.state)).size).toBe(cancelStates.length);
  });
  it("never return WSAEALREADY on ReactOS and never fail on Wine", () => {
    for (const row of cancelStates) {
      expect(row.answers.reactos.some((a) => a.error === "WSAEALREADY")).toBe(false);
      expect(row.answers.wine.every((a) => a.returns === 0)).toBe(true);
    }
    expect(cancelAnswers("zero", "default")[0]).toMatchObject({ returns: -1, error: "WSAEINVAL" });
    expect(cancelAnswers("zero", "reactos")).toHaveLength(2);
    expect(cancelAnswers("commit", "default")).toHaveLength(2);
  });
});

describe("result sizes", () => {
  const host = (name: string, aliases: string[], addresses: number): DatabaseEntry => ({ kind: "hostent", name, aliases, addresses });
  const rows: [DatabaseEntry, wine32: number, ros32: number, wine64: number, ros64: number][] = [
    [host("localhost", [], 1), 42, 48, 70, 72],
    [host("alpha.test", [], 1), 43, 48, 71, 72],
    [host("multi.test", ["m1.test", "m2.test"], 3), 83, 88, 127, 128],
    [{ kind: "servent", name: "http", protocol: "tcp", aliases: ["www"] }, 37, 37, 61, 61],
    [{ kind: "servent", name: "https", protocol: "tcp", aliases: ["MCom"] }, 39, 39, 63, 63],
    [{ kind: "protoent", name: "tcp", aliases: ["TCP"] }, 28, 32, 48, 56],
  ];
  it.each(rows)("of $name", (entry, wine32, ros32, wine64, ros64) => {
    expect([
      reportedResultSize("wine", entry, "win32"),
      reportedResultSize("reactos", entry, "win32"),
      reportedResultSize("wine", entry, "win64"),
      reportedResultSize("reactos", entry, "win64"),
    ]).toEqual([wine32, ros32, wine64, ros64]);
  });
});

describe("constants and migration", () => {
  it("have unique names", () => {
    expect(new Set(constants.map((c) => c.name)).size).toBe(constants.length);
    for (const c of constants) expect(errorValues[c.name]).toBeUndefined();
  });
  it("say for every obsolete function what to use", () => {
    for (const f of functions.filter((x) => x.deprecated)) expect(migrationOf(f.name), f.name).toHaveLength(1);
    expect(migration.filter((s) => s.inverts)).toHaveLength(1);
  });
});
