import { beforeEach, describe, expect, it } from "vitest";
import { Interner, TextInterner } from "../interner.ts";
import { SymbolTable } from "../symbols.ts";
import { Sym, type Scalar } from "../values.ts";
import { AddressBook } from "./addresses.ts";
import { Fault } from "./object.ts";
import { keyOf } from "./contents.ts";
import { Space } from "./space.ts";

const int: Scalar = { kind: "int", size: 4, signed: true };
const byte: Scalar = { kind: "int", size: 1, signed: false };
const pointer: Scalar = { kind: "pointer", size: 8, signed: false };

let space: Space;
beforeEach(() => {
  space = new Space({
    addresses: new AddressBook(8),
    symbols: new SymbolTable(),
    contents: new Interner(),
    texts: new TextInterner(),
    references: [],
    depthOfSite: new Map(),
    depthOfSymbol: new Map(),
    constants: new Map(),
  });
});

const block = (size: number, site = "malloc") => space.create({ size, kind: "heap", label: "block", site })!;
const fault = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault) return error.kind;
    throw error;
  }
  return "none";
};

describe("memory", () => {
  it("holds integers of each width, little-endian, across pages", () => {
    const object = block(600);
    space.store(object.base + 254, 0x12345678, int);
    expect(space.load(object.base + 254, int)).toBe(0x12345678);
    expect([0, 1, 2, 3].map((i) => space.load(object.base + 254 + i, byte))).toEqual([0x78, 0x56, 0x34, 0x12]);
    space.store(object.base, -2, { kind: "int", size: 8, signed: true });
    expect(space.load(object.base, { kind: "int", size: 8, signed: true })).toBe(-2);
    expect(space.load(object.base, { kind: "int", size: 8, signed: false })).toBe(18446744073709551614n);
    space.store(object.base + 16, 1.5, { kind: "float", size: 8, signed: true });
    expect(space.load(object.base + 16, { kind: "float", size: 8, signed: true })).toBe(1.5);
  });

  it("finds what has no defined result", () => {
    const object = block(8);
    space.store(object.base, 1, int);
    expect(fault(() => space.load(object.base + 6, int))).toBe("buffer-overrun");
    expect(fault(() => space.store(object.base + 8, 1, byte))).toBe("buffer-overrun");
    expect(fault(() => space.load(0, int))).toBe("null-dereference");
    expect(fault(() => space.load(0x7777_0000, int))).toBe("wild-pointer");
    space.end(space.at(object.base)!, "freed");
    expect(fault(() => space.load(object.base, int))).toBe("use-after-free");
  });

  it("tells never-written bytes, and copies them as such", () => {
    let seen = 0;
    space.onUninitialised = () => seen++;
    const from = block(8);
    const to = block(8, "other");
    space.store(from.base, 7, int);
    space.writeBlob(to.base, space.readBlob(from.base, 8));
    expect(seen).toBe(0);
    expect(space.load(to.base, int)).toBe(7);
    expect(space.load(to.base + 4, int)).toBeInstanceOf(Sym);
    expect(seen).toBe(1);
  });

  it("keeps unknown values whole, and knows when one was broken", () => {
    const object = block(8);
    const symbol = space.shared.symbols.leaf("s", 0, pointer, "s");
    space.store(object.base, symbol, pointer);
    expect(space.load(object.base, pointer)).toBe(symbol);
    space.store(object.base + 2, 1, byte);
    const mixed = space.load(object.base, pointer);
    expect(mixed).not.toBe(symbol);
    expect(mixed).toBe(space.load(object.base, pointer));
  });

  it("shares what neither side of a fork changes", () => {
    const object = block(300);
    space.store(object.base, 1, int);
    const before = keyOf(space.shared, space.at(object.base)!);
    const other = space.fork();
    space.store(object.base, 2, int);
    expect(other.load(object.base, int)).toBe(1);
    expect(space.load(object.base, int)).toBe(2);
    expect(keyOf(other.shared, other.at(object.base)!)).toBe(before);
    space.store(object.base, 1, int);
    expect(keyOf(space.shared, space.at(object.base)!)).toBe(before);
  });

  it("gives the same places again once nothing is left of an object", () => {
    const first = block(8);
    space.end(space.at(first.base)!, "freed");
    const second = block(8);
    expect(second.base).not.toBe(first.base);
    space.remove(space.at(first.base)!);
    expect(block(8).base).toBe(first.base);
  });

  it("is the emulator's memory: all or nothing, and never a fault", () => {
    const object = block(8);
    expect(space.poke(object.base + 4, Uint8Array.of(1, 2, 3, 4, 5))).toBe(false);
    expect(space.poke(object.base, Uint8Array.of(1, 2, 3, 4))).toBe(true);
    expect(space.peek(object.base, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(space.peek(0, 4)).toBeUndefined();
  });
});
