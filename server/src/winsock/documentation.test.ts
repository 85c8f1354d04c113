import { describe, expect, it } from "vitest";
import { constants } from "./constants.ts";
import * as documentation from "./documentation.ts";
import { errorCodes, errorValues } from "./errors.ts";
import { functions } from "./functions.ts";
import { macros } from "./macros.ts";
import { structures } from "./structures.ts";
import { functionTexts } from "./texts/functions.ts";
import { constantTexts, errorTexts, macroTexts, structureTexts } from "./texts/names.ts";

describe("texts and data", () => {
  it("say something about every parameter and error of every function, and about nothing else", () => {
    expect(Object.keys(functionTexts).sort()).toEqual(functions.map((f) => f.name).sort());
    for (const f of functions) {
      const text = functionTexts[f.name]!;
      expect(Object.keys(text.parameters), f.name).toEqual(f.parameters.map((p) => p.name));
      const codes = new Set(f.errors.flatMap((e) => [e.code, `${e.code}/${e.channel}`]));
      for (const key of Object.keys(text.errors)) expect(codes.has(key), `${f.name} ${key}`).toBe(true);
      for (const e of f.errors) expect(text.errors[e.code] ?? text.errors[`${e.code}/${e.channel}`], `${f.name} ${e.code}`).toBeTruthy();
    }
  });
  it("name only errors, constants, macros and structures that exist", () => {
    expect(Object.keys(errorTexts).sort()).toEqual(errorCodes.map((e) => e.name).sort());
    expect(Object.keys(macroTexts).sort()).toEqual(macros.map((m) => m.name).sort());
    expect(Object.keys(structureTexts).sort()).toEqual(structures.map((s) => s.name).sort());
    const names = new Set(constants.map((c) => c.name));
    for (const name of Object.keys(constantTexts)) expect(names.has(name), name).toBe(true);
  });
});

describe("cards", () => {
  it("exist for every name, with the prototype in a C block", () => {
    for (const f of functions) {
      const card = documentation.functionCard(f.name)!;
      expect(card.startsWith("```c\n")).toBe(true);
      expect(card).toContain(f.url);
      expect(card).not.toMatch(/undefined|NaN/);
      f.parameters.forEach((p, i) => {
        expect(documentation.parameterCard(f.name, i)).toBe(documentation.parameterCard(f.name, p.name));
        expect(documentation.parameterCard(f.name, i)).toContain(p.name);
      });
    }
    for (const name of [
      ...Object.keys(errorValues).filter((n) => n !== "WSABASEERR"),
      ...macros.map((m) => m.name),
      ...constants.map((c) => c.name),
      ...structures.map((s) => s.name),
      "LPHOSTENT",
    ])
      expect(documentation.hoverCard(name), name).toMatch(/^```c\n/);
    expect(documentation.hoverCard("toString")).toBeUndefined();
    expect(documentation.hoverCard("main")).toBeUndefined();
  });
  it("say where an error arrives", () => {
    const start = documentation.functionCard("WSAAsyncGetHostByName")!;
    expect(start).toMatch(/`WSAENOBUFS` \| 10055 \| message → `WSAGETASYNCERROR\(lParam\)`/);
    expect(start).toMatch(/`WSAEWOULDBLOCK` \| 10035 \| call fails → `WSAGetLastError\(\)`/);
    expect(start).toContain("GetAddrInfoExW");
  });
  it("say that the two errors of a failed cancel are equal, once, on three cards", () => {
    for (const name of ["WSACancelAsyncRequest", "WSAEINVAL", "WSAEALREADY"])
      expect(documentation.hoverCard(name)!.split("treat them alike").length, name).toBe(2);
  });
  it("show a macro's definition", () => {
    expect(documentation.macroCard("WSAGETASYNCERROR")).toContain(
      "#define WSAGETASYNCERROR(lParam) (WORD)(((DWORD_PTR)(lParam) >> 16) & 0xffff)",
    );
    expect(documentation.structureCard("servent", "win64")).toContain("s_port;  /* +24, network order */");
  });
});
