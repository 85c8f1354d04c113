/** A map that copies share until one of them changes: paths fork at every branch, and most copies are never written. */
export class SharedMap<K, V> implements Iterable<[K, V]> {
  #map: Map<K, V>;
  #shared: boolean;

  constructor(from?: SharedMap<K, V>) {
    this.#map = from ? from.#map : new Map();
    this.#shared = from !== undefined;
    if (from) from.#shared = true;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  has(key: K): boolean {
    return this.#map.has(key);
  }

  set(key: K, value: V): this {
    this.#own().set(key, value);
    return this;
  }

  delete(key: K): boolean {
    return this.#map.has(key) && this.#own().delete(key);
  }

  keys(): IterableIterator<K> {
    return this.#map.keys();
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#map[Symbol.iterator]();
  }

  #own(): Map<K, V> {
    if (this.#shared) {
      this.#map = new Map(this.#map);
      this.#shared = false;
    }
    return this.#map;
  }
}
