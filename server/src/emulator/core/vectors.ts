/**
 * All states met so far: each a row of small numbers (ids of components) in one growing array, and equal rows one number. No object per
 * state: a row costs four bytes a component, and looking for it neither allocates nor follows a pointer.
 */

/** How many components each family has: what a row means. */
export interface Shape {
  readonly counts: readonly number[];
  /** Where each family begins in a row; one more for the end. */
  readonly offsets: Int32Array;
}

export class Vectors {
  readonly shapes: Shape[] = [];
  /** Shape of each state. */
  #shapes = new Int32Array(64);
  /** Start of each state's row; one more for the end. */
  #starts = new Float64Array(65);
  #hashes = new Int32Array(64);
  #table = new Int32Array(256).fill(-1);
  #data = new Int32Array(1024);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** The rows, one after the other. Replaced when it grows: read it anew after each `intern`. */
  get data(): Int32Array {
    return this.#data;
  }

  startOf(state: number): number {
    return this.#starts[state]!;
  }

  shapeOf(state: number): number {
    return this.#shapes[state]!;
  }

  hashOf(state: number): number {
    return this.#hashes[state]!;
  }

  shape(counts: readonly number[]): number {
    const known = this.shapes.findIndex((one) => one.counts.every((count, family) => count === counts[family]));
    if (known >= 0) return known;
    const offsets = new Int32Array(counts.length + 1);
    for (let family = 0; family < counts.length; family++) offsets[family + 1] = offsets[family]! + counts[family]!;
    return this.shapes.push({ counts: [...counts], offsets }) - 1;
  }

  /** Number of the row `row[0..length)`. */
  intern(shape: number, row: Int32Array, length: number, hash: number): number {
    const mask = this.#table.length - 1;
    const hashes = this.#hashes;
    const table = this.#table;
    let at = spread(hash) & mask;
    for (; ; at = (at + 1) & mask) {
      const state = table[at]!;
      if (state < 0) break;
      if (hashes[state] === hash && this.#shapes[state] === shape && this.#same(state, row, length)) return state;
    }
    return this.#add(shape, row, length, hash, at);
  }

  #same(state: number, row: Int32Array, length: number): boolean {
    const data = this.#data;
    const start = this.#starts[state]!;
    for (let i = 0; i < length; i++) if (data[start + i] !== row[i]) return false;
    return true;
  }

  #add(shape: number, row: Int32Array, length: number, hash: number, at: number): number {
    const state = this.#count++;
    const start = this.#starts[state]!;
    if (start + length > this.#data.length) {
      const data = new Int32Array(Math.max(this.#data.length * 2, start + length));
      data.set(this.#data.subarray(0, start));
      this.#data = data;
    }
    const data = this.#data;
    for (let i = 0; i < length; i++) data[start + i] = row[i]!;
    if (state >= this.#hashes.length) this.#growStates();
    this.#starts[state + 1] = start + length;
    this.#shapes[state] = shape;
    this.#hashes[state] = hash;
    this.#table[at] = state;
    if (this.#count * 2 > this.#table.length) this.#growTable();
    return state;
  }

  #growStates(): void {
    const size = this.#hashes.length * 2;
    const hashes = new Int32Array(size);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const shapes = new Int32Array(size);
    shapes.set(this.#shapes);
    this.#shapes = shapes;
    const starts = new Float64Array(size + 1);
    starts.set(this.#starts);
    this.#starts = starts;
  }

  #growTable(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let state = 0; state < this.#count; state++) {
      let at = spread(this.#hashes[state]!) & mask;
      while (table[at]! >= 0) at = (at + 1) & mask;
      table[at] = state;
    }
    this.#table = table;
  }
}

/** The hash is a sum, whose low bits alone say little. */
function spread(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return h ^ (h >>> 15);
}
