/**
 * The packed state. Components (a request, a queue, a thread, ...) are short arrays of numbers, each in a *family* at an index. A component
 * that did not change since the last snapshot is shared with it; a write copies that component alone. Equal contents get one id, the state is
 * the vector of ids, and equal vectors get one number: that number is the snapshot and the exact key of the state at once.
 */

import { hashNumbers, Interner, mix, sameInts, sameNumbers } from "./intern.ts";

const DIRTY = -1;

export class Store {
  readonly #families: number;
  /** Contents by family and index. Shared with the interner while the id is not DIRTY. */
  readonly #data: number[][][];
  readonly #ids: number[][];
  /** Family and index of each dirty component, packed. */
  #dirty: number[] = [];
  /** Sum over the clean components of mix(place, id). */
  #hash = 0;
  readonly #components = new Interner<number[]>(sameNumbers);
  readonly #vectors = new Interner<Int32Array>(sameInts);
  /** Raised by each restore, so that what others derived from the state can be dropped. */
  epoch = 0;

  constructor(families: number) {
    this.#families = families;
    this.#data = Array.from({ length: families }, () => []);
    this.#ids = Array.from({ length: families }, () => []);
  }

  count(family: number): number {
    return this.#data[family]!.length;
  }

  add(family: number, data: number[]): number {
    const index = this.#data[family]!.length;
    this.#data[family]!.push(data);
    this.#ids[family]!.push(DIRTY);
    this.#dirty.push(index * this.#families + family);
    return index;
  }

  /** To read. Never write into it, and read what is needed before the next write: an `own` of a changed component is the same array. */
  get(family: number, index: number): readonly number[] {
    return this.#data[family]![index]!;
  }

  /** To write: the component's own copy. Valid until the next snapshot. */
  own(family: number, index: number): number[] {
    const ids = this.#ids[family]!;
    const id = ids[index]!;
    const row = this.#data[family]!;
    if (id === DIRTY) return row[index]!;
    ids[index] = DIRTY;
    this.#hash = (this.#hash - place(family, index, id)) | 0;
    this.#dirty.push(index * this.#families + family);
    return (row[index] = row[index]!.slice());
  }

  set(family: number, index: number, field: number, value: number): void {
    if (this.#data[family]![index]![field] !== value) this.own(family, index)[field] = value;
  }

  #clean(): void {
    for (const packed of this.#dirty) {
      const family = packed % this.#families;
      const index = (packed - family) / this.#families;
      const data = this.#data[family]![index]!;
      const id = this.#components.intern(data, hashNumbers(data));
      this.#data[family]![index] = this.#components.items[id]!;
      this.#ids[family]![index] = id;
      this.#hash = (this.#hash + place(family, index, id)) | 0;
    }
    this.#dirty = [];
  }

  /** 32 bits over the whole state; equal states of one store have equal hashes. */
  hash(): number {
    this.#clean();
    return this.#hash;
  }

  /** The number of the present state. */
  snapshot(): number {
    this.#clean();
    let length = this.#families;
    for (const ids of this.#ids) length += ids.length;
    const vector = new Int32Array(length);
    let at = 0;
    for (const ids of this.#ids) {
      vector[at++] = ids.length;
      for (let i = 0; i < ids.length; i++) vector[at++] = ids[i]!;
    }
    return this.#vectors.intern(vector, this.#hash);
  }

  restore(snapshot: number): void {
    const vector = this.#vectors.items[snapshot];
    if (!vector) throw new TypeError(`no snapshot ${snapshot} in this emulator`);
    let at = 0;
    for (let family = 0; family < this.#families; family++) {
      const length = vector[at++]!;
      const ids = this.#ids[family]!;
      const row = this.#data[family]!;
      if (ids.length !== length) ids.length = row.length = length;
      for (let i = 0; i < length; i++) {
        const id = vector[at++]!;
        if (ids[i] === id) continue;
        ids[i] = id;
        row[i] = this.#components.items[id]!;
      }
    }
    this.#dirty = [];
    this.#hash = this.#vectors.hashes[snapshot]!;
    this.epoch++;
  }

  /** Number of different components and states met so far. */
  get size(): { components: number; states: number } {
    return { components: this.#components.items.length, states: this.#vectors.items.length };
  }
}

function place(family: number, index: number, id: number): number {
  return mix(mix(family * 0x1000193, index), id + 1);
}
