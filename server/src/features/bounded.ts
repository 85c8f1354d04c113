/** A map that forgets what was used longest ago when its entries together weigh more than `capacity`. The newest is always kept. */
export class Bounded<V> {
  private readonly map = new Map<string, V>();
  private total = 0;

  constructor(
    private readonly capacity: number,
    private readonly weight: (value: V) => number,
  ) {}

  get size(): number {
    return this.map.size;
  }

  has(key: string): boolean {
    return this.map.has(key);
  }

  get(key: string): V | undefined {
    const value = this.map.get(key);
    if (value !== undefined) {
      this.map.delete(key);
      this.map.set(key, value);
    }
    return value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    this.map.set(key, value);
    this.total += this.weight(value);
    for (const oldest of this.map.keys()) {
      if (this.total <= this.capacity || oldest === key) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.map.get(key);
    if (value === undefined) return;
    this.map.delete(key);
    this.total -= this.weight(value);
  }

  entries(): IterableIterator<[string, V]> {
    return this.map.entries();
  }
}
