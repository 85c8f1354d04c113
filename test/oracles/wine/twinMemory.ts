/** The memory of a twin: buffers and texts for its calls, and what stands in results. */
import type { Address, FlatMemory } from "../../../server/src/emulator/index.ts";

/** Byte that fills buffers which nothing has written. */
export const UNUSED_BYTE = 0xcc;

export class TwinMemory {
  readonly memory: FlatMemory;

  constructor(memory: FlatMemory) {
    this.memory = memory;
  }

  buffer(size: number): Address {
    const address = this.memory.allocate(size);
    this.unused(address, size);
    return address;
  }

  unused(address: Address, size: number): void {
    this.memory.write(address, new Uint8Array(size).fill(UNUSED_BYTE));
  }

  text(value: string): Address {
    return this.memory.allocateString(value);
  }

  wideText(value: string): Address {
    return this.memory.allocateWideString(value);
  }

  /** `values` as bytes in memory of their own. */
  bytes(...values: number[]): Address {
    const address = this.memory.allocate(values.length);
    this.memory.write(address, Uint8Array.from(values));
    return address;
  }

  readText(address: Address): string {
    let text = "";
    for (let byte = this.#byte(address); byte !== 0; byte = this.#byte(address + text.length)) text += String.fromCharCode(byte);
    return text;
  }

  readWideText(address: Address): string {
    let text = "";
    for (let unit = this.short(address); unit !== 0; unit = this.short(address + 2 * text.length)) text += String.fromCharCode(unit);
    return text;
  }

  #byte(address: Address): number {
    const byte = this.memory.read(address, 1)?.[0];
    if (byte === undefined) throw new Error("a pointer of the result points nowhere");
    return byte;
  }

  /** Signed 16-bit number. */
  short(address: Address): number {
    return ((this.#byte(address) | (this.#byte(address + 1) << 8)) << 16) >> 16;
  }

  pointer(address: Address): Address {
    let value = 0;
    for (let i = 7; i >= 0; i--) value = value * 256 + this.#byte(address + i);
    return value;
  }

  /** Pointers from `address` on, up to NULL. */
  pointers(address: Address): Address[] {
    const list: Address[] = [];
    for (let at = address; this.pointer(at) !== 0; at += 8) list.push(this.pointer(at));
    return list;
  }
}
