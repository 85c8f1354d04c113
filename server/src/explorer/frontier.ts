/** States that wait for their turn: in order, and where the search is headed somewhere, every second one the nearest. */
import type { Direction } from "./direction.ts";
import type { World } from "./interpreter/world.ts";
import { Nearest } from "./nearest.ts";
import type { Option } from "./scheduler.ts";

export interface Waiting {
  readonly node: number;
  readonly world: World;
  readonly options: readonly Option[];
  /** To each goal of the direction. */
  readonly steps: Float64Array | undefined;
}

export class Frontier {
  readonly #direction: Direction | undefined;
  /** In order; taken ones are gone. */
  #queue: (Waiting | undefined)[] = [];
  #head = 0;
  #waiting = 0;
  /** The last state was the nearest one. */
  #near = false;
  readonly #nearest = new Nearest();

  constructor(direction: Direction | undefined) {
    this.#direction = direction;
  }

  get size(): number {
    return this.#waiting;
  }

  push(node: number, world: World, options: readonly Option[]): void {
    const steps = this.#direction?.steps(world);
    if (this.#direction && steps) this.#nearest.push(this.#queue.length, this.#direction.cost(steps));
    this.#queue.push({ node, world, options, steps });
    this.#waiting++;
  }

  /** The state that is gone into next. */
  next(): Waiting | undefined {
    const direction = this.#direction;
    this.#near = direction !== undefined && !this.#near;
    while (this.#near && direction) {
      const near = this.#nearest.pop();
      if (near === undefined) break;
      const waiting = this.#queue[near.number];
      if (!waiting) continue;
      const { steps } = waiting;
      const cost = direction.cost(steps!);
      // its goals were visited since
      if (cost > near.distance) this.#nearest.push(near.number, cost);
      else {
        direction.visit(steps!);
        return this.#take(near.number);
      }
    }
    while (this.#head < this.#queue.length) {
      const waiting = this.#take(this.#head++);
      if (this.#head > 4096 && this.#head * 2 > this.#queue.length && !direction) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      if (waiting) return waiting;
    }
    return undefined;
  }

  #take(index: number): Waiting | undefined {
    const waiting = this.#queue[index];
    this.#queue[index] = undefined;
    if (waiting) this.#waiting--;
    return waiting;
  }

  /** Takes all that are left. */
  clear(): readonly Waiting[] {
    const left = this.#queue.slice(this.#head).filter((waiting) => waiting !== undefined);
    this.#queue = [];
    this.#head = this.#waiting = 0;
    return left;
  }
}
