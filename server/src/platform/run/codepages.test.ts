import { expect, test } from "vitest";
import { codepageModels } from "./codepages.ts";
import type { Run, RunValue } from "./types.ts";

const UTF8 = 65001;

/** As much of a run as the models ask for: one memory, addresses and numbers as they are. */
function runOn(memory: DataView): Run {
  const run: Partial<Record<keyof Run, unknown>> = {
    int: Number,
    address: Number,
    readBytes: (at: number, length: number) => new Uint8Array(memory.buffer, at, length),
    readInt: (at: number) => memory.getUint16(at, true),
    writeInt: (at: number, _size: number, value: number) => memory.setUint16(at, value, true),
    writeBytes: (at: number, bytes: Uint8Array) => new Uint8Array(memory.buffer).set(bytes, at),
  };
  return run as unknown as Run;
}

function call(name: string, memory: DataView, values: readonly number[]): unknown {
  const model = codepageModels[name];
  if (typeof model !== "function") throw new Error(`${name} is no plain model`);
  return model(runOn(memory), values as unknown as readonly RunValue[]);
}

test("UTF-8 becomes wide text and wide text UTF-8, a byte order mark and a zero among it", () => {
  const text = "\ufeffGr\u00fc\u00dfe \u20ac \u{1f600}\0";
  const bytes = new TextEncoder().encode(text);
  const memory = new DataView(new ArrayBuffer(256));
  new Uint8Array(memory.buffer).set(bytes);
  expect(call("MultiByteToWideChar", memory, [UTF8, 0, 0, bytes.length, 0, 0])).toBe(text.length);
  expect(call("MultiByteToWideChar", memory, [UTF8, 0, 0, bytes.length, 64, 64])).toBe(text.length);
  expect(String.fromCharCode(...Array.from({ length: text.length }, (_, i) => memory.getUint16(64 + 2 * i, true)))).toBe(text);
  expect(call("WideCharToMultiByte", memory, [UTF8, 0, 64, text.length, 160, 64])).toBe(bytes.length);
  expect([...new Uint8Array(memory.buffer, 160, bytes.length)]).toEqual([...bytes]);
});

test("bytes that are no UTF-8 and halves of a pair alone become the replacement character, as in Windows", () => {
  const memory = new DataView(new ArrayBuffer(64));
  new Uint8Array(memory.buffer).set([0x61, 0xff, 0x62]);
  expect(call("MultiByteToWideChar", memory, [UTF8, 0, 0, 3, 16, 8])).toBe(3);
  expect([16, 18, 20].map((at) => memory.getUint16(at, true))).toEqual([0x61, 0xfffd, 0x62]);
  memory.setUint16(32, 0xd83d, true);
  expect(call("WideCharToMultiByte", memory, [UTF8, 0, 32, 1, 40, 8])).toBe(3);
  expect([...new Uint8Array(memory.buffer, 40, 3)]).toEqual([0xef, 0xbf, 0xbd]);
});

test("too little room gives nothing", () => {
  const memory = new DataView(new ArrayBuffer(64));
  new Uint8Array(memory.buffer).set([0xc3, 0xbc, 0x61]);
  expect(call("MultiByteToWideChar", memory, [UTF8, 0, 0, 3, 16, 1])).toBe(0);
  expect(memory.getUint16(16, true)).toBe(0);
});
