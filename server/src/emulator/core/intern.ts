/** Hash-consing: equal contents are stored once and known by a small number. */

/** Mixes a number into a hash; exact also above 2^32, where `| 0` alone would drop the high part. */
export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  if (value > 0x7fffffff || value < -0x80000000) h = Math.imul(h ^ Math.floor(value / 0x1_0000_0000), 0x85ebca6b);
  return (h ^ (h >>> 15)) | 0;
}

/** Hash-consing of arrays of numbers: equal arrays, one id. Open addressing; nothing is ever removed. */
export class Interner<A extends ArrayLike<number>> {
  readonly items: A[] = [];
  readonly hashes: number[] = [];
  #table = new Int32Array(64).fill(-1);

  intern(item: A, hash: number): number {
    const mask = this.#table.length - 1;
    let at = hash & mask;
    for (; ; at = (at + 1) & mask) {
      const id = this.#table[at]!;
      if (id < 0) break;
      if (this.hashes[id] === hash && same(this.items[id]!, item)) return id;
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

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Hash of a sequence of numbers. */
export function hashOf(items: ArrayLike<number>): number {
  let hash = items.length + 1;
  for (let i = 0; i < items.length; i++) hash = mix(hash, items[i]!);
  return hash;
}
