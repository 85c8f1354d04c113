/** A small flat address space, for use of the emulator without an interpreter. */
import { hashBytes, hashNumbers, Interner, sameBytes, sameNumbers } from "./core/intern.ts";
import { type Address, latin1, type Memory, pointerBytes } from "./memory.ts";

const PAGE = 256;
/** Unreadable bytes after each block: an overrun by one is caught. */
const GAP = 16;

/**
 * `allocate` hands out blocks from the bottom up and never reuses an address; a released block can be neither read nor written, so a late
 * write of a provider is seen as a failure. Snapshots share all pages that did not change.
 */
export class FlatMemory implements Memory {
  readonly size: 4 | 8;
  readonly plainPointers = true;
  readonly #base: Address;
  #pages: Uint8Array[] = [];
  /** Id of the interned page, or -1 if it was written since. */
  #ids: number[] = [];
  #next: Address;
  /** Blocks in ascending order; length -1 once released. */
  #starts: Address[] = [];
  #lengths: number[] = [];
  #blocksId = -1;
  /** Number of the present content, or -1 if it changed since the last snapshot. */
  #current = -1;
  accesses = 0;
  readonly #knownPages = new Interner<Uint8Array>(sameBytes);
  readonly #knownBlocks = new Interner<number[]>(sameNumbers);
  readonly #states = new Interner<number[]>(sameNumbers);

  /** @param base address of the first block; on win64 it may lie above 4 GiB to show truncated pointers. */
  constructor(size: 4 | 8 = 8, base: Address = 0x0001_0000) {
    this.size = size;
    this.#base = base;
    this.#next = base;
  }

  /** A zero-filled block. Length 0 gives an address of its own. */
  allocate(length: number): Address {
    this.accesses++;
    const address = this.#next;
    this.#starts.push(address);
    this.#lengths.push(Math.max(0, Math.floor(length) || 0));
    this.#blocksId = this.#current = -1;
    this.#next = Math.ceil((address + this.#lengths.at(-1)! + GAP) / 16) * 16;
    while (this.#pages.length * PAGE < this.#next - this.#base) {
      this.#pages.push(new Uint8Array(PAGE));
      this.#ids.push(-1);
    }
    return address;
  }

  release(address: Address): boolean {
    this.accesses++;
    const block = this.#block(address);
    if (this.#starts[block] !== address || this.#lengths[block]! < 0) return false;
    this.#lengths[block] = -1;
    this.#blocksId = this.#current = -1;
    return true;
  }

  /** Allocates a zero-terminated narrow string; characters above 255 become '?'. */
  allocateString(text: string): Address {
    const address = this.allocate(text.length + 1);
    this.write(address, latin1(text));
    return address;
  }

  /** Allocates a zero-terminated UTF-16 string. */
  allocateWideString(text: string): Address {
    const address = this.allocate(text.length * 2 + 2);
    const bytes = new Uint8Array(text.length * 2);
    for (let i = 0; i < text.length; i++) {
      bytes[2 * i] = text.charCodeAt(i) & 255;
      bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
    }
    this.write(address, bytes);
    return address;
  }

  read(address: Address, length: number): Uint8Array | undefined {
    this.accesses++;
    if (!this.#inside(address, length)) return undefined;
    const offset = address - this.#base;
    const index = Math.floor(offset / PAGE);
    const from = offset - index * PAGE;
    if (from + length <= PAGE) return length === 0 ? new Uint8Array(0) : this.#pages[index]!.slice(from, from + length);
    const result = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const page = Math.floor((offset + at) / PAGE);
      const start = offset + at - page * PAGE;
      const count = Math.min(PAGE - start, length - at);
      result.set(this.#pages[page]!.subarray(start, start + count), at);
      at += count;
    }
    return result;
  }

  write(address: Address, bytes: Uint8Array): boolean {
    this.accesses++;
    if (!this.#inside(address, bytes.length)) return false;
    this.#current = -1;
    const offset = address - this.#base;
    for (let at = 0; at < bytes.length; ) {
      const page = Math.floor((offset + at) / PAGE);
      const start = offset + at - page * PAGE;
      const count = Math.min(PAGE - start, bytes.length - at);
      if (this.#ids[page] !== -1) {
        this.#pages[page] = this.#pages[page]!.slice();
        this.#ids[page] = -1;
      }
      this.#pages[page]!.set(bytes.subarray(at, at + count), start);
      at += count;
    }
    return true;
  }

  writePointer(address: Address, value: Address): boolean {
    return this.write(address, pointerBytes(value, this.size));
  }

  snapshot(): number {
    if (this.#current >= 0) return this.#current;
    const state: number[] = [];
    if (this.#blocksId < 0) {
      const blocks = [...this.#starts, ...this.#lengths, this.#next];
      this.#blocksId = this.#knownBlocks.intern(blocks, hashNumbers(blocks));
    }
    state.push(this.#blocksId);
    for (let i = 0; i < this.#pages.length; i++) {
      if (this.#ids[i] === -1) {
        const id = this.#knownPages.intern(this.#pages[i]!, hashBytes(this.#pages[i]!));
        this.#ids[i] = id;
        this.#pages[i] = this.#knownPages.items[id]!;
      }
      state.push(this.#ids[i]!);
    }
    this.#current = this.#states.intern(state, hashNumbers(state));
    return this.#current;
  }

  restore(snapshot: number): void {
    if (snapshot === this.#current) return;
    const state = this.#states.items[snapshot];
    if (!state) throw new TypeError(`no snapshot ${snapshot} in this memory`);
    this.#current = snapshot;
    if (this.#blocksId !== state[0]) {
      this.#blocksId = state[0]!;
      const blocks = this.#knownBlocks.items[this.#blocksId]!;
      const count = (blocks.length - 1) / 2;
      this.#starts = blocks.slice(0, count);
      this.#lengths = blocks.slice(count, 2 * count);
      this.#next = blocks[2 * count]!;
      this.#pages.length = this.#ids.length = state.length - 1;
    }
    for (let page = 0; page + 1 < state.length; page++) {
      const id = state[page + 1]!;
      if (this.#ids[page] === id) continue;
      this.#ids[page] = id;
      this.#pages[page] = this.#knownPages.items[id]!;
    }
  }

  /** Index of the last block that starts at or before `address`, or -1. */
  #block(address: Address): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #inside(address: Address, length: number): boolean {
    if (!(length >= 0) || !Number.isSafeInteger(address)) return false;
    const block = this.#block(address);
    return block >= 0 && address + length <= this.#starts[block]! + this.#lengths[block]!;
  }
}
