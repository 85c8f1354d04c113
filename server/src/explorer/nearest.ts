/** Numbers with a distance each; the nearest comes out first, among equals the one that came last. */
export class Nearest {
  readonly #numbers: number[] = [];
  readonly #distances: number[] = [];

  push(number: number, distance: number): void {
    let at = this.#numbers.length;
    this.#numbers.push(number);
    this.#distances.push(distance);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(at, above)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): { readonly number: number; readonly distance: number } | undefined {
    if (this.#numbers.length === 0) return undefined;
    const first = { number: this.#numbers[0]!, distance: this.#distances[0]! };
    const number = this.#numbers.pop();
    const distance = this.#distances.pop();
    if (this.#numbers.length === 0) return first;
    this.#numbers[0] = number!;
    this.#distances[0] = distance!;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      let least = at;
      for (const below of [left, left + 1]) if (below < this.#numbers.length && this.#before(below, least)) least = below;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #before(a: number, b: number): boolean {
    const [near, far] = [this.#distances[a]!, this.#distances[b]!];
    return near < far || (near === far && this.#numbers[a]! > this.#numbers[b]!);
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#numbers, this.#distances]) [list[a], list[b]] = [list[b]!, list[a]!];
  }
}
