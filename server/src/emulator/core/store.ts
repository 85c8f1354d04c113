/**
 * The packed state. Components (a request, a queue, a thread, ...) are short arrays of numbers, each in a *family* at an index. A component
 * that did not change since the last snapshot is shared with it; a write copies that component alone. Equal contents get one id, the state is
 * the row of ids, and equal rows get one number: that number is the snapshot and the exact key of the state at once.
 */

import { hashNumbers, Interner, mix, sameNumbers } from "./intern.ts";
import { Vectors } from "./vectors.ts";

const DIRTY = -1;

export class Store {
  readonly families: number;
  /** Contents by family and index. Shared with the interner while the id is not DIRTY. */
  readonly #data: number[][][];
  readonly #ids: number[][];
  /** Family and index of each dirty component, packed. */
  #dirty: number[] = [];
  /** Sum over the clean components of mix(place, id). */
  #hash = 0;
  readonly #components = new Interner<number[]>(sameNumbers);
  /** The states met so far. */
  readonly vectors = new Vectors();
  #row = new Int32Array(64);
  /** Number of the present state, or -1 if it changed since the last snapshot. */
  #current = -1;
  #shape = -1;
  /** Raised by each restore, so that what others derived from the state can be dropped. */
  epoch = 0;
  /** Told of each component that is looked at or written, or of the one number of it, while somebody wants to know what a step depends on. */
  watcher: ((place: number, field?: number) => void) | undefined;

  constructor(families: number) {
    this.families = families;
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
    this.#dirty.push(index * this.families + family);
    this.#current = this.#shape = -1;
    return index;
  }

  /** To read. Never write into it, and read what is needed before the next write: an `own` of a changed component is the same array. */
  get(family: number, index: number): readonly number[] {
    this.watcher?.(index * this.families + family);
    return this.#data[family]![index]!;
  }

  /** One number of a component, where the rest of it does not matter. */
  field(family: number, index: number, field: number): number {
    this.watcher?.(index * this.families + family, field);
    return this.#data[family]![index]![field]!;
  }

  /** A component that was met before, by its id. */
  component(id: number): readonly number[] {
    return this.#components.items[id]!;
  }

  /** To write: the component's own copy. Valid until the next snapshot. */
  own(family: number, index: number): number[] {
    this.watcher?.(index * this.families + family);
    const ids = this.#ids[family]!;
    const id = ids[index]!;
    const row = this.#data[family]!;
    if (id === DIRTY) return row[index]!;
    ids[index] = DIRTY;
    this.#hash = (this.#hash - hashOfPlace(family, index, id)) | 0;
    this.#dirty.push(index * this.families + family);
    this.#current = -1;
    return (row[index] = row[index]!.slice());
  }

  set(family: number, index: number, field: number, value: number): void {
    this.watcher?.(index * this.families + family);
    if (this.#data[family]![index]![field] !== value) this.own(family, index)[field] = value;
  }

  #clean(): void {
    for (const packed of this.#dirty) {
      const family = packed % this.families;
      const index = (packed - family) / this.families;
      const data = this.#data[family]![index]!;
      const id = this.#components.intern(data, hashNumbers(data));
      this.#data[family]![index] = this.#components.items[id]!;
      this.#ids[family]![index] = id;
      this.#hash = (this.#hash + hashOfPlace(family, index, id)) | 0;
    }
    this.#dirty.length = 0;
  }

  /** 32 bits over the whole state; equal states of one store have equal hashes. */
  hash(): number {
    this.#clean();
    return this.#hash;
  }

  /** The number of the present state. */
  snapshot(): number {
    if (this.#current >= 0) return this.#current;
    this.#clean();
    if (this.#shape < 0) this.#shape = this.vectors.shape(this.#ids.map((ids) => ids.length));
    const { offsets } = this.vectors.shapes[this.#shape]!;
    const length = offsets[this.families]!;
    if (length > this.#row.length) this.#row = new Int32Array(length * 2);
    const row = this.#row;
    let at = 0;
    for (let family = 0; family < this.families; family++) {
      const ids = this.#ids[family]!;
      for (let i = 0; i < ids.length; i++) row[at++] = ids[i]!;
    }
    return (this.#current = this.vectors.intern(this.#shape, row, length, this.#hash));
  }

  restore(snapshot: number): void {
    if (!(snapshot >= 0 && snapshot < this.vectors.size)) throw new TypeError(`no snapshot ${snapshot} in this emulator`);
    if (snapshot === this.#current) return;
    this.#shape = this.vectors.shapeOf(snapshot);
    const { counts } = this.vectors.shapes[this.#shape]!;
    const { data } = this.vectors;
    let at = this.vectors.startOf(snapshot);
    for (let family = 0; family < this.families; family++) {
      const length = counts[family]!;
      const ids = this.#ids[family]!;
      const row = this.#data[family]!;
      if (ids.length !== length) ids.length = row.length = length;
      for (let i = 0; i < length; i++) {
        const id = data[at++]!;
        if (ids[i] === id) continue;
        ids[i] = id;
        row[i] = this.#components.items[id]!;
      }
    }
    this.#dirty.length = 0;
    this.#hash = this.vectors.hashOf(snapshot);
    this.#current = snapshot;
    this.epoch++;
  }

  /** Number of different components and states met so far. */
  get size(): { components: number; states: number } {
    return { components: this.#components.items.length, states: this.vectors.size };
  }
}

/** What a component adds to the hash of a state. */
export function hashOfPlace(family: number, index: number, id: number): number {
  return mix(mix(family * 0x1000193, index), id + 1);
}
