/**
 * The border between the emulator and whoever owns the bytes.
 *
 * The emulator holds addresses (plain numbers), never objects. The interpreter of a program implements {@link Memory} over the
 * program's own objects and checks each access with its shadow bytes; `FlatMemory` is for use alone.
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
  /** A pointer is no more than its bytes: where these were written already, `writePointer` is not called. */
  readonly plainPointers?: boolean;
  /**
   * Memory that Winsock itself hands out (`gethostbyname`, `inet_ntoa`, `GetAddrInfoExW`); zero-filled, aligned for a pointer.
   * 0 when there is none. A memory without it makes those calls answer WSA_NOT_ENOUGH_MEMORY / NULL with WSAENOBUFS.
   */
  allocate?(length: number): Address;
  /** Gives back what `allocate` gave. False if it is not such an address. */
  release?(address: Address): boolean;
  /** The content as one number (equal numbers, equal contents), if the emulator is to keep it in its own snapshots. An interpreter that
   * keeps the memory in its own state leaves both out. */
  snapshot?(): number;
  restore?(snapshot: number): void;
  /** How often anything was read, written, allocated or released. With it, a step that did not touch the memory is known not to depend on it. */
  readonly accesses?: number;
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
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) < 256 ? text.charCodeAt(i) : 63;
  return bytes;
}

/** Reads a pointer at `address`, or undefined if it is not readable. */
export function readPointer(memory: Memory, address: Address): Address | undefined {
  const bytes = memory.read(address, memory.size);
  return bytes && littleEndian(bytes);
}

const CHUNK = 32;

/** Zero-terminated narrow string at `address`, or undefined if a byte of it is not readable or `limit` is passed. */
export function readString(memory: Memory, address: Address, limit = 65_536): string | undefined {
  let text = "";
  for (let i = 0; i < limit; ) {
    // A chunk at a time; near the end of a block byte by byte, since the string may end before what cannot be read.
    const bytes = memory.read(address + i, CHUNK) ?? memory.read(address + i, 1);
    if (!bytes) return undefined;
    for (const byte of bytes) {
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
    i += bytes.length;
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
