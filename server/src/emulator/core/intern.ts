/**
 * Hash-consing: equal contents are stored once and known by a small number.
 *
 * Comparing and hashing stand here once for each kind of array on purpose: one function that sees several kinds is several times slower, and
 * these loops are the innermost of a search.
 */

/** Mixes a number into a hash; exact also above 2^32, where `| 0` alone would drop the high part. */
export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  if (value > 0x7fffffff || value < -0x80000000) h = Math.imul(h ^ Math.floor(value / 0x1_0000_0000), 0x85ebca6b);
  return (h ^ (h >>> 15)) | 0;
}

export function hashNumbers(items: readonly number[]): number {
  let hash = items.length + 1;
  for (let i = 0; i < items.length; i++) hash = mix(hash, items[i]!);
  return hash;
}

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function sameInts(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Of a length that is a multiple of four. */
export function hashBytes(items: Uint8Array): number {
  let hash = items.length + 1;
  for (let i = 0; i < items.length; i += 4) {
    hash = Math.imul(hash ^ (items[i]! | (items[i + 1]! << 8) | (items[i + 2]! << 16) | (items[i + 3]! << 24)), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash | 0;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Equal items, one id. Open addressing; nothing is ever removed. The caller gives each item's hash. */
export class Interner<A> {
  readonly items: A[] = [];
  readonly hashes: number[] = [];
  readonly #same: (a: A, b: A) => boolean;
  #table = new Int32Array(64).fill(-1);

  constructor(same: (a: A, b: A) => boolean) {
    this.#same = same;
  }

  intern(item: A, hash: number): number {
    const mask = this.#table.length - 1;
    let at = hash & mask;
    for (; ; at = (at + 1) & mask) {
      const id = this.#table[at]!;
      if (id < 0) break;
      if (this.hashes[id] === hash && this.#same(this.items[id]!, item)) return id;
    }
    const id = this.items.length;
    this.items.push(item);
    this.hashes.push(hash);
    this.#table[at] = id;
    if (this.items.length * 2 > this.#table.length) this.#grow();
    return id;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let id = 0; id < this.hashes.length; id++) {
      let at = this.hashes[id]! & mask;
      while (table[at]! >= 0) at = (at + 1) & mask;
      table[at] = id;
    }
    this.#table = table;
  }
}
