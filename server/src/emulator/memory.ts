/**
 * The border between the emulator and whoever owns the bytes.
 *
 * The emulator holds addresses (plain numbers), never objects. The interpreter of a program implements {@link Memory} over the
 * program's own objects and checks each access with its shadow bytes; {@link FlatMemory} is for use alone.
 */

/** An address in the address space of the emulated process. 0 is NULL. Exact up to 2^53, which covers every user-mode address. */
export type Address = number;

export interface Memory {
  /** Size of a pointer in bytes: 4 on win32, 8 on win64. */
  readonly size: 4 | 8;
  /** `length` bytes at `address`, or undefined if any of them is not readable (NULL, freed, never mapped). A copy: never a view. */
  read(address: Address, length: number): Uint8Array | undefined;
  /** Writes all bytes, or none and answers false if any of them is not writable. */
  write(address: Address, bytes: Uint8Array): boolean;
  /** Writes one pointer of `size` bytes, little-endian. An interpreter keeps the provenance of the pointer with it. */
  writePointer(address: Address, value: Address): boolean;
  /**
   * Memory that Winsock itself hands out (`gethostbyname`, `inet_ntoa`, `GetAddrInfoExW`); zero-filled, aligned for a pointer.
   * 0 when there is none. A memory without it makes those calls answer WSA_NOT_ENOUGH_MEMORY / NULL with WSAENOBUFS.
   */
  allocate?(length: number): Address;
  /** Gives back what `allocate` gave. False if it is not such an address. */
  release?(address: Address): boolean;
  /** State of the memory as one opaque value, when the emulator is to keep it in its own snapshots. See `Winsock.snapshot`. */
  snapshot?(): unknown;
  restore?(snapshot: unknown): void;
}

const PAGE = 1024;

interface FlatSnapshot {
  readonly pages: readonly Page[];
  readonly next: Address;
  readonly blocks: ReadonlyMap<Address, number>;
}

interface Page {
  bytes: Uint8Array;
  /** True once a snapshot refers to it: the next write copies it first. */
  shared: boolean;
}

/**
 * A small flat address space for use without an interpreter: `allocate` hands out blocks from the bottom up and never reuses an address;
 * a released block is unreadable and unwritable, so a late write of a provider is seen as a failure.
 */
export class FlatMemory implements Memory {
  readonly size: 4 | 8;
  readonly #base: Address;
  #pages: Page[] = [];
  #next: Address;
  #blocks = new Map<Address, number>();
  #blocksShared = false;
  /** Starts of all blocks, ascending, released ones among them; built when first needed. */
  #starts: Address[] | undefined;

  /** @param base address of the first block; on win64 it may lie above 4 GiB to show truncated pointers. */
  constructor(size: 4 | 8 = 8, base: Address = 0x0001_0000) {
    this.size = size;
    this.#base = base;
    this.#next = base;
  }

  allocate(length: number): Address {
    const address = this.#next;
    this.#ownBlocks();
    this.#blocks.set(address, length);
    this.#starts?.push(address);
    // 16 unreadable bytes between blocks catch an overrun by one.
    this.#next = Math.ceil((address + length + 16) / 16) * 16;
    while (this.#pages.length * PAGE < this.#next - this.#base) this.#pages.push({ bytes: new Uint8Array(PAGE), shared: false });
    return address;
  }

  release(address: Address): boolean {
    if (!this.#blocks.has(address)) return false;
    this.#ownBlocks();
    return this.#blocks.delete(address);
  }

  /** Allocates a zero-terminated narrow string (one byte per character, code points above 255 become '?'). */
  allocateString(text: string): Address {
    const address = this.allocate(text.length + 1);
    this.write(address, latin1(text + "\0"));
    return address;
  }

  /** Allocates a zero-terminated UTF-16 string. */
  allocateWideString(text: string): Address {
    const address = this.allocate(text.length * 2 + 2);
    const bytes = new Uint8Array(text.length * 2 + 2);
    for (let i = 0; i < text.length; i++) {
      bytes[2 * i] = text.charCodeAt(i) & 255;
      bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
    }
    this.write(address, bytes);
    return address;
  }

  read(address: Address, length: number): Uint8Array | undefined {
    if (!this.#inside(address, length)) return undefined;
    const result = new Uint8Array(length);
    this.#each(address, length, false, (page, from, count, at) => result.set(page.subarray(from, from + count), at));
    return result;
  }

  write(address: Address, bytes: Uint8Array): boolean {
    if (!this.#inside(address, bytes.length)) return false;
    this.#each(address, bytes.length, true, (page, from, count, at) => page.set(bytes.subarray(at, at + count), from));
    return true;
  }

  writePointer(address: Address, value: Address): boolean {
    return this.write(address, pointerBytes(value, this.size));
  }

  snapshot(): FlatSnapshot {
    for (const page of this.#pages) page.shared = true;
    this.#blocksShared = true;
    return { pages: this.#pages.slice(), next: this.#next, blocks: this.#blocks };
  }

  restore(snapshot: unknown): void {
    const saved = snapshot as FlatSnapshot;
    this.#pages = saved.pages.slice();
    this.#next = saved.next;
    this.#blocks = saved.blocks as Map<Address, number>;
    this.#blocksShared = true;
    this.#starts = undefined;
  }

  #ownBlocks(): void {
    if (this.#blocksShared) this.#blocks = new Map(this.#blocks);
    this.#blocksShared = false;
  }

  #inside(address: Address, length: number): boolean {
    if (length < 0 || !Number.isSafeInteger(address)) return false;
    this.#starts ??= [...this.#blocks.keys()];
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    const start = starts[low - 1];
    return start !== undefined && address + length <= start + this.#blocks.get(start)!;
  }

  #each(address: Address, length: number, own: boolean, run: (page: Uint8Array, from: number, count: number, at: number) => void): void {
    for (let at = 0; at < length; ) {
      const offset = address + at - this.#base;
      const index = Math.floor(offset / PAGE);
      let page = this.#pages[index]!;
      if (own && page.shared) {
        page = { bytes: page.bytes.slice(), shared: false };
        this.#pages[index] = page;
      }
      const from = offset - index * PAGE;
      const count = Math.min(PAGE - from, length - at);
      run(page.bytes, from, count, at);
      at += count;
    }
  }
}

/** `value` as `size` little-endian bytes. */
export function pointerBytes(value: Address, size: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(size);
  let rest = value;
  for (let i = 0; i < size; i++) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** Unsigned little-endian number made of `bytes`. */
export function littleEndian(bytes: Uint8Array): number {
  let value = 0;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + bytes[i]!;
  return value;
}

/** One byte per character; what does not fit becomes '?'. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => (c.charCodeAt(0) < 256 ? c.charCodeAt(0) : 63));
}

/** Reads a pointer at `address`, or undefined if it is not readable. */
export function readPointer(memory: Memory, address: Address): Address | undefined {
  const bytes = memory.read(address, memory.size);
  return bytes && littleEndian(bytes);
}

/** Zero-terminated narrow string at `address`, or undefined if a byte of it is not readable or `limit` is passed. */
export function readString(memory: Memory, address: Address, limit = 65_536): string | undefined {
  let text = "";
  for (let i = 0; i < limit; i++) {
    const byte = memory.read(address + i, 1);
    if (!byte) return undefined;
    if (byte[0] === 0) return text;
    text += String.fromCharCode(byte[0]!);
  }
  return undefined;
}

/** Zero-terminated UTF-16 string at `address`, or undefined. */
export function readWideString(memory: Memory, address: Address, limit = 65_536): string | undefined {
  let text = "";
  for (let i = 0; i < limit; i++) {
    const unit = memory.read(address + 2 * i, 2);
    if (!unit) return undefined;
    const code = unit[0]! | (unit[1]! << 8);
    if (code === 0) return text;
    text += String.fromCharCode(code);
  }
  return undefined;
}
