/**
 * Numbers for sequences of 32-bit integers: equal sequences have the same number. Components of a state are stored here once; a state is a
 * sequence of such numbers. Open addressing over one growing array: no keys as text.
 */
export class Interner {
  #data: Int32Array;
  #used = 0;
  /** Start of each sequence in `#data`; its end is the next start. */
  #starts: Int32Array;
  #hashes: Int32Array;
  #table: Int32Array;
  #count = 0;

  constructor(capacity = 256) {
    this.#data = new Int32Array(capacity * 8);
    this.#starts = new Int32Array(capacity + 1);
    this.#hashes = new Int32Array(capacity);
    this.#table = new Int32Array(capacity * 4).fill(-1);
  }

  get size(): number {
    return this.#count;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#data.byteLength + this.#starts.byteLength + this.#hashes.byteLength + this.#table.byteLength;
  }

  /** Number of the sequence `buffer[0..length)`. `isNew` afterwards tells whether it was not there before. */
  intern(buffer: ArrayLike<number>, length: number): number {
    let hash = length | 0;
    for (let i = 0; i < length; i++) {
      hash = Math.imul(hash ^ buffer[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.#table[slot]!;
      if (id < 0) break;
      if (this.#hashes[id] === hash && this.#equals(id, buffer, length)) {
        this.isNew = false;
        return id;
      }
      slot = (slot + 1) & mask;
    }
    this.isNew = true;
    return this.#add(buffer, length, hash, slot);
  }

  isNew = false;

  #equals(id: number, buffer: ArrayLike<number>, length: number): boolean {
    const start = this.#starts[id]!;
    if (this.#starts[id + 1]! - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.#data[start + i] !== (buffer[i]! | 0)) return false;
    return true;
  }

  #add(buffer: ArrayLike<number>, length: number, hash: number, slot: number): number {
    const id = this.#count++;
    if (this.#used + length > this.#data.length) this.#data = grown(this.#data, this.#used + length);
    for (let i = 0; i < length; i++) this.#data[this.#used + i] = buffer[i]!;
    this.#used += length;
    if (this.#count + 1 > this.#starts.length) this.#starts = grown(this.#starts, this.#count + 1);
    this.#starts[this.#count] = this.#used;
    if (this.#count > this.#hashes.length) this.#hashes = grown(this.#hashes, this.#count);
    this.#hashes[id] = hash;
    this.#table[slot] = id;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = this.#hashes[id]! & mask;
      while (table[slot]! >= 0) slot = (slot + 1) & mask;
      table[slot] = id;
    }
    this.#table = table;
  }
}

function grown(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(array.length * 2, needed));
  next.set(array);
  return next;
}

/** Numbers for texts. */
export class TextInterner {
  readonly #ids = new Map<string, number>();
  readonly texts: string[] = [];
  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.texts.push(text);
    this.#ids.set(text, id);
    return id;
  }
}
